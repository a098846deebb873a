/* figure/draw.h - the steps from a chart's source to a figure. */
#ifndef ETHO_FIGURE_DRAW_H
#define ETHO_FIGURE_DRAW_H

#include "figure/chart.h"
#include "figure/plotter.h"

/* A chart as built: its data file, caption and alt text. */
typedef struct etho_drawing {
  etho_arena *arena;
  etho_sheet sheet, tex_sheet;
  chart_job job;
  etho_text data, tex_data;
  const char *assay; /* borrowed; NULL = from a table */
} etho_drawing;

/* Build the chart; once more with text for LaTeX when that is asked for. */
etho_status etho_drawing_build(const etho_chart *chart, const chart_source *source,
                               const etho_figure_options *options, bool tex, etho_arena *arena,
                               etho_drawing *d, etho_error *error);
void etho_drawing_free(etho_drawing *d);
/* Put it into the plotter's queue and on the list of figures. */
etho_status etho_drawing_queue(etho_plotter *plotter, const etho_chart *chart, const etho_drawing *d,
                               const char *format, const char *path, const char *data_path,
                               etho_figures *figures, etho_error *error);

/* The known format of that name ("svg"); NULL = unknown. */
const char *etho_figure_format(const char *name, size_t length);
etho_status etho_figure_format_unknown(const char *name, etho_error *error);

etho_figures *etho_figures_new(void);
bool etho_figures_add(etho_figures *figures, const etho_figure *figure);

#endif
