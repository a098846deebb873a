#include "stats/subset_table.h"

#include <stdlib.h>

/* Value i doubles the table: the subsets of size k with it follow those without it. */
static void extend(const etho_subset_table *from, etho_subset_table *to, double value) {
  size_t at = 0;
  for (size_t k = 0; k <= from->n + 1; k++) {
    to->first[k] = at;
    for (size_t s = from->first[k]; k <= from->n && s < from->first[k + 1]; s++, at++)
      to->sum[at] = from->sum[s], to->square[at] = from->square[s];
    for (size_t s = k ? from->first[k - 1] : 0; k > 0 && s < from->first[k]; s++, at++)
      to->sum[at] = from->sum[s] + value, to->square[at] = from->square[s] + value * value;
  }
  to->n = from->n + 1;
  to->first[to->n + 1] = at;
}

static bool allocate(etho_subset_table *table, size_t n) {
  *table = (etho_subset_table){0};
  table->sum = malloc(((size_t)2 << n) * sizeof *table->sum);
  if (!table->sum) return false;
  table->square = table->sum + ((size_t)1 << n);
  table->sum[0] = table->square[0] = 0;
  table->first[1] = 1;
  return true;
}

bool etho_subset_table_make(etho_subset_table *table, const double *value, size_t n) {
  etho_subset_table other;
  bool done = allocate(table, n), both = allocate(&other, n) && done;
  for (size_t i = 0; both && i < n; i++) {
    extend(table, &other, value[i]);
    etho_subset_table swap = *table;
    *table = other;
    other = swap;
  }
  free(other.sum);
  if (!both) etho_subset_table_free(table);
  return both;
}

void etho_subset_table_free(etho_subset_table *table) {
  free(table->sum);
  table->sum = table->square = NULL;
}
