/* ethostat/stats/survival.h - latency with censoring at the cut-off. Contract and conventions:
 * ethostat/stats.h.
 *
 * event 1 = it happened at `time`; 0 = it had not happened when the watch stopped (censored). Times are tied
 * when they are equal as numbers. At a tie, events come before censorings. */
#ifndef ETHOSTAT_STATS_SURVIVAL_H
#define ETHOSTAT_STATS_SURVIVAL_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct etho_times {
  const char *label;
  const double *time;  /* n finite values, ascending */
  const double *event; /* 0 or 1 */
  size_t n;
} etho_times;

/* Kaplan & Meier (1958). One row per distinct time (part = "curve": time, n_risk, n_event, n_censored,
 * survival, std_error by Greenwood, conf_low, conf_high), then one row part = "summary": n, events, median
 * and its interval (Brookmeyer & Crowley 1982: where the band crosses 1/2; a flat stretch at 1/2 gives its
 * middle, as R's survfit). options->variant: the scale of the band, "log" (default, as R), "log_log" or
 * "plain". */
etho_status etho_kaplan_meier(const etho_times *group, const etho_options *options, etho_rows *rows,
                              etho_error *error);

/* How the differences of observed and expected events are weighted over time. */
typedef enum etho_rank_weight {
  ETHO_WEIGHT_LOGRANK,     /* 1: Mantel 1966 */
  ETHO_WEIGHT_GEHAN,       /* number at risk: Gehan 1965, Breslow 1970 */
  ETHO_WEIGHT_TARONE_WARE, /* its square root: Tarone & Ware 1977 */
  ETHO_WEIGHT_PETO         /* pooled Kaplan-Meier just before: R's survdiff(rho = 1) */
} etho_rank_weight;

/* Weighted log-rank test of k groups with the hypergeometric variance: a row part = "test" (statistic chi2,
 * df, p_value) and per group a row part = "group" (n, observed, expected; weighted sums). */
etho_status etho_logrank(const etho_times *group, size_t k, etho_rank_weight weight,
                         const etho_options *options, etho_rows *rows, etho_error *error);

/* Restricted mean survival time up to tau = options->mu (default: the earliest of the groups' last times),
 * its variance as Uno et al. (2014, survRM2); a row per group, then a row per pair (or against
 * options->control, which is group 0). */
etho_status etho_rmst(const etho_times *group, size_t k, const etho_options *options, etho_rows *rows,
                      etho_error *error);

/* ---- Cox's proportional hazards
 * ------------------------------------------------------------------------------ */

enum { ETHO_COX_MAX_TERMS = 64 };

typedef enum etho_cox_state {
  ETHO_COX_FINITE,
  ETHO_COX_INFINITE, /* the likelihood rises for ever: no estimate */
  ETHO_COX_ALIASED   /* does not vary, or follows from the others */
} etho_cox_state;

typedef struct etho_cox {
  size_t p;
  double coefficient[ETHO_COX_MAX_TERMS], std_error[ETHO_COX_MAX_TERMS];
  etho_cox_state state[ETHO_COX_MAX_TERMS];
  double covariance[ETHO_COX_MAX_TERMS * ETHO_COX_MAX_TERMS]; /* p x p, row by row */
  double log_likelihood_null, log_likelihood;
  double score, wald; /* chi-square statistics; wald is NaN where a coefficient is infinite */
  size_t df;          /* of all three tests */
  size_t n, events;
  int iterations;
  bool converged;
} etho_cox;

/* Partial likelihood of n observations with p covariates x (n x p, row by row), ties by Efron (1977) or
 * Breslow (1974), by Newton's method. fit is filled; no events leave every coefficient ETHO_COX_ALIASED.
 * ETHO_ERR_USAGE for p > ETHO_COX_MAX_TERMS. Nothing need be sorted. */
etho_status etho_cox_fit(const double *time, const double *event, const double *x, size_t n, size_t p,
                         bool breslow, etho_cox *fit, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
