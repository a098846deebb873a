/* Confidence limits of huge effects: noncentralities against 30-digit quadrature, and no seam where the
 * method changes. */
#include "ethostat/stats/distribution.h"
#include "far_limits_data.h"
#include "tap.h"

int main(void) {
  for (size_t i = 0; i < sizeof t_limits / sizeof *t_limits; i++)
    is_close(etho_t_noncentral_ncp(t_limits[i].t, t_limits[i].df, t_limits[i].p), t_limits[i].ncp, 1e-10,
             "noncentrality of t = %g, df %g, p %g", t_limits[i].t, t_limits[i].df, t_limits[i].p);
  for (double df = 2; df < 200; df *= 3) {
    double below = etho_t_noncentral_ncp(2999.999, df, 0.025),
           above = etho_t_noncentral_ncp(3000.001, df, 0.025);
    is_close(above / below, 3000.001 / 2999.999, 1e-9, "no seam at t = 3000, df %g", df);
    is_close(etho_t_noncentral_ncp(-1e6, df, 0.025), -etho_t_noncentral_ncp(1e6, df, 0.975), 1e-15,
             "signs turn, df %g", df);
    double f = 2e5 / etho_f_noncentral_ncp(1e3, 3, df, 0.025) * 1e3; /* about where the limit reaches 2e5 */
    double low = etho_f_noncentral_ncp(f * 0.97, 3, df, 0.025),
           high = etho_f_noncentral_ncp(f * 1.03, 3, df, 0.025);
    is_close(high / low, 1.03 / 0.97, 1e-4, "no seam in F, df %g", df);
  }
  return done();
}
