/* Tail areas and quantiles against 40-digit values (tests/reference/tails.py). */
#include "stats/tails.h"
#include "tails_data.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(void) {
  for (size_t i = 0; i < COUNT(t_tails); i++)
    is_close(etho_t_upper(t_tails[i].t, t_tails[i].df), t_tails[i].upper, 2e-13, "P(T > %g), df %g",
             t_tails[i].t, t_tails[i].df);
  for (size_t i = 0; i < COUNT(f_tails); i++)
    is_close(etho_f_upper(f_tails[i].f, f_tails[i].df1, f_tails[i].df2), f_tails[i].upper, 5e-13,
             "P(F > %g), df %g, %g", f_tails[i].f, f_tails[i].df1, f_tails[i].df2);
  for (size_t i = 0; i < COUNT(chi2_tails); i++)
    is_close(etho_chi2_upper(chi2_tails[i].x, chi2_tails[i].df), chi2_tails[i].upper, 2e-13,
             "P(chi2 > %g), df %g", chi2_tails[i].x, chi2_tails[i].df);
  for (size_t i = 0; i < COUNT(normal_tails); i++) {
    is_close(etho_normal_upper(normal_tails[i].z), normal_tails[i].upper, 1e-13, "P(Z > %g)",
             normal_tails[i].z);
    if (normal_tails[i].upper < 0.5)
      is_close(etho_normal_upper_quantile(normal_tails[i].upper), normal_tails[i].z, 1e-14, "and back");
  }
  for (size_t i = 0; i < COUNT(t_quantiles); i++)
    is_close(etho_t_upper_quantile(t_quantiles[i].p, t_quantiles[i].df), t_quantiles[i].t, 2e-14,
             "t quantile %g, df %g", t_quantiles[i].p, t_quantiles[i].df);
  static const struct {
    double x, df, upper;
  } many[] = {/* mpmath, 30 digits: where GSL may abort */
              {4e6, 4e6, 0.49990596840248084},       {4.01e6, 4e6, 0.00020557026636930783},
              {3.99e6, 4e6, 0.99979860478594071},    {4.1e6, 4e6, 1.1449539597127379e-269},
              {101000, 100500, 0.13244844399038988}, {99000, 100500, 0.99961176774103452}};
  for (size_t i = 0; i < COUNT(many); i++)
    is_close(etho_chi2_upper(many[i].x, many[i].df), many[i].upper, 5e-12, "P(chi2 > %g), df %g", many[i].x,
             many[i].df);
  is_close(etho_chi2_upper(1e15, 1e15), 0.5, 1e-7, "chi2 of any df ends");
  is_close(etho_t_upper(1e150, 1), 1 / (3.14159265358979323846 * 1e150), 1e-13, "Cauchy far out");
  is_close(etho_t_upper_quantile(1e-100, 1), 1 / (3.14159265358979323846 * 1e-100), 1e-12,
           "Cauchy quantile far out");
  is_close(etho_f_upper_quantile(0.05, 3, 44), 2.8164658165656813, 1e-12,
           "F quantile, R's qf(.05, 3, 44, lower = FALSE)");
  ok(isnan(etho_t_upper(1, 0)) && isnan(etho_f_upper((double)NAN, 1, 1)), "outside the domain: NaN");
  return done();
}
