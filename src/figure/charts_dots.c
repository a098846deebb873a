/* Dots, boxes, violins and rainclouds: one value per animal, side by side by arm. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/charts.h"
#include "figure/swarm.h"

static etho_axis value_axis(const chart_job *job, const chart_groups *groups) {
  double low = groups->min, high = groups->max, chance = job->source->chance;
  if (isfinite(chance)) low = fmin(low, chance), high = fmax(high, chance);
  return etho_axis_choose(low, high, job->source->low, job->source->high, 5);
}

static etho_status begin(chart_job *job, chart_groups *groups, chart_page *page, etho_error *error) {
  chart_page_begin(job);
  etho_status status = chart_groups_make(job, groups, error);
  if (status != ETHO_OK) return status;
  etho_axis y = value_axis(job, groups);
  status = chart_category_page(job, groups, &y, 0, page, error);
  if (status != ETHO_OK) return status;
  etho_sheet_set(job->sheet, "mark_mm", chart_mark_mm(groups, page->slot_mm));
  chart_layer_chance(job, &page->panel);
  return ETHO_OK;
}

static etho_status end(chart_job *job, const chart_groups *groups, chart_page *page, const char *kind,
                       const char *what, etho_error *error) {
  chart_category_labels(job, page, &page->panel);
  const char *title = chart_short(job, chart_value_title(job));
  etho_text_format(&job->caption, "%s by group. %s", title ? title : "", what);
  if (isfinite(job->source->chance))
    etho_text_format(&job->caption, " Dashed line: chance (%g).", job->source->chance);
  chart_caption_groups(job, groups);
  chart_caption_comparisons(job, page);
  chart_alt_groups(job, groups, kind);
  return chart_category_finish(job, groups, page, error);
}

etho_status chart_build_dots(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_status status = begin(job, &groups, &page, error);
  if (status != ETHO_OK) return status;
  if (chart_layer_dots(job, &groups, &page.panel, -0.1 * page.slot_mm, 0.3 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  chart_layer_bars(job, &groups, fmin(0.33, 7 / page.slot_mm), fmin(0.1, 1.3 / page.slot_mm));
  etho_text what = {0};
  etho_text_format(&what, "Dots: %s. Bars: %s.", chart_unit(job, 2), groups.bar);
  status = end(job, &groups, &page, "Dot plot", etho_text_get(&what), error);
  etho_text_free(&what);
  return status;
}

/* ---- boxes ---- */

static double *sorted_copy(etho_arena *arena, const chart_group *group) {
  double *copy = ETHO_NEW(arena, double, group->n);
  if (!copy) return NULL;
  memcpy(copy, group->value, group->n * sizeof *copy);
  qsort(copy, group->n, sizeof *copy, etho_double_compare);
  return copy;
}

static double quantile(const double *sorted, size_t n, double p) {
  double h = (double)(n - 1) * p;
  size_t i = (size_t)h;
  return i + 1 < n ? sorted[i] + (h - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

/* Tukey's box: quartiles (type 7), whiskers to the last value within 1.5 interquartile ranges. */
static etho_status layer_boxes(chart_job *job, const chart_groups *groups, double shift, double half_width) {
  etho_block *block = etho_sheet_block(
      job->sheet, "tukey", "x\twhisker_low\tq1\tmedian\tq3\twhisker_high\thalf_width\tcolour\tpale\tarm");
  for (size_t g = 0; g < groups->n; g++) {
    const chart_group *group = &groups->group[g];
    double *v = sorted_copy(job->arena, group);
    if (!v) return ETHO_ERR_MEMORY;
    double q1 = quantile(v, group->n, 0.25), q3 = quantile(v, group->n, 0.75), reach = 1.5 * (q3 - q1);
    size_t first = 0, last = group->n - 1;
    while (v[first] < q1 - reach) first++;
    while (v[last] > q3 + reach) last--;
    double cell[] = {
        (double)g + 1 + shift, v[first], q1, quantile(v, group->n, 0.5), q3, v[last], half_width};
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) etho_sheet_cell_number(block, cell[i]);
    etho_sheet_cell_number(block, group->colour);
    etho_sheet_cell_number(block, etho_colour_mix(group->colour, job->theme->paper, 0.72));
    etho_sheet_cell_text(block, group->label);
    etho_sheet_row_end(block);
  }
  return ETHO_OK;
}

etho_status chart_build_box(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_status status = begin(job, &groups, &page, error);
  if (status != ETHO_OK) return status;
  double half = fmin(0.32, 7 / page.slot_mm);
  if (layer_boxes(job, &groups, 0, half) != ETHO_OK ||
      chart_layer_dots(job, &groups, &page.panel, 0, 0.42 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  etho_text what = {0};
  etho_text_format(
      &what, "Boxes: median and quartiles; whiskers: last value within 1.5 interquartile ranges. Dots: %s.",
      chart_unit(job, 2));
  status = end(job, &groups, &page, "Box plot", etho_text_get(&what), error);
  etho_text_free(&what);
  return status;
}

/* ---- violins ---- */

enum { SHAPE_POINTS = 61 };

/* The outline of group g: density to both sides (or the right side only), scaled so that the widest of all is
 * half_width. */
static etho_status layer_shapes(chart_job *job, const chart_groups *groups, double shift, double half_width,
                                bool right_only) {
  etho_block *block = etho_sheet_block(job->sheet, "shapes", "x\ty\tpale\tarm");
  for (size_t g = 0; g < groups->n; g++) {
    const chart_group *group = &groups->group[g];
    double at[SHAPE_POINTS], density[SHAPE_POINTS], most = 0;
    double *v = sorted_copy(job->arena, group);
    if (!v) return ETHO_ERR_MEMORY;
    double low = v[0], high = v[group->n - 1], least = (groups->max - groups->min) / 60;
    if (!(least > 0)) least = 0.01;
    if (high <= low) low -= 2 * least, high += 2 * least;
    for (int k = 0; k < SHAPE_POINTS; k++) at[k] = low + (high - low) * k / (SHAPE_POINTS - 1);
    etho_density(v, group->n, least, at, SHAPE_POINTS, density);
    for (int k = 0; k < SHAPE_POINTS; k++) most = fmax(most, density[k]);
    double base = (double)g + 1 + shift;
    for (int k = 0; k < 2 * SHAPE_POINTS; k++) {
      int i = k < SHAPE_POINTS ? k : 2 * SHAPE_POINTS - 1 - k;
      double side = k < SHAPE_POINTS ? 1 : right_only ? 0 : -1;
      etho_sheet_cell_mm(block, base + side * half_width * density[i] / most);
      etho_sheet_cell_number(block, at[i]);
      etho_sheet_cell_number(block, etho_colour_mix(group->colour, job->theme->paper, 0.65));
      etho_sheet_cell_text(block, group->label);
      etho_sheet_row_end(block);
    }
    etho_sheet_gap(block);
  }
  return ETHO_OK;
}

etho_status chart_build_violin(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_status status = begin(job, &groups, &page, error);
  if (status != ETHO_OK) return status;
  if (layer_shapes(job, &groups, 0, fmin(0.42, 9 / page.slot_mm), false) != ETHO_OK ||
      chart_layer_dots(job, &groups, &page.panel, 0, 0.4 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  chart_layer_bars(job, &groups, 0, fmin(0.2, 3 / page.slot_mm));
  etho_text what = {0};
  etho_text_format(
      &what,
      "Shapes: kernel density (Gaussian, Silverman's bandwidth) between the extremes. Dots: %s. Bars: %s.",
      chart_unit(job, 2), groups.bar);
  status = end(job, &groups, &page, "Violin plot", etho_text_get(&what), error);
  etho_text_free(&what);
  return status;
}

etho_status chart_build_raincloud(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_status status = begin(job, &groups, &page, error);
  if (status != ETHO_OK) return status;
  if (layer_shapes(job, &groups, 0.08, fmin(0.36, 9 / page.slot_mm), true) != ETHO_OK ||
      layer_boxes(job, &groups, 0, 0.05) != ETHO_OK ||
      chart_layer_dots(job, &groups, &page.panel, -0.25 * page.slot_mm, 0.16 * page.slot_mm, "dots") !=
          ETHO_OK)
    return chart_no_memory(error);
  etho_text what = {0};
  etho_text_format(
      &what,
      "Clouds: kernel density (Gaussian, Silverman's bandwidth); boxes: median and quartiles; dots: %s.",
      chart_unit(job, 2));
  status = end(job, &groups, &page, "Raincloud plot", etho_text_get(&what), error);
  etho_text_free(&what);
  return status;
}

/* ---- superplot: animals and the means of their cages (Lord et al. 2020, J Cell Biol 219:e202001064) ---- */

/* Mean of every cage in a group; the animals' dots are pale. The bars are made from the cage means. */
static etho_status layer_cages(chart_job *job, chart_group *group, size_t g, double slot_mm,
                               const etho_panel *panel, etho_error *error) {
  const etho_factor *cage = &job->source->input->cluster;
  double *sum = ETHO_NEW(job->arena, double, cage->n_levels + 1),
         *mean = ETHO_NEW(job->arena, double, cage->n_levels + 1);
  double *y = ETHO_NEW(job->arena, double, cage->n_levels + 1),
         *offset = ETHO_NEW(job->arena, double, cage->n_levels + 1);
  size_t *count = ETHO_NEW(job->arena, size_t, cage->n_levels + 1), n = 0;
  if (!sum || !mean || !y || !offset || !count) return chart_no_memory(error);
  for (size_t i = 0; i < group->n; i++) {
    int c = cage->code[group->row[i]];
    if (c >= 0) sum[c] += group->value[i], count[c]++;
  }
  for (size_t c = 0; c < cage->n_levels; c++)
    if (count[c]) mean[n] = sum[c] / (double)count[c], y[n] = etho_panel_y(panel, mean[n]), n++;
  if (etho_swarm(y, n, 3.4 * chart_mark_mm(&(chart_groups){group, 1, 0, 0, NULL}, slot_mm), 0.3 * slot_mm,
                 offset, job->arena) != ETHO_OK)
    return chart_no_memory(error);
  etho_block *block = etho_sheet_block(job->sheet, "cages", "x\tmean\tmark\tcolour\tarm");
  for (size_t k = 0; k < n; k++) {
    etho_sheet_cell_mm(block, (double)g + 1 + (offset[k] - 0.1 * slot_mm) / slot_mm);
    etho_sheet_cell_number(block, mean[k]);
    etho_sheet_cell_number(block, group->mark);
    etho_sheet_cell_number(block, group->colour);
    etho_sheet_cell_text(block, group->label);
    etho_sheet_row_end(block);
  }
  chart_bar bar = {(double)NAN, (double)NAN, (double)NAN};
  etho_status status = n ? chart_describe(job, &(etho_sample){group->label, mean, n}, &bar, error) : ETHO_OK;
  group->centre = bar.centre, group->low = bar.low, group->high = bar.high;
  return status;
}

etho_status chart_build_superplot(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_status status = begin(job, &groups, &page, error);
  if (status != ETHO_OK) return status;
  for (size_t g = 0; g < groups.n && status == ETHO_OK; g++)
    status = layer_cages(job, &groups.group[g], g, page.slot_mm, &page.panel, error);
  if (status != ETHO_OK) return status;
  unsigned colour[64];
  for (size_t g = 0; g < groups.n && g < 64; g++) {
    colour[g] = groups.group[g].colour;
    groups.group[g].colour = etho_colour_mix(colour[g], job->theme->paper, 0.55);
  }
  if (chart_layer_dots(job, &groups, &page.panel, -0.1 * page.slot_mm, 0.3 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  for (size_t g = 0; g < groups.n && g < 64; g++) groups.group[g].colour = colour[g];
  chart_layer_bars(job, &groups, fmin(0.33, 7 / page.slot_mm), fmin(0.1, 1.3 / page.slot_mm));
  etho_text what = {0};
  etho_text_format(&what, "Small pale marks: %s; large marks: means of the %ss. Bars: %s of those means.",
                   chart_unit(job, 2),
                   job->source->input->cluster.name ? job->source->input->cluster.name : "cage", groups.bar);
  status = end(job, &groups, &page, "Superplot", etho_text_get(&what), error);
  etho_text_free(&what);
  return status;
}
