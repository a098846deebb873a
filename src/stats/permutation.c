#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ethostat/stats/resample.h"
#include "stats/decimal_grid.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/permutation_signs.h"
#include "stats/permutation_split.h"
#include "stats/rank_result.h"
#include "stats/resample_range.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static etho_status choose(const etho_options *options, etho_split_statistic *statistic, etho_error *error) {
  const char *name = options->statistic ? options->statistic : "mean";
  if (strcmp(name, "mean") == 0)
    *statistic = ETHO_SPLIT_MEAN;
  else if (strcmp(name, "t") == 0)
    *statistic = ETHO_SPLIT_T;
  else if (strcmp(name, "median") == 0)
    *statistic = ETHO_SPLIT_MEDIAN;
  else
    return etho_error_set(error, ETHO_ERR_USAGE, "--statistic is mean, median or t, not '%s'", name);
  return ETHO_OK;
}

static void refuse(etho_row *row, const char *why) {
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
  etho_row_note(row, "%s", why);
}

/* (b + 1) / (m + 1) for a sample, b / m for the whole list (Phipson & Smyth 2010). */
static void write_p(const etho_extreme *e, const etho_options *options, etho_row *row) {
  static const char *const sides[] = {"two-sided", "less", "greater"};
  double p = e->exact ? e->extreme / e->total : (e->extreme + 1) / (e->total + 1);
  etho_row_number(row, "p_value", fmin(1, p));
  etho_row_bool(row, "exact", e->exact);
  etho_row_number(row, "permutations", e->total);
  if (!e->exact) {
    etho_row_number(row, "p_std_error", sqrt(p * (1 - p) / e->total));
    etho_row_number(row, "seed", (double)options->seed);
  }
  etho_row_text(row, "alternative", sides[options->alternative]);
  etho_rank_write_attainable(row, e->exact ? e->least / e->total : 1 / (e->total + 1), options);
}

static bool goes_exact(bool fits, const etho_options *options, etho_row *row) {
  if (options->exact == ETHO_EXACT && !fits)
    etho_row_note(row, "too many arrangements to list: sampled instead (--resamples sets how many)");
  return fits && options->exact != ETHO_APPROXIMATE;
}

/* Values of both groups with where they came from, for sorting. */
typedef struct tagged {
  double value;
  int group;
} tagged;

static int by_value(const void *a, const void *b) {
  const tagged *x = a, *y = b;
  return x->value != y->value ? (x->value > y->value) - (x->value < y->value) : x->group - y->group;
}

/* How far a value may be from what was meant: values such as 1/3 are rounded, and sums of them that are equal
 * come out apart. Beside an offset that dwarfs their spread the doubles are taken as they stand, unless
 * they are decimals, so that arrangements that differ in them are told apart. */
static double rounding_of(double largest, double spread, bool decimal) {
  return DBL_EPSILON * (decimal ? largest : fmin(largest, 1e4 * spread));
}

/* Pooled, so that the random splits do not depend on the order of the rows. */
static bool pool(const etho_sample *group1, const etho_sample *group2, double mu, etho_split_problem *p,
                 etho_arena *arena) {
  size_t n = group1->n + group2->n;
  tagged *all = ETHO_NEW(arena, tagged, n + 1);
  double *value = ETHO_NEW(arena, double, n + 1);
  unsigned char *flag = ETHO_NEW(arena, unsigned char, n + 1);
  int64_t *grid = ETHO_NEW(arena, int64_t, n + 1);
  if (!all || !value || !flag || !grid) return false;
  for (size_t i = 0; i < group1->n; i++) all[i] = (tagged){group1->value[i], 0};
  for (size_t i = 0; i < group2->n; i++) all[group1->n + i] = (tagged){group2->value[i] - mu, 1};
  qsort(all, n, sizeof *all, by_value);
  for (size_t i = 0; i < n; i++) value[i] = all[i].value, flag[i] = (unsigned char)all[i].group;
  *p = (etho_split_problem){.value = value, .n = n, .n1 = group1->n, .n2 = group2->n};
  double centre = etho_moments_of(value, n).mean, largest = fmax(fabs(value[0]), fabs(value[n - 1]));
  if (etho_decimal_grid(value, n, DBL_EPSILON * largest, grid)) p->grid = grid;
  p->slack = (double)n * rounding_of(largest, fmax(centre - value[0], value[n - 1] - centre), p->grid);
  for (size_t i = 0; i < n; i++) {
    value[i] -= centre;
    p->total += value[i];
    p->squares += value[i] * value[i];
    if (flag[i]) p->sum2 += value[i];
    if (flag[i] && p->grid) p->grid_sum2 += grid[i];
  }
  p->observed = etho_split_medians(p, flag);
  return true;
}

/* t, and by how much the rounding of the values can move t |t|. */
static void observe_t(etho_split_problem *p, double difference, double variance) {
  double step = 4 * p->slack / (double)p->n, d = fabs(difference);
  p->observed = variance > 0 ? difference / sqrt(variance) : (double)NAN;
  p->t_slack =
      p->observed * p->observed * (1e-10 + 2 * step / sqrt(variance)) + (2 * d + step) * step / variance;
}

/* The statistic as observed, and what estimate it belongs to. */
static bool observe(etho_split_problem *p, const etho_sample *group1, const etho_sample *group2, double mu,
                    etho_row *row) {
  static const char *const names[] = {"mean_difference", "t", "median_difference"};
  etho_moments m1 = etho_moments_of(group1->value, group1->n), m2 = etho_moments_of(group2->value, group2->n);
  double difference = m2.mean - m1.mean, variance = m1.sem * m1.sem + m2.sem * m2.sem;
  if (p->statistic == ETHO_SPLIT_MEAN) p->observed = difference - mu;
  if (p->statistic == ETHO_SPLIT_T) observe_t(p, difference - mu, variance);
  etho_row_number(row, "estimate", p->statistic == ETHO_SPLIT_MEDIAN ? p->observed + mu : difference);
  etho_row_text(row, "statistic_name", names[p->statistic]);
  if (etho_is_rounding_noise(sqrt(p->squares / (double)p->n), fmax(fabs(m1.mean), fabs(m2.mean))))
    refuse(row, "all values are equal: there is nothing to permute");
  else if (p->statistic == ETHO_SPLIT_T && (p->n1 < 2 || p->n2 < 2 || !(variance > 0)))
    refuse(row, "t needs two values in each group and some spread within them");
  else
    return true;
  return false;
}

etho_status etho_permutation(const etho_sample *group1, const etho_sample *group2,
                             const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_split_statistic statistic;
  etho_status status = choose(options, &statistic, error);
  if (status != ETHO_OK) return status;
  if (group1->n == 0 || group2->n == 0) {
    etho_row_null(row, "estimate");
    refuse(row, "each group needs at least one value");
    return ETHO_OK;
  }
  const char *why = etho_resample_refusal((const etho_sample[]){*group1, *group2}, 2);
  if (why) {
    refuse(row, why);
    return ETHO_OK;
  }
  etho_arena *arena = etho_arena_new();
  etho_split_problem p;
  bool done = arena && pool(group1, group2, options->mu, &p, arena);
  if (done) {
    p.statistic = statistic;
    p.alternative = options->alternative;
    if (observe(&p, group1, group2, options->mu, row)) {
      etho_extreme found;
      bool exact = goes_exact(etho_split_exact_fits(&p, options->exact == ETHO_EXACT), options, row);
      done = exact ? etho_split_exact(&p, &found) : etho_split_random(&p, options, &found);
      etho_row_number(row, "statistic", p.observed);
      if (done) write_p(&found, options, row);
    }
  }
  etho_arena_free(arena);
  return done ? ETHO_OK : no_memory(error);
}

static bool prepare_signs(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                          etho_sign_problem *p, double *difference, etho_arena *arena) {
  size_t n = group1->n;
  tagged *all = ETHO_NEW(arena, tagged, n + 1);
  double *magnitude = ETHO_NEW(arena, double, n + 1), largest = 0;
  unsigned char *positive = ETHO_NEW(arena, unsigned char, n + 1);
  int64_t *grid = ETHO_NEW(arena, int64_t, n + 1);
  if (!all || !magnitude || !positive || !grid) return false;
  for (size_t i = 0; i < n; i++) {
    double d = group2->value[i] - group1->value[i];
    difference[i] = d;
    all[i] = (tagged){fabs(d - options->mu), d > options->mu};
    largest = fmax(largest, fmax(fabs(group1->value[i]), fabs(group2->value[i])));
  }
  qsort(all, n, sizeof *all, by_value);
  for (size_t i = 0; i < n; i++) magnitude[i] = all[i].value, positive[i] = (unsigned char)all[i].group;
  *p = (etho_sign_problem){
      .magnitude = magnitude, .positive = positive, .n = n, .alternative = options->alternative};
  if (etho_decimal_grid(magnitude, n, DBL_EPSILON * largest, grid)) p->grid = grid;
  p->slack = (double)n * rounding_of(largest, n ? magnitude[n - 1] : 0, p->grid);
  return true;
}

static bool observe_signs(const etho_sign_problem *p, etho_split_statistic statistic,
                          const double *difference, double mu, etho_row *row) {
  static const char *const names[] = {"mean_difference", "t", "median_difference"};
  etho_moments m = etho_moments_of(difference, p->n);
  double median = etho_median(difference, p->n);
  double value = statistic == ETHO_SPLIT_MEDIAN ? median - mu : m.mean - mu;
  etho_row_number(row, "estimate", statistic == ETHO_SPLIT_MEDIAN ? median : m.mean);
  etho_row_text(row, "statistic_name", names[statistic]);
  if (p->magnitude[p->n - 1] <= p->slack / (double)p->n * 4) {
    refuse(row, "every difference equals the null value: there is no sign to flip");
    return false;
  }
  if (statistic == ETHO_SPLIT_T && m.constant) {
    refuse(row, "t needs two pairs whose differences vary");
    return false;
  }
  etho_row_number(row, "statistic", statistic == ETHO_SPLIT_T ? value / m.sem : value);
  return true;
}

etho_status etho_permutation_paired(const etho_sample *group1, const etho_sample *group2,
                                    const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_split_statistic statistic;
  etho_status status = choose(options, &statistic, error);
  if (status != ETHO_OK) return status;
  if (group1->n != group2->n)
    return etho_error_set(error, ETHO_ERR_USAGE, "matched samples differ in size: %zu and %zu", group1->n,
                          group2->n);
  if (group1->n == 0) {
    etho_row_null(row, "estimate");
    refuse(row, "no pairs");
    return ETHO_OK;
  }
  const char *why = etho_resample_refusal((const etho_sample[]){*group1, *group2}, 2);
  if (why) {
    refuse(row, why);
    return ETHO_OK;
  }
  etho_arena *arena = etho_arena_new();
  double *difference = arena ? ETHO_NEW(arena, double, group1->n + 1) : NULL;
  etho_sign_problem p;
  bool done = difference && prepare_signs(group1, group2, options, &p, difference, arena);
  if (done && observe_signs(&p, statistic, difference, options->mu, row)) {
    etho_extreme found;
    p.median = statistic == ETHO_SPLIT_MEDIAN;
    bool exact = goes_exact(etho_signs_exact_fits(&p, options->exact == ETHO_EXACT), options, row);
    done = exact ? etho_signs_exact(&p, &found) : etho_signs_random(&p, options, &found);
    if (done) write_p(&found, options, row);
  }
  etho_arena_free(arena);
  return done ? ETHO_OK : no_memory(error);
}
