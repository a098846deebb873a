/* Random splits. */
#include <stdlib.h>
#include <string.h>

#include "stats/permutation_split.h"
#include "stats/resample_blocks.h"
#include "stats/split_urn.h"

enum {
  URN_LIMIT = 2000
}; /* values: beyond it the urn's tables outgrow the caches, and a shuffle is as good */

typedef struct job {
  const etho_split_problem *problem;
  etho_urn urn;
  etho_limits limits;
  uint64_t seed;
  size_t resamples;
  double *count; /* per block */
} job;

static bool mean_block(void *argument, size_t block) {
  job *j = argument;
  etho_random random = etho_random_stream(j->seed, block);
  size_t count = 0, todo = etho_resample_share(j->resamples, block);
  for (size_t i = 0; i < todo; i++) {
    double sum, square;
    etho_urn_draw(&j->urn, &random, &sum, &square);
    count += etho_is_extreme(j->limits, sum);
  }
  j->count[block] = (double)count;
  return true;
}

static bool t_block(void *argument, size_t block) {
  job *j = argument;
  etho_random random = etho_random_stream(j->seed, block);
  size_t count = 0, todo = etho_resample_share(j->resamples, block);
  for (size_t i = 0; i < todo; i++) {
    double sum, square, top, bottom;
    etho_urn_draw(&j->urn, &random, &sum, &square);
    etho_split_t(j->problem, sum, square, &top, &bottom);
    count += etho_is_extreme(j->limits, top == 0 ? 0 : top / bottom);
  }
  j->count[block] = (double)count;
  return true;
}

/* Group 2 = the first n2 of a partial Fisher-Yates shuffle. */
static double shuffled_score(const etho_split_problem *p, etho_random *random, size_t *order,
                             unsigned char *flag) {
  double sum = 0, square = 0;
  for (size_t i = 0; i < p->n2; i++) {
    size_t k = i + etho_random_below(random, (uint32_t)(p->n - i)), chosen = order[k];
    order[k] = order[i];
    order[i] = chosen;
    sum += p->value[chosen];
    square += p->value[chosen] * p->value[chosen];
  }
  if (p->statistic == ETHO_SPLIT_MEAN) return sum;
  if (p->statistic == ETHO_SPLIT_T) {
    double top, bottom;
    etho_split_t(p, sum, square, &top, &bottom);
    return top == 0 ? 0 : top / bottom;
  }
  memset(flag, 0, p->n);
  for (size_t i = 0; i < p->n2; i++) flag[order[i]] = 1;
  return etho_split_medians(p, flag);
}

static bool shuffle_block(void *argument, size_t block) {
  job *j = argument;
  const etho_split_problem *p = j->problem;
  size_t *order = malloc(p->n * sizeof *order), count = 0, todo = etho_resample_share(j->resamples, block);
  unsigned char *flag = malloc(p->n);
  bool done = order && flag;
  etho_random random = etho_random_stream(j->seed, block);
  for (size_t i = 0; done && i < p->n; i++) order[i] = i;
  for (size_t i = 0; done && i < todo; i++)
    count += etho_is_extreme(j->limits, shuffled_score(p, &random, order, flag));
  j->count[block] = (double)count;
  free(order);
  free(flag);
  return done;
}

static etho_limits limits_of(const etho_split_problem *p) {
  double score = p->observed, margin = p->slack, centre = 0;
  if (p->statistic == ETHO_SPLIT_MEAN) {
    score = p->sum2;
    centre = (double)p->n2 * p->total / (double)p->n;
  } else if (p->statistic == ETHO_SPLIT_T) {
    score = p->observed * fabs(p->observed);
    margin = p->t_slack;
  }
  return etho_limits_of(score, margin, centre, p->alternative);
}

bool etho_split_random(const etho_split_problem *p, const etho_options *options, etho_extreme *result) {
  size_t blocks = etho_resample_blocks(options->resamples);
  job j = {.problem = p, .limits = limits_of(p), .seed = options->seed, .resamples = options->resamples};
  bool shuffle = p->statistic == ETHO_SPLIT_MEDIAN || p->n > URN_LIMIT;
  j.count = calloc(blocks + 1, sizeof *j.count);
  bool done = j.count && (shuffle || etho_urn_make(&j.urn, p->value, p->n, p->n2));
  double work = (double)options->resamples * (shuffle ? 5 * (double)p->n : 5 + (double)p->n / 3);
  etho_task_fn *run = shuffle ? shuffle_block : p->statistic == ETHO_SPLIT_T ? t_block : mean_block;
  done = done && etho_parallel(run, &j, blocks, options->threads, work);
  *result = (etho_extreme){.total = (double)options->resamples};
  for (size_t b = 0; done && b < blocks; b++) result->extreme += j.count[b];
  etho_urn_free(&j.urn);
  free(j.count);
  return done;
}
