/* ethostat/stats/association.h - contingency tables, proportions. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_ASSOCIATION_H
#define ETHOSTAT_STATS_ASSOCIATION_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- one proportion -------------------------------------------------------------------------------- */

/* Exact test that `count` successes in `total` trials have probability options->mu (default 0.5). Two-sided p
 * after the method of minimum likelihood: all outcomes at most as probable as the observed one, with R's
 * relative slack of 1e-7. Fields: n, count, estimate, p_value, conf_low, conf_high (Clopper & Pearson 1934;
 * one-sided with an alternative), min_attainable_p, and two-sided intervals wilson_* (Wilson 1927),
 * agresti_coull_* (Agresti & Coull 1998, kept within 0..1), jeffreys_* (Brown, Cai & DasGupta 2001: 0 and 1
 * at the ends), each _low and _high. total = 0: null and a note. ETHO_ERR_DATA unless 0 <= count <= total are
 * whole numbers; ETHO_ERR_USAGE for mu outside 0..1. */
etho_status etho_binomial_test(double count, double total, const etho_options *options, etho_row *row,
                               etho_error *error);

/* Score test of one proportion, as R's prop.test(count, total, p = mu): statistic chi2 (df 1) and z.
 * options->variant: "continuity" (default: Yates's correction in test and interval) or "plain".
 * conf_low, conf_high: Wilson's interval of the same form. Otherwise as etho_binomial_test. */
etho_status etho_proportion_test(double count, double total, const etho_options *options, etho_row *row,
                                 etho_error *error);

/* ---- two or more proportions ------------------------------------------------------------------------- */

typedef struct etho_proportion {
  const char *label;
  double count, total;
} etho_proportion;

/* group2 - group1: estimate (= risk_difference) with Newcombe's (1998) hybrid score interval, method 10, or
 * with variant "plain" the same without change (the variant concerns the test); chi2 test as R's prop.test,
 * with Yates's correction min(0.5, |difference| / (1/n1 + 1/n2)) unless the variant is "plain"; one-sided by
 * the sign of z. */
etho_status etho_proportion_compare(const etho_proportion *group1, const etho_proportion *group2,
                                    const etho_options *options, etho_row *row, etho_error *error);

/* Cochran-Armitage trend over k ordered groups, as R's prop.trend.test: statistic chi2 (df 1), z, estimate
 * (the weighted least-squares slope per unit of score). Scores are options->weights, default 1..k. */
etho_status etho_proportion_trend(const etho_proportion *group, size_t k, const etho_options *options,
                                  etho_row *row, etho_error *error);

/* ---- contingency tables ---------------------------------------------------------------------------------
 */

typedef struct etho_contingency {
  size_t rows, columns;
  const double *count;             /* rows x columns, row by row: finite, >= 0 */
  const char *const *row_label;    /* may be NULL */
  const char *const *column_label; /* may be NULL; the last column is "the event" of a 2 x 2 table */
} etho_contingency;

/* Fisher's exact test. 2 x 2: odds_ratio is the conditional maximum likelihood estimate of the odds of the
 * last column in row 2 against row 1 (= R's fisher.test of the same table) with its exact interval; p of
 * options->mu (default 1). Larger: exact by enumeration with merging of equal partial sums; where that is out
 * of reach, seeded Monte Carlo (options->resamples, options->seed) with (b + 1)/(m + 1) and its standard
 * error, or null when options->exact is ETHO_EXACT. Empty rows and columns are left out. Counts must be
 * whole: else ETHO_ERR_DATA. */
etho_status etho_fisher_exact(const etho_contingency *table, const etho_options *options, etho_row *row,
                              etho_error *error);

/* Pearson's chi-square test of independence; 2 x 2 with Yates's correction (as R's chisq.test) unless
 * options->variant is "plain". Fields: statistic, df, p_value, statistic_uncorrected, p_uncorrected,
 * cramers_v (uncorrected), expected_min; 2 x 2 also odds_ratio (sample), risk_difference. */
etho_status etho_chi_square(const etho_contingency *table, const etho_options *options, etho_row *row,
                            etho_error *error);

/* Likelihood-ratio test G = 2 sum O log(O/E) (Sokal & Rohlf 1995); variant "williams" divides by Williams's
 * (1976) q. */
etho_status etho_g_test(const etho_contingency *table, const etho_options *options, etho_row *row,
                        etho_error *error);

/* Do n counts follow shares proportional to `weight` (NULL = equal)? Pearson's chi-square, df n - 1. */
etho_status etho_goodness_of_fit(const double *count, const double *weight, size_t n, etho_row *row,
                                 etho_error *error);

/* Add risk_difference, _low, _high (Newcombe; row 2 - row 1, last column = event) and `event` of a 2 x 2
 * table. */
void etho_risk_difference(const etho_contingency *table, double conf_level, etho_row *row);

/* ---- repeated yes/no and ranks --------------------------------------------------------------------------
 */

/* McNemar's test of n pairs of 0/1. b = pairs 0 -> 1, c = pairs 1 -> 0. statistic (|b - c| - 1)^2/(b + c) as
 * R's mcnemar.test, or uncorrected with variant "plain"; p_exact is the binomial test of b in b + c (Liddell
 * 1983 gives the interval of the odds ratio b/c); options->exact ETHO_EXACT makes it p_value. */
etho_status etho_mcnemar(const etho_sample *condition1, const etho_sample *condition2,
                         const etho_options *options, etho_row *row, etho_error *error);

/* value: n blocks (subjects) by k treatments, row by row, complete. Cochran's Q of 0/1 values (1950);
 * Friedman's test with ties (1937; Conover 1999), kendalls_w, and the F form of Iman & Davenport (1980). */
etho_status etho_cochran_q(const double *value, size_t n, size_t k, etho_row *row, etho_error *error);
etho_status etho_friedman(const double *value, size_t n, size_t k, etho_row *row, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
