#include "stats/subset_sums.h"

#include <stdlib.h>

/* Ascending a (na) and ascending b + add (nb) into out. Which comes first is a toss-up, so no branches on it.
 */
static void merge(const double *a, size_t na, const double *b, size_t nb, double add, double *out) {
  size_t i = 0, j = 0, k = 0;
  while (i < na && j < nb) {
    double x = a[i], y = b[j] + add;
    size_t take = x <= y;
    out[k++] = take ? x : y;
    i += take;
    j += 1 - take;
  }
  while (i < na) out[k++] = a[i++];
  while (j < nb) out[k++] = b[j++] + add;
}

static bool start(etho_sums *sums, double **other, size_t n) {
  *sums = (etho_sums){0};
  sums->sum = malloc(((size_t)1 << n) * sizeof *sums->sum);
  *other = malloc(((size_t)1 << n) * sizeof **other);
  if (!sums->sum || !*other) {
    etho_sums_free(sums);
    free(*other);
    return false;
  }
  sums->sum[0] = 0;
  sums->first[1] = 1;
  return true;
}

static void swap(double **a, double **b) {
  double *t = *a;
  *a = *b;
  *b = t;
}

bool etho_sums_by_size(etho_sums *sums, const double *value, size_t n) {
  double *other;
  if (!start(sums, &other, n)) return false;
  for (size_t i = 0; i < n;
       i++) { /* subsets of size k: those without value i, and those of size k - 1 with it */
    size_t first[ETHO_HALF + 2] = {0};
    for (size_t k = 0; k <= i + 1; k++) {
      size_t without = k <= i ? sums->first[k + 1] - sums->first[k] : 0;
      size_t with = k > 0 ? sums->first[k] - sums->first[k - 1] : 0;
      merge(sums->sum + sums->first[k], without, k > 0 ? sums->sum + sums->first[k - 1] : sums->sum, with,
            value[i], other + first[k]);
      first[k + 1] = first[k] + without + with;
    }
    for (size_t k = 0; k <= i + 2; k++) sums->first[k] = first[k];
    swap(&sums->sum, &other);
  }
  sums->n = n;
  free(other);
  return true;
}

bool etho_sums_together(etho_sums *sums, const double *value, size_t n) {
  double *other;
  if (!start(sums, &other, n)) return false;
  for (size_t i = 0; i < n; i++) {
    size_t count = (size_t)1 << i;
    merge(sums->sum, count, sums->sum, count, value[i], other);
    swap(&sums->sum, &other);
  }
  sums->first[1] = (size_t)1 << n;
  free(other);
  return true;
}

void etho_sums_free(etho_sums *sums) {
  free(sums->sum);
  sums->sum = NULL;
}

static double pairs_up_to(const double *a, size_t na, const double *b, size_t nb, double limit) {
  double count = 0;
  size_t j = nb;
  for (size_t i = 0; i < na && j > 0; i++) {
    while (j > 0 && a[i] + b[j - 1] > limit) j--;
    count += (double)j;
  }
  return count;
}

static double pairs_from(const double *a, size_t na, const double *b, size_t nb, double limit) {
  double count = 0;
  size_t j = nb;
  for (size_t i = 0; i < na; i++) {
    while (j > 0 && a[i] + b[j - 1] >= limit) j--;
    count += (double)(nb - j);
  }
  return count;
}

static double over_sizes(const etho_sums *a, const etho_sums *b, size_t m, double limit,
                         double (*count)(const double *, size_t, const double *, size_t, double)) {
  double total = 0;
  for (size_t k = 0; k <= a->n && k <= m; k++) {
    size_t rest = m - k;
    if (rest > b->n) continue;
    total += count(a->sum + a->first[k], a->first[k + 1] - a->first[k], b->sum + b->first[rest],
                   b->first[rest + 1] - b->first[rest], limit);
  }
  return total;
}

double etho_sums_up_to(const etho_sums *a, const etho_sums *b, size_t m, double limit) {
  return over_sizes(a, b, m, limit, pairs_up_to);
}

double etho_sums_from(const etho_sums *a, const etho_sums *b, size_t m, double limit) {
  return over_sizes(a, b, m, limit, pairs_from);
}
