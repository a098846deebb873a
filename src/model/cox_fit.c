/* Cox's proportional hazards by formula: hazard ratios, likelihood-ratio tables, and the check that hazards
 * are proportional. The partial likelihood itself is the catalogue's (stats/survival.h). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/cox_fit.h"
#include "model/least_squares.h"
#include "stats/tails.h"

static etho_status read_response(etho_cox_model *c, etho_error *error) {
  const etho_problem *problem = c->problem;
  double events = 0;
  if (problem->terms->response != ETHO_RESPONSE_SURV) {
    etho_error_set(error, ETHO_ERR_USAGE, "--family cox needs a response surv(time, event), not '%s'",
                   problem->terms->response_label);
    etho_error_hint(error,
                    "as in: surv(latency_s, found) ~ arm; found is 1 when it happened, 0 at the cut-off");
    return ETHO_ERR_USAGE;
  }
  c->time = ETHO_NEW(problem->arena, double, c->n + 1), c->event = ETHO_NEW(problem->arena, double, c->n + 1);
  if (!c->time || !c->event) return etho_model_no_memory(error);
  for (size_t i = 0; i < c->n; i++) {
    c->time[i] = (double)problem->y[i], c->event[i] = (double)problem->y2[i];
    events += c->event[i];
    if (c->event[i] == 0 || c->event[i] == 1) continue;
    return etho_error_set(error, ETHO_ERR_DATA,
                          "the event in line %zu is neither 0 (censored) nor 1 (happened)",
                          etho_frame_line(&problem->frame, i));
  }
  return events > 0 ? ETHO_OK
                    : etho_error_set(error, ETHO_ERR_DATA, "no event happened: every time is censored");
}

/* The covariates [listed] of design, row by row. */
static etho_status fit_columns(const etho_cox_model *c, const etho_design *design, const size_t *column,
                               size_t m, etho_cox *fit, etho_error *error) {
  if (m > ETHO_COX_MAX_TERMS)
    return etho_error_set(error, ETHO_ERR_DATA, "a Cox model takes at most %d coefficients",
                          (int)ETHO_COX_MAX_TERMS);
  double *x = ETHO_NEW(c->problem->arena, double, c->n *m + 1);
  if (!x) return etho_model_no_memory(error);
  for (size_t i = 0; i < c->n; i++)
    for (size_t k = 0; k < m; k++) x[i * m + k] = (double)design->x[column[k] * c->n + i];
  return etho_cox_fit(c->time, c->event, x, c->n, m, strcmp(c->problem->options->ties, "breslow") == 0, fit,
                      error);
}

static void take_coefficients(etho_cox_model *c) {
  size_t p = c->problem->design.p, m = c->fit.p;
  c->aliased[0] = true;
  for (size_t k = 0; k < m; k++) {
    c->aliased[k + 1] = c->fit.state[k] != ETHO_COX_FINITE;
    if (c->aliased[k + 1]) continue;
    c->beta[k + 1] = c->fit.coefficient[k];
    for (size_t j = 0; j < m; j++)
      if (c->fit.state[j] == ETHO_COX_FINITE) c->vcov[(j + 1) * p + k + 1] = c->fit.covariance[k * m + j];
  }
}

static double z_df(const void *fit, const double *l) {
  (void)fit, (void)l;
  return (double)INFINITY;
}

static void report_fit(const etho_cox_model *c) {
  const etho_cox *f = &c->fit;
  etho_row *row = etho_report_row(c->problem, "fit");
  double ratio = 2 * (f->log_likelihood - f->log_likelihood_null), df = (double)f->df;
  etho_row_format(row, "method", "Cox proportional hazards, ties after %s",
                  strcmp(c->problem->options->ties, "breslow") ? "Efron" : "Breslow");
  etho_row_number(row, "n", (double)f->n);
  etho_row_number(row, "n_events", (double)f->events);
  etho_row_number(row, "logLik", f->log_likelihood);
  etho_row_number(row, "null_logLik", f->log_likelihood_null);
  etho_row_number(row, "aic", -2 * f->log_likelihood + 2 * df);
  etho_row_number(row, "bic", -2 * f->log_likelihood + log((double)f->events) * df);
  etho_row_number(row, "statistic", ratio);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", df > 0 ? etho_chi2_upper(ratio, df) : (double)NAN);
  etho_row_number(row, "score", f->score);
  etho_row_number(row, "wald", f->wald);
}

static void report_coefficients(const etho_cox_model *c, const etho_estimate *estimate) {
  static const char *const unknown[] = {"estimate", "std_error", "statistic",   "p_value",
                                        "conf_low", "conf_high", "hazard_ratio"};
  double *l = ETHO_NEW(c->problem->arena, double, estimate->p + 1);
  for (size_t j = 1; j < estimate->p && l; j++) {
    etho_row *row = etho_report_row(c->problem, "coefficients");
    etho_row_text(row, "term", estimate->name[j]);
    l[j] = 1;
    if (!c->aliased[j]) etho_report_combination(c->problem, estimate, l, row);
    l[j] = 0;
    if (!c->aliased[j]) continue;
    for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++) etho_row_null(row, unknown[k]);
    etho_row_note(row, c->fit.state[j - 1] == ETHO_COX_INFINITE
                           ? "infinite: one side of it has no events, so the hazard ratio has no estimate; "
                             "see the likelihood ratio"
                           : "not estimable: the other terms determine it");
  }
}

static etho_status report_anova(const etho_cox_model *c, etho_error *error) {
  const etho_problem *problem = c->problem;
  const etho_term_list *list = &problem->terms->fixed;
  int type = problem->options->type;
  const etho_design *design = type == 3 ? &problem->sum_design : &problem->design;
  size_t *column = ETHO_NEW(problem->arena, size_t, design->p + 1);
  if (!column) return etho_model_no_memory(error);
  for (size_t t = 0; t < list->n_terms; t++) {
    etho_cox small = {0}, large = {0};
    size_t from, count, m = 0, all = etho_base_columns(list, design, type, t, 0, column);
    for (size_t k = 0; k < all; k++)
      if (design->term[column[k]] != 0) column[m++] = column[k];
    etho_design_columns(design, t + 1, &from, &count);
    etho_status status = fit_columns(c, design, column, m, &small, error);
    for (size_t k = 0; k < count; k++) column[m++] = from + k;
    if (status == ETHO_OK) status = fit_columns(c, design, column, m, &large, error);
    if (status != ETHO_OK) return status;
    double ratio = fmax(0, 2 * (large.log_likelihood - small.log_likelihood)),
           df = (double)large.df - (double)small.df;
    etho_report_ratio(problem, list->term[t].label, ratio, df);
  }
  return ETHO_OK;
}

etho_status etho_fit_cox(etho_problem *problem, etho_error *error) {
  etho_cox_model c = {.problem = problem, .n = problem->n};
  size_t p = problem->design.p;
  if (!problem->terms->fixed.intercept)
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "a Cox model has no intercept to take away: leave '0 +' out");
  etho_status status = read_response(&c, error);
  if (status != ETHO_OK) return status;
  size_t *column = ETHO_NEW(problem->arena, size_t, p + 1);
  c.beta = ETHO_NEW(problem->arena, double, p + 1), c.vcov = ETHO_NEW(problem->arena, double, p *p + 1);
  c.aliased = ETHO_NEW(problem->arena, bool, p + 1);
  if (!column || !c.beta || !c.vcov || !c.aliased) return etho_model_no_memory(error);
  for (size_t j = 1; j < p; j++) column[j - 1] = j;
  status = fit_columns(&c, &problem->design, column, p - 1, &c.fit, error);
  if (status != ETHO_OK) return status;
  take_coefficients(&c);
  etho_estimate estimate = {.p = p,
                            .name = problem->design.name,
                            .beta = c.beta,
                            .vcov = c.vcov,
                            .aliased = c.aliased,
                            .statistic_name = "z",
                            .df = z_df,
                            .fit = &c,
                            .ratio_name = "hazard_ratio"};
  report_fit(&c);
  report_coefficients(&c, &estimate);
  status = report_anova(&c, error);
  if (status == ETHO_OK) status = etho_report_emmeans(problem, &estimate, error);
  return status == ETHO_OK ? etho_report_proportionality(&c, error) : status;
}
