#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ethostat/stats/resample.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/rank_result.h"
#include "stats/resample_blocks.h"
#include "stats/resample_range.h"
#include "stats/shuffle.h"

typedef struct pair {
  size_t a, b;  /* groups, as they are used */
  double score; /* t |t|, or |t t| when two-sided, or its negative for less */
  double t, margin;
} pair;

typedef struct family {
  const double *value; /* all groups that are used, one after the other, about the common mean */
  size_t n, n_groups, n_pairs;
  size_t *start; /* of each group in value, and the end */
  pair *pair;    /* hardest first */
  etho_alternative alternative;
  uint64_t seed;
  size_t resamples;
  double *count; /* per block: n_pairs raw counts, then n_pairs step-down counts */
} family;

typedef struct group_state {
  double n, mean, variance; /* of the mean */
} group_state;

static inline void measure(const family *f, const double *value, group_state *state) {
  for (size_t g = 0; g < f->n_groups; g++) {
    double n = (double)(f->start[g + 1] - f->start[g]), sum = 0, square = 0;
    for (size_t i = f->start[g]; i < f->start[g + 1]; i++) sum += value[i], square += value[i] * value[i];
    double squares = square - sum * sum / n;
    state[g] = (group_state){n, sum / n, squares > 0 ? squares / (n * (n - 1)) : 0};
  }
}

static inline double signed_score(const group_state *a, const group_state *b, etho_alternative alternative) {
  double difference = b->mean - a->mean, top = difference * difference, bottom = a->variance + b->variance;
  double score = top == 0 ? 0 : top / bottom;
  if (alternative == ETHO_TWO_SIDED) return score;
  return (difference < 0) == (alternative == ETHO_LESS) ? score : -score;
}

/* Counts over one block. Every block starts from the values as given, so it does not depend on the blocks
 * before. */
static bool run_block(void *job, size_t block) {
  family *f = job;
  double *value = malloc(f->n * sizeof *value);
  uint32_t *count =
      calloc(2 * f->n_pairs, sizeof *count); /* its own: blocks side by side would share cache lines */
  group_state *state = malloc(f->n_groups * sizeof *state);
  bool done = value && state && count;
  if (done) memcpy(value, f->value, f->n * sizeof *value);
  etho_random random = etho_random_stream(f->seed, block);
  size_t todo = etho_resample_share(f->resamples, block);
  for (size_t r = 0; done && r < todo; r++) {
    etho_shuffle_tail(&random, value, f->n, f->n - f->start[1]);
    measure(f, value, state);
    double greatest = -(double)INFINITY;
    for (size_t k = f->n_pairs; k-- > 0;) { /* successive maxima, from the easiest pair */
      const pair *p = &f->pair[k];
      double score = signed_score(&state[p->a], &state[p->b], f->alternative);
      greatest = score > greatest ? score : greatest;
      count[k] += score >= p->score - p->margin;
      count[f->n_pairs + k] += greatest >= p->score - p->margin;
    }
  }
  for (size_t k = 0; done && k < 2 * f->n_pairs; k++) f->count[block * 2 * f->n_pairs + k] = count[k];
  free(value);
  free(state);
  free(count);
  return done;
}

static int hardest_first(const void *a, const void *b) {
  const pair *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

/* Groups of two values and more, sorted within, about their common mean. used[g]: the group's place, or -1.
 */
static bool gather(const etho_sample *group, size_t n_groups, family *f, int *used, etho_arena *arena) {
  size_t n = 0;
  for (size_t g = 0; g < n_groups; g++) n += group[g].n;
  double *value = ETHO_NEW(arena, double, n + 1);
  f->start = ETHO_NEW(arena, size_t, n_groups + 2);
  if (!value || !f->start) return false;
  for (size_t g = 0; g < n_groups; g++) {
    used[g] = -1;
    if (group[g].n < 2) continue;
    used[g] = (int)f->n_groups++;
    memcpy(value + f->n, group[g].value, group[g].n * sizeof *value);
    etho_sort(value + f->n, group[g].n);
    f->n += group[g].n;
    f->start[f->n_groups] = f->n;
  }
  double centre = etho_moments_of(value, f->n).mean;
  for (size_t i = 0; i < f->n; i++) value[i] -= centre;
  f->value = value;
  return true;
}

static bool add_pair(family *f, const etho_sample *group, size_t a, size_t b, const int *used,
                     const group_state *state) {
  etho_moments m1 = etho_moments_of(group[a].value, group[a].n),
               m2 = etho_moments_of(group[b].value, group[b].n);
  if (used[a] < 0 || used[b] < 0 || (m1.constant && m2.constant)) return false;
  pair p = {.a = (size_t)used[a], .b = (size_t)used[b]};
  p.t = (m2.mean - m1.mean) / sqrt(m1.sem * m1.sem + m2.sem * m2.sem);
  p.score = signed_score(&state[p.a], &state[p.b], f->alternative);
  p.margin = 1e-10 * fabs(p.score);
  f->pair[f->n_pairs++] = p;
  return true;
}

static bool find_pairs(family *f, const etho_sample *group, size_t n_groups, bool control, const int *used,
                       etho_arena *arena) {
  f->pair = ETHO_NEW(arena, pair, n_groups * n_groups + 1);
  group_state *state = ETHO_NEW(arena, group_state, f->n_groups + 1);
  if (!f->pair || !state) return false;
  measure(f, f->value, state);
  for (size_t a = 0; a < (control ? 1 : n_groups); a++)
    for (size_t b = a + 1; b < n_groups; b++) add_pair(f, group, a, b, used, state);
  qsort(f->pair, f->n_pairs, sizeof *f->pair, hardest_first);
  return true;
}

/* raw and adjusted p of every pair, in the order of f->pair. */
static bool count_all(family *f, const etho_options *options, double *raw, double *adjusted) {
  size_t blocks = etho_resample_blocks(f->resamples), k = f->n_pairs;
  f->count = calloc(blocks * 2 * k + 1, sizeof *f->count);
  double work = (double)f->resamples * (2 * (double)f->n + 5 * (double)k);
  bool done = f->count && etho_parallel(run_block, f, blocks, options->threads, work);
  double floor_p = 0, all = (double)f->resamples + 1;
  for (size_t i = 0; done && i < k; i++) {
    double own = 1, maxima = 1;
    for (size_t b = 0; b < blocks; b++) own += f->count[b * 2 * k + i], maxima += f->count[b * 2 * k + k + i];
    raw[i] = own / all;
    floor_p = adjusted[i] = fmax(floor_p, maxima / all); /* no pair below one that was harder to reach */
  }
  free(f->count);
  return done;
}

static void write_pair(const family *f, size_t place, double raw, double adjusted,
                       const etho_options *options, etho_row *row) {
  static const char *const sides[] = {"two-sided", "less", "greater"};
  etho_row_number(row, "statistic", f->pair[place].t);
  etho_row_text(row, "statistic_name", "t");
  etho_row_number(row, "p_value", raw);
  etho_row_number(row, "p_adjusted", adjusted);
  etho_row_text(row, "adjust", "maxt");
  etho_row_number(row, "permutations", (double)f->resamples);
  etho_row_number(row, "p_std_error", sqrt(adjusted * (1 - adjusted) / (double)f->resamples));
  etho_row_number(row, "seed", (double)options->seed);
  etho_row_text(row, "alternative", sides[options->alternative]);
  etho_rank_write_attainable(row, 1 / ((double)f->resamples + 1), options);
}

static void write_rows(const family *f, const etho_sample *group, size_t n_groups, const int *used,
                       const double *raw, const double *adjusted, const etho_options *options,
                       etho_rows *rows) {
  for (size_t a = 0; a < (options->control ? 1 : n_groups); a++)
    for (size_t b = a + 1; b < n_groups; b++) {
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "group1", group[a].label);
      etho_row_text(row, "group2", group[b].label);
      etho_row_number(row, "n1", (double)group[a].n);
      etho_row_number(row, "n2", (double)group[b].n);
      double unknown = (double)NAN;
      etho_row_number(row, "estimate",
                      group[a].n && group[b].n ? etho_moments_of(group[b].value, group[b].n).mean -
                                                     etho_moments_of(group[a].value, group[a].n).mean
                                               : unknown);
      size_t k = 0;
      while (k < f->n_pairs && !((int)f->pair[k].a == used[a] && (int)f->pair[k].b == used[b])) k++;
      if (k < f->n_pairs) {
        write_pair(f, k, raw[k], adjusted[k], options, row);
      } else {
        etho_row_null(row, "statistic");
        etho_row_null(row, "p_value");
        etho_row_null(row, "p_adjusted");
        etho_row_note(row,
                      "t needs two values in each group and some spread within them: left out of the family");
      }
    }
}

etho_status etho_permutation_maxt(const etho_sample *group, size_t n_groups, const etho_options *options,
                                  etho_rows *rows, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  const char *why = n_groups < 2 ? "two groups are needed" : etho_resample_refusal(group, n_groups);
  if (why) {
    etho_row *row = etho_rows_add(rows);
    etho_row_null(row, "p_value");
    etho_row_note(row, "%s", why);
    return ETHO_OK;
  }
  if (options->resamples < 1) return etho_error_set(error, ETHO_ERR_USAGE, "--resamples must be at least 1");
  etho_arena *arena = etho_arena_new();
  family f = {.alternative = options->alternative, .seed = options->seed, .resamples = options->resamples};
  int *used = arena ? ETHO_NEW(arena, int, n_groups) : NULL;
  bool done = used && gather(group, n_groups, &f, used, arena) &&
              find_pairs(&f, group, n_groups, options->control != NULL, used, arena);
  double *raw = done ? ETHO_NEW(arena, double, 2 * f.n_pairs + 2) : NULL;
  done = raw && (f.n_pairs == 0 || count_all(&f, options, raw, raw + f.n_pairs));
  if (done) write_rows(&f, group, n_groups, used, raw, raw + f.n_pairs, options, rows);
  etho_arena_free(arena);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
