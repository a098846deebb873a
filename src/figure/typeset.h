/* figure/typeset.h - how much room text takes, and text made to fit: wrapped, shortened, printable. */
#ifndef ETHO_FIGURE_TYPESET_H
#define ETHO_FIGURE_TYPESET_H

#include "base/arena.h"
#include "base/text.h"

#define ETHO_MM_PER_POINT 0.352777777777778

/* Width in mm of UTF-8 text set in size_pt. Advance widths are those of DejaVu Sans, which is as wide as any
 * font that a viewer may put in place of Arial, so text never takes more room than told. */
double etho_text_width_mm(const char *text, double size_pt);
/* Distance from line to line. */
double etho_line_height_mm(double size_pt);

/* The text as it can be printed: invalid bytes become U+FFFD, control characters their pictures (U+2400...),
 * line ends stay as '\n'. NULL when out of memory. */
const char *etho_text_printable(etho_arena *arena, const char *text);

/* Cut so that it is at most width_mm wide, ending in an ellipsis when something was cut. */
const char *etho_text_shorten(etho_arena *arena, const char *text, double size_pt, double width_mm);

typedef struct etho_lines {
  const char **line;
  size_t n;
  bool cut; /* something was left out or a word was broken */
} etho_lines;

/* Break into at most max_lines lines of at most width_mm: at '\n', spaces, and after - / _ + , when need be.
 * What does not fit is shortened with an ellipsis, and `cut` says so. */
etho_status etho_text_wrap(etho_arena *arena, const char *text, double size_pt, double width_mm,
                           size_t max_lines, etho_lines *lines);

#endif
