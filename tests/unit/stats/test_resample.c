/* Resampling: same bits on any number of threads, exact = sampled, invariances, odd data. */
#include "base/random.h"
#include "ethostat/stats/resample.h"
#include "stats/order.h"
#include "base/select.h"
#include "stats/shuffle.h"
#include "tap.h"

static etho_random dice;

static void fill(double *value, size_t n, double shift, double step) {
  for (size_t i = 0; i < n; i++) value[i] = shift + floor(etho_random_unit(&dice) * 1000) * step;
}

static etho_row *run_two(etho_two_fn *run, const double *a, size_t n1, const double *b, size_t n2,
                         const etho_options *options, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  etho_status status = run(&(etho_sample){"a", a, n1}, &(etho_sample){"b", b, n2}, options, row, NULL);
  if (status != ETHO_OK) ok(false, "runs");
  return row;
}

static bool same_rows(const etho_row *a, const etho_row *b) {
  if (etho_row_count(a) != etho_row_count(b)) return false;
  for (size_t i = 0; i < etho_row_count(a); i++) {
    const etho_field *x = etho_row_at(a, i), *y = etho_row_at(b, i);
    if (x->kind != y->kind || strcmp(x->name, y->name) != 0) return false;
    if (x->kind == ETHO_NUMBER && memcmp(&x->number, &y->number, sizeof x->number) != 0) return false;
  }
  return true;
}

static void threads_do_not_matter(void) {
  double a[30], b[40];
  fill(a, 30, 0, 1. / 7), fill(b, 40, 20, 1. / 7);
  etho_rows *rows = etho_rows_new();
  etho_options one = etho_options_default(), many = one;
  one.threads = 1, many.threads = 5;
  one.resamples = many.resamples = 200003; /* not a whole number of blocks */
  one.exact = many.exact = ETHO_APPROXIMATE;
  static const char *const statistics[] = {"mean", "t", "median"};
  for (size_t s = 0; s < 3; s++) {
    one.statistic = many.statistic = statistics[s];
    ok(same_rows(run_two(etho_permutation, a, 30, b, 40, &one, rows),
                 run_two(etho_permutation, a, 30, b, 40, &many, rows)),
       "permutation of %s: five threads give the bits of one", statistics[s]);
    ok(same_rows(run_two(etho_permutation_paired, a, 30, b, 30, &one, rows),
                 run_two(etho_permutation_paired, a, 30, b, 30, &many, rows)),
       "paired permutation of %s: five threads give the bits of one", statistics[s]);
  }
  double *d1 = malloc(one.resamples * sizeof *d1), *d2 = malloc(one.resamples * sizeof *d2);
  etho_bootstrap m1, g1, m2, g2;
  etho_sample first = {"a", a, 30}, second = {"b", b, 40};
  etho_bootstrap_two(&first, &second, &one, &m1, &g1, d1, NULL, NULL);
  etho_bootstrap_two(&first, &second, &many, &m2, &g2, d2, NULL, NULL);
  ok(memcmp(d1, d2, one.resamples * sizeof *d1) == 0, "bootstrap: five threads give the bits of one");
  ok(m1.conf_low == m2.conf_low && g1.conf_high == g2.conf_high, "and the same limits");
  free(d1);
  free(d2);
  etho_rows_free(rows);
}

static void maxt_threads(void) {
  double v[3][10];
  etho_sample group[3];
  for (size_t g = 0; g < 3; g++) {
    fill(v[g], 10, (double)g * 30, 1. / 7);
    group[g] = (etho_sample){"x", v[g], 10};
  }
  etho_options one = etho_options_default(), many = one;
  one.threads = 1, many.threads = 3, one.resamples = many.resamples = 100001;
  etho_rows *rows = etho_rows_new();
  etho_permutation_maxt(group, 3, &one, rows, NULL);
  etho_permutation_maxt(group, 3, &many, rows, NULL);
  bool same = etho_rows_count(rows) == 6;
  for (size_t i = 0; same && i < 3; i++) same = same_rows(etho_rows_at(rows, i), etho_rows_at(rows, i + 3));
  ok(same, "max-T: three threads give the bits of one");
  etho_rows_free(rows);
}

/* The list, the halves, the table of whole numbers and the sample must agree. */
static void paths_agree(void) {
  for (int trial = 0; trial < 12; trial++) {
    size_t n1 = 3 + etho_random_below(&dice, 9), n2 = 3 + etho_random_below(&dice, 9);
    double a[12], b[12], a3[12], b3[12];
    fill(a, n1, 0, trial % 2 ? 0.001 : 0.1), fill(b, n2, trial % 2 ? 0.2 : 20, trial % 2 ? 0.001 : 0.1);
    for (size_t i = 0; i < n1; i++) a3[i] = a[i] / 3; /* off every decimal grid */
    for (size_t i = 0; i < n2; i++) b3[i] = b[i] / 3;
    etho_rows *rows = etho_rows_new();
    etho_options options = etho_options_default();
    etho_row *exact = run_two(etho_permutation, a, n1, b, n2, &options, rows);
    etho_row *thirds = run_two(etho_permutation, a3, n1, b3, n2, &options, rows);
    double p = etho_row_get_number(exact, "p_value");
    is_close(etho_row_get_number(thirds, "p_value"), p, 1e-12, "trial %d: scaling keeps the exact p", trial);
    options.exact = ETHO_APPROXIMATE;
    options.resamples = 200000;
    double sampled =
        etho_row_get_number(run_two(etho_permutation, a3, n1, b3, n2, &options, rows), "p_value");
    ok(fabs(sampled - p) < 5 * sqrt(p * (1 - p) / 200000) + 1e-5, "trial %d: the sample agrees (%g, %g)",
       trial, sampled, p);
    if (n1 == n2) {
      etho_options t = etho_options_default();
      double swapped = etho_row_get_number(run_two(etho_permutation, b, n2, a, n1, &t, rows), "p_value");
      is_close(swapped, p, 1e-12, "trial %d: swapping the groups keeps p", trial);
    }
    etho_rows_free(rows);
  }
}

/* DI = 2 RI - 1: every p is the same. */
static void index_does_not_matter(void) {
  double ri[2][9], di[2][9];
  for (int g = 0; g < 2; g++)
    for (size_t i = 0; i < 9; i++) {
      ri[g][i] = floor(etho_random_unit(&dice) * 64) / 64;
      di[g][i] = 2 * ri[g][i] - 1;
    }
  etho_rows *rows = etho_rows_new();
  etho_options options = etho_options_default();
  static const char *const statistics[] = {"mean", "t", "median"};
  for (size_t s = 0; s < 3; s++) {
    options.statistic = statistics[s];
    is_close(etho_row_get_number(run_two(etho_permutation, di[0], 9, di[1], 9, &options, rows), "p_value"),
             etho_row_get_number(run_two(etho_permutation, ri[0], 9, ri[1], 9, &options, rows), "p_value"),
             1e-12, "DI and RI give the same permutation p (%s)", statistics[s]);
  }
  etho_bootstrap m[2], g[2];
  options.statistic = NULL;
  for (int k = 0; k < 2; k++) {
    const double *x = k ? di[0] : ri[0], *y = k ? di[1] : ri[1];
    etho_bootstrap_two(&(etho_sample){"a", x, 9}, &(etho_sample){"b", y, 9}, &options, &m[k], &g[k], NULL,
                       NULL, NULL);
  }
  is_close(m[1].conf_low, 2 * m[0].conf_low, 1e-12, "the interval of the difference scales");
  etho_bootstrap alone;
  etho_bootstrap_two(&(etho_sample){"a", di[0], 9}, &(etho_sample){"b", di[1], 9}, &options, &alone, NULL, NULL,
                     NULL, NULL);
  is_close(alone.conf_low, m[1].conf_low, 0, "the difference without g");
  etho_bootstrap_two(&(etho_sample){"a", di[0], 9}, &(etho_sample){"b", di[1], 9}, &options, NULL, &alone, NULL,
                     NULL, NULL);
  is_close(alone.conf_low, g[1].conf_low, 0, "g without the difference");
  is_close(g[1].conf_high, g[0].conf_high, 1e-9, "the interval of g does not change");
  etho_rows_free(rows);
}

static void offset_keeps_digits(void) {
  double a[8], b[10], a9[8], b9[10];
  fill(a, 8, 0, 0x1p-10), fill(b, 10, 0.25, 0x1p-10);
  for (size_t i = 0; i < 8; i++) a9[i] = a[i] + 1e9;
  for (size_t i = 0; i < 10; i++) b9[i] = b[i] + 1e9;
  etho_options options = etho_options_default();
  etho_bootstrap m[2], g[2];
  etho_bootstrap_two(&(etho_sample){"a", a, 8}, &(etho_sample){"b", b, 10}, &options, &m[0], &g[0], NULL,
                     NULL, NULL);
  etho_bootstrap_two(&(etho_sample){"a", a9, 8}, &(etho_sample){"b", b9, 10}, &options, &m[1], &g[1], NULL,
                     NULL, NULL);
  is_close(m[1].conf_low, m[0].conf_low, 1e-7, "a 1e9 offset keeps the bootstrap of the difference");
  is_close(g[1].estimate, g[0].estimate, 1e-9, "and g");
  etho_rows *rows = etho_rows_new();
  is_close(etho_row_get_number(run_two(etho_permutation, a9, 8, b9, 10, NULL, rows), "p_value"),
           etho_row_get_number(run_two(etho_permutation, a, 8, b, 10, NULL, rows), "p_value"), 1e-12,
           "and the permutation p");
  etho_rows_free(rows);
}

static void refusals(void) {
  double a[] = {1, 1, 1}, b[] = {2, 2, 2};
  etho_bootstrap m, g;
  etho_options options = etho_options_default();
  etho_bootstrap_two(&(etho_sample){"a", a, 1}, &(etho_sample){"b", b, 3}, &options, &m, &g, NULL, NULL,
                     NULL);
  ok(!m.known && !g.known && m.why && isnan(m.conf_low), "one value in a group: no interval, and why");
  etho_bootstrap_two(&(etho_sample){"a", a, 3}, &(etho_sample){"b", b, 3}, &options, &m, &g, NULL, NULL,
                     NULL);
  ok(!m.known && !g.known && m.estimate == 1, "no spread: no interval, the difference stands");
  etho_rows *rows = etho_rows_new();
  etho_row *row = run_two(etho_permutation, a, 3, b, 0, NULL, rows);
  ok(etho_row_find(row, "p_value")->kind == ETHO_NULL && etho_row_get_text(row, "note"),
     "an empty group is refused");
  row = run_two(etho_permutation, a, 3, b, 3, NULL, rows);
  is_close(etho_row_get_number(row, "p_value"), 0.1, 1e-14, "two constants: 2 of 20 splits");
  ok(strstr(etho_row_get_text(row, "note"), "0.1") != NULL, "the note says that 0.05 is out of reach");
  etho_rows_free(rows);
}

static void selection(void) {
  enum { N = 20000 };
  static double value[N], sorted[N], scratch[N];
  for (int trial = 0; trial < 6; trial++) {
    size_t n = trial < 2 ? 37 : N;
    for (size_t i = 0; i < n; i++)
      sorted[i] = value[i] = floor(etho_random_unit(&dice) * (trial % 2 ? 5 : 1e9));
    if (trial == 5)
      for (size_t i = 0; i < n; i++) sorted[i] = value[i] = (double)(n - i);
    etho_sort(sorted, n);
    bool right = true;
    for (size_t k = 0; k < n; k += n / 37) {
      double next;
      right &= etho_select_two(value, n, k, scratch, &next) == sorted[k];
      right &= next == sorted[k + 1 < n ? k + 1 : k];
    }
    right &= etho_select(value, n, n / 3) == sorted[n / 3];
    ok(right, "order statistics, trial %d", trial);
  }
}

/* Every order of four equally often. */
static void shuffle_is_fair(void) {
  int seen[256] = {0}, orders = 0;
  double worst = 0;
  for (int i = 0; i < 240000; i++) {
    double v[] = {0, 1, 2, 3};
    etho_shuffle_tail(&dice, v, 4, 3);
    seen[(int)(v[0] * 64 + v[1] * 16 + v[2] * 4 + v[3])]++;
  }
  for (int i = 0; i < 256; i++)
    if (seen[i]) orders++, worst = fmax(worst, fabs(seen[i] - 10000.));
  ok(orders == 24 && worst < 450, "a shuffle of four gives 24 orders alike (off by %g of 10000)", worst);
}

int main(void) {
  dice = etho_random_stream(7, 1);
  threads_do_not_matter();
  maxt_threads();
  paths_agree();
  index_does_not_matter();
  offset_keeps_digits();
  refusals();
  selection();
  shuffle_is_fair();
  return done();
}
