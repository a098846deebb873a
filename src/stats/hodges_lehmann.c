#include "stats/hodges_lehmann.h"

#include <stdint.h>
#include <string.h>

typedef struct lists {
  const double *first, *second; /* second NULL: Walsh averages of first */
  size_t n1, n2;
} lists;

/* Doubles in order as unsigned integers in order, and back. */
static uint64_t key_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double value_of(uint64_t key) {
  uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static size_t differences_up_to(const lists *l, double limit) {
  size_t count = 0, j = 0;
  for (size_t i = 0; i < l->n1; i++) {
    while (j < l->n2 && l->second[j] - l->first[i] <= limit) j++;
    count += j;
  }
  return count;
}

static size_t averages_up_to(const lists *l, double limit) {
  size_t count = 0, j = l->n1;
  for (size_t i = 0; i < l->n1; i++) {
    while (j > i && (l->first[i] + l->first[j - 1]) / 2 > limit) j--;
    if (j <= i) break;
    count += j - i;
  }
  return count;
}

static double order_statistic(const lists *l, double low, double high, size_t k) {
  uint64_t a = key_of(low), b = key_of(high);
  while (a < b) {
    uint64_t middle = a + (b - a) / 2;
    double limit = value_of(middle);
    if ((l->second ? differences_up_to(l, limit) : averages_up_to(l, limit)) >= k)
      b = middle;
    else
      a = middle + 1;
  }
  return value_of(b) + 0.0; /* never -0 */
}

double etho_difference_order(const double *first, size_t n1, const double *second, size_t n2, size_t k) {
  lists l = {first, second, n1, n2};
  return order_statistic(&l, second[0] - first[n1 - 1], second[n2 - 1] - first[0], k);
}

double etho_walsh_order(const double *x, size_t n, size_t k) {
  lists l = {x, NULL, n, 0};
  return order_statistic(&l, (x[0] + x[0]) / 2, (x[n - 1] + x[n - 1]) / 2, k);
}

double etho_difference_median(const double *first, size_t n1, const double *second, size_t n2) {
  size_t count = n1 * n2;
  double upper = etho_difference_order(first, n1, second, n2, count / 2 + 1);
  return count % 2 ? upper : (etho_difference_order(first, n1, second, n2, count / 2) + upper) / 2;
}

double etho_walsh_median(const double *x, size_t n) {
  size_t count = n * (n + 1) / 2;
  double upper = etho_walsh_order(x, n, count / 2 + 1);
  return count % 2 ? upper : (etho_walsh_order(x, n, count / 2) + upper) / 2;
}
