/* Things that stand inside the page: figures and the tables' CSV. */
#include <string.h>

#include "report/html.h"

/* Where an id is made or used in gnuplot's SVG; the text after it gets the prefix. */
static const char *const id_marks[] = {" id=\"", " id='", "url(#", "href='#", "href=\"#"};

static size_t mark_at(const char *p) {
  for (size_t i = 0; i < sizeof id_marks / sizeof *id_marks; i++) {
    size_t length = strlen(id_marks[i]);
    if (strncmp(p, id_marks[i], length) == 0) return length;
  }
  return 0;
}

void html_svg(const char *svg, const char *prefix, const char *alt, etho_text *out) {
  const char *start = strstr(svg, "<svg");
  if (!start) return;
  const char *head = start + strcspn(start, ">");
  etho_text_append(out, "<svg role=\"img\" aria-label=\"");
  html_escape(alt, out);
  etho_text_append(out, "\"");
  for (const char *p = start + strlen("<svg"); *p;) {
    size_t mark = *p == ' ' || *p == 'u' || *p == 'h' ? mark_at(p) : 0;
    if (p < head && strncmp(p, " role=\"img\"", 11) == 0) {
      p += 11; /* said above already */
    } else if (mark) {
      etho_text_append_n(out, p, mark);
      etho_text_append(out, prefix);
      p += mark;
    } else if (strncmp(p, "<title>", 7) == 0 && strstr(p, "</title>")) {
      p = strstr(p, "</title>") + strlen("</title>"); /* "Gnuplot": the label says more */
    } else {
      size_t plain = 1 + strcspn(p + 1, " uh<");
      etho_text_append_n(out, p, plain);
      p += plain;
    }
  }
}

static bool is_plain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
         c == '~' || c == ',';
}

void html_data_uri(const char *csv, etho_text *out) {
  static const char hex[] = "0123456789ABCDEF";
  etho_text_append(out, "data:text/csv;charset=utf-8,");
  for (const char *p = csv; *p;) {
    const char *end = p;
    while (is_plain((unsigned char)*end)) end++;
    etho_text_append_n(out, p, (size_t)(end - p));
    if (*end) {
      unsigned char c = (unsigned char)*end++;
      etho_text_append_n(out, (const char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
    }
    p = end;
  }
}
