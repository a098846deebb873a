#include "stats/comparison.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stats/t_report.h"
#include "stats/tails.h"

static const char *const figures[] = {"std_error", "statistic", "df",      "p_value",
                                      "conf_low",  "conf_high", "critical"};

static void refuse_family(etho_rows *rows, const etho_sample *group, size_t n_groups) {
  etho_row *row = etho_rows_add(rows);
  if (n_groups) etho_row_text(row, "group1", group[0].label);
  etho_row_null(row, "p_value");
  etho_row_note(row, "two groups are needed, %zu found", n_groups);
}

etho_status etho_each_pair(const etho_sample *group, size_t n_groups, bool against_first, etho_pair_fn *pair,
                           void *context, etho_rows *rows, etho_error *error) {
  if (n_groups < 2) return refuse_family(rows, group, n_groups), ETHO_OK;
  if (!against_first && n_groups > ETHO_MOST_PAIRED) {
    etho_error_set(error, ETHO_ERR_USAGE, "%zu groups are too many to compare all pairs of them", n_groups);
    etho_error_hint(error, "at most %d; is --by the right column?", ETHO_MOST_PAIRED);
    return ETHO_ERR_USAGE;
  }
  for (size_t a = 0; a < (against_first ? 1 : n_groups); a++)
    for (size_t b = a + 1; b < n_groups; b++) {
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "group1", group[a].label);
      etho_row_text(row, "group2", group[b].label);
      etho_row_number(row, "n1", (double)group[a].n);
      etho_row_number(row, "n2", (double)group[b].n);
      etho_status status = pair(context, a, b, row, error);
      if (status != ETHO_OK) return status;
    }
  return ETHO_OK;
}

static void set_interval(etho_row *row, double estimate, double std_error, double critical,
                         const etho_options *options) {
  double open = (double)NAN, reach = critical * std_error;
  etho_row_number(row, "conf_low", options->alternative == ETHO_LESS ? open : estimate - reach);
  etho_row_number(row, "conf_high", options->alternative == ETHO_GREATER ? open : estimate + reach);
  etho_row_number(row, "conf_level", options->conf_level);
  etho_row_number(row, "critical", critical);
}

void etho_row_comparison(etho_row *row, const etho_difference *d, double mu, double p, double critical,
                         const etho_options *options) {
  etho_row_number(row, "estimate", d->estimate);
  etho_row_number(row, "std_error", d->std_error);
  etho_row_number(row, "statistic", (d->estimate - mu) / d->std_error);
  etho_row_text(row, "statistic_name", isinf(d->df) ? "z" : "t");
  if (isfinite(d->df)) etho_row_number(row, "df", d->df);
  etho_row_number(row, "p_value", p);
  set_interval(row, d->estimate, d->std_error, critical, options);
  etho_row_text(row, "alternative", etho_alternative_name(options->alternative));
  if (!isfinite(d->estimate) || !isfinite(d->std_error))
    etho_row_note(row, "the values are too large for these figures");
}

void etho_row_comparison_refused(etho_row *row, double estimate, const etho_options *options) {
  etho_row_number(row, "estimate", estimate);
  for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) etho_row_null(row, figures[i]);
  etho_row_number(row, "conf_level", options->conf_level);
  etho_row_text(row, "alternative", etho_alternative_name(options->alternative));
}

void etho_rows_familywise(etho_rows *rows, size_t first, const char *name) {
  for (size_t i = first; i < etho_rows_count(rows); i++) {
    etho_row *row = etho_rows_at(rows, i);
    etho_row_number(row, "p_adjusted", etho_row_get_number(row, "p_value"));
    etho_row_text(row, "adjust", name);
  }
}

double etho_family_tail(const etho_options *options, const char *adjust, size_t m) {
  double tail = 1 - options->conf_level;
  if (m < 2 || strcmp(adjust, "none") == 0) return tail;
  if (strcmp(adjust, "sidak") == 0 || strcmp(adjust, "holm_sidak") == 0)
    return -expm1(log1p(-tail) / (double)m);
  return tail / (double)m;
}

/* Infinite where the row has none: a normal test. */
static double df_of(const etho_row *row) {
  double df = etho_row_get_number(row, "df");
  return isnan(df) ? (double)INFINITY : df;
}

etho_status etho_rows_family(etho_rows *rows, size_t first, const char *adjust, const etho_options *options,
                             etho_error *error) {
  size_t m = 0, last = etho_rows_count(rows);
  double critical = (double)NAN, df = (double)NAN;
  for (size_t i = first; i < last; i++)
    if (!isnan(etho_row_get_number(etho_rows_at(rows, i), "p_value"))) m++;
  double tail = etho_family_tail(options, adjust, m) / (options->alternative == ETHO_TWO_SIDED ? 2 : 1);
  for (size_t i = first; i < last; i++) {
    etho_row *row = etho_rows_at(rows, i);
    if (isnan(etho_row_get_number(row, "p_value"))) continue;
    if (df_of(row) != df) df = df_of(row), critical = etho_t_upper_quantile(tail, df);
    set_interval(row, etho_row_get_number(row, "estimate"), etho_row_get_number(row, "std_error"), critical,
                 options);
  }
  return strcmp(adjust, "closed") == 0 ? ETHO_OK : etho_adjust_rows(rows, first, adjust, error);
}

etho_status etho_variant_find(const etho_options *options, const char *const *names, size_t n, size_t *index,
                              etho_error *error) {
  *index = 0;
  if (!options->variant) return ETHO_OK;
  for (size_t i = 0; i < n; i++)
    if (strcmp(options->variant, names[i]) == 0) return *index = i, ETHO_OK;
  etho_text known = {0};
  for (size_t i = 0; i < n; i++) etho_text_format(&known, "%s%s", i ? ", " : "", names[i]);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no variant '%s' of this test", options->variant);
  etho_error_hint(error, "known: %s", etho_text_get(&known));
  etho_text_free(&known);
  return ETHO_ERR_USAGE;
}
