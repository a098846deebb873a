/* The xy figure: two numbered axes and a legend above. */
#include <math.h>

#include "figure/charts.h"

etho_status chart_legend_of(chart_job *job, const etho_factor *factor, chart_legend *legend) {
  *legend = (chart_legend){0};
  size_t n = factor->code ? factor->n_levels : 0;
  if (n < 2) return ETHO_OK;
  const char **label = ETHO_NEW(job->arena, const char *, n);
  unsigned *colour = ETHO_NEW(job->arena, unsigned, n);
  int *mark = ETHO_NEW(job->arena, int, n);
  if (!label || !colour || !mark) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < n; i++)
    label[i] = factor->level[i], colour[i] = job->palette->colour[i % 12], mark[i] = etho_mark(i);
  *legend = (chart_legend){label, colour, mark, n};
  return ETHO_OK;
}

etho_status chart_xy_page(chart_job *job, etho_panel *panel, const char *x_title, const char *y_title,
                          const chart_legend *legend, double height_mm, double below_mm, etho_error *error) {
  etho_sheet *sheet = job->sheet;
  double legend_mm = 0;
  size_t lines = etho_text_width_mm(y_title, sheet->normal_pt) > height_mm ? 2 : 1;
  panel->left = fmax(panel->left, etho_panel_left_mm(sheet, &panel->y, lines));
  double last = panel->x.step > 0 ? etho_axis_width_mm(&panel->x, sheet->small_pt) / 2 : 0;
  panel->right =
      fmin(panel->right > 0 ? panel->right : sheet->width_mm, sheet->width_mm - fmax(1.2, last + 0.4));
  panel->bottom = below_mm + etho_x_title_mm(sheet);
  panel->top = panel->bottom + height_mm;
  panel->border = 3;
  double width = panel->right - panel->left;
  if (legend && chart_legend_plan(job, legend, width, &legend_mm) != ETHO_OK) return chart_no_memory(error);
  double top = panel->top + legend_mm;
  if (legend && chart_legend_place(job, legend, panel->left, top, width) != ETHO_OK)
    return chart_no_memory(error);
  etho_panel_write(sheet, 1, panel);
  if (etho_panel_x_title(sheet, job->arena, panel, x_title) != ETHO_OK ||
      etho_panel_y_title(sheet, job->arena, panel, y_title) != ETHO_OK ||
      chart_title(job, panel->left, top) != ETHO_OK)
    return chart_no_memory(error);
  chart_page_end(job, top + chart_title_mm(job));
  return ETHO_OK;
}
