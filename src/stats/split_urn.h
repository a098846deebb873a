/* stats/split_urn.h - random splits, a dozen values at a time.
 *
 * The values are cut into chunks of up to 12. For each chunk an alias table (Walker 1977; Vose 1991) says how
 * many of its values go to group 2, given how many are still wanted (hypergeometric), and a table of all its
 * subsets of that size gives their sum and sum of squares. So a split of 24 values takes two lookups instead
 * of a shuffle, and every split has the same probability. */
#ifndef ETHO_STATS_SPLIT_URN_H
#define ETHO_STATS_SPLIT_URN_H

#include "base/random.h"
#include "stats/subset_table.h"

enum { ETHO_CHUNK = 12, ETHO_SLOTS = 16 };

typedef struct etho_alias {
  uint64_t threshold[ETHO_SLOTS];
  uint8_t other[ETHO_SLOTS];
} etho_alias;

typedef struct etho_urn {
  etho_subset_table *chunk;
  size_t n_chunks, wanted;
  etho_alias *count; /* per chunk and number still wanted 0 .. wanted */
} etho_urn;

/* Subsets of m of n values. false when out of memory. */
bool etho_urn_make(etho_urn *urn, const double *value, size_t n, size_t m);
void etho_urn_free(etho_urn *urn);

/* Uniform in [0, n) from 32 random bits; draws again where the bits would favour some. */
static inline uint32_t etho_urn_below(etho_random *random, uint64_t bits, uint32_t n) {
  uint64_t product = bits * n;
  return (uint32_t)product < n ? etho_random_below(random, n) : (uint32_t)(product >> 32);
}

/* Sum and sum of squares of a random subset. */
static inline void etho_urn_draw(const etho_urn *urn, etho_random *random, double *sum, double *square) {
  size_t wanted = urn->wanted;
  uint64_t bits = 0;
  double s = 0, q = 0;
  for (size_t c = 0; c < urn->n_chunks; c++) {
    size_t here = wanted;
    if (c + 1 < urn->n_chunks) {
      const etho_alias *alias = &urn->count[c * (urn->wanted + 1) + wanted];
      uint64_t u = etho_random_next(random), slot = u >> 60;
      here = u << 4 < alias->threshold[slot] ? slot : alias->other[slot];
    }
    bits = c % 2 ? bits & UINT32_MAX : etho_random_next(random);
    const etho_subset_table *chunk = &urn->chunk[c];
    size_t first = chunk->first[here], among = chunk->first[here + 1] - first;
    size_t at = first + etho_urn_below(random, c % 2 ? bits : bits >> 32, (uint32_t)among);
    s += chunk->sum[at];
    q += chunk->square[at];
    wanted -= here;
  }
  *sum = s;
  *square = q;
}

#endif
