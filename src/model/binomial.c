/* Logistic regression: Wald and profile limits, likelihood-ratio tables, Firth's answer to separation. */
#include <math.h>
#include <string.h>

#include "model/least_squares.h"
#include "model/logistic.h"
#include "stats/tails.h"

typedef struct binomial_fit {
  const etho_problem *problem;
  etho_counts counts;
  etho_logistic logistic;
  etho_qr qr;
  double *gamma, *beta, *vcov, *null_space;
  bool *aliased;
  double log_likelihood; /* without the binomial coefficients; penalised for Firth */
  bool firth;
} binomial_fit;

/* beta = R^-1 gamma, vcov = R^-1 C R^-T on the pivoted columns. */
static bool to_columns(binomial_fit *fit, etho_arena *arena) {
  size_t r = fit->qr.rank, p = fit->qr.p;
  double *cov = ETHO_NEW(arena, double, r *r + 1), *inverse = ETHO_NEW(arena, double, r *r + 1);
  long double *column = ETHO_NEW(arena, long double, r + 1);
  if (!cov || !inverse || !column || !etho_logistic_covariance(&fit->logistic, arena, cov)) return false;
  for (size_t k = 0; k < r; k++) {
    memset(column, 0, r * sizeof *column);
    column[k] = 1;
    etho_qr_back_solve(&fit->qr, column);
    for (size_t j = 0; j < r; j++) inverse[k * r + j] = (double)column[j];
  }
  for (size_t j = 0; j < p; j++) fit->aliased[fit->qr.pivot[j]] = j >= r;
  for (size_t i = 0; i < r; i++) {
    double *beta = &fit->beta[fit->qr.pivot[i]];
    for (size_t k = 0; k < r; k++) *beta += inverse[k * r + i] * fit->gamma[k];
    for (size_t j = 0; j < r; j++) {
      double sum = 0;
      for (size_t a = 0; a < r; a++)
        for (size_t b = 0; b < r; b++) sum += inverse[a * r + i] * cov[b * r + a] * inverse[b * r + j];
      fit->vcov[fit->qr.pivot[j] * p + fit->qr.pivot[i]] = sum;
    }
  }
  return etho_qr_null_space(&fit->qr, arena, &fit->null_space);
}

static etho_status fit_all(binomial_fit *fit, etho_error *error) {
  const etho_problem *problem = fit->problem;
  etho_arena *arena = problem->arena;
  size_t p = problem->design.p;
  fit->gamma = ETHO_NEW(arena, double, p + 1), fit->beta = ETHO_NEW(arena, double, p + 1);
  fit->vcov = ETHO_NEW(arena, double, p *p + 1), fit->aliased = ETHO_NEW(arena, bool, p + 1);
  if (!fit->gamma || !fit->beta || !fit->vcov || !fit->aliased ||
      !etho_logistic_make(&problem->design, NULL, p, &fit->counts, fit->firth, arena, &fit->qr,
                          &fit->logistic))
    return etho_model_no_memory(error);
  if (fit->qr.rank > 64)
    return etho_error_set(error, ETHO_ERR_DATA, "a binomial model takes at most 64 coefficients");
  etho_logistic_state state =
      etho_logistic_solve(&fit->logistic, fit->qr.rank, fit->gamma, &fit->log_likelihood);
  if (state == ETHO_LOGISTIC_SEPARATED && !fit->firth) {
    fit->firth = true;
    etho_rows_note(problem->rows,
                   "separation: a combination of the terms predicts the outcome without error, so its odds "
                   "ratio has no finite estimate; Firth's penalised likelihood is used instead");
    return fit_all(fit, error);
  }
  if (state != ETHO_LOGISTIC_CONVERGED)
    return etho_error_set(error, ETHO_ERR_NUMERIC, "the logistic regression did not converge in 500 steps");
  return to_columns(fit, arena) ? ETHO_OK : etho_model_no_memory(error);
}

static double z_df(const void *fit, const double *l) {
  (void)fit, (void)l;
  return (double)INFINITY;
}

/* ---- likelihood ratios -----------------------------------------------------------------------------------
 */

/* Twice the gain in log likelihood of columns [from, from + count) of the order over those before them. */
static bool ratio_of(const binomial_fit *fit, const etho_design *design, const size_t *order, size_t before,
                     size_t after, double *statistic, double *df) {
  etho_logistic logistic;
  etho_qr qr;
  double small = 0, large = 0, *gamma;
  etho_arena *arena = fit->problem->arena;
  if (!etho_logistic_make(design, order, after, &fit->counts, fit->firth, arena, &qr, &logistic))
    return false;
  gamma = ETHO_NEW(arena, double, qr.rank + 1);
  if (!gamma) return false;
  size_t kept = 0;
  for (size_t k = 0; k < qr.rank; k++)
    for (size_t j = 0; j < before; j++) kept += qr.pivot[k] == order[j];
  etho_logistic_solve(&logistic, kept, gamma, &small);
  etho_logistic_solve(&logistic, qr.rank, gamma, &large);
  *statistic = fmax(0, 2 * (large - small));
  *df = (double)(qr.rank - kept);
  return true;
}

static void report_ratio(const etho_problem *problem, const char *term, double statistic, double df) {
  etho_row *row = etho_report_row(problem, "anova");
  etho_row_text(row, "term", term);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", df);
  if (df > 0) {
    etho_row_number(row, "statistic", statistic);
    etho_row_number(row, "p_value", etho_chi2_upper(statistic, df));
    return;
  }
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
  etho_row_note(row, "not estimable: the other terms determine it");
}

static etho_status report_anova(const binomial_fit *fit, etho_error *error) {
  const etho_problem *problem = fit->problem;
  const etho_term_list *list = &problem->terms->fixed;
  int type = problem->options->type;
  const etho_design *design = type == 3 ? &problem->sum_design : &problem->design;
  size_t *order = ETHO_NEW(problem->arena, size_t, design->p + 1);
  if (!order) return etho_model_no_memory(error);
  if (fit->qr.rank < design->p) etho_problem_empty_cells(problem, true);
  for (size_t t = 0; t < list->n_terms; t++) {
    size_t from, count;
    double statistic, df;
    if (type == 3 && fit->qr.rank < design->p) {
      report_ratio(problem, list->term[t].label, 0, 0);
      continue;
    }
    etho_design_columns(design, t + 1, &from, &count);
    size_t before = etho_base_columns(list, design, type, t, 0, order), after = before;
    for (size_t k = 0; k < count; k++) order[after++] = from + k;
    if (!ratio_of(fit, design, order, before, after, &statistic, &df)) return etho_model_no_memory(error);
    report_ratio(problem, list->term[t].label, statistic, df);
  }
  return ETHO_OK;
}

/* ---- profile limits ---------------------------------------------------------------------------------------
 */

typedef struct profile {
  etho_logistic logistic;
  etho_qr qr;
  double *gamma, scale, top; /* gamma of the last coordinate = scale * beta */
} profile;

static bool profile_make(const binomial_fit *fit, size_t column, profile *p) {
  etho_arena *arena = fit->problem->arena;
  size_t m = 0, *order = ETHO_NEW(arena, size_t, fit->qr.p + 1);
  if (!order) return false;
  for (size_t j = 0; j < fit->qr.p; j++)
    if (j != column && !fit->aliased[j]) order[m++] = j;
  order[m++] = column;
  if (!etho_logistic_make(&fit->problem->design, order, m, &fit->counts, fit->firth, arena, &p->qr,
                          &p->logistic))
    return false;
  p->gamma = ETHO_NEW(arena, double, m + 1);
  p->scale = (double)etho_qr_r(&p->qr, m - 1, m - 1);
  p->top = fit->log_likelihood;
  return p->gamma && p->qr.rank == m;
}

/* Signed root of the fall in deviance with the coefficient held at v. */
static double held_root(profile *p, double v, double *fall) {
  double value = -(double)INFINITY;
  p->gamma[p->qr.rank - 1] = v * p->scale;
  etho_logistic_state state = etho_logistic_solve(&p->logistic, p->qr.rank - 1, p->gamma, &value);
  *fall = 2 * (p->top - value);
  return state == ETHO_LOGISTIC_FAILED ? (double)NAN : sqrt(fmax(0, *fall));
}

static double profile_limit(profile *p, double estimate, double se, double direction, double z) {
  double a = estimate, za = 0, b = estimate + direction * z * se, fall;
  for (int i = 0; i < 60; i++) {
    double zb = held_root(p, b, &fall);
    if (isnan(zb)) return zb;
    if (fabs(zb - z) < 1e-9 * z) return b;
    double slope = (zb - za) / (b - a);
    double next = slope * direction > 1e-8 / se ? b + (z - zb) / slope : b + direction * se * 2;
    if (direction * (next - b) > 4 * fabs(b - estimate)) next = b + 4 * direction * fabs(b - estimate);
    if (direction * (next - estimate) <= 0) next = (estimate + b) / 2;
    if (fabs(next - b) < 1e-11 * (fabs(b) + se)) return next;
    a = b, za = zb, b = next;
  }
  return (double)NAN;
}

static bool report_profile(const binomial_fit *fit, size_t column, etho_row *row) {
  profile p;
  double z = etho_t_critical(fit->problem->options->conf_level, (double)INFINITY, ETHO_TWO_SIDED), fall;
  double estimate = fit->beta[column], se = sqrt(fit->vcov[column * fit->qr.p + column]);
  if (!profile_make(fit, column, &p)) return false;
  double low = profile_limit(&p, estimate, se, -1, z);
  memset(p.gamma, 0, p.qr.rank * sizeof *p.gamma);
  double high = profile_limit(&p, estimate, se, 1, z);
  memset(p.gamma, 0, p.qr.rank * sizeof *p.gamma);
  held_root(&p, 0, &fall);
  etho_row_number(row, "profile_low", low);
  etho_row_number(row, "profile_high", high);
  etho_row_number(row, "lr_statistic", fmax(0, fall));
  etho_row_number(row, "lr_p_value", etho_chi2_upper(fmax(0, fall), 1));
  if (!fit->firth) return true;
  etho_row_number(row, "wald_p_value", etho_row_get_number(row, "p_value"));
  etho_row_number(row, "p_value", etho_chi2_upper(fmax(0, fall), 1));
  etho_row_number(row, "statistic", fmax(0, fall));
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "conf_low", low);
  etho_row_number(row, "conf_high", high);
  etho_row_number(row, "odds_ratio_low", exp(low));
  etho_row_number(row, "odds_ratio_high", exp(high));
  etho_row_text(row, "method", "Firth's penalised likelihood, profile limits");
  return true;
}

static etho_status report_profiles(const binomial_fit *fit, size_t first_row, etho_error *error) {
  for (size_t j = 0; j < fit->qr.p; j++)
    if (!fit->aliased[j] && !report_profile(fit, j, etho_rows_at(fit->problem->rows, first_row + j)))
      return etho_model_no_memory(error);
  return ETHO_OK;
}

/* ---- report
 * ------------------------------------------------------------------------------------------------- */

static double null_log_likelihood(const etho_counts *c) {
  double s = 0, t = 0;
  for (size_t i = 0; i < c->n; i++) s += c->success[i], t += c->trials[i];
  return s * log(s / t) + (t - s) * log1p(-s / t);
}

static void report_dispersion(const binomial_fit *fit, double df, etho_row *row) {
  const etho_logistic *l = &fit->logistic;
  double pearson = 0;
  for (size_t i = 0; i < l->n; i++) {
    double e = fit->counts.success[i] - fit->counts.trials[i] * l->mu[i];
    if (l->weight[i] > 0) pearson += e * e / l->weight[i];
  }
  if (!fit->counts.grouped || !(df > 0)) return;
  etho_row_number(row, "pearson", pearson);
  etho_row_number(row, "dispersion", pearson / df);
  if (pearson / df > 1.5 && etho_chi2_upper(pearson, df) < 0.01)
    etho_rows_note(fit->problem->rows,
                   "overdispersion: the counts vary %.2f times as much as a binomial; add a random effect "
                   "per animal, (1 | animal), or use --family beta-binomial",
                   pearson / df);
}

static void report_fit(const binomial_fit *fit) {
  etho_row *row = etho_report_row(fit->problem, "fit");
  double n = (double)fit->counts.used, k = (double)fit->qr.rank, log_likelihood = 0;
  for (size_t i = 0; i < fit->counts.n; i++)
    log_likelihood += fit->counts.success[i] * fit->logistic.eta[i] -
                      fit->counts.trials[i] * etho_log1p_exp(fit->logistic.eta[i]);
  double full = log_likelihood + fit->counts.log_choose;
  etho_row_text(row, "method",
                fit->firth ? "Logistic regression, Firth's penalised likelihood" : "Logistic regression");
  etho_row_number(row, "n", n);
  etho_row_number(row, "df_residual", n - k);
  etho_row_number(row, "deviance", 2 * (fit->counts.saturated - log_likelihood));
  etho_row_number(row, "null_deviance", 2 * (fit->counts.saturated - null_log_likelihood(&fit->counts)));
  etho_row_number(row, "logLik", full);
  if (fit->firth) etho_row_number(row, "penalised_logLik", fit->log_likelihood);
  etho_row_number(row, "aic", -2 * full + 2 * k);
  etho_row_number(row, "bic", -2 * full + log(n) * k);
  etho_row_bool(row, "separation", fit->firth);
  report_dispersion(fit, n - k, row);
}

etho_status etho_fit_binomial(etho_problem *problem, etho_error *error) {
  binomial_fit fit = {.problem = problem};
  etho_status status = etho_counts_make(problem, &fit.counts, error);
  if (status == ETHO_OK) status = fit_all(&fit, error);
  if (status != ETHO_OK) return status;
  etho_estimate estimate = {.p = fit.qr.p,
                            .name = problem->design.name,
                            .beta = fit.beta,
                            .vcov = fit.vcov,
                            .aliased = fit.aliased,
                            .null_space = fit.null_space,
                            .n_null = fit.qr.p - fit.qr.rank,
                            .statistic_name = "z",
                            .df = z_df,
                            .fit = &fit,
                            .ratio_name = "odds_ratio"};
  report_fit(&fit);
  size_t first = etho_rows_count(problem->rows);
  etho_report_coefficients(problem, &estimate);
  status = report_profiles(&fit, first, error);
  if (status == ETHO_OK) status = report_anova(&fit, error);
  return status == ETHO_OK ? etho_report_emmeans(problem, &estimate, error) : status;
}
