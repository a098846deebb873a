/* figure/chart.h - what every chart is made from and made of. Internal to src/figure.
 *
 * A chart is one row in chart_registry.c, one build function that turns a source into a sheet, and one static
 * script in plots/.
 */
#ifndef ETHO_FIGURE_CHART_H
#define ETHO_FIGURE_CHART_H

#include "base/arena.h"
#include "ethostat/figure.h"
#include "figure/palette.h"
#include "figure/panel.h"
#include "figure/sheet.h"

/* The data of a chart, whatever they came from. All borrowed. */
typedef struct chart_source {
  const etho_input *input;       /* columns by role; NULL for charts of results */
  const etho_options *options;   /* of the statistics: conf_level, seed, control, groups, ... */
  const char *value_title;       /* what the values are, with unit; NULL = input->response */
  const char *x_title;           /* of charts with x and y; NULL = "x" */
  const char *unit;              /* what one dot is: "animal" (default) */
  double chance;                 /* NaN = none */
  double low, high;              /* possible range; NaN = open */
  const etho_rows *comparisons;  /* for brackets: group1, group2, p_adjusted or p_value; NULL = none */
  const char *comparison_method; /* "Games-Howell" */
  const etho_rows
      *effects;          /* differences: group1, group2, estimate or mean_difference, conf_low, conf_high */
  const etho_rows *rows; /* results to draw as such: forest, heat map, power, flow */
  const etho_analysis *analysis; /* where the source comes from; NULL = not from an analysis */
  const char *finding;           /* a sentence for the alt text; NULL = none */
} chart_source;

typedef struct chart_job {
  const chart_source *source;
  const etho_figure_options *options;
  const etho_palette *palette;
  const etho_theme *theme;
  etho_arena *arena;
  etho_sheet *sheet;
  etho_text caption, alt;
} chart_job;

typedef etho_status chart_build_fn(chart_job *job, etho_error *error);
/* Make the source of a chart from an analysis. *wanted says whether the analysis calls for this chart. */
typedef etho_status chart_select_fn(const etho_analysis *analysis, etho_arena *arena, chart_source *source,
                                    bool *wanted, etho_error *error);

typedef struct etho_chart {
  const char *name;    /* what users type */
  const char *script;  /* plots/SCRIPT.gp */
  const char *summary; /* one line */
  const char *needs;   /* one line: the columns it wants */
  unsigned roles;      /* etho_role bits that must be given */
  unsigned optional;   /* and those that may be */
  bool slow;           /* it resamples: gnuplot draws the others while it is built */
  bool rows;           /* it draws rows of results instead of columns of data */
  chart_build_fn *build;
  chart_select_fn *select; /* NULL = never drawn unasked */
} etho_chart;

const etho_chart *etho_chart_at(size_t index);
const etho_chart *etho_chart_find(const char *name);

/* ---- groups: values cut by arm ---- */

typedef struct chart_group {
  const char *label;
  double *value;
  size_t *row; /* where each value is in the input */
  size_t n;
  double centre, low, high; /* what the bar shows; NaN = not to be had */
  unsigned colour;
  int mark;
} chart_group;

typedef struct chart_groups {
  chart_group *group;
  size_t n;
  double min, max; /* of values and bars */
  const char *bar; /* "mean and 95% CI" */
} chart_groups;

/* Cut input->value by input->by in the asked order, drop what is missing, describe. ETHO_ERR_DATA without any
 * value. */
etho_status chart_groups_make(chart_job *job, chart_groups *groups, etho_error *error);
/* What a bar shows, as options->error_bar asks: centre and limits, NaN where there is none. */
typedef struct chart_bar {
  double centre, low, high;
} chart_bar;
etho_status chart_describe(chart_job *job, const etho_sample *sample, chart_bar *bar, etho_error *error);
etho_status chart_check_bar(const chart_job *job,
                            etho_error *error); /* ETHO_ERR_USAGE for an unknown error bar */
const char *chart_bar_text(chart_job *job);     /* "mean and 95% CI (t)"; NULL when out of memory */
/* The columns that a procedure takes, without those that it would refuse. */
etho_input chart_input_for(const etho_procedure *procedure, const etho_input *all);
const char *chart_subject(const chart_job *job, size_t row); /* "" when not given */
const char *chart_value_title(const chart_job *job);
const char *chart_unit(const chart_job *job, size_t n); /* "animal", "animals" */
/* Printable, at most about 60 characters: for captions. NULL when out of memory. */
const char *chart_short(chart_job *job, const char *text);
size_t chart_group_find(const chart_groups *groups, const char *label); /* groups->n when unknown */
etho_status chart_no_memory(etho_error *error);

/* ---- the category figure: a y axis, groups side by side, brackets above, labels below ---- */

typedef struct chart_page {
  etho_panel panel; /* the upper panel */
  etho_category_labels labels;
  double slot_mm; /* width of a group */
  double bracket_mm, title_mm;
  struct etho_bracket *bracket;
  size_t n_brackets, n_left_out; /* left out: too many to read */
  const char **letters; /* per group; NULL = none */
} chart_page;

double chart_panel_height_mm(const chart_job *job);
/* Begin the page: sizes, colours and fonts of the frame. Height is written by chart_page_end. */
void chart_page_begin(chart_job *job);
void chart_page_end(chart_job *job, double height_mm);
/* A category figure with one panel that shows y, from the source's comparisons. extra_mm: room kept free
 * below the labels. */
etho_status chart_category_page(chart_job *job, const chart_groups *groups, const etho_axis *y, size_t extra,
                                chart_page *page, etho_error *error);
/* The figure's title, when asked for, above top_mm. Room it takes: chart_title_mm. */
double chart_title_mm(const chart_job *job);
etho_status chart_title(chart_job *job, double left_mm, double top_mm);

/* Layers in the units of the data. */
etho_status chart_layer_dots(chart_job *job, const chart_groups *groups, const etho_panel *panel,
                             double centre_shift, double limit_mm, const char *block);
void chart_layer_bars(chart_job *job, const chart_groups *groups, double shift, double half_width);
void chart_layer_chance(chart_job *job, const etho_panel *panel);
void chart_layer_groups(chart_job *job, const chart_groups *groups);
double chart_mark_mm(const chart_groups *groups, double slot_mm); /* radius */

/* A legend in rows above a panel: marks and labels. Room: chart_legend_mm. */
typedef struct chart_legend {
  const char **label;
  const unsigned *colour;
  const int *mark;
  size_t n;
} chart_legend;
etho_status chart_legend_plan(chart_job *job, const chart_legend *legend, double width_mm, double *height_mm);
etho_status chart_legend_place(chart_job *job, const chart_legend *legend, double left_mm, double top_mm,
                               double width_mm);

/* ---- the xy figure: two numbered axes, a legend above ---- */

/* Places panel 1 on the page, writes axes, titles, legend and title, and ends the page. below_mm: room kept
 * free below the x title (a table). The axes are given in panel->x and panel->y. */
etho_status chart_xy_page(chart_job *job, etho_panel *panel, const char *x_title, const char *y_title,
                          const chart_legend *legend, double height_mm, double below_mm, etho_error *error);
/* Labels, colours and marks of the groups of a factor (or none). */
etho_status chart_legend_of(chart_job *job, const etho_factor *factor, chart_legend *legend);

/* ---- captions ---- */
void chart_caption_groups(chart_job *job, const chart_groups *groups);
void chart_caption_comparisons(chart_job *job, const chart_page *page);
void chart_alt_groups(chart_job *job, const chart_groups *groups, const char *kind);

#endif
