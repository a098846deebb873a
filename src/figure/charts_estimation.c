/* Estimation plots: the data above, the differences with their bootstrap distribution below (Cumming 2012; Ho
 * et al. 2019). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/charts.h"
#include "figure/swarm.h"

enum { CURVE_POINTS = 81 };

/* A difference with its resampled distribution. */
typedef struct difference {
  double x; /* where on the x axis */
  double estimate, low, high;
  double at[CURVE_POINTS], density[CURVE_POINTS];
  bool known; /* there is a distribution */
  unsigned colour;
  const char *label;
} difference;

static int ascending(const void *a, const void *b) {
  double l = *(const double *)a, r = *(const double *)b;
  return l < r ? -1 : l > r;
}

/* The density of the resampled values between their 0.1 and 99.9 percentiles. */
static void curve(double *resampled, size_t n, difference *d) {
  qsort(resampled, n, sizeof *resampled, ascending);
  double low = resampled[n / 1000], high = resampled[n - 1 - n / 1000];
  if (!(high > low)) return;
  for (int k = 0; k < CURVE_POINTS; k++) d->at[k] = low + (high - low) * k / (CURVE_POINTS - 1);
  /* one in ten is enough for a smooth curve, and ten times faster */
  size_t thin = n > 1000 ? n / 500 : 1, m = 0;
  for (size_t i = thin / 2; i < n; i += thin) resampled[m++] = resampled[i];
  etho_density(resampled, m, (high - low) / 40, d->at, CURVE_POINTS, d->density);
  d->known = true;
}

static etho_status resample(chart_job *job, const chart_group *control, const chart_group *group,
                            difference *d, etho_error *error) {
  etho_options options = job->source->options ? *job->source->options : etho_options_default();
  double *values = ETHO_NEW(job->arena, double, options.resamples + 1);
  if (!values) return chart_no_memory(error);
  etho_sample one = {control->label, control->value, control->n},
              two = {group->label, group->value, group->n};
  etho_bootstrap result = {0}, standardised = {0};
  etho_status status = etho_bootstrap_two(&one, &two, &options, &result, &standardised, values, NULL, error);
  if (status != ETHO_OK) return status;
  d->estimate = result.known || isfinite(result.estimate) ? result.estimate : (double)NAN;
  d->low = d->high = (double)NAN;
  if (result.known) d->low = result.conf_low, d->high = result.conf_high;
  if (result.known && options.resamples >= 100) curve(values, options.resamples, d);
  return ETHO_OK;
}

/* Every group but the first against the first. */
static etho_status differences(chart_job *job, const chart_groups *groups, difference *list,
                               etho_error *error) {
  for (size_t g = 1; g < groups->n; g++) {
    difference *d = &list[g - 1];
    *d = (difference){.x = (double)g + 1, .colour = groups->group[g].colour, .label = groups->group[g].label};
    etho_status status = resample(job, &groups->group[0], &groups->group[g], d, error);
    if (status != ETHO_OK) return status;
  }
  return ETHO_OK;
}

static void difference_range(const difference *list, size_t n, double *low, double *high) {
  *low = 0, *high = 0;
  for (size_t i = 0; i < n; i++) {
    *low = fmin(fmin(*low, list[i].estimate), list[i].low),
    *high = fmax(fmax(*high, list[i].estimate), list[i].high);
    if (list[i].known) *low = fmin(*low, list[i].at[0]), *high = fmax(*high, list[i].at[CURVE_POINTS - 1]);
  }
}

static void layer_curves(chart_job *job, const difference *list, size_t n, double width) {
  etho_block *block = etho_sheet_block(job->sheet, "curves", "x\tdifference\tpale\tarm");
  for (size_t i = 0; i < n; i++) {
    const difference *d = &list[i];
    double most = 0;
    for (int k = 0; k < CURVE_POINTS; k++) most = fmax(most, d->density[k]);
    for (int k = 0; d->known && k < CURVE_POINTS + 2; k++) {
      int at = k == 0 ? 0 : k > CURVE_POINTS ? CURVE_POINTS - 1 : k - 1;
      double share = k == 0 || k > CURVE_POINTS ? 0 : d->density[at] / most;
      etho_sheet_cell_mm(block, d->x + 0.06 + width * share);
      etho_sheet_cell_number(block, d->at[at]);
      etho_sheet_cell_number(block, etho_colour_mix(d->colour, job->theme->paper, 0.6));
      etho_sheet_cell_text(block, d->label);
      etho_sheet_row_end(block);
    }
    if (d->known) etho_sheet_gap(block);
  }
}

static void layer_differences(chart_job *job, const difference *list, size_t n) {
  etho_block *block = etho_sheet_block(job->sheet, "effects", "x\testimate\tlow\thigh\tcolour\tarm");
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(list[i].estimate)) continue;
    double cell[] = {list[i].x, list[i].estimate, isfinite(list[i].low) ? list[i].low : list[i].estimate,
                     isfinite(list[i].high) ? list[i].high : list[i].estimate, list[i].colour};
    for (size_t k = 0; k < sizeof cell / sizeof *cell; k++) etho_sheet_cell_number(block, cell[k]);
    etho_sheet_cell_text(block, list[i].label);
    etho_sheet_row_end(block);
  }
}

static void layer_zero(chart_job *job, const etho_panel *lower) {
  etho_block *block = etho_sheet_block(job->sheet, "zero", "x\ty");
  for (int i = 0; i < 2; i++) {
    etho_sheet_cell_number(block, i ? lower->x.high : lower->x.low);
    etho_sheet_cell_number(block, 0);
    etho_sheet_row_end(block);
  }
}

static void describe_differences(chart_job *job, const chart_groups *groups, const difference *list,
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
static etho_status lay_out(chart_job *job, const chart_groups *groups, const difference *list, size_t n,
                           chart_page *page, etho_panel *lower, etho_error *error) {
  double low, high;
  difference_range(list, n, &low, &high);
  etho_axis y =
      etho_axis_choose(fmin(groups->min, groups->max), groups->max, job->source->low, job->source->high, 4);
  chart_source without = *job->source;
  without.comparisons = NULL; /* the differences are what is compared */
  const chart_source *source = job->source;
  job->source = &without;
  etho_status status = chart_category_page(job, groups, &y, page, error);
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
  difference *list = ETHO_NEW(job->arena, difference, n);
  if (!list) return chart_no_memory(error);
  status = differences(job, &groups, list, error);
  if (status == ETHO_OK) status = lay_out(job, &groups, list, n, &page, &lower, error);
  if (status != ETHO_OK) return status;
  etho_sheet_set(job->sheet, "mark_mm", chart_mark_mm(&groups, page.slot_mm));
  chart_layer_chance(job, &page.panel);
  if (chart_layer_dots(job, &groups, &page.panel, -0.1 * page.slot_mm, 0.3 * page.slot_mm, "dots") != ETHO_OK)
    return chart_no_memory(error);
  chart_layer_bars(job, &groups, fmin(0.33, 7 / page.slot_mm), fmin(0.1, 1.3 / page.slot_mm));
  layer_curves(job, list, n, fmin(0.36, 9 / page.slot_mm));
  layer_differences(job, list, n);
  layer_zero(job, &lower);
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
