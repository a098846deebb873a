/* model/least_squares.h - least squares by Householder QR in extended precision. */
#ifndef ETHO_MODEL_LEAST_SQUARES_H
#define ETHO_MODEL_LEAST_SQUARES_H

#include "model/problem.h"

typedef struct etho_least_squares {
  etho_qr qr;           /* of sqrt(w) X */
  long double *effects; /* Q' sqrt(w) y */
  double *beta, *vcov;  /* vcov includes sigma^2 */
  bool *aliased;
  double *null_space;
  double *residual, *leverage; /* residual unweighted; leverage when asked for */
  double *row_scale;           /* sqrt(w) or NULL */
  double rss, sigma2, df;
} etho_least_squares;

/* Fit design to y with prior weights (NULL = 1). false: out of memory. */
bool etho_least_squares_fit(const etho_design *design, const long double *y, const double *weight,
                            etho_arena *arena, etho_least_squares *fit);

/* Make fit->leverage; column: work, n values. false: out of memory. */
bool etho_least_squares_leverage(etho_least_squares *fit, long double *column, etho_arena *arena);

/* The sum of squares that columns [from, from + count) of design add to the columns listed in base, and their
 * degrees of freedom. false: out of memory. */
bool etho_extra_sum_of_squares(const etho_design *design, const long double *y, const double *row_scale,
                               const size_t *base, size_t n_base, size_t from, size_t count,
                               etho_arena *arena, double *ss, double *df);

/* The columns that a test of term (0-based) by this type of sums of squares adjusts for: type 1 those before
 * it, type 2 those not containing it, type 3 all others. numeric: the variables that are covariates in SAS's
 * sense (a term with another covariate does not contain the term: lmerTest's Type II), 0 for car's sense.
 * Returns how many. */
size_t etho_base_columns(const etho_term_list *list, const etho_design *design, int type, size_t term,
                         uint64_t numeric, size_t *base);

etho_status etho_report_anova(const etho_problem *problem, const etho_least_squares *fit, etho_error *error);
etho_status etho_report_diagnostics(const etho_problem *problem, etho_least_squares *fit, etho_error *error);

#endif
