/* ethostat/stats/agreement.h - agreement between raters or formats. Contract and conventions:
 * ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_AGREEMENT_H
#define ETHOSTAT_STATS_AGREEMENT_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Intraclass correlations of n subjects by k raters (row by row, complete): the six forms of Shrout & Fleiss
 * (1979), a row each with term ICC1, ICC2, ICC3 (one rater: one-way; two-way random, absolute agreement;
 * two-way fixed, consistency) and ICC1k, ICC2k, ICC3k (the mean of the k raters); estimate, statistic (F),
 * df1, df2, p_value, conf_low, conf_high (ICC2, ICC2k after McGraw & Wong 1996 with Satterthwaite's df). */
etho_status etho_icc(const double *value, size_t n, size_t k, const etho_options *options, etho_rows *rows,
                     etho_error *error);

/* Bland & Altman (1986, 1999) for paired measurements: estimate = bias = mean of (second - first) with its t
 * interval and paired t test, sd of the differences, loa_lower and loa_upper = bias -+ z sd (z = 1.96 at 95
 * %), each with _low and _high from the standard error sd sqrt(1/n + z^2/(2(n - 1))) and the t quantile. */
etho_status etho_bland_altman(const etho_sample *first, const etho_sample *second,
                              const etho_options *options, etho_row *row, etho_error *error);

/* Lin's (1989, 2000) concordance correlation of paired measurements, moments with divisor n; interval by
 * Fisher's z; pearson_r, bias_correction (C_b), location_shift, scale_shift. */
etho_status etho_lins_ccc(const etho_sample *first, const etho_sample *second, const etho_options *options,
                          etho_row *row, etho_error *error);

typedef enum etho_kappa_weight {
  ETHO_KAPPA_UNWEIGHTED,
  ETHO_KAPPA_LINEAR,
  ETHO_KAPPA_QUADRATIC
} etho_kappa_weight;

/* Cohen's kappa (1960, 1968) of two raters' categories 0..k-1. estimate, std_error (Fleiss, Cohen & Everitt
 * 1969) and its normal interval; statistic z from the standard error under independence (std_error_null),
 * p_value; observed_agreement, expected_agreement. Weights by distance in the order of the categories. */
etho_status etho_cohens_kappa(const int *first, const int *second, size_t n, size_t k,
                              etho_kappa_weight weight, const etho_options *options, etho_row *row,
                              etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
