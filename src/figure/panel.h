/* figure/panel.h - axes and what stands around them. All lengths in mm from the page's lower left corner. */
#ifndef ETHO_FIGURE_PANEL_H
#define ETHO_FIGURE_PANEL_H

#include "figure/sheet.h"
#include "figure/typeset.h"

typedef struct etho_axis {
  double low, high;   /* what the axis shows */
  double first, step; /* numbered ticks; step 0 = none */
  int decimals;
} etho_axis;

typedef struct etho_panel {
  double left, right, bottom, top;
  etho_axis x, y;
  int border; /* gnuplot's sum of sides: 1 bottom, 2 left */
} etho_panel;

/* An axis that shows [low, high] with about `ticks` round numbers (steps 1, 2, 2.5, 5 times ten). Room is
 * added at the ends, but not beyond floor and ceiling (NaN = open), which are then ends of the axis when the
 * data come near. */
etho_axis etho_axis_choose(double low, double high, double floor, double ceiling, size_t ticks);
/* Integer positions 1...n without numbers, for categories. */
etho_axis etho_axis_categories(size_t n);
/* Width of the widest number on the axis. */
double etho_axis_width_mm(const etho_axis *axis, double size_pt);

double etho_panel_x(const etho_panel *panel, double x);
double etho_panel_y(const etho_panel *panel, double y);
/* Write the panel into the frame under its number (from 1). */
void etho_panel_write(etho_sheet *sheet, size_t number, const etho_panel *panel);
/* The room left of a panel: numbers, ticks and a turned title of `lines` lines. */
double etho_panel_left_mm(const etho_sheet *sheet, const etho_axis *y, size_t lines);
/* Title of the y axis, turned, wrapped to the panel's height (at most 2 lines). */
etho_status etho_panel_y_title(etho_sheet *sheet, etho_arena *arena, const etho_panel *panel,
                               const char *title);
/* Title of the x axis, centred under the numbers. */
etho_status etho_panel_x_title(etho_sheet *sheet, etho_arena *arena, const etho_panel *panel,
                               const char *title);
double etho_x_title_mm(const etho_sheet *sheet); /* room below a panel with numbers and an x title */

/* Labels of categories below an axis: wrapped when they fit into their slots, else turned by 45 degrees. */
typedef struct etho_category_labels {
  size_t n;
  bool turned, without_ticks;
  etho_lines *label;    /* n */
  const char **below;   /* n small lines ("n = 12"); NULL = none */
  double height_mm;     /* room below the axis */
  double extra_left_mm; /* how much more room on the left turned labels would like */
} etho_category_labels;

etho_status etho_categories_plan(const etho_sheet *sheet, etho_arena *arena, const char *const *label,
                                 const char *const *below, size_t n, double slot_mm, double left_mm,
                                 etho_category_labels *plan);
void etho_categories_place(etho_sheet *sheet, const etho_panel *panel, const etho_category_labels *plan,
                           const double *x);

#endif
