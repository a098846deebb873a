/* model/sparse.h - Cholesky factors of sparse symmetric matrices (George & Liu 1981; left-looking by
 * columns). */
#ifndef ETHO_MODEL_SPARSE_H
#define ETHO_MODEL_SPARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Lower triangle by columns: the entries of column j are [start[j], start[j+1]), the diagonal first. */
typedef struct etho_sparse {
  size_t n;
  size_t *start;
  size_t *row;
  double *value;
} etho_sparse;

typedef struct etho_sparse_factor {
  etho_sparse l;            /* rows ascending within a column */
  size_t *head, *next, *at; /* work: columns that update the current one */
  double *column;
} etho_sparse_factor;

/* The pattern of the factor of a (its order is the elimination order). false: out of memory. */
bool etho_sparse_analyse(const etho_sparse *a, etho_arena *arena, etho_sparse_factor *factor);
/* Numbers into the pattern; false when not positive definite. */
bool etho_sparse_factorise(const etho_sparse *a, etho_sparse_factor *factor);
void etho_sparse_forward(const etho_sparse_factor *factor, double *b);  /* L x = b in place */
void etho_sparse_backward(const etho_sparse_factor *factor, double *b); /* L' x = b in place */
double etho_sparse_log_determinant(const etho_sparse_factor *factor);   /* log |L L'| */

#endif
