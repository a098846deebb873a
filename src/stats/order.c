#include "stats/order.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/moments.h"

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

void etho_sort(double *value, size_t n) {
  if (n > 1) qsort(value, n, sizeof *value, compare);
}

double *etho_sorted_copy(const double *value, size_t n) {
  double *copy = malloc((n + 1) * sizeof *copy);
  if (!copy) return NULL;
  if (n) memcpy(copy, value, n * sizeof *copy);
  etho_sort(copy, n);
  return copy;
}

/* x[j] + share * (x[j + 1] - x[j]) for the 1-based j, which may lie outside 1..n. */
static double between(const double *x, size_t n, double j, double share) {
  double last = (double)n;
  double low = x[(size_t)(fmin(fmax(j, 1), last)) - 1];
  double high = x[(size_t)(fmin(fmax(j + 1, 1), last)) - 1];
  if (share == 0 || low == high) return low;
  if (share == 1) return high;
  return (1 - share) * low + share * high;
}

static double step_quantile(const double *x, size_t n, double p, int type) {
  const double fuzz = 4 * DBL_EPSILON;
  double position = (double)n * p - (type == 3 ? 0.5 : 0), j = floor(position + fuzz);
  bool above = position > j + fuzz * fmax(1, fabs(j));
  double share = above ? 1 : type == 1 ? 0 : type == 2 ? 0.5 : fmod(j, 2) != 0 ? 1 : 0;
  return between(x, n, j, share);
}

double etho_quantile_sorted(const double *x, size_t n, double p, int type) {
  if (type >= 1 && type <= 3) return step_quantile(x, n, p, type);
  const double fuzz = 4 * DBL_EPSILON, count = (double)n;
  double a = type == 4 ? 0 : type == 5 ? 0.5 : type == 6 ? 0 : type == 8 ? 1. / 3 : type == 9 ? 3. / 8 : 1;
  double b = type == 4 ? 1 : a;
  double position = a + p * (count + 1 - a - b), j = floor(position + fuzz), share = position - j;
  if (fabs(share) < fuzz) share = 0;
  return between(x, n, j, share);
}

double etho_median_sorted(const double *x, size_t n) {
  if (n % 2) return x[n / 2];
  return x[n / 2 - 1] / 2 + x[n / 2] / 2;
}

double etho_median(const double *value, size_t n) {
  double *sorted = n ? etho_sorted_copy(value, n) : NULL;
  double median = sorted ? etho_median_sorted(sorted, n) : (double)NAN;
  free(sorted);
  return median;
}

typedef struct placed {
  double value;
  size_t index;
} placed;

static int compare_placed(const void *a, const void *b) {
  const placed *x = a, *y = b;
  return x->value != y->value ? (x->value > y->value) - (x->value < y->value)
                              : (x->index > y->index) - (x->index < y->index);
}

int etho_ranks(const double *value, size_t n, double *rank, double *tie_sum) {
  placed *order = malloc((n + 1) * sizeof *order);
  if (!order) return -1;
  for (size_t i = 0; i < n; i++) order[i] = (placed){value[i], i};
  if (n > 1) qsort(order, n, sizeof *order, compare_placed);
  double ties = 0;
  for (size_t first = 0, next; first < n; first = next) {
    for (next = first + 1; next < n && order[next].value == order[first].value;) next++;
    double size = (double)(next - first);
    ties += size * size * size - size;
    for (size_t i = first; i < next; i++) rank[order[i].index] = ((double)first + (double)next + 1) / 2;
  }
  free(order);
  if (tie_sum) *tie_sum = ties;
  return 0;
}

double etho_trimmed_mean_sorted(const double *x, size_t n, double share) {
  if (share >= 0.5) return etho_median_sorted(x, n);
  size_t cut = (size_t)floor((double)n * share);
  return etho_moments_of(x + cut, n - 2 * cut).mean;
}
