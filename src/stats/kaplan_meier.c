/* Survival curves and what is read off them: median, restricted mean. */
#include <math.h>
#include <stdlib.h>

#include "stats/proportion.h"
#include "stats/survival_steps.h"
#include "stats/tails.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- the band
 * -------------------------------------------------------------------------------------------------- */

/* NaN where the curve has reached 0. */
static etho_interval band(const etho_step *step, double z, const etho_options *options) {
  double s = step->survival, half = z * sqrt(step->greenwood);
  if (!(s > 0)) return (etho_interval){(double)NAN, (double)NAN};
  if (step->greenwood <= 0) return (etho_interval){1, 1};
  if (etho_variant_is(options, "plain")) return (etho_interval){fmax(0, s - s * half), fmin(1, s + s * half)};
  if (etho_variant_is(options, "log_log"))
    return (etho_interval){pow(s, exp(-half / log(s))), pow(s, exp(half / log(s)))};
  return (etho_interval){s * exp(-half), fmin(1, s * exp(half))};
}

/* First time at which y is at or below 1/2; the middle of the stretch when it stays exactly there. NaN:
 * never. */
static double crossing(const etho_step *step, const double *y, size_t n) {
  const double tolerance = 1.5e-8;
  for (size_t i = 0; i < n; i++) {
    if (!(y[i] < 0.5 + tolerance)) continue;
    if (fabs(y[i] - 0.5) < tolerance)
      for (size_t j = i + 1; j < n; j++)
        if (y[j] < y[i]) return (step[i].time + step[j].time) / 2;
    return step[i].time;
  }
  return (double)NAN;
}

static void add_curve_row(const etho_times *group, const etho_step *step, etho_interval limits,
                          etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "part", "curve");
  if (group->label) etho_row_text(row, "group", group->label);
  etho_row_number(row, "time", step->time);
  etho_row_number(row, "n_risk", step->n_risk);
  etho_row_number(row, "n_event", step->n_event);
  etho_row_number(row, "n_censored", step->n_censored);
  etho_row_number(row, "survival", step->survival);
  etho_row_number(row, "std_error",
                  step->survival > 0 ? step->survival * sqrt(step->greenwood) : (double)NAN);
  etho_row_number(row, "conf_low", limits.low);
  etho_row_number(row, "conf_high", limits.high);
  if (!(step->survival > 0)) etho_row_note(row, "no standard error once the curve has reached 0");
}

static void add_summary(const etho_times *group, const etho_step *step, size_t n, const double *low,
                        const double *high, double events, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  double *survival = malloc((n + 1) * sizeof *survival);
  for (size_t i = 0; survival && i < n; i++) survival[i] = step[i].survival;
  double median = survival ? crossing(step, survival, n) : (double)NAN;
  free(survival);
  etho_row_text(row, "part", "summary");
  if (group->label) etho_row_text(row, "group", group->label);
  etho_row_number(row, "n", (double)group->n);
  etho_row_number(row, "events", events);
  etho_row_number(row, "median", median);
  etho_row_number(row, "conf_low", crossing(step, low, n));
  etho_row_number(row, "conf_high", crossing(step, high, n));
  if (!group->n)
    etho_row_note(row, "no observations");
  else if (isnan(median))
    etho_row_note(row, "the median is not reached: more than half were still without the event");
  else if (isnan(crossing(step, high, n)))
    etho_row_note(row, "the interval of the median has no upper end");
}

etho_status etho_kaplan_meier(const etho_times *group, const etho_options *options, etho_rows *rows,
                              etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_step *step = malloc((group->n + 1) * sizeof *step);
  double *low = malloc((2 * group->n + 1) * sizeof *low), *high = low ? low + group->n : NULL, events = 0;
  if (!step || !low) return free(step), free(low), no_memory(error);
  size_t n = etho_survival_steps(group, step);
  double z = etho_z_two_sided(options->conf_level);
  for (size_t i = 0; i < n; i++) {
    etho_interval limits = band(&step[i], z, options);
    low[i] = limits.low, high[i] = limits.high;
    events += step[i].n_event;
    add_curve_row(group, &step[i], limits, rows);
  }
  add_summary(group, step, n, low, high, events, rows);
  free(step), free(low);
  return ETHO_OK;
}

/* ---- restricted mean
 * ------------------------------------------------------------------------------------------- */

typedef struct restricted {
  double mean, variance;
  bool known;
} restricted;

/* The area under the curve to tau, and sum over event times of (area from there to tau)^2 d / (n (n - d)). */
static restricted restricted_mean(const etho_times *group, double tau, etho_step *step) {
  size_t n = etho_survival_steps(group, step), used = 0;
  restricted out = {0};
  double last = n ? step[n - 1].time : 0;
  out.known = n && (tau <= last || !(step[n - 1].survival > 0));
  while (used < n && step[used].time < tau) used++;
  double area = 0;
  for (size_t i = used; i-- > 0;) { /* backwards, so that area is what lies after step i */
    double end = i + 1 < used ? step[i + 1].time : tau, d = step[i].n_event, r = step[i].n_risk;
    area += step[i].survival * (end - step[i].time);
    if (d > 0 && r > d) out.variance += area * area * d / (r * (r - d));
  }
  out.mean = area + (used ? step[0].time : tau);
  return out;
}

static void set_normal(etho_row *row, double estimate, double variance, const etho_options *options) {
  double error = sqrt(variance), half = etho_z_two_sided(options->conf_level) * error;
  etho_row_number(row, "estimate", estimate);
  etho_row_number(row, "std_error", error);
  etho_row_number(row, "conf_low", estimate - half);
  etho_row_number(row, "conf_high", estimate + half);
  if (!isfinite(half)) etho_row_note(row, "the times are too large to square");
}

static void set_unknown(etho_row *row, double tau) {
  etho_row_null(row, "estimate");
  etho_row_note(row, "tau = %g is beyond the last time, at which some were still without the event", tau);
}

static void add_rmst_pair(const etho_times *group1, const etho_times *group2, restricted r1, restricted r2,
                          double tau, const etho_options *options, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  double z = (r2.mean - r1.mean) / sqrt(r1.variance + r2.variance);
  etho_row_text(row, "part", "difference");
  etho_row_text(row, "group1", group1->label);
  etho_row_text(row, "group2", group2->label);
  etho_row_number(row, "n1", (double)group1->n);
  etho_row_number(row, "n2", (double)group2->n);
  etho_row_number(row, "tau", tau);
  if (!r1.known || !r2.known) {
    set_unknown(row, tau);
    etho_row_null(row, "p_value");
    return;
  }
  set_normal(row, r2.mean - r1.mean, r1.variance + r2.variance, options);
  etho_row_number(row, "statistic", z);
  etho_row_text(row, "statistic_name", "z");
  etho_row_number(row, "p_value", etho_normal_p_value(z, options->alternative));
  if (!isfinite(z)) etho_row_note(row, "no variance before tau: nothing to test");
}

static double default_tau(const etho_times *group, size_t k) {
  double tau = (double)INFINITY;
  for (size_t g = 0; g < k; g++)
    if (group[g].n) tau = fmin(tau, group[g].time[group[g].n - 1]);
  return tau;
}

static void add_rmst_group(const etho_times *group, restricted found, double tau, const etho_options *options,
                           etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "part", "group");
  if (group->label) etho_row_text(row, "group", group->label);
  etho_row_number(row, "n", (double)group->n);
  etho_row_number(row, "tau", tau);
  if (found.known)
    set_normal(row, found.mean, found.variance, options);
  else if (group->n)
    set_unknown(row, tau);
  else
    etho_row_null(row, "estimate"), etho_row_note(row, "no observations");
}

etho_status etho_rmst(const etho_times *group, size_t k, const etho_options *options, etho_rows *rows,
                      etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  double tau = options->mu_given ? options->mu : default_tau(group, k);
  if (!(tau > 0))
    return etho_error_set(error, ETHO_ERR_USAGE, "tau (--mu) is %g: it must be a time above 0", tau);
  size_t most = 0;
  for (size_t g = 0; g < k; g++) most = group[g].n > most ? group[g].n : most;
  etho_step *step = malloc((most + 1) * sizeof *step);
  restricted *found = malloc((k + 1) * sizeof *found);
  if (!step || !found) return free(step), free(found), no_memory(error);
  for (size_t g = 0; g < k; g++) {
    found[g] = restricted_mean(&group[g], tau, step);
    add_rmst_group(&group[g], found[g], tau, options, rows);
  }
  size_t first = etho_rows_count(rows);
  for (size_t a = 0; a < (options->control && k ? 1 : k); a++)
    for (size_t b = a + 1; b < k; b++)
      add_rmst_pair(&group[a], &group[b], found[a], found[b], tau, options, rows);
  free(step), free(found);
  bool family = etho_rows_count(rows) - first > 1 || (options->adjust && etho_rows_count(rows) > first);
  return family ? etho_adjust_rows(rows, first, options->adjust ? options->adjust : "holm", error) : ETHO_OK;
}
