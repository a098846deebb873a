/* Coefficients and combinations of them, as rows. */
#include <math.h>

#include "model/problem.h"
#include "stats/tails.h"

etho_row *etho_report_row(const etho_problem *problem, const char *table) {
  etho_row *row = etho_rows_add(problem->rows);
  etho_row_text(row, "table", table);
  return row;
}

void etho_report_ratio(const etho_problem *problem, const char *term, double ratio, double df) {
  etho_row *row = etho_report_row(problem, "anova");
  etho_row_text(row, "term", term);
  etho_row_number(row, "statistic", df > 0 ? ratio : (double)NAN);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", df > 0 ? etho_chi2_upper(ratio, df) : (double)NAN);
  if (!(df > 0)) etho_row_note(row, "not estimable: the other terms determine it");
}

bool etho_estimate_estimable(const etho_estimate *estimate, const double *l) {
  for (size_t k = 0; k < estimate->n_null; k++) {
    const double *basis = estimate->null_space + k * estimate->p;
    double dot = 0, scale = 0;
    for (size_t j = 0; j < estimate->p; j++) dot += l[j] * basis[j], scale += fabs(l[j] * basis[j]);
    if (fabs(dot) > 1e-8 * (scale > 1 ? scale : 1)) return false;
  }
  return true;
}

double etho_estimate_value(const etho_estimate *estimate, const double *l) {
  double sum = 0;
  for (size_t j = 0; j < estimate->p; j++)
    if (!estimate->aliased[j]) sum += l[j] * estimate->beta[j];
  return sum;
}

double etho_estimate_variance(const etho_estimate *estimate, const double *l) {
  return etho_quadratic_form(estimate->vcov, estimate->p, l);
}

bool etho_wald(const etho_estimate *estimate, const double *l, size_t q, etho_arena *arena, double *chi2,
               size_t *rank) {
  size_t p = estimate->p;
  double *cov = ETHO_NEW(arena, double, 3 * q * q + 2 * q + 1);
  if (!cov || !q) return false;
  double *work = cov + q * q, *vectors = work + q * q, *values = vectors + q * q;
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++)
      for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
          cov[j * q + i] += l[i * p + a] * estimate->vcov[b * p + a] * l[j * p + b];
  etho_symmetric_eigen(cov, q, work, values, vectors);
  *chi2 = 0, *rank = 0;
  for (size_t k = 0; k < q; k++) {
    if (!(values[k] > 1e-10 * values[q - 1])) continue;
    double dot = 0;
    for (size_t i = 0; i < q; i++) dot += vectors[k * q + i] * etho_estimate_value(estimate, l + i * p);
    *chi2 += dot * dot / values[k];
    ++*rank;
  }
  return *rank > 0;
}

static void report_ratio(const etho_estimate *estimate, double value, double half, etho_row *row) {
  etho_text name = {0};
  const char *base = estimate->ratio_name;
  etho_row_number(row, base, exp(value));
  etho_text_format(&name, "%s_low", base);
  etho_row_number(row, etho_text_get(&name), exp(value - half));
  etho_text_clear(&name);
  etho_text_format(&name, "%s_high", base);
  etho_row_number(row, etho_text_get(&name), exp(value + half));
  etho_text_free(&name);
}

void etho_report_combination(const etho_problem *problem, const etho_estimate *estimate, const double *l,
                             etho_row *row) {
  double value = etho_estimate_value(estimate, l), variance = etho_estimate_variance(estimate, l);
  double se = sqrt(variance > 0 ? variance : 0), df = estimate->df(estimate->fit, l);
  double half = se * etho_t_critical(problem->options->conf_level, df, ETHO_TWO_SIDED);
  etho_row_number(row, "estimate", value);
  if (!(se > 0) || !(df > 0)) {
    static const char *const unknown[] = {"statistic", "p_value", "conf_low", "conf_high"};
    etho_row_number(row, "std_error", df > 0 ? 0 : (double)NAN);
    for (size_t i = 0; i < 4; i++) etho_row_null(row, unknown[i]);
    etho_row_note(row, df > 0 ? "the fit is exact: no error to judge it by"
                              : "no residual degrees of freedom: more coefficients than data");
    return;
  }
  etho_row_number(row, "std_error", se);
  etho_row_number(row, "statistic", value / se);
  etho_row_text(row, "statistic_name", estimate->statistic_name);
  if (isfinite(df)) etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", etho_t_p_value(value / se, df, ETHO_TWO_SIDED));
  etho_row_number(row, "conf_low", value - half);
  etho_row_number(row, "conf_high", value + half);
  etho_row_number(row, "conf_level", problem->options->conf_level);
  if (estimate->ratio_name) report_ratio(estimate, value, half, row);
}

static void report_aliased(const etho_problem *problem, const char *name, etho_row *row) {
  static const char *const unknown[] = {"estimate", "std_error", "statistic",
                                        "p_value",  "conf_low",  "conf_high"};
  for (size_t i = 0; i < 6; i++) etho_row_null(row, unknown[i]);
  etho_row_note(row, "not estimable: the other terms determine it");
  etho_rows_note(problem->rows, "'%s' cannot be estimated: it is a combination of other terms", name);
}

void etho_report_coefficients(const etho_problem *problem, const etho_estimate *estimate) {
  double *l = ETHO_NEW(problem->arena, double, estimate->p + 1);
  for (size_t j = 0; j < estimate->p && l; j++) {
    etho_row *row = etho_report_row(problem, "coefficients");
    etho_row_text(row, "term", estimate->name[j]);
    if (estimate->aliased[j]) {
      report_aliased(problem, estimate->name[j], row);
      continue;
    }
    l[j] = 1;
    etho_report_combination(problem, estimate, l, row);
    l[j] = 0;
  }
}
