/* stats/resample_blocks.h - random work in blocks of a fixed size, on any number of threads.
 *
 * Block b of a job draws from stream (seed, b) of base/random.h and writes to its own place, so the result is
 * the same to the last bit however many threads take the blocks. */
#ifndef ETHO_STATS_RESAMPLE_BLOCKS_H
#define ETHO_STATS_RESAMPLE_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

enum { ETHO_BLOCK = 1024 }; /* resamples in a block: part of what a seed means, so it never changes */

/* One block; false when out of memory. Called from several threads at once. */
typedef bool etho_resample_fn(void *job, size_t block);

/* Run blocks 0 .. n_blocks - 1. threads as in etho_options (0: all processors). work is the whole job's
 * expected time in nanoseconds: small jobs stay on the calling thread, whatever threads says. false when any
 * block ran out of memory. */
bool etho_resample_run(etho_resample_fn *run, void *job, size_t n_blocks, int threads, double work);

/* Blocks that cover so many resamples, and how many of them fall into one block. */
static inline size_t etho_resample_blocks(size_t resamples) {
  return (resamples + ETHO_BLOCK - 1) / ETHO_BLOCK;
}
static inline size_t etho_resample_share(size_t resamples, size_t block) {
  size_t left = resamples - block * ETHO_BLOCK;
  return left < ETHO_BLOCK ? left : ETHO_BLOCK;
}

#endif
