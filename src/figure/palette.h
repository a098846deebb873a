/* figure/palette.h - colours and looks. One row each. */
#ifndef ETHO_FIGURE_PALETTE_H
#define ETHO_FIGURE_PALETTE_H

#include "ethostat/base.h"

typedef struct etho_palette {
  const char *name, *summary;
  unsigned colour[12]; /* 0xRRGGBB; the first is the control's */
} etho_palette;

typedef struct etho_theme {
  const char *name, *summary;
  unsigned ink, paper, grid, fill; /* text and lines, ground, grid lines, pale areas */
  bool gridlines;
  double normal_pt, small_pt;
} etho_theme;

size_t etho_palette_count(void);
const etho_palette *etho_palette_at(size_t index);
size_t etho_theme_count(void);
const etho_theme *etho_theme_at(size_t index);
/* NULL name = the first row. ETHO_ERR_USAGE with the nearest names. */
etho_status etho_palette_find(const char *name, const etho_palette **palette, etho_error *error);
etho_status etho_theme_find(const char *name, const etho_theme **theme, etho_error *error);

/* The mark of group i (gnuplot's point type): shapes differ, so that arms can be told apart without colour.
 */
int etho_mark(size_t i);
/* The colour mixed with another: share 0 = a, 1 = b. */
unsigned etho_colour_mix(unsigned a, unsigned b, double share);

#endif
