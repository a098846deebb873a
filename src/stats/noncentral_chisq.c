/* Noncentral chi-square and F as Poisson mixtures. The central tails follow their recurrences in the
 * direction in which each step adds a positive term: upper tails upward, lower tails downward. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "stats/monotone_root.h"

static const double least_weight = 1e-305; /* below it a double loses digits */

/* What differs between the two: the central tail at Poisson count j, and the step between j and j + 1. */
typedef struct mixture mixture;
struct mixture {
  double x, df1, df2, mean;
  double (*central)(const mixture *m, double j, bool upper);
  double (*log_step)(const mixture *m,
                     double j);                /* log of tail(j + 1) - tail(j), the same size in both tails */
  double (*ratio)(const mixture *m, double j); /* step(j + 1) / step(j) */
};

/* log(x / a) - (x - a) / a, excess = x - a given without loss. */
static double log_deviance(double x, double a, double excess) {
  gsl_sf_result r;
  double d = excess / a;
  if (fabs(d) > 0.5) return log(x / a) - d;
  return gsl_sf_log_1plusx_mx_e(d, &r) == 0 ? r.val : (double)NAN;
}

static double gamma_star(double x) {
  gsl_sf_result r;
  return gsl_sf_gammastar_e(x, &r) == 0 ? r.val : (double)NAN;
}

static double chisq_central(const mixture *m, double j, bool upper) {
  double df = m->df1 + 2 * j;
  return upper ? gsl_cdf_chisq_Q(m->x, df) : gsl_cdf_chisq_P(m->x, df);
}

/* Loader's saddle-point form of x^a exp(-x) / Gamma(a + 1), which keeps its digits where the powers and the
 * gamma function are huge: exp(-a (d - log(1 + d))) / sqrt(2 pi a) / Gamma*(a), d = (x - a) / a. */
static double log_power_over_gamma(double x, double a) {
  if (a == 0) return -x;
  return a * log_deviance(x, a, x - a) - 0.5 * log(2 * M_PI * a) - log(gamma_star(a));
}

static double chisq_log_step(const mixture *m, double j) {
  return log_power_over_gamma(0.5 * m->x, 0.5 * m->df1 + j);
}

static double chisq_ratio(const mixture *m, double j) {
  return 0.5 * m->x / (0.5 * m->df1 + j + 1);
}

/* x holds f; the beta variable is df1 f / (df1 f + df2). */
static double f_central(const mixture *m, double j, bool upper) {
  double df = m->df1 + 2 * j, f = m->x * m->df1 / df;
  return upper ? gsl_cdf_fdist_Q(f, df, m->df2) : gsl_cdf_fdist_P(f, df, m->df2);
}

/* x^a (1 - x)^b / (a B(a, b)) in the same form. */
static double f_log_step(const mixture *m, double j) {
  double a = 0.5 * m->df1 + j, b = 0.5 * m->df2, n = a + b, top = m->df1 * m->x;
  double excess = (b * top - a * m->df2) / (top + m->df2); /* n x - a */
  return a * log_deviance(n * top / (top + m->df2), a, excess) +
         b * log_deviance(n * m->df2 / (top + m->df2), b, -excess) + 0.5 * log(b / (2 * M_PI * a * n)) +
         log(gamma_star(n) / (gamma_star(a) * gamma_star(b)));
}

static double f_ratio(const mixture *m, double j) {
  double a = 0.5 * m->df1 + j, b = 0.5 * m->df2;
  return (a + b) / (a + 1) / (1 + m->df2 / (m->df1 * m->x));
}

/* Of Poisson count j. */
static double log_weight(double mean, double j) {
  return log_power_over_gamma(mean, j);
}

/* The counts whose weight is at least least_weight: all that can matter. */
static void count_range(double mean, double *first, double *last) {
  double log_least = log(least_weight), reach = sqrt(-2 * log_least * mean);
  *first = fmax(0, floor(mean - reach));
  *last = ceil(mean + reach + 300);
  while (*first < mean && log_weight(mean, *first) < log_least) ++*first;
  while (*last > mean && log_weight(mean, *last) < log_least) *last -= fmax(1, floor(0.01 * (*last - mean)));
}

/* Start where the steps are above the least double: what is left out is below 1e-300. */
static double upper_tail(const mixture *m, double first, double last) {
  while (first < last && m->ratio(m, first) > 1 && m->log_step(m, first) < log(1e-300)) ++first;
  double tail = m->central(m, first, true), step = exp(m->log_step(m, first));
  double weight = exp(log_weight(m->mean, first)), sum = 0;
  for (double j = first; j <= last; j++) {
    sum += weight * tail;
    if (j > m->mean && weight < 1e-18 * sum) break;
    tail += step;
    step *= m->ratio(m, j);
    weight *= m->mean / (j + 1);
  }
  return sum;
}

static double lower_tail(const mixture *m, double first, double last) {
  while (first < last && m->ratio(m, last) < 1 && m->log_step(m, last) < log(1e-300)) --last;
  double tail = m->central(m, last, false), step = exp(m->log_step(m, last));
  double weight = exp(log_weight(m->mean, last)), sum = 0;
  for (double j = last; j >= first; j--) {
    sum += weight * tail;
    step /= m->ratio(m, j - 1);
    if (j > 0) tail += step;
    weight *= j / m->mean;
  }
  return sum;
}

static double mix(mixture m, bool upper) {
  if (m.x <= 0) return upper ? 1 : 0;
  if (isinf(m.x) || (m.df2 == 0 && m.x > 1e10)) return upper ? 0 : 1; /* chi-square: beyond a double */
  if (m.mean == 0) return m.central(&m, 0, upper);
  double first, last;
  count_range(m.mean, &first, &last);
  return fmin(1, upper ? upper_tail(&m, first, last) : lower_tail(&m, first, last));
}

static mixture chisq(double x, double df, double ncp) {
  return (mixture){x, df, 0, 0.5 * ncp, chisq_central, chisq_log_step, chisq_ratio};
}

static mixture fdist(double f, double df1, double df2, double ncp) {
  return (mixture){f, df1, df2, 0.5 * ncp, f_central, f_log_step, f_ratio};
}

static const double most_chisq = 1e5, most_f = 1e6; /* noncentralities */

/* Within these bounds GSL's incomplete gamma and beta functions do not fail. */
static bool in_domain(double x, double df1, double df2, double ncp, double most) {
  return !isnan(x) && df1 >= 0.1 && df1 <= 1e6 && df2 >= 0.1 && df2 <= 1e8 && ncp >= 0 && ncp <= most;
}

double etho_chisq_noncentral_cdf(double x, double df, double ncp) {
  return in_domain(x, df, 1, ncp, most_chisq) ? mix(chisq(x, df, ncp), false) : (double)NAN;
}

double etho_chisq_noncentral_sf(double x, double df, double ncp) {
  return in_domain(x, df, 1, ncp, most_chisq) ? mix(chisq(x, df, ncp), true) : (double)NAN;
}

double etho_f_noncentral_cdf(double f, double df1, double df2, double ncp) {
  return in_domain(f, df1, df2, ncp, most_f) ? mix(fdist(f, df1, df2, ncp), false) : (double)NAN;
}

double etho_f_noncentral_sf(double f, double df1, double df2, double ncp) {
  return in_domain(f, df1, df2, ncp, most_f) ? mix(fdist(f, df1, df2, ncp), true) : (double)NAN;
}

typedef struct wanted {
  mixture m;
  double z;
} wanted;

/* On the probit scale the tail is nearly a straight line in the root of the noncentrality. */
static double probit_off(double root_ncp, const void *context) {
  const wanted *c = context;
  mixture m = c->m;
  m.mean = 0.5 * root_ncp * root_ncp;
  double lower = mix(m, false);
  if (lower < 0.5) return gsl_cdf_ugaussian_Pinv(fmax(lower, 1e-320)) - c->z;
  return gsl_cdf_ugaussian_Qinv(fmax(mix(m, true), 1e-320)) - c->z;
}

static double solve(mixture m, double p) {
  wanted context = {m, gsl_cdf_ugaussian_Pinv(p)};
  double at_most = sqrt(m.df2 > 0 ? m.df1 * m.x : m.x), guess = fmax(0.1, at_most - context.z);
  if (m.x <= 0 || probit_off(0, &context) <= 0) return 0;
  double most = sqrt(m.df2 > 0 ? most_f : most_chisq);
  double root = etho_root_decreasing(probit_off, &context, guess, -1, 0, most, 1e-12);
  return root < most ? root * root : (double)NAN; /* beyond the domain */
}

double etho_chisq_noncentral_ncp(double x, double df, double p) {
  return in_domain(x, df, 1, 0, most_chisq) && isfinite(x) && p > 0 && p < 1 ? solve(chisq(x, df, 0), p)
                                                                             : (double)NAN;
}

/* Far out the numerator of F is nearly its own mean: with w the chi-square quantile of the denominator,
 * P(W >= N / x) = p for N of mean df1 + ncp and variance 2 df1 + 4 ncp gives ncp up to O(1 / x). */
static double far_f_ncp(double f, double df1, double df2, double p) {
  double x = f * df1 / df2, w = gsl_cdf_chisq_Qinv(p, df2);
  return x * w + w - (df2 - 2) - df1;
}

double etho_f_noncentral_ncp(double f, double df1, double df2, double p) {
  if (!in_domain(f, df1, df2, 0, most_f) || !isfinite(f) || !(p > 0 && p < 1)) return (double)NAN;
  double far = df2 <= 1e6 ? far_f_ncp(f, df1, df2, p) : 0; /* GSL's chi-square quantile fails beyond */
  return far > 2e5 ? far : solve(fdist(f, df1, df2, 0), p);
}
