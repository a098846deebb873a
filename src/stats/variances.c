/* Are the variances of several groups equal? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/describe.h"
#include "stats/groups.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/registry.h"
#include "stats/t_report.h"
#include "stats/tails.h"

static const double unknown = (double)NAN;

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- Levene, Brown-Forsythe -------------------------------------------------------------------------- */

typedef enum centre { AT_MEAN, AT_MEDIAN, AT_TRIMMED_MEAN } centre;

/* The group's values, in place, become |value - centre|. Each centre is the mean of a slice of the sorted
 * values, kept to twice a double's precision. sorted: scratch of the same length. */
static void make_deviations(double *value, size_t n, centre kind, double trim, double *sorted) {
  size_t cut = 0;
  if (kind == AT_MEDIAN || trim >= 0.5)
    cut = (n - 1) / 2;
  else if (kind == AT_TRIMMED_MEAN)
    cut = (size_t)floor((double)n * trim);
  memcpy(sorted, value, n * sizeof *sorted);
  etho_sort(sorted, n);
  etho_moments m = etho_moments_of(sorted + cut, n - 2 * cut);
  for (size_t i = 0; i < n; i++) value[i] = fabs(etho_deviation(&m, value[i]));
}

static void report_f(etho_row *row, double f, double df1, double df2) {
  etho_row_number(row, "statistic", f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "df1", df1);
  etho_row_number(row, "df2", df2);
  etho_row_number(row, "p_value", etho_f_upper(f, df1, df2));
}

/* One-way ANOVA of the deviations; the spread of these is noise where it is below the rounding of the values.
 */
static void deviations_anova(etho_groups *groups, centre kind, double trim, double *scratch, etho_row *row) {
  double largest = 0;
  for (size_t i = 0; i < groups->n; i++) largest = fmax(largest, fabs(groups->value[i]));
  double *place = groups->value;
  for (size_t g = 0; g < groups->k; g++, place += groups->group[g - 1].n)
    make_deviations(place, groups->group[g].n, kind, trim, scratch);
  etho_sums s = etho_groups_sums(groups);
  bool flat = s.flat || etho_is_rounding_noise(sqrt(s.ss_within / s.df2), largest);
  report_f(row, flat ? unknown : s.ss_between / s.df1 / (s.ss_within / s.df2), s.df1, s.df2);
  if (!(s.df2 > 0))
    etho_row_note(row, "every group has one value");
  else if (flat)
    etho_row_note(row, "within each group all values lie equally far from its centre: F cannot be computed");
}

static etho_status levene_about(const etho_sample *group, size_t n_groups, centre kind, double trim,
                                etho_rows *rows, etho_error *error) {
  etho_row *row = etho_rows_add(rows);
  etho_groups groups;
  if (!etho_groups_make(group, n_groups, row, &groups)) return no_memory(error);
  double *scratch = malloc((groups.n + 1) * sizeof *scratch);
  if (!scratch) {
    etho_groups_free(&groups);
    return no_memory(error);
  }
  if (etho_groups_suffice(&groups, row))
    deviations_anova(&groups, kind, trim, scratch, row);
  else
    report_f(row, unknown, unknown, unknown);
  free(scratch);
  etho_groups_free(&groups);
  return etho_rows_status(rows);
}

etho_status etho_levene(const etho_sample *group, size_t n_groups, const etho_options *options,
                        etho_rows *rows, etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  const char *variant = options->variant ? options->variant : "mean";
  centre kind = strcmp(variant, "median") == 0    ? AT_MEDIAN
                : strcmp(variant, "trimmed") == 0 ? AT_TRIMMED_MEAN
                                                  : AT_MEAN;
  return levene_about(group, n_groups, kind, kind == AT_MEAN ? 0 : options->trim, rows, error);
}

etho_status etho_brown_forsythe(const etho_sample *group, size_t n_groups, const etho_options *options,
                                etho_rows *rows, etho_error *error) {
  (void)options;
  return levene_about(group, n_groups, AT_MEDIAN, 0, rows, error);
}

/* ---- Bartlett ---------------------------------------------------------------------------------------- */

static void report_chi2(etho_row *row, double statistic, const char *name, const etho_groups *groups) {
  double df = groups->k > 1 ? (double)groups->k - 1 : unknown;
  etho_row_number(row, "statistic", statistic);
  etho_row_text(row, "statistic_name", name);
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", etho_chi2_upper(statistic, df));
}

/* sd relative to the first group's, so that nothing overflows; NaN and a note when a group has no variance.
 */
static double bartlett_statistic(const etho_groups *groups, etho_row *row) {
  double df = (double)groups->n - (double)groups->k, pooled = 0, logs = 0, inverse = 0, unit = 0;
  for (size_t g = 0; g < groups->k; g++) {
    const etho_sample *s = &groups->group[g];
    etho_moments m = etho_moments_of(s->value, s->n);
    if (m.constant) {
      etho_row_note(row, "%s has %s: Bartlett's test cannot be computed", s->label ? s->label : "a group",
                    s->n < 2 ? "one value" : "no variance");
      return unknown;
    }
    if (g == 0) unit = m.sd;
    double own = (double)s->n - 1, ratio = m.sd / unit;
    pooled += own * ratio * ratio;
    logs += own * 2 * log(ratio);
    inverse += 1 / own;
  }
  double correction = 1 + (inverse - 1 / df) / (3 * ((double)groups->k - 1));
  return fmax(0, df * log(pooled / df) - logs) / correction;
}

etho_status etho_bartlett(const etho_sample *group, size_t n_groups, const etho_options *options,
                          etho_rows *rows, etho_error *error) {
  (void)options;
  etho_row *row = etho_rows_add(rows);
  etho_groups groups;
  if (!etho_groups_make(group, n_groups, row, &groups)) return no_memory(error);
  report_chi2(row, etho_groups_suffice(&groups, row) ? bartlett_statistic(&groups, row) : unknown, "K2",
              &groups);
  etho_groups_free(&groups);
  return etho_rows_status(rows);
}

/* ---- Fligner-Killeen --------------------------------------------------------------------------------- */

/* The group's values become |value - median|, in a double's arithmetic, as R has it: which of them tie
 * depends on it. */
static void make_plain_deviations(double *value, size_t n, double *sorted) {
  memcpy(sorted, value, n * sizeof *sorted);
  etho_sort(sorted, n);
  double median = etho_median_sorted(sorted, n);
  for (size_t i = 0; i < n; i++) value[i] = fabs(value[i] - median);
}

/* Normal scores of the ranks of |value - median| (in groups->value already); rank is overwritten. */
static double fligner_statistic(const etho_groups *groups, double *rank) {
  double n = (double)groups->n, mean = 0, variance = 0, sum = 0;
  for (size_t i = 0; i < groups->n; i++) {
    rank[i] = etho_normal_upper_quantile((n + 1 - rank[i]) / (2 * (n + 1)));
    mean += rank[i] / n;
  }
  for (size_t i = 0; i < groups->n; i++) variance += (rank[i] - mean) * (rank[i] - mean) / (n - 1);
  const double *next = rank;
  for (size_t g = 0; g < groups->k; g++) {
    double size = (double)groups->group[g].n, total = 0;
    for (size_t i = 0; i < groups->group[g].n; i++) total += *next++ - mean;
    sum += total * total / size;
  }
  return sum / variance;
}

etho_status etho_fligner_killeen(const etho_sample *group, size_t n_groups, const etho_options *options,
                                 etho_rows *rows, etho_error *error) {
  (void)options;
  etho_row *row = etho_rows_add(rows);
  etho_groups groups;
  if (!etho_groups_make(group, n_groups, row, &groups)) return no_memory(error);
  double *rank = malloc((groups.n + 1) * sizeof *rank), statistic = unknown, ties = 0, n = (double)groups.n;
  etho_status status = rank ? ETHO_OK : no_memory(error);
  if (rank && etho_groups_suffice(&groups, row)) {
    double *place = groups.value;
    for (size_t g = 0; g < groups.k; g++, place += groups.group[g - 1].n)
      make_plain_deviations(place, groups.group[g].n, rank);
    if (etho_ranks(groups.value, groups.n, rank, &ties) != 0)
      status = no_memory(error);
    else if (ties < n * n * n - n)
      statistic = fligner_statistic(&groups, rank);
    else
      etho_row_note(row, "all values lie equally far from their group's median");
  }
  if (status == ETHO_OK) report_chi2(row, statistic, "chi2", &groups);
  free(rank);
  etho_groups_free(&groups);
  return status == ETHO_OK ? etho_rows_status(rows) : status;
}

/* ---- F test of two variances ------------------------------------------------------------------------- */

static double f_p_value(double f, double df1, double df2, etho_alternative alternative) {
  double lower = etho_f_lower(f, df1, df2), upper = etho_f_upper(f, df1, df2);
  if (isnan(f)) return unknown;
  if (alternative == ETHO_LESS) return lower;
  if (alternative == ETHO_GREATER) return upper;
  return fmin(1, 2 * fmin(lower, upper));
}

etho_status etho_f_variance(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                            etho_row *row, etho_error *error) {
  (void)error;
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_moments m1 = etho_moments_of(group1->value, group1->n), m2 = etho_moments_of(group2->value, group2->n);
  bool known = !m1.constant && !m2.constant && !m1.overflow && !m2.overflow;
  double ratio = known ? m2.sd / m1.sd : unknown, f = ratio * ratio;
  double df1 = m2.n > 1 ? (double)m2.n - 1 : unknown, df2 = m1.n > 1 ? (double)m1.n - 1 : unknown;
  double tail = (1 - options->conf_level) / (options->alternative == ETHO_TWO_SIDED ? 2 : 1);
  bool open_low = options->alternative == ETHO_LESS, open_high = options->alternative == ETHO_GREATER;
  etho_row_number(row, "estimate", f);
  etho_row_number(row, "statistic", f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "df1", df1);
  etho_row_number(row, "df2", df2);
  etho_row_number(row, "p_value", f_p_value(f, df1, df2, options->alternative));
  etho_row_number(row, "conf_low", open_low ? unknown : f / etho_f_upper_quantile(tail, df1, df2));
  etho_row_number(row, "conf_high", open_high ? unknown : f * etho_f_upper_quantile(tail, df2, df1));
  etho_row_number(row, "conf_level", options->conf_level);
  etho_row_text(row, "alternative", etho_alternative_name(options->alternative));
  if (m1.overflow || m2.overflow)
    etho_row_note_overflow(row);
  else if (m1.n < 2 || m2.n < 2)
    etho_row_note(row, "each group needs 2 values");
  else if (!known)
    etho_row_note(row, "a group has no variance: the ratio cannot be tested");
  return ETHO_OK;
}
