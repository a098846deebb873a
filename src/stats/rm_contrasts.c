#include "stats/rm_contrasts.h"

#include <math.h>

size_t etho_cell_count(const etho_rm_factor *factor, size_t n_factors) {
  size_t cells = 1;
  for (size_t f = 0; f < n_factors; f++) cells *= factor[f].levels;
  return cells;
}

/* Column j of the orthonormal Helmert contrasts at this level: j + 1 levels against the next. */
static double helmert(size_t level, size_t j) {
  double k = (double)j + 1;
  if (level > j + 1) return 0;
  return (level == j + 1 ? -k : 1) / sqrt(k * (k + 1));
}

etho_contrasts etho_contrasts_make(const etho_rm_factor *factor, size_t n_factors, unsigned mask,
                                   etho_arena *arena) {
  etho_contrasts out = {etho_cell_count(factor, n_factors), 1, NULL};
  for (size_t f = 0; f < n_factors; f++)
    if (mask & (1u << f)) out.n *= factor[f].levels - 1;
  out.c = ETHO_NEW(arena, double, out.cells *out.n + 1);
  for (size_t i = 0; out.c && i < out.cells; i++)
    for (size_t j = 0; j < out.n; j++) {
      double product = 1;
      size_t cell = i, column = j;
      for (size_t f = n_factors; f-- > 0;) {
        size_t levels = factor[f].levels, level = cell % levels;
        cell /= levels;
        if (mask & (1u << f)) {
          product *= helmert(level, column % (levels - 1));
          column /= levels - 1;
        } else {
          product /= sqrt((double)levels);
        }
      }
      out.c[i * out.n + j] = product;
    }
  return out;
}
