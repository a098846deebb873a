/* Two or more proportions: difference, trend. */
#include <math.h>

#include "stats/proportion.h"
#include "stats/tails.h"

/* Both groups have trials: the difference and its test. */
static void compare(const etho_proportion *g1, const etho_proportion *g2, const etho_options *options,
                    etho_row *row) {
  double p1 = g1->count / g1->total, p2 = g2->count / g2->total, inverse = 1 / g1->total + 1 / g2->total;
  double pooled = (g1->count + g2->count) / (g1->total + g2->total);
  double difference = p2 - p1,
         yates = etho_variant_is(options, "plain") ? 0 : fmin(0.5, fabs(difference) / inverse);
  double z = copysign(fabs(difference) - yates * inverse, difference) / sqrt(pooled * (1 - pooled) * inverse);
  etho_interval interval =
      etho_newcombe(g1->count, g1->total, g2->count, g2->total, etho_z_two_sided(options->conf_level));
  etho_row_number(row, "estimate", difference);
  etho_row_number(row, "conf_low", interval.low);
  etho_row_number(row, "conf_high", interval.high);
  etho_row_number(row, "statistic", z * z);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "z", z);
  etho_row_number(row, "df", 1);
  etho_row_number(row, "p_value", etho_normal_p_value(z, options->alternative));
  etho_row_number(row, "estimate1", p1);
  etho_row_number(row, "estimate2", p2);
  etho_row_number(row, "risk_difference", difference);
  etho_row_number(row, "risk_difference_low", interval.low);
  etho_row_number(row, "risk_difference_high", interval.high);
  if (pooled <= 0 || pooled >= 1) etho_row_note(row, "both groups are all success or all failure: no test");
}

etho_status etho_proportion_compare(const etho_proportion *group1, const etho_proportion *group2,
                                    const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_status status = etho_count_check(group1->count, group1->total, error);
  if (status == ETHO_OK) status = etho_count_check(group2->count, group2->total, error);
  if (status != ETHO_OK) return status;
  etho_row_text(row, "group1", group1->label);
  etho_row_text(row, "group2", group2->label);
  etho_row_number(row, "n1", group1->total);
  etho_row_number(row, "n2", group2->total);
  etho_row_number(row, "count1", group1->count);
  etho_row_number(row, "count2", group2->count);
  if (group1->total > 0 && group2->total > 0) return compare(group1, group2, options, row), ETHO_OK;
  etho_row_null(row, "estimate");
  etho_row_null(row, "p_value");
  etho_row_note(row, "no trials in '%s'", (group1->total > 0 ? group2 : group1)->label);
  return ETHO_OK;
}

typedef struct trend_sums {
  double total, count, score, spread, covariance;
} trend_sums;

/* Sums about the weighted mean of the scores. */
static trend_sums sum_trend(const etho_proportion *group, size_t k, const double *scores) {
  trend_sums s = {0};
  for (size_t i = 0; i < k; i++) {
    s.total += group[i].total, s.count += group[i].count;
    s.score += group[i].total * (scores ? scores[i] : (double)(i + 1));
  }
  for (size_t i = 0; i < k; i++) {
    double off = (scores ? scores[i] : (double)(i + 1)) - s.score / s.total;
    s.spread += group[i].total * off * off;
    s.covariance += off * (group[i].count - group[i].total * (s.count / s.total));
  }
  return s;
}

etho_status etho_proportion_trend(const etho_proportion *group, size_t k, const etho_options *options,
                                  etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  for (size_t i = 0; i < k; i++) {
    etho_status status = etho_count_check(group[i].count, group[i].total, error);
    if (status != ETHO_OK) return status;
  }
  if (options->n_weights && options->n_weights != k)
    return etho_error_set(error, ETHO_ERR_USAGE, "%zu scores given for %zu groups", options->n_weights, k);
  trend_sums s = sum_trend(group, k, options->n_weights ? options->weights : NULL);
  double pooled = s.count / s.total, z = s.covariance / sqrt(pooled * (1 - pooled) * s.spread);
  etho_row_number(row, "n", s.total);
  etho_row_number(row, "estimate", s.covariance / s.spread);
  etho_row_number(row, "statistic", z * z);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "z", z);
  etho_row_number(row, "df", 1);
  etho_row_number(row, "p_value", etho_normal_p_value(z, options->alternative));
  if (!isfinite(z))
    etho_row_note(row, !(s.spread > 0) ? "a trend needs trials in two or more groups with different scores"
                                       : "all trials succeed or all fail: no test");
  return ETHO_OK;
}
