/* stats/shuffle.h - Fisher-Yates with several indices from one random word. */
#ifndef ETHO_STATS_SHUFFLE_H
#define ETHO_STATS_SHUFFLE_H

#include <stddef.h>

#include "base/random.h"

/* How many indices below n one word gives: the more, the more often (n^k / 2^64) a word must be thrown away.
 */
static inline size_t etho_shuffle_batch(size_t n) {
  return n <= 64 ? 7 : n <= 512 ? 4 : n <= 1 << 15 ? 2 : 1;
}

/* Uniform index[i] in [0, n - i) for i < count, count <= etho_shuffle_batch(n), without bias
 * (Brackett-Rozinsky & Lemire 2024): each multiplication gives one index in its high half and leaves fresh
 * bits in its low half. */
static inline void etho_random_indices(etho_random *random, uint64_t n, size_t count, uint32_t *index) {
  __extension__ typedef unsigned __int128 wide;
  uint64_t ways = 1, threshold = 0;
  for (size_t i = 0; i < count; i++) ways *= n - i;
  for (;;) {
    uint64_t word = etho_random_next(random);
    for (size_t i = 0; i < count; i++) {
      wide product = (wide)word * (n - i);
      index[i] = (uint32_t)(product >> 64);
      word = (uint64_t)product;
    }
    if (word >= ways) return;
    if (threshold == 0) threshold = (UINT64_MAX - ways + 1) % ways;
    if (word >= threshold) return;
  }
}

/* Shuffle value[0 .. n) so far that its last `settled` places hold a random choice in random order. n < 2^32.
 */
static inline void etho_shuffle_tail(etho_random *random, double *value, size_t n, size_t settled) {
  size_t left = n;
  while (settled > 0) {
    uint32_t index[8];
    size_t batch = etho_shuffle_batch(left);
    if (batch > settled) batch = settled;
    etho_random_indices(random, left, batch, index);
    for (size_t i = 0; i < batch; i++) {
      double *last = &value[--left], *chosen = &value[index[i]], swap = *last;
      *last = *chosen;
      *chosen = swap;
    }
    settled -= batch;
  }
}

#endif
