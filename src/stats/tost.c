#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/t_test.h"
#include "stats/registry.h"
#include "stats/standardized.h"
#include "stats/t_report.h"
#include "stats/tails.h"

/* What the two tests need, whatever the design. */
typedef struct equivalence {
  double estimate, excess, std_error;
  etho_standardized d; /* value: excess over the scale of the bounds */
  bool fits;
} equivalence;

static bool has_suffix_d(const char *variant) {
  size_t length = variant ? strlen(variant) : 0;
  return length > 2 && strcmp(variant + length - 2, "_d") == 0;
}

static etho_status check_bounds(const etho_options *options, etho_error *error) {
  if (isfinite(options->bound_low) && isfinite(options->bound_high) &&
      options->bound_low < options->bound_high)
    return ETHO_OK;
  etho_error_set(error, ETHO_ERR_USAGE, "equivalence needs two bounds, the lower one first");
  etho_error_hint(error, "for example --bound -0.1,0.1: the largest differences that would not matter");
  return ETHO_ERR_USAGE;
}

static void set_sides(etho_row *row, const equivalence *e, double low, double high, double alpha) {
  double t_low = (e->excess - low) / e->std_error, t_high = (e->excess - high) / e->std_error;
  double p_low = etho_t_upper(t_low, e->d.df), p_high = etho_t_upper(-t_high, e->d.df);
  bool low_decides = p_low >= p_high;
  etho_row_number(row, "statistic", low_decides ? t_low : t_high);
  etho_row_text(row, "statistic_name", "t");
  etho_row_number(row, "df", e->d.df);
  etho_row_number(row, "p_value", low_decides ? p_low : p_high);
  etho_row_number(row, "statistic_low", t_low);
  etho_row_number(row, "p_low", p_low);
  etho_row_number(row, "statistic_high", t_high);
  etho_row_number(row, "p_high", p_high);
  if (e->fits && (isinf(t_low) || isinf(t_high))) etho_row_note_overflow(row);
  if (e->fits)
    etho_row_bool(row, "equivalent", (low_decides ? p_low : p_high) < alpha);
  else
    etho_row_null(row, "equivalent");
}

/* Everything becomes null by itself when the standard error and d are NaN. */
static void report(etho_row *row, equivalence *e, const etho_options *options) {
  const double none = (double)NAN;
  if (!isfinite(e->estimate) && e->fits) {
    etho_row_note_overflow(row);
    e->fits = false;
  }
  if (!e->fits) e->std_error = e->d.value = e->d.df = none;
  double alpha = 1 - options->conf_level;
  double unit = has_suffix_d(options->variant) ? e->std_error / e->d.unit : 1; /* the scale of d */
  etho_options inner = *options;
  inner.alternative = ETHO_TWO_SIDED;
  inner.conf_level = 1 - 2 * alpha;
  double low = options->bound_low * unit, high = options->bound_high * unit;
  double reach = e->fits ? e->std_error * etho_t_upper_quantile(alpha, e->d.df) : none;
  etho_row_number(row, "estimate", e->estimate);
  etho_row_number(row, "std_error", e->std_error);
  set_sides(row, e, low, high, alpha);
  etho_row_number(row, "bound_low", low);
  etho_row_number(row, "bound_high", high);
  etho_row_number(row, "conf_low", e->estimate - reach);
  etho_row_number(row, "conf_high", e->estimate + reach);
  etho_row_number(row, "conf_level", inner.conf_level);
  etho_row_d_and_g(row, &e->d, &inner);
}

static etho_status prepare(const etho_options **options, etho_options *defaults, etho_error *error) {
  *options = etho_options_or_default(*options, defaults);
  if ((*options)->conf_level <= 0.5)
    return etho_error_set(error, ETHO_ERR_USAGE, "equivalence needs a confidence level above 0.5");
  return check_bounds(*options, error);
}

static void report_one(etho_row *row, const etho_moments *m, bool flat, const char *what,
                       const etho_options *options) {
  equivalence e = {.estimate = m->mean, .fits = etho_one_fits(row, m, flat, what)};
  if (e.fits) {
    e.excess = etho_mean_minus(m, options->mu);
    e.std_error = m->sem;
    e.d = etho_standardized_one(m, e.excess);
  }
  report(row, &e, options);
}

etho_status etho_tost_one(const etho_sample *sample, const etho_options *options, etho_row *row,
                          etho_error *error) {
  etho_options defaults;
  etho_status status = prepare(&options, &defaults, error);
  if (status != ETHO_OK) return status;
  etho_moments m = etho_moments_of(sample->value, sample->n);
  etho_row_number(row, "n", (double)m.n);
  report_one(row, &m, m.constant, "values", options);
  return ETHO_OK;
}

etho_status etho_tost_paired(const etho_sample *group1, const etho_sample *group2,
                             const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults;
  etho_status status = prepare(&options, &defaults, error);
  if (status != ETHO_OK) return status;
  etho_moments m;
  bool flat;
  status = etho_paired_moments(group1, group2, &m, &flat, error);
  if (status == ETHO_OK) report_one(row, &m, flat, "differences", options);
  return status;
}

etho_status etho_tost_two(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                          etho_row *row, etho_error *error) {
  etho_options defaults;
  etho_status status = prepare(&options, &defaults, error);
  if (status != ETHO_OK) return status;
  bool pooled = options->variant && strncmp(options->variant, "student", 7) == 0;
  etho_moments m1 = etho_moments_of(group1->value, group1->n), m2 = etho_moments_of(group2->value, group2->n);
  equivalence e = {.estimate = etho_mean_difference(&m1, &m2)};
  e.fits = etho_two_fit(row, group1, group2, &m1, &m2, pooled ? 1 : 2);
  e.excess = e.estimate - options->mu;
  if (e.fits) {
    e.d =
        pooled ? etho_standardized_pooled(&m1, &m2, e.excess) : etho_standardized_average(&m1, &m2, e.excess);
    e.std_error = pooled ? etho_pooled_sd(&m1, &m2) * e.d.unit : hypot(m1.sem, m2.sem);
  }
  report(row, &e, options);
  return ETHO_OK;
}
