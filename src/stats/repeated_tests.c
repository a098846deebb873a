/* Repeated yes/no and ranks: McNemar, Cochran, Friedman. */
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/association.h"
#include "stats/beta.h"
#include "stats/order.h"
#include "stats/proportion.h"
#include "stats/tails.h"

static void set_chi_square(etho_row *row, double statistic, double df) {
  etho_row_number(row, "statistic", statistic);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", etho_chi2_upper(statistic, df));
}

static void set_untestable(etho_row *row) {
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
}

static etho_status check_binary(const double *value, size_t n, etho_error *error) {
  for (size_t i = 0; i < n; i++)
    if (value[i] != 0 && value[i] != 1) {
      etho_error_set(error, ETHO_ERR_DATA, "%g is neither 0 nor 1", value[i]);
      etho_error_hint(error, "this test needs a column of 0 (no) and 1 (yes)");
      return ETHO_ERR_DATA;
    }
  return ETHO_OK;
}

/* ---- McNemar ----------------------------------------------------------------------------------------------
 */

/* The odds ratio b/c with the exact interval of Liddell (1983), from Clopper and Pearson's of b in b + c. */
static void set_discordant_odds(double b, double c, double conf_level, etho_row *row) {
  double tail = (1 - conf_level) / 2;
  double low = b > 0 ? etho_beta_quantile(tail, false, b, c + 1) : 0;
  double high = c > 0 ? etho_beta_quantile(tail, true, b + 1, c) : 1;
  etho_row_number(row, "odds_ratio", b / c);
  etho_row_number(row, "odds_ratio_low", low / (1 - low));
  etho_row_number(row, "odds_ratio_high", high / (1 - high));
  if (c == 0) etho_row_note(row, "the odds ratio is infinite: no pair changed from 1 to 0");
}

static void set_mcnemar(double b, double c, const etho_options *options, etho_row *row) {
  double n = b + c, plain = (b - c) * (b - c) / n, off = fmax(0, fabs(b - c) - 1),
         yates = b == c ? 0 : off * off / n;
  double p_exact = fmin(1, 2 * etho_binomial_lower(fmin(b, c), n, 0.5));
  set_chi_square(row, etho_variant_is(options, "plain") ? plain : yates, 1);
  etho_row_number(row, "statistic_uncorrected", plain);
  etho_row_number(row, "p_uncorrected", etho_chi2_upper(plain, 1));
  etho_row_number(row, "p_exact", p_exact);
  if (options->exact == ETHO_EXACT) {
    etho_row_number(row, "p_value", p_exact);
    etho_row_text(row, "method", "McNemar's exact test");
    etho_note_attainable(fmin(1, 2 * etho_binomial_density(0, n, 0.5, 0.5)), options, row);
  }
  set_discordant_odds(b, c, options->conf_level, row);
}

etho_status etho_mcnemar(const etho_sample *condition1, const etho_sample *condition2,
                         const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_status status = check_binary(condition1->value, condition1->n, error);
  if (status == ETHO_OK) status = check_binary(condition2->value, condition2->n, error);
  if (status != ETHO_OK) return status;
  double b = 0, c = 0, yes1 = 0, yes2 = 0, n = (double)condition1->n;
  for (size_t i = 0; i < condition1->n; i++) {
    b += condition1->value[i] < condition2->value[i];
    c += condition1->value[i] > condition2->value[i];
    yes1 += condition1->value[i], yes2 += condition2->value[i];
  }
  etho_row_number(row, "only1", c);
  etho_row_number(row, "only2", b);
  etho_row_number(row, "estimate1", yes1 / n);
  etho_row_number(row, "estimate2", yes2 / n);
  if (b + c > 0) return set_mcnemar(b, c, options, row), ETHO_OK;
  set_untestable(row);
  etho_row_note(row, condition1->n ? "no subject changed: nothing to test" : "no pairs");
  return ETHO_OK;
}

/* ---- Cochran's Q
 * ------------------------------------------------------------------------------------------- */

etho_status etho_cochran_q(const double *value, size_t n, size_t k, etho_row *row, etho_error *error) {
  etho_status status = check_binary(value, n * k, error);
  if (status != ETHO_OK) return status;
  double total = 0, columns_squared = 0, rows_spread = 0;
  for (size_t j = 0; j < k; j++) {
    double column = 0;
    for (size_t i = 0; i < n; i++) column += value[i * k + j];
    columns_squared += column * column, total += column;
  }
  for (size_t i = 0; i < n; i++) {
    double sum = 0;
    for (size_t j = 0; j < k; j++) sum += value[i * k + j];
    rows_spread += sum * ((double)k - sum);
  }
  etho_row_number(row, "n", (double)n);
  if (k > 1 && rows_spread > 0) {
    double m = (double)k;
    set_chi_square(row, (m - 1) * (m * columns_squared - total * total) / rows_spread, m - 1);
    return ETHO_OK;
  }
  set_untestable(row);
  etho_row_note(row, k < 2 ? "two or more conditions are needed"
                           : "no subject changed between conditions: nothing to test");
  return ETHO_OK;
}

/* ---- Friedman
 * ----------------------------------------------------------------------------------------------- */

static void set_friedman(double q, double n, double k, etho_row *row) {
  double w = q / (n * (k - 1)), df1 = k - 1, df2 = (n - 1) * (k - 1);
  set_chi_square(row, q, df1);
  etho_row_number(row, "kendalls_w", w);
  etho_row_number(row, "effect", w);
  etho_row_text(row, "effect_name", "kendalls_w");
  if (n < 2) return;
  double f = (n - 1) * q / (n * (k - 1) - q);
  etho_row_number(row, "statistic_f", f);
  etho_row_number(row, "df1", df1);
  etho_row_number(row, "df2", df2);
  etho_row_number(row, "p_f", isfinite(f) ? etho_f_upper(f, df1, df2) : (double)NAN);
  if (!isfinite(f)) etho_row_note(row, "every subject ranks the conditions alike: the F form is infinite");
}

etho_status etho_friedman(const double *value, size_t n, size_t k, etho_row *row, etho_error *error) {
  double *rank = malloc((2 * k + 1) * sizeof *rank), *sum = rank ? rank + k : NULL, ties = 0, spread = 0;
  if (!rank) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t j = 0; j < k; j++) sum[j] = 0;
  bool fine = true;
  for (size_t i = 0; i < n && fine; i++) {
    double tie = 0;
    fine = etho_ranks(value + i * k, k, rank, &tie) == 0;
    ties += tie;
    for (size_t j = 0; j < k; j++) sum[j] += rank[j];
  }
  double m = (double)k, blocks = (double)n;
  for (size_t j = 0; j < k; j++) spread += (sum[j] - blocks * (m + 1) / 2) * (sum[j] - blocks * (m + 1) / 2);
  free(rank);
  if (!fine) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  double scale = blocks * m * (m + 1) - ties / (m - 1);
  etho_row_number(row, "n", blocks);
  if (n > 0 && k > 1 && scale > 0) return set_friedman(12 * spread / scale, blocks, m, row), ETHO_OK;
  set_untestable(row);
  etho_row_note(row, k < 2   ? "two or more conditions are needed"
                     : n < 1 ? "no complete subject"
                             : "every subject has the same value in all conditions: nothing to rank");
  return ETHO_OK;
}
