/* Hypotheses of terms as rows over the treatment coefficients, for fits that have no sums of squares. */
#include <string.h>

#include "model/least_squares.h"

/* Rows of R (X = QR, the columns in the order of the type; unit diagonal) that belong to the term: the
 * estimable functions of Type I and II sums of squares (Goodnight 1978; Doolittle). */
static bool triangular_rows(const etho_problem *problem, int type, size_t term, double **l, size_t *q) {
  const etho_design *d = &problem->triangle;
  size_t p = d->p, from, count, *order = ETHO_NEW(problem->arena, size_t, p + 1);
  bool *used = ETHO_NEW(problem->arena, bool, p + 1);
  etho_design_columns(d, term + 1, &from, &count);
  if (!order || !used) return false;
  uint64_t numeric = 0;
  for (size_t v = 0; v < problem->terms->n_variables; v++)
    if (!problem->values[v].is_factor) numeric |= UINT64_C(1) << v;
  size_t m = etho_base_columns(&problem->terms->fixed, d, type, term, numeric, order);
  for (size_t k = 0; k < count; k++) order[m++] = from + k;
  for (size_t k = 0; k < m; k++) used[order[k]] = true;
  bool last = m == p; /* contained in nothing: its own coefficients */
  for (size_t j = 0; j < p; j++)
    if (!used[j]) order[m++] = j;
  etho_qr qr;
  if (!etho_qr_make(d->x, d->n, p, order, NULL, problem->arena, &qr)) return false;
  *l = ETHO_NEW(problem->arena, double, count *p + 1);
  if (!*l) return false;
  *q = 0;
  for (size_t i = 0; i < qr.rank; i++) {
    if (qr.pivot[i] < from || qr.pivot[i] >= from + count) continue;
    for (size_t j = i; j < (last ? i + 1 : p); j++)
      (*l)[*q * p + qr.pivot[j]] = (double)(etho_qr_r(&qr, i, j) / etho_qr_r(&qr, i, i));
    ++*q;
  }
  return true;
}

/* beta_sum = C beta_treatment, where X_treatment = X_sum C: the rows of C for the term. */
static bool sum_rows(const etho_problem *problem, size_t term, double **l, size_t *q) {
  const etho_design *sum = &problem->sum_design, *d = &problem->design;
  size_t p = d->p, n = d->n, from, count;
  etho_design_columns(sum, term + 1, &from, &count);
  etho_qr qr;
  long double *column = ETHO_NEW(problem->arena, long double, n + 1);
  *l = ETHO_NEW(problem->arena, double, count *p + 1);
  if (!column || !*l || !etho_qr_make(sum->x, n, p, NULL, NULL, problem->arena, &qr)) return false;
  for (size_t j = 0; j < p; j++) {
    memcpy(column, d->x + j * n, n * sizeof *column);
    etho_qr_apply_transposed(&qr, column);
    etho_qr_back_solve(&qr, column);
    for (size_t i = 0; i < qr.rank; i++)
      if (qr.pivot[i] >= from && qr.pivot[i] < from + count)
        (*l)[(qr.pivot[i] - from) * p + j] = (double)column[i];
  }
  *q = count;
  return true;
}

bool etho_hypothesis(const etho_problem *problem, int type, size_t term, double **l, size_t *q) {
  return type == 3 ? sum_rows(problem, term, l, q) : triangular_rows(problem, type, term, l, q);
}
