/* model/linear.h - orthogonal factors in extended precision, and small dense matrices. All matrices
 * column-major. */
#ifndef ETHO_MODEL_LINEAR_H
#define ETHO_MODEL_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* double becomes long double on purpose in this layer; clang would warn at each place. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wdouble-promotion"
#endif

/* Householder QR (Golub & Van Loan 5.2) of an n x p matrix in long double, columns taken in order; one whose
 * part orthogonal to those before it is below 1e-12 of its length is moved to the end: the first `rank`
 * entries of pivot are the columns that can be estimated. */
typedef struct etho_qr {
  size_t n, p, rank;
  size_t *pivot;
  long double *a; /* R above the diagonal, Householder vectors below */
  long double *tau, *diagonal;
} etho_qr;

/* x is copied; columns are taken in the given order (NULL = as they are). row_scale: n factors or NULL. */
bool etho_qr_make(const long double *x, size_t n, size_t p, const size_t *order, const double *row_scale,
                  etho_arena *arena, etho_qr *qr);
void etho_qr_apply_transposed(const etho_qr *qr, long double *y);      /* y = Q'y, n values */
void etho_qr_apply(const etho_qr *qr, long double *y);                 /* y = Qy */
void etho_qr_column(const etho_qr *qr, size_t k, long double *column); /* k-th column of Q, n values */
long double etho_qr_r(const etho_qr *qr, size_t i, size_t j);          /* R[i, j] in pivoted order */
/* Solve R[0:rank, 0:rank] b = b in place. */
void etho_qr_back_solve(const etho_qr *qr, long double *b);
/* (X'X)^-1 in the order of the columns, p x p; zero rows and columns where not estimable. */
bool etho_qr_inverse(const etho_qr *qr, etho_arena *arena, double *inverse);
/* The columns of a basis of the null space of X, p x (p - rank). */
bool etho_qr_null_space(const etho_qr *qr, etho_arena *arena, double **basis);

/* Lower Cholesky factor of a p x p symmetric matrix in place (lower triangle read); false when not positive
 * definite. */
bool etho_cholesky(double *a, size_t p);
void etho_cholesky_solve(const double *l, size_t p, double *b);  /* L L' x = b in place */
void etho_forward_solve(const double *l, size_t p, double *b);   /* L x = b */
void etho_backward_solve(const double *l, size_t p, double *b);  /* L' x = b */
double etho_cholesky_log_determinant(const double *l, size_t p); /* log |L L'| */
bool etho_cholesky_inverse(const double *l, size_t p, etho_arena *arena, double *inverse);
/* Eigenvalues (ascending) and vectors (columns) of a symmetric matrix, by Jacobi rotations. vectors: p x p.
 */
void etho_symmetric_eigen(const double *a, size_t p, double *work, double *values, double *vectors);
/* l' V l */
double etho_quadratic_form(const double *v, size_t p, const double *l);

#endif
