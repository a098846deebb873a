/* The largest of correlated t variables. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/distribution.h"
#include "model/emmeans.h"
#include "stats/tails.h"

enum { POINTS = 701, MAX_CONTRASTS = 64 };

/* lambda with correlation[i][j] = lambda[i] lambda[j], up to signs, which |T| does not see. */
static bool product_structure(const double *r, size_t k, double *lambda) {
  for (size_t i = 0; i < k; i++) {
    size_t a = (i + 1) % k, b = (i + 2) % k;
    if (k == 2)
      lambda[i] = sqrt(fabs(r[1]));
    else
      lambda[i] = sqrt(fabs(r[i * k + a] * r[i * k + b] / r[a * k + b]));
    if (!(lambda[i] < 1 - 1e-12)) return false;
  }
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < i; j++) {
      if (fabs(fabs(r[i * k + j]) - lambda[i] * lambda[j]) > 1e-10) return false;
      for (size_t m = 0; m < j; m++)
        if (r[i * k + j] * r[i * k + m] * r[j * k + m] < 0) return false;
    }
  return true;
}

/* Cholesky of the correlations of variables (i, 0, ..., i - 1); degenerate rows have a zero diagonal. */
static void leading_factor(const double *r, size_t k, size_t i, double *l) {
  size_t m = i + 1;
  memset(l, 0, m * m * sizeof *l);
  for (size_t a = 0; a < m; a++)
    for (size_t b = 0; b <= a; b++) {
      size_t va = a ? a - 1 : i, vb = b ? b - 1 : i;
      double sum = va == vb ? 1 : r[va * k + vb];
      for (size_t c = 0; c < b; c++) sum -= l[a * m + c] * l[b * m + c];
      if (a == b)
        l[a * m + a] = sum > 1e-12 ? sqrt(sum) : 0;
      else
        l[a * m + b] = l[b * m + b] > 0 ? sum / l[b * m + b] : 0;
    }
}

static double fraction(double x) {
  double f = x - floor(x);
  return fmin(fmax(fabs(2 * f - 1), 1e-15), 1 - 1e-15);
}

/* P(|Z_j| <= x for j < i given Z_i = z), one lattice point. */
static double inside(const double *l, size_t m, double x, double *z, double point) {
  static const double root[] = {1.4142135623730951, 1.7320508075688772, 2.23606797749979,  2.6457513110645907,
                                3.3166247903554,    3.605551275463989,  4.123105625617661, 4.358898943540674};
  double value = 1;
  for (size_t a = 1; a < m; a++) {
    double mean = 0, d = l[a * m + a];
    for (size_t c = 0; c < a; c++) mean += l[a * m + c] * z[c];
    z[a] = 0;
    if (!(d > 0)) {
      if (fabs(mean) > x * (1 + 1e-9)) return 0;
      continue;
    }
    double low = gsl_cdf_ugaussian_P((-x - mean) / d), high = gsl_cdf_ugaussian_P((x - mean) / d);
    value *= high - low;
    if (!(value > 0)) return 0;
    double u = low + fraction(point * (root[a % 8] + (double)(a / 8))) * (high - low);
    z[a] = gsl_cdf_ugaussian_Pinv(fmin(fmax(u, 1e-300), 1 - 1e-16));
  }
  return value;
}

/* P(max |Z| > x): the sum over i of P(|Z_i| > x and no earlier one is), so that small tails keep their
 * digits. */
static double normal_upper(double x, const double *factors, size_t k) {
  double sum = 0, z[MAX_CONTRASTS], tail = gsl_cdf_ugaussian_Q(x);
  const double *l = factors;
  for (size_t i = 0; i < k; i++) {
    double mean = 0;
    for (int n = 1; n <= POINTS && i && tail > 0; n++) {
      z[0] = gsl_cdf_ugaussian_Qinv(fraction(n * 1.4142135623730951) * tail);
      mean += inside(l, i + 1, x, z, n) / POINTS;
    }
    sum += 2 * tail * (i ? mean : 1);
    l += (i + 1) * (i + 1);
  }
  return sum;
}

/* The integral over s = chi / sqrt(df), by trapezoids in log s around its peak. */
static double general_upper(double t, const double *factors, size_t k, double df) {
  if (!isfinite(df)) return normal_upper(t, factors, k);
  double sd = 1 / sqrt(2 * df), peak = 0.5 * log(df / (df + t * t)), h = sd / 2.5, sum = 0;
  double constant = log(2) + df / 2 * log(df / 2) - lgamma(df / 2);
  for (double v = peak - 8 * sd - 30 / df; v < 9 * sd; v += h) {
    double log_density = constant + df * v - df / 2 * exp(2 * v);
    if (log_density - t * t * exp(2 * v) / 2 < -745) continue;
    sum += h * exp(log_density) * normal_upper(t * exp(v), factors, k);
  }
  return fmin(sum, 1);
}

static double *all_factors(const double *correlation, size_t k) {
  size_t size = 0;
  for (size_t i = 0; i < k; i++) size += (i + 1) * (i + 1);
  double *factors = calloc(size + 1, sizeof *factors), *at = factors;
  for (size_t i = 0; i < k && factors; i++) {
    leading_factor(correlation, k, i, at);
    at += (i + 1) * (i + 1);
  }
  return factors;
}

double etho_multivariate_t_upper(double t, const double *correlation, size_t k, double df) {
  double lambda[MAX_CONTRASTS];
  t = fabs(t);
  if (k == 1) return etho_t_p_value(t, df, ETHO_TWO_SIDED);
  if (k > MAX_CONTRASTS || !(df > 0)) return (double)NAN;
  if (df >= 1 && product_structure(correlation, k, lambda)) return etho_dunnett_sf(t, lambda, k, df, true);
  double *factors = all_factors(correlation, k);
  if (!factors) return (double)NAN;
  double p = general_upper(t, factors, k, df);
  free(factors);
  return p;
}

/* Regula falsi (Illinois) on log p between the unadjusted and the Bonferroni quantile. */
static double general_quantile(double p, const double *factors, size_t k, double df) {
  double a = etho_t_upper_quantile(p / 2, df), b = etho_t_upper_quantile(p / 2 / (double)k, df);
  double fa = log(general_upper(a, factors, k, df) / p), fb = log(general_upper(b, factors, k, df) / p),
         c = b;
  for (int i = 0; i < 40 && fabs(b - a) > 1e-7 * b && fa > 0 && fb < 0; i++) {
    c = b - fb * (b - a) / (fb - fa);
    double fc = log(general_upper(c, factors, k, df) / p);
    if (fabs(fc) < 1e-8) break;
    if (fc > 0)
      a = c, fa = fc, fb /= 2;
    else
      b = c, fb = fc, fa /= 2;
  }
  return c;
}

double etho_multivariate_t_quantile(double p, const double *correlation, size_t k, double df) {
  double lambda[MAX_CONTRASTS];
  if (k == 1) return etho_t_upper_quantile(p / 2, df);
  if (k > MAX_CONTRASTS || !(df > 0)) return (double)NAN;
  if (df >= 1 && product_structure(correlation, k, lambda))
    return etho_dunnett_quantile(p, lambda, k, df, true);
  double *factors = all_factors(correlation, k);
  if (!factors) return (double)NAN;
  double q = general_quantile(p, factors, k, df);
  free(factors);
  return q;
}
