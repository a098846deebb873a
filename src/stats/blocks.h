/* stats/blocks.h - values of subjects under conditions as a complete matrix. Internal. */
#ifndef ETHO_STATS_BLOCKS_H
#define ETHO_STATS_BLOCKS_H

#include "base/arena.h"
#include "ethostat/stats.h"

typedef struct etho_blocks {
  double *value; /* n subjects x k conditions, row by row */
  int *subject;  /* n: which level of the subject factor */
  size_t n, k;
} etho_blocks;

/* Subjects that lack a value under any condition are left out and named in a note.
 * ETHO_ERR_DATA when a subject has two values under one condition. */
etho_status etho_blocks_make(const double *value, const etho_factor *subject, const etho_factor *condition,
                             size_t n, etho_arena *arena, etho_blocks *blocks, etho_rows *rows,
                             etho_error *error);

#endif
