#include "stats/tuple_draw.h"

#include <stdlib.h>

enum { MOST_TUPLES = 2048 }; /* 32 KB */

bool etho_tuples_make(etho_tuples *t, const double *value, size_t n) {
  *t = (etho_tuples){.n = (uint32_t)n, .size = (uint32_t)n};
  size_t k = 1, size = n;
  while (n > 1 && size * n <= MOST_TUPLES && k < n) size *= n, k++;
  t->size = (uint32_t)size;
  t->tuple = malloc(size * sizeof *t->tuple);
  t->single = malloc(n * sizeof *t->single);
  if (!t->tuple || !t->single) {
    etho_tuples_free(t);
    return false;
  }
  for (size_t i = 0; i < n; i++)
    t->single[i] = t->tuple[i] = (etho_power_sums){value[i], value[i] * value[i]};
  for (size_t made = n; made < size; made *= n) /* every tuple, backwards, becomes n longer ones */
    for (size_t j = made; j-- > 0;)
      for (size_t i = n; i-- > 0;)
        t->tuple[j * n + i] =
            (etho_power_sums){t->tuple[j].sum + t->single[i].sum, t->tuple[j].square + t->single[i].square};
  t->whole = n / k, t->rest = n % k;
  t->reject = (uint32_t)(-t->size) % t->size;
  return true;
}

void etho_tuples_free(etho_tuples *t) {
  free(t->tuple);
  free(t->single);
  t->tuple = t->single = NULL;
}

static inline void add(etho_power_sums *total, etho_power_sums one) {
  total->sum += one.sum;
  total->square += one.square;
}

/* A tuple from 32 random bits, drawn anew in the rare case that would favour some tuples (Lemire 2019). */
static inline etho_power_sums tuple_from(const etho_tuples *t, etho_random *random, uint64_t bits) {
  uint64_t product = bits * t->size;
  if ((uint32_t)product < t->reject) return t->tuple[etho_random_below(random, t->size)];
  return t->tuple[product >> 32];
}

void etho_tuples_draw(const etho_tuples *t, etho_random *random, etho_power_sums *out, size_t count) {
  etho_random r = *random;
  for (size_t b = 0; b < count; b++) {
    etho_power_sums total = {0, 0};
    size_t i = 0;
    for (; i + 2 <= t->whole; i += 2) {
      uint64_t bits = etho_random_next(&r);
      add(&total, tuple_from(t, &r, bits >> 32));
      add(&total, tuple_from(t, &r, bits & UINT32_MAX));
    }
    if (i < t->whole) add(&total, t->tuple[etho_random_below(&r, t->size)]);
    for (i = 0; i < t->rest; i++) add(&total, t->single[etho_random_below(&r, t->n)]);
    out[b] = total;
  }
  *random = r;
}
