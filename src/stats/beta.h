/* stats/beta.h - the beta and the binomial distribution, accurate in relative terms into the far tail (p down
 * to 1e-300) and for counts in the millions. Densities after Loader (2000), incomplete beta by its continued
 * fraction (DLMF 8.17.22). A parameter outside its domain gives NaN, which a row shows as null. Internal. */
#ifndef ETHO_STATS_BETA_H
#define ETHO_STATS_BETA_H

#include <stdbool.h>

/* The area of Beta(a, b) below x, where y = 1 - x is given too, so that either may be tiny. */
double etho_beta_lower(double x, double y, double a, double b);
/* The x with area p below it (upper: above it). */
double etho_beta_quantile(double p, bool upper, double a, double b);

/* x log(x / m) + m - x >= 0, without cancellation near x = m; x >= 0, m > 0. */
double etho_deviance(double x, double m);

/* Probability of exactly k successes in n trials; q = 1 - p. k may be any real in [0, n]. */
double etho_binomial_density(double k, double n, double p, double q);
/* P(X <= k) and P(X >= k). */
double etho_binomial_lower(double k, double n, double p);
double etho_binomial_upper(double k, double n, double p);

#endif
