#include "stats/t_report.h"

#include <math.h>

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

void etho_row_t(etho_row *row, double estimate, double excess, double se, double df,
                const etho_options *options) {
  double t = excess / se, reach = se * etho_t_critical(options->conf_level, df, options->alternative);
  double p = etho_t_p_value(t, df, options->alternative), open = (double)NAN;
  double low = options->alternative == ETHO_LESS ? open : estimate - reach;
  double high = options->alternative == ETHO_GREATER ? open : estimate + reach;
  set_t_fields(row, estimate, se, t, df, p, low, high, options);
  if (!isfinite(t) || !isfinite(estimate)) etho_row_note(row, "the values are too large for these figures");
}

void etho_row_t_refused(etho_row *row, double estimate, const etho_options *options) {
  const double none = (double)NAN;
  set_t_fields(row, estimate, none, none, none, none, none, none, options);
}
