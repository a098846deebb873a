#include "base/select.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static void swap(double *a, double *b) {
  double t = *a;
  *a = *b;
  *b = t;
}

double etho_select(double *value, size_t n, size_t k) {
  size_t low = 0, high = n - 1;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (value[middle] < value[low]) swap(&value[middle], &value[low]);
    if (value[high] < value[low]) swap(&value[high], &value[low]);
    if (value[high] < value[middle]) swap(&value[high], &value[middle]);
    double pivot = value[middle];
    size_t i = low, j = high;
    while (i <= j) {
      while (value[i] < pivot) i++;
      while (value[j] > pivot) j--;
      if (i > j) break;
      swap(&value[i], &value[j]);
      i++;
      if (j == 0) break;
      j--;
    }
    if (k <= j)
      high = j;
    else if (k >= i)
      low = i;
    else
      break;
  }
  return value[k];
}

enum {
  SAMPLE = 512,
  SPREAD = 4
}; /* the sample's rank errs by less than SPREAD standard deviations, nearly always */

/* Two values of an evenly spaced sample that should enclose the k-th smallest. */
static void enclose(const double *value, size_t n, size_t k, double *low, double *high) {
  double sample[SAMPLE], share = ((double)k + 0.5) / (double)n;
  for (size_t i = 0; i < SAMPLE; i++) sample[i] = value[i * (n / SAMPLE)];
  double at = share * SAMPLE, slack = SPREAD * sqrt(share * (1 - share) * SAMPLE) + 2;
  double below = floor(at - slack), above = ceil(at + slack);
  *low = below < 0 ? -(double)INFINITY : etho_select(sample, SAMPLE, (size_t)below);
  *high = above >= SAMPLE ? (double)INFINITY : etho_select(sample, SAMPLE, (size_t)above);
}

static double next_after(const double *value, size_t n, size_t k) {
  double least = k + 1 < n ? value[k + 1] : value[k];
  for (size_t i = k + 2; i < n; i++) least = value[i] < least ? value[i] : least;
  return least;
}

double etho_select_two(const double *value, size_t n, size_t k, double *scratch, double *next) {
  double low = -(double)INFINITY, high = (double)INFINITY;
  if (n >= 8 * SAMPLE) enclose(value, n, k, &low, &high);
  size_t below = 0, between = 0;
  for (size_t i = 0; i < n; i++) { /* no branches: which way each goes is a toss-up */
    double v = value[i];
    scratch[between] = v;
    between += (size_t)((v >= low) & (v <= high));
    below += (size_t)(v < low);
  }
  bool inside = k >= below && k - below + 1 < between;
  if (!inside) {
    memcpy(scratch, value, n * sizeof *scratch);
    below = 0, between = n;
  }
  double found = etho_select(scratch, between, k - below);
  *next = next_after(scratch, between, k - below);
  return found;
}
