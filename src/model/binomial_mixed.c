/* Binomial mixed models with the logit link: the random effects are integrated out by Laplace's approximation
 * or, for one grouping factor, by adaptive Gauss-Hermite quadrature (Pinheiro & Chao 2006; Bates et al. 2015
 * for the sparse algebra). Fixed effects and variance parameters are optimised together. */
#include <gsl/gsl_integration.h>
#include <math.h>
#include <string.h>

#include "model/binomial_mixed.h"

/* Means and weights at eta; the log likelihood. The logs of 1 + exp(-|eta|) are taken of their running
 * product. */
static double fill_means(etho_glmm *g) {
  double value = 0, product = 1;
  for (size_t i = 0; i < g->n; i++) {
    double t = g->counts.trials[i], e = exp(-fabs(g->eta[i])), high = 1 / (1 + e), low = e * high;
    bool positive = g->eta[i] >= 0;
    g->mu[i] = positive ? high : low;
    g->weight[i] = t * low * high;
    value += (g->counts.success[i] - (positive ? t : 0)) * g->eta[i];
    if (t == 1)
      product *= 1 + e;
    else
      value -= t * log1p(e);
    if (product > 1e250) value -= log(product), product = 1;
  }
  return value - log(product);
}

static double value_at(etho_glmm *g, const double *u) {
  double squares = 0;
  memcpy(g->step, u, g->random.q * sizeof *u);
  etho_random_apply_lambda(&g->random, g->step, false);
  etho_random_multiply(&g->random, g->step, g->eta);
  for (size_t i = 0; i < g->n; i++) g->eta[i] += g->fixed[i];
  for (size_t k = 0; k < g->random.q; k++) squares += u[k] * u[k];
  return fill_means(g) - squares / 2;
}

/* The mode of the random effects by Newton's method (penalised IRLS), the matrix of the approximation
 * factored at it. */
static bool find_mode(etho_glmm *g) {
  size_t q = g->random.q;
  double value = value_at(g, g->u), before = (double)INFINITY;
  if (!isfinite(value)) {
    memset(g->u, 0, q * sizeof *g->u);
    value = value_at(g, g->u);
  }
  for (int iteration = 0; iteration < 100; iteration++) {
    for (size_t i = 0; i < g->n; i++) g->work[i] = g->counts.success[i] - g->counts.trials[i] * g->mu[i];
    etho_random_transposed(&g->random, g->work, g->gradient);
    etho_random_apply_lambda(&g->random, g->gradient, true);
    for (size_t k = 0; k < q; k++) g->gradient[k] -= g->u[k];
    etho_random_cross(&g->random, g->weight);
    if (!etho_random_factor(&g->random)) return false;
    g->penalised = value;
    memcpy(g->start, g->gradient, q * sizeof *g->start);
    etho_sparse_forward(&g->random.factor, g->start);
    etho_sparse_backward(&g->random.factor, g->start);
    double decrement = 0, length = 1; /* its root bounds the error of u, to which the determinant is linear */
    for (size_t k = 0; k < q; k++) decrement += g->start[k] * g->gradient[k];
    if (decrement < 1e-20 || (decrement < 1e-14 && decrement > before / 4)) return true;
    before = decrement;
    for (; length > 1e-8; length /= 2) {
      for (size_t k = 0; k < q; k++) g->gradient[k] = g->u[k] + length * g->start[k];
      double there = value_at(g, g->gradient);
      if (there < value - 1e-9 * (1 + fabs(value)) || !isfinite(there)) continue;
      value = there;
      memcpy(g->u, g->gradient, q * sizeof *g->u);
      break;
    }
    if (length <= 1e-8) return false;
  }
  return false;
}

/* ---- quadrature over one block --------------------------------------------------------------------------
 */

/* log likelihood of the rows of a level with effects b = Lambda u on the linear predictor. */
static double level_log_likelihood(const etho_glmm *g, size_t level, const double *u) {
  const etho_block *block = &g->random.block[0];
  double b[ETHO_MAX_EFFECTS], sum = 0;
  for (size_t i = 0; i < block->q; i++) {
    b[i] = 0;
    for (size_t k = 0; k < block->q; k++) b[i] += g->random.lambda[0][k * block->q + i] * u[k];
  }
  double product = 1;
  for (size_t at = g->from[level]; at < g->from[level + 1]; at++) {
    size_t i = g->order[at];
    double eta = g->fixed[i], t = g->counts.trials[i];
    for (size_t k = 0; k < block->q; k++) eta += block->z[k * g->n + i] * b[k];
    double e = exp(-fabs(eta));
    sum += (g->counts.success[i] - (eta >= 0 ? t : 0)) * eta;
    if (t == 1)
      product *= 1 + e;
    else
      sum -= t * log1p(e);
    if (product > 1e250) sum -= log(product), product = 1;
  }
  sum -= log(product);
  for (size_t k = 0; k < block->q; k++) sum -= u[k] * u[k] / 2;
  return sum;
}

/* log of the integral over one level relative to its Laplace approximation: tensor nodes around the mode. */
static double level_correction(const etho_glmm *g, size_t level) {
  size_t q = g->random.block[0].q, base = level * q;
  const etho_sparse *l = &g->random.factor.l;
  size_t total = q == 2 ? (size_t)g->nodes * (size_t)g->nodes : (size_t)g->nodes;
  double mode[2] = {g->u[base], q == 2 ? g->u[base + 1] : 0}, top = level_log_likelihood(g, level, mode),
         sum = 0;
  for (size_t k = 0; k < total; k++) {
    size_t first = k % (size_t)g->nodes, second = k / (size_t)g->nodes;
    double x[2] = {g->node[first], g->node[second]}, w = g->node_weight[first], s[2], u[2];
    s[1] = q == 2 ? x[1] / l->value[l->start[base + 1]] : 0;
    s[0] = (x[0] - (q == 2 ? l->value[l->start[base] + 1] * s[1] : 0)) / l->value[l->start[base]];
    if (q == 2) w *= g->node_weight[second];
    u[0] = mode[0] + sqrt(2) * s[0], u[1] = mode[1] + sqrt(2) * s[1];
    double squares = x[0] * x[0] + (q == 2 ? x[1] * x[1] : 0);
    sum += w * exp(squares + level_log_likelihood(g, level, u) - top);
  }
  return log(sum) - (double)q / 2 * 1.1447298858494002; /* log pi */
}

static double deviance(const double *x, void *context) {
  etho_glmm *g = context;
  memset(g->fixed, 0, g->n * sizeof *g->fixed);
  for (size_t k = 0; k < g->r; k++)
    for (size_t i = 0; i < g->n; i++) g->fixed[i] += g->basis[k * g->n + i] * x[g->d + k];
  etho_random_set_theta(&g->random, x);
  if (!find_mode(g)) return (double)INFINITY;
  double value = -2 * g->penalised + etho_sparse_log_determinant(&g->random.factor);
  for (size_t level = 0; level < g->random.block[0].levels && g->nodes > 1; level++)
    value -= 2 * level_correction(g, level);
  return value - 2 * g->counts.log_choose;
}

/* Only theta moves: for the scan of starting points. */
static double theta_deviance(const double *theta, void *context) {
  etho_glmm *g = context;
  memcpy(g->x, theta, g->d * sizeof *theta);
  return deviance(g->x, g);
}

/* ---- fit
 * --------------------------------------------------------------------------------------------------- */

static etho_status prepare_quadrature(etho_glmm *g, etho_error *error) {
  int nodes = g->problem->options->agq;
  etho_arena *arena = g->problem->arena;
  const etho_block *block = &g->random.block[0];
  g->nodes = nodes;
  if (nodes < 2) return ETHO_OK;
  if (g->random.n_blocks > 1 || block->q > 2) {
    etho_error_set(error, ETHO_ERR_USAGE, "--agq needs one random term with one or two effects");
    etho_error_hint(error, "leave --agq out: Laplace's approximation takes any random terms");
    return ETHO_ERR_USAGE;
  }
  double *node = ETHO_NEW(arena, double, (size_t)nodes), *weight = ETHO_NEW(arena, double, (size_t)nodes);
  g->order = ETHO_NEW(arena, size_t, g->n + 1), g->from = ETHO_NEW(arena, size_t, block->levels + 2);
  gsl_integration_fixed_workspace *w =
      gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, (size_t)nodes, 0, 1, 0, 0);
  if (!node || !weight || !g->order || !g->from || !w) {
    gsl_integration_fixed_free(w);
    return etho_model_no_memory(error);
  }
  memcpy(node, gsl_integration_fixed_nodes(w), (size_t)nodes * sizeof *node);
  memcpy(weight, gsl_integration_fixed_weights(w), (size_t)nodes * sizeof *weight);
  gsl_integration_fixed_free(w);
  g->node = node, g->node_weight = weight;
  for (size_t i = 0; i < g->n; i++) g->from[block->level[i] + 1]++;
  for (size_t l = 0; l < block->levels; l++) g->from[l + 1] += g->from[l];
  for (size_t i = g->n; i-- > 0;) g->order[--g->from[block->level[i] + 1]] = i;
  for (size_t l = 0; l < block->levels; l++) g->from[l] = g->from[l + 1];
  g->from[block->levels] = g->n;
  return ETHO_OK;
}

etho_status etho_glmm_prepare(etho_glmm *g, etho_error *error) {
  etho_arena *arena = g->problem->arena;
  etho_logistic logistic;
  if (!etho_logistic_make(&g->problem->design, NULL, g->problem->design.p, &g->counts, false, arena, &g->qr,
                          &logistic))
    return etho_model_no_memory(error);
  if (g->qr.rank > 64)
    return etho_error_set(error, ETHO_ERR_DATA, "a binomial model takes at most 64 coefficients");
  size_t n = g->n, q = g->random.q, p = g->problem->design.p;
  g->r = g->qr.rank, g->d = g->random.n_theta;
  double **rows[] = {&g->fixed, &g->eta, &g->mu, &g->weight, &g->work},
         **effects[] = {&g->u, &g->start, &g->gradient, &g->step};
  for (size_t k = 0; k < 5; k++)
    if (!(*rows[k] = ETHO_NEW(arena, double, n + 1))) return etho_model_no_memory(error);
  for (size_t k = 0; k < 4; k++)
    if (!(*effects[k] = ETHO_NEW(arena, double, q + 1))) return etho_model_no_memory(error);
  g->basis = logistic.basis;
  g->x = ETHO_NEW(arena, double, g->d + g->r + 1);
  g->beta = ETHO_NEW(arena, double, p + 1), g->vcov = ETHO_NEW(arena, double, p *p + 1);
  g->aliased = ETHO_NEW(arena, bool, p + 1);
  if (!g->x || !g->beta || !g->vcov || !g->aliased || !etho_qr_null_space(&g->qr, arena, &g->null_space))
    return etho_model_no_memory(error);
  double unused;
  if (etho_logistic_solve(&logistic, g->r, g->x + g->d, &unused) == ETHO_LOGISTIC_SEPARATED) {
    etho_rows_note(g->problem->rows,
                   "separation: without the random effects a combination of the terms predicts the outcome "
                   "without error; estimates far from 0 with huge errors are not finite");
    memset(g->x + g->d, 0, g->r * sizeof *g->x);
  }
  double root = sqrt((double)n);
  for (size_t k = 0; k < g->r * n; k++) g->basis[k] *= root;
  for (size_t k = 0; k < g->r; k++) g->x[g->d + k] /= root;
  return prepare_quadrature(g, error);
}

static void to_columns(etho_glmm *g, const double *covariance) {
  size_t r = g->r, p = g->problem->design.p, m = g->d + r;
  long double column[64], inverse[64][64];
  double root = sqrt((double)g->n);
  for (size_t k = 0; k < r; k++) {
    memset(column, 0, sizeof column);
    column[k] = root;
    etho_qr_back_solve(&g->qr, column);
    memcpy(inverse[k], column, sizeof column);
  }
  for (size_t j = 0; j < p; j++) g->aliased[g->qr.pivot[j]] = j >= r;
  for (size_t i = 0; i < r; i++) {
    g->beta[g->qr.pivot[i]] = 0;
    for (size_t k = 0; k < r; k++) g->beta[g->qr.pivot[i]] += (double)inverse[k][i] * g->x[g->d + k];
    for (size_t j = 0; j < r; j++) {
      long double sum = 0;
      for (size_t a = 0; a < r; a++)
        for (size_t b = 0; b < r; b++)
          sum += inverse[a][i] * covariance[(g->d + b) * m + g->d + a] * inverse[b][j];
      g->vcov[g->qr.pivot[j] * p + g->qr.pivot[i]] = (double)sum;
    }
  }
}

/* A first guess of the Hessian: the information of the fixed effects given theta, measured curvature in
 * theta. */
static bool guess_hessian(etho_glmm *g, double *hessian) {
  size_t m = g->d + g->r, q = g->random.q;
  double *z = ETHO_NEW(g->problem->arena, double, q * g->r + 1), here = deviance(g->x, g);
  if (!z) return false;
  for (size_t a = 0; a < g->r; a++) {
    for (size_t i = 0; i < g->n; i++) g->work[i] = g->weight[i] * g->basis[a * g->n + i];
    etho_random_transposed(&g->random, g->work, z + a * q);
    etho_random_apply_lambda(&g->random, z + a * q, true);
    etho_sparse_forward(&g->random.factor, z + a * q);
    for (size_t b = 0; b <= a; b++) {
      double sum = 0;
      for (size_t i = 0; i < g->n; i++) sum += g->work[i] * g->basis[b * g->n + i];
      for (size_t k = 0; k < q; k++) sum -= z[a * q + k] * z[b * q + k];
      hessian[(g->d + a) * m + g->d + b] = hessian[(g->d + b) * m + g->d + a] = 2 * sum;
    }
  }
  for (size_t k = 0; k < g->d; k++) {
    double at = g->x[k], h = 1e-2 * fmax(fabs(at), 0.1);
    g->x[k] = at + h;
    double up = deviance(g->x, g);
    g->x[k] = at - h;
    double down = deviance(g->x, g);
    g->x[k] = at;
    hessian[k * m + k] = (up - 2 * here + down) / (h * h);
  }
  return true;
}

etho_status etho_glmm_fit(etho_glmm *g, etho_error *error) {
  size_t m = g->d + g->r;
  etho_arena *arena = g->problem->arena;
  double *step = ETHO_NEW(arena, double, m + 1), *theta = ETHO_NEW(arena, double, g->d + 1);
  double *covariance = ETHO_NEW(arena, double, m *m + 1), *factor = ETHO_NEW(arena, double, m *m + 1);
  double *guess = ETHO_NEW(arena, double, m *m + 1);
  etho_minimum minimum = {0};
  if (!step || !theta || !covariance || !factor || !guess) return etho_model_no_memory(error);
  etho_mixed_start(&g->random, theta_deviance, g, theta);
  memcpy(g->x, theta, g->d * sizeof *theta);
  if (!guess_hessian(g, guess)) return etho_model_no_memory(error);
  for (int round = 0; round < 3 && !minimum.converged; round++) {
    for (size_t k = 0; k < m; k++) step[k] = k < g->d ? fmax(fabs(g->x[k]), 0.1) : 1;
    if (!etho_minimise(deviance, g, g->x, m, step, round ? NULL : guess, 1e-9, arena, &minimum))
      return etho_model_no_memory(error);
  }
  if (!minimum.converged || !isfinite(minimum.value)) {
    etho_error_set(error, ETHO_ERR_NUMERIC,
                   "the binomial mixed model did not converge (quasi-Newton, 3 rounds)");
    etho_error_hint(error, "leave out a random slope or a term with empty cells");
    return ETHO_ERR_NUMERIC;
  }
  g->singular = etho_mixed_snap(&g->random, theta_deviance, g, g->x, &minimum.value);
  g->deviance = deviance(g->x, g);
  memcpy(factor, minimum.hessian, m * m * sizeof *factor);
  if (!etho_cholesky(factor, m))
    return etho_error_set(
        error, ETHO_ERR_NUMERIC,
        "the likelihood of the binomial mixed model has no peak: the standard errors do not exist");
  if (!etho_cholesky_inverse(factor, m, arena, covariance)) return etho_model_no_memory(error);
  for (size_t k = 0; k < m * m; k++) covariance[k] *= 2;
  to_columns(g, covariance);
  return ETHO_OK;
}
