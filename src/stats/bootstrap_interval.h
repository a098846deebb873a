/* stats/bootstrap_interval.h - from resampled statistics to limits. */
#ifndef ETHO_STATS_BOOTSTRAP_INTERVAL_H
#define ETHO_STATS_BOOTSTRAP_INTERVAL_H

#include "ethostat/stats/resample.h"

typedef enum etho_bootstrap_kind {
  ETHO_BCA,
  ETHO_PERCENTILE,
  ETHO_BASIC,
  ETHO_STUDENTIZED
} etho_bootstrap_kind;

/* Sums over the influence values l of all groups: acceleration = cubes / (6 squares^1.5). */
typedef struct etho_jackknife {
  double squares, cubes;
  bool known; /* false: some statistic without one value does not exist */
} etho_jackknife;

/* Add a group's influence values from its n statistics without value (or cluster) i. A group of one adds
 * nothing. */
void etho_jackknife_add(etho_jackknife *jackknife, const double *without, size_t n);

/* Fill estimate, std_error, bias, used and the limits from n resampled statistics, of which NaN ones do not
 * exist. Those are dropped from values (and pivot), whose order stays. For ETHO_STUDENTIZED, pivot holds
 * (statistic - estimate) / error and std_error_estimate the error of the estimate itself. scratch takes n
 * doubles. */
void etho_bootstrap_limits(etho_bootstrap *result, etho_bootstrap_kind kind, double estimate, double *values,
                           size_t n, const etho_jackknife *jackknife, double *pivot,
                           double std_error_estimate, double *scratch, const etho_options *options);

#endif
