#include "stats/rank_distribution.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SCORES = 1000, MOST_CELLS = 1 << 24 }; /* 1000-choose-500 is 2.7e299; 2^24 doubles are 128 MB */

static int compare_scores(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t *sorted_scores(const int64_t *score, size_t n) {
  int64_t *copy = malloc((n + 1) * sizeof *copy);
  if (!copy) return NULL;
  memcpy(copy, score, n * sizeof *copy);
  qsort(copy, n, sizeof *copy, compare_scores);
  return copy;
}

static int64_t sum_of(const int64_t *score, size_t n) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += score[i];
  return sum;
}

double etho_subset_cost(const int64_t *score, size_t n, size_t m) {
  if (m > n - m) m = n - m;
  int64_t smallest = score[0], largest = score[0];
  for (size_t i = 1; i < n; i++) {
    if (score[i] < smallest) smallest = score[i];
    if (score[i] > largest) largest = score[i];
  }
  double width = (double)m * ((double)largest - (double)smallest) + 1; /* an upper bound of the longest row */
  if (n > MOST_SCORES || width * (double)(m + 1) > MOST_CELLS) return (double)INFINITY;
  return (double)n * (double)m * width / 2;
}

double etho_sign_cost(const int64_t *score, size_t n) {
  double width = 1;
  for (size_t i = 0; i < n; i++) width += (double)score[i];
  return n > MOST_SCORES || width > MOST_CELLS ? (double)INFINITY : (double)n * width / 2;
}

/* table[k][s] = subsets of k of the scores seen whose sum is s more than that of the k smallest. A score
 * joins: every subset of k - 1 grows to one of k. reached[k] = largest s so far. */
static void add_score(double *table, size_t width, size_t *reached, const int64_t *ascending, size_t i,
                      size_t k_low, size_t k_high) {
  for (size_t k = k_high; k >= k_low && k > 0; k--) {
    size_t step = (size_t)(ascending[i] - ascending[k - 1]), cells = reached[k - 1] + 1;
    const double *restrict from = table + (k - 1) * width;
    double *restrict to = table + k * width + step;
    for (size_t s = 0; s < cells; s++) to[s] += from[s];
  }
  for (size_t k = k_high; k > 0; k--) reached[k] = reached[k - 1] + (size_t)(ascending[i] - ascending[k - 1]);
}

/* The row of subsets of m scores, width long. */
static double *subset_row(const int64_t *ascending, size_t n, size_t m, size_t width) {
  double *table = calloc((m + 1) * width, sizeof *table);
  size_t *reached = calloc(m + 1, sizeof *reached);
  double *row = malloc(width * sizeof *row);
  bool done = table && reached && row;
  if (done) {
    table[0] = 1;
    for (size_t i = 0; i < n; i++) {
      size_t left = n - 1 - i; /* subsets that can no longer grow to m are left behind */
      add_score(table, width, reached, ascending, i, m > left ? m - left : 1, i + 1 < m ? i + 1 : m);
    }
    memcpy(row, table + m * width, width * sizeof *row);
  }
  free(table);
  free(reached);
  if (done) return row;
  free(row);
  return NULL;
}

static void reverse(double *value, size_t n) {
  for (size_t i = 0; i < n / 2; i++) {
    double swap = value[i];
    value[i] = value[n - 1 - i];
    value[n - 1 - i] = swap;
  }
}

static double total_of(const double *count, size_t length) {
  double total = 0;
  for (size_t i = 0; i < length; i++) total += count[i];
  return total;
}

bool etho_subset_counts(const int64_t *score, size_t n, size_t m, etho_counts *counts) {
  *counts = (etho_counts){0};
  if (isinf(etho_subset_cost(score, n, m))) return false;
  int64_t *ascending = sorted_scores(score, n);
  if (!ascending) return false;
  size_t fewer = m > n - m ? n - m : m; /* a subset is as good as what it leaves out */
  int64_t least = sum_of(ascending, fewer), most = sum_of(ascending + (n - fewer), fewer);
  size_t width = (size_t)(most - least) + 1;
  double *row = subset_row(ascending, n, fewer, width);
  if (row) {
    int64_t sum = sum_of(ascending, n);
    if (fewer != m) reverse(row, width);
    *counts = (etho_counts){.count = row,
                            .length = width,
                            .lowest = fewer == m ? least : sum - most,
                            .total = total_of(row, width),
                            .scale = (int64_t)n,
                            .centre = (int64_t)m * sum};
  }
  free(ascending);
  return row != NULL;
}

bool etho_sign_counts(const int64_t *score, size_t n, etho_counts *counts) {
  *counts = (etho_counts){0};
  if (isinf(etho_sign_cost(score, n))) return false;
  int64_t *ascending = sorted_scores(score, n);
  size_t width = (size_t)sum_of(score, n) + 1, high = 0;
  double *row = ascending ? calloc(width, sizeof *row) : NULL;
  if (row) {
    row[0] = 1;
    for (size_t i = 0; i < n; i++) {
      size_t step = (size_t)ascending[i];
      for (size_t s = high + 1; s-- > 0;) row[s + step] += row[s];
      high += step;
    }
    *counts = (etho_counts){.count = row,
                            .length = width,
                            .total = total_of(row, width),
                            .scale = 2,
                            .centre = (int64_t)(width - 1)};
  }
  free(ascending);
  return row != NULL;
}

void etho_counts_free(etho_counts *counts) {
  free(counts->count);
  *counts = (etho_counts){0};
}

/* How far the sum lowest + i lies from the expectation, times the scale: an exact integer. */
static int64_t deviation(const etho_counts *c, size_t i) {
  int64_t d = c->scale * (c->lowest + (int64_t)i) - c->centre;
  return d < 0 ? -d : d;
}

/* P(|S - E| >= distance / scale), from the ends inward. */
static double beyond(const etho_counts *c, int64_t distance) {
  double sum = 0;
  size_t i = 0, j = c->length;
  while (i < c->length && deviation(c, i) >= distance && c->scale * (c->lowest + (int64_t)i) <= c->centre)
    sum += c->count[i++];
  while (j > i && deviation(c, j - 1) >= distance) sum += c->count[--j];
  return fmin(1, sum / c->total);
}

etho_tails etho_counts_tails(const etho_counts *c, int64_t observed) {
  etho_tails tails = {0};
  size_t at = (size_t)(observed - c->lowest), last = c->length - 1; /* both ends are attained */
  for (size_t i = 0; i <= at; i++) tails.lower += c->count[i];
  for (size_t i = c->length; i > at; i--) tails.upper += c->count[i - 1];
  tails.lower = fmin(1, tails.lower / c->total);
  tails.upper = fmin(1, tails.upper / c->total);
  tails.two_sided = beyond(c, deviation(c, at));
  tails.least_lower = c->count[0] / c->total;
  tails.least_upper = c->count[last] / c->total;
  tails.least_two_sided =
      beyond(c, deviation(c, 0) > deviation(c, last) ? deviation(c, 0) : deviation(c, last));
  return tails;
}

size_t etho_counts_quantile(const etho_counts *c, double p) {
  double sum = 0, wanted = (p - 10 * DBL_EPSILON) * c->total;
  for (size_t i = 0; i < c->length; i++)
    if ((sum += c->count[i]) >= wanted) return i;
  return c->length - 1;
}

double etho_counts_lower(const etho_counts *c, int64_t index) {
  double sum = 0;
  for (int64_t i = 0; i <= index && i < (int64_t)c->length; i++) sum += c->count[i];
  return fmin(1, sum / c->total);
}
