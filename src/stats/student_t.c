#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "stats/chi_mixture.h"
#include "stats/monotone_root.h"

/* Far out, where df / t^2 is below the last digit: P = pdf's leading power integrated. */
static double far_tail(double t, double df) {
  gsl_sf_result half, more;
  if (gsl_sf_lngamma_e(0.5 * df, &half) != 0 || gsl_sf_lngamma_e(0.5 * (df + 1), &more) != 0)
    return (double)NAN;
  return exp(more.val - half.val - 0.5 * log(M_PI) + (0.5 * df - 1) * log(df) - df * log(t));
}

double etho_t_sf(double t, double df) {
  if (isnan(t) || !(df > 0)) return (double)NAN;
  if (isinf(df)) return etho_normal_sf(t);
  if (isinf(t)) return t > 0 ? 0 : 1;
  if (t < 0) return 1 - etho_t_sf(-t, df); /* the small tail is the other one */
  return t > 1e9 * (1 + df) ? far_tail(t, df) : 0.5 * gsl_cdf_fdist_Q(t * t, 1, df);
}

double etho_t_cdf(double t, double df) {
  return etho_t_sf(-t, df);
}

typedef struct wanted {
  double df, log_p;
} wanted;

static double log_off(double log_t, const void *context) {
  const wanted *c = context;
  return log(fmax(etho_t_sf(exp(log_t), c->df), 1e-320)) - c->log_p;
}

/* First guess: Wallace's (1959) normal approximation turned round. */
double etho_t_quantile(double p, double df) {
  if (!(p > 0 && p < 1) || !(df > 0)) return (double)NAN;
  if (p == 0.5) return 0;
  if (p > 0.5) return -etho_t_quantile(1 - p, df);
  double z = gsl_cdf_ugaussian_Qinv(p);
  if (isinf(df)) return z;
  double w = pow(z * (8 * df + 3) / (8 * df + 1), 2) / df;
  double log_t = 0.5 * (log(df) + (w > 700 ? w : log(expm1(w))));
  wanted context = {df, log(p)};
  double slope = p < 0.25 ? -fmin(df, z * z + 0.5) : -exp(fmin(0, log_t));
  return exp(etho_root_decreasing(log_off, &context, fmin(log_t, 700), slope, -745, 705, 1e-10));
}
