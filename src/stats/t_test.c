#include "ethostat/stats/t_test.h"

#include <math.h>

#include "stats/registry.h"
#include "stats/standardized.h"
#include "stats/t_report.h"

static void set_two_means(etho_row *row, const etho_moments *m1, const etho_moments *m2) {
  etho_row_number(row, "mean1", m1->mean);
  etho_row_number(row, "mean2", m2->mean);
  etho_row_number(row, "sd1", m1->sd);
  etho_row_number(row, "sd2", m2->sd);
}

static void set_effects(etho_row *row, const etho_standardized *d, bool paired, const etho_options *options) {
  if (paired) etho_row_standardized(row, "dz", d, 1, options);
  etho_row_d_and_g(row, d, options);
}

static void refuse(etho_row *row, double estimate, bool paired, const etho_options *options) {
  static const char *const names[] = {"dz",       "dz_low",       "dz_high",
                                      "cohens_d", "cohens_d_low", "cohens_d_high",
                                      "hedges_g", "hedges_g_low", "hedges_g_high"};
  etho_row_t_refused(row, estimate, options);
  for (size_t i = paired ? 0 : 3; i < sizeof names / sizeof *names; i++) etho_row_null(row, names[i]);
  etho_row_effect(row, "hedges_g");
}

etho_status etho_t_one_sample(const etho_sample *sample, const etho_options *options, etho_row *row,
                              etho_error *error) {
  (void)error;
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_moments m = etho_moments_of(sample->value, sample->n);
  etho_row_number(row, "n", (double)m.n);
  if (!etho_one_fits(row, &m, m.constant, "values")) {
    refuse(row, m.mean, false, options);
  } else {
    double excess = etho_mean_minus(&m, options->mu);
    etho_standardized d = etho_standardized_one(&m, excess);
    etho_row_t(row, m.mean, excess, m.sem, d.df, options);
    set_effects(row, &d, false, options);
  }
  etho_row_number(row, "mean", m.mean);
  etho_row_number(row, "sd", m.sd);
  return ETHO_OK;
}

typedef etho_standardized standardize_fn(const etho_moments *m1, const etho_moments *m2, double difference);

/* Both tests of two independent samples: they differ in the least n and in the scale of d, whose unit times
 * the scale is the standard error. */
static etho_status two_samples(const etho_sample *group1, const etho_sample *group2, size_t least,
                               standardize_fn *standardize, const etho_options *options, etho_row *row) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_moments m1 = etho_moments_of(group1->value, group1->n), m2 = etho_moments_of(group2->value, group2->n);
  double difference = etho_mean_difference(&m1, &m2);
  if (!etho_two_fit(row, group1, group2, &m1, &m2, least)) {
    refuse(row, difference, false, options);
  } else {
    etho_standardized d = standardize(&m1, &m2, difference - options->mu);
    double se = least == 2 ? hypot(m1.sem, m2.sem) : etho_pooled_sd(&m1, &m2) * d.unit;
    etho_row_t(row, difference, difference - options->mu, se, d.df, options);
    set_effects(row, &d, false, options);
  }
  set_two_means(row, &m1, &m2);
  return ETHO_OK;
}

etho_status etho_t_student(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                           etho_row *row, etho_error *error) {
  (void)error;
  return two_samples(group1, group2, 1, etho_standardized_pooled, options, row);
}

etho_status etho_t_welch(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                         etho_row *row, etho_error *error) {
  (void)error;
  return two_samples(group1, group2, 2, etho_standardized_average, options, row);
}

etho_status etho_t_paired(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                          etho_row *row, etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_moments m, m1 = etho_moments_of(group1->value, group1->n),
                  m2 = etho_moments_of(group2->value, group2->n);
  bool flat;
  etho_status status = etho_paired_moments(group1, group2, &m, &flat, error);
  if (status != ETHO_OK) return status;
  if (!etho_one_fits(row, &m, flat, "differences")) {
    refuse(row, m.mean, true, options);
  } else {
    double excess = etho_mean_minus(&m, options->mu);
    etho_standardized d = etho_standardized_one(&m, excess);
    etho_row_t(row, m.mean, excess, m.sem, d.df, options);
    set_effects(row, &d, true, options);
  }
  set_two_means(row, &m1, &m2);
  etho_row_number(row, "sd_difference", m.sd);
  return ETHO_OK;
}
