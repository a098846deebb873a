#include "ethostat/stats/anova.h"

#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/distribution.h"
#include "stats/groups.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/registry.h"
#include "stats/tails.h"

static const double unknown = (double)NAN;

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static void set_test(etho_row *row, double f, double df1, double df2) {
  etho_row_number(row, "statistic", f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "df1", df1);
  etho_row_number(row, "df2", df2);
  etho_row_number(row, "p_value", etho_f_upper(f, df1, df2));
}

/* The share of variance that belongs to a noncentrality, as effectsize has it (Steiger divides by ncp + n).
 */
static double share_of(double ncp, double df2) {
  return ncp / (ncp + df2);
}

static double positive(double x) {
  return x < 0 ? 0 : x;
}

/* Effect sizes from F and its df; f NaN makes them null. */
static void set_effects(etho_row *row, double f, double df1, double df2, const etho_options *options) {
  double explained = f * df1, tail = (1 - options->conf_level) / 2;
  double eta = isinf(df2) ? 0 : explained / (explained + df2);
  etho_row_number(row, "eta_squared", eta);
  etho_row_number(row, "omega_squared", positive((f - 1) * df1 / (explained + df2 + 1)));
  etho_row_number(row, "epsilon_squared", positive((f - 1) * df1 / (explained + df2)));
  etho_row_number(row, "cohens_f", sqrt(explained / df2));
  bool known = isfinite(f);
  double low = known ? etho_f_noncentral_ncp(f, df1, df2, 1 - tail) : unknown;
  double high = known ? etho_f_noncentral_ncp(f, df1, df2, tail) : unknown;
  etho_row_number(row, "effect", eta);
  etho_row_text(row, "effect_name", "eta_squared");
  etho_row_number(row, "effect_low", share_of(low, df2));
  etho_row_number(row, "effect_high", share_of(high, df2));
  etho_row_number(row, "conf_level", options->conf_level);
  if (known && (isnan(low) || isnan(high)))
    etho_row_note(row, "the effect is too large for a confidence interval");
}

static void set_sums(etho_row *row, const etho_sums *s) {
  double ms_within = s->df2 > 0 ? s->ss_within / s->df2 : unknown;
  etho_row_number(row, "ss_between", s->ss_between);
  etho_row_number(row, "ss_within", s->ss_within);
  etho_row_number(row, "ms_between", s->ss_between / s->df1);
  etho_row_number(row, "ms_within", ms_within);
  etho_row_number(row, "residual_sd", sqrt(ms_within));
}

etho_status etho_anova_oneway(const etho_sample *group, size_t n_groups, const etho_options *options,
                              etho_rows *rows, etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_row *row = etho_rows_add(rows);
  etho_groups groups;
  if (!etho_groups_make(group, n_groups, row, &groups)) return no_memory(error);
  etho_sums s = {unknown, unknown, unknown, unknown, true};
  if (etho_groups_suffice(&groups, row)) {
    s = etho_groups_sums(&groups);
    if (!(s.df2 > 0))
      etho_row_note(row, "every group has one value: nothing to compare the differences with");
    else if (!isfinite(s.ss_between + s.ss_within))
      etho_row_note(row, "the values are too large for these figures");
    else if (s.flat)
      etho_row_note(row, "no variance within the groups: F cannot be computed");
  }
  double f = s.flat ? unknown : s.ss_between / s.df1 / (s.ss_within / s.df2);
  set_test(row, f, s.df1, s.df2);
  set_sums(row, &s);
  set_effects(row, f, s.df1, s.df2, options);
  etho_groups_free(&groups);
  return etho_rows_status(rows);
}

/* ---- Welch ------------------------------------------------------------------------------------------- */

/* Welch's F and its second df from moments; weights are relative to the smallest standard error. */
static double welch_f(const etho_moments *m, size_t k, double *df2) {
  double least = m[0].sem, total = 0, mean = 0, groups = (double)k;
  for (size_t g = 1; g < k; g++) least = fmin(least, m[g].sem);
  for (size_t g = 0; g < k; g++) total += (least / m[g].sem) * (least / m[g].sem);
  for (size_t g = 1; g < k; g++) /* from the first mean */
    mean += (least / m[g].sem) * (least / m[g].sem) / total * etho_mean_difference(&m[0], &m[g]);
  double sum = 0, lambda = 0;
  for (size_t g = 0; g < k; g++) {
    double z = (etho_mean_difference(&m[0], &m[g]) - mean) / m[g].sem;
    double rest = 1 - (least / m[g].sem) * (least / m[g].sem) / total;
    sum += z * z;
    lambda += rest * rest / ((double)m[g].n - 1);
  }
  *df2 = (groups * groups - 1) / (3 * lambda);
  return sum / (groups - 1) / (1 + 2 * (groups - 2) / (groups * groups - 1) * lambda);
}

/* A note and false when some group has too few values or no spread. */
static bool welch_fits(const etho_groups *groups, const etho_moments *m, etho_row *row) {
  if (!etho_groups_suffice(groups, row)) return false;
  const etho_sample *small = etho_groups_smaller(groups, 2);
  if (small) {
    etho_row_note(row, "%s has one value: Welch's test needs two in every group",
                  small->label ? small->label : "a group");
    return false;
  }
  for (size_t g = 0; g < groups->k; g++)
    if (m[g].constant) {
      const char *label = groups->group[g].label;
      etho_row_note(row, "%s has no variance: Welch's test cannot weigh it", label ? label : "a group");
      return false;
    }
  return true;
}

etho_status etho_anova_welch(const etho_sample *group, size_t n_groups, const etho_options *options,
                             etho_rows *rows, etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_row *row = etho_rows_add(rows);
  etho_groups groups;
  if (!etho_groups_make(group, n_groups, row, &groups)) return no_memory(error);
  etho_moments *m = malloc((groups.k + 1) * sizeof *m);
  if (!m) {
    etho_groups_free(&groups);
    return no_memory(error);
  }
  for (size_t g = 0; g < groups.k; g++) m[g] = etho_moments_of(groups.group[g].value, groups.group[g].n);
  double df2 = unknown, f = welch_fits(&groups, m, row) ? welch_f(m, groups.k, &df2) : unknown;
  double df1 = groups.k > 1 ? (double)groups.k - 1 : unknown;
  set_test(row, f, df1, df2);
  set_effects(row, f, df1, df2, options);
  free(m);
  etho_groups_free(&groups);
  return etho_rows_status(rows);
}

/* ---- Kruskal-Wallis ---------------------------------------------------------------------------------- */

/* H corrected for ties; NaN when all values are equal. */
static double kruskal_h(const etho_groups *groups, const double *rank, double ties) {
  double n = (double)groups->n, sum = 0;
  const double *next = rank;
  for (size_t g = 0; g < groups->k; g++) {
    double size = (double)groups->group[g].n, total = 0;
    for (size_t i = 0; i < groups->group[g].n; i++) total += *next++;
    double off = total / size - (n + 1) / 2;
    sum += size * off * off;
  }
  double untied = 1 - ties / (n * n * n - n);
  return ties < n * n * n - n ? 12 * sum / (n * (n + 1)) / untied : unknown;
}

etho_status etho_kruskal_wallis(const etho_sample *group, size_t n_groups, const etho_options *options,
                                etho_rows *rows, etho_error *error) {
  (void)options;
  etho_row *row = etho_rows_add(rows);
  etho_groups groups;
  if (!etho_groups_make(group, n_groups, row, &groups)) return no_memory(error);
  double ties = 0, h = unknown, k = (double)groups.k, n = (double)groups.n;
  double *rank = malloc((groups.n + 1) * sizeof *rank);
  if (!rank || etho_ranks(groups.value, groups.n, rank, &ties) != 0) {
    free(rank);
    etho_groups_free(&groups);
    return no_memory(error);
  }
  bool fits = etho_groups_suffice(&groups, row);
  if (fits) h = kruskal_h(&groups, rank, ties);
  if (fits && isnan(h)) etho_row_note(row, "all values are equal: their ranks say nothing");
  etho_row_number(row, "statistic", h);
  etho_row_text(row, "statistic_name", "H");
  etho_row_number(row, "df", fits ? k - 1 : unknown);
  etho_row_number(row, "p_value", etho_chi2_upper(h, k - 1));
  etho_row_number(row, "epsilon_squared", h / (n - 1));
  etho_row_number(row, "eta_squared", groups.n > groups.k ? (h - k + 1) / (n - k) : unknown);
  if (!isnan(h) && groups.n == groups.k) etho_row_note(row, "every group has one value: no eta squared");
  etho_row_number(row, "effect", h / (n - 1));
  etho_row_text(row, "effect_name", "epsilon_squared");
  free(rank);
  etho_groups_free(&groups);
  return etho_rows_status(rows);
}
