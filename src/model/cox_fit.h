/* model/cox_fit.h - a Cox model over the columns of a design. */
#ifndef ETHO_MODEL_COX_FIT_H
#define ETHO_MODEL_COX_FIT_H

#include "model/problem.h"

typedef struct etho_cox_model {
  const etho_problem *problem;
  size_t n;
  double *time, *event;
  etho_cox fit; /* of the design's columns but the intercept */
  double *beta, *vcov;
  bool *aliased; /* the intercept counts as aliased */
} etho_cox_model;

/* Rows "diagnostics", test = "schoenfeld": per term and "GLOBAL", the score test that the coefficient changes
 * with the Kaplan-Meier scale of time (Grambsch & Therneau 1994, in the exact form of Therneau's survival 3).
 */
etho_status etho_report_proportionality(const etho_cox_model *model, etho_error *error);

#endif
