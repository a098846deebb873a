/* stats/weighted_statistic.h - statistics of one or two groups in which value i occurs weight[i] times: what
 * a resample with replacement is. */
#ifndef ETHO_STATS_WEIGHTED_STATISTIC_H
#define ETHO_STATS_WEIGHTED_STATISTIC_H

#include "ethostat/stats.h"

typedef struct etho_pool {
  const double *value;        /* n, ascending, less centre */
  const unsigned char *group; /* 0 or 1; all 0 when there is one group */
  size_t n;
  double centre;
} etho_pool;

/* The statistic, NaN where it does not exist. error (may be NULL) gets its standard error, NaN where there is
 * no formula. */
typedef double etho_weighted_fn(const etho_pool *pool, const uint32_t *weight, double *error);

typedef struct etho_statistic {
  const char *name;
  etho_weighted_fn *evaluate;
  int groups;     /* 1 or 2 */
  bool has_error; /* it has a standard error, so it can be studentized */
} etho_statistic;

/* mean, median, mean_difference, median_difference, hedges_g, cliffs_delta (group2 - group1); NULL when
 * unknown. Errors: s / sqrt(n); Welch's; Hedges & Olkin 1985, p. 86; Cliff 1993, consistent with the unbiased
 * variance. */
const etho_statistic *etho_statistic_find(const char *name);

#endif
