/* stats/contingency.h - tables of counts from the columns of an input. Internal. */
#ifndef ETHO_STATS_CONTINGENCY_H
#define ETHO_STATS_CONTINGENCY_H

#include "base/arena.h"
#include "ethostat/stats.h"

/* by x category (rows of the input counted, or their weights summed), or by x {failure, success} from count
 * and total. Rows with a missing part are dropped and noted; the order of rows and columns is that of the
 * levels. */
etho_status etho_contingency_make(const etho_input *input, etho_arena *arena, etho_contingency *table,
                                  etho_rows *rows, etho_error *error);

/* A copy without empty rows and columns. NULL count: out of memory. */
etho_contingency etho_contingency_compact(const etho_contingency *table, etho_arena *arena);

/* Rows a and b only. */
etho_contingency etho_contingency_pair(const etho_contingency *table, size_t a, size_t b, etho_arena *arena);

/* Successes of trials for each level of `by` (one nameless group without): from count and total, from a 0/1
 * value column, or from a category of two levels, the last of which is the success. */
etho_status etho_proportions_make(const etho_input *input, etho_arena *arena, etho_proportion **group,
                                  size_t *n, etho_rows *rows, etho_error *error);

/* Sums; any of row, column may be NULL. Returns the grand total. */
double etho_contingency_margins(const etho_contingency *table, double *row, double *column);

#endif
