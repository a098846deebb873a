/* stats/moments.h - mean, variance and higher moments to the last digit of the input; the base of every
 * parametric test.
 *
 * Values are shifted by the first one and summed with twice a double's precision, in two passes, so a 1e9
 * offset costs nothing and a constant sample has a variance of exactly 0. Magnitudes near the ends of a
 * double's range are scaled by a power of two first: sd, sem and mean are right even where the variance
 * itself overflows (it is then infinite) or underflows (0). */
#ifndef ETHO_STATS_MOMENTS_H
#define ETHO_STATS_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "ethostat/stats.h"
#include "stats/wide.h"

typedef struct etho_moments {
  size_t n;
  double min, max;
  double sum, mean;         /* NaN when n = 0 (sum: 0) */
  double mean_rest;         /* mean + mean_rest is the mean to twice a double's precision */
  double squares;           /* sum of (x - mean)^2 */
  double variance, sd, sem; /* divisor n - 1; NaN when n < 2 */
  double skewness;          /* g1 = m3 / m2^1.5, divisor n; NaN when constant */
  double kurtosis;          /* g2 = m4 / m2^2 - 3; NaN when constant */
  bool overflow;         /* sd beyond the range of a double (the values are finite, their spread is not) */
  bool constant; /* no spread beyond the rounding of the values themselves (sd <= 4 epsilon max|x|), or n < 2
                  */
} etho_moments;

/* n finite values; n = 0 is fine. */
etho_moments etho_moments_of(const double *value, size_t n);

/* The difference of two means, and of a mean and a constant, rounded once: with an offset of 1e9 the rounded
 * means alone would leave 7 digits of a difference of 0.1. */
double etho_mean_difference(const etho_moments *from, const etho_moments *to); /* to - from */
double etho_mean_minus(const etho_moments *moments, double constant);
double etho_deviation(const etho_moments *moments, double value); /* value - mean */

/* sum of (value - shift). */
etho_wide etho_sum_about(const double *value, size_t n, double shift);
/* sum of (value - shift - mean)^2. */
etho_wide etho_squares_about(const double *value, size_t n, double shift, etho_wide mean);

/* Has an sd this small no meaning beside values this large? Decimal values such as 0.3 are themselves off by
 * half a unit in the last place; a spread of that size is noise, and a t from it a made-up number. */
bool etho_is_rounding_noise(double sd, double largest);

#endif
