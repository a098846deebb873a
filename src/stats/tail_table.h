/* stats/tail_table.h - a costly tail P(W > w), computed once where it is needed and interpolated from then
 * on. Internal.
 *
 * Between 0 and ETHO_TAIL_END the tail times exp(decay w^2), which neither grows nor falls much, is a
 * Chebyshev polynomial on panels of width 2; a panel is computed when it is first asked for. Relative error
 * below 1e-12 for the functions of this library (1e-11 for the range of 1000 means). */
#ifndef ETHO_STATS_TAIL_TABLE_H
#define ETHO_STATS_TAIL_TABLE_H

#include <stdbool.h>

enum { ETHO_TAIL_END = 56, ETHO_TAIL_PANELS = ETHO_TAIL_END / 2, ETHO_TAIL_NODES = 26 };

typedef double etho_tail_fn(double w, const void *context);

typedef struct etho_tail_table {
  etho_tail_fn *tail;
  const void *context;
  double decay; /* the tail falls like exp(-decay w^2) */
  bool known[ETHO_TAIL_PANELS];
  double coefficient[ETHO_TAIL_PANELS][ETHO_TAIL_NODES];
} etho_tail_table;

void etho_tail_table_init(etho_tail_table *table, etho_tail_fn *tail, const void *context, double decay);
/* The tail itself where w <= 0, 0 beyond the end. */
double etho_tail_table_at(etho_tail_table *table, double w);

#endif
