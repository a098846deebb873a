#include "stats/pairing.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 16 };

typedef struct table {
  etho_pairing kind;
  size_t n, width;
  int64_t x[MOST], y[MOST];          /* both ascending */
  uint32_t below[MOST], equal[MOST]; /* y's less than, and as great as, each y */
  double *count;                     /* [set of y taken][sum] */
} table;

static int compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static size_t bits_in(uint32_t set) {
  size_t count = 0;
  for (; set; set &= set - 1) count++;
  return count;
}

/* What the sum gains when the x's of one tie group, of value x, get the y's in `chosen` after those in
 * `taken`. */
static size_t gain(const table *t, int64_t x, uint32_t taken, uint32_t chosen) {
  int64_t sum = 0;
  for (size_t j = 0; j < t->n; j++) {
    if (!(chosen >> j & 1)) continue;
    if (t->kind == ETHO_RANK_PRODUCTS)
      sum += x * t->y[j];
    else
      sum += (int64_t)(2 * bits_in(taken & t->below[j]) + bits_in(taken & t->equal[j]));
  }
  return (size_t)sum;
}

/* Subsets of `from` of `size` members, in ascending order from `set` on; 0 when there is none. */
static uint32_t next_subset(uint32_t from, uint32_t set, size_t size) {
  do set = (set - from) & from;
  while (set && bits_in(set) != size);
  return set;
}

static void advance(table *t, uint32_t taken, int64_t x, size_t size) {
  uint32_t left = ~taken & (((uint32_t)1 << t->n) - 1);
  const double *from = t->count + (size_t)taken * t->width;
  for (uint32_t chosen = next_subset(left, 0, size); chosen; chosen = next_subset(left, chosen, size)) {
    size_t step = gain(t, x, taken, chosen);
    double *to = t->count + (size_t)(taken | chosen) * t->width;
    for (size_t s = 0; s + step < t->width; s++) to[s + step] += from[s];
  }
}

static void fill(table *t) {
  t->count[0] = 1;
  for (size_t first = 0, next; first < t->n; first = next) { /* tie groups of x */
    for (next = first + 1; next < t->n && t->x[next] == t->x[first];) next++;
    for (uint32_t taken = 0; taken < (uint32_t)1 << t->n; taken++)
      if (bits_in(taken) == first) advance(t, taken, t->x[first], next - first);
  }
}

static void prepare(table *t, const int64_t *x, const int64_t *y) {
  memcpy(t->x, x, t->n * sizeof *x);
  memcpy(t->y, y, t->n * sizeof *y);
  qsort(t->x, t->n, sizeof *x, compare);
  qsort(t->y, t->n, sizeof *y, compare);
  for (size_t i = 0; i < t->n; i++)
    for (size_t j = 0; j < t->n; j++) {
      t->below[i] |= (uint32_t)(t->y[j] < t->y[i]) << j;
      t->equal[i] |= (uint32_t)(t->y[j] == t->y[i]) << j;
    }
  int64_t most = 0;
  for (size_t i = 0; i < t->n; i++) most += t->x[i] * t->y[i];
  t->width = (t->kind == ETHO_RANK_PRODUCTS ? (size_t)most : t->n * (t->n - 1)) + 1;
}

/* The last row, cut to what is attained; the expectation as a fraction. */
static bool finish(const table *t, etho_counts *counts) {
  const double *row = t->count + ((((size_t)1 << t->n) - 1) * t->width);
  size_t low = 0, high = t->width - 1;
  while (row[low] == 0) low++;
  while (row[high] == 0) high--;
  *counts = (etho_counts){.count = malloc((high - low + 1) * sizeof *row),
                          .length = high - low + 1,
                          .lowest = (int64_t)low,
                          .scale = 1};
  if (!counts->count) return false;
  memcpy(counts->count, row + low, counts->length * sizeof *row);
  for (size_t s = low; s <= high; s++) counts->total += row[s];
  int64_t sum_x = 0, sum_y = 0, tied = 0, n = (int64_t)t->n;
  for (size_t i = 0; i < t->n; i++) {
    sum_x += t->x[i], sum_y += t->y[i];
    for (size_t j = 0; j < i; j++) tied += t->x[i] == t->x[j];
  }
  if (t->kind == ETHO_RANK_PRODUCTS)
    counts->scale = n, counts->centre = sum_x * sum_y;
  else
    counts->centre = n * (n - 1) / 2 - tied;
  return true;
}

bool etho_pairing_counts(etho_pairing kind, const int64_t *x, const int64_t *y, size_t n, double cells,
                         bool *fits, etho_counts *counts) {
  *counts = (etho_counts){0};
  *fits = false;
  if (n > MOST || n == 0) return true;
  table t = {.kind = kind, .n = n};
  prepare(&t, x, y);
  size_t sets = (size_t)1 << n;
  if ((double)sets * (double)t.width > cells) return true;
  *fits = true;
  t.count = calloc(sets * t.width, sizeof *t.count);
  if (!t.count) return false;
  fill(&t);
  bool done = finish(&t, counts);
  free(t.count);
  return done;
}

bool etho_inversion_counts(size_t n, etho_counts *counts) {
  size_t width = n * (n - 1) / 2 + 1, reached = 0;
  double *now = calloc(width, sizeof *now), *next = calloc(width, sizeof *next);
  *counts = (etho_counts){0};
  bool done = now && next;
  if (done) now[0] = 1;
  for (size_t i = 2; done && i <= n; i++) { /* the i-th value adds 0 .. i - 1 */
    memset(next, 0, width * sizeof *next);
    for (size_t step = 0; step < i; step++)
      for (size_t s = 0; s <= reached; s++) next[s + step] += now[s];
    reached += i - 1;
    double *swap = now;
    now = next;
    next = swap;
  }
  free(next);
  if (!done) {
    free(now);
    return false;
  }
  *counts = (etho_counts){.count = now, .length = width, .scale = 2, .centre = (int64_t)(width - 1)};
  for (size_t s = 0; s < width; s++) counts->total += now[s];
  return true;
}
