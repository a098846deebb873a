/* figure/brackets.h - brackets over groups, stacked without collision. */
#ifndef ETHO_FIGURE_BRACKETS_H
#define ETHO_FIGURE_BRACKETS_H

#include "base/arena.h"
#include "figure/sheet.h"

typedef struct etho_bracket {
  size_t from, to; /* groups, from < to */
  double p;
  const char *text;   /* "p = .011" */
  double left, right; /* ends on the page, mm */
  size_t level;       /* 0 = lowest; set by etho_brackets_stack */
} etho_bracket;

/* Give every bracket the lowest level on which neither its line nor its text meets another (short ones
 * first). Returns the number of levels. */
size_t etho_brackets_stack(etho_bracket *bracket, size_t n, double text_pt, etho_arena *arena);
double etho_brackets_height_mm(const etho_sheet *sheet, size_t levels);
/* Draw them, the lowest level starting at y_mm. */
void etho_brackets_place(etho_sheet *sheet, const etho_bracket *bracket, size_t n, double y_mm);

/* What a bracket says. labels: "p" (p = .011), "stars" (*, **, ***, ns), "both". size >= 48. */
void etho_bracket_text(char *buffer, size_t size, const char *labels, double p);

#endif
