/* The tables of a mixed model. */
#include <math.h>
#include <string.h>

#include "model/mixed.h"
#include "stats/tails.h"

static double intercept_share(const etho_random *random, size_t b, double scale) {
  double c[ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS];
  if (strcmp(random->block[b].effect[0], "(Intercept)") != 0) return 0;
  etho_random_covariance(random, b, c);
  return scale * c[0];
}

/* Share of the variance at the intercept that lies between the groups; the design effect of their mean size.
 */
static void report_icc(const etho_random *random, size_t b, double scale, double residual, etho_row *row) {
  double total = residual, own = intercept_share(random, b, scale);
  for (size_t k = 0; k < random->n_blocks; k++) total += intercept_share(random, k, scale);
  if (!(total > 0)) return;
  double size = (double)random->n / (double)random->block[b].levels, icc = own / total;
  etho_row_number(row, "icc", icc);
  etho_row_number(row, "mean_size", size);
  etho_row_number(row, "design_effect", 1 + (size - 1) * icc);
}

static void report_limits(const etho_profile *profile, size_t k, const char *low, const char *high,
                          etho_row *row) {
  if (!profile || k >= profile->n) return;
  etho_row_number(row, low, profile->low[k]);
  etho_row_number(row, high, profile->high[k]);
}

static void report_pairs(const etho_problem *problem, const etho_block *block, const double *c,
                         double scale) {
  size_t q = block->q;
  for (size_t i = 0; i < q && q > 2; i++)
    for (size_t j = i + 1; j < q; j++) {
      etho_row *row = etho_report_row(problem, "random");
      etho_row_text(row, "group", block->label);
      etho_row_format(row, "term", "%s:%s", block->effect[i], block->effect[j]);
      etho_row_number(row, "covariance", scale * c[j * q + i]);
      etho_row_number(row, "correlation", c[j * q + i] / sqrt(c[i * q + i] * c[j * q + j]));
    }
}

static void report_block(const etho_problem *problem, const etho_random *random, size_t b, double scale,
                         double residual, const etho_profile *profile, size_t at) {
  const etho_block *block = &random->block[b];
  double c[ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS];
  size_t q = block->q;
  etho_random_covariance(random, b, c);
  for (size_t i = 0; i < q; i++) {
    etho_row *row = etho_report_row(problem, "random");
    etho_row_text(row, "group", block->label);
    etho_row_text(row, "term", block->effect[i]);
    etho_row_number(row, "n_groups", (double)block->levels);
    etho_row_number(row, "variance", scale * c[i * q + i]);
    etho_row_number(row, "sd", sqrt(scale * c[i * q + i]));
    report_limits(profile, at + i, "conf_low", "conf_high", row);
    if (i > 0) etho_row_number(row, "correlation", c[i] / sqrt(c[0] * c[i * q + i]));
    if (i == 1 && q == 2) report_limits(profile, at + 2, "correlation_low", "correlation_high", row);
    if (i == 0 && strcmp(block->effect[0], "(Intercept)") == 0) report_icc(random, b, scale, residual, row);
    if (scale * c[i * q + i] <= 1e-10 * (residual + scale * c[0])) etho_row_note(row, "at zero");
  }
  report_pairs(problem, block, c, scale);
}

void etho_report_random(const etho_problem *problem, const etho_random *random, double scale, double residual,
                        const etho_profile *profile) {
  const double latent = 3.2898681336964529; /* pi^2 / 3: the variance of the logistic distribution */
  for (size_t b = 0, at = 0; b < random->n_blocks; b++) {
    report_block(problem, random, b, scale, residual < 0 ? latent : residual, profile, at);
    at += random->block[b].q == 2 ? 3 : 1;
  }
  if (residual < 0) return;
  etho_row *row = etho_report_row(problem, "random");
  etho_row_text(row, "group", "Residual");
  etho_row_number(row, "variance", residual);
  etho_row_number(row, "sd", sqrt(residual));
  if (profile && profile->n) report_limits(profile, profile->n - 1, "conf_low", "conf_high", row);
}

void etho_report_singular(const etho_problem *problem, const etho_random *random) {
  double c[ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS];
  for (size_t b = 0; b < random->n_blocks; b++) {
    const etho_block *block = &random->block[b];
    size_t q = block->q;
    bool zero = false;
    etho_random_covariance(random, b, c);
    for (size_t i = 0; i < q; i++) {
      double size = c[i * q + i] / (block->transform[i * q + i] * block->transform[i * q + i]);
      if (size > 1e-7) continue;
      zero = true;
      etho_rows_note(problem->rows, "singular fit: the variance of %s in %s is zero", block->effect[i],
                     etho_random_label(block, problem->arena));
    }
    for (size_t i = 0; i < q && !zero; i++)
      if (fabs(random->lambda[b][i * q + i]) < 1e-4)
        etho_rows_note(problem->rows, "singular fit: the effects of %s are perfectly correlated",
                       etho_random_label(block, problem->arena));
  }
}

static void report_fit(const etho_problem *problem, const etho_mixed *m) {
  etho_row *row = etho_report_row(problem, "fit");
  double parameters = (double)(m->rank + m->random.n_theta + 1), n = (double)m->n;
  etho_row_text(row, "method",
                m->reml ? "Linear mixed model, REML" : "Linear mixed model, maximum likelihood");
  etho_row_number(row, "n", n);
  etho_row_number(row, "n_groups", (double)m->random.block[0].levels);
  etho_row_number(row, "df_residual", n - parameters);
  etho_row_number(row, "sigma", sqrt(m->sigma2));
  etho_row_number(row, "logLik", -m->deviance / 2);
  etho_row_number(row, "deviance", m->deviance);
  etho_row_number(row, "aic", m->deviance + 2 * parameters);
  etho_row_number(row, "bic", m->deviance + log(n) * parameters);
  etho_row_bool(row, "reml", m->reml);
  etho_row_bool(row, "singular", m->singular);
}

static void report_test(const etho_problem *problem, const etho_mixed *m, const etho_estimate *estimate,
                        size_t term, const double *l, size_t q) {
  etho_row *row = etho_report_row(problem, "anova");
  double f, df1, df2;
  etho_row_text(row, "term", problem->terms->fixed.term[term].label);
  if (!q || !estimate->test(estimate->fit, l, q, &f, &df1, &df2) || !(df1 > 0)) {
    etho_row_null(row, "statistic");
    etho_row_null(row, "p_value");
    etho_row_note(row, "not estimable: the other terms determine it");
    return;
  }
  etho_row_number(row, "ss", f * df1 * m->sigma2);
  etho_row_number(row, "ms", f * m->sigma2);
  etho_row_number(row, "df1", df1);
  etho_row_number(row, "df2", df2);
  etho_row_number(row, "statistic", f);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "p_value", etho_f_upper(f, df1, df2));
  etho_row_number(row, "pes", f * df1 / (f * df1 + df2));
}

static etho_status report_tests(const etho_problem *problem, const etho_mixed *m,
                                const etho_estimate *estimate, etho_error *error) {
  int type = problem->options->type;
  bool deficient = m->rank < problem->design.p;
  if (deficient) etho_problem_empty_cells(problem, true);
  for (size_t t = 0; t < problem->terms->fixed.n_terms; t++) {
    double *l;
    size_t q;
    if (deficient && type == 3) {
      etho_row *row = etho_report_row(problem, "anova");
      etho_row_text(row, "term", problem->terms->fixed.term[t].label);
      etho_row_null(row, "statistic");
      etho_row_null(row, "p_value");
      etho_row_note(row, "Type III refused: some combinations cannot be estimated; use --type 2");
      continue;
    }
    if (!etho_hypothesis(problem, type, t, &l, &q)) return etho_model_no_memory(error);
    report_test(problem, m, estimate, t, l, q);
  }
  return ETHO_OK;
}

/* Is term t part of a larger one? Then it is not dropped alone. */
static bool is_marginal(const etho_term_list *list, size_t t) {
  for (size_t k = 0; k < list->n_terms; k++)
    if (etho_term_contains(list, k, t)) return true;
  return false;
}

static void report_lrt(const etho_problem *problem, const char *term, double statistic, double df) {
  etho_row *row = etho_report_row(problem, "lrt");
  etho_row_text(row, "term", term);
  etho_row_number(row, "statistic", fmax(statistic, 0));
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", etho_chi2_upper(fmax(statistic, 0), df));
}

/* ML fits without each term against the whole model. */
static etho_status report_dropped_terms(const etho_problem *problem, const etho_mixed *m, etho_error *error) {
  const etho_term_list *all = &problem->terms->fixed;
  for (size_t t = 0; t < all->n_terms; t++) {
    if (is_marginal(all, t)) continue;
    etho_problem less = *problem;
    etho_terms *terms = ETHO_NEW(problem->arena, etho_terms, 1);
    etho_term *kept = ETHO_NEW(problem->arena, etho_term, all->n_terms + 1);
    etho_mixed *smaller = ETHO_NEW(problem->arena, etho_mixed, 1);
    if (!terms || !kept || !smaller) return etho_model_no_memory(error);
    *terms = *problem->terms;
    terms->fixed.n_terms = 0;
    for (size_t k = 0; k < all->n_terms; k++)
      if (k != t) kept[terms->fixed.n_terms++] = all->term[k];
    terms->fixed.term = kept;
    less.terms = terms;
    etho_status status = etho_design_make(terms, &terms->fixed, less.values, less.n, ETHO_TREATMENT,
                                          less.arena, &less.design, error);
    if (status == ETHO_OK) status = etho_mixed_make(&less, false, smaller, error);
    if (status == ETHO_OK) status = etho_mixed_fit(smaller, error);
    if (status != ETHO_OK) return status;
    report_lrt(problem, all->term[t].label, smaller->deviance - m->deviance,
               (double)m->rank - (double)smaller->rank);
  }
  return ETHO_OK;
}

static etho_status report_blups(const etho_problem *problem, etho_mixed *m, etho_error *error) {
  size_t q = m->random.q;
  double *u = ETHO_NEW(problem->arena, double, q + 1);
  if (!u) return etho_model_no_memory(error);
  etho_mixed_settle(m);
  memcpy(u, m->lr, q * sizeof *u);
  for (size_t k = 0; k < m->rank; k++)
    for (size_t i = 0; i < q; i++) u[i] -= m->lq[k * q + i] * m->gamma[k];
  etho_sparse_backward(&m->random.factor, u);
  etho_random_apply_lambda(&m->random, u, false);
  etho_report_blups(problem, &m->random, u);
  return ETHO_OK;
}

void etho_report_blups(const etho_problem *problem, const etho_random *random, const double *effects) {
  for (size_t b = 0; b < random->n_blocks; b++) {
    const etho_block *block = &random->block[b];
    for (size_t l = 0; l < block->levels; l++)
      for (size_t i = 0; i < block->q; i++) {
        double value = 0;
        for (size_t k = 0; k < block->q; k++)
          value += block->transform[k * block->q + i] * effects[block->offset + l * block->q + k];
        etho_row *row = etho_report_row(problem, "blups");
        etho_row_text(row, "group", block->label);
        etho_row_text(row, "level", block->level_name[l]);
        etho_row_text(row, "term", block->effect[i]);
        etho_row_number(row, "estimate", value);
      }
  }
}

etho_status etho_report_mixed(etho_problem *problem, etho_mixed *m, etho_error *error) {
  bool kenward_roger = strcmp(problem->options->df, "kenward-roger") == 0;
  size_t p = problem->design.p;
  etho_kenward_roger kr;
  etho_estimate estimate = {.p = p,
                            .name = problem->design.name,
                            .beta = m->beta,
                            .vcov = m->vcov,
                            .aliased = m->ols.aliased,
                            .null_space = m->ols.null_space,
                            .n_null = p - m->rank,
                            .statistic_name = "t",
                            .df = etho_satterthwaite_df,
                            .test = etho_satterthwaite_test,
                            .fit = m};
  if (!etho_problem_set_triangle(problem, &m->ols.qr) || !etho_satterthwaite_make(m))
    return etho_model_no_memory(error);
  if (kenward_roger) {
    etho_mixed_settle(m);
    etho_status status = etho_kenward_roger_make(m, &kr, error);
    if (status != ETHO_OK) return status;
    for (size_t j = 0; j < p; j++)
      for (size_t i = 0; i < p; i++) {
        double sum = 0;
        for (size_t a = 0; a < m->rank; a++)
          for (size_t b = 0; b < m->rank; b++)
            sum += m->basis[i * m->rank + a] * kr.adjusted[b * m->rank + a] * m->basis[j * m->rank + b];
        m->vcov[j * p + i] = sum;
      }
    estimate.df = etho_kenward_roger_df, estimate.test = etho_kenward_roger_test, estimate.fit = &kr;
  }
  report_fit(problem, m);
  etho_report_coefficients(problem, &estimate);
  etho_status status = report_tests(problem, m, &estimate, error);
  if (status == ETHO_OK && !m->reml) status = report_dropped_terms(problem, m, error);
  if (status == ETHO_OK) status = etho_report_emmeans(problem, &estimate, error);
  etho_profile profile;
  if (status == ETHO_OK) status = etho_mixed_profile(problem, m, &profile, error);
  if (status != ETHO_OK) return status;
  etho_mixed_settle(m);
  etho_report_random(problem, &m->random, m->sigma2, m->sigma2, &profile);
  if (m->singular) etho_report_singular(problem, &m->random);
  return problem->options->blups ? report_blups(problem, m, error) : ETHO_OK;
}

etho_status etho_fit_mixed(etho_problem *problem, etho_error *error) {
  etho_mixed mixed;
  bool kenward_roger = strcmp(problem->options->df, "kenward-roger") == 0;
  if (kenward_roger && problem->options->ml) {
    etho_error_set(error, ETHO_ERR_USAGE, "Kenward-Roger degrees of freedom belong to REML fits");
    etho_error_hint(error, "leave --ml out, or use --df satterthwaite");
    return ETHO_ERR_USAGE;
  }
  etho_status status = etho_problem_ratio(problem, error);
  if (status == ETHO_OK) status = etho_problem_check_gaussian(problem, error);
  if (status == ETHO_OK) status = etho_mixed_make(problem, !problem->options->ml, &mixed, error);
  if (status == ETHO_OK) status = etho_mixed_fit(&mixed, error);
  return status == ETHO_OK ? etho_report_mixed(problem, &mixed, error) : status;
}
