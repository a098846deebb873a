#include "model/least_squares.h"

#include <math.h>
#include <string.h>

#include "stats/tails.h"

static bool allocate(etho_least_squares *fit, const etho_design *d, etho_arena *arena) {
  fit->effects = ETHO_NEW(arena, long double, d->n + 1);
  fit->beta = ETHO_NEW(arena, double, d->p + 1);
  fit->vcov = ETHO_NEW(arena, double, d->p * d->p + 1);
  fit->aliased = ETHO_NEW(arena, bool, d->p + 1);
  fit->residual = ETHO_NEW(arena, double, d->n + 1);
  return fit->effects && fit->beta && fit->vcov && fit->aliased && fit->residual;
}

bool etho_least_squares_leverage(etho_least_squares *fit, long double *column, etho_arena *arena) {
  const etho_qr *qr = &fit->qr;
  if (!(fit->leverage = ETHO_NEW(arena, double, qr->n + 1))) return false;
  for (size_t k = 0; k < qr->rank; k++) {
    etho_qr_column(qr, k, column);
    for (size_t i = 0; i < qr->n; i++) fit->leverage[i] += (double)(column[i] * column[i]);
  }
  return true;
}

/* Residuals are Q applied to the effects beyond the rank: no subtraction of nearly equal fitted values. */
static void residuals(etho_least_squares *fit, long double *column) {
  const etho_qr *qr = &fit->qr;
  memcpy(column, fit->effects, qr->n * sizeof *column);
  for (size_t k = 0; k < qr->rank; k++) column[k] = 0;
  long double rss = 0;
  for (size_t i = qr->rank; i < qr->n; i++) rss += column[i] * column[i];
  fit->rss = (double)rss;
  etho_qr_apply(qr, column);
  for (size_t i = 0; i < qr->n; i++) {
    long double residual = column[i] / (fit->row_scale ? fit->row_scale[i] : 1);
    fit->residual[i] = (double)residual;
  }
}

static bool solve(etho_least_squares *fit, const etho_design *d, etho_arena *arena, long double *column) {
  const etho_qr *qr = &fit->qr;
  memcpy(column, fit->effects, qr->rank * sizeof *column);
  etho_qr_back_solve(qr, column);
  for (size_t j = 0; j < d->p; j++) {
    fit->aliased[qr->pivot[j]] = j >= qr->rank;
    if (j < qr->rank) fit->beta[qr->pivot[j]] = (double)column[j];
  }
  if (!etho_qr_inverse(qr, arena, fit->vcov) || !etho_qr_null_space(qr, arena, &fit->null_space))
    return false;
  fit->df = (double)(qr->n - qr->rank);
  fit->sigma2 = fit->df > 0 ? fit->rss / fit->df : 0;
  for (size_t k = 0; k < d->p * d->p; k++) fit->vcov[k] *= fit->sigma2;
  return true;
}

/* A residual sum of squares below what the rounding of y itself makes is an exact fit. */
static void snap_exact(etho_least_squares *fit, const long double *y) {
  long double size = 0;
  for (size_t i = 0; i < fit->qr.n; i++) size += y[i] * y[i];
  if (fit->rss <= 1e-31 * (double)size) fit->rss = 0;
}

bool etho_least_squares_fit(const etho_design *design, const long double *y, const double *weight,
                            etho_arena *arena, etho_least_squares *fit) {
  *fit = (etho_least_squares){0};
  size_t n = design->n;
  long double *column = ETHO_NEW(arena, long double, n + design->p + 1);
  if (!column || !allocate(fit, design, arena)) return false;
  if (weight) {
    if (!(fit->row_scale = ETHO_NEW(arena, double, n + 1))) return false;
    for (size_t i = 0; i < n; i++) fit->row_scale[i] = sqrt(weight[i]);
  }
  if (!etho_qr_make(design->x, n, design->p, NULL, fit->row_scale, arena, &fit->qr)) return false;
  for (size_t i = 0; i < n; i++) fit->effects[i] = y[i] * (weight ? fit->row_scale[i] : 1);
  etho_qr_apply_transposed(&fit->qr, fit->effects);
  residuals(fit, column);
  snap_exact(fit, y);
  return solve(fit, design, arena, column);
}

bool etho_extra_sum_of_squares(const etho_design *design, const long double *y, const double *row_scale,
                               const size_t *base, size_t n_base, size_t from, size_t count,
                               etho_arena *arena, double *ss, double *df) {
  size_t n = design->n, m = n_base + count;
  size_t *order = ETHO_NEW(arena, size_t, m + 1);
  long double *effects = ETHO_NEW(arena, long double, n + 1);
  etho_qr qr;
  if (!order || !effects) return false;
  memcpy(order, base, n_base * sizeof *order);
  for (size_t k = 0; k < count; k++) order[n_base + k] = from + k;
  if (!etho_qr_make(design->x, n, m, order, row_scale, arena, &qr)) return false;
  for (size_t i = 0; i < n; i++) effects[i] = y[i] * (row_scale ? row_scale[i] : 1);
  etho_qr_apply_transposed(&qr, effects);
  long double sum = 0;
  *df = 0;
  for (size_t k = 0; k < qr.rank; k++) {
    if (qr.pivot[k] < from || qr.pivot[k] >= from + count) continue;
    sum += effects[k] * effects[k];
    ++*df;
  }
  *ss = (double)sum;
  return true;
}

size_t etho_base_columns(const etho_term_list *list, const etho_design *design, int type, size_t term,
                         uint64_t numeric, size_t *base) {
  size_t m = 0;
  for (size_t j = 0; j < design->p; j++) {
    size_t t = design->term[j];
    if (t == term + 1) continue;
    bool contains = t > 0 && etho_term_contains(list, t - 1, term) &&
                    !((list->term[t - 1].mask ^ list->term[term].mask) & numeric);
    if (t == 0 || type == 3 || (type == 1 && t < term + 1) || (type == 2 && !contains)) base[m++] = j;
  }
  return m;
}

/* ---- report ------------------------------------------------------------------------------------------ */

static double residual_df(const void *fit, const double *l) {
  (void)l;
  return ((const etho_least_squares *)fit)->df;
}

static double weight_log_sum(const etho_problem *problem) {
  double sum = 0;
  for (size_t i = 0; i < problem->n && problem->weight; i++) sum += log(problem->weight[i]);
  return sum;
}

static double total_sum_of_squares(const etho_problem *problem, const etho_least_squares *fit) {
  long double sum = 0;
  bool intercept = problem->terms->fixed.intercept;
  for (size_t k = intercept; k < fit->qr.rank; k++) sum += fit->effects[k] * fit->effects[k];
  return (double)sum + fit->rss;
}

static void report_r_squared(const etho_problem *problem, const etho_least_squares *fit, etho_row *row) {
  bool intercept = problem->terms->fixed.intercept;
  double total = total_sum_of_squares(problem, fit), n = (double)problem->n;
  double model_df = (double)fit->qr.rank - intercept, r2 = total > 0 ? 1 - fit->rss / total : (double)NAN;
  etho_row_number(row, "r_squared", r2);
  if (fit->df > 0) etho_row_number(row, "adj_r_squared", 1 - (1 - r2) * (n - intercept) / fit->df);
  if (model_df <= 0 || !(fit->sigma2 > 0)) return;
  double f = (total - fit->rss) / model_df / fit->sigma2;
  etho_row_number(row, "statistic", f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "df1", model_df);
  etho_row_number(row, "df2", fit->df);
  etho_row_number(row, "p_value", etho_f_upper(f, model_df, fit->df));
}

static void report_fit(const etho_problem *problem, const etho_least_squares *fit) {
  etho_row *row = etho_report_row(problem, "fit");
  double n = (double)problem->n, k = (double)fit->qr.rank + 1;
  etho_row_text(row, "method", problem->weight ? "Weighted least squares" : "Least squares");
  etho_row_number(row, "n", n);
  etho_row_number(row, "df_residual", fit->df);
  etho_row_number(row, "deviance", fit->rss);
  if (!(fit->rss > 0)) {
    static const char *const unknown[] = {"logLik", "aic", "bic"};
    etho_row_number(row, "sigma", fit->df > 0 ? 0 : (double)NAN);
    if (fit->df > 0) etho_row_number(row, "r_squared", 1);
    for (size_t i = 0; i < 3; i++) etho_row_null(row, unknown[i]);
    etho_row_note(row, "the fit is exact: nothing is left to judge it by");
    return;
  }
  double log_likelihood =
      0.5 * (weight_log_sum(problem) - n * (log(2 * 3.14159265358979323846) + 1 - log(n) + log(fit->rss)));
  etho_row_number(row, "sigma", fit->df > 0 ? sqrt(fit->sigma2) : (double)NAN);
  report_r_squared(problem, fit, row);
  etho_row_number(row, "logLik", log_likelihood);
  etho_row_number(row, "aic", -2 * log_likelihood + 2 * k);
  etho_row_number(row, "bic", -2 * log_likelihood + log(n) * k);
}

etho_status etho_problem_check_gaussian(const etho_problem *problem, etho_error *error) {
  bool constant = true;
  for (size_t i = 1; i < problem->n && constant; i++) constant = problem->y[i] == problem->y[0];
  if (!constant) return ETHO_OK;
  return etho_error_set(error, ETHO_ERR_DATA, "the response '%s' is %s: there is nothing to explain",
                        problem->terms->response_label, problem->n < 2 ? "a single value" : "constant");
}

etho_status etho_problem_ratio(etho_problem *problem, etho_error *error) {
  if (problem->terms->response != ETHO_RESPONSE_RATIO) return ETHO_OK;
  long double *y = ETHO_NEW(problem->arena, long double, problem->n + 1);
  if (!y) return etho_model_no_memory(error);
  for (size_t i = 0; i < problem->n; i++) {
    y[i] = problem->y[i] / problem->y2[i];
    if (isfinite(y[i])) continue;
    return etho_error_set(error, ETHO_ERR_DATA, "%s has no value in line %zu", problem->terms->response_label,
                          etho_frame_line(&problem->frame, i));
  }
  problem->y = y;
  return ETHO_OK;
}

etho_status etho_fit_least_squares(etho_problem *problem, etho_error *error) {
  etho_status status = etho_problem_ratio(problem, error);
  if (status == ETHO_OK) status = etho_problem_check_gaussian(problem, error);
  if (status != ETHO_OK) return status;
  etho_least_squares fit;
  if (!etho_least_squares_fit(&problem->design, problem->y, problem->weight, problem->arena, &fit))
    return etho_model_no_memory(error);
  etho_estimate estimate = {.p = problem->design.p,
                            .name = problem->design.name,
                            .beta = fit.beta,
                            .vcov = fit.vcov,
                            .aliased = fit.aliased,
                            .null_space = fit.null_space,
                            .n_null = problem->design.p - fit.qr.rank,
                            .statistic_name = "t",
                            .df = residual_df,
                            .fit = &fit};
  report_fit(problem, &fit);
  etho_report_coefficients(problem, &estimate);
  status = etho_report_anova(problem, &fit, error);
  if (status == ETHO_OK) status = etho_report_emmeans(problem, &estimate, error);
  return status == ETHO_OK ? etho_report_diagnostics(problem, &fit, error) : status;
}
