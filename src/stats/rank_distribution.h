/* stats/rank_distribution.h - exact distributions of sums of integer scores, by counting every arrangement.
 *
 * Two-sample: the sum of m of n scores drawn without replacement (all n-choose-m draws). One-sample: the sum
 * of the scores whose fair coin shows heads (all 2^n). Scores are midranks times two, or values on a decimal
 * grid, so ties cost nothing. The tables are filled by adding (Streitberg & Roehmel 1986): no subtraction, so
 * that counts up to 2^53 are exact and larger ones good to about n units in the last place, in the tails too.
 */
#ifndef ETHO_STATS_RANK_DISTRIBUTION_H
#define ETHO_STATS_RANK_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct etho_counts {
  double *count; /* count[i]: arrangements with sum lowest + i */
  size_t length;
  int64_t lowest;
  double total;          /* number of arrangements */
  int64_t scale, centre; /* the expectation of the sum is centre / scale */
} etho_counts;

/* Tail areas of an observed sum, and the smallest that each could have been. */
typedef struct etho_tails {
  double lower, upper; /* P(S <= s), P(S >= s) */
  double two_sided;    /* P(|S - E| >= |s - E|) */
  double least_lower, least_upper, least_two_sided;
} etho_tails;

/* Multiply-adds needed for the table; infinite when it would not fit (memory over 128 MB, counts over 1e308).
 */
double etho_subset_cost(const int64_t *score, size_t n, size_t m);
double etho_sign_cost(const int64_t *score, size_t n);

/* Scores need not be sorted; signs want score >= 0. false when out of memory or the cost is infinite. Release
 * with etho_counts_free. */
bool etho_subset_counts(const int64_t *score, size_t n, size_t m, etho_counts *counts);
bool etho_sign_counts(const int64_t *score, size_t n, etho_counts *counts);
void etho_counts_free(etho_counts *counts);

etho_tails etho_counts_tails(const etho_counts *counts, int64_t observed);
/* Smallest sum s with P(S <= s) >= p, less lowest (R's qwilcox and qsignrank for tie-free ranks). */
size_t etho_counts_quantile(const etho_counts *counts, double p);
/* P(S <= lowest + index), 0 for index < 0. */
double etho_counts_lower(const etho_counts *counts, int64_t index);

#endif
