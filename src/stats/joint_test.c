#include "stats/joint_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/tails.h"

static double dot(const double *a, const double *b, size_t k) {
  double sum = 0;
  for (size_t i = 0; i < k; i++) sum += a[i] * b[i];
  return sum;
}

/* Standard deviation of the mean of arm g. */
static double error_of(const etho_arms *arms, size_t g, bool pooled) {
  return pooled ? arms->pooled_sd / sqrt((double)arms->arm[g].m.n) : arms->arm[g].m.sem;
}

/* row: a contrast in units of the means' errors, made orthogonal to the first r rows of basis and of
 * length 1. false when it depends on them. Twice, against rounding. */
static bool orthonormalise(double *row, const double *basis, size_t r, size_t k) {
  double before = sqrt(dot(row, row, k));
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < r; i++) {
      double along = dot(row, basis + i * k, k);
      for (size_t g = 0; g < k; g++) row[g] -= along * basis[i * k + g];
    }
  double after = sqrt(dot(row, row, k));
  if (!(after > 1e-10 * before)) return false;
  for (size_t g = 0; g < k; g++) row[g] /= after;
  return true;
}

static double johansen_p(const etho_arms *arms, const double *basis, double t, size_t r) {
  size_t k = arms->n_arms;
  double a = 0, rank = (double)r;
  for (size_t g = 0; g < k; g++) {
    double p = 0;
    for (size_t i = 0; i < r; i++) p += basis[i * k + g] * basis[i * k + g];
    if (p > 0) a += p * p / ((double)arms->arm[g].m.n - 1);
  }
  double c = rank + 2 * a - 6 * a / (rank + 2);
  return etho_f_upper(t / c, rank, rank * (rank + 2) / (3 * a));
}

double etho_joint_p(const etho_arms *arms, const double *const *contrast, size_t n, bool pooled) {
  size_t k = arms->n_arms, r = 0;
  double *basis = calloc(n * k + 1, sizeof *basis), t = 0, p;
  if (!basis) return (double)NAN;
  for (size_t c = 0; c < n; c++) {
    double *row = basis + r * k;
    for (size_t g = 0; g < k; g++)
      row[g] = contrast[c][g] == 0 ? 0 : contrast[c][g] * error_of(arms, g, pooled);
    if (orthonormalise(row, basis, r, k))
      r++;
    else
      memset(row, 0, k * sizeof *row);
  }
  for (size_t i = 0; i < r; i++) {
    double along = 0;
    for (size_t g = 0; g < k; g++)
      if (basis[i * k + g] != 0)
        along += basis[i * k + g] * (arms->arm[g].centre / error_of(arms, g, pooled));
    t += along * along;
  }
  p = pooled ? etho_f_upper(t / (double)r, (double)r, arms->df) : johansen_p(arms, basis, t, r);
  free(basis);
  return p;
}
