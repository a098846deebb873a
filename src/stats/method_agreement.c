/* Two measurements of the same thing: Bland and Altman's limits, Lin's concordance. */
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/agreement.h"
#include "stats/moments.h"
#include "stats/proportion.h"
#include "stats/tails.h"

static etho_status differences(const etho_sample *first, const etho_sample *second, etho_moments *out,
                               etho_error *error) {
  double *off = malloc((first->n + 1) * sizeof *off);
  if (!off) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < first->n; i++) off[i] = second->value[i] - first->value[i];
  *out = etho_moments_of(off, first->n);
  free(off);
  return ETHO_OK;
}

static void set_limits(etho_row *row, const etho_moments *d, double conf_level) {
  double z = etho_z_two_sided(conf_level), n = (double)d->n,
         t = etho_t_critical(conf_level, n - 1, ETHO_TWO_SIDED);
  double half = t * d->sd * sqrt(1 / n + z * z / (2 * (n - 1))), lower = d->mean - z * d->sd,
         upper = d->mean + z * d->sd;
  etho_row_number(row, "loa_lower", lower);
  etho_row_number(row, "loa_lower_low", lower - half);
  etho_row_number(row, "loa_lower_high", lower + half);
  etho_row_number(row, "loa_upper", upper);
  etho_row_number(row, "loa_upper_low", upper - half);
  etho_row_number(row, "loa_upper_high", upper + half);
}

etho_status etho_bland_altman(const etho_sample *first, const etho_sample *second,
                              const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_moments d;
  etho_status status = differences(first, second, &d, error);
  if (status != ETHO_OK) return status;
  double df = (double)d.n - 1;
  etho_row_number(row, "estimate", d.mean);
  etho_row_number(row, "bias", d.mean);
  etho_row_number(row, "sd", d.sd);
  if (d.n < 2) {
    etho_row_null(row, "p_value");
    etho_row_note(row, "two pairs are needed, %zu found", d.n);
    return ETHO_OK;
  }
  double half = etho_t_critical(options->conf_level, df, ETHO_TWO_SIDED) * d.sem;
  etho_row_number(row, "std_error", d.sem);
  etho_row_number(row, "conf_low", d.mean - half);
  etho_row_number(row, "conf_high", d.mean + half);
  set_limits(row, &d, options->conf_level);
  etho_row_number(row, "statistic", d.constant ? (double)NAN : d.mean / d.sem);
  etho_row_text(row, "statistic_name", "t");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value",
                  d.constant ? (double)NAN : etho_t_p_value(d.mean / d.sem, df, ETHO_TWO_SIDED));
  if (d.constant) etho_row_note(row, "all differences are the same: nothing to test");
  return ETHO_OK;
}

/* ---- Lin's concordance
 * ------------------------------------------------------------------------------------------- */

typedef struct concordance {
  double r, rho, location, scale;
} concordance;

static concordance concordance_of(const etho_sample *first, const etho_sample *second, const etho_moments *x,
                                  const etho_moments *y) {
  double product = 0, n = (double)first->n, shift = y->mean - x->mean;
  for (size_t i = 0; i < first->n; i++) product += (first->value[i] - x->mean) * (second->value[i] - y->mean);
  double sx = sqrt(x->squares / n), sy = sqrt(y->squares / n);
  concordance c = {.r = product / (n * sx * sy), .scale = sx / sy, .location = shift / sqrt(sx * sy)};
  c.rho = 2 * product / n / (sx * sx + sy * sy + shift * shift);
  return c;
}

static void set_concordance_interval(const concordance *c, double n, double conf_level, etho_row *row) {
  double p = c->rho, p2 = p * p, r = c->r, u2 = c->location * c->location;
  double variance = ((1 - r * r) * p2 * (1 - p2) / (r * r) + 2 * p2 * p * (1 - p) * u2 / r -
                     p2 * p2 * u2 * u2 / (2 * r * r)) /
                    (n - 2);
  double error = sqrt(variance), half = etho_z_two_sided(conf_level) * error / (1 - p2);
  bool known = n > 2 && variance > 0 && p2 < 1;
  etho_row_number(row, "std_error", known ? error : (double)NAN);
  etho_row_number(row, "conf_low", known ? tanh(atanh(p) - half) : (double)NAN);
  etho_row_number(row, "conf_high", known ? tanh(atanh(p) + half) : (double)NAN);
  if (!known)
    etho_row_note(row, n > 2 ? "perfect or no correlation: no standard error"
                             : "three pairs are needed for an interval");
}

etho_status etho_lins_ccc(const etho_sample *first, const etho_sample *second, const etho_options *options,
                          etho_row *row, etho_error *error) {
  (void)error;
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_moments x = etho_moments_of(first->value, first->n), y = etho_moments_of(second->value, second->n);
  if (first->n < 2 || x.constant || y.constant) {
    etho_row_null(row, "estimate");
    etho_row_note(row, first->n < 2 ? "two pairs are needed" : "one of the columns does not vary");
    return ETHO_OK;
  }
  concordance c = concordance_of(first, second, &x, &y);
  etho_row_number(row, "estimate", c.rho);
  set_concordance_interval(&c, (double)first->n, options->conf_level, row);
  etho_row_number(row, "pearson_r", c.r);
  etho_row_number(row, "bias_correction", 2 / (c.scale + 1 / c.scale + c.location * c.location));
  etho_row_number(row, "location_shift", c.location);
  etho_row_number(row, "scale_shift", c.scale);
  return ETHO_OK;
}
