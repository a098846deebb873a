#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/correlation.h"
#include "stats/correlation_result.h"
#include "stats/moments.h"
#include "stats/tails.h"

typedef struct products {
  double xx, yy, xy, rest;
} products; /* rest: 1 - r^2 */

/* Values times a power of two that brings the largest to about 1, which changes no digit, and keeps squares
 * in range. */
static double *scaled_copy(const double *value, size_t n) {
  double most = 0, *copy = malloc(n * sizeof *copy);
  int exponent;
  for (size_t i = 0; i < n; i++) most = fmax(most, fabs(value[i]));
  frexp(most, &exponent);
  for (size_t i = 0; copy && i < n; i++) copy[i] = ldexp(value[i], -exponent);
  return copy;
}

/* Sums about the means, in shifted coordinates, corrected for what rounding left of the means. */
static products products_of(const double *x, const double *y, size_t n) {
  double count = (double)n, mean_x = 0, mean_y = 0, sum_x = 0, sum_y = 0;
  for (size_t i = 0; i < n; i++) mean_x += (x[i] - x[0]) / count, mean_y += (y[i] - y[0]) / count;
  products p = {0};
  for (size_t i = 0; i < n; i++) {
    double dx = x[i] - x[0] - mean_x, dy = y[i] - y[0] - mean_y;
    sum_x += dx, sum_y += dy;
    p.xx += dx * dx, p.yy += dy * dy, p.xy += dx * dy;
  }
  p.xx -= sum_x * sum_x / count, p.yy -= sum_y * sum_y / count, p.xy -= sum_x * sum_y / count;
  double slope = p.xy / p.xx;
  for (size_t i = 0; i < n; i++) {
    double residual = (y[i] - y[0] - mean_y - sum_y / count) - slope * (x[i] - x[0] - mean_x - sum_x / count);
    p.rest += residual * residual;
  }
  p.rest /= p.yy;
  return p;
}

static double largest(const double *x, size_t n) {
  double most = 0;
  for (size_t i = 0; i < n; i++) most = fmax(most, fabs(x[i]));
  return most;
}

/* All that parts the points from a line is the rounding of the values. */
static bool is_line(const products *p, const double *x, const double *y, size_t n) {
  double coarse = largest(x, n) * sqrt((double)n / p->xx) + largest(y, n) * sqrt((double)n / p->yy);
  return sqrt(p->rest) <= 4 * DBL_EPSILON * (1 + coarse);
}

static void write_test(const double *x, const double *y, size_t n, const etho_options *options,
                       etho_row *row) {
  products p = products_of(x, y, n);
  double df = (double)n - 2, r = fmin(1, fmax(-1, p.xy / sqrt(p.xx) / sqrt(p.yy)));
  bool line = is_line(&p, x, y, n);
  if (line) r = r < 0 ? -1 : 1;
  double t = line ? copysign((double)INFINITY, r) : r * sqrt(df / p.rest);
  etho_correlation_interval(row, r, n > 3 ? 1 / sqrt((double)n - 3) : (double)NAN, options);
  etho_row_number(row, "statistic", t);
  etho_row_text(row, "statistic_name", "t");
  etho_row_number(row, "df", df);
  etho_row_number(row, "p_value", etho_t_p_value(t, df, options->alternative));
  etho_correlation_alternative(row, options);
  if (line) etho_row_note(row, "all points lie on one line: t is infinite");
}

etho_status etho_pearson(const double *x, const double *y, size_t n, const etho_options *options,
                         etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_row_number(row, "n", (double)n);
  if (!etho_correlation_possible(x, y, n, 3, row)) return ETHO_OK;
  double *scaled_x = scaled_copy(x, n), *scaled_y = scaled_copy(y, n);
  bool done = scaled_x && scaled_y;
  if (done) write_test(scaled_x, scaled_y, n, options, row);
  free(scaled_x);
  free(scaled_y);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
