#include "stats/t_report.h"

#include <math.h>
#include <stdlib.h>

#include "stats/tails.h"

const char *etho_alternative_name(etho_alternative alternative) {
  return alternative == ETHO_LESS ? "less" : alternative == ETHO_GREATER ? "greater" : "two-sided";
}

static void set_t_fields(etho_row *row, double estimate, double se, double t, double df, double p, double low,
                         double high, const etho_options *options) {
  etho_row_number(row, "estimate", estimate);
  etho_row_number(row, "std_error", se);
  etho_row_number(row, "statistic", t);
  etho_row_text(row, "statistic_name", "t");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", p);
  etho_row_number(row, "conf_low", low);
  etho_row_number(row, "conf_high", high);
  etho_row_number(row, "conf_level", options->conf_level);
  etho_row_text(row, "alternative", etho_alternative_name(options->alternative));
}

void etho_row_t_refused(etho_row *row, double estimate, const etho_options *options) {
  const double none = (double)NAN;
  set_t_fields(row, estimate, none, none, none, none, none, none, options);
}

void etho_row_t(etho_row *row, double estimate, double excess, double se, double df,
                const etho_options *options) {
  double t = excess / se, reach = se * etho_t_critical(options->conf_level, df, options->alternative);
  if (!isfinite(t) || !isfinite(estimate)) {
    etho_row_t_refused(row, estimate, options);
    etho_row_note_overflow(row);
    return;
  }
  double p = etho_t_p_value(t, df, options->alternative), open = (double)NAN;
  double low = options->alternative == ETHO_LESS ? open : estimate - reach;
  double high = options->alternative == ETHO_GREATER ? open : estimate + reach;
  set_t_fields(row, estimate, se, t, df, p, low, high, options);
}

void etho_row_note_overflow(etho_row *row) {
  etho_row_note(row, "the values are too far apart for a double");
}

bool etho_one_fits(etho_row *row, const etho_moments *moments, bool flat, const char *what) {
  if (moments->n >= 2 && !flat && !moments->overflow) return true;
  if (moments->n < 2)
    etho_row_note(row, "at least 2 %s are needed, %zu found", what, moments->n);
  else if (moments->overflow)
    etho_row_note_overflow(row);
  else
    etho_row_note(row, "all %s are equal: without spread there is no t", what);
  return false;
}

static bool enough(etho_row *row, const etho_sample *sample, size_t least) {
  if (sample->n >= least) return true;
  etho_row_note(row, "%s has %zu value%s, %zu %s needed", sample->label ? sample->label : "a group",
                sample->n, sample->n == 1 ? "" : "s", least, least == 1 ? "is" : "are");
  return false;
}

bool etho_two_fit(etho_row *row, const etho_sample *group1, const etho_sample *group2, const etho_moments *m1,
                  const etho_moments *m2, size_t least) {
  bool first = enough(row, group1, least), second = enough(row, group2, least);
  if (!first || !second) return false;
  if (m1->n + m2->n < 3) {
    etho_row_note(row, "at least 3 values are needed, 2 found");
    return false;
  }
  if (m1->overflow || m2->overflow) {
    etho_row_note_overflow(row);
    return false;
  }
  if (!m1->constant || !m2->constant) return true;
  etho_row_note(row, "no group has any spread: without it there is no t");
  return false;
}

etho_status etho_paired_moments(const etho_sample *group1, const etho_sample *group2, etho_moments *moments,
                                bool *flat, etho_error *error) {
  size_t n = group1->n;
  if (group2->n != n)
    return etho_error_set(error, ETHO_ERR_USAGE, "paired samples must have the same length");
  double *difference = calloc(n + 1, sizeof *difference), largest = 0;
  if (!difference) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < n; i++) {
    difference[i] = group2->value[i] - group1->value[i];
    largest = fmax(largest, fmax(fabs(group1->value[i]), fabs(group2->value[i])));
  }
  *moments = etho_moments_of(difference, n);
  *flat = n < 2 || etho_is_rounding_noise(moments->sd, largest);
  free(difference);
  return ETHO_OK;
}
