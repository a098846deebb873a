/* ethostat/stats/t_test.h - t tests, equivalence, effect sizes. Contract and conventions: ethostat/stats.h.
 *
 * All of them are row functions of the catalogue (etho_one_fn, etho_two_fn); a difference is group2 - group1.
 * A sample is refused (null and a note) when its standard error is 0, or so small beside the values that it is their
 * rounding: sd <= 4 * 2.2e-16 * max|x|. */
#ifndef ETHOSTAT_STATS_T_TEST_H
#define ETHOSTAT_STATS_T_TEST_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Student 1908; confidence intervals of d: Steiger & Fouladi 1997 (inversion of the noncentral t); Hedges 1981 (J exact).
 * Fields: estimate (the mean; two samples: mean2 - mean1; pairs: mean of value2 - value1), std_error, statistic (t =
 * (estimate - mu) / std_error), statistic_name "t", df, p_value, conf_low, conf_high, conf_level, alternative, mean or
 * mean1/mean2, sd or sd1/sd2 (pairs: also sd_difference), effect, effect_name, effect_low, effect_high (Hedges g), cohens_d,
 * hedges_g (pairs: also dz), each with _low and _high. With alternative less or greater an interval has one end; the
 * other is null. Options: mu, alternative, conf_level.
 *
 * n >= 2; d = (mean - mu) / sd. */
etho_status etho_t_one_sample(const etho_sample *sample, const etho_options *options, etho_row *row, etho_error *error);
/* Pooled variance, df = n1 + n2 - 2 >= 1; d with the pooled sd. */
etho_status etho_t_student(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                           etho_row *row, etho_error *error);
/* Welch 1947; n1, n2 >= 2; d with sqrt((sd1^2 + sd2^2) / 2) and Welch's df. */
etho_status etho_t_welch(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                         etho_row *row, etho_error *error);
/* value[i] of both groups belong together, n >= 2; cohens_d = dz = mean / sd of the differences. */
etho_status etho_t_paired(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                          etho_row *row, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
