#include "stats/split_urn.h"

#include <math.h>
#include <stdlib.h>

enum {
  FEWER = 8
}; /* values in a chunk when there are many chunks: the tables stay in the first-level cache */

/* Vose's method: every slot holds its own outcome below the threshold and one other above it. */
static void make_alias(etho_alias *alias, double *share) {
  size_t small[ETHO_SLOTS], large[ETHO_SLOTS], n_small = 0, n_large = 0;
  for (size_t i = 0; i < ETHO_SLOTS; i++) {
    share[i] *= ETHO_SLOTS;
    if (share[i] < 1)
      small[n_small++] = i;
    else
      large[n_large++] = i;
    alias->threshold[i] = UINT64_MAX;
    alias->other[i] = (uint8_t)i;
  }
  while (n_small && n_large) {
    size_t less = small[--n_small], more = large[n_large - 1];
    alias->threshold[less] = (uint64_t)(share[less] * 0x1p64);
    alias->other[less] = (uint8_t)more;
    share[more] -= 1 - share[less];
    if (share[more] < 1) {
      n_large--;
      small[n_small++] = more;
    }
  }
}

/* How many of `inside` marked values are among `wanted` drawn from inside + outside: hypergeometric. */
static void hypergeometric(double inside, double outside, double wanted, double *share) {
  double low = fmax(0, wanted - outside), high = fmin(inside, wanted), term = 1, total = 0;
  for (size_t i = 0; i < ETHO_SLOTS; i++) share[i] = 0;
  for (double j = low; j <= high; j++) {
    share[(size_t)j] = term;
    total += term;
    term *= (inside - j) * (wanted - j) / ((j + 1) * (outside - wanted + j + 1));
  }
  for (size_t i = 0; i < ETHO_SLOTS; i++) share[i] /= total;
}

static void make_counts(etho_urn *urn, size_t n) {
  size_t left = n;
  for (size_t c = 0; c < urn->n_chunks; c++) {
    size_t inside = urn->chunk[c].n, outside = left - inside;
    for (size_t wanted = 0; wanted <= urn->wanted && wanted <= left; wanted++) {
      double share[ETHO_SLOTS];
      hypergeometric((double)inside, (double)outside, (double)wanted, share);
      make_alias(&urn->count[c * (urn->wanted + 1) + wanted], share);
    }
    left = outside;
  }
}

bool etho_urn_make(etho_urn *urn, const double *value, size_t n, size_t m) {
  size_t most = n <= 4 * ETHO_CHUNK ? ETHO_CHUNK : FEWER, chunks = (n + most - 1) / most, at = 0;
  *urn = (etho_urn){.n_chunks = chunks, .wanted = m};
  urn->chunk = calloc(chunks, sizeof *urn->chunk);
  urn->count = malloc(chunks * (m + 1) * sizeof *urn->count);
  bool done = urn->chunk && urn->count;
  for (size_t c = 0; done && c < chunks; c++) { /* of nearly equal size */
    size_t size = (n - at) / (chunks - c);
    done = etho_subset_table_make(&urn->chunk[c], value + at, size);
    at += size;
  }
  if (done)
    make_counts(urn, n);
  else
    etho_urn_free(urn);
  return done;
}

void etho_urn_free(etho_urn *urn) {
  for (size_t c = 0; urn->chunk && c < urn->n_chunks; c++) etho_subset_table_free(&urn->chunk[c]);
  free(urn->chunk);
  free(urn->count);
  *urn = (etho_urn){0};
}
