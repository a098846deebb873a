/* Power formulas: Cohen 1988, with the noncentral distributions instead of his approximations. */
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "stats/power_form.h"
#include "stats/tails.h"

/* Rejections of a t test whose statistic is noncentral t. Far beyond the critical value the power is 1 to all
 * digits. */
static double t_power(const etho_power_request *r, double df, double ncp) {
  bool two_sided = r->alternative == ETHO_TWO_SIDED;
  double critical = etho_t_upper_quantile(two_sided ? r->alpha / 2 : r->alpha, df);
  double toward = two_sided ? fabs(ncp) : r->alternative == ETHO_LESS ? -ncp : ncp;
  if (toward > 40 + 10 * fabs(critical)) return 1;
  if (toward < -40 - 10 * fabs(critical)) return 0;
  double power = etho_t_noncentral_sf(critical, df, toward);
  return two_sided ? power + etho_t_noncentral_cdf(-critical, df, toward) : power;
}

static double t_one_sample(const etho_power_request *r) {
  return t_power(r, r->n - 1, r->effect * sqrt(r->n));
}

static double t_two_sample(const etho_power_request *r) {
  return t_power(r, r->n1 + r->n2 - 2, r->effect / sqrt(1 / r->n1 + 1 / r->n2));
}

static double anova(const etho_power_request *r) {
  double df1 = r->groups - 1, df2 = (r->n - 1) * r->groups, ncp = r->groups * r->n * r->effect * r->effect;
  double critical = etho_f_upper_quantile(r->alpha, df1, df2);
  if (ncp > 1e4 + 100 * df1 * critical) return 1;
  if (df2 > 1e8) return etho_chisq_noncentral_sf(df1 * critical, df1, ncp);
  return etho_f_noncentral_sf(critical, df1, df2, ncp);
}

static double normal_power(const etho_power_request *r, double shift) {
  bool two_sided = r->alternative == ETHO_TWO_SIDED;
  double critical = etho_normal_upper_quantile(two_sided ? r->alpha / 2 : r->alpha);
  double toward = two_sided ? fabs(shift) : r->alternative == ETHO_LESS ? -shift : shift;
  return etho_normal_upper(critical - toward) + (two_sided ? etho_normal_upper(critical + toward) : 0);
}

/* Difference of the arcsine-transformed proportions, in units of its standard error. */
static double proportions(const etho_power_request *r) {
  return normal_power(r, r->effect * sqrt(r->n1 * r->n2 / (r->n1 + r->n2)));
}

/* Fisher's z with the bias term r / (2 (n - 1)), against the z of the critical r of the t test (Cohen
 * 1988, 12.3). */
static double correlation(const etho_power_request *r) {
  bool two_sided = r->alternative == ETHO_TWO_SIDED;
  double rho = r->alternative == ETHO_LESS ? -r->effect : two_sided ? fabs(r->effect) : r->effect;
  double t = etho_t_upper_quantile(two_sided ? r->alpha / 2 : r->alpha, r->n - 2);
  double critical = atanh(t / sqrt(t * t + r->n - 2)), z = atanh(rho) + rho / (2 * (r->n - 1)),
         root = sqrt(r->n - 3);
  double power = etho_normal_upper((critical - z) * root);
  return two_sided ? power + etho_normal_upper((critical + z) * root) : power;
}

const etho_power_form etho_power_t_one_sample = {t_one_sample, 2, 1000, false, true};
const etho_power_form etho_power_t_paired = {t_one_sample, 2, 1000, false, true};
const etho_power_form etho_power_t_two_sample = {t_two_sample, 2, 1000, true, true};
const etho_power_form etho_power_anova = {anova, 2, 1000, false, false};
const etho_power_form etho_power_proportions = {proportions, 2, 3.141592653589793, true, true};
const etho_power_form etho_power_correlation = {correlation, 4, 1 - 1e-12, false, true};
