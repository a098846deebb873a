/* model/logistic.h - binomial regression with the logit link by Newton's method (IRLS), and Firth's penalised
 * form. */
#ifndef ETHO_MODEL_LOGISTIC_H
#define ETHO_MODEL_LOGISTIC_H

#include "model/problem.h"

/* Successes out of trials per row; prior weights are trials. */
typedef struct etho_counts {
  size_t n, used; /* rows; rows with trials */
  double *success, *trials;
  double log_choose; /* sum of log (trials over successes) */
  double saturated;  /* log likelihood of the saturated model, without log_choose */
  bool grouped;      /* some row has more than one trial */
} etho_counts;

/* ETHO_ERR_DATA: a response that is neither 0/1 nor counts (with the line), all successes or all failures. */
etho_status etho_counts_make(const etho_problem *problem, etho_counts *counts, etho_error *error);

/* A regression over the columns of basis (n x r, orthonormal: well conditioned). */
typedef struct etho_logistic {
  const etho_counts *counts;
  size_t n, r;
  double *basis;
  double *eta, *mu, *weight, *information, *direction, *score, *trial;
  bool firth;
} etho_logistic;

typedef enum etho_logistic_state {
  ETHO_LOGISTIC_CONVERGED,
  ETHO_LOGISTIC_SEPARATED,
  ETHO_LOGISTIC_FAILED
} etho_logistic_state;

/* The orthonormal basis of design's columns in the given order (NULL = as they are); qr is filled. */
bool etho_logistic_make(const etho_design *design, const size_t *order, size_t p, const etho_counts *counts,
                        bool firth, etho_arena *arena, etho_qr *qr, etho_logistic *logistic);
/* Estimate the first `free` coordinates; the others stay at the values in gamma (start values in, result
 * out). log_likelihood is without the binomial coefficients, with half the log information determinant for
 * Firth's. */
etho_logistic_state etho_logistic_solve(etho_logistic *logistic, size_t free, double *gamma,
                                        double *log_likelihood);
/* (information)^-1 of all r coordinates at the last solution; r x r. */
bool etho_logistic_covariance(etho_logistic *logistic, etho_arena *arena, double *covariance);

double etho_inverse_logit(double eta);
double etho_log1p_exp(double eta); /* log(1 + exp(eta)) */

#endif
