/* stats/tuple_draw.h - sums of n values drawn n times with replacement, several draws at a time.
 *
 * A table holds the sum and the sum of squares of every k-tuple of values (n^k of them, k such that they stay
 * in the first-level cache); a uniform tuple is k independent uniform draws, so n draws cost n / k lookups.
 */
#ifndef ETHO_STATS_TUPLE_DRAW_H
#define ETHO_STATS_TUPLE_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"

typedef struct etho_power_sums {
  double sum, square;
} etho_power_sums;

typedef struct etho_tuples {
  etho_power_sums *tuple;  /* size entries */
  etho_power_sums *single; /* n entries */
  uint32_t n, size;
  size_t whole, rest; /* n draws = whole tuples + rest singles */
  uint32_t reject;    /* 2^32 mod size: products below it would be biased */
} etho_tuples;

/* n values, 1 <= n < 2^31, best near 0. false when out of memory. */
bool etho_tuples_make(etho_tuples *tuples, const double *value, size_t n);
void etho_tuples_free(etho_tuples *tuples);

/* Draw `count` resamples of n values each. */
void etho_tuples_draw(const etho_tuples *tuples, etho_random *random, etho_power_sums *out, size_t count);

#endif
