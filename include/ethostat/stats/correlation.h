/* ethostat/stats/correlation.h - Pearson, Spearman, Kendall. Contract and conventions: ethostat/stats.h.
 *
 * Fields: n, estimate, conf_low, conf_high, conf_level, statistic, statistic_name, df (Pearson), p_value,
 * exact, p_exact, p_approximate (rank correlations), alternative, min_attainable_p. p_value follows R's
 * cor.test by default; --exact takes p_exact, --approximate p_approximate. x and y: n pairs, finite. A
 * constant x or y, or fewer pairs than the formula needs, is null with a note. */
#ifndef ETHOSTAT_STATS_CORRELATION_H
#define ETHOSTAT_STATS_CORRELATION_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Product-moment correlation: t with n - 2 df, interval by Fisher's z (n > 3). Sums are two-pass about the
 * first value and 1 - r^2 comes from the residuals, so offsets and nearly perfect lines keep their digits. */
etho_status etho_pearson(const double *x, const double *y, size_t n, const etho_options *options,
                         etho_row *row, etho_error *error);

/* Pearson's r of the midranks; statistic S = (n^3 - n)(1 - r)/6. p_value without ties: exact for n <= 9, the
 * Edgeworth series of algorithm AS 89 (Best & Roberts 1975) up to 1290, then t; with ties t. p_exact: all n!
 * pairings counted, given the ties, for n up to about 10 (--exact: 14). Interval: Fisher's z with the
 * variance (1 + r^2/2)/(n - 3) of Bonett & Wright 2000. */
etho_status etho_spearman(const double *x, const double *y, size_t n, const etho_options *options,
                          etho_row *row, etho_error *error);

/* tau-b. p_value without ties: exact for n < 50 with statistic T = concordant pairs; otherwise normal with
 * statistic z and the variance given the ties (Kendall 1970). p_exact also with ties for n up to about 10
 * (--exact: 14). Interval: Fisher's z with the variance 0.437/(n - 4) of Fieller, Hartley & Pearson 1957. */
etho_status etho_kendall(const double *x, const double *y, size_t n, const etho_options *options,
                         etho_row *row, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
