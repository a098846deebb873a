#include <gsl/gsl_cdf.h>
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "stats/chi_mixture.h"
#include "stats/monotone_root.h"
#include "stats/tails.h"

typedef struct shifted {
  double t, ncp;
} shifted;

static double above(double s, const void *context) {
  const shifted *c = context;
  return etho_normal_upper(c->t * s - c->ncp);
}

static double below(double s, const void *context) {
  const shifted *c = context;
  return etho_normal_upper(c->ncp - c->t * s);
}

static const double most_ncp = 1e4;

static bool valid(double t, double df, double ncp) {
  return df >= 0.1 && fabs(ncp) <= most_ncp && !isnan(t);
}

/* t > 0. The mode of s is near 1 unless the normal tail pulls it: there (with the Gaussian bound of the tail)
 * it solves (df + t^2) s^2 - t ncp s - df = 0. */
static double tail(double t, double df, double ncp, bool upper) {
  if (isinf(df)) return upper ? etho_normal_upper(t - ncp) : etho_normal_upper(ncp - t);
  shifted context = {t, ncp};
  bool pulled = upper ? t > ncp : t < ncp;
  double b = t * ncp, a = df + t * t, root = sqrt(b * b + 4 * df * a);
  double mode = b > 0 ? (b + root) / (2 * a) : 2 * df / (root - b);
  if (!pulled) mode = 1;
  return etho_chi_mixture(df, mode, 1 / fabs(ncp), upper ? above : below, &context);
}

double etho_t_noncentral_sf(double t, double df, double ncp) {
  if (!valid(t, df, ncp)) return (double)NAN;
  if (isinf(t)) return t > 0 ? 0 : 1;
  if (t == 0) return etho_normal_upper(-ncp);
  return t > 0 ? tail(t, df, ncp, true) : tail(-t, df, -ncp, false);
}

double etho_t_noncentral_cdf(double t, double df, double ncp) {
  return etho_t_noncentral_sf(-t, df, -ncp);
}

typedef struct wanted {
  double t, df, z;
} wanted;

/* On the probit scale the tail is nearly a straight line in the noncentrality. */
static double probit_off(double ncp, const void *context) {
  const wanted *c = context;
  double lower = etho_t_noncentral_cdf(c->t, c->df, ncp);
  if (lower < 0.5) return gsl_cdf_ugaussian_Pinv(fmax(lower, 1e-320)) - c->z;
  return gsl_cdf_ugaussian_Qinv(fmax(etho_t_noncentral_sf(c->t, c->df, ncp), 1e-320)) - c->z;
}

/* Far out the normal part is a perturbation of the chi part S: E S((ncp + Z) / t) = p gives, with s the chi
 * quantile, ncp = t s - (log density)'(s) / (2 t) + O(t^-3). */
static double far_ncp(double t, double df, double p) {
  double s = sqrt(gsl_cdf_chisq_Qinv(p, df) / df);
  return t * s - ((df - 1) / s - df * s) / (2 * t);
}

double etho_t_noncentral_ncp(double t, double df, double p) {
  if (!(df >= 0.1) || !isfinite(t) || !(p > 0 && p < 1)) return (double)NAN;
  if (df <= 1e6 && t > 3000) return far_ncp(t, df, p);
  if (df <= 1e6 && t < -3000) return -far_ncp(-t, df, 1 - p);
  wanted context = {t, df, gsl_cdf_ugaussian_Pinv(p)};
  double spread = isinf(df) ? 1 : sqrt(1 + t * t / (2 * df));
  double guess = fmax(-most_ncp, fmin(most_ncp, t - context.z * spread));
  double ncp = etho_root_decreasing(probit_off, &context, guess, -1 / spread, -most_ncp, most_ncp, 1e-10);
  return fabs(ncp) < most_ncp ? ncp : (double)NAN;
}
