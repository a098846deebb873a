/* stats/joint_test.h - several contrasts of means zero at once. Internal. */
#ifndef ETHO_STATS_JOINT_TEST_H
#define ETHO_STATS_JOINT_TEST_H

#include "stats/arms.h"

/* P-value of H0: all n contrasts are 0. Pooled variance: F(r, df), r the rank of the contrasts. Separate
 * variances: Johansen's (1980, Biometrika 67, 85-92) approximation T / c ~ F(r, r (r + 2) / (3 A)), c = r + 2
 * A - 6 A / (r + 2), A = sum of P_ii^2 / (n_i - 1), P the projection onto the contrasts in the metric of the
 * variances of the means. For r = 1 both are the squared t. NaN when out of memory. */
double etho_joint_p(const etho_arms *arms, const double *const *contrast, size_t n, bool pooled);

#endif
