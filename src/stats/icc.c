/* Intraclass correlations. */
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/agreement.h"
#include "stats/moments.h"
#include "stats/tails.h"

typedef struct mean_squares {
  double n, k;
  double subjects, raters, residual, within;
} mean_squares;

/* Two passes about the grand mean; all values are shifted by the first. */
static bool two_way(const double *value, size_t n, size_t k, mean_squares *ms) {
  double *row = calloc(n + k, sizeof *row), *column = row ? row + n : NULL, grand = 0;
  double ss_rows = 0, ss_columns = 0, ss_residual = 0, subjects = (double)n, raters = (double)k;
  if (!row) return false;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < k; j++) {
      double v = value[i * k + j] - value[0];
      row[i] += v / raters, column[j] += v / subjects, grand += v / (subjects * raters);
    }
  for (size_t i = 0; i < n; i++) ss_rows += raters * (row[i] - grand) * (row[i] - grand);
  for (size_t j = 0; j < k; j++) ss_columns += subjects * (column[j] - grand) * (column[j] - grand);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < k; j++) {
      double off = value[i * k + j] - value[0] - row[i] - (column[j] - grand);
      ss_residual += off * off;
    }
  free(row);
  *ms = (mean_squares){.n = subjects,
                       .k = raters,
                       .subjects = ss_rows / (subjects - 1),
                       .raters = ss_columns / (raters - 1),
                       .residual = ss_residual / ((subjects - 1) * (raters - 1)),
                       .within = (ss_columns + ss_residual) / (subjects * (raters - 1))};
  return true;
}

typedef struct form {
  double estimate, f, df2, low, high;
} form;

/* ICC1 and ICC3 share their shape: error is the within or the residual mean square. */
static form consistency(const mean_squares *ms, double error, double df2, double tail) {
  double k = ms->k, df1 = ms->n - 1, f = ms->subjects / error;
  double low = f / etho_f_upper_quantile(tail, df1, df2), high = f * etho_f_upper_quantile(tail, df2, df1);
  return (form){(ms->subjects - error) / (ms->subjects + (k - 1) * error), f, df2, (low - 1) / (low + k - 1),
                (high - 1) / (high + k - 1)}; /* error 0: the limits are NaN */
}

/* ICC2, absolute agreement. */
static form agreement(const mean_squares *ms, double tail) {
  double n = ms->n, k = ms->k, b = ms->subjects, e = ms->residual, j = ms->raters;
  double icc = (b - e) / (b + (k - 1) * e + k * (j - e) / n), fj = j / e;
  double part = n * (1 + (k - 1) * icc) - k * icc, sum = k * icc * fj + part;
  double df = (k - 1) * (n - 1) * sum * sum / ((n - 1) * k * k * icc * icc * fj * fj + part * part);
  double up = etho_f_upper_quantile(tail, n - 1, df), down = etho_f_upper_quantile(tail, df, n - 1);
  double rest = k * j + (k * n - k - n) * e;
  return (form){icc, b / e, (n - 1) * (k - 1), n * (b - up * e) / (up * rest + n * b),
                n * (down * b - e) / (rest + n * down * b)};
}

/* Spearman and Brown: the reliability of the mean of k raters. NaN below -1/(k - 1), where it has none. */
static double of_mean(double icc, double k) {
  double divisor = 1 + icc * (k - 1);
  return divisor > 1e-14 ? icc * k / divisor : (double)NAN;
}

static void add_form(const char *term, const char *method, const form *found, const mean_squares *ms,
                     bool mean, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  double estimate = mean ? of_mean(found->estimate, ms->k) : found->estimate;
  etho_row_text(row, "method", method);
  etho_row_text(row, "term", term);
  etho_row_number(row, "n", ms->n);
  etho_row_number(row, "raters", ms->k);
  etho_row_number(row, "estimate", estimate);
  etho_row_number(row, "statistic", found->f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "df1", ms->n - 1);
  etho_row_number(row, "df2", found->df2);
  etho_row_number(row, "p_value",
                  isinf(found->f) ? (double)NAN : etho_f_upper(found->f, ms->n - 1, found->df2));
  etho_row_number(row, "conf_low", mean ? of_mean(found->low, ms->k) : found->low);
  etho_row_number(row, "conf_high", mean ? of_mean(found->high, ms->k) : found->high);
  if (isinf(found->f))
    etho_row_note(row, "the raters order the subjects without any error: no test and no interval");
  else if (mean && (isnan(estimate) || isnan(of_mean(found->low, ms->k))))
    etho_row_note(row,
                  "the raters agree less than by chance: the reliability of their mean has no lower end");
  else if (isnan(found->low + found->high))
    etho_row_note(row, "the subjects' means do not differ: no interval");
}

static etho_status refuse(etho_rows *rows, const char *why) {
  etho_row *row = etho_rows_add(rows);
  etho_row_null(row, "estimate");
  etho_row_null(row, "p_value");
  etho_row_note(row, "%s", why);
  return ETHO_OK;
}

static double largest_magnitude(const double *value, size_t n) {
  double largest = 0;
  for (size_t i = 0; i < n; i++) largest = fmax(largest, fabs(value[i]));
  return largest;
}

etho_status etho_icc(const double *value, size_t n, size_t k, const etho_options *options, etho_rows *rows,
                     etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  if (n < 2 || k < 2)
    return refuse(rows, "two subjects and two raters are needed, each subject rated by every rater");
  mean_squares ms;
  if (!two_way(value, n, k, &ms)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  double largest = largest_magnitude(value, n * k);
  if (!isfinite(ms.subjects + ms.within)) return refuse(rows, "the numbers are too large to square");
  if (etho_is_rounding_noise(sqrt(ms.subjects), largest) && etho_is_rounding_noise(sqrt(ms.within), largest))
    return refuse(rows, "all ratings are the same: nothing varies");
  if (etho_is_rounding_noise(sqrt(ms.within), largest)) ms.within = 0;
  if (etho_is_rounding_noise(sqrt(ms.residual), largest)) ms.residual = 0;
  double tail = (1 - options->conf_level) / 2;
  form icc1 = consistency(&ms, ms.within, ms.n * (ms.k - 1), tail), icc2 = agreement(&ms, tail);
  form icc3 = consistency(&ms, ms.residual, (ms.n - 1) * (ms.k - 1), tail);
  add_form("ICC1", "one rater, one-way random", &icc1, &ms, false, rows);
  add_form("ICC2", "one rater, two-way random, absolute agreement", &icc2, &ms, false, rows);
  add_form("ICC3", "one rater, two-way fixed, consistency", &icc3, &ms, false, rows);
  add_form("ICC1k", "mean of the raters, one-way random", &icc1, &ms, true, rows);
  add_form("ICC2k", "mean of the raters, two-way random, absolute agreement", &icc2, &ms, true, rows);
  add_form("ICC3k", "mean of the raters, two-way fixed, consistency", &icc3, &ms, true, rows);
  return ETHO_OK;
}
