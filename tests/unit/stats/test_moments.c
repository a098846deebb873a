/* Moments, quantiles, ranks: closed forms and R's quantile(). */
#include "stats/moments.h"
#include "stats/order.h"
#include "tap.h"

static void shifted_and_scaled(void) {
  static const double offsets[] = {0, 1e6, 1e9, -1e12};
  double x[1001];
  for (size_t k = 0; k < 4; k++) {
    /* c, c - 1/8, c + 1/8, ...: exact in binary; sum of squares 1000/64 */
    x[0] = offsets[k] + 0.25;
    for (int i = 1; i < 1001; i++) x[i] = x[0] + (i % 2 ? -0.125 : 0.125);
    etho_moments m = etho_moments_of(x, 1001);
    ok(m.mean == x[0], "mean is exact at offset %g", offsets[k]);
    is_close(m.variance, 1. / 64, 1e-16, "variance is exact at offset %g", offsets[k]);
    is_close(m.kurtosis, 1001. / 1000 - 3, 1e-15, "kurtosis at offset %g", offsets[k]);
    ok(fabs(m.skewness) < 1e-30, "no skew at offset %g", offsets[k]);
  }
}

static void extremes(void) {
  double huge[] = {1e308, -1e308, 1.5e308}, tiny[] = {1e-300, 3e-300}, constant[] = {0.1, 0.1, 0.1};
  is_close(etho_moments_of(huge, 3).mean, 0.5e308, 1e-15, "mean of huge values");
  is_close(etho_moments_of(huge, 3).sd, 1.3228756555322953e308, 1e-15, "sd of huge values");
  is_close(etho_moments_of(tiny, 2).sd, 1.4142135623730951e-300, 1e-15, "sd of tiny values");
  etho_moments m = etho_moments_of(constant, 3);
  ok(m.sd == 0 && m.constant && m.mean == 0.1, "a constant sample has sd 0 and its value as mean");
  double noise[] = {0.3, 0.1 + 0.2, 0.3};
  ok(etho_moments_of(noise, 3).constant, "rounding noise is no spread");
  double near[] = {1, 1 + 1e-10, 1 + 2e-10};
  ok(!etho_moments_of(near, 3).constant, "values 1e-10 apart are not constant");
  ok(isnan(etho_moments_of(near, 0).mean) && etho_moments_of(near, 0).sum == 0, "no values");
  ok(isnan(etho_moments_of(near, 1).sd) && etho_moments_of(near, 1).mean == 1, "one value");
}

/* R: x <- c(1, 2, 4, 8, 16, 32, 64); for (t in 1:9) print(quantile(x, c(.1, .25, .5, .9), type = t)) */
static void quantiles(void) {
  static const double x[] = {1, 2, 4, 8, 16, 32, 64}, p[] = {0.1, 0.25, 0.5, 0.9};
  static const double want[9][4] = {
      {1, 2, 8, 64},        {1, 2, 8, 64},
      {1, 2, 8, 32},        {1, 1.75, 6, 41.6},
      {1.2, 2.5, 8, 57.6},  {1, 2, 8, 64},
      {1.6, 3, 8, 44.8},    {1.0666666666666667, 2.3333333333333335, 8, 61.866666666666667},
      {1.1, 2.375, 8, 60.8}};
  for (int type = 1; type <= 9; type++)
    for (int k = 0; k < 4; k++)
      is_close(etho_quantile_sorted(x, 7, p[k], type), want[type - 1][k], 1e-14, "quantile %g, type %d", p[k],
               type);
}

static void ranks(void) {
  double x[] = {3, 1, 3, 2, 3, 1 + 1e-12}, rank[6], ties;
  ok(etho_ranks(x, 6, rank, &ties) == 0, "ranks");
  ok(rank[0] == 5 && rank[1] == 1 && rank[2] == 5 && rank[3] == 3 && rank[4] == 5 && rank[5] == 2,
     "midranks");
  ok(ties == 24, "t^3 - t of one tie of three");
}

int main(void) {
  shifted_and_scaled();
  extremes();
  quantiles();
  ranks();
  return done();
}
