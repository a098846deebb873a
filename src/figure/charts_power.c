/* Power against the number of animals. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/charts.h"

typedef struct step {
  double n, power;
} step;

static int by_n(const void *a, const void *b) {
  double l = ((const step *)a)->n, r = ((const step *)b)->n;
  return l < r ? -1 : l > r;
}

/* One line: the points of a group in the order of n. */
static etho_status layer_line(chart_job *job, size_t group, double *most, etho_error *error) {
  const etho_input *in = job->source->input;
  step *list = ETHO_NEW(job->arena, step, in->n + 1);
  size_t n = 0;
  if (!list) return chart_no_memory(error);
  for (size_t i = 0; i < in->n; i++)
    if (isfinite(in->x[i]) && isfinite(in->y[i]) && (!in->by.code || in->by.code[i] == (int)group))
      list[n++] = (step){in->x[i], in->y[i]};
  qsort(list, n, sizeof *list, by_n);
  etho_block *block = etho_sheet_block(job->sheet, "curve", "n\tpower\tlow\thigh\tmark\tcolour\tgroup");
  for (size_t i = 0; i < n; i++) {
    double cell[] = {list[i].n,     list[i].power,    list[i].power,
                     list[i].power, etho_mark(group), job->palette->colour[group % 12]};
    for (size_t k = 0; k < sizeof cell / sizeof *cell; k++) etho_sheet_cell_number(block, cell[k]);
    etho_sheet_cell_text(block, in->by.code ? in->by.level[group] : "");
    etho_sheet_row_end(block);
    *most = fmax(*most, list[i].n);
  }
  if (n) etho_sheet_gap(block);
  return ETHO_OK;
}

etho_status chart_build_power(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  chart_legend legend;
  double most = 0;
  chart_page_begin(job);
  if (chart_legend_of(job, &in->by, &legend) != ETHO_OK) return chart_no_memory(error);
  for (size_t g = 0; g < (in->by.code ? in->by.n_levels : 1); g++) {
    etho_status status = layer_line(job, g, &most, error);
    if (status != ETHO_OK) return status;
  }
  if (most <= 0)
    return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no pair of n and power");
  etho_panel panel = {.x = etho_axis_choose(0, most, 0, most, 6), .y = etho_axis_choose(0, 1, 0, 1, 5)};
  etho_sheet_set(job->sheet, "mark_mm", 0.6);
  etho_status status =
      chart_xy_page(job, &panel, "Animals per group", "Power", &legend, chart_panel_height_mm(job), 0, error);
  if (status != ETHO_OK) return status;
  chart_source with = *job->source;
  const chart_source *original = job->source;
  if (!isfinite(with.chance)) with.chance = 0.8;
  job->source = &with;
  chart_layer_chance(job, &panel);
  job->source = original;
  etho_text_format(&job->caption, "Power against the number of animals per group; dashed line: %g.",
                   with.chance);
  etho_text_format(&job->alt, "Power curves up to %g animals per group.", most);
  return ETHO_OK;
}
