#include "stats/tails.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const double unknown = (double)NAN;

double etho_normal_upper(double z) {
  return isnan(z) ? unknown : erfc(z / sqrt(2)) / 2;
}

/* One Newton-Halley step on the logarithm of the tail brings GSL's rational approximation to full precision.
 */
double etho_normal_upper_quantile(double p) {
  if (!(p >= 0 && p <= 1)) return unknown;
  if (p == 0 || p == 1) return p == 0 ? (double)INFINITY : -(double)INFINITY;
  if (p > 0.5) return -etho_normal_upper_quantile(1 - p);
  double z = gsl_cdf_ugaussian_Qinv(p);
  double density = exp(-z * z / 2) / sqrt(2 * 3.141592653589793), tail = etho_normal_upper(z);
  if (density > 0) z += (tail - p) / density;
  return z;
}

double etho_f_upper(double f, double df1, double df2) {
  if (isnan(f) || !(df1 > 0) || !(df2 > 0)) return unknown;
  if (f <= 0) return 1;
  if (isinf(f)) return 0;
  if (isinf(df2)) return isinf(df1) ? unknown : gsl_cdf_chisq_Q(f * df1, df1);
  return gsl_cdf_fdist_Q(f, df1, df2);
}

double etho_f_lower(double f, double df1, double df2) {
  if (isnan(f) || !(df1 > 0) || !(df2 > 0)) return unknown;
  if (f <= 0) return 0;
  if (isinf(f)) return 1;
  if (isinf(df2)) return isinf(df1) ? unknown : gsl_cdf_chisq_P(f * df1, df1);
  return gsl_cdf_fdist_P(f, df1, df2);
}

/* The tail far out, where t^2 would overflow: the leading term of the series in df / t^2. */
static double t_far_tail(double t, double df) {
  double log_beta = lgamma(df / 2) + lgamma(0.5) - lgamma((df + 1) / 2);
  return exp(df / 2 * log(df) - df * log(t) - log(df / 2) - log_beta) / 2;
}

double etho_t_upper(double t, double df) {
  if (isnan(t) || !(df > 0)) return unknown;
  if (isinf(df)) return etho_normal_upper(t);
  if (t < 0) return 0.5 + etho_f_lower(t * t, 1, df) / 2;
  if (isinf(t)) return 0;
  if (t > 1e100) return t_far_tail(t, df);
  return etho_f_upper(t * t, 1, df) / 2;
}

static double t_density(double t, double df) {
  double scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * 3.141592653589793);
  return scale * exp(-(df + 1) / 2 * log1p(t * t / df));
}

/* Root of log(tail(t)) = log(p), by Newton's method in log t from a bracket; p <= 1/2. */
static double t_quantile_right(double p, double df) {
  double low = 0, high = 1;
  while (etho_t_upper(high, df) > p && high < 1e300) low = high, high *= 4;
  double t = (low + high) / 2;
  for (int step = 0; step < 200; step++) {
    double tail = etho_t_upper(t, df);
    if (tail > p)
      low = t;
    else
      high = t;
    /* d log(tail) / dt = -density / tail */
    double next = t + log(tail / p) * tail / t_density(t, df);
    if (!(next > low && next < high)) next = low > 0 && high / low > 4 ? sqrt(low * high) : (low + high) / 2;
    if (fabs(next - t) <= 1e-15 * fabs(next)) return next;
    t = next;
  }
  return t;
}

double etho_t_upper_quantile(double p, double df) {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return unknown;
  if (isinf(df)) return etho_normal_upper_quantile(p);
  if (p == 0 || p == 1) return p == 0 ? (double)INFINITY : -(double)INFINITY;
  if (p == 0.5) return 0;
  return p < 0.5 ? t_quantile_right(p, df) : -t_quantile_right(1 - p, df);
}

/* Bisection in log f on the tail itself: slow but sure, and good to the last digits. */
double etho_f_upper_quantile(double p, double df1, double df2) {
  if (!(p >= 0 && p <= 1) || !(df1 > 0) || !(df2 > 0)) return unknown;
  if (p == 0 || p == 1) return p == 0 ? (double)INFINITY : 0;
  double low = -700, high = 700;
  for (int step = 0; step < 80 && high - low > 1e-16; step++) {
    double middle = (low + high) / 2;
    if (etho_f_upper(exp(middle), df1, df2) > p)
      low = middle;
    else
      high = middle;
  }
  return exp((low + high) / 2);
}

/* x^a e^-x / gamma(a + 1) for a large a, by Stirling's series: no factor of it overflows or cancels. */
static double gamma_density(double a, double x) {
  double off = (x - a) / a, deviance = off - log1p(off);
  if (fabs(off) < 0.01) { /* off^2/2 - off^3/3 + ... */
    deviance = 0;
    for (int k = 12; k >= 2; k--) deviance = deviance * off + (k % 2 ? -1.0 : 1.0) / k;
    deviance *= off * off;
  }
  return exp(-a * deviance - 1 / (12 * a)) / sqrt(2 * 3.141592653589793 * a);
}

/* The smaller tail of gamma(a) at x, a large: the series below the mean, Legendre's continued fraction (by
 * Lentz) above. Both end after some multiples of sqrt(a) terms. */
static double gamma_tail(double a, double x) {
  double factor = gamma_density(a, x);
  if (x < a) {
    double term = 1, sum = 1;
    for (double k = 1; term > 1e-17 * sum; k++) sum += term *= x / (a + k);
    return factor * sum;
  }
  double b = x + 1 - a, c = 1e300, d = 1 / b, fraction = d, change = 0;
  for (double k = 1; fabs(change - 1) > 1e-16 && k < 1e7; k++) {
    double numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    change = c * d;
    fraction *= change;
  }
  return factor * a * fraction;
}

enum { GSL_MOST_DF = 100000 }; /* beyond, GSL's incomplete gamma may run out of terms, and abort */

double etho_chi2_upper(double x, double df) {
  if (isnan(x) || !(df > 0)) return unknown;
  if (x <= 0 || isinf(x)) return x <= 0 ? 1 : 0;
  if (isinf(df)) return 1;
  if (df <= GSL_MOST_DF) return gsl_cdf_chisq_Q(x, df);
  return x < df ? 1 - gamma_tail(df / 2, x / 2) : gamma_tail(df / 2, x / 2);
}

double etho_chi2_lower(double x, double df) {
  if (isnan(x) || !(df > 0)) return unknown;
  if (x <= 0 || isinf(x)) return x <= 0 ? 0 : 1;
  if (isinf(df)) return 0;
  if (df <= GSL_MOST_DF) return gsl_cdf_chisq_P(x, df);
  return x < df ? gamma_tail(df / 2, x / 2) : 1 - gamma_tail(df / 2, x / 2);
}

double etho_t_p_value(double t, double df, etho_alternative alternative) {
  if (alternative == ETHO_LESS) return etho_t_upper(-t, df);
  if (alternative == ETHO_GREATER) return etho_t_upper(t, df);
  return 2 * etho_t_upper(fabs(t), df);
}

double etho_normal_p_value(double z, etho_alternative alternative) {
  if (alternative == ETHO_LESS) return etho_normal_upper(-z);
  if (alternative == ETHO_GREATER) return etho_normal_upper(z);
  return 2 * etho_normal_upper(fabs(z));
}

double etho_t_critical(double conf_level, double df, etho_alternative alternative) {
  double tail = 1 - conf_level;
  return etho_t_upper_quantile(alternative == ETHO_TWO_SIDED ? tail / 2 : tail, df);
}
