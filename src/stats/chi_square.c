/* Tests of a table of counts by a chi-square distribution. */
#include <math.h>

#include "stats/beta.h"
#include "stats/contingency.h"
#include "stats/proportion.h"
#include "stats/tails.h"

void etho_risk_difference(const etho_contingency *table, double conf_level, etho_row *row) {
  const double *c = table->count;
  double n1 = c[0] + c[1], n2 = c[2] + c[3];
  if (table->column_label) etho_row_text(row, "event", table->column_label[1]);
  etho_interval interval = etho_newcombe(c[1], n1, c[3], n2, etho_z_two_sided(conf_level));
  etho_row_number(row, "risk_difference", c[3] / n2 - c[1] / n1);
  etho_row_number(row, "risk_difference_low", interval.low);
  etho_row_number(row, "risk_difference_high", interval.high);
}

typedef struct independence {
  double pearson, yates, g, least_expected, total;
  size_t df;
} independence;

/* max_yates: the largest continuity correction. */
static bool test_independence(const etho_contingency *table, double max_yates, etho_arena *arena,
                              independence *out) {
  double *row = ETHO_NEW(arena, double, table->rows + 1),
         *column = ETHO_NEW(arena, double, table->columns + 1);
  if (!row || !column) return false;
  double total = etho_contingency_margins(table, row, column), yates = max_yates;
  *out = (independence){
      .least_expected = (double)INFINITY, .total = total, .df = (table->rows - 1) * (table->columns - 1)};
  for (size_t i = 0; i < table->rows; i++)
    for (size_t j = 0; j < table->columns; j++)
      yates = fmin(yates, fabs(table->count[i * table->columns + j] - row[i] * (column[j] / total)));
  for (size_t i = 0; i < table->rows; i++)
    for (size_t j = 0; j < table->columns; j++) {
      double count = table->count[i * table->columns + j], expected = row[i] * (column[j] / total);
      double off = fabs(count - expected);
      out->pearson += off * off / expected;
      out->yates += (off - yates) * (off - yates) / expected;
      out->g += 2 * etho_deviance(count, expected);
      out->least_expected = fmin(out->least_expected, expected);
    }
  return true;
}

static void note_expected(double least, etho_row *row) {
  etho_row_number(row, "expected_min", least);
  if (least < 5) etho_row_note(row, "smallest expected count %.3g is below 5: prefer fisher", least);
}

static void set_table_effects(const etho_contingency *table, const independence *found, double conf_level,
                              etho_row *row) {
  double least = (double)(table->rows < table->columns ? table->rows : table->columns) - 1;
  double cramers_v = sqrt(found->pearson / found->total / least);
  etho_row_number(row, "cramers_v", cramers_v);
  etho_row_number(row, "effect", cramers_v);
  etho_row_text(row, "effect_name", "cramers_v");
  note_expected(found->least_expected, row);
  if (table->rows != 2 || table->columns != 2) return;
  const double *c = table->count;
  double odds_ratio = c[0] * c[3] / (c[1] * c[2]);
  etho_row_number(row, "odds_ratio", odds_ratio);
  if (!isfinite(odds_ratio)) etho_row_note(row, "the odds ratio is infinite: an empty cell");
  etho_risk_difference(table, conf_level, row);
}

static void set_test(etho_row *row, const char *name, double statistic, size_t df) {
  etho_row_number(row, "statistic", statistic);
  etho_row_text(row, "statistic_name", name);
  etho_row_number(row, "df", (double)df);
  etho_row_number(row, "p_value", etho_chi2_upper(statistic, (double)df));
}

static void set_pearson(const etho_contingency *table, const independence *found, const etho_options *options,
                        etho_row *row) {
  bool corrected = table->rows == 2 && table->columns == 2 && !etho_variant_is(options, "plain");
  set_test(row, "chi2", corrected ? found->yates : found->pearson, found->df);
  etho_row_bool(row, "continuity_correction", corrected);
  etho_row_number(row, "statistic_uncorrected", found->pearson);
  etho_row_number(row, "p_uncorrected", etho_chi2_upper(found->pearson, (double)found->df));
}

/* Williams's correction q = 1 + (n sum 1/row - 1)(n sum 1/column - 1)/(6 n df). */
static double williams(const etho_contingency *table, const independence *found, etho_arena *arena) {
  double *row = ETHO_NEW(arena, double, table->rows + 1),
         *column = ETHO_NEW(arena, double, table->columns + 1);
  double rows = 0, columns = 0;
  if (!row || !column) return (double)NAN;
  etho_contingency_margins(table, row, column);
  for (size_t i = 0; i < table->rows; i++) rows += found->total / row[i];
  for (size_t j = 0; j < table->columns; j++) columns += found->total / column[j];
  return 1 + (rows - 1) * (columns - 1) / (6 * found->total * (double)found->df);
}

typedef enum which_test { PEARSON, LIKELIHOOD } which_test;

static etho_status run(const etho_contingency *table, which_test which, const etho_options *options,
                       etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_arena *arena = etho_arena_new();
  etho_contingency compact = arena ? etho_contingency_compact(table, arena) : (etho_contingency){0};
  independence found = {0};
  bool testable = compact.rows > 1 && compact.columns > 1;
  if (!compact.count || (testable && !test_independence(&compact, 0.5, arena, &found))) {
    etho_arena_free(arena);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  etho_row_number(row, "n", etho_contingency_margins(table, NULL, NULL));
  size_t empty = table->rows + table->columns - compact.rows - compact.columns;
  if (empty)
    etho_row_note(row, "%zu empty row%s or column%s left out", empty, empty == 1 ? "" : "s",
                  empty == 1 ? "" : "s");
  if (!testable) {
    etho_row_null(row, "statistic");
    etho_row_null(row, "p_value");
    etho_row_note(row, "nothing to compare: two groups and two outcomes that occur are needed");
  } else {
    if (which == PEARSON)
      set_pearson(&compact, &found, options, row);
    else
      set_test(row, "G",
               found.g / (etho_variant_is(options, "williams") ? williams(&compact, &found, arena) : 1),
               found.df);
    set_table_effects(&compact, &found, options->conf_level, row);
  }
  etho_arena_free(arena);
  return ETHO_OK;
}

etho_status etho_chi_square(const etho_contingency *table, const etho_options *options, etho_row *row,
                            etho_error *error) {
  return run(table, PEARSON, options, row, error);
}

etho_status etho_g_test(const etho_contingency *table, const etho_options *options, etho_row *row,
                        etho_error *error) {
  return run(table, LIKELIHOOD, options, row, error);
}

etho_status etho_goodness_of_fit(const double *count, const double *weight, size_t n, etho_row *row,
                                 etho_error *error) {
  double total = 0, weights = 0, statistic = 0, least = (double)INFINITY;
  for (size_t i = 0; i < n; i++) {
    double w = weight ? weight[i] : 1;
    if (!(w > 0) || isinf(w))
      return etho_error_set(error, ETHO_ERR_USAGE, "weight %zu is %g: shares are above 0", i + 1, w);
    total += count[i], weights += w;
  }
  etho_row_number(row, "n", total);
  if (n < 2 || !(total > 0)) {
    etho_row_null(row, "statistic");
    etho_row_null(row, "p_value");
    etho_row_note(row, "two categories and one observation are needed");
    return ETHO_OK;
  }
  for (size_t i = 0; i < n; i++) {
    double expected = total * ((weight ? weight[i] : 1) / weights), off = count[i] - expected;
    statistic += off * off / expected;
    least = fmin(least, expected);
  }
  set_test(row, "chi2", statistic, n - 1);
  note_expected(least, row);
  return ETHO_OK;
}
