/* stats/pairing.h - exact null distributions of rank correlations: every pairing of the x with the y counted.
 */
#ifndef ETHO_STATS_PAIRING_H
#define ETHO_STATS_PAIRING_H

#include "stats/rank_distribution.h"

typedef enum etho_pairing { ETHO_RANK_PRODUCTS, ETHO_CONCORDANCE } etho_pairing;

/* Distribution over all n! pairings, given the ties, of
 *   ETHO_RANK_PRODUCTS  sum of x[i] y[i]
 *   ETHO_CONCORDANCE    2 (pairs in which y rises with x) + (pairs tied in y, not in x)
 * x and y: small whole numbers >= 0 (ranks, doubled where halves occur), in any order. cells: the largest
 * table allowed. *fits false when it would be larger. Returns false when out of memory. Dynamic programming
 * over the sets of y already taken (Held & Karp 1962 in form), x by x. */
bool etho_pairing_counts(etho_pairing kind, const int64_t *x, const int64_t *y, size_t n, double cells,
                         bool *fits, etho_counts *counts);

/* Tie-free concordant pairs 0 .. n(n-1)/2 (the inversions of a permutation), any n up to 170. */
bool etho_inversion_counts(size_t n, etho_counts *counts);

#endif
