#include "stats/semidefinite.h"

#include <math.h>

size_t etho_semidefinite_factor(double *a, size_t n, double tolerance, bool *skip) {
  size_t rank = 0;
  for (size_t i = 0; i < n; i++) {
    double pivot = a[i * n + i];
    for (size_t j = 0; j < i; j++) {
      double sum = a[i * n + j];
      for (size_t k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = skip[j] ? 0 : sum / a[j * n + j];
      pivot -= a[i * n + j] * a[i * n + j];
    }
    skip[i] = !(pivot > tolerance * a[i * n + i]);
    if (skip[i]) {
      for (size_t j = 0; j <= i; j++) a[i * n + j] = 0;
    } else {
      a[i * n + i] = sqrt(pivot);
      rank++;
    }
  }
  return rank;
}

void etho_semidefinite_solve(const double *l, size_t n, const bool *skip, double *b) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < i; j++) b[i] -= l[i * n + j] * b[j];
    b[i] = skip[i] ? 0 : b[i] / l[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t j = i + 1; j < n; j++) b[i] -= l[j * n + i] * b[j];
    b[i] = skip[i] ? 0 : b[i] / l[i * n + i];
  }
}
