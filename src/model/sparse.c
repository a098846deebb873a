#include "model/sparse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE ((size_t)-1)

static int compare_index(const void *a, const void *b) {
  size_t x = *(const size_t *)a, y = *(const size_t *)b;
  return (x > y) - (x < y);
}

/* Column j of L has the rows of column j of A and of its children in the elimination tree. */
static size_t column_pattern(const etho_sparse *a, const etho_sparse *l, size_t j, size_t *mark,
                             const size_t *child, const size_t *sibling, size_t *out) {
  size_t m = 0;
  mark[j] = j;
  out[m++] = j;
  for (size_t k = a->start[j]; k < a->start[j + 1]; k++)
    if (mark[a->row[k]] != j) mark[a->row[k]] = j, out[m++] = a->row[k];
  for (size_t c = child[j]; c != NONE; c = sibling[c])
    for (size_t k = l->start[c] + 1; k < l->start[c + 1]; k++)
      if (mark[l->row[k]] != j) mark[l->row[k]] = j, out[m++] = l->row[k];
  qsort(out, m, sizeof *out, compare_index);
  return m;
}

bool etho_sparse_analyse(const etho_sparse *a, etho_arena *arena, etho_sparse_factor *factor) {
  size_t n = a->n, capacity = 0, used = 0;
  etho_sparse *l = &factor->l;
  *factor = (etho_sparse_factor){.l.n = n};
  l->start = ETHO_NEW(arena, size_t, n + 1);
  size_t *mark = ETHO_NEW(arena, size_t, n + 1), *child = ETHO_NEW(arena, size_t, n + 1);
  size_t *sibling = ETHO_NEW(arena, size_t, n + 1), *pattern = ETHO_NEW(arena, size_t, n + 1);
  factor->head = ETHO_NEW(arena, size_t, n + 1), factor->next = ETHO_NEW(arena, size_t, n + 1);
  factor->at = ETHO_NEW(arena, size_t, n + 1), factor->column = ETHO_NEW(arena, double, n + 1);
  if (!l->start || !mark || !child || !sibling || !pattern || !factor->head || !factor->next || !factor->at ||
      !factor->column)
    return false;
  for (size_t j = 0; j < n; j++) mark[j] = child[j] = sibling[j] = NONE;
  for (size_t j = 0; j < n; j++) {
    size_t m = column_pattern(a, l, j, mark, child, sibling, pattern);
    size_t *row = etho_arena_grow(arena, l->row, &capacity, used + m, sizeof *row);
    if (!row) return false;
    l->row = row;
    memcpy(row + used, pattern, m * sizeof *row);
    used += m;
    l->start[j + 1] = used;
    if (m > 1) sibling[j] = child[pattern[1]], child[pattern[1]] = j;
  }
  l->value = ETHO_NEW(arena, double, used + 1);
  return l->value != NULL;
}

/* Hand column k on to the next row in which it has an entry. */
static void relink(etho_sparse_factor *f, size_t k) {
  size_t at = ++f->at[k];
  if (at >= f->l.start[k + 1]) return;
  size_t row = f->l.row[at];
  f->next[k] = f->head[row];
  f->head[row] = k;
}

bool etho_sparse_factorise(const etho_sparse *a, etho_sparse_factor *f) {
  etho_sparse *l = &f->l;
  double *w = f->column;
  for (size_t j = 0; j < l->n; j++) f->head[j] = NONE;
  for (size_t j = 0; j < l->n; j++) {
    size_t from = l->start[j], to = l->start[j + 1];
    for (size_t k = from; k < to; k++) w[l->row[k]] = 0;
    for (size_t k = a->start[j]; k < a->start[j + 1]; k++) w[a->row[k]] = a->value[k];
    for (size_t k = f->head[j], following; k != NONE; k = following) {
      following = f->next[k];
      double factor = l->value[f->at[k]];
      for (size_t i = f->at[k]; i < l->start[k + 1]; i++) w[l->row[i]] -= factor * l->value[i];
      relink(f, k);
    }
    double d = w[j];
    if (!(d > 0) || !isfinite(d)) return false;
    d = sqrt(d);
    l->value[from] = d;
    for (size_t k = from + 1; k < to; k++) l->value[k] = w[l->row[k]] / d;
    f->at[j] = from;
    relink(f, j);
  }
  return true;
}

void etho_sparse_forward(const etho_sparse_factor *factor, double *b) {
  const etho_sparse *l = &factor->l;
  for (size_t j = 0; j < l->n; j++) {
    double x = b[j] /= l->value[l->start[j]];
    for (size_t k = l->start[j] + 1; k < l->start[j + 1] && x != 0; k++) b[l->row[k]] -= l->value[k] * x;
  }
}

void etho_sparse_backward(const etho_sparse_factor *factor, double *b) {
  const etho_sparse *l = &factor->l;
  for (size_t j = l->n; j-- > 0;) {
    double x = b[j];
    for (size_t k = l->start[j] + 1; k < l->start[j + 1]; k++) x -= l->value[k] * b[l->row[k]];
    b[j] = x / l->value[l->start[j]];
  }
}

double etho_sparse_log_determinant(const etho_sparse_factor *factor) {
  double sum = 0;
  for (size_t j = 0; j < factor->l.n; j++) sum += log(factor->l.value[factor->l.start[j]]);
  return 2 * sum;
}
