#include "stats/decimal_grid.h"

#include <float.h>
#include <math.h>

bool etho_decimal_grid(const double *value, size_t n, double error, int64_t *whole) {
  double scale = 1;
  for (int digits = 0; digits <= 9; digits++, scale *= 10) {
    size_t i = 0;
    if (error * scale > 0.03) return false; /* the grid would be lost in the rounding */
    for (; i < n; i++) {
      double scaled = value[i] * scale, nearest = round(scaled);
      if (fabs(nearest) >= 0x1p40) return false;
      if (fabs(scaled - nearest) > 2 * DBL_EPSILON * fabs(scaled) + error * scale) break;
      whole[i] = (int64_t)nearest;
    }
    if (i == n) return true;
  }
  return false;
}
