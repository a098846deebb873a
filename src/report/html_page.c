/* The parts of the page that never change. Colours meet WCAG AA on both grounds. */
#include "report/html.h"

const char html_style[] =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#f3f4f6;--line:#c9ced6;--quiet:#4b5563;--link:#0b57a4}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#16181c;--soft:#22262c;--line:#454b55;--quiet:#b6bcc6;"
    "--link:#8ab8f0}}\n"
    "*{box-sizing:border-box}html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}\n"
    "body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,"
    "'Noto Sans',sans-serif;overflow-wrap:anywhere}\n"
    ".skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem;z-index:2}\n"
    "header,main,footer,nav{max-width:72rem;margin:0 auto;padding:0 1.25rem}\n"
    "h1{font-size:1.75rem;line-height:1.2;margin:2rem 0 .75rem;max-width:48rem}h2{font-size:1.4rem;margin:3rem 0 .75rem;"
    "border-bottom:1px solid var(--line);padding-bottom:.25rem}h3{font-size:1.1rem;margin:2rem 0 .4rem}h4{font-size:1rem;margin:1.25rem 0 .25rem}\n"
    "p,ul{max-width:48rem}ul{padding-left:1.25rem}li{margin:.3rem 0}p+ul{margin-top:-.5rem}\n"
    "a{color:var(--link)}nav{margin:1rem auto;padding:.5rem 1.25rem;background:var(--soft)}\n"
    "nav ul{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;max-width:none}\n"
    "nav li{margin:0}nav a{display:inline-block;padding:.35rem 0}\n"
    ".table{overflow-x:auto;margin:1rem 0 .25rem;max-width:100%}table{border-collapse:collapse;font-size:.875rem;"
    "font-variant-numeric:tabular-nums}\n"
    ".table.long{max-height:36rem;overflow-y:auto;border-bottom:1px solid var(--line)}.table.long thead th{position:sticky;top:0;"
    "background:var(--paper)}\n"
    ".cut{max-height:9rem;overflow-y:auto;border:1px solid var(--line);padding:.25rem .5rem}\n"
    ".caption{font-weight:600;font-size:.9rem;margin:1.25rem 0 -.75rem;max-width:60rem}\n"
    "th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;white-space:nowrap;"
    "overflow-wrap:normal}th:first-child,td:first-child{padding-left:.25rem}\n"
    "td.text{white-space:normal;min-width:14rem;max-width:40rem;overflow-wrap:anywhere}\n"
    "thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}td.number,th.number{text-align:right}\n"
    "th button{font:inherit;color:inherit;background:none;border:0;padding:.2rem 0;cursor:pointer;text-align:inherit}\n"
    "th[aria-sort=ascending] button::after{content:' \\25B2'}th[aria-sort=descending] button::after{content:' \\25BC'}\n"
    ".tools{font-size:.85rem;margin:0 0 1.25rem;display:flex;gap:1rem}.tools button{font:inherit;color:var(--link);"
    "background:none;border:0;padding:.25rem 0;cursor:pointer;text-decoration:underline}.tools a{padding:.25rem 0}\n"
    ".figures{display:flex;flex-wrap:wrap;gap:1.25rem 2rem;align-items:flex-start}figure{margin:1rem 0;max-width:100%;"
    "flex:0 1 auto;width:min(100%,26rem)}figure.wide{width:100%}figure .plot{background:#fff;max-width:100%;padding:.5rem;"
    "border:1px solid var(--line);display:inline-block}figure svg,figure img{max-width:100%;height:auto;display:block}\n"
    "figcaption{font-size:.9rem;color:var(--quiet);max-width:45rem;margin-top:.4rem}\n"
    "pre{background:var(--soft);padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;max-width:100%}\n"
    "footer{color:var(--quiet);font-size:.9rem;margin:3rem auto 2rem}\n"
    ":focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    "@media (max-width:480px){table{font-size:.8rem}th,td{padding:.3rem .4rem}td.text{min-width:11rem}h1{font-size:1.5rem}"
    "header,main,footer,nav{padding-left:1rem;padding-right:1rem}}\n"
    "@media print{:root{--ink:#000;--paper:#fff;--soft:#f3f4f6;--line:#999;--quiet:#333;--link:#000}"
    "nav,.tools,.skip{display:none}body{font-size:9.5pt}header,main,footer{max-width:none;padding:0}h2,h3,.caption{break-after:avoid}"
    "figure,tr{break-inside:avoid}a{color:inherit;text-decoration:none}.table,.table.long,.cut{overflow:visible;max-height:none}table{font-size:7.5pt}"
    ""
    "th,td{white-space:normal;overflow-wrap:anywhere;padding:.15rem .3rem}td.text{min-width:0}}\n";

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

/* What stands for a character that cannot stand as itself; NULL = it can. */
static const char *entity(unsigned char c) {
  switch (c) {
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '&': return "&amp;";
  case '"': return "&quot;";
  case '\'': return "&#39;";
  default: return c < 0x20 || c == 0x7F ? " " : NULL;
  }
}

void html_escape(const char *text, etho_text *out) {
  for (const char *p = text ? text : ""; *p;) {
    const char *end = p;
    while (*end && !entity((unsigned char)*end)) end++;
    etho_text_append_n(out, p, (size_t)(end - p));
    if (*end) etho_text_append(out, entity((unsigned char)*end++));
    p = end;
  }
}
