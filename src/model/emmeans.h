/* model/emmeans.h - estimated marginal means (Searle, Speed & Milliken 1980) as combinations of the
 * coefficients. */
#ifndef ETHO_MODEL_EMMEANS_H
#define ETHO_MODEL_EMMEANS_H

#include "model/problem.h"

/* The means asked for by --emmeans: rows of L over the coefficients, one per cell of the target variables. */
typedef struct etho_means {
  size_t n, p;
  double *l;              /* n x p, row-major */
  size_t n_targets, n_by; /* target variables; the last n_by stand after the bar */
  const char **variable;  /* n_targets names */
  const char **level;     /* n x n_targets, the first variable running fastest */
  double *number;         /* n x n_targets: the value of a numeric target, else NaN */
  size_t per_group;       /* means per cell of the `by` variables: consecutive rows */
} etho_means;

etho_status etho_means_make(const etho_problem *problem, const char *spec, etho_means *means,
                            etho_error *error);

/* Contrasts among `per_group` means: weights, k x per_group row-major, with labels and the two groups where a
 * contrast is a pair. */
typedef struct etho_contrast_set {
  size_t k, m;
  double *weight;
  const char **label;
  const char **group1, **group2; /* of pairs; NULL for other contrasts */
  const char *adjust;            /* default adjustment */
} etho_contrast_set;

/* kind: "pairwise", "trt.vs.ctrl", "poly", "interaction" (differences of differences of several targets) or a
 * CSV file: a column `contrast` with the name of each row, and a column of weights per group. */
etho_status etho_contrast_set_make(const etho_problem *problem, const char *kind, const etho_means *means,
                                   etho_contrast_set *set, etho_error *error);

/* Rows of the table "contrasts" for every group of the means. */
etho_status etho_report_contrasts(const etho_problem *problem, const etho_estimate *estimate,
                                  const etho_means *means, etho_error *error);

/* P(max |T_i| > t) of k correlated t variables (correlation: k x k), deterministic: exact quadrature when the
 * correlations are products (Dunnett), else a fixed lattice after Genz & Bretz (2009), about 1e-5. NaN: out
 * of memory. */
double etho_multivariate_t_upper(double t, const double *correlation, size_t k, double df);
double etho_multivariate_t_quantile(double p, const double *correlation, size_t k, double df);

#endif
