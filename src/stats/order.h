/* stats/order.h - sorted values, quantiles and ranks. */
#ifndef ETHO_STATS_ORDER_H
#define ETHO_STATS_ORDER_H

#include <stddef.h>

/* Sort ascending, in place. */
void etho_sort(double *value, size_t n);
/* A sorted copy to be freed by the caller; NULL when out of memory. n = 0 gives a valid pointer. */
double *etho_sorted_copy(const double *value, size_t n);

/* Quantile of n >= 1 ascending values at probability 0..1, by type 1..9 of Hyndman & Fan 1996 as in R's
 * quantile(): 1 inverse of the empirical distribution, 2 the same with averages at steps (SAS), 3 nearest
 * even, 4 linear of the empirical distribution, 5 Hazen, 6 (n + 1)p (Minitab, SPSS, Prism), 7 (n - 1)p (R,
 * Excel), 8 median-unbiased, 9 normal-unbiased. */
double etho_quantile_sorted(const double *ascending, size_t n, double probability, int type);
double etho_median_sorted(const double *ascending, size_t n);
/* Median without a sorted copy at hand; NaN when out of memory or n = 0. */
double etho_median(const double *value, size_t n);

/* Midranks 1..n of the values (equal values share the mean of their ranks), into rank. tie_sum, which may be
 * NULL, gets the sum of t^3 - t over the groups of t equal values. Returns 0, or -1 when out of memory. */
int etho_ranks(const double *value, size_t n, double *rank, double *tie_sum);

/* Mean of the values left when floor(n * share) are cut from each end, as R's mean(x, trim); share >= 0.5
 * gives the median. n >= 1 ascending values. */
double etho_trimmed_mean_sorted(const double *ascending, size_t n, double share);

#endif
