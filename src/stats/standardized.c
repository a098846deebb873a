#include "stats/standardized.h"

#include <math.h>
#include <stdio.h>

#include "ethostat/stats/distribution.h"

static double spread(const etho_moments *m) {
  return m->n < 2 ? 0 : m->sd * sqrt((double)m->n - 1);
}

double etho_pooled_sd(const etho_moments *m1, const etho_moments *m2) {
  return hypot(spread(m1), spread(m2)) / sqrt((double)m1->n + (double)m2->n - 2);
}

double etho_welch_df(const etho_moments *m1, const etho_moments *m2) {
  double se = hypot(m1->sem, m2->sem), share1 = m1->sem / se, share2 = m2->sem / se;
  share1 *= share1, share2 *= share2;
  return 1 / (share1 * share1 / ((double)m1->n - 1) + share2 * share2 / ((double)m2->n - 1));
}

etho_standardized etho_standardized_pooled(const etho_moments *m1, const etho_moments *m2,
                                           double difference) {
  double n1 = (double)m1->n, n2 = (double)m2->n;
  return (etho_standardized){difference / etho_pooled_sd(m1, m2), sqrt(1 / n1 + 1 / n2), n1 + n2 - 2};
}

etho_standardized etho_standardized_average(const etho_moments *m1, const etho_moments *m2,
                                            double difference) {
  double scale = hypot(m1->sd, m2->sd) / sqrt(2), se = hypot(m1->sem, m2->sem);
  return (etho_standardized){difference / scale, se / scale, etho_welch_df(m1, m2)};
}

etho_standardized etho_standardized_one(const etho_moments *m, double difference) {
  return (etho_standardized){difference / m->sd, 1 / sqrt((double)m->n), (double)m->n - 1};
}

etho_standardized etho_standardized_glass(const etho_moments *m1, const etho_moments *m2, double difference) {
  return (etho_standardized){difference / m1->sd, hypot(m1->sem, m2->sem) / m1->sd, (double)m1->n - 1};
}

double etho_hedges_correction(double df) {
  if (!(df > 1)) return (double)NAN;
  return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2);
}

void etho_row_limit(etho_row *row, const char *name, const char *end, double value) {
  char field[64];
  snprintf(field, sizeof field, "%s_%s", name, end);
  etho_row_number(row, field, value);
}

void etho_row_standardized(etho_row *row, const char *name, const etho_standardized *d, double factor,
                           const etho_options *options) {
  double tail = 1 - options->conf_level, t = d->value / d->unit;
  if (options->alternative == ETHO_TWO_SIDED) tail /= 2;
  bool known = isfinite(t) && isfinite(factor);
  bool open_low = options->alternative == ETHO_LESS, open_high = options->alternative == ETHO_GREATER;
  etho_row_number(row, name, factor * d->value);
  double low = known && !open_low ? etho_t_noncentral_ncp(t, d->df, 1 - tail) : (double)NAN;
  double high = known && !open_high ? etho_t_noncentral_ncp(t, d->df, tail) : (double)NAN;
  etho_row_limit(row, name, "low", factor * d->unit * low);
  etho_row_limit(row, name, "high", factor * d->unit * high);
}

static void copy_field(etho_row *row, const char *to, const char *name, const char *suffix) {
  char from[64];
  snprintf(from, sizeof from, "%s%s", name, suffix);
  etho_row_number(row, to, etho_row_get_number(row, from));
}

void etho_row_effect(etho_row *row, const char *name) {
  copy_field(row, "effect", name, "");
  etho_row_text(row, "effect_name", name);
  copy_field(row, "effect_low", name, "_low");
  copy_field(row, "effect_high", name, "_high");
}

void etho_row_d_and_g(etho_row *row, const etho_standardized *d, const etho_options *options) {
  double correction = etho_hedges_correction(d->df);
  etho_row_standardized(row, "cohens_d", d, 1, options);
  etho_row_standardized(row, "hedges_g", d, correction, options);
  etho_row_effect(row, "hedges_g");
  bool limits =
      !isnan(etho_row_get_number(row, "cohens_d_low")) || !isnan(etho_row_get_number(row, "cohens_d_high"));
  if (isfinite(d->value) && isnan(correction))
    etho_row_note(row, "Hedges g needs more than 1 degree of freedom");
  if (isfinite(d->value) && !limits) etho_row_note(row, "the effect is too large for a confidence interval");
}
