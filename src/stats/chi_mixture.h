/* stats/chi_mixture.h - the expectation of g(s) over s = sqrt(chi2(df) / df): how a normal-theory tail with
 * known sigma becomes the one with an estimated sigma. Internal.
 *
 * With s = exp(u) the integrand is analytic and decays on both sides, so that the trapezoidal rule converges
 * exponentially (Trefethen & Weideman 2014); all terms are positive, so that small tails keep their digits.
 */
#ifndef ETHO_STATS_CHI_MIXTURE_H
#define ETHO_STATS_CHI_MIXTURE_H

typedef double etho_scale_fn(double s, const void *context);

/* start: a value of s near the mode of g(s) times the density. width: how wide the narrowest feature of g is
 * in log(s) (as the standard deviation of a Gaussian); INFINITY when it is no narrower than the density. */
double etho_chi_mixture(double df, double start, double width, etho_scale_fn *g, const void *context);

/* exp(x) - 1 - x without loss for small x. */
double etho_expm1_less_x(double x);

/* Density of the standard normal. */
double etho_normal_pdf(double x);

#endif
