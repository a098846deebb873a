/* report/html.h - pieces of an HTML page. Internal to the HTML renderer. */
#ifndef ETHO_REPORT_HTML_H
#define ETHO_REPORT_HTML_H

#include "report/renderer.h"

extern const char html_style[];  /* the style sheet */
extern const char html_script[]; /* sorting and copying of tables */

/* Text for an element or a quoted attribute; control characters become spaces. */
void html_escape(const char *text, etho_text *out);
/* A gnuplot SVG as an inline element: prolog dropped, ids made unique by the prefix, alt as its label. */
void html_svg(const char *svg, const char *prefix, const char *alt, etho_text *out);
/* A CSV as the href of a data: link. */
void html_data_uri(const char *csv, etho_text *out);

#endif
