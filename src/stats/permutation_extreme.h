/* stats/permutation_extreme.h - what a permutation test counts. */
#ifndef ETHO_STATS_PERMUTATION_EXTREME_H
#define ETHO_STATS_PERMUTATION_EXTREME_H

#include <math.h>

#include "ethostat/stats.h"

/* How many arrangements are at least as extreme as the one observed. */
typedef struct etho_extreme {
  double extreme, total;
  double least; /* exact only: how many reach the most extreme value there is */
  bool exact;
} etho_extreme;

/* What counts as extreme: a score (greater is further towards group 2) at or above high, at or below low. The
 * side that does not count is infinite. */
typedef struct etho_limits {
  double low, high;
} etho_limits;

/* Scores within margin of the observed one count as equal to it. */
static inline etho_limits etho_limits_of(double score, double margin, double centre,
                                         etho_alternative alternative) {
  double far = (double)INFINITY, distance = fabs(score - centre);
  if (isinf(score)) margin = 0;
  if (alternative == ETHO_LESS) return (etho_limits){score + margin, far};
  if (alternative == ETHO_GREATER) return (etho_limits){-far, score - margin};
  return (etho_limits){centre - distance + margin, centre + distance - margin};
}

/* The two sides meet: every arrangement counts. */
static inline bool etho_limits_meet(etho_limits limits) {
  return limits.low >= limits.high;
}

static inline bool etho_is_extreme(etho_limits limits, double score) {
  return score >= limits.high || score <= limits.low;
}

/* The score that is hardest to reach, of the least and the greatest there are. */
static inline double etho_hardest(double least, double greatest, double centre,
                                  etho_alternative alternative) {
  if (alternative == ETHO_LESS) return least;
  if (alternative == ETHO_GREATER) return greatest;
  return greatest - centre >= centre - least ? greatest : least;
}

#endif
