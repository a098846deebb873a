/* ethostat/figure.h - charts: one registry row and one static script in plots/ each; gnuplot draws them. */
#ifndef ETHOSTAT_FIGURE_H
#define ETHOSTAT_FIGURE_H

#include "ethostat/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct etho_plotter etho_plotter; /* one running gnuplot process */

/* Start gnuplot early, so that its start-up hides the statistics. ETHO_ERR_IO with the remedy when it is missing. */
etho_status etho_plotter_start(etho_plotter **plotter, etho_error *error);
/* End without drawing what is still queued. */
void etho_plotter_free(etho_plotter *plotter);

typedef struct etho_figure_options {
  const char *formats;   /* "svg" (default), comma-separated: svg,pdf,png,eps,tex */
  double width_mm;       /* 85 */
  const char *error_bar; /* "ci" (default), "sem", "sd", "iqr" */
  const char *palette;   /* "okabe-ito" (default), ... */
  const char *theme;     /* "journal" (default), ... */
  const char *title;     /* NULL = none */
} etho_figure_options;

etho_figure_options etho_figure_options_default(void);

typedef struct etho_figure {
  const char *chart, *file, *data_file, *caption, *alt; /* caption: one paragraph, plain text */
} etho_figure;

typedef struct etho_figures etho_figures; /* list; owns its text */

/* Draw every chart that the analyses call for into directory: figures into it, their data into directory/data. */
etho_status etho_figures_draw(etho_plotter *plotter, const etho_analysis *const *analyses, size_t n_analyses,
                              const char *directory, const etho_figure_options *options, etho_figures **figures,
                              etho_error *error);
void etho_figures_free(etho_figures *figures);
size_t etho_figures_count(const etho_figures *figures);
const etho_figure *etho_figures_at(const etho_figures *figures, size_t index);

size_t etho_chart_count(void);
const char *etho_chart_name(size_t index);
const char *etho_chart_summary(size_t index);

#ifdef __cplusplus
}
#endif
#endif
