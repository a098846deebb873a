#include "figure/difference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/swarm.h"

/* The density of the resampled values between their 0.1 and 99.9 percentiles. */
void etho_difference_curve(double *resampled, size_t n, etho_difference *d) {
  qsort(resampled, n, sizeof *resampled, etho_double_compare);
  double low = resampled[n / 1000], high = resampled[n - 1 - n / 1000];
  if (!(high > low)) return;
  for (int k = 0; k < CURVE_POINTS; k++) d->at[k] = low + (high - low) * k / (CURVE_POINTS - 1);
  /* one in ten is enough for a smooth curve, and ten times faster */
  size_t thin = n > 1000 ? n / 500 : 1, m = 0;
  for (size_t i = thin / 2; i < n; i += thin) resampled[m++] = resampled[i];
  etho_density(resampled, m, (high - low) / 40, d->at, CURVE_POINTS, d->density);
  d->known = true;
}

etho_status etho_difference_make(chart_job *job, const chart_group *control, const chart_group *group,
                                 uint64_t seed_shift, etho_difference *d, double *resampled,
                                 etho_error *error) {
  etho_options options = job->source->options ? *job->source->options : etho_options_default();
  options.seed += seed_shift;
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
  if (resampled) memcpy(resampled, values, options.resamples * sizeof *values);
  if (result.known && options.resamples >= 100) etho_difference_curve(values, options.resamples, d);
  return ETHO_OK;
}

void etho_difference_range(const etho_difference *list, size_t n, double *low, double *high) {
  *low = 0, *high = 0;
  for (size_t i = 0; i < n; i++) {
    *low = fmin(fmin(*low, list[i].estimate), list[i].low),
    *high = fmax(fmax(*high, list[i].estimate), list[i].high);
    if (list[i].known) *low = fmin(*low, list[i].at[0]), *high = fmax(*high, list[i].at[CURVE_POINTS - 1]);
  }
}

static void layer_curves(chart_job *job, const etho_difference *list, size_t n, double width) {
  etho_block *block = etho_sheet_block(job->sheet, "curves", "x\tdifference\tpale\tarm");
  for (size_t i = 0; i < n; i++) {
    const etho_difference *d = &list[i];
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

static void layer_differences(chart_job *job, const etho_difference *list, size_t n) {
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

void etho_difference_zero(chart_job *job, const etho_panel *lower) {
  etho_block *block = etho_sheet_block(job->sheet, "zero", "x\ty");
  for (int i = 0; i < 2; i++) {
    etho_sheet_cell_number(block, i ? lower->x.high : lower->x.low);
    etho_sheet_cell_number(block, 0);
    etho_sheet_row_end(block);
  }
}

void etho_difference_layers(chart_job *job, const etho_difference *list, size_t n, double width) {
  layer_curves(job, list, n, width);
  layer_differences(job, list, n);
}
