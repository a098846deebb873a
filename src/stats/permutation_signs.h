/* stats/permutation_signs.h - the distribution of a statistic over all signs of matched differences. Internal
 * to the permutation tests. */
#ifndef ETHO_STATS_PERMUTATION_SIGNS_H
#define ETHO_STATS_PERMUTATION_SIGNS_H

#include "ethostat/stats.h"
#include "stats/permutation_extreme.h"

/* Magnitudes of the differences, ascending, and which of them are positive. */
typedef struct etho_sign_problem {
  const double *magnitude;
  const unsigned char *positive;
  const int64_t *grid; /* magnitudes as whole numbers of some power of ten, where they are; else NULL */
  size_t n;
  double slack; /* sums that differ by less are equal */
  bool median;  /* else the mean, or t, which orders the arrangements alike */
  etho_alternative alternative;
} etho_sign_problem;

bool etho_signs_exact_fits(const etho_sign_problem *problem, bool asked);
bool etho_signs_exact(const etho_sign_problem *problem, etho_extreme *result); /* false: out of memory */
bool etho_signs_random(const etho_sign_problem *problem, const etho_options *options, etho_extreme *result);

/* Median of the signed magnitudes. */
double etho_signed_median(const double *magnitude, const unsigned char *positive, size_t n);

#endif
