/* Random tables with given margins. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "stats/contingency.h"
#include "stats/fisher.h"

static double log_factorial(double k) {
  gsl_sf_result result;
  return gsl_sf_lngamma_e(k + 1, &result) == GSL_SUCCESS ? result.val : (double)NAN;
}

static double log_choose(double n, double k) {
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

/* How many of `draw` balls taken from `total` are among the `marked` ones: inversion outward from the mode.
 */
static double draw_hypergeometric(double draw, double marked, double total, etho_random *random) {
  double low = fmax(0, draw + marked - total), high = fmin(draw, marked);
  double mode = fmax(low, fmin(high, floor((draw + 1) * (marked + 1) / (total + 2))));
  double up = mode, down = mode, u = etho_random_unit(random);
  double p_up =
      exp(log_choose(marked, mode) + log_choose(total - marked, draw - mode) - log_choose(total, draw));
  double p_down = p_up;
  u -= p_up;
  while (u >= 0 && (up < high || down > low)) {
    if (up < high) {
      p_up *= (draw - up) * (marked - up) / ((up + 1) * (total - draw - marked + up + 1));
      up++;
      if ((u -= p_up) < 0) return up;
    }
    if (down > low) {
      p_down *= down * (total - draw - marked + down) / ((draw - down + 1) * (marked - down + 1));
      down--;
      if ((u -= p_down) < 0) return down;
    }
    if (p_up + p_down < 1e-300) break; /* rounding left a rest of u that no outcome has */
  }
  return mode;
}

/* One table, cell by cell (after Patefield 1981). Returns the log of its weight, the product of 1 / cell!. */
static double draw_table(const etho_contingency *table, const double *row, double *left, double total,
                         etho_random *random) {
  double sum = 0;
  for (size_t i = 0; i < table->rows; i++) {
    double rest = row[i], pool = total; /* what is left of the row, and of the columns from j on */
    for (size_t j = 0; j < table->columns; j++) {
      double cell = pool > left[j] ? draw_hypergeometric(rest, left[j], pool, random) : rest;
      pool -= left[j], rest -= cell, left[j] -= cell;
      sum -= log_factorial(cell);
    }
    total -= row[i];
  }
  return sum;
}

bool etho_fisher_simulate(const etho_contingency *table, size_t draws, uint64_t seed, size_t *extreme) {
  double *row = malloc((table->rows + 2 * table->columns) * sizeof *row);
  if (!row) return false;
  double *column = row + table->rows, *left = column + table->columns, observed = 0;
  double total = etho_contingency_margins(table, row, column);
  for (size_t i = 0; i < table->rows * table->columns; i++) observed -= log_factorial(table->count[i]);
  etho_random random = etho_random_stream(seed, 0);
  *extreme = 0;
  for (size_t k = 0; k < draws; k++) {
    memcpy(left, column, table->columns * sizeof *left);
    *extreme += draw_table(table, row, left, total, &random) <= observed + 1e-7;
  }
  free(row);
  return true;
}
