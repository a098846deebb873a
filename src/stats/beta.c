#include "stats/beta.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>

enum { MAX_TERMS = 1000000, MAX_ROOT_STEPS = 200 };

/* Gamma(x) over Stirling's formula. */
static double gamma_star(double x) {
  gsl_sf_result result;
  return gsl_sf_gammastar_e(x, &result) == GSL_SUCCESS ? result.val : (double)NAN;
}

double etho_deviance(double x, double m) {
  gsl_sf_result result;
  if (x == 0) return m;
  double off = (x - m) / m;
  if (off > 1 || off < -0.5) return x * log(x / m) + m - x;
  if (gsl_sf_log_1plusx_mx_e(off, &result) != GSL_SUCCESS) return (double)NAN;
  return m * ((1 + off) * result.val + off * off);
}

double etho_binomial_density(double k, double n, double p, double q) {
  if (!(k >= 0 && k <= n)) return 0;
  if (p <= 0) return k == 0;
  if (q <= 0) return k == n;
  if (k == 0) return p < 0.5 ? exp(n * log1p(-p)) : pow(q, n);
  if (k == n) return q < 0.5 ? exp(n * log1p(-q)) : pow(p, n);
  double rest = n - k, exponent = -etho_deviance(k, n * p) - etho_deviance(rest, n * q);
  return gamma_star(n) / (gamma_star(k) * gamma_star(rest)) * sqrt(n / (2 * M_PI * k) / rest) * exp(exponent);
}

/* The continued fraction of the incomplete beta function (DLMF 8.17.22), by the modified Lentz method. */
static double beta_fraction(double x, double a, double b) {
  const double tiny = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (fabs(d) < tiny ? tiny : d);
  double h = d;
  for (int m = 1; m < MAX_TERMS; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + even * d, c = 1 + even / c;
    d = 1 / (fabs(d) < tiny ? tiny : d), c = fabs(c) < tiny ? tiny : c;
    h *= d * c;
    d = 1 + odd * d, c = 1 + odd / c;
    d = 1 / (fabs(d) < tiny ? tiny : d), c = fabs(c) < tiny ? tiny : c;
    h *= d * c;
    if (fabs(d * c - 1) < 1e-16) break;
  }
  return h;
}

double etho_beta_lower(double x, double y, double a, double b) {
  if (!(a > 0 && b > 0) || isnan(x) || isnan(y)) return (double)NAN;
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  double front = etho_binomial_density(a, a + b, x, y) / (a + b);
  if (x < (a + 1) / (a + b + 2)) return fmin(1, front * b * beta_fraction(x, a, b));
  return fmax(0, 1 - front * a * beta_fraction(y, b, a));
}

double etho_binomial_lower(double k, double n, double p) {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return etho_beta_lower(1 - p, p, n - k, k + 1);
}

double etho_binomial_upper(double k, double n, double p) {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return etho_beta_lower(p, 1 - p, k, n - k + 1);
}

/* ---- quantiles of the beta, on the scale of the log odds ---------------------------------------------- */

typedef struct beta_target {
  double log_p, a, b;
  bool upper;
} beta_target;

static double beta_miss(double logit, void *context) {
  const beta_target *t = context;
  double x = 1 / (1 + exp(-logit)), y = 1 / (1 + exp(logit));
  double area = t->upper ? etho_beta_lower(y, x, t->b, t->a) : etho_beta_lower(x, y, t->a, t->b);
  return (area > 0 ? log(area) : -800) - t->log_p;
}

/* The log odds of the quantile. */
static double beta_logit(double p, bool upper, double a, double b) {
  beta_target target = {log(p), a, b, upper};
  gsl_function function = {beta_miss, &target};
  gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  double low = -1, high = 1, root = (double)NAN;
  while (low > -700 && (beta_miss(low, &target) > 0) != upper) low *= 2;
  while (high < 700 && (beta_miss(high, &target) > 0) == upper) high *= 2;
  bool bracketed = (beta_miss(low, &target) > 0) != (beta_miss(high, &target) > 0);
  if (solver && bracketed && gsl_root_fsolver_set(solver, &function, low, high) == GSL_SUCCESS) {
    for (int step = 0; step < MAX_ROOT_STEPS && gsl_root_fsolver_iterate(solver) == GSL_SUCCESS; step++) {
      low = gsl_root_fsolver_x_lower(solver), high = gsl_root_fsolver_x_upper(solver);
      if (high - low <= 4e-16 * fmax(1, fabs(low))) break;
    }
    root = gsl_root_fsolver_root(solver);
  }
  gsl_root_fsolver_free(solver);
  return root;
}

double etho_beta_quantile(double p, bool upper, double a, double b) {
  if (!(a > 0 && b > 0 && p > 0 && p < 1)) return (double)NAN;
  return 1 / (1 + exp(-beta_logit(p, upper, a, b)));
}
