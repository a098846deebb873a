/* ethostat/stats/resample.h - permutation tests and the bootstrap. Contract and conventions:
 * ethostat/stats.h.
 *
 * Random numbers come in blocks with a stream each (seed, block): same data, options and seed give the same
 * bits on any number of threads. */
#ifndef ETHOSTAT_STATS_RESAMPLE_H
#define ETHOSTAT_STATS_RESAMPLE_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- bootstrap ------------------------------------------------------------------------------------- */

/* What a bootstrap says of one statistic. Where `known` is false the limits mean nothing and `why` says why.
 */
typedef struct etho_bootstrap {
  double estimate;
  double std_error;        /* of the resampled statistics */
  double bias;             /* their mean less the estimate */
  double z0, acceleration; /* of BCa */
  double conf_low, conf_high;
  size_t used; /* resamples in which the statistic exists */
  bool known;
  const char *why; /* static text */
} etho_bootstrap;

/* BCa intervals of the mean difference group2 - group1 and of Hedges g (pooled sd, exact J), from one set of
 * options->resamples resamples drawn within the groups. Either result may be NULL (not wanted). difference and g
 * may be NULL, or take that many
 * doubles: the resampled statistics in the order drawn (g is NaN where a resample has no spread), for
 * estimation plots. BCa after Efron 1987 and Davison & Hinkley 1997, (5.21)-(5.22): z0 from the share of
 * resamples below the estimate, those equal to it counting half; acceleration from the jackknife, group by
 * group. ETHO_ERR_MEMORY only. Fewer than two values in a group, or no spread: known = false. */
etho_status etho_bootstrap_two(const etho_sample *group1, const etho_sample *group2,
                               const etho_options *options, etho_bootstrap *mean_difference,
                               etho_bootstrap *hedges_g, double *difference, double *g, etho_error *error);

/* Bootstrap intervals (`bootstrap`): --variant bca, percentile, basic or studentized; --statistic mean,
 * median (one row per group), mean_difference, median_difference, hedges_g, cliffs_delta (a row per pair).
 * The default is mean_difference with --by, mean without. --cluster resamples whole clusters (within each
 * group; jointly where a cluster has animals in both groups of a pair). --subject resamples the differences
 * of matched pairs (mean_difference). Limits are order statistics of the resamples at (resamples + 1) p,
 * interpolated. Sources: Efron & Tibshirani 1993; Davison & Hinkley 1997; Field & Welsh 2007 (clusters). */
etho_frame_fn etho_bootstrap_frame;

/* ---- permutation tests ------------------------------------------------------------------------------ */

/* Permutation test of two independent groups (H0: the values less mu in group2 are exchangeable between
 * groups).
 * --statistic mean (default: difference of means), median, t (Welch's, which tolerates unequal variances:
 * Janssen 1997). Two-sided p: share of arrangements whose statistic is as far from its expectation as the one
 * observed (for the mean of unequal groups: whose sum is); one-sided: as far up or down. Exact where the
 * arrangements can be counted: means by meeting in the middle up to 44 values (48 with --exact), or by a
 * table of whole-number sums for decimal values of any number; t up to 2e7 arrangements (1e10), medians up to
 * 2e8 values visited (1e10). Otherwise --resamples random arrangements, p = (b + 1) / (m + 1) with
 * p_std_error (Phipson & Smyth 2010). --approximate samples always. Ties: sums that differ by less than n
 * epsilon max|value|, which is what rounding to doubles does to equal decimal sums, are equal; values of t
 * that this rounding, or 1e-10 of t squared, could have parted likewise. Fields: estimate (group2 - group1),
 * statistic, statistic_name, p_value, exact, permutations, p_std_error and seed (when sampled), alternative,
 * min_attainable_p. */
etho_status etho_permutation(const etho_sample *group1, const etho_sample *group2,
                             const etho_options *options, etho_row *row, etho_error *error);

/* The same for matched samples, by flipping the signs of the differences group2 - group1 - mu (Fisher 1935).
 * Mean and t order the arrangements alike. Exact up to 42 pairs (46 with --exact), decimal differences of any
 * number, medians of 22 (32). */
etho_status etho_permutation_paired(const etho_sample *group1, const etho_sample *group2,
                                    const etho_options *options, etho_row *row, etho_error *error);

/* Step-down max-T over all pairs (or all against the control) with Welch's t: all values are shuffled over
 * all groups
 * --resamples times; p_value is a pair's own share of |t*| >= |t|, p_adjusted the share in which the greatest
 * |t*| of this pair and the less significant ones reaches it, made monotone; both (b + 1) / (m + 1). Westfall
 * & Young 1993, 2.6; Phipson & Smyth 2010. Controls the familywise error when the groups are exchangeable
 * under the complete null; where one arm differs in spread, prefer games_howell. A pair with fewer than two
 * values in a group, or no spread, is null and left out of the family. */
etho_status etho_permutation_maxt(const etho_sample *group, size_t n_groups, const etho_options *options,
                                  etho_rows *rows, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
