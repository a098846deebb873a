/* stats/resample_blocks.h - random work in blocks of a fixed size, on any number of threads.
 *
 * Block b of a job draws from stream (seed, b) of base/random.h and writes to its own place, so the result is
 * the same to the last bit however many threads take the blocks. */
#ifndef ETHO_STATS_RESAMPLE_BLOCKS_H
#define ETHO_STATS_RESAMPLE_BLOCKS_H

#include "base/parallel.h"

enum { ETHO_BLOCK = 1024 }; /* resamples in a block: part of what a seed means, so it never changes */

/* Blocks that cover so many resamples, and how many of them fall into one block. */
static inline size_t etho_resample_blocks(size_t resamples) {
  return (resamples + ETHO_BLOCK - 1) / ETHO_BLOCK;
}
static inline size_t etho_resample_share(size_t resamples, size_t block) {
  size_t left = resamples - block * ETHO_BLOCK;
  return left < ETHO_BLOCK ? left : ETHO_BLOCK;
}

#endif
