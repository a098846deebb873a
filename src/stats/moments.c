#include "stats/moments.h"

#include <float.h>
#include <math.h>

bool etho_is_rounding_noise(double sd, double largest) {
  return !(sd > 4 * DBL_EPSILON * largest);
}

etho_wide etho_sum_about(const double *value, size_t n, double shift) {
  etho_wide sum = {0, 0};
  for (size_t i = 0; i < n; i++) sum = etho_wide_add(sum, etho_wide_two_sum(value[i], -shift));
  return sum;
}

static etho_wide deviation(double value, double shift, etho_wide mean) {
  return etho_wide_subtract(etho_wide_two_sum(value, -shift), mean);
}

etho_wide etho_squares_about(const double *value, size_t n, double shift, etho_wide mean) {
  etho_wide sum = {0, 0};
  for (size_t i = 0; i < n; i++) {
    etho_wide d = deviation(value[i], shift, mean);
    sum = etho_wide_add(sum, etho_wide_multiply(d, d));
  }
  return sum;
}

/* Power of two that brings the largest magnitude near 1 where squares would leave a double's range; else 0.
 */
static int exponent_of(double largest) {
  int exponent = 0;
  if (largest > 0x1p300 || (largest > 0 && largest < 0x1p-200)) (void)frexp(largest, &exponent);
  return exponent;
}

/* Everything about the mean, for values times 2^-exponent. */
typedef struct central {
  etho_wide sum, m2, m3, m4;
  double shift;
} central;

static central central_sums(const double *value, size_t n, int exponent) {
  central c = {.shift = ldexp(value[0], -exponent)};
  for (size_t i = 0; i < n; i++)
    c.sum = etho_wide_add(c.sum, etho_wide_two_sum(ldexp(value[i], -exponent), -c.shift));
  etho_wide mean = etho_wide_over(c.sum, (double)n);
  for (size_t i = 0; i < n; i++) {
    etho_wide d = deviation(ldexp(value[i], -exponent), c.shift, mean), square = etho_wide_multiply(d, d);
    c.m2 = etho_wide_add(c.m2, square);
    c.m3 = etho_wide_add(c.m3, etho_wide_multiply(square, d));
    c.m4 = etho_wide_add(c.m4, etho_wide_multiply(square, square));
  }
  return c;
}

static void set_range(etho_moments *m, const double *value) {
  m->min = m->max = value[0];
  for (size_t i = 1; i < m->n; i++) {
    if (value[i] < m->min) m->min = value[i];
    if (value[i] > m->max) m->max = value[i];
  }
}

etho_moments etho_moments_of(const double *value, size_t n) {
  const double unknown = (double)NAN;
  etho_moments m = {.n = n,
                    .min = unknown,
                    .max = unknown,
                    .mean = unknown,
                    .mean_rest = unknown,
                    .variance = unknown,
                    .sd = unknown,
                    .sem = unknown,
                    .skewness = unknown,
                    .kurtosis = unknown,
                    .constant = true};
  if (n == 0) return m;
  set_range(&m, value);
  double largest = fmax(fabs(m.min), fabs(m.max)), count = (double)n;
  int exponent = exponent_of(largest);
  central c = central_sums(value, n, exponent);
  etho_wide mean = etho_wide_add((etho_wide){c.shift, 0}, etho_wide_over(c.sum, count));
  etho_wide total = etho_wide_multiply(mean, (etho_wide){count, 0});
  m.mean = ldexp(mean.high, exponent);
  m.mean_rest = ldexp(mean.low, exponent);
  m.sum = ldexp(etho_wide_round(total), exponent);
  double squares = etho_wide_round(c.m2);
  m.squares = ldexp(squares, 2 * exponent);
  if (n < 2) return m;
  m.sd = ldexp(sqrt(squares / (count - 1)), exponent);
  m.variance = ldexp(squares / (count - 1), 2 * exponent);
  m.sem = ldexp(sqrt(squares / (count - 1) / count), exponent);
  m.overflow = isinf(m.sd);
  m.constant = etho_is_rounding_noise(m.sd, largest);
  if (m.constant) return m;
  double m2 = squares / count;
  m.skewness = etho_wide_round(c.m3) / count / (m2 * sqrt(m2));
  m.kurtosis = etho_wide_round(c.m4) / count / (m2 * m2) - 3;
  return m;
}

double etho_mean_difference(const etho_moments *from, const etho_moments *to) {
  etho_wide difference = etho_wide_two_sum(to->mean, -from->mean);
  return difference.high + (difference.low + (to->mean_rest - from->mean_rest));
}

double etho_mean_minus(const etho_moments *moments, double constant) {
  etho_wide difference = etho_wide_two_sum(moments->mean, -constant);
  return difference.high + (difference.low + moments->mean_rest);
}

double etho_deviation(const etho_moments *moments, double value) {
  return -etho_mean_minus(moments, value);
}
