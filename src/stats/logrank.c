/* Weighted log-rank tests. */
#include <math.h>
#include <stdlib.h>

#include "stats/semidefinite.h"
#include "stats/survival_steps.h"
#include "stats/tails.h"

typedef struct logrank {
  size_t k;
  size_t *at;                  /* per group: how many observations lie before the current time */
  double *risk, *died;         /* per group at the current time */
  double *observed, *expected; /* events */
  double *excess, *variance;   /* weighted: k, k x k */
  double pooled;               /* Kaplan-Meier of all groups just before the current time */
} logrank;

static double next_time(const etho_times *group, const logrank *sums) {
  double time = (double)INFINITY;
  for (size_t g = 0; g < sums->k; g++)
    if (sums->at[g] < group[g].n) time = fmin(time, group[g].time[sums->at[g]]);
  return time;
}

static double weight_of(etho_rank_weight weight, double at_risk, double pooled) {
  return weight == ETHO_WEIGHT_GEHAN         ? at_risk
         : weight == ETHO_WEIGHT_TARONE_WARE ? sqrt(at_risk)
         : weight == ETHO_WEIGHT_PETO        ? pooled
                                             : 1;
}

static void add_time(logrank *sums, etho_rank_weight weight, double n, double d) {
  double w = weight_of(weight, n, sums->pooled);
  double spread = n > 1 ? w * w * d * (n - d) / (n * n * (n - 1)) : 0;
  for (size_t g = 0; g < sums->k; g++) {
    double expected = sums->risk[g] * d / n;
    sums->observed[g] += sums->died[g], sums->expected[g] += expected;
    sums->excess[g] += w * (sums->died[g] - expected);
    for (size_t h = 0; h < sums->k; h++)
      sums->variance[g * sums->k + h] += spread * sums->risk[g] * ((g == h ? n : 0) - sums->risk[h]);
  }
  sums->pooled *= (n - d) / n;
}

static void sum_over_time(const etho_times *group, etho_rank_weight weight, logrank *sums) {
  sums->pooled = 1;
  for (double time; !isinf(time = next_time(group, sums));) {
    double n = 0, d = 0;
    for (size_t g = 0; g < sums->k; g++) {
      sums->risk[g] = (double)(group[g].n - sums->at[g]), sums->died[g] = 0;
      for (; sums->at[g] < group[g].n && group[g].time[sums->at[g]] == time; sums->at[g]++)
        sums->died[g] += group[g].event[sums->at[g]];
      n += sums->risk[g], d += sums->died[g];
    }
    if (d > 0) add_time(sums, weight, n, d);
  }
}

/* excess' variance^- excess over the groups that could have had events; *df is its rank. */
static double quadratic_form(const logrank *sums, etho_arena *arena, size_t *df) {
  size_t k = sums->k, m = 0;
  size_t *used = ETHO_NEW(arena, size_t, k + 1);
  double *v = ETHO_NEW(arena, double, k *k + 1), *b = ETHO_NEW(arena, double, k + 1),
         *e = ETHO_NEW(arena, double, k + 1);
  bool *skip = ETHO_NEW(arena, bool, k + 1);
  *df = 0;
  if (!used || !v || !b || !e || !skip) return (double)NAN;
  for (size_t g = 0; g < k; g++)
    if (sums->expected[g] > 0) used[m++] = g;
  if (m < 2) return (double)NAN;
  m--; /* the excesses sum to 0: the last group adds nothing */
  for (size_t i = 0; i < m; i++) {
    b[i] = e[i] = sums->excess[used[i]];
    for (size_t j = 0; j < m; j++) v[i * m + j] = sums->variance[used[i] * k + used[j]];
  }
  *df = etho_semidefinite_factor(v, m, 1e-11, skip);
  etho_semidefinite_solve(v, m, skip, b);
  double q = 0;
  for (size_t i = 0; i < m; i++) q += b[i] * e[i];
  return *df ? q : (double)NAN;
}

static void add_rows(const etho_times *group, const logrank *sums, double statistic, size_t df,
                     etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  double n = 0, events = 0;
  for (size_t g = 0; g < sums->k; g++) n += (double)group[g].n, events += sums->observed[g];
  etho_row_text(row, "part", "test");
  if (sums->k == 2) {
    etho_row_text(row, "group1", group[0].label);
    etho_row_text(row, "group2", group[1].label);
  }
  etho_row_number(row, "n", n);
  etho_row_number(row, "events", events);
  etho_row_number(row, "statistic", statistic);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", df ? (double)df : (double)NAN);
  etho_row_number(row, "p_value", etho_chi2_upper(statistic, (double)df));
  if (!df) etho_row_note(row, "nothing to compare: two groups at risk when an event happens are needed");
}

static void add_group_rows(const etho_times *group, const logrank *sums, etho_rows *rows) {
  for (size_t g = 0; g < sums->k; g++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "part", "group");
    etho_row_text(row, "group", group[g].label);
    etho_row_number(row, "n", (double)group[g].n);
    etho_row_number(row, "observed", sums->observed[g]);
    etho_row_number(row, "expected", sums->expected[g]);
    etho_row_number(row, "excess_weighted", sums->excess[g]);
    etho_row_number(row, "variance_weighted", sums->variance[g * sums->k + g]);
  }
}

static bool allocate(logrank *sums, size_t k, etho_arena *arena) {
  *sums = (logrank){.k = k};
  sums->at = ETHO_NEW(arena, size_t, k + 1);
  sums->risk = ETHO_NEW(arena, double, k + 1), sums->died = ETHO_NEW(arena, double, k + 1);
  sums->observed = ETHO_NEW(arena, double, k + 1), sums->expected = ETHO_NEW(arena, double, k + 1);
  sums->excess = ETHO_NEW(arena, double, k + 1), sums->variance = ETHO_NEW(arena, double, k *k + 1);
  return sums->at && sums->risk && sums->died && sums->observed && sums->expected && sums->excess &&
         sums->variance;
}

/* The test row alone, or with a row per group. */
static etho_status test_groups(const etho_times *group, size_t k, etho_rank_weight weight, bool with_groups,
                               etho_rows *rows, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  logrank sums;
  bool fine = arena && allocate(&sums, k, arena);
  if (fine) {
    sum_over_time(group, weight, &sums);
    size_t df;
    double statistic = quadratic_form(&sums, arena, &df);
    add_rows(group, &sums, statistic, df, rows);
    if (with_groups) add_group_rows(group, &sums, rows);
  }
  etho_arena_free(arena);
  return fine ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

etho_status etho_logrank(const etho_times *group, size_t k, etho_rank_weight weight,
                         const etho_options *options, etho_rows *rows, etho_error *error) {
  etho_status status = test_groups(group, k, weight, true, rows, error);
  if (status != ETHO_OK || k < 3 || !options || (!options->adjust && !options->control)) return status;
  size_t first = etho_rows_count(rows);
  for (size_t a = 0; a < (options->control ? 1 : k); a++)
    for (size_t b = a + 1; b < k && status == ETHO_OK; b++) {
      etho_times pair[] = {group[a], group[b]};
      status = test_groups(pair, 2, weight, false, rows, error);
      etho_row_text(etho_rows_at(rows, etho_rows_count(rows) - 1), "part", "pair");
    }
  return status == ETHO_OK ? etho_adjust_rows(rows, first, options->adjust ? options->adjust : "holm", error)
                           : status;
}
