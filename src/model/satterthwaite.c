/* Satterthwaite's degrees of freedom for linear mixed models (Giesbrecht & Burns 1985; Fai & Cornelius 1996
 * for several rows), with the variance parameters as (theta, sigma). */
#include <math.h>
#include <string.h>

#include "model/mixed.h"

static double deviance_at_sigma(const double *theta, void *context) {
  etho_mixed *m = context;
  return etho_mixed_deviance_at(m, theta, sqrt(m->sigma2));
}

/* (rx rx')^-1 at theta */
static void inverse_at(etho_mixed *m, const double *theta, double *out) {
  size_t r = m->rank;
  etho_mixed_deviance(theta, m);
  memset(out, 0, r * r * sizeof *out);
  for (size_t j = 0; j < r; j++) {
    out[j * r + j] = 1;
    etho_cholesky_solve(m->rx, r, out + j * r);
  }
}

/* Derivatives of the covariance and of pwrss, by central differences of two widths (Richardson). */
static bool differentiate(etho_mixed *m, double *pwrss_slope) {
  size_t r = m->rank, d = m->random.n_theta, size = r * r;
  double *point = ETHO_NEW(m->problem->arena, double, 4 * size + d + 1), *theta;
  if (!point) return false;
  theta = point + 4 * size;
  memcpy(theta, m->theta, d * sizeof *theta);
  for (size_t k = 0; k < d; k++) {
    double h = 1e-3 * fmax(fabs(m->theta[k]), 0.1), pw[4];
    static const double at[] = {1, -1, 2, -2};
    for (int s = 0; s < 4; s++) {
      theta[k] = m->theta[k] + at[s] * h;
      inverse_at(m, theta, point + (size_t)s * size);
      pw[s] = m->pwrss;
    }
    theta[k] = m->theta[k];
    pwrss_slope[k] = (8 * (pw[0] - pw[1]) - (pw[2] - pw[3])) / (12 * h);
    for (size_t i = 0; i < size; i++)
      m->jacobian[k * size + i] =
          m->sigma2 * (8 * (point[i] - point[size + i]) - (point[2 * size + i] - point[3 * size + i])) /
          (12 * h);
  }
  for (size_t i = 0; i < size; i++) m->jacobian[d * size + i] = 2 * m->vcov_q[i] / sqrt(m->sigma2);
  return true;
}

/* The inverse of the Hessian over the directions in which it is positive. */
static bool pseudo_inverse(double *a, size_t d, etho_arena *arena) {
  double *work = ETHO_NEW(arena, double, 2 * d * d + d + 1);
  if (!work) return false;
  double *vectors = work + d * d, *values = vectors + d * d;
  etho_symmetric_eigen(a, d, work, values, vectors);
  memset(a, 0, d * d * sizeof *a);
  for (size_t k = 0; k < d; k++) {
    if (!(values[k] > 1e-8)) continue;
    for (size_t i = 0; i < d; i++)
      for (size_t j = 0; j < d; j++) a[j * d + i] += vectors[k * d + i] * vectors[k * d + j] / values[k];
  }
  return true;
}

bool etho_satterthwaite_make(etho_mixed *m) {
  size_t d = m->random.n_theta, k = d + 1;
  double sigma = sqrt(m->sigma2), df = (double)(m->n - (m->reml ? m->rank : 0));
  etho_arena *arena = m->problem->arena;
  double *h = ETHO_NEW(arena, double, d + 1), *theta_part = ETHO_NEW(arena, double, d *d + 1);
  double *slope = ETHO_NEW(arena, double, d + 1), *theta = ETHO_NEW(arena, double, d + 1);
  if (!h || !theta_part || !slope || !theta || !differentiate(m, slope)) return false;
  for (size_t i = 0; i < d; i++) h[i] = 1e-3 * fmax(fabs(m->theta[i]), 0.1);
  memcpy(theta, m->theta, d * sizeof *theta);
  etho_hessian(deviance_at_sigma, m, theta, d, h, deviance_at_sigma(theta, m), theta_part);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) m->hessian[j * k + i] = theta_part[j * d + i];
    m->hessian[d * k + i] = m->hessian[i * k + d] = -2 * slope[i] / (sigma * sigma * sigma);
  }
  etho_mixed_settle(m); /* back to the fit */
  m->hessian[d * k + d] = -2 * df / m->sigma2 + 6 * m->pwrss / (m->sigma2 * m->sigma2);
  return pseudo_inverse(m->hessian, k, arena);
}

/* 2 v^2 / (g' 2 H^-1 g) for l in the basis Q. */
static double df_in_basis(const etho_mixed *m, const double *l) {
  size_t k = m->random.n_theta + 1, size = m->rank * m->rank;
  double v = etho_quadratic_form(m->vcov_q, m->rank, l),
         g[ETHO_MAX_RANDOM * ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS + 1], sum = 0;
  for (size_t i = 0; i < k; i++) g[i] = etho_quadratic_form(m->jacobian + i * size, m->rank, l);
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) sum += 2 * g[i] * m->hessian[j * k + i] * g[j];
  return sum > 0 ? 2 * v * v / sum : (double)INFINITY;
}

static void to_basis(const etho_mixed *m, const double *l, double *out) {
  memset(out, 0, m->rank * sizeof *out);
  for (size_t j = 0; j < m->problem->design.p; j++)
    for (size_t a = 0; a < m->rank && l[j] != 0; a++) out[a] += l[j] * m->basis[j * m->rank + a];
}

double etho_satterthwaite_df(const void *mixed, const double *l) {
  const etho_mixed *m = mixed;
  double *basis = ETHO_NEW(m->problem->arena, double, m->rank + 1);
  if (!basis) return (double)NAN;
  to_basis(m, l, basis);
  return df_in_basis(m, basis);
}

/* Fai & Cornelius: F's denominator from the df of the uncorrelated rows. */
static double joint_df(const double *nu, size_t q) {
  double sum = 0, mean = 0, spread = 0;
  for (size_t i = 0; i < q; i++) mean += nu[i] / (double)q;
  for (size_t i = 0; i < q; i++) spread = fmax(spread, fabs(nu[i] - mean));
  if (q == 1 || spread < 1e-8) return mean;
  for (size_t i = 0; i < q; i++) {
    if (!(nu[i] > 2)) return 2;
    sum += nu[i] / (nu[i] - 2);
  }
  return 2 * sum / (sum - (double)q);
}

bool etho_satterthwaite_test(const void *mixed, const double *l, size_t q, double *f, double *df1,
                             double *df2) {
  const etho_mixed *m = mixed;
  size_t r = m->rank, p = m->problem->design.p, used = 0;
  double *block = ETHO_NEW(m->problem->arena, double, 2 * q * r + 3 * q * q + 3 * q + r + 1);
  if (!block) return false;
  double *rows = block, *row = rows + q * r, *cov = row + r, *work = cov + q * q, *vectors = work + q * q;
  double *values = vectors + q * q, *nu = values + q;
  for (size_t i = 0; i < q; i++) to_basis(m, l + i * p, rows + i * r);
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++)
      for (size_t a = 0; a < r; a++)
        for (size_t b = 0; b < r; b++)
          cov[j * q + i] += rows[i * r + a] * m->vcov_q[b * r + a] * rows[j * r + b];
  etho_symmetric_eigen(cov, q, work, values, vectors);
  *f = 0;
  for (size_t k = q; k-- > 0;) {
    if (!(values[k] > 1e-10 * values[q - 1])) continue;
    double estimate = 0;
    memset(row, 0, r * sizeof *row);
    for (size_t i = 0; i < q; i++) {
      for (size_t a = 0; a < r; a++) row[a] += vectors[k * q + i] * rows[i * r + a];
      for (size_t j = 0; j < p; j++) estimate += vectors[k * q + i] * l[i * p + j] * m->beta[j];
    }
    *f += estimate * estimate / values[k];
    nu[used++] = df_in_basis(m, row);
  }
  *df1 = (double)used;
  if (used) *f /= *df1;
  *df2 = used ? joint_df(nu, used) : (double)NAN;
  return true;
}
