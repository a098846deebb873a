#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/t_test.h"
#include "stats/order.h"
#include "stats/registry.h"
#include "stats/standardized.h"
#include "stats/t_report.h"
#include "stats/tails.h"

static const double unknown = (double)NAN;

static void set_interval(etho_row *row, const char *name, double value, double low, double high) {
  etho_row_number(row, name, value);
  etho_row_limit(row, name, "low", low);
  etho_row_limit(row, name, "high", high);
}

static void set_mean_difference(etho_row *row, const etho_moments *m1, const etho_moments *m2,
                                double difference, const etho_options *options) {
  bool fits = m1->n >= 2 && m2->n >= 2 && !(m1->constant && m2->constant) && !m1->overflow && !m2->overflow;
  double df = fits ? etho_welch_df(m1, m2) : unknown;
  double reach =
      fits ? hypot(m1->sem, m2->sem) * etho_t_critical(options->conf_level, df, options->alternative)
           : unknown;
  set_interval(row, "mean_difference", difference,
               options->alternative == ETHO_LESS ? unknown : difference - reach,
               options->alternative == ETHO_GREATER ? unknown : difference + reach);
}

/* P(x2 > x1) - P(x2 < x1) from midranks; NaN and ETHO_ERR_MEMORY when out of memory. */
static etho_status dominance(const etho_sample *group1, const etho_sample *group2, double *delta,
                             etho_error *error) {
  size_t n1 = group1->n, n2 = group2->n, n = n1 + n2;
  double *value = malloc((2 * n + 1) * sizeof *value), sum = 0;
  *delta = unknown;
  if (!value) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  double *rank = value + n;
  if (n1) memcpy(value, group1->value, n1 * sizeof *value);
  if (n2) memcpy(value + n1, group2->value, n2 * sizeof *value);
  if (etho_ranks(value, n, rank, NULL) != 0) {
    free(value);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  for (size_t i = n1; i < n; i++) sum += rank[i];
  double wins = sum - (double)n2 * ((double)n2 + 1) / 2, pairs = (double)n1 * (double)n2;
  if (n1 && n2) *delta = (2 * wins - pairs) / pairs;
  free(value);
  return ETHO_OK;
}

static void set_dominance(etho_row *row, double delta, double n1, double n2, const etho_options *options) {
  double tail = 1 - options->conf_level, z = atanh(delta), se = sqrt((n1 + n2 + 1) / (3 * n1 * n2));
  double reach = se * etho_normal_upper_quantile(options->alternative == ETHO_TWO_SIDED ? tail / 2 : tail);
  bool separate = fabs(delta) == 1;
  double low = separate || options->alternative == ETHO_LESS ? unknown : tanh(z - reach);
  double high = separate || options->alternative == ETHO_GREATER ? unknown : tanh(z + reach);
  set_interval(row, "cliffs_delta", delta, low, high);
  set_interval(row, "vargha_delaney_a", (delta + 1) / 2, (low + 1) / 2, (high + 1) / 2);
  set_interval(row, "rank_biserial", delta, low, high);
  if (separate) etho_row_note(row, "the groups do not overlap: no interval for Cliff's delta");
}

static void set_standardized(etho_row *row, const etho_moments *m1, const etho_moments *m2, double difference,
                             bool fits, const etho_options *options) {
  etho_standardized none = {unknown, unknown, unknown};
  etho_standardized d = fits ? etho_standardized_pooled(m1, m2, difference) : none;
  bool control = fits && m1->n >= 2 && !m1->constant && m2->n >= 2;
  etho_standardized glass = control ? etho_standardized_glass(m1, m2, difference) : none;
  etho_row_d_and_g(row, &d, options);
  etho_row_standardized(row, "glass_delta", &glass, 1, options);
  if (fits && !control)
    etho_row_note(row, "Glass's delta needs two values in each group and some spread in group1");
}

etho_status etho_effect_size(const etho_sample *group1, const etho_sample *group2,
                             const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_moments m1 = etho_moments_of(group1->value, group1->n), m2 = etho_moments_of(group2->value, group2->n);
  double difference = etho_mean_difference(&m1, &m2), delta;
  etho_status status = dominance(group1, group2, &delta, error);
  if (status != ETHO_OK) return status;
  bool fits = etho_two_fit(row, group1, group2, &m1, &m2, 1);
  if (fits && !isfinite(difference)) {
    etho_row_note_overflow(row);
    fits = false;
  }
  etho_row_number(row, "estimate", difference);
  set_mean_difference(row, &m1, &m2, difference, options);
  set_standardized(row, &m1, &m2, difference, fits, options);
  set_dominance(row, delta, (double)m1.n, (double)m2.n, options);
  etho_row_number(row, "conf_level", options->conf_level);
  etho_row_text(row, "alternative", etho_alternative_name(options->alternative));
  return ETHO_OK;
}
