#include "stats/correlation_result.h"

#include <math.h>

#include "stats/moments.h"
#include "stats/rank_result.h"
#include "stats/tails.h"

static void refuse(etho_row *row, const char *why) {
  etho_row_null(row, "estimate");
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
  etho_row_note(row, "%s", why);
}

bool etho_correlation_possible(const double *x, const double *y, size_t n, size_t least, etho_row *row) {
  if (n < least) {
    refuse(row, least == 3 ? "three pairs are needed" : "two pairs are needed");
    return false;
  }
  if (etho_moments_of(x, n).constant || etho_moments_of(y, n).constant) {
    refuse(row, "one of the two columns does not vary");
    return false;
  }
  return true;
}

void etho_correlation_interval(etho_row *row, double r, double error, const etho_options *options) {
  double half = etho_normal_upper_quantile(etho_rank_tail(options)) * error, z = atanh(r);
  double low = isinf(z) ? r : tanh(z - half), high = isinf(z) ? r : tanh(z + half);
  if (options->alternative == ETHO_LESS) low = -1;
  if (options->alternative == ETHO_GREATER) high = 1;
  etho_row_number(row, "estimate", r);
  etho_row_number(row, "conf_low", isnan(error) ? error : low);
  etho_row_number(row, "conf_high", isnan(error) ? error : high);
  etho_row_number(row, "conf_level", options->conf_level);
  if (isnan(error)) etho_row_note(row, "too few pairs for a confidence interval");
}

void etho_correlation_alternative(etho_row *row, const etho_options *options) {
  static const char *const sides[] = {"two-sided", "less", "greater"};
  etho_row_text(row, "alternative", sides[options->alternative]);
}

double etho_correlation_pick(const etho_options *options, double less, double greater, double two_sided) {
  return options->alternative == ETHO_LESS      ? less
         : options->alternative == ETHO_GREATER ? greater
                                                : two_sided;
}
