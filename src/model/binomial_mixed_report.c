/* The tables of a binomial mixed model. */
#include <math.h>
#include <string.h>

#include "model/binomial_mixed.h"
#include "stats/tails.h"

static double z_df(const void *fit, const double *l) {
  (void)fit, (void)l;
  return (double)INFINITY;
}

/* ---- report
 * --------------------------------------------------------------------------------------------------- */

static void report_fit(const etho_glmm *g) {
  etho_row *row = etho_report_row(g->problem, "fit");
  double n = (double)g->counts.used, k = (double)(g->r + g->d);
  if (g->nodes > 1)
    etho_row_format(row, "method", "Binomial mixed model, adaptive Gauss-Hermite, %d nodes", g->nodes);
  else
    etho_row_text(row, "method", "Binomial mixed model, Laplace");
  etho_row_number(row, "n", n);
  etho_row_number(row, "n_groups", (double)g->random.block[0].levels);
  etho_row_number(row, "df_residual", n - k);
  etho_row_number(row, "logLik", -g->deviance / 2);
  etho_row_number(row, "deviance", g->deviance);
  etho_row_number(row, "aic", g->deviance + 2 * k);
  etho_row_number(row, "bic", g->deviance + log(n) * k);
  etho_row_bool(row, "singular", g->singular);
}

/* Wald chi-square of each term. */
static etho_status report_anova(const etho_glmm *g, const etho_estimate *estimate, etho_error *error) {
  const etho_problem *problem = g->problem;
  bool deficient = g->r < problem->design.p;
  if (deficient) etho_problem_empty_cells(problem, true);
  for (size_t t = 0; t < problem->terms->fixed.n_terms; t++) {
    double *l, chi2 = 0;
    size_t q = 0, rank = 0;
    if (!(deficient && problem->options->type == 3) &&
        !etho_hypothesis(problem, problem->options->type, t, &l, &q))
      return etho_model_no_memory(error);
    etho_row *row = etho_report_row(problem, "anova");
    etho_row_text(row, "term", problem->terms->fixed.term[t].label);
    if (!q || !etho_wald(estimate, l, q, problem->arena, &chi2, &rank)) {
      etho_row_null(row, "statistic");
      etho_row_null(row, "p_value");
      etho_row_note(row, "not estimable: the other terms determine it");
      continue;
    }
    etho_row_number(row, "statistic", chi2);
    etho_row_text(row, "statistic_name", "chi2");
    etho_row_number(row, "df", (double)rank);
    etho_row_number(row, "p_value", etho_chi2_upper(chi2, (double)rank));
  }
  return ETHO_OK;
}

static void report_blups(etho_glmm *g) {
  memcpy(g->step, g->u, g->random.q * sizeof *g->step);
  etho_random_apply_lambda(&g->random, g->step, false);
  etho_report_blups(g->problem, &g->random, g->step);
}

etho_status etho_fit_binomial_mixed(etho_problem *problem, etho_error *error) {
  etho_glmm g = {.problem = problem, .n = problem->n};
  etho_status status = etho_counts_make(problem, &g.counts, error);
  if (status == ETHO_OK) status = etho_random_make(problem, false, &g.random, error);
  if (status == ETHO_OK) status = etho_glmm_prepare(&g, error);
  if (status == ETHO_OK) status = etho_glmm_fit(&g, error);
  if (status != ETHO_OK) return status;
  etho_estimate estimate = {.p = problem->design.p,
                            .name = problem->design.name,
                            .beta = g.beta,
                            .vcov = g.vcov,
                            .aliased = g.aliased,
                            .null_space = g.null_space,
                            .n_null = problem->design.p - g.r,
                            .statistic_name = "z",
                            .df = z_df,
                            .fit = &g,
                            .ratio_name = "odds_ratio"};
  if (!etho_problem_set_triangle(problem, &g.qr)) return etho_model_no_memory(error);
  report_fit(&g);
  etho_report_coefficients(problem, &estimate);
  status = report_anova(&g, &estimate, error);
  if (status == ETHO_OK) status = etho_report_emmeans(problem, &estimate, error);
  if (status != ETHO_OK) return status;
  etho_report_random(problem, &g.random, 1, -1, NULL);
  if (g.singular) etho_report_singular(problem, &g.random);
  if (problem->options->blups) report_blups(&g);
  return ETHO_OK;
}
