/* model/binomial_mixed.h - a binomial mixed model while it is fitted and reported. */
#ifndef ETHO_MODEL_BINOMIAL_MIXED_H
#define ETHO_MODEL_BINOMIAL_MIXED_H

#include "model/logistic.h"
#include "model/mixed.h"

typedef struct etho_glmm {
  const etho_problem *problem;
  etho_counts counts;
  etho_random random;
  etho_qr qr;
  size_t n, r, d; /* rows, fixed effects, variance parameters; x = (theta, gamma) */
  double *basis;  /* n x r, columns of mean square 1 */
  double *u, *start, *gradient, *step, *fixed, *eta, *mu, *weight, *work;
  double penalised; /* log likelihood - u'u/2 at the mode */
  int nodes;
  const double *node, *node_weight;
  size_t *order, *from; /* rows by level of the block, for quadrature */
  double *x, *hessian, *beta, *vcov, *null_space;
  bool *aliased;
  double deviance;
  bool singular;
} etho_glmm;

/* Bases, work space and starting values; theta and the fixed effects by maximum likelihood, with their
 * covariance. */
etho_status etho_glmm_prepare(etho_glmm *glmm, etho_error *error);
etho_status etho_glmm_fit(etho_glmm *glmm, etho_error *error);

#endif
