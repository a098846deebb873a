/* ethostat/stats/describe.h - descriptives, normality, equal variances, outliers. Contract and conventions: ethostat/stats.h.
 *
 * Normality and equal variances are diagnostics: they inform, they never choose a test. Outliers are flagged, never dropped. */
#ifndef ETHOSTAT_STATS_DESCRIBE_H
#define ETHOSTAT_STATS_DESCRIBE_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* n, mean, sd, variance (n - 1), sem, conf_low, conf_high (of the mean, by t), conf_level, median, q1, q3, iqr (quantile_type
 * 1..9 of Hyndman & Fan 1996), min, max, sum, mad (times 1.4826), trimmed_mean (options->trim from each end), skewness and
 * kurtosis (moment_type 1: g1, g2; 2: G1, G2 as SAS and SPSS; 3: b1, b2; Joanes & Gill 1998; excess kurtosis).
 * What n does not allow is null. */
etho_status etho_describe(const etho_sample *sample, const etho_options *options, etho_row *row, etho_error *error);

/* ---- normality: etho_one_fn; n >= 8 and not all equal ------------------------------------------------ */

/* D'Agostino & Pearson 1973: z_skew (D'Agostino 1970), z_kurt (Anscombe & Glynn 1983), each with its two-sided p_skew, p_kurt;
 * statistic K2 = z_skew^2 + z_kurt^2, chi-squared with df 2. Below n = 20 the kurtosis part is rough: noted. */
etho_status etho_dagostino_pearson(const etho_sample *sample, const etho_options *options, etho_row *row,
                                   etho_error *error);
/* Anderson & Darling 1954, mean and variance estimated; statistic A, p_value by Stephens 1986 (table 4.9), which ends at
 * 3.7e-24: from there on the p-value is that bound, noted. */
etho_status etho_anderson_darling(const etho_sample *sample, const etho_options *options, etho_row *row,
                                  etho_error *error);

/* ---- equal variances --------------------------------------------------------------------------------- */

/* etho_many_fn: statistic, df1, df2 (F) or df (chi-squared), p_value, n, n_groups.
 * Levene 1960: one-way ANOVA of |x - centre|; options->variant "mean" (default), "median" or "trimmed" (trim from each end). */
etho_status etho_levene(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                        etho_error *error);
/* Brown & Forsythe 1974: Levene's test about the medians. */
etho_status etho_brown_forsythe(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                                etho_error *error);
/* Bartlett 1937: two values and some variance in every group. */
etho_status etho_bartlett(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                          etho_error *error);
/* Fligner & Killeen 1976, median-centred (Conover, Johnson & Johnson 1981). Deviations are ranked as doubles, as in R. */
etho_status etho_fligner_killeen(const etho_sample *group, size_t n_groups, const etho_options *options,
                                 etho_rows *rows, etho_error *error);
/* etho_two_fn: statistic = estimate = variance2 / variance1, df1 = n2 - 1, df2 = n1 - 1, p_value, conf_low, conf_high. */
etho_status etho_f_variance(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                            etho_row *row, etho_error *error);

/* ---- outliers: etho_frame_fn, so that a value can be traced to its row -------------------------------- */

/* Grubbs 1969, the most extreme value of each group: statistic G = |x - mean| / sd, p_value (two-sided 2n, one-sided n times the
 * t tail with n - 2 df, at most 1), value, row (1-based, of the input's rows), subject, flagged (p_value < 1 - conf_level). n >= 3.
 * options->alternative "greater" looks at the largest value only, "less" at the smallest. */
etho_status etho_grubbs(const etho_input *input, const etho_options *options, etho_rows *rows, etho_error *error);
/* ROUT (Motulsky & Brown 2006) for one location, Q = 1 %: a fit with Lorentzian errors, residuals over the robust sd
 * (68.27th percentile of |residual| times n / (n - 1)), two-sided t tails with n - 1 df, and a false discovery rate over the 30 %
 * of values that lie farthest out. A row a group (term "group": n, n_outliers, center, scale, statistic = the largest
 * |residual| / scale), then a row for each outlier (term "outlier": value, row, subject, statistic, p_value). n >= 3. */
etho_status etho_rout(const etho_input *input, const etho_options *options, etho_rows *rows, etho_error *error);
/* Leys et al. 2013: |x - median| / (1.4826 MAD) above options->variant "3" (default), "2.5", "2" or "3.5". Rows as etho_rout,
 * with limit_low and limit_high instead of p_value. */
etho_status etho_mad(const etho_input *input, const etho_options *options, etho_rows *rows, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
