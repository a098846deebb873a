#include "stats/permutation_signs.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "stats/rank_distribution.h"
#include "stats/resample_blocks.h"
#include "stats/subset_sums.h"

enum { BYTE = 8, SUBSETS = 256, LISTED = 22 }; /* medians: 2^22 arrangements are listed */

/* The k-th value (from 0): the negative ones come first, largest magnitude first. */
static double kth(const double *magnitude, const unsigned char *positive, size_t n, size_t n_negative,
                  size_t k) {
  bool want_positive = k >= n_negative;
  size_t skip = want_positive ? k - n_negative : n_negative - 1 - k;
  for (size_t i = 0; i < n; i++)
    if (positive[i] == want_positive && skip-- == 0) return want_positive ? magnitude[i] : -magnitude[i];
  return 0;
}

double etho_signed_median(const double *magnitude, const unsigned char *positive, size_t n) {
  size_t n_negative = 0;
  for (size_t i = 0; i < n; i++) n_negative += !positive[i];
  double high = kth(magnitude, positive, n, n_negative, n / 2);
  return n % 2 ? high : (kth(magnitude, positive, n, n_negative, n / 2 - 1) + high) / 2;
}

static double positive_sum(const etho_sign_problem *p) {
  double sum = 0;
  for (size_t i = 0; i < p->n; i++) sum += p->positive[i] ? p->magnitude[i] : 0;
  return sum;
}

static double total_of(const etho_sign_problem *p) {
  double sum = 0;
  for (size_t i = 0; i < p->n; i++) sum += p->magnitude[i];
  return sum;
}

static double grid_cost(const etho_sign_problem *p) {
  return p->grid ? etho_sign_cost(p->grid, p->n) : (double)INFINITY;
}

bool etho_signs_exact_fits(const etho_sign_problem *p, bool asked) {
  if (p->median) return p->n <= (asked ? 32 : LISTED);
  return p->n <= (asked ? 46 : 42) || grid_cost(p) <= (asked ? 2e10 : 5e8);
}

static bool by_grid(const etho_sign_problem *p, etho_extreme *result) {
  etho_counts counts;
  if (!etho_sign_counts(p->grid, p->n, &counts)) return false;
  int64_t observed = 0;
  for (size_t i = 0; i < p->n; i++) observed += p->positive[i] ? p->grid[i] : 0;
  etho_tails t = etho_counts_tails(&counts, observed);
  bool less = p->alternative == ETHO_LESS, greater = p->alternative == ETHO_GREATER;
  result->total = counts.total;
  result->extreme = counts.total * (less ? t.lower : greater ? t.upper : t.two_sided);
  result->least = counts.total * (less ? t.least_lower : greater ? t.least_upper : t.least_two_sided);
  etho_counts_free(&counts);
  return true;
}

static double count_sums(const etho_sums half[2], etho_limits limits, double total) {
  if (etho_limits_meet(limits)) return total;
  double count = 0;
  if (!isinf(limits.high)) count += etho_sums_from(&half[0], &half[1], 0, limits.high);
  if (!isinf(limits.low)) count += etho_sums_up_to(&half[0], &half[1], 0, limits.low);
  return count;
}

static bool by_halves(const etho_sign_problem *p, etho_extreme *result) {
  etho_sums half[2] = {0};
  size_t first = p->n / 2;
  bool done = etho_sums_together(&half[0], p->magnitude, first) &&
              etho_sums_together(&half[1], p->magnitude + first, p->n - first);
  if (done) {
    double total = total_of(p), hardest = etho_hardest(0, total, total / 2, p->alternative);
    etho_limits observed = etho_limits_of(positive_sum(p), p->slack, total / 2, p->alternative);
    result->total = ldexp(1, (int)p->n);
    result->extreme = count_sums(half, observed, result->total);
    result->least =
        count_sums(half, etho_limits_of(hardest, p->slack, total / 2, p->alternative), result->total);
  }
  etho_sums_free(&half[0]);
  etho_sums_free(&half[1]);
  return done;
}

static bool all_medians(const etho_sign_problem *p, etho_extreme *result) {
  unsigned char *positive = calloc(p->n + 1, 1);
  if (!positive) return false;
  double observed = etho_signed_median(p->magnitude, p->positive, p->n);
  memset(positive, 1, p->n);
  double most = etho_signed_median(p->magnitude, positive, p->n);
  memset(positive, 0, p->n);
  etho_limits seen = etho_limits_of(observed, p->slack, 0, p->alternative);
  double hardest = etho_hardest(-most, most, 0, p->alternative);
  etho_limits ends = etho_limits_of(hardest, p->slack, 0, p->alternative);
  result->total = ldexp(1, (int)p->n);
  for (uint64_t mask = 0; mask < UINT64_C(1) << p->n; mask++) {
    for (size_t i = 0; i < p->n; i++) positive[i] = mask >> i & 1;
    double median = etho_signed_median(p->magnitude, positive, p->n);
    result->extreme += etho_is_extreme(seen, median);
    result->least += etho_is_extreme(ends, median);
  }
  free(positive);
  return true;
}

bool etho_signs_exact(const etho_sign_problem *p, etho_extreme *result) {
  *result = (etho_extreme){.exact = true};
  if (p->median) return all_medians(p, result);
  bool halves = p->n <= 46 && ldexp(1, (int)(p->n + 1) / 2) * 4 < grid_cost(p);
  return halves ? by_halves(p, result) : by_grid(p, result);
}

typedef struct job {
  const etho_sign_problem *problem;
  etho_limits limits;
  double *sum; /* per eight magnitudes, the sum of every subset */
  uint64_t seed;
  size_t resamples;
  double *count; /* per block */
} job;

static bool sum_block(void *argument, size_t block) {
  job *j = argument;
  etho_random random = etho_random_stream(j->seed, block);
  size_t chunks = (j->problem->n + BYTE - 1) / BYTE, count = 0,
         todo = etho_resample_share(j->resamples, block);
  for (size_t r = 0; r < todo; r++) {
    double sum = 0;
    uint64_t bits = 0;
    for (size_t c = 0; c < chunks; c++, bits >>= BYTE) {
      if (c % BYTE == 0) bits = etho_random_next(&random);
      sum += j->sum[c * SUBSETS + bits % SUBSETS];
    }
    count += etho_is_extreme(j->limits, sum);
  }
  j->count[block] = (double)count;
  return true;
}

static bool median_block(void *argument, size_t block) {
  job *j = argument;
  const etho_sign_problem *p = j->problem;
  etho_random random = etho_random_stream(j->seed, block);
  size_t count = 0, todo = etho_resample_share(j->resamples, block);
  unsigned char *positive = malloc(p->n + 1);
  for (size_t r = 0; positive && r < todo; r++) {
    for (size_t i = 0; i < p->n; i++) positive[i] = (unsigned char)(etho_random_next(&random) >> 63);
    count += etho_is_extreme(j->limits, etho_signed_median(p->magnitude, positive, p->n));
  }
  j->count[block] = (double)count;
  bool done = positive;
  free(positive);
  return done;
}

static void fill_sums(const etho_sign_problem *p, double *sum) {
  for (size_t c = 0; c * BYTE < p->n; c++)
    for (size_t mask = 0; mask < SUBSETS; mask++) {
      double total = 0;
      for (size_t i = 0; i < BYTE && c * BYTE + i < p->n; i++)
        total += mask >> i & 1 ? p->magnitude[c * BYTE + i] : 0;
      sum[c * SUBSETS + mask] = total;
    }
}

bool etho_signs_random(const etho_sign_problem *p, const etho_options *options, etho_extreme *result) {
  size_t blocks = etho_resample_blocks(options->resamples), chunks = (p->n + BYTE - 1) / BYTE;
  job j = {.problem = p, .seed = options->seed, .resamples = options->resamples};
  double score = p->median ? etho_signed_median(p->magnitude, p->positive, p->n) : positive_sum(p);
  j.limits = etho_limits_of(score, p->slack, p->median ? 0 : total_of(p) / 2, p->alternative);
  j.count = calloc(blocks + 1, sizeof *j.count);
  j.sum = malloc((chunks * SUBSETS + 1) * sizeof *j.sum);
  bool done = j.count && j.sum;
  if (done) {
    fill_sums(p, j.sum);
    double work = (double)options->resamples * (p->median ? 5 * (double)p->n : 3 + (double)chunks);
    done = etho_parallel(p->median ? median_block : sum_block, &j, blocks, options->threads, work);
  }
  *result = (etho_extreme){.total = (double)options->resamples};
  for (size_t b = 0; done && b < blocks; b++) result->extreme += j.count[b];
  free(j.sum);
  free(j.count);
  return done;
}
