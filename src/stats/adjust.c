#include "ethostat/stats/adjust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* p sorted ascending with rank i (0-based) of m; writes the adjusted values in the same order. */
typedef void adjust_fn(const double *p, size_t m, double *out);

static double at_most_1(double x) {
  return x < 1 ? x : 1;
}

static void make_ascending(double *out, size_t m) {
  for (size_t i = 1; i < m; i++)
    if (out[i] < out[i - 1]) out[i] = out[i - 1];
}

static void make_descending(double *out, size_t m) {
  for (size_t i = m; i-- > 1;)
    if (out[i - 1] > out[i]) out[i - 1] = out[i];
}

/* 1 - (1 - p)^k without loss for small p. */
static double sidak_power(double p, double k) {
  return p >= 1 ? 1 : -expm1(k * log1p(-p));
}

static void none(const double *p, size_t m, double *out) {
  memcpy(out, p, m * sizeof *p);
}

static void bonferroni(const double *p, size_t m, double *out) {
  for (size_t i = 0; i < m; i++) out[i] = at_most_1(p[i] * (double)m);
}

static void sidak(const double *p, size_t m, double *out) {
  for (size_t i = 0; i < m; i++) out[i] = sidak_power(p[i], (double)m);
}

static void holm(const double *p, size_t m, double *out) {
  for (size_t i = 0; i < m; i++) out[i] = at_most_1(p[i] * (double)(m - i));
  make_ascending(out, m);
}

static void holm_sidak(const double *p, size_t m, double *out) {
  for (size_t i = 0; i < m; i++) out[i] = sidak_power(p[i], (double)(m - i));
  make_ascending(out, m);
}

static void hochberg(const double *p, size_t m, double *out) {
  for (size_t i = 0; i < m; i++) out[i] = at_most_1(p[i] * (double)(m - i));
  make_descending(out, m);
}

static void bh(const double *p, size_t m, double *out) {
  for (size_t i = 0; i < m; i++) out[i] = at_most_1(p[i] * (double)m / (double)(i + 1));
  make_descending(out, m);
}

static void by(const double *p, size_t m, double *out) {
  double harmonic = 0;
  for (size_t i = m; i > 0; i--) harmonic += 1.0 / (double)i;
  for (size_t i = 0; i < m; i++) out[i] = at_most_1(harmonic * p[i] * (double)m / (double)(i + 1));
  make_descending(out, m);
}

/* The Simes bound of the sub-family of the s largest p-values without its smallest. */
static double simes_tail(const double *p, size_t m, size_t s) {
  double least = (double)INFINITY;
  for (size_t k = 2; k <= s; k++) {
    double simes = (double)s * p[m - s + k - 1] / (double)k;
    if (simes < least) least = simes;
  }
  return least;
}

/* Hommel 1988 in Wright's (1992) form: the largest Simes bound over the sub-families that hold each p-value. */
static void hommel(const double *p, size_t m, double *out) {
  double all = (double)INFINITY;
  for (size_t i = 0; i < m; i++) all = fmin(all, (double)m * p[i] / (double)(i + 1));
  for (size_t i = 0; i < m; i++) out[i] = fmax(p[i], all);
  for (size_t s = m - 1; s >= 2; s--) {
    double least = simes_tail(p, m, s);
    size_t last = m - s; /* the smallest value that is still in the sub-family */
    for (size_t i = 0; i <= last; i++) out[i] = fmax(out[i], fmin((double)s * p[i], least));
    double bound = fmin((double)s * p[last], least);
    for (size_t i = last + 1; i < m; i++) out[i] = fmax(out[i], bound);
  }
}

static const struct { const char *name; adjust_fn *run; } methods[] = {
    {"none", none}, {"bonferroni", bonferroni}, {"sidak", sidak},   {"holm", holm}, {"holm_sidak", holm_sidak},
    {"hochberg", hochberg}, {"hommel", hommel}, {"bh", bh}, {"by", by},
};

enum { N_METHODS = sizeof methods / sizeof *methods };

const char *etho_adjust_name(size_t index) {
  return index < N_METHODS ? methods[index].name : NULL;
}

static adjust_fn *find(const char *name, etho_error *error) {
  const char *names[N_METHODS];
  for (size_t i = 0; i < N_METHODS; i++) {
    if (strcmp(methods[i].name, name) == 0) return methods[i].run;
    names[i] = methods[i].name;
  }
  etho_text near = {0};
  etho_nearest_names(&near, name, names, N_METHODS);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no adjustment '%s'", name);
  if (near.length) etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else etho_error_hint(error, "known: none, bonferroni, sidak, holm, holm_sidak, hochberg, hommel, bh, by");
  etho_text_free(&near);
  return NULL;
}

typedef struct ranked { double p; size_t index; } ranked;

static int compare_ranked(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->p != y->p) return x->p < y->p ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

etho_status etho_adjust(const double *p, size_t n, const char *method, double *adjusted, etho_error *error) {
  adjust_fn *run = find(method, error);
  if (!run) return ETHO_ERR_USAGE;
  ranked *order = malloc((n + 1) * sizeof *order);
  double *work = malloc((2 * n + 1) * sizeof *work);
  if (!order || !work) {
    free(order), free(work);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  size_t m = 0;
  for (size_t i = 0; i < n; i++) {
    if (!isnan(p[i])) order[m++] = (ranked){p[i], i};
    adjusted[i] = p[i];
  }
  qsort(order, m, sizeof *order, compare_ranked);
  for (size_t i = 0; i < m; i++) work[i] = order[i].p;
  if (m) run(work, m, work + n);
  for (size_t i = 0; i < m; i++) adjusted[order[i].index] = work[n + i];
  free(order), free(work);
  return ETHO_OK;
}

etho_status etho_adjust_rows(etho_rows *rows, size_t first, const char *method, etho_error *error) {
  size_t n = etho_rows_count(rows) - first;
  double *p = malloc((n + 1) * sizeof *p);
  if (!p) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < n; i++) p[i] = etho_row_get_number(etho_rows_at(rows, first + i), "p_value");
  etho_status status = etho_adjust(p, n, method, p, error);
  for (size_t i = 0; i < n && status == ETHO_OK; i++) {
    etho_row_number(etho_rows_at(rows, first + i), "p_adjusted", p[i]);
    etho_row_text(etho_rows_at(rows, first + i), "adjust", method);
  }
  free(p);
  return status;
}
