/* stats/subset_table.h - sums and sums of squares of every subset of a few values, by size: for listing all
 * splits, and for drawing one at random a chunk of values at a time. */
#ifndef ETHO_STATS_SUBSET_TABLE_H
#define ETHO_STATS_SUBSET_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum { ETHO_TABLE = 22 }; /* most values in a table */

typedef struct etho_subset_table {
  double *sum, *square;         /* 2^n each, by size */
  size_t first[ETHO_TABLE + 2]; /* those of size k: first[k] .. first[k + 1] - 1 */
  size_t n;
} etho_subset_table;

bool etho_subset_table_make(etho_subset_table *table, const double *value,
                            size_t n); /* false: out of memory */
void etho_subset_table_free(etho_subset_table *table);

#endif
