#include "model/mixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double log_2_pi = 1.8378770664093454836;

static bool allocate(etho_mixed *m, etho_arena *arena) {
  size_t r = m->rank, q = m->random.q, d = m->random.n_theta, p = m->problem->design.p;
  m->zq = ETHO_NEW(arena, double, q *r + 1), m->zr = ETHO_NEW(arena, double, q + 1);
  m->lq = ETHO_NEW(arena, double, q *r + 1), m->lr = ETHO_NEW(arena, double, q + 1);
  m->rx = ETHO_NEW(arena, double, r *r + 1), m->gamma = ETHO_NEW(arena, double, r + 1);
  m->theta = ETHO_NEW(arena, double, d + 1);
  m->beta = ETHO_NEW(arena, double, p + 1), m->vcov = ETHO_NEW(arena, double, p *p + 1);
  m->vcov_q = ETHO_NEW(arena, double, r *r + 1), m->basis = ETHO_NEW(arena, double, r *p + 1);
  m->hessian = ETHO_NEW(arena, double, (d + 1) * (d + 1));
  m->jacobian = ETHO_NEW(arena, double, (d + 1) * r * r + 1);
  return m->zq && m->zr && m->lq && m->lr && m->rx && m->gamma && m->theta && m->beta && m->vcov &&
         m->vcov_q && m->basis && m->hessian && m->jacobian;
}

/* Prior weights scale the rows of Z as they do those of X and y. */
static void weigh_rows(etho_mixed *m) {
  if (!m->problem->weight) return;
  for (size_t b = 0; b < m->random.n_blocks; b++)
    for (size_t c = 0; c < m->random.block[b].q; c++)
      for (size_t i = 0; i < m->n; i++) m->random.block[b].z[c * m->n + i] *= m->ols.row_scale[i];
  for (size_t i = 0; i < m->n; i++) m->log_scale += log(m->problem->weight[i]);
}

/* l'beta in the basis Q: beta = R^-1 gamma on the pivoted columns. */
static bool make_basis(etho_mixed *m, etho_arena *arena) {
  const etho_qr *qr = &m->ols.qr;
  long double *column = ETHO_NEW(arena, long double, m->rank + 1);
  if (!column) return false;
  for (size_t k = 0; k < m->rank; k++) { /* column k of R^-1 */
    memset(column, 0, m->rank * sizeof *column);
    column[k] = 1;
    etho_qr_back_solve(qr, column);
    for (size_t j = 0; j < m->rank; j++) m->basis[qr->pivot[j] * m->rank + k] = (double)column[j];
  }
  for (size_t k = 0; k < m->rank; k++) m->log_r += 2 * (double)logl(fabsl(qr->diagonal[k]));
  return true;
}

static int compare_zz(const void *a, const void *b) {
  const etho_stratum *x = a, *y = b;
  return (x->zz > y->zz) - (x->zz < y->zz);
}

/* With a single effect per level of a single factor the levels enter through z'z and products only: those
 * with the same z'z (groups of the same size) are added up once. */
static bool make_strata(etho_mixed *m, etho_arena *arena) {
  const etho_random *random = &m->random;
  size_t r = m->rank, d = r + 1, levels = random->q;
  if (random->n_blocks != 1 || random->block[0].q != 1) return true;
  etho_stratum *s = ETHO_NEW(arena, etho_stratum, levels + 1);
  if (!s) return false;
  for (size_t l = 0; l < levels; l++)
    s[l] = (etho_stratum){.zz = random->cross[random->pair[l].b_from], .level = random->pair[l].column};
  qsort(s, levels, sizeof *s, compare_zz);
  for (size_t l = 0; l < levels; l++) {
    etho_stratum level = s[l], *into = m->n_strata ? &s[m->n_strata - 1] : NULL;
    if (!into || into->zz != level.zz) {
      into = &s[m->n_strata++];
      *into = (etho_stratum){.zz = level.zz, .products = ETHO_NEW(arena, double, d *d)};
      if (!into->products) return false;
    }
    into->levels += 1;
    for (size_t j = 0; j <= r; j++) {
      double x = j < r ? m->zq[j * levels + level.level] : m->zr[level.level];
      for (size_t i = j; i <= r; i++)
        into->products[j * d + i] += x * (i < r ? m->zq[i * levels + level.level] : m->zr[level.level]);
    }
  }
  m->stratum = s;
  return true;
}

etho_status etho_mixed_make(const etho_problem *problem, bool reml, etho_mixed *m, etho_error *error) {
  etho_arena *arena = problem->arena;
  *m = (etho_mixed){.problem = problem, .n = problem->n, .reml = reml};
  etho_status status = etho_random_make(problem, true, &m->random, error);
  if (status != ETHO_OK) return status;
  if (!etho_least_squares_fit(&problem->design, problem->y, problem->weight, arena, &m->ols))
    return etho_model_no_memory(error);
  m->rank = m->ols.qr.rank;
  long double *column = ETHO_NEW(arena, long double, m->n + 1);
  double *value = ETHO_NEW(arena, double, m->n + 1);
  if (!column || !value || !allocate(m, arena) || !make_basis(m, arena)) return etho_model_no_memory(error);
  weigh_rows(m);
  for (size_t k = 0; k < m->rank; k++) {
    etho_qr_column(&m->ols.qr, k, column);
    for (size_t i = 0; i < m->n; i++) value[i] = (double)column[i];
    etho_random_transposed(&m->random, value, m->zq + k * m->random.q);
  }
  for (size_t i = 0; i < m->n; i++)
    value[i] = m->ols.residual[i] * (m->ols.row_scale ? m->ols.row_scale[i] : 1);
  etho_random_transposed(&m->random, value, m->zr);
  m->rr = m->ols.rss;
  etho_random_cross(&m->random, NULL);
  if (!make_strata(m, arena)) return etho_model_no_memory(error);
  if (!(m->rr > 0))
    return etho_error_set(error, ETHO_ERR_DATA,
                          "the fixed part fits the response exactly: there is "
                          "nothing left for random effects");
  return ETHO_OK;
}

static double dot(const double *a, const double *b, size_t n) {
  double sum[4] = {0}; /* four chains run side by side */
  size_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (size_t k = 0; k < 4; k++) sum[k] += a[i + k] * b[i + k];
  for (; i < n; i++) sum[0] += a[i] * b[i];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* From rx = Q'V^-1 Q and gamma = -Q'V^-1 r, both relative, to the penalised residual sum of squares. */
static bool solve_fixed(etho_mixed *m, double explained) {
  size_t r = m->rank;
  if (!etho_cholesky(m->rx, r)) return false;
  etho_forward_solve(m->rx, r, m->gamma);
  m->pwrss = m->rr - explained - dot(m->gamma, m->gamma, r);
  etho_backward_solve(m->rx, r, m->gamma);
  m->log_rx = etho_cholesky_log_determinant(m->rx, r) + m->log_r;
  return m->pwrss > 0;
}

/* Factor at the Lambda that is set; fills lq, lr, rx, gamma, pwrss and the determinants. */
static bool evaluate_effects(etho_mixed *m) {
  size_t q = m->random.q, r = m->rank;
  if (!etho_random_factor(&m->random)) return false;
  memcpy(m->lq, m->zq, q * r * sizeof *m->lq);
  memcpy(m->lr, m->zr, q * sizeof *m->lr);
  for (size_t k = 0; k <= r; k++) {
    double *v = k < r ? m->lq + k * q : m->lr;
    etho_random_apply_lambda(&m->random, v, true);
    etho_sparse_forward(&m->random.factor, v);
  }
  for (size_t j = 0; j < r; j++) {
    for (size_t i = j; i < r; i++) m->rx[j * r + i] = (i == j) - dot(m->lq + i * q, m->lq + j * q, q);
    m->gamma[j] = -dot(m->lq + j * q, m->lr, q);
  }
  m->log_determinant = etho_sparse_log_determinant(&m->random.factor);
  return solve_fixed(m, dot(m->lr, m->lr, q));
}

/* ---- one effect per level: levels with the same z'z make the same contribution --------------------------
 */

static bool evaluate_strata(etho_mixed *m) {
  size_t r = m->rank, d = r + 1;
  double square = m->random.lambda[0][0] * m->random.lambda[0][0], explained = 0;
  memset(m->rx, 0, r * r * sizeof *m->rx);
  memset(m->gamma, 0, r * sizeof *m->gamma);
  m->log_determinant = 0;
  for (size_t k = 0; k < m->n_strata; k++) {
    const double *s = m->stratum[k].products;
    double shrink = square / (1 + square * m->stratum[k].zz);
    for (size_t j = 0; j < r; j++) {
      for (size_t i = j; i < r; i++) m->rx[j * r + i] -= shrink * s[j * d + i];
      m->gamma[j] -= shrink * s[j * d + r];
    }
    explained += shrink * s[r * d + r];
    m->log_determinant += m->stratum[k].levels * log1p(square * m->stratum[k].zz);
  }
  for (size_t j = 0; j < r; j++) m->rx[j * r + j] += 1;
  return solve_fixed(m, explained);
}

static bool evaluate_lambda(etho_mixed *m) {
  return m->n_strata ? evaluate_strata(m) : evaluate_effects(m);
}

static bool evaluate(etho_mixed *m, const double *theta) {
  etho_random_set_theta(&m->random, theta);
  return evaluate_lambda(m);
}

bool etho_mixed_settle(etho_mixed *m) {
  etho_random_set_theta(&m->random, m->theta);
  return evaluate_effects(m);
}

double etho_mixed_deviance(const double *theta, void *mixed) {
  etho_mixed *m = mixed;
  if (!evaluate(m, theta)) return (double)INFINITY;
  double df = (double)(m->n - (m->reml ? m->rank : 0));
  return m->log_determinant + (m->reml ? m->log_rx : 0) + df * (1 + log_2_pi + log(m->pwrss / df)) -
         m->log_scale;
}

double etho_mixed_deviance_at(etho_mixed *m, const double *theta, double sigma) {
  if (theta) etho_random_set_theta(&m->random, theta);
  if (!evaluate_lambda(m)) return (double)INFINITY;
  double df = (double)(m->n - (m->reml ? m->rank : 0));
  return m->log_determinant + (m->reml ? m->log_rx : 0) + df * (log_2_pi + 2 * log(sigma)) +
         m->pwrss / (sigma * sigma) - m->log_scale;
}

void etho_mixed_start(const etho_random *random, etho_objective *f, void *context, double *theta) {
  static const double scales[] = {0.05, 0.2, 0.5, 1, 2, 5, 20, 100};
  double best = INFINITY, best_scale = 1;
  for (size_t s = 0; s < sizeof scales / sizeof *scales; s++) {
    for (size_t b = 0; b < random->n_blocks; b++)
      for (size_t c = 0, at = random->block[b].theta; c < random->block[b].q; c++)
        for (size_t k = c; k < random->block[b].q; k++) theta[at++] = k == c ? scales[s] : 0;
    double value = f(theta, context);
    if (value < best) best = value, best_scale = scales[s];
  }
  for (size_t b = 0; b < random->n_blocks; b++)
    for (size_t c = 0, at = random->block[b].theta; c < random->block[b].q; c++)
      for (size_t k = c; k < random->block[b].q; k++) theta[at++] = k == c ? best_scale : 0;
}

bool etho_mixed_snap(const etho_random *random, etho_objective *f, void *context, double *theta,
                     double *value) {
  bool singular = false;
  for (size_t k = 0; k < random->n_theta; k++) {
    double kept = theta[k];
    if (fabs(kept) > 1e-2) continue;
    theta[k] = 0;
    double there = f(theta, context);
    if (there <= *value + 1e-9)
      *value = fmin(there, *value);
    else
      theta[k] = kept;
  }
  for (size_t b = 0; b < random->n_blocks; b++)
    for (size_t c = 0, at = random->block[b].theta; c < random->block[b].q; at += random->block[b].q - c, c++)
      if (fabs(theta[at]) < 1e-4) singular = true;
  return singular;
}

static void finish(etho_mixed *m) {
  size_t p = m->problem->design.p, r = m->rank;
  double df = (double)(m->n - (m->reml ? m->rank : 0));
  etho_mixed_settle(m);
  m->sigma2 = m->pwrss / df;
  for (size_t j = 0; j < r; j++) { /* vcov_q = sigma^2 (rx rx')^-1 */
    double *column = m->vcov_q + j * r;
    memset(column, 0, r * sizeof *column);
    column[j] = m->sigma2;
    etho_cholesky_solve(m->rx, r, column);
  }
  for (size_t j = 0; j < p; j++) {
    m->beta[j] = m->ols.beta[j] + dot(m->basis + j * r, m->gamma, r);
    for (size_t i = 0; i < p; i++) {
      double sum = 0;
      for (size_t a = 0; a < r; a++) sum += m->basis[i * r + a] * dot(m->vcov_q + a * r, m->basis + j * r, r);
      m->vcov[j * p + i] = sum;
    }
  }
}

etho_status etho_mixed_fit(etho_mixed *m, etho_error *error) {
  size_t d = m->random.n_theta;
  etho_arena *arena = m->problem->arena;
  double *step = ETHO_NEW(arena, double, d + 1);
  etho_minimum minimum;
  if (!step) return etho_model_no_memory(error);
  etho_mixed_start(&m->random, etho_mixed_deviance, m, m->theta);
  for (size_t k = 0; k < d; k++) step[k] = 1;
  for (int round = 0; round < 3; round++) {
    for (size_t k = 0; k < d; k++) step[k] = fmax(fabs(m->theta[k]), 0.1);
    if (!etho_minimise(etho_mixed_deviance, m, m->theta, d, step, NULL, 1e-11, arena, &minimum))
      return etho_model_no_memory(error);
    if (minimum.converged) break;
  }
  if (!minimum.converged || !isfinite(minimum.value)) {
    etho_error_set(error, ETHO_ERR_NUMERIC,
                   "the mixed model did not converge (quasi-Newton from 8 starts, 3 rounds, "
                   "%d evaluations in the last)",
                   minimum.evaluations);
    etho_error_hint(error, "leave out a random slope, or use (x || g)");
    return ETHO_ERR_NUMERIC;
  }
  m->singular = etho_mixed_snap(&m->random, etho_mixed_deviance, m, m->theta, &minimum.value);
  m->deviance = minimum.value;
  finish(m);
  return ETHO_OK;
}
