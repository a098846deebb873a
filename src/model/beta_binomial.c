/* Beta-binomial regression: shares of a total (counts, or seconds of exploration) whose probability varies
 * between rows with a beta distribution of mean inverse-logit(x'b) and intraclass correlation rho (Williams
 * 1975; Griffiths 1973). Non-whole totals are taken through the gamma function: a total of 20 s weighs like
 * 20 trials. */
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

#include "model/least_squares.h"
#include "model/logistic.h"
#include "model/minimise.h"
#include "stats/tails.h"

typedef struct beta_fit {
  const etho_problem *problem;
  size_t n, r;
  double *success, *trials, *basis, *eta;
  etho_qr qr;
  double *x; /* r coordinates in the basis, then the logit of rho */
  double log_likelihood;
  double *covariance; /* (r + 1) square */
  double *beta, *vcov, *null_space;
  bool *aliased;
} beta_fit;

static double log_beta(double a, double b) {
  return gsl_sf_lngamma(a) + gsl_sf_lngamma(b) - gsl_sf_lngamma(a + b);
}

static double deviance(const double *x, void *context) {
  beta_fit *f = context;
  double rho = etho_inverse_logit(x[f->r]), precision = (1 - rho) / rho, sum = 0;
  if (!(rho > 1e-12) || !(rho < 1 - 1e-12)) return (double)INFINITY;
  memset(f->eta, 0, f->n * sizeof *f->eta);
  for (size_t k = 0; k < f->r; k++)
    for (size_t i = 0; i < f->n; i++) f->eta[i] += f->basis[k * f->n + i] * x[k];
  for (size_t i = 0; i < f->n; i++) {
    double a = etho_inverse_logit(f->eta[i]) * precision, b = etho_inverse_logit(-f->eta[i]) * precision;
    double s = f->success[i], t = f->trials[i];
    if (!(a > 1e-300) || !(b > 1e-300) || a > 1e15 || b > 1e15) return (double)INFINITY;
    sum += log_beta(s + a, t - s + b) - log_beta(a, b) - log_beta(s + 1, t - s + 1) - log(t + 1);
  }
  return -2 * sum;
}

static etho_status read_response(beta_fit *f, etho_error *error) {
  const etho_problem *p = f->problem;
  double successes = 0, total = 0;
  if (p->terms->response != ETHO_RESPONSE_CBIND && p->terms->response != ETHO_RESPONSE_RATIO) {
    etho_error_set(error, ETHO_ERR_USAGE, "--family beta-binomial needs shares of a total, not '%s'",
                   p->terms->response_label);
    etho_error_hint(error, "write novel/total, or cbind(novel, familiar), before '~'");
    return ETHO_ERR_USAGE;
  }
  f->success = ETHO_NEW(p->arena, double, f->n + 1), f->trials = ETHO_NEW(p->arena, double, f->n + 1);
  if (!f->success || !f->trials) return etho_model_no_memory(error);
  for (size_t i = 0; i < f->n; i++) {
    f->success[i] = (double)p->y[i];
    f->trials[i] = (double)p->y2[i] + (p->terms->response == ETHO_RESPONSE_CBIND ? f->success[i] : 0);
    successes += f->success[i], total += f->trials[i];
    if (f->success[i] >= 0 && f->success[i] <= f->trials[i] * (1 + 1e-12)) continue;
    return etho_error_set(error, ETHO_ERR_DATA, "the response in line %zu is not a part of its total",
                          etho_frame_line(&p->frame, i));
  }
  if (successes > 0 && successes < total) return ETHO_OK;
  return etho_error_set(error, ETHO_ERR_DATA, "the response '%s' is constant", p->terms->response_label);
}

/* Fit the columns of design in order (NULL = all). */
static etho_status fit_columns(beta_fit *f, const etho_design *design, const size_t *order, size_t p,
                               etho_error *error) {
  etho_arena *arena = f->problem->arena;
  etho_counts counts = {.n = f->n, .success = f->success, .trials = f->trials};
  etho_logistic logistic;
  etho_minimum minimum = {0};
  if (!etho_logistic_make(design, order, p, &counts, false, arena, &f->qr, &logistic))
    return etho_model_no_memory(error);
  f->r = f->qr.rank, f->basis = logistic.basis;
  double *step = ETHO_NEW(arena, double, f->r + 2), unused, root = sqrt((double)f->n);
  f->x = ETHO_NEW(arena, double, f->r + 2), f->eta = ETHO_NEW(arena, double, f->n + 1);
  if (!step || !f->x || !f->eta) return etho_model_no_memory(error);
  if (f->r > 64)
    return etho_error_set(error, ETHO_ERR_DATA, "a beta-binomial model takes at most 64 coefficients");
  etho_logistic_solve(&logistic, f->r, f->x, &unused);
  for (size_t k = 0; k < f->r * f->n; k++) f->basis[k] *= root;
  for (size_t k = 0; k < f->r; k++) f->x[k] = fmax(-10, fmin(10, f->x[k] / root)), step[k] = 1;
  f->x[f->r] = -2, step[f->r] = 1;
  if (!etho_minimise(deviance, f, f->x, f->r + 1, step, NULL, 1e-11, arena, &minimum))
    return etho_model_no_memory(error);
  f->log_likelihood = -minimum.value / 2;
  size_t m = f->r + 1;
  double *factor = ETHO_NEW(arena, double, m *m);
  f->covariance = ETHO_NEW(arena, double, m *m);
  if (!factor || !f->covariance) return etho_model_no_memory(error);
  memcpy(factor, minimum.hessian, m * m * sizeof *factor);
  if (!minimum.converged || !isfinite(minimum.value) || !etho_cholesky(factor, m)) {
    etho_error_set(error, ETHO_ERR_NUMERIC,
                   "the beta-binomial likelihood has no peak: the shares vary no more than chance, or a "
                   "group is all of one kind");
    etho_error_hint(error, "use --family binomial with cbind() of whole numbers");
    return ETHO_ERR_NUMERIC;
  }
  if (!etho_cholesky_inverse(factor, m, arena, f->covariance)) return etho_model_no_memory(error);
  for (size_t k = 0; k < m * m; k++) f->covariance[k] *= 2;
  return ETHO_OK;
}

static etho_status to_columns(beta_fit *f, etho_error *error) {
  size_t r = f->r, p = f->problem->design.p, m = r + 1;
  etho_arena *arena = f->problem->arena;
  long double *inverse = ETHO_NEW(arena, long double, r *r + 1), root = sqrtl((long double)f->n);
  f->beta = ETHO_NEW(arena, double, p + 1), f->vcov = ETHO_NEW(arena, double, p *p + 1);
  f->aliased = ETHO_NEW(arena, bool, p + 1);
  if (!inverse || !f->beta || !f->vcov || !f->aliased || !etho_qr_null_space(&f->qr, arena, &f->null_space))
    return etho_model_no_memory(error);
  for (size_t k = 0; k < r; k++) {
    inverse[k * r + k] = root;
    etho_qr_back_solve(&f->qr, inverse + k * r);
  }
  for (size_t j = 0; j < p; j++) f->aliased[f->qr.pivot[j]] = j >= r;
  for (size_t i = 0; i < r; i++)
    for (size_t a = 0; a < r; a++) {
      f->beta[f->qr.pivot[i]] += (double)(inverse[a * r + i] * f->x[a]);
      for (size_t j = 0; j < r; j++)
        for (size_t b = 0; b < r; b++)
          f->vcov[f->qr.pivot[j] * p + f->qr.pivot[i]] +=
              (double)(inverse[a * r + i] * f->covariance[b * m + a] * inverse[b * r + j]);
    }
  return ETHO_OK;
}

static double z_df(const void *fit, const double *l) {
  (void)fit, (void)l;
  return (double)INFINITY;
}

static void report_fit(const beta_fit *f) {
  etho_row *row = etho_report_row(f->problem, "fit");
  double k = (double)f->r + 1, n = (double)f->n, logit = f->x[f->r];
  double half = sqrt(f->covariance[f->r * (f->r + 1) + f->r]) *
                etho_t_critical(f->problem->options->conf_level, (double)INFINITY, ETHO_TWO_SIDED);
  etho_row_text(row, "method", "Beta-binomial regression");
  etho_row_number(row, "n", n);
  etho_row_number(row, "df_residual", n - k);
  etho_row_number(row, "logLik", f->log_likelihood);
  etho_row_number(row, "aic", -2 * f->log_likelihood + 2 * k);
  etho_row_number(row, "bic", -2 * f->log_likelihood + log(n) * k);
  etho_row_number(row, "rho", etho_inverse_logit(logit));
  etho_row_number(row, "rho_low", etho_inverse_logit(logit - half));
  etho_row_number(row, "rho_high", etho_inverse_logit(logit + half));
}

static etho_status report_anova(const beta_fit *whole, etho_error *error) {
  const etho_problem *problem = whole->problem;
  const etho_term_list *list = &problem->terms->fixed;
  int type = problem->options->type;
  const etho_design *design = type == 3 ? &problem->sum_design : &problem->design;
  size_t *order = ETHO_NEW(problem->arena, size_t, design->p + 1);
  if (!order) return etho_model_no_memory(error);
  for (size_t t = 0; t < list->n_terms; t++) {
    beta_fit small = *whole, large = *whole;
    size_t from, count, m = etho_base_columns(list, design, type, t, 0, order);
    etho_status status = fit_columns(&small, design, order, m, error);
    etho_design_columns(design, t + 1, &from, &count);
    for (size_t k = 0; k < count; k++) order[m++] = from + k;
    if (status == ETHO_OK) status = fit_columns(&large, design, order, m, error);
    if (status != ETHO_OK) return status;
    double ratio = fmax(0, 2 * (large.log_likelihood - small.log_likelihood)),
           df = (double)large.r - (double)small.r;
    etho_report_ratio(problem, list->term[t].label, ratio, df);
  }
  return ETHO_OK;
}

etho_status etho_fit_beta_binomial(etho_problem *problem, etho_error *error) {
  beta_fit f = {.problem = problem, .n = problem->n};
  etho_status status = read_response(&f, error);
  if (status == ETHO_OK) status = fit_columns(&f, &problem->design, NULL, problem->design.p, error);
  if (status == ETHO_OK) status = to_columns(&f, error);
  if (status != ETHO_OK) return status;
  etho_estimate estimate = {.p = problem->design.p,
                            .name = problem->design.name,
                            .beta = f.beta,
                            .vcov = f.vcov,
                            .aliased = f.aliased,
                            .null_space = f.null_space,
                            .n_null = problem->design.p - f.r,
                            .statistic_name = "z",
                            .df = z_df,
                            .fit = &f,
                            .ratio_name = "odds_ratio"};
  report_fit(&f);
  etho_report_coefficients(problem, &estimate);
  status = report_anova(&f, error);
  return status == ETHO_OK ? etho_report_emmeans(problem, &estimate, error) : status;
}
