/* stats/subset_sums.h - counting subsets by their sum without listing them: meet in the middle.
 *
 * The values are cut into halves; the sums of all subsets of each half are made in ascending order by merging
 * (2^(n/2) of them), and two pointers count the pairs on one side of a limit (Pagano & Tritchler 1983 in
 * spirit; Horowitz & Sahni 1974 for the halves). 2.7 million splits of 24 values take some 10 000 steps. */
#ifndef ETHO_STATS_SUBSET_SUMS_H
#define ETHO_STATS_SUBSET_SUMS_H

#include <stdbool.h>
#include <stddef.h>

enum { ETHO_HALF = 24 }; /* most values in a half: 2^24 doubles, 128 MB, twice while merging */

typedef struct etho_sums {
  double *sum;                 /* sums of subsets, ascending within a size */
  size_t first[ETHO_HALF + 2]; /* those of size k: first[k] .. first[k + 1] - 1 */
  size_t n;                    /* sizes 0 .. n */
} etho_sums;

/* By size; or all sizes together as if they were size 0 (n = 0). false when out of memory. */
bool etho_sums_by_size(etho_sums *sums, const double *value, size_t n);
bool etho_sums_together(etho_sums *sums, const double *value, size_t n);
void etho_sums_free(etho_sums *sums);

/* Subsets of m values of both halves together whose sum is at most (at least) limit. */
double etho_sums_up_to(const etho_sums *a, const etho_sums *b, size_t m, double limit);
double etho_sums_from(const etho_sums *a, const etho_sums *b, size_t m, double limit);

#endif
