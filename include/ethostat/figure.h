/* ethostat/figure.h - charts: one registry row and one static script in plots/ each; gnuplot draws them.
 *
 *   etho_plotter *plotter; etho_figures *figures; etho_error error;
 *   etho_plotter_start(&plotter, &error);        (early: gnuplot starts while the statistics are computed)
 *   ... etho_analysis_run ...
 *   etho_figure_options options = etho_figure_options_default();
 *   etho_figures_draw(plotter, &analysis, 1, "out/figures", &options, &figures, &error);
 *   for (size_t i = 0; i < etho_figures_count(figures); i++) puts(etho_figures_at(figures, i)->caption);
 *   etho_figures_free(figures);
 *   etho_plotter_free(plotter);
 *
 * Text from the data reaches gnuplot only as data. A figure appears whole or not at all; its data stay beside
 * it in data/NAME.tsv, so that `gnuplot -c plots/CHART.gp data/NAME.tsv FILE.svg` draws it again by hand. */
#ifndef ETHOSTAT_FIGURE_H
#define ETHOSTAT_FIGURE_H

#include "ethostat/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- gnuplot --------------------------------------------------------------------------------------- */

typedef struct etho_plotter etho_plotter; /* one running gnuplot process and its working folder */

/* Start gnuplot early, so that its start-up hides the statistics. ETHO_ERR_IO with the remedy when it is
 * missing. */
etho_status etho_plotter_start(etho_plotter **plotter, etho_error *error);
/* End without drawing what is still queued. */
void etho_plotter_free(etho_plotter *plotter);
/* How long a call may wait for gnuplot (60 s by default). */
void etho_plotter_timeout(etho_plotter *plotter, double timeout_s);

/* ---- options ---------------------------------------------------------------------------------------- */

typedef struct etho_figure_options {
  const char *formats;   /* "svg" (default), comma-separated: svg,pdf,png,eps,tex */
  double width_mm;       /* 85 (40 to 400) */
  const char *error_bar; /* "ci" (default), "sem", "sd", "iqr" (median and quartiles), "none" */
  const char *palette;   /* "okabe-ito" (default), ... */
  const char *theme;     /* "journal" (default), ... */
  const char *title;     /* NULL = none */
  const char *labels;    /* of comparisons: "auto" (default: p, letters when there are many), "p", "stars",
                            "both",    "letters", "none" */
  bool hide_ns;          /* leave out comparisons that are not significant */
  const char *charts;    /* of a study: NULL = all that the analysis calls for; else names with commas */
  const char *order;     /* of groups: "data" (default), "name", "mean", or their labels with commas */
} etho_figure_options;

etho_figure_options etho_figure_options_default(void);
/* ETHO_ERR_USAGE for a value that no figure can have, with what it can be. */
etho_status etho_figure_options_check(const etho_figure_options *options, etho_error *error);

size_t etho_figure_palette_count(void);
const char *etho_figure_palette_name(size_t index);
size_t etho_figure_theme_count(void);
const char *etho_figure_theme_name(size_t index);

/* ---- figures ---------------------------------------------------------------------------------------- */

typedef struct etho_figure {
  const char *chart, *file, *data_file, *caption, *alt; /* caption: one paragraph, plain text */
  const char *assay; /* of the analysis it was drawn from; NULL = from a table */
} etho_figure;

typedef struct etho_figures etho_figures; /* list; owns its text */

/* Draw every chart that the analyses call for into directory: figures into it, their data into
 * directory/data. ETHO_ERR_IO when gnuplot fails: the data are kept and the error says which command draws
 * them. */
etho_status etho_figures_draw(etho_plotter *plotter, const etho_analysis *const *analyses, size_t n_analyses,
                              const char *directory, const etho_figure_options *options,
                              etho_figures **figures, etho_error *error);
/* The same in two halves: begin hands everything to gnuplot and tells which figures there will be; it draws while the
 * caller goes on. finish waits until they are in place. */
etho_status etho_figures_begin(etho_plotter *plotter, const etho_analysis *const *analyses, size_t n_analyses,
                               const char *directory, const etho_figure_options *options, etho_figures **figures,
                               etho_error *error);
etho_status etho_figures_finish(etho_plotter *plotter, etho_error *error);
void etho_figures_free(etho_figures *figures);
size_t etho_figures_count(const etho_figures *figures);
const etho_figure *etho_figures_at(const etho_figures *figures, size_t index);

/* ---- one chart ---------------------------------------------------------------------------------------- */

/* What a chart is drawn from. Either input (columns by role, as etho_frame_input gives them) or rows
 * (results). */
typedef struct etho_plot_data {
  const etho_input *input;
  const etho_rows *rows;
  const etho_options *options; /* of the statistics shown; NULL = default */
  const char *title;   /* what the values are, with unit: the y axis; NULL = the value column's name */
  const char *x_title; /* of charts with x and y: the x axis */
  double chance;       /* line of chance; NaN = none (etho_plot_data_default) */
  double low, high;    /* possible range of the values; NaN = open */
  const char *compare; /* procedure whose p-values stand on the brackets ("games_howell"); NULL = none */
} etho_plot_data;

etho_plot_data etho_plot_data_default(void);

/* Draw one chart into path (its ending tells the format; options->formats is not used). The data file is
 * written to data_path (NULL = not kept). ETHO_ERR_USAGE: no such chart, a column it needs is missing.
 * ETHO_ERR_DATA: nothing to draw. */
etho_status etho_plot_draw(etho_plotter *plotter, const char *chart, const etho_plot_data *data,
                           const etho_figure_options *options, const char *path, const char *data_path,
                           etho_figures **figures, etho_error *error);
/* The same from a table and the columns chosen (--value, --by, ...). */
etho_status etho_plot_table(etho_plotter *plotter, const char *chart, const etho_table *table,
                            const etho_selection *selection, const etho_plot_data *data,
                            const etho_figure_options *options, const char *path, const char *data_path,
                            etho_figures **figures, etho_issues *issues, etho_error *error);

/* ---- registry ---------------------------------------------------------------------------------------- */

size_t etho_chart_count(void);
const char *etho_chart_name(size_t index);
const char *etho_chart_summary(size_t index);
const char *etho_chart_needs(size_t index); /* the columns it wants, one line */

#ifdef __cplusplus
}
#endif
#endif
