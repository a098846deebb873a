/* base/random.h - xoshiro256++ (Blackman & Vigna 2021), seeded per stream so that work can be split.
 *
 * Work is cut into blocks of a fixed size, whatever the number of threads; block b of a job with seed s uses the
 * stream (s, b). So the result is the same to the last bit on any number of threads or shards.
 * Inlined, because GSL's generators behind a function pointer are 7-12 times slower. */
#ifndef ETHO_BASE_RANDOM_H
#define ETHO_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct etho_random { uint64_t s[4]; } etho_random;

/* SplitMix64 (Steele, Lea & Flood 2014), which xoshiro's authors recommend for seeding. */
static inline uint64_t etho_splitmix64(uint64_t *state) {
  uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/* Stream number `stream` of seed `seed`. */
static inline etho_random etho_random_stream(uint64_t seed, uint64_t stream) {
  uint64_t state = stream;
  state = seed ^ etho_splitmix64(&state);
  etho_random r;
  for (int i = 0; i < 4; i++) r.s[i] = etho_splitmix64(&state);
  return r;
}

static inline uint64_t etho_random_next(etho_random *r) {
  uint64_t sum = r->s[0] + r->s[3];
  uint64_t result = ((sum << 23) | (sum >> 41)) + r->s[0];
  uint64_t t = r->s[1] << 17;
  r->s[2] ^= r->s[0];
  r->s[3] ^= r->s[1];
  r->s[1] ^= r->s[2];
  r->s[0] ^= r->s[3];
  r->s[2] ^= t;
  r->s[3] = (r->s[3] << 45) | (r->s[3] >> 19);
  return result;
}

/* Uniform integer in [0, n), n < 2^32, by Lemire's multiplication (2019) with rejection: no bias. */
static inline uint32_t etho_random_below(etho_random *r, uint32_t n) {
  uint64_t m = (etho_random_next(r) >> 32) * n;
  if ((uint32_t)m < n) {
    uint32_t threshold = (uint32_t)(-n) % n;
    while ((uint32_t)m < threshold) m = (etho_random_next(r) >> 32) * n;
  }
  return (uint32_t)(m >> 32);
}

/* Uniform in [0, 1) with 53 bits. */
static inline double etho_random_unit(etho_random *r) {
  return (double)(etho_random_next(r) >> 11) * 0x1p-53;
}

#endif
