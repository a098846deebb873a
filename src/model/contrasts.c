/* Contrasts of marginal means, adjusted as one family per group of the `by` variables. */
#include <math.h>
#include <string.h>

#include "ethostat/stats/distribution.h"
#include "model/emmeans.h"
#include "stats/tails.h"

typedef struct family {
  const etho_problem *problem;
  const etho_estimate *estimate;
  const etho_contrast_set *set;
  const char *adjust;
  double *l;           /* k x p */
  double *correlation; /* k x k */
  size_t first;        /* row of the first contrast */
} family;

static etho_status fill_rows(family *f, const etho_means *means, size_t group, etho_error *error) {
  size_t k = f->set->k, m = f->set->m, p = means->p;
  f->l = ETHO_NEW(f->problem->arena, double, k *p + 1);
  f->correlation = ETHO_NEW(f->problem->arena, double, k *k + 1);
  if (!f->l || !f->correlation) return etho_model_no_memory(error);
  for (size_t c = 0; c < k; c++)
    for (size_t i = 0; i < m; i++)
      for (size_t j = 0; j < p; j++)
        f->l[c * p + j] += f->set->weight[c * m + i] * means->l[(group * m + i) * p + j];
  return ETHO_OK;
}

static double covariance(const etho_estimate *e, const double *a, const double *b) {
  double sum = 0;
  for (size_t j = 0; j < e->p; j++)
    for (size_t i = 0; i < e->p && b[j] != 0; i++) sum += a[i] * e->vcov[j * e->p + i] * b[j];
  return sum;
}

static void fill_correlation(family *f) {
  size_t k = f->set->k, p = f->estimate->p;
  for (size_t a = 0; a < k; a++)
    for (size_t b = 0; b <= a; b++) {
      const double *la = f->l + a * p, *lb = f->l + b * p;
      double scale =
          sqrt(etho_estimate_variance(f->estimate, la)) * sqrt(etho_estimate_variance(f->estimate, lb));
      double r = a == b ? 1 : scale > 0 ? covariance(f->estimate, la, lb) / scale : 0;
      f->correlation[a * k + b] = f->correlation[b * k + a] = fmax(-1, fmin(1, r));
    }
}

static void set_interval(const family *f, etho_row *row, double critical) {
  double value = etho_row_get_number(row, "estimate"),
         half = critical * etho_row_get_number(row, "std_error");
  etho_row_number(row, "conf_low", value - half);
  etho_row_number(row, "conf_high", value + half);
  if (!f->estimate->ratio_name) return;
  etho_text name = {0};
  etho_text_format(&name, "%s_low", f->estimate->ratio_name);
  etho_row_number(row, etho_text_get(&name), exp(value - half));
  etho_text_clear(&name);
  etho_text_format(&name, "%s_high", f->estimate->ratio_name);
  etho_row_number(row, etho_text_get(&name), exp(value + half));
  etho_text_free(&name);
}

static double row_df(const etho_row *row) {
  return etho_row_find(row, "df") ? etho_row_get_number(row, "df") : (double)INFINITY;
}

static void adjust_tukey(const family *f, etho_row *row) {
  double t = fabs(etho_row_get_number(row, "statistic")), df = row_df(row),
         alpha = 1 - f->problem->options->conf_level;
  double means = (double)f->set->m;
  etho_row_number(row, "p_adjusted", etho_range_sf(t * sqrt(2), means, df));
  set_interval(f, row, etho_range_quantile(alpha, means, df) / sqrt(2));
}

/* Contrasts mostly share their df; the critical value is then found once. */
static void adjust_multivariate(const family *f, etho_row *row, double *cached_df, double *cached_critical) {
  double t = etho_row_get_number(row, "statistic"), df = row_df(row),
         alpha = 1 - f->problem->options->conf_level;
  etho_row_number(row, "p_adjusted", etho_multivariate_t_upper(t, f->correlation, f->set->k, df));
  if (df != *cached_df)
    *cached_critical = etho_multivariate_t_quantile(alpha, f->correlation, f->set->k, df), *cached_df = df;
  set_interval(f, row, *cached_critical);
}

/* Bounds for the step-wise methods are Bonferroni's (they have none of their own); Sidak has his own. */
static void widen_interval(const family *f, etho_row *row) {
  double alpha = 1 - f->problem->options->conf_level, k = (double)f->set->k;
  double each = strcmp(f->adjust, "sidak") == 0 ? -expm1(log1p(-alpha) / k) : alpha / k;
  set_interval(f, row, etho_t_upper_quantile(each / 2, row_df(row)));
}

static bool has_statistic(const etho_row *row) {
  return isfinite(etho_row_get_number(row, "statistic"));
}

static etho_status adjust_family(family *f, etho_error *error) {
  etho_rows *rows = f->problem->rows;
  bool tukey = strcmp(f->adjust, "tukey") == 0, mvt = strcmp(f->adjust, "dunnett") == 0;
  double df = (double)NAN, critical = (double)NAN;
  if (mvt) fill_correlation(f);
  for (size_t i = f->first; i < etho_rows_count(rows); i++) {
    etho_row *row = etho_rows_at(rows, i);
    if (has_statistic(row) && tukey)
      adjust_tukey(f, row);
    else if (has_statistic(row) && mvt)
      adjust_multivariate(f, row, &df, &critical);
    else if (has_statistic(row) && strcmp(f->adjust, "none") != 0 && f->set->k > 1)
      widen_interval(f, row);
    if (tukey || mvt) {
      if (!has_statistic(row)) etho_row_null(row, "p_adjusted");
      etho_row_text(row, "adjust", f->adjust);
    }
  }
  return tukey || mvt ? ETHO_OK : etho_adjust_rows(rows, f->first, f->adjust, error);
}

static const char *choose_adjustment(const etho_problem *problem, const etho_contrast_set *set) {
  const char *adjust = problem->options->adjust ? problem->options->adjust : set->adjust;
  if (strcmp(adjust, "mvt") == 0) adjust = "dunnett";
  bool pairs = strcmp(set->adjust, "tukey") == 0;
  if (strcmp(adjust, "tukey") == 0 && !pairs) {
    etho_rows_note(problem->rows,
                   "Tukey's adjustment is for all pairs; the exact joint distribution is used instead");
    adjust = "dunnett";
  }
  return set->k < 2 && (strcmp(adjust, "dunnett") == 0) ? "none" : adjust;
}

static void report_contrast(const family *f, const etho_means *means, size_t group, size_t c) {
  const etho_contrast_set *set = f->set;
  const double *l = f->l + c * means->p;
  etho_row *row = etho_report_row(f->problem, "contrasts");
  etho_row_text(row, "contrast", set->label[c]);
  if (set->group1[c])
    etho_row_text(row, "group1", set->group1[c]), etho_row_text(row, "group2", set->group2[c]);
  for (size_t t = means->n_targets - means->n_by; t < means->n_targets; t++) {
    size_t at = group * set->m * means->n_targets + t;
    if (isnan(means->number[at]))
      etho_row_text(row, means->variable[t], means->level[at]);
    else
      etho_row_number(row, means->variable[t], means->number[at]);
  }
  if (etho_estimate_estimable(f->estimate, l)) {
    etho_report_combination(f->problem, f->estimate, l, row);
    return;
  }
  etho_row_null(row, "estimate");
  etho_row_null(row, "p_value");
  etho_row_note(row, "not estimable: it rests on a combination of groups without rows");
}

static void note_nothing(const etho_problem *problem, const etho_means *means) {
  etho_rows_note(problem->rows, "--contrasts: there is a single mean, nothing to compare");
  for (size_t t = 0; t < means->n_targets; t++)
    if (!isnan(means->number[t]))
      etho_rows_note(problem->rows,
                     "'%s' is a number and stands at its mean: write factor(%s) in the formula to compare "
                     "its values",
                     means->variable[t], means->variable[t]);
}

etho_status etho_report_contrasts(const etho_problem *problem, const etho_estimate *estimate,
                                  const etho_means *means, etho_error *error) {
  etho_contrast_set set;
  etho_status status = etho_contrast_set_make(problem, problem->options->contrasts, means, &set, error);
  if (status != ETHO_OK) return status;
  if (!set.k) note_nothing(problem, means);
  for (size_t g = 0; g < means->n / means->per_group && set.k && status == ETHO_OK; g++) {
    family f = {.problem = problem, .estimate = estimate, .set = &set};
    f.adjust = choose_adjustment(problem, &set);
    f.first = etho_rows_count(problem->rows);
    status = fill_rows(&f, means, g, error);
    for (size_t c = 0; c < set.k && status == ETHO_OK; c++) report_contrast(&f, means, g, c);
    if (status == ETHO_OK) status = adjust_family(&f, error);
  }
  return status;
}
