/* What gnuplot wrote becomes the figure that is kept: sizes in mm and a description in SVG, no time of day in
 * PDF and EPS. */
#include <ctype.h>
#include <string.h>

#include "figure/plotter.h"

static void append_xml(etho_text *out, const char *text) {
  for (const char *p = text ? text : ""; *p; p++) {
    if (*p == '&')
      etho_text_append(out, "&amp;");
    else if (*p == '<')
      etho_text_append(out, "&lt;");
    else if (*p == '>')
      etho_text_append(out, "&gt;");
    else if ((unsigned char)*p >= 0x20)
      etho_text_char(out, *p);
    else
      etho_text_char(out, ' ');
  }
}

/* gnuplot begins: <svg \n width="321" height="226"\n viewBox=... <title>Gnuplot</title> <desc>...</desc>. */
static bool finish_svg(const etho_plot_job *job, const char *data, size_t length, etho_text *out) {
  const char *size = strstr(data, " width=\""), *box = strstr(data, " viewBox=");
  const char *title = strstr(data, "<title>"), *body = title ? strstr(title, "</desc>") : NULL;
  if (!size || !box || !title || !body || size > box || box > title) return false;
  etho_text_append_n(out, data, (size_t)(size - data));
  etho_text_append(out, " width=\"");
  etho_text_number(out, job->width_mm);
  etho_text_append(out, "mm\" height=\"");
  etho_text_number(out, job->height_mm);
  etho_text_append(out, "mm\" role=\"img\"\n");
  etho_text_append_n(out, box, (size_t)(title - box));
  etho_text_append(out, "<title>");
  append_xml(out, job->name);
  etho_text_append(out, "</title>\n<desc>");
  append_xml(out, job->alt);
  static const char from[] = "font-family=\"Arial\"",
                    to[] = "font-family=\"Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif\"";
  for (const char *p = body, *end = data + length; p < end;) {
    const char *next = strstr(p, from);
    etho_text_append_n(out, p, (size_t)((next ? next : end) - p));
    if (!next) break;
    etho_text_append(out, to);
    p = next + sizeof from - 1;
  }
  return true;
}

/* cairo writes the time of day: "/CreationDate (D:2026..." in PDF, "%%CreationDate: Sun ..." in EPS. The
 * length is kept, because a PDF counts its bytes. */
static bool finish_dated(const char *data, size_t length, etho_text *out) {
  static const char pdf[] = "/CreationDate (D:", eps[] = "%%CreationDate: ";
  etho_text_append_n(out, data, length);
  if (out->failed) return true;
  for (size_t i = 0; i + sizeof pdf < length; i++) {
    char *at = out->data + i;
    if (memcmp(at, pdf, sizeof pdf - 1) == 0) {
      static const char epoch[] = "20000101000000";
      char *digit = at + sizeof pdf - 1;
      for (size_t k = 0; k < sizeof epoch - 1 && isdigit((unsigned char)digit[k]); k++) digit[k] = epoch[k];
    } else if (memcmp(at, eps, sizeof eps - 1) == 0) {
      for (char *p = at + sizeof eps - 1; *p && *p != '\n'; p++) *p = '-';
    }
  }
  return true;
}

void etho_figure_picture_name(const char *path, etho_text *out) {
  size_t length = strlen(path);
  if (length > 4 && strcmp(path + length - 4, ".tex") == 0) length -= 4;
  etho_text_append_n(out, path, length);
  etho_text_append(out, "-picture.pdf");
}

/* LaTeX is told the picture's new name. */
static bool finish_tex(const etho_plot_job *job, const char *data, size_t length, etho_text *out) {
  const char *include = strstr(data, "\\includegraphics"), *open = include ? strchr(include, '{') : NULL,
             *close = open ? strchr(open, '}') : NULL;
  if (!close) return false;
  etho_text name = {0};
  etho_figure_picture_name(job->path, &name);
  const char *file = strrchr(etho_text_get(&name), '/');
  etho_text_append_n(out, data, (size_t)(open + 1 - data));
  etho_text_append(out, file ? file + 1 : etho_text_get(&name));
  etho_text_append_n(out, close, length - (size_t)(close - data));
  out->failed = out->failed || name.failed;
  etho_text_free(&name);
  return true;
}

etho_status etho_figure_finish(const etho_plot_job *job, const char *data, size_t length, etho_text *out) {
  bool known;
  if (strcmp(job->format, "svg") == 0)
    known = finish_svg(job, data, length, out);
  else if (strcmp(job->format, "pdf") == 0 || strcmp(job->format, "eps") == 0)
    known = finish_dated(data, length, out);
  else if (strcmp(job->format, "tex") == 0)
    known = finish_tex(job, data, length, out);
  else
    known = true, etho_text_append_n(out, data, length);
  if (!known) return ETHO_ERR_IO;
  return out->failed ? ETHO_ERR_MEMORY : ETHO_OK;
}
