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

#ifdef __cplusplus
}
#endif
#endif
