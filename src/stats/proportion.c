/* One proportion: exact binomial test, score test, intervals. */
#include "stats/proportion.h"

#include <math.h>
#include <string.h>

#include "stats/beta.h"
#include "stats/tails.h"

static const double largest_count = 9007199254740992.0; /* 2^53 */

etho_status etho_count_check(double count, double total, etho_error *error) {
  bool whole = count == floor(count) && total == floor(total) && total <= largest_count;
  if (whole && count >= 0 && count <= total) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA, "%.15g of %.15g are not successes of trials", count, total);
  etho_error_hint(error, "counts are whole numbers, and a count is between 0 and its total");
  return ETHO_ERR_DATA;
}

double etho_z_two_sided(double conf_level) {
  return etho_normal_upper_quantile((1 - conf_level) / 2);
}

bool etho_variant_is(const etho_options *options, const char *name) {
  return options->variant && strcmp(options->variant, name) == 0;
}

void etho_note_attainable(double least, const etho_options *options, etho_row *row) {
  etho_row_number(row, "min_attainable_p", least);
  double alpha = 1 - options->conf_level;
  if (least > alpha * (1 + 1e-9))
    etho_row_note(row, "this design cannot reach significance at %.3g: its smallest possible p is %.3g",
                  alpha, least);
}

/* ---- intervals -------------------------------------------------------------------------------------------
 */

/* One bound; sign is +1 for the upper. */
static double wilson_bound(double p, double n, double z, double sign) {
  double half = z * z / (2 * n), root = z * sqrt(p * (1 - p) / n + half / (2 * n));
  if (sign > 0) return (p + half + root) / (1 + 2 * half);
  /* (p + half)^2 - root^2 = p^2 (1 + 2 half): no cancellation for a small p */
  return p * p / (p + half + root);
}

etho_interval etho_wilson(double count, double total, double z, double yates) {
  double up = (count + yates) / total, down = (count - yates) / total;
  return (etho_interval){down <= 0 ? 0 : wilson_bound(down, total, z, -1),
                         up >= 1 ? 1 : wilson_bound(up, total, z, +1)};
}

etho_interval etho_newcombe(double count1, double total1, double count2, double total2, double z) {
  double p1 = count1 / total1, p2 = count2 / total2;
  etho_interval w1 = etho_wilson(count1, total1, z, 0), w2 = etho_wilson(count2, total2, z, 0);
  return (etho_interval){p2 - p1 - hypot(p2 - w2.low, w1.high - p1),
                         p2 - p1 + hypot(w2.high - p2, p1 - w1.low)};
}

static etho_interval agresti_coull(double count, double total, double z) {
  double n = total + z * z, p = (count + z * z / 2) / n, half = z * sqrt(p * (1 - p) / n);
  return (etho_interval){fmax(0, p - half), fmin(1, p + half)};
}

static etho_interval jeffreys(double count, double total, double alpha) {
  double a = count + 0.5, b = total - count + 0.5;
  return (etho_interval){count == 0 ? 0 : etho_beta_quantile(alpha / 2, false, a, b),
                         count == total ? 1 : etho_beta_quantile(alpha / 2, true, a, b)};
}

/* The area cut off below and above. */
static etho_interval clopper_pearson(double count, double total, double below, double above) {
  return (etho_interval){
      count == 0 || below <= 0 ? 0 : etho_beta_quantile(below, false, count, total - count + 1),
      count == total || above <= 0 ? 1 : etho_beta_quantile(above, true, count + 1, total - count)};
}

static void set_interval(etho_row *row, const char *low, const char *high, etho_interval interval) {
  etho_row_number(row, low, interval.low);
  etho_row_number(row, high, interval.high);
}

static void set_intervals(double count, double total, const etho_options *options, etho_row *row) {
  double alpha = 1 - options->conf_level, z = etho_z_two_sided(options->conf_level);
  set_interval(row, "clopper_pearson_low", "clopper_pearson_high",
               clopper_pearson(count, total, alpha / 2, alpha / 2));
  set_interval(row, "wilson_low", "wilson_high", etho_wilson(count, total, z, 0));
  set_interval(row, "agresti_coull_low", "agresti_coull_high", agresti_coull(count, total, z));
  set_interval(row, "jeffreys_low", "jeffreys_high", jeffreys(count, total, alpha));
}

static void set_no_trials(etho_row *row) {
  static const char *const names[] = {"estimate", "p_value", "conf_low", "conf_high"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) etho_row_null(row, names[i]);
  etho_row_note(row, "no trials");
}

/* The null probability, checked. */
static etho_status null_probability(const etho_options *options, double *p, etho_error *error) {
  *p = options->mu_given ? options->mu : 0.5;
  if (*p >= 0 && *p <= 1) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_USAGE, "--mu %g is not a probability", *p);
  etho_error_hint(error, "chance is a number from 0 to 1, such as --mu 0.5");
  return ETHO_ERR_USAGE;
}

/* ---- exact binomial test ---------------------------------------------------------------------------------
 */

/* The outcome nearest to the mean, on the other side of it than `count`, that is at most as probable. The
 * density falls away from the mean, so bisection finds it; -1 or n + 1 when there is none. */
static double opposite_outcome(double count, double n, double p, double limit) {
  bool above = count < n * p; /* where to look */
  double inner = above ? ceil(n * p) - 1 : floor(n * p) + 1, outer = above ? n + 1 : -1;
  while (fabs(outer - inner) > 1) {
    double middle = floor((inner + outer) / 2);
    if (etho_binomial_density(middle, n, p, 1 - p) <= limit)
      outer = middle;
    else
      inner = middle;
  }
  return outer;
}

static double two_sided(double count, double n, double p) {
  const double slack = 1 + 1e-7;
  if (p <= 0) return count == 0;
  if (p >= 1) return count == n;
  if (count == n * p) return 1;
  double other = opposite_outcome(count, n, p, etho_binomial_density(count, n, p, 1 - p) * slack);
  if (count < n * p) return fmin(1, etho_binomial_lower(count, n, p) + etho_binomial_upper(other, n, p));
  return fmin(1, etho_binomial_lower(other, n, p) + etho_binomial_upper(count, n, p));
}

static double binomial_p(double count, double n, double p, etho_alternative alternative) {
  if (alternative == ETHO_LESS) return etho_binomial_lower(count, n, p);
  if (alternative == ETHO_GREATER) return etho_binomial_upper(count, n, p);
  return two_sided(count, n, p);
}

etho_status etho_binomial_test(double count, double total, const etho_options *options, etho_row *row,
                               etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  double p, alpha = 1 - options->conf_level;
  etho_status status = etho_count_check(count, total, error);
  if (status == ETHO_OK) status = null_probability(options, &p, error);
  if (status != ETHO_OK) return status;
  etho_row_number(row, "n", total);
  etho_row_number(row, "count", count);
  if (total == 0) return set_no_trials(row), ETHO_OK;
  etho_alternative alternative = options->alternative;
  etho_row_number(row, "estimate", count / total);
  etho_row_number(row, "p_value", binomial_p(count, total, p, alternative));
  double below = alternative == ETHO_TWO_SIDED ? alpha / 2 : alternative == ETHO_LESS ? 0 : alpha;
  double above = alternative == ETHO_TWO_SIDED ? alpha / 2 : alternative == ETHO_LESS ? alpha : 0;
  set_interval(row, "conf_low", "conf_high", clopper_pearson(count, total, below, above));
  etho_row_number(row, "null_value", p);
  set_intervals(count, total, options, row);
  double none = binomial_p(0, total, p, alternative), all = binomial_p(total, total, p, alternative);
  etho_note_attainable(fmin(none, all), options, row);
  return ETHO_OK;
}

/* ---- score test
 * -------------------------------------------------------------------------------------------- */

etho_status etho_proportion_test(double count, double total, const etho_options *options, etho_row *row,
                                 etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  double p;
  etho_status status = etho_count_check(count, total, error);
  if (status == ETHO_OK) status = null_probability(options, &p, error);
  if (status != ETHO_OK) return status;
  etho_row_number(row, "n", total);
  etho_row_number(row, "count", count);
  if (total == 0) return set_no_trials(row), ETHO_OK;
  double off = fabs(count - total * p), yates = etho_variant_is(options, "plain") ? 0 : fmin(0.5, off);
  double z = (count < total * p ? -1 : 1) * (off - yates) / sqrt(total * p * (1 - p));
  etho_row_number(row, "estimate", count / total);
  etho_row_number(row, "statistic", z * z);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "z", z);
  etho_row_number(row, "df", 1);
  etho_row_number(row, "p_value", etho_normal_p_value(z, options->alternative));
  if (p <= 0 || p >= 1) etho_row_note(row, "the score test needs a null probability between 0 and 1");
  double tail = 1 - options->conf_level;
  etho_interval interval = etho_wilson(
      count, total, etho_normal_upper_quantile(options->alternative == ETHO_TWO_SIDED ? tail / 2 : tail),
      yates);
  if (options->alternative == ETHO_LESS) interval.low = 0;
  if (options->alternative == ETHO_GREATER) interval.high = 1;
  set_interval(row, "conf_low", "conf_high", interval);
  etho_row_number(row, "null_value", p);
  set_intervals(count, total, options, row);
  return ETHO_OK;
}
