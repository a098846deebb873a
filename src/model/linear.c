#include "model/linear.h"

#include <math.h>
#include <string.h>

static const long double collinear = 1e-12L;

static long double column_norm(const long double *x, size_t from, size_t n) {
  long double sum = 0; /* a double squared is far inside the range of long double */
  for (size_t i = from; i < n; i++) sum += x[i] * x[i];
  return sqrtl(sum);
}

/* y -= tau v (v'y) with v = (1, a[k+1..n)) of column k */
static void reflect(const etho_qr *qr, size_t k, long double *y) {
  const long double *v = qr->a + k * qr->n;
  long double dot = y[k];
  for (size_t i = k + 1; i < qr->n; i++) dot += v[i] * y[i];
  dot *= qr->tau[k];
  y[k] -= dot;
  for (size_t i = k + 1; i < qr->n; i++) y[i] -= dot * v[i];
}

static void make_reflector(etho_qr *qr, size_t k, long double norm) {
  long double *v = qr->a + k * qr->n, alpha = v[k], beta = alpha > 0 ? -norm : norm;
  qr->tau[k] = (beta - alpha) / beta;
  for (size_t i = k + 1; i < qr->n; i++) v[i] /= alpha - beta;
  qr->diagonal[k] = beta;
}

static void move_to_end(etho_qr *qr, size_t k, long double *norms) {
  size_t n = qr->n, last = qr->p - 1, moved = qr->pivot[k];
  long double norm = norms[k];
  for (size_t j = k; j < last; j++)
    for (size_t i = 0; i < n; i++) {
      long double kept = qr->a[j * n + i];
      qr->a[j * n + i] = qr->a[(j + 1) * n + i];
      qr->a[(j + 1) * n + i] = kept;
    }
  memmove(norms + k, norms + k + 1, (qr->p - k - 1) * sizeof *norms);
  memmove(qr->pivot + k, qr->pivot + k + 1, (qr->p - k - 1) * sizeof *qr->pivot);
  norms[last] = norm;
  qr->pivot[last] = moved;
}

static void factor(etho_qr *qr, long double *norms) {
  size_t candidates = qr->p;
  while (qr->rank < candidates) {
    size_t k = qr->rank;
    long double norm = k < qr->n ? column_norm(qr->a + k * qr->n, k, qr->n) : 0;
    if (norm > collinear * norms[k] && norm > 0) {
      make_reflector(qr, k, norm);
      for (size_t j = k + 1; j < qr->p; j++) reflect(qr, k, qr->a + j * qr->n);
      qr->rank++;
    } else {
      move_to_end(qr, k, norms);
      candidates--;
    }
  }
}

bool etho_qr_make(const long double *x, size_t n, size_t p, const size_t *order, const double *row_scale,
                  etho_arena *arena, etho_qr *qr) {
  *qr = (etho_qr){.n = n, .p = p};
  qr->pivot = ETHO_NEW(arena, size_t, p + 1);
  qr->a = ETHO_NEW(arena, long double, n *p + 1);
  qr->tau = ETHO_NEW(arena, long double, p + 1);
  qr->diagonal = ETHO_NEW(arena, long double, p + 1);
  long double *norms = ETHO_NEW(arena, long double, p + 1);
  if (!qr->pivot || !qr->a || !qr->tau || !qr->diagonal || !norms) return false;
  for (size_t j = 0; j < p; j++) {
    qr->pivot[j] = order ? order[j] : j;
    for (size_t i = 0; i < n; i++)
      qr->a[j * n + i] = x[qr->pivot[j] * n + i] * (row_scale ? row_scale[i] : 1);
    norms[j] = column_norm(qr->a + j * n, 0, n);
  }
  factor(qr, norms);
  return true;
}

void etho_qr_apply_transposed(const etho_qr *qr, long double *y) {
  for (size_t k = 0; k < qr->rank; k++) reflect(qr, k, y);
}

void etho_qr_apply(const etho_qr *qr, long double *y) {
  for (size_t k = qr->rank; k-- > 0;) reflect(qr, k, y);
}

void etho_qr_column(const etho_qr *qr, size_t k, long double *column) {
  memset(column, 0, qr->n * sizeof *column);
  column[k] = 1;
  for (size_t j = k + 1; j-- > 0;) reflect(qr, j, column);
}

long double etho_qr_r(const etho_qr *qr, size_t i, size_t j) {
  return i == j && i < qr->rank ? qr->diagonal[i] : i <= j && i < qr->rank ? qr->a[j * qr->n + i] : 0;
}

void etho_qr_back_solve(const etho_qr *qr, long double *b) {
  for (size_t i = qr->rank; i-- > 0;) {
    for (size_t j = i + 1; j < qr->rank; j++) b[i] -= qr->a[j * qr->n + i] * b[j];
    b[i] /= qr->diagonal[i];
  }
}

bool etho_qr_inverse(const etho_qr *qr, etho_arena *arena, double *inverse) {
  size_t r = qr->rank, p = qr->p;
  long double *w = ETHO_NEW(arena, long double, r *r + 1);
  if (!w) return false;
  for (size_t k = 0; k < r; k++) { /* columns of R^-1 */
    w[k * r + k] = 1;
    etho_qr_back_solve(qr, w + k * r);
  }
  for (size_t i = 0; i < r; i++)
    for (size_t j = 0; j < r; j++) {
      long double sum = 0;
      for (size_t k = i > j ? i : j; k < r; k++) sum += w[k * r + i] * w[k * r + j];
      inverse[qr->pivot[j] * p + qr->pivot[i]] = (double)sum;
    }
  return true;
}

bool etho_qr_null_space(const etho_qr *qr, etho_arena *arena, double **basis) {
  size_t r = qr->rank, p = qr->p;
  long double *b = ETHO_NEW(arena, long double, r + 1);
  *basis = ETHO_NEW(arena, double, p *(p - r) + 1);
  if (!b || !*basis) return false;
  for (size_t j = r; j < p; j++) {
    for (size_t i = 0; i < r; i++) b[i] = qr->a[j * qr->n + i];
    etho_qr_back_solve(qr, b);
    double *column = *basis + (j - r) * p;
    for (size_t i = 0; i < r; i++) column[qr->pivot[i]] = -(double)b[i];
    column[qr->pivot[j]] = 1;
  }
  return true;
}

bool etho_cholesky(double *a, size_t p) {
  for (size_t j = 0; j < p; j++) {
    for (size_t k = 0; k < j; k++) {
      double f = a[k * p + j];
      for (size_t i = j; i < p && f != 0; i++) a[j * p + i] -= f * a[k * p + i];
    }
    double d = a[j * p + j];
    if (!(d > 0) || !isfinite(d)) return false;
    d = sqrt(d);
    for (size_t i = j; i < p; i++) a[j * p + i] /= d;
  }
  return true;
}

void etho_forward_solve(const double *l, size_t p, double *b) {
  for (size_t j = 0; j < p; j++) {
    b[j] /= l[j * p + j];
    for (size_t i = j + 1; i < p; i++) b[i] -= l[j * p + i] * b[j];
  }
}

void etho_backward_solve(const double *l, size_t p, double *b) {
  for (size_t j = p; j-- > 0;) {
    for (size_t i = j + 1; i < p; i++) b[j] -= l[j * p + i] * b[i];
    b[j] /= l[j * p + j];
  }
}

void etho_cholesky_solve(const double *l, size_t p, double *b) {
  etho_forward_solve(l, p, b);
  etho_backward_solve(l, p, b);
}

double etho_cholesky_log_determinant(const double *l, size_t p) {
  double sum = 0;
  for (size_t j = 0; j < p; j++) sum += log(l[j * p + j]);
  return 2 * sum;
}

bool etho_cholesky_inverse(const double *l, size_t p, etho_arena *arena, double *inverse) {
  double *column = ETHO_NEW(arena, double, p + 1);
  if (!column) return false;
  for (size_t j = 0; j < p; j++) {
    memset(column, 0, p * sizeof *column);
    column[j] = 1;
    etho_cholesky_solve(l, p, column);
    memcpy(inverse + j * p, column, p * sizeof *column);
  }
  return true;
}

static void rotate(double *a, double *v, size_t p, size_t i, size_t j) {
  double theta = (a[j * p + j] - a[i * p + i]) / (2 * a[j * p + i]);
  double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
  double c = 1 / sqrt(t * t + 1), s = t * c;
  for (size_t k = 0; k < p; k++) {
    double x = a[i * p + k], y = a[j * p + k];
    a[i * p + k] = c * x - s * y, a[j * p + k] = s * x + c * y;
  }
  for (size_t k = 0; k < p; k++) {
    double x = a[k * p + i], y = a[k * p + j];
    a[k * p + i] = c * x - s * y, a[k * p + j] = s * x + c * y;
  }
  for (size_t k = 0; k < p; k++) {
    double x = v[i * p + k], y = v[j * p + k];
    v[i * p + k] = c * x - s * y, v[j * p + k] = s * x + c * y;
  }
}

static void sort_eigen(size_t p, double *values, double *vectors) {
  for (size_t i = 0; i + 1 < p; i++) {
    size_t least = i;
    for (size_t j = i + 1; j < p; j++)
      if (values[j] < values[least]) least = j;
    double value = values[i];
    values[i] = values[least], values[least] = value;
    for (size_t k = 0; k < p && least != i; k++) {
      double x = vectors[i * p + k];
      vectors[i * p + k] = vectors[least * p + k], vectors[least * p + k] = x;
    }
  }
}

void etho_symmetric_eigen(const double *a, size_t p, double *work, double *values, double *vectors) {
  memcpy(work, a, p * p * sizeof *a);
  memset(vectors, 0, p * p * sizeof *vectors);
  for (size_t i = 0; i < p; i++) vectors[i * p + i] = 1;
  for (int sweep = 0; sweep < 60; sweep++) {
    bool changed = false;
    for (size_t i = 0; i < p; i++)
      for (size_t j = i + 1; j < p; j++) {
        double scale = sqrt(fabs(work[i * p + i])) * sqrt(fabs(work[j * p + j]));
        if (!(fabs(work[j * p + i]) > 1e-17 * scale) || fabs(work[j * p + i]) < 1e-300) continue;
        rotate(work, vectors, p, i, j);
        changed = true;
      }
    if (!changed) break;
  }
  for (size_t i = 0; i < p; i++) values[i] = work[i * p + i];
  sort_eigen(p, values, vectors);
}

double etho_quadratic_form(const double *v, size_t p, const double *l) {
  double sum = 0;
  for (size_t j = 0; j < p; j++)
    for (size_t i = 0; i < p && l[j] != 0; i++) sum += l[i] * v[j * p + i] * l[j];
  return sum;
}
