#include "ethostat/stats/selftest.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/anova.h"
#include "ethostat/stats/describe.h"
#include "ethostat/stats/distribution.h"
#include "stats/selftest_data.h"
#include "stats/tails.h"

void etho_selftest_check(etho_rows *rows, const char *set, const char *figure, double certified,
                         double computed, double required) {
  const double most = -log10(DBL_EPSILON);
  double error = fabs(computed - certified) / (certified != 0 ? fabs(certified) : 1);
  double digits = error > 0 ? fmin(most, -log10(error)) : error == 0 ? most : (double)NAN;
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "set", set);
  etho_row_text(row, "figure", figure);
  etho_row_number(row, "certified", certified);
  etho_row_number(row, "computed", computed);
  etho_row_number(row, "digits", digits);
  etho_row_number(row, "required", required);
  etho_row_bool(row, "pass", digits >= required);
}

/* first / 10, then (first - 1) / 10 and (first + 1) / 10 in turn: the doubles nearest to these decimals. */
static void alternate(long long first, double *value, size_t n) {
  for (size_t i = 0; i < n; i++) value[i] = (double)(first + (i == 0 ? 0 : i % 2 ? -1 : 1)) / 10;
}

/* ---- NIST, univariate --------------------------------------------------------------------------------- */

static etho_status run_univ(const etho_nist_univ *set, etho_rows *rows) {
  double *value = malloc(set->n * sizeof *value);
  etho_rows *result = etho_rows_new();
  etho_row *row = result ? etho_rows_add(result) : NULL;
  etho_status status = value && row ? ETHO_OK : ETHO_ERR_MEMORY;
  if (status == ETHO_OK) {
    if (!set->value) alternate(set->first, value, set->n);
    etho_sample sample = {set->name, set->value ? set->value : value, set->n};
    status = etho_describe(&sample, NULL, row, NULL);
    etho_selftest_check(rows, set->name, "mean", set->mean, etho_row_get_number(row, "mean"),
                        set->mean_digits);
    etho_selftest_check(rows, set->name, "sd", set->sd, etho_row_get_number(row, "sd"), set->sd_digits);
  }
  etho_rows_free(result);
  free(value);
  return status;
}

/* ---- NIST, one-way ANOVA ------------------------------------------------------------------------------ */

static etho_status run_anova(const etho_nist_anova *set, etho_rows *rows) {
  static const char *const figure[] = {"ss_between", "ss_within", "statistic", "eta_squared", "residual_sd"};
  double *value = malloc(set->groups * set->n * sizeof *value);
  etho_sample group[9];
  etho_rows *result = etho_rows_new();
  etho_status status = value && result ? ETHO_OK : ETHO_ERR_MEMORY;
  for (size_t g = 0; status == ETHO_OK && g < set->groups; g++) {
    double *place = value + g * set->n;
    if (!set->value) alternate(set->offset + etho_nist_smls_levels[g], place, set->n);
    group[g] = (etho_sample){NULL, set->value ? set->value + g * set->n : place, set->n};
  }
  if (status == ETHO_OK) status = etho_anova_oneway(group, set->groups, NULL, result, NULL);
  for (size_t i = 0; status == ETHO_OK && i < sizeof figure / sizeof *figure; i++)
    etho_selftest_check(rows, set->name, figure[i], set->figure[i].certified,
                        etho_row_get_number(etho_rows_at(result, 0), figure[i]), set->figure[i].digits);
  etho_rows_free(result);
  free(value);
  return status;
}

/* ---- closed forms -------------------------------------------------------------------------------------- */

static const double pi = 3.14159265358979323846;

static void run_tails(etho_rows *rows) {
  etho_selftest_check(rows, "t, df 1", "P(T > 1)", 0.25, etho_t_upper(1, 1), 13);
  etho_selftest_check(rows, "t, df 1", "P(T > 1e6)", atan(1e-6) / pi, etho_t_upper(1e6, 1), 13);
  /* (1 - t / sqrt(2 + t^2)) / 2 = 1 / (u (u + t)) with u = sqrt(2 + t^2) */
  etho_selftest_check(rows, "t, df 2", "P(T > 3)", 1 / (sqrt(11) * (sqrt(11) + 3)), etho_t_upper(3, 2), 13);
  etho_selftest_check(rows, "t, df 2", "P(T > 1e5)", 1 / (sqrt(1e10 + 2) * (sqrt(1e10 + 2) + 1e5)),
                      etho_t_upper(1e5, 2), 13);
  etho_selftest_check(rows, "t, df 1", "97.5 % quantile", 1 / tan(0.025 * pi),
                      etho_t_upper_quantile(0.025, 1), 13);
  etho_selftest_check(rows, "t, df 2", "97.5 % quantile", 0.95 * sqrt(2 / (1 - 0.95 * 0.95)),
                      etho_t_upper_quantile(0.025, 2), 13);
  etho_selftest_check(rows, "chi2, df 2", "P(X > 100)", exp(-50), etho_chi2_upper(100, 2), 13);
  etho_selftest_check(rows, "F, df 2 and 10", "P(F > 5)", 1. / 32, etho_f_upper(5, 2, 10), 13);
  etho_selftest_check(rows, "F, df 2 and 100", "P(F > 1e4)", pow(201, -50), etho_f_upper(1e4, 2, 100), 12);
}

static void run_special(etho_rows *rows) {
  etho_selftest_check(rows, "noncentral t", "with ncp 0: central", etho_t_upper(2.5, 7.5),
                      etho_t_noncentral_sf(2.5, 7.5, 0), 11);
  etho_selftest_check(rows, "noncentral F", "with ncp 0: central", etho_f_upper(3, 2, 17),
                      etho_f_noncentral_sf(3, 2, 17, 0), 11);
  /* The range of two means is |difference|: q = sqrt(2) |t|. */
  etho_selftest_check(rows, "studentized range", "of two: t", 2 * etho_t_upper(3, 14),
                      etho_range_sf(3 * sqrt(2), 2, 14), 10);
  etho_selftest_check(rows, "studentized range", "of two, df 2, far out", 2 * etho_t_upper(1e3, 2),
                      etho_range_sf(1e3 * sqrt(2), 2, 2), 10);
  double lambda = sqrt(0.5);
  etho_selftest_check(rows, "Dunnett", "one comparison: t", 2 * etho_t_upper(2.2, 20),
                      etho_dunnett_sf(2.2, &lambda, 1, 20, true), 10);
}

/* ---- exact tests whose p-values are known fractions ------------------------------------------------------
 */

typedef struct exact_case {
  const char *test, *figure;
  etho_input input;
  double certified;
} exact_case;

static etho_status run_exact(etho_rows *rows) {
  static const double eight[] = {1, 2, 3, 4, 5, 6, 7, 8}, five[] = {0.5, 1.5, 2.25, 3, 4.125}, ten[] = {10},
                      p[] = {0.01, 0.02, 0.04};
  static const int halves[] = {0, 0, 0, 0, 1, 1, 1, 1};
  static const char *const levels[] = {"a", "b"};
  const exact_case cases[] = {
      {"mann_whitney",
       "4 against 4, apart: 2/70",
       {.n = 8, .value = eight, .by = {"by", levels, 2, halves}},
       1. / 35},
      {"wilcoxon_signed_rank", "5 above 0: 2/32", {.n = 5, .value = five}, 1. / 16},
      {"sign", "5 above 0: 2/32", {.n = 5, .value = five}, 1. / 16},
      {"binomial", "10 of 10: 2/1024", {.n = 1, .count = ten, .total = ten}, 1. / 512},
      {"permutation",
       "4 against 4, apart: 2/70",
       {.n = 8, .value = eight, .by = {"by", levels, 2, halves}},
       1. / 35},
      {"adjust", "Holm, first of three: 3 p", {.n = 3, .p = p}, 0.03},
  };
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < sizeof cases / sizeof *cases && status == ETHO_OK; i++) {
    etho_rows *result = etho_rows_new();
    if (!result) return ETHO_ERR_MEMORY;
    const etho_procedure *procedure = etho_procedure_find(cases[i].test);
    if (procedure) status = etho_procedure_run(procedure, &cases[i].input, NULL, result, NULL);
    const etho_row *row = etho_rows_count(result) ? etho_rows_at(result, 0) : NULL;
    const char *name = procedure && procedure->frame && cases[i].input.p ? "p_adjusted" : "p_value";
    if (row)
      etho_selftest_check(rows, cases[i].test, cases[i].figure, cases[i].certified,
                          etho_row_get_number(row, name), 13);
    etho_rows_free(result);
  }
  return status;
}

etho_status etho_selftest_run(etho_rows *rows) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < etho_nist_univ_count && status == ETHO_OK; i++)
    status = run_univ(&etho_nist_univ_sets[i], rows);
  for (size_t i = 0; i < etho_nist_anova_count && status == ETHO_OK; i++)
    status = run_anova(&etho_nist_anova_sets[i], rows);
  run_tails(rows);
  run_special(rows);
  if (status == ETHO_OK) status = run_exact(rows);
  return status == ETHO_OK ? etho_rows_status(rows) : status;
}
