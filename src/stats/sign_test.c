#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/rank.h"
#include "stats/order.h"
#include "stats/paired_difference.h"
#include "stats/rank_result.h"

enum { COUNTED = 1000 }; /* 2^-1000 is still a double */

/* P(S <= k) of n fair coins: by adding up, where that is possible, since GSL's incomplete beta is a few units
 * off. */
static double lower(size_t k, size_t n) {
  if (n > COUNTED) return gsl_cdf_binomial_P((unsigned)k, 0.5, (unsigned)n);
  double term = ldexp(1, -(int)n), sum = term;
  for (size_t i = 1; i <= k; i++) {
    term = term * (double)(n - i + 1) / (double)i;
    sum += term;
  }
  return fmin(1, sum);
}

static void write_p(size_t above, size_t n, const etho_options *options, etho_row *row) {
  size_t fewer = above < n - above ? above : n - above;
  etho_rank_p p = {.exact_known = true,
                   .prefer_exact = true,
                   .normal_known = true,
                   .deviation = (double)above - (double)n / 2,
                   .spread = sqrt((double)n) / 2,
                   .step = 0.5};
  p.tails = (etho_tails){
      .lower = lower(above, n), .upper = lower(n - above, n), .two_sided = fmin(1, 2 * lower(fewer, n))};
  p.tails.least_lower = p.tails.least_upper = ldexp(1, -(int)n);
  p.tails.least_two_sided = fmin(1, ldexp(1, 1 - (int)n));
  etho_rank_write_p(row, &p, options);
}

/* The largest k >= 1 with P(S <= k - 1) <= tail, or 1 when there is none. */
static size_t cut_for(size_t n, double tail) {
  size_t low = 0, high = n;
  while (low < high) { /* first s with P(S <= s) > tail */
    size_t middle = low + (high - low) / 2;
    if (lower(middle, n) > tail * (1 + 1e-12))
      high = middle;
    else
      low = middle + 1;
  }
  return low < 1 ? 1 : low;
}

static void write_median(const double *sorted, size_t n, const etho_options *options, etho_row *row) {
  size_t cut = cut_for(n, etho_rank_tail(options));
  double sides = options->alternative == ETHO_TWO_SIDED ? 2 : 1;
  etho_row_number(row, "estimate", etho_median_sorted(sorted, n));
  etho_rank_write_interval(row, sorted[cut - 1], sorted[n - cut], options);
  etho_rank_write_coverage(row, fmax(0, 1 - sides * lower(cut - 1, n)), options);
}

etho_status etho_sign_test(const etho_sample *sample, const etho_options *options, etho_row *row,
                           etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  double *sorted = etho_sorted_copy(sample->value, sample->n);
  if (!sorted) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  size_t above = 0, zero = 0;
  for (size_t i = 0; i < sample->n; i++) {
    above += sorted[i] > options->mu;
    zero += sorted[i] == options->mu;
  }
  etho_row_number(row, "n_zero", (double)zero);
  if (sample->n)
    write_median(sorted, sample->n, options, row);
  else
    etho_row_null(row, "estimate");
  free(sorted);
  if (zero == sample->n) {
    etho_row_null(row, "statistic");
    etho_rank_refuse(row, zero ? "every value equals the null value" : "no values");
    return ETHO_OK;
  }
  if (zero) etho_row_note(row, "%zu zero%s dropped from the test", zero, zero == 1 ? "" : "s");
  etho_row_number(row, "statistic", (double)above);
  etho_row_text(row, "statistic_name", "S");
  write_p(above, sample->n - zero, options, row);
  etho_row_number(row, "effect", (double)above / (double)(sample->n - zero));
  etho_row_text(row, "effect_name", "proportion_above");
  return ETHO_OK;
}

etho_status etho_sign_test_paired(const etho_sample *group1, const etho_sample *group2,
                                  const etho_options *options, etho_row *row, etho_error *error) {
  return etho_run_on_differences(etho_sign_test, group1, group2, options, row, error);
}
