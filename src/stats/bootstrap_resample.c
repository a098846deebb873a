#include "stats/bootstrap_resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "stats/moments.h"
#include "stats/resample_blocks.h"

typedef struct unit {
  uint32_t first, count;
} unit; /* where in `member` */

typedef struct problem {
  etho_pool pool;
  uint32_t *member;  /* indices into the pool, unit by unit */
  unit *units;       /* stratum by stratum */
  size_t stratum[3]; /* units of stratum s: stratum[s] .. stratum[s + 1] - 1 */
  size_t n_strata;
  const etho_statistic *statistic;
  uint64_t seed;
  size_t resamples;
  double estimate;
  double *value, *pivot; /* pivot NULL unless studentized */
} problem;

typedef struct observation {
  double value;
  int group, unit;
} observation;

static int by_value(const void *a, const void *b) {
  const observation *x = a, *y = b;
  if (x->value != y->value) return x->value < y->value ? -1 : 1;
  return x->group != y->group ? x->group - y->group : x->unit - y->unit;
}

/* All values ascending; units numbered 0, 1, ... by (stratum, code). */
static observation *observations(const etho_bootstrap_data *data, size_t n, etho_arena *arena) {
  observation *all = ETHO_NEW(arena, observation, n + 1);
  size_t at = 0;
  for (size_t g = 0; all && g < data->n_groups; g++)
    for (size_t i = 0; i < data->group[g].n; i++, at++)
      all[at] = (observation){data->group[g].value[i], (int)g, data->unit[g] ? data->unit[g][i] : (int)at};
  return all;
}

static bool units_cross_groups(const observation *all, size_t n, int n_codes, etho_arena *arena) {
  unsigned char *seen = ETHO_NEW(arena, unsigned char, (size_t)n_codes + 1);
  for (size_t i = 0; seen && i < n; i++) seen[all[i].unit] |= (unsigned char)(1 << all[i].group);
  for (int c = 0; seen && c < n_codes; c++)
    if (seen[c] == 3) return true;
  return false;
}

/* Units in the order of their codes, one stratum after the other; members ascending. */
static bool make_units(problem *p, const observation *all, size_t n, bool joint, etho_arena *arena) {
  int n_codes = 0;
  for (size_t i = 0; i < n; i++) n_codes = all[i].unit >= n_codes ? all[i].unit + 1 : n_codes;
  size_t strata = joint ? 1 : 2, cells = strata * (size_t)n_codes, made = 0;
  uint32_t *count = ETHO_NEW(arena, uint32_t, cells + 1), *place = ETHO_NEW(arena, uint32_t, cells + 1),
           start = 0;
  p->units = ETHO_NEW(arena, unit, n + 1);
  p->member = ETHO_NEW(arena, uint32_t, n + 1);
  if (!count || !place || !p->units || !p->member) return false;
  for (size_t i = 0; i < n; i++) count[(joint ? 0 : all[i].group * n_codes) + all[i].unit]++;
  for (size_t c = 0; c < cells; c++) {
    if (c % (size_t)n_codes == 0) p->stratum[p->n_strata++] = made;
    place[c] = start;
    if (count[c]) p->units[made++] = (unit){start, count[c]};
    start += count[c];
  }
  p->stratum[p->n_strata] = made;
  for (size_t i = 0; i < n; i++)
    p->member[place[(joint ? 0 : all[i].group * n_codes) + all[i].unit]++] = (uint32_t)i;
  return true;
}

static bool prepare(const etho_bootstrap_data *data, problem *p, etho_arena *arena) {
  size_t n = 0;
  for (size_t g = 0; g < data->n_groups; g++) n += data->group[g].n;
  observation *all = observations(data, n, arena);
  double *value = ETHO_NEW(arena, double, n + 1);
  unsigned char *group = ETHO_NEW(arena, unsigned char, n + 1);
  if (!all || !value || !group) return false;
  qsort(all, n, sizeof *all, by_value);
  int n_codes = 0;
  for (size_t i = 0; i < n; i++) n_codes = all[i].unit >= n_codes ? all[i].unit + 1 : n_codes;
  for (size_t i = 0; i < n; i++) value[i] = all[i].value, group[i] = (unsigned char)all[i].group;
  double centre = etho_moments_of(value, n).mean;
  for (size_t i = 0; i < n; i++) value[i] -= centre;
  p->pool = (etho_pool){value, group, n, centre};
  return make_units(p, all, n, units_cross_groups(all, n, n_codes, arena), arena);
}

static void draw(const problem *p, etho_random *random, uint32_t *weight) {
  memset(weight, 0, p->pool.n * sizeof *weight);
  for (size_t s = 0; s < p->n_strata; s++) {
    uint32_t n = (uint32_t)(p->stratum[s + 1] - p->stratum[s]);
    for (uint32_t i = 0; i < n; i++) {
      unit u = p->units[p->stratum[s] + etho_random_below(random, n)];
      for (uint32_t k = 0; k < u.count; k++) weight[p->member[u.first + k]]++;
    }
  }
}

static bool run_block(void *job, size_t block) {
  problem *p = job;
  uint32_t *weight = malloc((p->pool.n + 1) * sizeof *weight);
  if (!weight) return false;
  etho_random random = etho_random_stream(p->seed, block);
  size_t count = etho_resample_share(p->resamples, block), first = block * ETHO_BLOCK;
  for (size_t b = first; b < first + count; b++) {
    double error;
    draw(p, &random, weight);
    p->value[b] = p->statistic->evaluate(&p->pool, weight, p->pivot ? &error : NULL);
    if (p->pivot) p->pivot[b] = error > 0 ? (p->value[b] - p->estimate) / error : (double)NAN;
  }
  free(weight);
  return true;
}

static bool jackknife(const problem *p, uint32_t *weight, etho_jackknife *result, etho_arena *arena) {
  *result = (etho_jackknife){.known = true};
  double *without = ETHO_NEW(arena, double, p->pool.n + 1);
  if (!without) return false;
  for (size_t s = 0; s < p->n_strata; s++) {
    size_t n = p->stratum[s + 1] - p->stratum[s];
    for (size_t i = 0; i < n; i++) {
      unit u = p->units[p->stratum[s] + i];
      for (uint32_t k = 0; k < u.count; k++) weight[p->member[u.first + k]] = 0;
      without[i] = p->statistic->evaluate(&p->pool, weight, NULL);
      for (uint32_t k = 0; k < u.count; k++) weight[p->member[u.first + k]] = 1;
    }
    etho_jackknife_add(result, without, n);
  }
  return true;
}

static bool run(problem *p, etho_bootstrap_kind kind, const etho_options *options, etho_bootstrap *result,
                etho_arena *arena) {
  size_t m = p->resamples;
  uint32_t *weight = ETHO_NEW(arena, uint32_t, p->pool.n + 1);
  double *scratch = ETHO_NEW(arena, double, m + 1), error;
  p->value = ETHO_NEW(arena, double, m + 1);
  p->pivot = kind == ETHO_STUDENTIZED ? ETHO_NEW(arena, double, m + 1) : NULL;
  if (!weight || !scratch || !p->value || (kind == ETHO_STUDENTIZED && !p->pivot)) return false;
  for (size_t i = 0; i < p->pool.n; i++) weight[i] = 1;
  p->estimate = p->statistic->evaluate(&p->pool, weight, &error);
  etho_jackknife influence = {.known = true};
  double work = (double)m * (double)p->pool.n * 8;
  if (!etho_parallel(run_block, p, etho_resample_blocks(m), options->threads, work)) return false;
  if (kind == ETHO_BCA && !jackknife(p, weight, &influence, arena)) return false;
  etho_bootstrap_limits(result, kind, p->estimate, p->value, m, &influence, p->pivot, error, scratch,
                        options);
  return true;
}

etho_status etho_bootstrap_any(const etho_bootstrap_data *data, const etho_statistic *statistic,
                               etho_bootstrap_kind kind, const etho_options *options, etho_bootstrap *result,
                               size_t *n_units, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  problem p = {.statistic = statistic, .seed = options->seed, .resamples = options->resamples};
  bool done = arena && prepare(data, &p, arena) && run(&p, kind, options, result, arena);
  *n_units = done ? p.stratum[p.n_strata] : 0;
  etho_arena_free(arena);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
