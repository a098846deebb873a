#include "model/logistic.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

double etho_inverse_logit(double eta) {
  return eta >= 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta));
}

double etho_log1p_exp(double eta) {
  return eta > 0 ? eta + log1p(exp(-eta)) : log1p(exp(eta));
}

/* ---- the response ------------------------------------------------------------------------------------ */

static etho_status not_counts(const etho_problem *problem, size_t i, const char *what, etho_error *error) {
  etho_error_set(error, ETHO_ERR_DATA, "the response '%s' in line %zu is %s", problem->terms->response_label,
                 etho_frame_line(&problem->frame, i), what);
  etho_error_hint(error,
                  "a binomial response is 0/1, cbind(correct, wrong) or correct/trials, in whole numbers");
  return ETHO_ERR_DATA;
}

static bool is_whole(double x, double slack) {
  return x >= 0 && fabs(x - round(x)) < slack;
}

static void read_row(const etho_problem *problem, size_t i, double *success, double *trials) {
  double y = (double)problem->y[i], y2 = problem->y2 ? (double)problem->y2[i] : 1;
  *success = y, *trials = 1;
  if (problem->terms->response == ETHO_RESPONSE_CBIND) *trials = y + y2;
  if (problem->terms->response == ETHO_RESPONSE_RATIO) *trials = y2;
  if (problem->weight && problem->terms->response == ETHO_RESPONSE_RATIO)
    *success = y / y2 * problem->weight[i], *trials = problem->weight[i];
  if (problem->weight && problem->terms->response == ETHO_RESPONSE_PLAIN)
    *success = y * problem->weight[i], *trials = problem->weight[i];
}

static double x_log_x(double x, double n) {
  return x > 0 ? x * log(x / n) : 0;
}

etho_status etho_counts_make(const etho_problem *problem, etho_counts *c, etho_error *error) {
  size_t n = problem->n;
  double successes = 0, trials = 0;
  *c = (etho_counts){.n = n,
                     .success = ETHO_NEW(problem->arena, double, n + 1),
                     .trials = ETHO_NEW(problem->arena, double, n + 1)};
  if (!c->success || !c->trials) return etho_model_no_memory(error);
  if (problem->terms->response == ETHO_RESPONSE_SURV)
    return etho_error_set(error, ETHO_ERR_USAGE, "surv() belongs to --family cox");
  /* A proportion typed with two or three digits stands for the whole count next to it. */
  double slack = problem->weight ? 0.05 : 1e-6;
  for (size_t i = 0; i < n; i++) {
    double s, t;
    read_row(problem, i, &s, &t);
    if (!is_whole(s, slack) || !is_whole(t, 1e-6)) return not_counts(problem, i, "not a whole number", error);
    if (s > t + 1e-6)
      return not_counts(problem, i, t == 1 ? "neither 0 nor 1" : "more than its trials", error);
    s = round(s), t = round(t);
    c->success[i] = s, c->trials[i] = t;
    c->used += t > 0;
    c->grouped = c->grouped || t > 1;
    c->log_choose += gsl_sf_lngamma(t + 1) - gsl_sf_lngamma(s + 1) - gsl_sf_lngamma(t - s + 1);
    c->saturated += x_log_x(s, t) + x_log_x(t - s, t);
    successes += s, trials += t;
  }
  if (successes > 0 && successes < trials) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA, "the response '%s' is constant: all %s",
                 problem->terms->response_label, successes > 0 ? "successes" : "failures");
  return ETHO_ERR_DATA;
}

/* ---- Newton's method ----------------------------------------------------------------------------------- */

bool etho_logistic_make(const etho_design *design, const size_t *order, size_t p, const etho_counts *counts,
                        bool firth, etho_arena *arena, etho_qr *qr, etho_logistic *l) {
  size_t n = design->n;
  *l = (etho_logistic){.counts = counts, .n = n, .firth = firth};
  long double *column = ETHO_NEW(arena, long double, n + 1);
  if (!column || !etho_qr_make(design->x, n, p, order, NULL, arena, qr)) return false;
  size_t r = l->r = qr->rank;
  l->basis = ETHO_NEW(arena, double, n *r + 1);
  l->eta = ETHO_NEW(arena, double, n + 1), l->mu = ETHO_NEW(arena, double, n + 1),
  l->weight = ETHO_NEW(arena, double, n + 1);
  l->information = ETHO_NEW(arena, double, r *r + 1), l->direction = ETHO_NEW(arena, double, r + 1);
  l->score = ETHO_NEW(arena, double, r + 1), l->trial = ETHO_NEW(arena, double, r + 1);
  if (!l->basis || !l->eta || !l->mu || !l->weight || !l->information || !l->direction || !l->score ||
      !l->trial)
    return false;
  for (size_t k = 0; k < r; k++) {
    etho_qr_column(qr, k, column);
    for (size_t i = 0; i < n; i++) l->basis[k * n + i] = (double)column[i];
  }
  return true;
}

/* Means, weights and the Cholesky factor of the information of all coordinates at gamma; the log likelihood.
 */
static double evaluate(etho_logistic *l, const double *gamma) {
  size_t n = l->n, r = l->r;
  double value = 0;
  memset(l->eta, 0, n * sizeof *l->eta);
  for (size_t k = 0; k < r; k++)
    for (size_t i = 0; i < n; i++) l->eta[i] += l->basis[k * n + i] * gamma[k];
  for (size_t i = 0; i < n; i++) {
    double t = l->counts->trials[i], mu = etho_inverse_logit(l->eta[i]);
    l->mu[i] = mu;
    l->weight[i] = t * mu * etho_inverse_logit(-l->eta[i]);
    value += l->counts->success[i] * l->eta[i] - t * etho_log1p_exp(l->eta[i]);
  }
  for (size_t a = 0; a < r; a++)
    for (size_t b = a; b < r; b++) {
      double sum = 0;
      for (size_t i = 0; i < n; i++) sum += l->basis[a * n + i] * l->weight[i] * l->basis[b * n + i];
      l->information[a * r + b] = l->information[b * r + a] = sum;
    }
  return value;
}

static double penalty(const etho_logistic *l, double *factor) {
  memcpy(factor, l->information, l->r * l->r * sizeof *factor);
  return etho_cholesky(factor, l->r) ? etho_cholesky_log_determinant(factor, l->r) / 2 : -(double)INFINITY;
}

/* Firth's (1993) score adds h (1/2 - mu), h being the leverage in the weighted regression. */
static void fill_score(etho_logistic *l, size_t free, const double *factor, double *work) {
  size_t n = l->n, r = l->r;
  memset(l->score, 0, r * sizeof *l->score);
  for (size_t i = 0; i < n; i++) {
    double residual = l->counts->success[i] - l->counts->trials[i] * l->mu[i];
    if (l->firth) {
      double h = 0;
      for (size_t k = 0; k < r; k++) work[k] = l->basis[k * n + i];
      etho_forward_solve(factor, r, work);
      for (size_t k = 0; k < r; k++) h += work[k] * work[k];
      residual += h * l->weight[i] * (0.5 - l->mu[i]);
    }
    for (size_t k = 0; k < free; k++) l->score[k] += l->basis[k * n + i] * residual;
  }
}

/* direction = (information of the free coordinates)^-1 score */
static bool newton_direction(etho_logistic *l, size_t free, double *factor) {
  for (size_t a = 0; a < free; a++)
    for (size_t b = 0; b < free; b++) factor[a * free + b] = l->information[a * l->r + b];
  if (!etho_cholesky(factor, free)) return false;
  memcpy(l->direction, l->score, free * sizeof *l->direction);
  etho_cholesky_solve(factor, free, l->direction);
  return true;
}

static double largest_change(const etho_logistic *l, size_t free, double *largest_eta) {
  double change = 0;
  *largest_eta = 0;
  for (size_t i = 0; i < l->n; i++) {
    double d = 0;
    for (size_t k = 0; k < free; k++) d += l->basis[k * l->n + i] * l->direction[k];
    if (l->counts->trials[i] > 0)
      change = fmax(change, fabs(d)), *largest_eta = fmax(*largest_eta, fabs(l->eta[i]));
  }
  return change;
}

/* Without separation Newton's steps shrink quadratically; with it some eta grows by about 1 a step for ever.
 */
static bool separating(const etho_logistic *l, int iteration, double change, double largest_eta) {
  return !l->firth && iteration >= 14 && change > 0.3 && largest_eta > 10;
}

etho_logistic_state etho_logistic_solve(etho_logistic *l, size_t free, double *gamma,
                                        double *log_likelihood) {
  double factor[4096], work[64], *f = l->r <= 64 ? factor : NULL;
  if (!f) return ETHO_LOGISTIC_FAILED;
  double value = evaluate(l, gamma), half = penalty(l, f);
  if (l->firth) value += half;
  for (int iteration = 0; iteration < 500; iteration++) {
    double largest_eta, step = 1;
    fill_score(l, free, f, work);
    if (!newton_direction(l, free, f)) return iteration > 5 ? ETHO_LOGISTIC_SEPARATED : ETHO_LOGISTIC_FAILED;
    double change = largest_change(l, free, &largest_eta);
    if (separating(l, iteration, change, largest_eta)) return ETHO_LOGISTIC_SEPARATED;
    if (change > 5) step = 5 / change;
    for (; step > 1e-8; step /= 2) {
      memcpy(l->trial, gamma, l->r * sizeof *l->trial);
      for (size_t k = 0; k < free; k++) l->trial[k] += step * l->direction[k];
      double there = evaluate(l, l->trial);
      half = penalty(l, f);
      if (l->firth) there += half;
      if (there < value - 1e-10 * (1 + fabs(value))) continue;
      value = there;
      memcpy(gamma, l->trial, l->r * sizeof *gamma);
      break;
    }
    *log_likelihood = value;
    if (change < 1e-10 || step <= 1e-8) return ETHO_LOGISTIC_CONVERGED;
  }
  return ETHO_LOGISTIC_FAILED;
}

bool etho_logistic_covariance(etho_logistic *l, etho_arena *arena, double *covariance) {
  double *factor = ETHO_NEW(arena, double, l->r * l->r + 1);
  if (!factor) return false;
  memcpy(factor, l->information, l->r * l->r * sizeof *factor);
  return etho_cholesky(factor, l->r) && etho_cholesky_inverse(factor, l->r, arena, covariance);
}
