/* Estimation plots: the data above, the differences with their bootstrap distribution below (Cumming 2012; Ho
 * et al. 2019, Nat Methods 16:565). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/difference.h"
#include "figure/swarm.h"

/* Every group but the first against the first. */
static etho_status differences(chart_job *job, const chart_groups *groups, etho_difference *list,
                               etho_error *error) {
  for (size_t g = 1; g < groups->n; g++) {
    etho_difference *d = &list[g - 1];
    *d = (etho_difference){
        .x = (double)g + 1, .colour = groups->group[g].colour, .label = groups->group[g].label};
    etho_status status = etho_difference_make(job, &groups->group[0], &groups->group[g], 0, d, NULL, error);
    if (status != ETHO_OK) return status;
  }
  return ETHO_OK;
}

static void describe_differences(chart_job *job, const chart_groups *groups, const etho_difference *list,
                                 size_t n) {
  const char *control = chart_short(job, groups->group[0].label),
             *title = chart_short(job, chart_value_title(job));
  const etho_options *o = job->source->options;
  etho_text_format(&job->caption,
                   "%s by group (above; dots: %s; bars: %s) and mean difference from %s (below) with %g%% "
                   "BCa bootstrap interval and the distribution of %zu resamples.",
                   title ? title : "", chart_unit(job, 2), groups->bar, control ? control : "",
                   100 * (o ? o->conf_level : 0.95), o ? o->resamples : 5000);
  chart_alt_groups(job, groups, "Estimation plot");
  for (size_t i = 0; i < n; i++) {
    const char *label = chart_short(job, list[i].label);
    if (isfinite(list[i].low))
      etho_text_format(&job->alt, " %s minus %s: %.3g (%.3g to %.3g).", label ? label : "",
                       control ? control : "", list[i].estimate, list[i].low, list[i].high);
  }
}

static etho_status two_groups_needed(const chart_groups *groups, etho_error *error) {
  if (groups->n >= 2) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA,
                 "an estimation plot compares groups, and there is only one with values");
  etho_error_hint(error, "name the column of the groups with --by");
  return ETHO_ERR_DATA;
}

/* The page of a category chart with a second panel below the first. */
static etho_status lay_out(chart_job *job, const chart_groups *groups, const etho_difference *list, size_t n,
                           size_t extra, chart_page *page, etho_panel *lower, etho_error *error) {
  double low, high;
  etho_difference_range(list, n, &low, &high);
  etho_axis y = etho_axis_choose(groups->min, groups->max, job->source->low, job->source->high, 4);
  chart_source without = *job->source;
  without.comparisons = NULL; /* the differences are what is compared */
  const chart_source *source = job->source;
  job->source = &without;
  etho_status status = chart_category_page(job, groups, &y, extra, page, error);
  job->source = source;
  if (status != ETHO_OK) return status;
  double whole = chart_panel_height_mm(job) * 1.55, gap = 4;
  *lower = page->panel;
  lower->y = etho_axis_choose(low, high, (double)NAN, (double)NAN, 4);
  page->panel.left = lower->left = fmax(page->panel.left, etho_panel_left_mm(job->sheet, &lower->y, 2));
  lower->top = lower->bottom + 0.42 * whole;
  page->panel.bottom = lower->top + gap;
  page->panel.top = page->panel.bottom + 0.53 * whole;
  page->panel.border = 2;
  return ETHO_OK;
}

etho_status chart_build_estimation(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_panel lower;
  chart_page_begin(job);
  etho_status status = chart_groups_make(job, &groups, error);
  if (status == ETHO_OK) status = two_groups_needed(&groups, error);
  if (status != ETHO_OK) return status;
  size_t n = groups.n - 1;
  etho_difference *list = ETHO_NEW(job->arena, etho_difference, n);
  if (!list) return chart_no_memory(error);
  status = differences(job, &groups, list, error);
  if (status == ETHO_OK) status = lay_out(job, &groups, list, n, 0, &page, &lower, error);
  if (status != ETHO_OK) return status;
  etho_sheet_set(job->sheet, "mark_mm", chart_mark_mm(&groups, page.slot_mm));
  chart_layer_chance(job, &page.panel);
  if (chart_layer_dots(job, &groups, &page.panel, -0.1 * page.slot_mm, 0.3 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  chart_layer_bars(job, &groups, fmin(0.33, 7 / page.slot_mm), fmin(0.1, 1.3 / page.slot_mm));
  etho_difference_layers(job, list, n, fmin(0.36, 9 / page.slot_mm));
  etho_difference_zero(job, &lower);
  etho_panel_write(job->sheet, 2, &lower);
  chart_category_labels(job, &page, &lower);
  etho_text title = {0};
  const char *control = chart_short(job, groups.group[0].label);
  etho_text_format(&title, "Difference from %s",
                   control ? etho_text_shorten(job->arena, control, 8, 26) : "control");
  if (etho_panel_y_title(job->sheet, job->arena, &lower, etho_text_get(&title)) != ETHO_OK)
    status = chart_no_memory(error);
  etho_text_free(&title);
  describe_differences(job, &groups, list, n);
  chart_caption_groups(job, &groups);
  return status == ETHO_OK ? chart_category_finish(job, &groups, &page, error) : status;
}

/* ---- two groups side by side with the difference (Gardner & Altman 1986, BMJ 292:746) ---- */

static etho_status gardner_page(chart_job *job, const chart_groups *groups, const etho_difference *d,
                                chart_page *page, etho_panel *right, etho_error *error) {
  double mean = groups->group[0].centre, low, high;
  etho_difference_range(d, 1, &low, &high);
  if (!isfinite(mean)) mean = groups->group[0].value[0];
  etho_axis y = etho_axis_choose(fmin(groups->min, mean + low), fmax(groups->max, mean + high), (double)NAN,
                                 (double)NAN, 5);
  etho_status status = chart_category_page(job, groups, &y, 1, page, error);
  if (status != ETHO_OK) return status;
  etho_axis numbers = etho_axis_choose(y.low - mean, y.high - mean, y.low - mean, y.high - mean, 5);
  *right = page->panel;
  right->y = numbers;
  right->y.low = y.low - mean, right->y.high = y.high - mean;
  right->y.first = ceil(right->y.low / numbers.step) * numbers.step;
  page->panel.right = right->right = job->sheet->width_mm - etho_panel_left_mm(job->sheet, &right->y, 1);
  right->border = 8;
  return ETHO_OK;
}

static etho_status gardner_altman(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_panel right;
  chart_page_begin(job);
  etho_status status = chart_groups_make(job, &groups, error);
  if (status == ETHO_OK) status = two_groups_needed(&groups, error);
  if (status != ETHO_OK) return status;
  groups.n = 2;
  etho_difference d = {.x = 3, .colour = groups.group[1].colour, .label = groups.group[1].label};
  status = etho_difference_make(job, &groups.group[0], &groups.group[1], 0, &d, NULL, error);
  if (status == ETHO_OK) status = gardner_page(job, &groups, &d, &page, &right, error);
  if (status != ETHO_OK) return status;
  double slot = page.slot_mm = (page.panel.right - page.panel.left) / 3;
  etho_sheet_set(job->sheet, "mark_mm", chart_mark_mm(&groups, slot));
  chart_layer_chance(job, &page.panel);
  if (chart_layer_dots(job, &groups, &page.panel, 0, 0.42 * slot, "dots") != ETHO_OK)
    return chart_no_memory(error);
  etho_block *guides = etho_sheet_block(job->sheet, "guides", "x\ty");
  for (size_t g = 0; g < 2; g++) {
    double mean = groups.group[g].centre;
    for (int end = 0; end < 2 && isfinite(mean); end++) {
      etho_sheet_cell_number(guides, end ? page.panel.x.high : (double)g + 1);
      etho_sheet_cell_number(guides, mean);
      etho_sheet_row_end(guides);
    }
    etho_sheet_gap(guides);
  }
  etho_difference_layers(job, &d, 1, fmin(0.36, 9 / slot));
  etho_panel_write(job->sheet, 2, &right);
  chart_category_labels(job, &page, &page.panel);
  double line = etho_line_height_mm(job->sheet->normal_pt);
  etho_sheet_text(job->sheet, job->sheet->width_mm - 0.6 - line / 2, (right.bottom + right.top) / 2,
                  ETHO_CENTER, 90, false, job->sheet->ink, "Mean difference");
  describe_differences(job, &groups, &d, 1);
  chart_caption_groups(job, &groups);
  return chart_category_finish(job, &groups, &page, error);
}

etho_status chart_build_gardner_altman(chart_job *job, etho_error *error) {
  const chart_source *original = job->source;
  chart_source source = *original;
  source.comparisons = NULL; /* the difference is the comparison */
  job->source = &source;
  etho_status status = gardner_altman(job, error);
  job->source = original;
  return status;
}

/* ---- two by two: the simple effects and their difference ---- */

/* The four groups "arm, category", in this order: for each category, every arm. */
static etho_status cross(chart_job *job, etho_input *crossed, etho_error *error) {
  const etho_input *in = job->source->input;
  *crossed = *in;
  if (in->by.n_levels != 2 || in->category.n_levels != 2) {
    etho_error_set(error, ETHO_ERR_DATA,
                   "a delta-delta plot wants two groups in two categories, and there are %zu in %zu",
                   in->by.n_levels, in->category.n_levels);
    etho_error_hint(error, "choose the rows with --where, or the groups with --groups");
    return ETHO_ERR_DATA;
  }
  const char **level = ETHO_NEW(job->arena, const char *, 4);
  int *code = ETHO_NEW(job->arena, int, in->n + 1);
  if (!level || !code) return chart_no_memory(error);
  for (size_t k = 0; k < 4; k++) {
    etho_text text = {0};
    etho_text_format(&text, "%s, %s", in->by.level[k % 2], in->category.level[k / 2]);
    level[k] = text.failed ? NULL : etho_arena_text(job->arena, etho_text_get(&text));
    etho_text_free(&text);
    if (!level[k]) return chart_no_memory(error);
  }
  for (size_t i = 0; i < in->n; i++)
    code[i] = in->by.code[i] < 0 || in->category.code[i] < 0 ? -1 : in->by.code[i] + 2 * in->category.code[i];
  crossed->by = (etho_factor){"group", level, 4, code};
  return ETHO_OK;
}

static etho_status three_differences(chart_job *job, const chart_groups *groups, etho_difference list[3],
                                     etho_error *error) {
  size_t n = job->source->options->resamples;
  double *first = ETHO_NEW(job->arena, double, n + 1), *second = ETHO_NEW(job->arena, double, n + 1);
  if (!first || !second) return chart_no_memory(error);
  for (size_t k = 0; k < 2; k++) {
    const chart_group *to = &groups->group[2 * k + 1];
    list[k] = (etho_difference){.x = 2 * (double)k + 2, .colour = to->colour, .label = to->label};
    etho_status status =
        etho_difference_make(job, &groups->group[2 * k], to, k, &list[k], k ? second : first, error);
    if (status != ETHO_OK) return status;
  }
  list[2] = (etho_difference){.x = 5,
                              .colour = job->theme->ink,
                              .label = "difference of differences",
                              .low = (double)NAN,
                              .high = (double)NAN,
                              .estimate = list[1].estimate - list[0].estimate};
  if (!list[0].known || !list[1].known) return ETHO_OK;
  for (size_t i = 0; i < n; i++) first[i] = second[i] - first[i];
  double tail = (1 - job->source->options->conf_level) / 2;
  qsort(first, n, sizeof *first, etho_double_compare);
  list[2].low = first[(size_t)(tail * (double)(n - 1))],
  list[2].high = first[(size_t)((1 - tail) * (double)(n - 1) + 0.5)];
  etho_difference_curve(first, n, &list[2]);
  return ETHO_OK;
}

static etho_status delta_delta(chart_job *job, etho_error *error) {
  chart_groups groups;
  chart_page page;
  etho_panel lower;
  etho_difference list[3];
  etho_status status = chart_groups_make(job, &groups, error);
  if (status == ETHO_OK && groups.n != 4)
    status = etho_error_set(error, ETHO_ERR_DATA, "a delta-delta plot wants values in all four groups");
  if (status == ETHO_OK) status = three_differences(job, &groups, list, error);
  if (status == ETHO_OK) status = lay_out(job, &groups, list, 3, 1, &page, &lower, error);
  if (status != ETHO_OK) return status;
  etho_sheet_set(job->sheet, "mark_mm", chart_mark_mm(&groups, page.slot_mm));
  if (chart_layer_dots(job, &groups, &page.panel, -0.1 * page.slot_mm, 0.3 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  chart_layer_bars(job, &groups, fmin(0.33, 7 / page.slot_mm), fmin(0.1, 1.3 / page.slot_mm));
  etho_difference_layers(job, list, 3, fmin(0.36, 9 / page.slot_mm));
  etho_difference_zero(job, &lower);
  etho_panel_write(job->sheet, 2, &lower);
  chart_category_labels(job, &page, &lower);
  double line = etho_line_height_mm(job->sheet->normal_pt);
  etho_sheet_text(job->sheet, etho_panel_x(&lower, 5), lower.bottom - 1.6 - line / 2, ETHO_CENTER, 0, false,
                  job->sheet->ink, "\xCE\x94\xCE\x94");
  if (etho_panel_y_title(job->sheet, job->arena, &lower, "Difference") != ETHO_OK)
    return chart_no_memory(error);
  etho_text_format(&job->caption,
                   "Above: %s (dots: %s; bars: %s). Below: the difference of the two groups in each category "
                   "(BCa bootstrap interval) and the difference of these differences (percentile interval).",
                   chart_short(job, chart_value_title(job)), chart_unit(job, 2), groups.bar);
  chart_caption_groups(job, &groups);
  chart_alt_groups(job, &groups, "Delta-delta plot");
  etho_text_format(&job->alt, " Difference of differences: %.3g (%.3g to %.3g).", list[2].estimate,
                   list[2].low, list[2].high);
  return chart_category_finish(job, &groups, &page, error);
}

etho_status chart_build_delta_delta(chart_job *job, etho_error *error) {
  chart_page_begin(job);
  etho_input crossed;
  etho_options options = job->source->options ? *job->source->options : etho_options_default();
  options.control = NULL, options.groups = NULL, options.n_groups = 0;
  chart_source source = *job->source;
  const chart_source *original = job->source;
  etho_status status = cross(job, &crossed, error);
  source.input = &crossed, source.options = &options, source.comparisons = NULL;
  job->source = &source;
  if (status == ETHO_OK) status = delta_delta(job, error);
  job->source = original;
  return status;
}
