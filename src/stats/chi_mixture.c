#include "stats/chi_mixture.h"

#include <float.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

static const double negligible = 1e-18;

double etho_normal_pdf(double x) {
  return exp(-0.5 * x * x) * (0.5 * M_2_SQRTPI * M_SQRT1_2);
}

double etho_expm1_less_x(double x) {
  if (fabs(x) > 0.02) return expm1(x) - x;
  double term = x * x / 2, sum = term;
  for (int i = 3; fabs(term) > DBL_EPSILON * 0.1 * fabs(sum); i++) {
    term *= x / i;
    sum += term;
  }
  return sum;
}

/* Density of u = log(s) without its constant. */
static double log_scale_density(double df, double u) {
  return exp(-0.5 * df * etho_expm1_less_x(2 * u));
}

static double constant_of(double df) {
  gsl_sf_result star;
  if (gsl_sf_gammastar_e(0.5 * df, &star) != 0) return (double)NAN;
  return sqrt(df / M_PI) / star.val;
}

double etho_chi_mixture(double df, double start, double width, etho_scale_fn *g, const void *context) {
  /* the error of step h is about exp(-2 pi y / h) cos(2 y)^(-df / 2) at the best y < pi / 4: below 1e-15 here
   */
  double step = fmin(0.5 / sqrt(2 * df + 1 / (width * width)), 0.1), u0 = log(start);
  double sum = 0;
  for (int side = 0; side < 2; side++) {
    double direction = side ? -step : step, term = 0, before;
    for (double i = side; i < 1e6; i++) {
      double u = u0 + i * direction;
      before = term;
      term = log_scale_density(df, u) * g(exp(u), context);
      sum += term;
      if (isnan(sum)) return sum;
      if (term <= negligible * sum && term <= before && i > side) break;
    }
  }
  return fmin(1, sum * step * constant_of(df));
}
