/* The parts of the page that never change. Colours meet WCAG AA on both grounds. */
#include "report/html.h"

const char html_style[] =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#f3f4f6;--line:#c9ced6;--quiet:#4b5563;--link:#0b57a4}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#16181c;--soft:#22262c;--line:#454b55;--quiet:#b6bcc6;"
    "--link:#8ab8f0}}\n"
    "*{box-sizing:border-box}html{scroll-behavior:smooth}\n"
    "body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,"
    "'Noto Sans',sans-serif;overflow-wrap:break-word}\n"
    ".skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem;z-index:2}\n"
    "header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}\n"
    "h1{font-size:1.9rem;line-height:1.2;margin:2rem 0 .5rem}h2{font-size:1.4rem;margin:2.5rem 0 .5rem;"
    "border-bottom:1px solid var(--line);padding-bottom:.25rem}h3{font-size:1.1rem;margin:1.75rem 0 .25rem}\n"
    "a{color:var(--link)}nav{max-width:60rem;margin:1rem auto;padding:.75rem 1.25rem;background:var(--soft)}\n"
    "nav ul{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}\n"
    "nav a{display:inline-block;padding:.25rem 0}\n"
    ".table{overflow-x:auto;margin:.75rem 0 1.25rem}table{border-collapse:collapse;font-size:.9rem;"
    "font-variant-numeric:tabular-nums}\n"
    "caption{text-align:left;font-weight:600;padding:.25rem 0}th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);"
    "text-align:left;vertical-align:top;white-space:nowrap}td.text{white-space:normal;min-width:15rem}\n"
    "thead th{border-bottom:2px solid var(--ink)}td.number,th.number{text-align:right}\n"
    "th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}\n"
    "th[aria-sort=ascending] button::after{content:' \\25B2'}th[aria-sort=descending] button::after{content:' \\25BC'}\n"
    ".tools{font-size:.85rem;margin:-.75rem 0 1rem}.tools button{font:inherit;color:var(--link);background:none;border:0;"
    "padding:.25rem 0;cursor:pointer;text-decoration:underline}\n"
    "figure{margin:1.25rem 0}figure .plot{background:#fff;display:inline-block;max-width:100%;padding:.5rem;"
    "border:1px solid var(--line)}figure svg{max-width:100%;height:auto;display:block}\n"
    "figcaption{font-size:.9rem;color:var(--quiet);max-width:45rem;margin-top:.4rem}\n"
    "pre{background:var(--soft);padding:.75rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "li{margin:.25rem 0}footer{color:var(--quiet);font-size:.9rem;margin:3rem auto 2rem}\n"
    ":focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    "@media print{nav,.tools,.skip{display:none}body{font-size:10pt}h2{break-after:avoid}figure,table{break-inside:avoid}"
    "a{color:inherit;text-decoration:none}th,td{white-space:normal}}\n";

const char html_script[] =
    "document.querySelectorAll('table').forEach(function(table){\n"
    "  table.querySelectorAll('thead th').forEach(function(head,column){\n"
    "    var button=head.querySelector('button');\n"
    "    if(!button)return;\n"
    "    button.addEventListener('click',function(){\n"
    "      var up=head.getAttribute('aria-sort')!=='ascending',body=table.tBodies[0],rows=Array.from(body.rows);\n"
    "      table.querySelectorAll('th').forEach(function(h){h.removeAttribute('aria-sort')});\n"
    "      head.setAttribute('aria-sort',up?'ascending':'descending');\n"
    "      var key=function(r){var t=r.cells[column].textContent,n=parseFloat(t.replace(/^\\[/,'').replace('\\u2212','-'));\n"
    "        return isNaN(n)?t:n};\n"
    "      rows.sort(function(a,b){var x=key(a),y=key(b),s=typeof x===typeof y?(x<y?-1:x>y?1:0):typeof x==='number'?-1:1;\n"
    "        return up?s:-s});\n"
    "      rows.forEach(function(r){body.appendChild(r)});\n"
    "    });\n"
    "  });\n"
    "});\n"
    "document.querySelectorAll('button.copy').forEach(function(button){\n"
    "  if(!navigator.clipboard){button.hidden=true;return}\n"
    "  button.addEventListener('click',function(){\n"
    "    var rows=document.getElementById(button.dataset.table).rows;\n"
    "    var text=Array.from(rows).map(function(r){return Array.from(r.cells).map(function(c){return c.textContent.trim()})"
    ".join('\\t')}).join('\\n');\n"
    "    navigator.clipboard.writeText(text).then(function(){button.textContent='Copied'},function(){});\n"
    "  });\n"
    "});\n";

void html_escape(const char *text, etho_text *out) {
  for (const char *p = text ? text : ""; *p; p++) {
    if (*p == '<') etho_text_append(out, "&lt;");
    else if (*p == '>') etho_text_append(out, "&gt;");
    else if (*p == '&') etho_text_append(out, "&amp;");
    else if (*p == '"') etho_text_append(out, "&quot;");
    else if (*p == '\'') etho_text_append(out, "&#39;");
    else etho_text_char(out, (unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p);
  }
}
