/* stats/rm_contrasts.h - orthonormal contrasts of the cells of a crossed design. Internal. */
#ifndef ETHO_STATS_RM_CONTRASTS_H
#define ETHO_STATS_RM_CONTRASTS_H

#include "base/arena.h"
#include "ethostat/stats/repeated.h"

typedef struct etho_contrasts {
  size_t cells, n; /* n columns */
  double *c;       /* cells x n, row by row; columns orthonormal */
} etho_contrasts;

/* Number of cells of the crossing (1 for no factors). */
size_t etho_cell_count(const etho_rm_factor *factor, size_t n_factors);

/* The contrasts of the term that holds the factors whose bits are set in mask (Helmert within a factor of the
 * term, the average over the others), the last factor changing fastest. c is NULL when out of memory. */
etho_contrasts etho_contrasts_make(const etho_rm_factor *factor, size_t n_factors, unsigned mask,
                                   etho_arena *arena);

#endif
