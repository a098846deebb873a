/* stats/hodges_lehmann.h - order statistics of all pairwise differences and of all Walsh averages, without
 * making them: bisection over the doubles, each step counting in O(n) because both lists ascend. Exact; no
 * memory. */
#ifndef ETHO_STATS_HODGES_LEHMANN_H
#define ETHO_STATS_HODGES_LEHMANN_H

#include <stddef.h>

/* k-th smallest (k = 1 .. n1 * n2) of second[j] - first[i]; both ascending. */
double etho_difference_order(const double *first, size_t n1, const double *second, size_t n2, size_t k);
/* k-th smallest (k = 1 .. n(n+1)/2) of (x[i] + x[j]) / 2, i <= j; ascending. */
double etho_walsh_order(const double *x, size_t n, size_t k);

/* The middle one, or the mean of the middle two. */
double etho_difference_median(const double *first, size_t n1, const double *second, size_t n2);
double etho_walsh_median(const double *x, size_t n);

#endif
