#include "stats/resample_range.h"

#include <math.h>

const char *etho_resample_refusal(const etho_sample *group, size_t n_groups) {
  double low = (double)INFINITY, high = -low;
  for (size_t g = 0; g < n_groups; g++)
    for (size_t i = 0; i < group[g].n; i++) {
      low = fmin(low, group[g].value[i]);
      high = fmax(high, group[g].value[i]);
    }
  if (high > 1e150 || low < -1e150) return "values beyond 1e150 cannot be resampled: use another unit";
  if (high > low && high - low < 1e-150)
    return "values within 1e-150 of each other cannot be resampled: use another unit";
  return NULL;
}
