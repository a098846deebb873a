#include <gsl/gsl_sf_erf.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/describe.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/tails.h"

enum { LEAST = 8 };

static bool fits(const etho_moments *m, etho_row *row) {
  if (m->n >= LEAST && !m->constant) return true;
  if (m->n < LEAST)
    etho_row_note(row, "at least %d values are needed, %zu found", LEAST, m->n);
  else
    etho_row_note(row, "all values are equal");
  return false;
}

/* ---- D'Agostino-Pearson ------------------------------------------------------------------------------ */

static double skewness_z(const etho_moments *m) {
  double n = (double)m->n, sd = sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
  double b = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
  double w2 = sqrt(2 * (b - 1)) - 1;
  return asinh(m->skewness / sd / sqrt(2 / (w2 - 1))) / sqrt(log(w2) / 2);
}

static double kurtosis_z(const etho_moments *m) {
  double n = (double)m->n;
  double sd = sqrt(24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5)));
  double u = (m->kurtosis + 6 / (n + 1)) / sd;
  double b =
      6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9)) * sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
  double a = 6 + 8 / b * (2 / b + sqrt(1 + 4 / (b * b)));
  double cube = (1 - 2 / a) / (1 + u * sqrt(2 / (a - 4)));
  return (1 - 2 / (9 * a) - cbrt(cube)) / sqrt(2 / (9 * a));
}

etho_status etho_dagostino_pearson(const etho_sample *sample, const etho_options *options, etho_row *row,
                                   etho_error *error) {
  (void)options, (void)error;
  etho_moments m = etho_moments_of(sample->value, sample->n);
  bool known = fits(&m, row);
  double skew = known ? skewness_z(&m) : (double)NAN, kurt = known ? kurtosis_z(&m) : (double)NAN;
  double k2 = skew * skew + kurt * kurt;
  etho_row_number(row, "n", (double)m.n);
  etho_row_number(row, "statistic", k2);
  etho_row_text(row, "statistic_name", "K2");
  etho_row_number(row, "df", 2);
  etho_row_number(row, "p_value", etho_chi2_upper(k2, 2));
  etho_row_number(row, "z_skew", skew);
  etho_row_number(row, "p_skew", etho_normal_p_value(skew, ETHO_TWO_SIDED));
  etho_row_number(row, "z_kurt", kurt);
  etho_row_number(row, "p_kurt", etho_normal_p_value(kurt, ETHO_TWO_SIDED));
  if (known && m.n < 20) etho_row_note(row, "below 20 values the kurtosis part is rough");
  return ETHO_OK;
}

/* ---- Anderson-Darling -------------------------------------------------------------------------------- */

/* log P(Z < z). */
static double log_normal_lower(double z) {
  gsl_sf_result result;
  int failed = gsl_sf_log_erfc_e(-z / sqrt(2), &result);
  return failed ? (double)NAN : result.val - log(2);
}

static double stephens_p(double a) {
  if (a < 0.2) return -expm1(-13.436 + 101.14 * a - 223.73 * a * a);
  if (a < 0.34) return -expm1(-8.318 + 42.796 * a - 59.938 * a * a);
  if (a < 0.6) return exp(0.9177 - 4.279 * a - 1.38 * a * a);
  if (a < 10) return exp(1.2937 - 5.709 * a + 0.0186 * a * a);
  return 3.7e-24;
}

static double anderson_statistic(const double *sorted, const etho_moments *m) {
  double sum = 0, n = (double)m->n;
  for (size_t i = 0; i < m->n; i++) {
    double low = etho_deviation(m, sorted[i]) / m->sd, high = etho_deviation(m, sorted[m->n - 1 - i]) / m->sd;
    sum += (2 * (double)i + 1) * (log_normal_lower(low) + log_normal_lower(-high));
  }
  return -n - sum / n;
}

etho_status etho_anderson_darling(const etho_sample *sample, const etho_options *options, etho_row *row,
                                  etho_error *error) {
  (void)options;
  etho_moments m = etho_moments_of(sample->value, sample->n);
  double a = (double)NAN, n = (double)m.n, p = (double)NAN;
  if (fits(&m, row)) {
    double *sorted = etho_sorted_copy(sample->value, sample->n);
    if (!sorted) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    a = anderson_statistic(sorted, &m);
    free(sorted);
    double adjusted = (1 + 0.75 / n + 2.25 / (n * n)) * a;
    p = stephens_p(adjusted);
    if (adjusted >= 10) etho_row_note(row, "p is below 3.7e-24, where the approximation ends");
  }
  etho_row_number(row, "n", n);
  etho_row_number(row, "statistic", a);
  etho_row_text(row, "statistic_name", "A");
  etho_row_number(row, "p_value", p);
  return ETHO_OK;
}
