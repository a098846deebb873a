#include "stats/rank_result.h"

#include <math.h>

#include "stats/tails.h"

static double pick(etho_alternative alternative, double lower, double upper, double two_sided) {
  return alternative == ETHO_LESS ? lower : alternative == ETHO_GREATER ? upper : two_sided;
}

static double normal_p(const etho_rank_p *p, etho_alternative alternative) {
  double sign = (p->deviation > 0) - (p->deviation < 0);
  double step = pick(alternative, -p->step, p->step, sign * p->step);
  return etho_normal_p_value((p->deviation - step) / p->spread, alternative);
}

void etho_rank_write_attainable(etho_row *row, double least, const etho_options *options) {
  double alpha = 1 - options->conf_level;
  etho_row_number(row, "min_attainable_p", least);
  if (least > alpha * (1 + 1e-12))
    etho_row_note(row,
                  "the smallest p that these numbers of values can give is %.3g: this design cannot reach "
                  "significance at %.3g",
                  least, alpha);
}

static const char *alternative_name(etho_alternative alternative) {
  return alternative == ETHO_LESS ? "less" : alternative == ETHO_GREATER ? "greater" : "two-sided";
}

void etho_rank_write_p(etho_row *row, const etho_rank_p *p, const etho_options *options) {
  etho_alternative side = options->alternative;
  bool exact = p->exact_known && p->prefer_exact;
  double p_exact = pick(side, p->tails.lower, p->tails.upper, p->tails.two_sided);
  double p_normal = p->normal_known ? normal_p(p, side) : (double)NAN;
  etho_row_number(row, "p_value", exact ? p_exact : p_normal);
  etho_row_bool(row, "exact", exact);
  etho_row_number(row, "p_exact", p->exact_known ? p_exact : (double)NAN);
  etho_row_number(row, "p_normal", p_normal);
  if (p->prefer_exact && !p->exact_known)
    etho_row_note(row, "too many values for an exact p: the normal approximation stands in");
  else if (!p->exact_known)
    etho_row_note(row, "p_exact is not computed for so many values unless --exact asks for it");
  etho_row_text(row, "alternative", alternative_name(side));
  if (p->exact_known)
    etho_rank_write_attainable(
        row, pick(side, p->tails.least_lower, p->tails.least_upper, p->tails.least_two_sided), options);
}

void etho_rank_refuse(etho_row *row, const char *reason) {
  etho_row_null(row, "p_value");
  etho_row_null(row, "p_exact");
  etho_row_null(row, "p_normal");
  etho_row_note(row, "%s", reason);
}

void etho_rank_write_interval(etho_row *row, double low, double high, const etho_options *options) {
  etho_row_number(row, "conf_low", options->alternative == ETHO_LESS ? (double)NAN : low);
  etho_row_number(row, "conf_high", options->alternative == ETHO_GREATER ? (double)NAN : high);
  etho_row_number(row, "conf_level", options->conf_level);
}

void etho_rank_write_coverage(etho_row *row, double coverage, const etho_options *options) {
  etho_row_number(row, "conf_achieved", coverage);
  if (coverage < options->conf_level - 1e-12)
    etho_row_note(row, "too few values for a %g %% interval: the widest possible covers %.3g %%",
                  100 * options->conf_level, 100 * coverage);
}

double etho_rank_tail(const etho_options *options) {
  double tail = 1 - options->conf_level;
  return options->alternative == ETHO_TWO_SIDED ? tail / 2 : tail;
}

size_t etho_rank_cut_normal(double top, double spread, double tail) {
  double edge = top / 2 - 0.5 - etho_normal_upper_quantile(tail) * spread;
  return (size_t)fmax(1, fmin(floor(edge) + 1, top));
}

size_t etho_rank_cut_exact(const etho_counts *counts, const etho_options *options, double *coverage) {
  size_t cut = etho_counts_quantile(counts, etho_rank_tail(options));
  if (cut < 1) cut = 1;
  double sides = options->alternative == ETHO_TWO_SIDED ? 2 : 1;
  *coverage = 1 - sides * etho_counts_lower(counts, (int64_t)cut - 1);
  return cut;
}
