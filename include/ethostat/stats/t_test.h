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

/* Equivalence by two one-sided tests (Schuirmann 1987; Lakens 2017): is the difference inside bound_low .. bound_high?
 * Fields: estimate, std_error, df, statistic_low and p_low (against the lower bound, one-sided upwards), statistic_high
 * and p_high (against the upper bound, downwards), p_value = the larger p with its statistic, bound_low, bound_high
 * (raw units), conf_low, conf_high at conf_level = 1 - 2 alpha (alpha = 1 - options->conf_level), equivalent (p_value <
 * alpha), cohens_d and hedges_g with limits at the same level. options->variant "welch" (default) or "student"; "welch_d"
 * and "student_d" take the bounds in units of d (pooled sd for student, sqrt((sd1^2 + sd2^2) / 2) for welch, the sd of the
 * differences for pairs, the sd for one sample). options->mu is taken off the estimate before it is compared.
 * ETHO_ERR_USAGE when a bound is missing or low >= high. */
etho_status etho_tost_one(const etho_sample *sample, const etho_options *options, etho_row *row, etho_error *error);
etho_status etho_tost_two(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                          etho_row *row, etho_error *error);
etho_status etho_tost_paired(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                             etho_row *row, etho_error *error);

/* How large is the difference? Each figure with _low and _high:
 * mean_difference (interval by Welch's t), cohens_d (pooled sd), hedges_g (exact J), glass_delta (sd of group1, the
 * control): intervals by the noncentral t; cliffs_delta = P(x2 > x1) - P(x2 < x1), rank_biserial (the same number),
 * vargha_delaney_a = (delta + 1) / 2: intervals by Fisher's z with standard error sqrt((n1 + n2 + 1) / (3 n1 n2)), as
 * effectsize; null when every value of one group exceeds every value of the other. Options: alternative, conf_level. */
etho_status etho_effect_size(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                             etho_row *row, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
