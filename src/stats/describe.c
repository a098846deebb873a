#include "ethostat/stats/describe.h"

#include <math.h>
#include <stdlib.h>

#include "stats/moments.h"
#include "stats/order.h"
#include "stats/registry.h"
#include "stats/tails.h"

static double skewness(const etho_moments *m, int type) {
  double n = (double)m->n;
  if (m->constant || (type == 2 && m->n < 3)) return (double)NAN;
  if (type == 1) return m->skewness;
  if (type == 2) return m->skewness * sqrt(n * (n - 1)) / (n - 2);
  return m->skewness * pow(1 - 1 / n, 1.5);
}

static double kurtosis(const etho_moments *m, int type) {
  double n = (double)m->n;
  if (m->constant || (type == 2 && m->n < 4)) return (double)NAN;
  if (type == 1) return m->kurtosis;
  if (type == 2) return ((n + 1) * m->kurtosis + 6) * (n - 1) / ((n - 2) * (n - 3));
  return (m->kurtosis + 3) * (1 - 1 / n) * (1 - 1 / n) - 3;
}

static void set_moments(etho_row *row, const etho_moments *m, const etho_options *options) {
  double reach = m->n < 2 ? (double)NAN
                          : m->sem * etho_t_critical(options->conf_level, (double)m->n - 1, ETHO_TWO_SIDED);
  etho_row_number(row, "mean", m->mean);
  etho_row_number(row, "sd", m->sd);
  etho_row_number(row, "variance", m->variance);
  etho_row_number(row, "sem", m->sem);
  etho_row_number(row, "conf_low", m->mean - reach);
  etho_row_number(row, "conf_high", m->mean + reach);
  etho_row_number(row, "conf_level", options->conf_level);
}

/* 1.4826 times the median absolute deviation from the median, and the interquartile range: of the deviations
 * from a middle value, so that an offset common to all values costs no digits. ascending is overwritten. */
static void set_spread(etho_row *row, double *ascending, size_t n, int type) {
  double middle = ascending[n / 2];
  for (size_t i = 0; i < n; i++) ascending[i] -= middle;
  etho_row_number(row, "iqr",
                  etho_quantile_sorted(ascending, n, 0.75, type) -
                      etho_quantile_sorted(ascending, n, 0.25, type));
  double median = etho_median_sorted(ascending, n);
  for (size_t i = 0; i < n; i++) ascending[i] = fabs(ascending[i] - median);
  etho_sort(ascending, n);
  etho_row_number(row, "mad", 1.4826 * etho_median_sorted(ascending, n));
}

static void set_order(etho_row *row, double *sorted, size_t n, const etho_options *options) {
  etho_row_number(row, "median", etho_median_sorted(sorted, n));
  etho_row_number(row, "q1", etho_quantile_sorted(sorted, n, 0.25, options->quantile_type));
  etho_row_number(row, "q3", etho_quantile_sorted(sorted, n, 0.75, options->quantile_type));
  etho_row_number(row, "min", sorted[0]);
  etho_row_number(row, "max", sorted[n - 1]);
  etho_row_number(row, "trimmed_mean", etho_trimmed_mean_sorted(sorted, n, options->trim));
  set_spread(row, sorted, n, options->quantile_type);
}

static void set_no_order(etho_row *row) {
  static const char *const names[] = {"median", "q1", "q3", "iqr", "min", "max", "mad", "trimmed_mean"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) etho_row_null(row, names[i]);
}

static void note_limits(etho_row *row, const etho_moments *m) {
  if (m->n == 0)
    etho_row_note(row, "no values");
  else if (m->n == 1)
    etho_row_note(row, "one value has no spread");
  else if (m->constant)
    etho_row_note(row, "all values are equal: no skewness or kurtosis");
  else if (isinf(m->variance) || isinf(m->sum))
    etho_row_note(row, "the values are too large for all of these figures");
  else if (isnan(etho_row_get_number(row, "kurtosis")))
    etho_row_note(row, "skewness of type 2 needs 3 values, kurtosis 4; %zu found", m->n);
}

etho_status etho_describe(const etho_sample *sample, const etho_options *options, etho_row *row,
                          etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  size_t n = sample->n;
  double *sorted = etho_sorted_copy(sample->value, n);
  if (!sorted) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_moments m = etho_moments_of(sample->value, n);
  etho_row_number(row, "n", (double)n);
  set_moments(row, &m, options);
  if (n)
    set_order(row, sorted, n, options);
  else
    set_no_order(row);
  etho_row_number(row, "sum", m.sum);
  etho_row_number(row, "skewness", skewness(&m, options->moment_type));
  etho_row_number(row, "kurtosis", kurtosis(&m, options->moment_type));
  note_limits(row, &m);
  free(sorted);
  return ETHO_OK;
}
