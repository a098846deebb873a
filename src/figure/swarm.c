#include "figure/swarm.h"

#include <math.h>
#include <stdlib.h>

typedef struct dot {
  double y, x;
  size_t index;
} dot;

static int by_height(const void *a, const void *b) {
  const dot *l = a, *r = b;
  if (l->y != r->y) return l->y < r->y ? -1 : 1;
  return l->index < r->index ? -1 : l->index > r->index;
}

static bool is_free(const dot *placed, size_t first, size_t n, double y, double x, double diameter) {
  for (size_t i = first; i < n; i++)
    if (hypot(placed[i].x - x, placed[i].y - y) < diameter * (1 - 1e-9)) return false;
  return true;
}

/* The candidate nearest to the middle: 0, or just beside a dot that is near in height. The first side
 * alternates. */
static double best_offset(const dot *placed, size_t first, size_t n, double y, double diameter) {
  if (is_free(placed, first, n, y, 0, diameter)) return 0;
  double best = HUGE_VAL, side = n % 2 ? 1 : -1;
  for (size_t i = first; i < n; i++) {
    double dy = y - placed[i].y, dx = sqrt(fmax(diameter * diameter - dy * dy, 0));
    for (int k = 0; k < 2; k++) {
      double x = placed[i].x + (k ? -side : side) * dx;
      if (fabs(x) < fabs(best) - 1e-9 && is_free(placed, first, n, y, x, diameter)) best = x;
    }
  }
  return isfinite(best) ? best : 0;
}

etho_status etho_swarm(const double *y_mm, size_t n, double diameter_mm, double limit_mm, double *offset_mm,
                       etho_arena *arena) {
  dot *placed = ETHO_NEW(arena, dot, n);
  if (!placed) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < n; i++) placed[i] = (dot){y_mm[i], 0, i};
  qsort(placed, n, sizeof *placed, by_height);
  size_t first = 0;
  for (size_t i = 0; i < n; i++) {
    while (placed[first].y < placed[i].y - diameter_mm) first++;
    placed[i].x = best_offset(placed, first, i, placed[i].y, diameter_mm);
  }
  double widest = 0;
  for (size_t i = 0; i < n; i++) widest = fmax(widest, fabs(placed[i].x));
  double shrink = widest > limit_mm ? limit_mm / widest : 1;
  for (size_t i = 0; i < n; i++) offset_mm[placed[i].index] = placed[i].x * shrink;
  return ETHO_OK;
}

int etho_double_compare(const void *a, const void *b) {
  double l = *(const double *)a, r = *(const double *)b;
  return l < r ? -1 : l > r;
}

static double quantile7(const double *sorted, size_t n, double p) {
  double h = (double)(n - 1) * p;
  size_t below = (size_t)h;
  double next = below + 1 < n ? sorted[below + 1] : sorted[below];
  return sorted[below] + (h - (double)below) * (next - sorted[below]);
}

double etho_density(const double *value, size_t n, double least, const double *at, size_t m,
                    double *density) {
  double mean = 0, squares = 0;
  for (size_t i = 0; i < n; i++) mean += value[i] / (double)n;
  for (size_t i = 0; i < n; i++) squares += (value[i] - mean) * (value[i] - mean);
  double sd = n > 1 ? sqrt(squares / (double)(n - 1)) : 0;
  double iqr = n > 1 ? (quantile7(value, n, 0.75) - quantile7(value, n, 0.25)) / 1.34 : 0;
  double spread = iqr > 0 && iqr < sd ? iqr : sd;
  double bandwidth = 0.9 * spread * pow((double)(n ? n : 1), -0.2);
  if (!(bandwidth > least)) bandwidth = least;
  for (size_t k = 0; k < m; k++) {
    density[k] = 0;
    for (size_t i = 0; i < n; i++) {
      double z = (at[k] - value[i]) / bandwidth;
      if (fabs(z) < 6) density[k] += exp(-0.5 * z * z);
    }
    density[k] /= (double)n * bandwidth * 2.50662827463100050242;
  }
  return bandwidth;
}
