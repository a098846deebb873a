/* Shapiro-Wilk's W and its p-value: Royston 1995, Applied Statistics 44, 547-551 (AS R94). */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_poly.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/distribution.h"
#include "stats/tails.h"

/* Royston's polynomials, in ascending powers: of 1/sqrt(n) for the two largest weights, of n or log(n) for
 * the normalising transformation. */
static const double weight_last[] = {0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
static const double weight_next[] = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
static const double small_mean[] = {0.544, -0.39978, 0.025054, -6.714e-4};
static const double small_log_sd[] = {1.3822, -0.77857, 0.062767, -0.0020322};
static const double large_mean[] = {-1.5861, -0.31082, -0.083751, 0.0038915};
static const double large_log_sd[] = {-0.4803, -0.082676, 0.0030302};
static const double small_gamma[] = {-2.273, 0.459};

#define POLYNOMIAL(c, x) gsl_poly_eval((c), (int)(sizeof(c) / sizeof *(c)), (x))

/* The weights of the upper half, a[0] for the largest value; the lower half is their negative. */
static void find_weights(double *a, size_t n) {
  size_t half = n / 2;
  if (n == 3) {
    a[0] = M_SQRT1_2;
    return;
  }
  double sum_squares = 0, root = 1 / sqrt((double)n);
  for (size_t i = 0; i < half; i++) {
    a[i] = gsl_cdf_ugaussian_Qinv(((double)i + 1 - 0.375) / ((double)n + 0.25));
    sum_squares += 2 * a[i] * a[i];
  }
  double length = sqrt(sum_squares), m1 = a[0], m2 = half > 1 ? a[1] : 0;
  double first = m1 / length + POLYNOMIAL(weight_last, root),
         second = m2 / length + POLYNOMIAL(weight_next, root);
  size_t given = n > 5 ? 2 : 1;
  double left = sum_squares - 2 * m1 * m1, share = 1 - 2 * first * first;
  if (given == 2) left -= 2 * m2 * m2, share -= 2 * second * second;
  double scale = sqrt(left / share);
  for (size_t i = given; i < half; i++) a[i] /= scale;
  a[0] = first;
  if (given == 2) a[1] = second;
}

/* 1 - W, computed as (S - A)(S + A) / S^2 with S^2 the product of the sums of squares and A the covariance,
 * so that W near 1 keeps its digits. Values are centred and scaled first. */
static double one_less_w(const double *x, const double *a, size_t n) {
  double range = x[n - 1] - x[0], middle = x[n / 2], mean = 0, squares = 0, weight_squares = 0,
         covariance = 0;
  for (size_t i = 0; i < n; i++) mean += (x[i] - middle) / range;
  mean /= (double)n;
  for (size_t i = 0; i < n; i++) {
    double d = (x[i] - middle) / range - mean;
    squares += d * d;
  }
  for (size_t i = 0; i < n / 2; i++) {
    covariance += a[i] * ((x[n - 1 - i] - x[i]) / range);
    weight_squares += 2 * a[i] * a[i];
  }
  double size = sqrt(squares * weight_squares);
  return fmax(0, (size - covariance) * (size + covariance) / (squares * weight_squares));
}

/* P of a W as small as this for n = 3, exact: 6 / pi (asin sqrt(W) - asin sqrt(3/4)). */
static double p_of_three(double w) {
  return fmin(1, fmax(0, 6 / M_PI * (asin(sqrt(w)) - asin(sqrt(0.75)))));
}

static double p_of(double w1, size_t n) {
  double log_w1 = log(w1), size = (double)n;
  if (n == 3) return p_of_three(1 - w1);
  if (n <= 11) {
    double gamma = POLYNOMIAL(small_gamma, size);
    if (log_w1 >= gamma) return (double)NAN; /* never: W is at least n a_1^2 / (n - 1) */
    double y = -log(gamma - log_w1);
    return etho_normal_upper((y - POLYNOMIAL(small_mean, size)) / exp(POLYNOMIAL(small_log_sd, size)));
  }
  double x = log(size);
  return etho_normal_upper((log_w1 - POLYNOMIAL(large_mean, x)) / exp(POLYNOMIAL(large_log_sd, x)));
}

bool etho_shapiro_wilk_sorted(const double *sorted, size_t n, double *w, double *p) {
  *w = *p = (double)NAN;
  if (n < 3 || n > 5000 || !(sorted[n - 1] > sorted[0])) return false;
  double *a = malloc(n / 2 * sizeof *a);
  if (!a) return false;
  find_weights(a, n);
  double w1 = one_less_w(sorted, a, n);
  free(a);
  *w = 1 - w1;
  *p = w1 > 0 ? p_of(w1, n) : 1;
  return true;
}
