#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/resample_blocks.h"
#include "stats/resample_range.h"
#include "stats/bootstrap_interval.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/standardized.h"
#include "stats/tuple_draw.h"

/* Two groups, each about its own mean: a 1e9 offset costs nothing, and sums of squares cancel little. */
typedef struct two_groups {
  etho_tuples tuples[2];
  double *value[2]; /* value - centre */
  double n[2], centre[2], sum[2], square[2];
  double j; /* Hedges' exact correction */
  uint64_t seed;
  size_t resamples;
  double *difference, *g;
} two_groups;

/* Sum of squares about the mean; 0 where only rounding is left of it. */
static inline double squares_about_mean(double n, double sum, double square) {
  double squares = square - sum * sum / n;
  return squares > 1e-13 * square ? squares : 0;
}

static inline double mean_difference(const two_groups *p, double n1, double sum1, double n2, double sum2) {
  return (p->centre[1] - p->centre[0]) + (sum2 / n2 - sum1 / n1);
}

static inline double hedges_g(double j, double difference, double squares, double df) {
  return squares > 0 ? j * difference / sqrt(squares / df) : (double)NAN;
}

static bool run_block(void *job, size_t block) {
  two_groups *p = job;
  etho_power_sums first[ETHO_BLOCK], second[ETHO_BLOCK];
  size_t count = etho_resample_share(p->resamples, block);
  etho_random random = etho_random_stream(p->seed, block);
  etho_tuples_draw(&p->tuples[0], &random, first, count);
  etho_tuples_draw(&p->tuples[1], &random, second, count);
  double *difference = p->difference + block * ETHO_BLOCK, *g = p->g + block * ETHO_BLOCK;
  double n1 = p->n[0], n2 = p->n[1], j = p->j, apart = p->centre[1] - p->centre[0];
  for (size_t b = 0; b < count; b++) {
    double squares = squares_about_mean(n1, first[b].sum, first[b].square) +
                     squares_about_mean(n2, second[b].sum, second[b].square);
    difference[b] = apart + (second[b].sum / n2 - first[b].sum / n1);
    g[b] = hedges_g(j, difference[b], squares, n1 + n2 - 2);
  }
  return true;
}

static bool prepare_group(two_groups *p, int k, const etho_sample *sample) {
  p->n[k] = (double)sample->n;
  p->value[k] = etho_sorted_copy(sample->value, sample->n); /* one order of the draws for any order of rows */
  if (!p->value[k]) return false;
  p->centre[k] = etho_moments_of(p->value[k], sample->n).mean;
  for (size_t i = 0; i < sample->n; i++) {
    double d = p->value[k][i] -= p->centre[k];
    p->sum[k] += d;
    p->square[k] += d * d;
  }
  return etho_tuples_make(&p->tuples[k], p->value[k], sample->n);
}

/* The statistics without each value in turn. */
static bool jackknife(const two_groups *p, etho_jackknife *of_difference, etho_jackknife *of_g) {
  for (int k = 0; k < 2; k++) {
    size_t n = (size_t)p->n[k];
    double *difference = malloc(2 * n * sizeof *difference), *g = difference + n;
    if (!difference) return false;
    double left[2] = {p->n[0] - (k == 0), p->n[1] - (k == 1)}, df = left[0] + left[1] - 2;
    for (size_t i = 0; i < n; i++) {
      double d = p->value[k][i], sum[2] = {p->sum[0], p->sum[1]}, square[2] = {p->square[0], p->square[1]};
      sum[k] -= d;
      square[k] -= d * d;
      difference[i] = mean_difference(p, left[0], sum[0], left[1], sum[1]);
      double squares =
          squares_about_mean(left[0], sum[0], square[0]) + squares_about_mean(left[1], sum[1], square[1]);
      g[i] = hedges_g(etho_hedges_correction(df), difference[i], squares, df);
    }
    etho_jackknife_add(of_difference, difference, n);
    etho_jackknife_add(of_g, g, n);
    free(difference);
  }
  return true;
}

static bool finish(two_groups *p, const etho_options *options, etho_bootstrap *of_difference,
                   etho_bootstrap *of_g, double *scratch) {
  etho_jackknife jack_difference = {.known = true}, jack_g = {.known = true};
  if (!jackknife(p, &jack_difference, &jack_g)) return false;
  double difference = mean_difference(p, p->n[0], p->sum[0], p->n[1], p->sum[1]);
  double squares = squares_about_mean(p->n[0], p->sum[0], p->square[0]) +
                   squares_about_mean(p->n[1], p->sum[1], p->square[1]);
  if (of_difference)
    etho_bootstrap_limits(of_difference, ETHO_BCA, difference, p->difference, p->resamples, &jack_difference,
                          NULL, 0, scratch, options);
  if (!of_g) return true;
  double *g = scratch + p->resamples; /* a copy: the caller's keeps its gaps */
  memcpy(g, p->g, p->resamples * sizeof *g);
  etho_bootstrap_limits(of_g, ETHO_BCA, hedges_g(p->j, difference, squares, p->n[0] + p->n[1] - 2), g,
                        p->resamples, &jack_g, NULL, 0, scratch, options);
  return true;
}

static void refuse(etho_bootstrap *result, const char *why) {
  double unknown = (double)NAN;
  *result = (etho_bootstrap){unknown, unknown, unknown, unknown, unknown, unknown, unknown, 0, false, why};
}

etho_status etho_bootstrap_two(const etho_sample *group1, const etho_sample *group2,
                               const etho_options *options, etho_bootstrap *of_difference,
                               etho_bootstrap *of_g, double *difference, double *g, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  size_t m = options->resamples;
  const char *why = etho_resample_refusal((const etho_sample[]){*group1, *group2}, 2);
  if (group1->n < 2 || group2->n < 2) why = "each group needs at least two values";
  if (m < 2) why = "at least two resamples are needed";
  if (why) {
    if (of_difference) refuse(of_difference, why);
    if (of_g) refuse(of_g, why);
    for (size_t i = 0; i < m; i++) {
      if (difference) difference[i] = (double)NAN;
      if (g) g[i] = (double)NAN;
    }
    return ETHO_OK;
  }
  double *space = malloc(4 * m * sizeof *space);
  two_groups p = {.seed = options->seed,
                  .resamples = m,
                  .j = etho_hedges_correction((double)(group1->n + group2->n) - 2)};
  p.difference = difference ? difference : space;
  p.g = g ? g : space + m;
  bool done = space && prepare_group(&p, 0, group1) && prepare_group(&p, 1, group2);
  double work = (double)m * (20 + (double)(group1->n + group2->n)); /* about a nanosecond a draw */
  done = done && etho_parallel(run_block, &p, etho_resample_blocks(m), options->threads, work) &&
         finish(&p, options, of_difference, of_g, space + 2 * m);
  for (int k = 0; k < 2; k++) {
    etho_tuples_free(&p.tuples[k]);
    free(p.value[k]);
  }
  free(space);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
