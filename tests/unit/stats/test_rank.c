/* Rank tests against enumeration, and their invariances, on random data. */
#include "base/random.h"
#include "ethostat/stats/correlation.h"
#include "ethostat/stats/rank.h"
#include "stats/hodges_lehmann.h"
#include "stats/order.h"
#include "tap.h"

static etho_random dice;

static void fill(double *value, size_t n, double levels) {
  for (size_t i = 0; i < n; i++) value[i] = floor(etho_random_unit(&dice) * levels);
}

static etho_row *mann_whitney(const double *a, size_t n1, const double *b, size_t n2,
                              const etho_options *options, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  etho_mann_whitney(&(etho_sample){"a", a, n1}, &(etho_sample){"b", b, n2}, options, row, NULL);
  return row;
}

/* U of the subset `mask`, doubled. */
static int doubled_u(const double *pooled, size_t n, unsigned mask) {
  int u = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      if ((mask >> i & 1) && !(mask >> j & 1)) u += pooled[i] > pooled[j] ? 2 : pooled[i] == pooled[j];
  return u;
}

static void mann_whitney_is_enumeration(void) {
  for (int trial = 0; trial < 25; trial++) {
    size_t n1 = 1 + etho_random_below(&dice, 6), n2 = 1 + etho_random_below(&dice, 6), n = n1 + n2;
    double pooled[12];
    fill(pooled, n, trial % 3 == 0 ? 3 : trial % 3 == 1 ? 6 : 1e6);
    unsigned group2 = ((1u << n2) - 1) << n1;
    int seen = doubled_u(pooled, n, group2), centre = (int)(n1 * n2), far = 0, up = 0, all = 0;
    for (unsigned mask = 0; mask < 1u << n; mask++) {
      if (__builtin_popcount(mask) != (int)n2) continue;
      int u = doubled_u(pooled, n, mask);
      all++, up += u >= seen, far += abs(u - centre) >= abs(seen - centre);
    }
    etho_rows *rows = etho_rows_new();
    etho_options greater = etho_options_default();
    greater.alternative = ETHO_GREATER;
    etho_row *row = mann_whitney(pooled, n1, pooled + n1, n2, NULL, rows);
    if (etho_row_find(row, "p_value")->kind == ETHO_NULL) {
      ok(far == all, "trial %d: refused only where every split is alike", trial);
    } else {
      is_close(etho_row_get_number(row, "p_exact"), (double)far / all, 1e-13, "trial %d: two-sided p", trial);
      row = mann_whitney(pooled, n1, pooled + n1, n2, &greater, rows);
      is_close(etho_row_get_number(row, "p_exact"), (double)up / all, 1e-13, "trial %d: one-sided p", trial);
      is_close(etho_row_get_number(row, "u2"), seen / 2., 1e-15, "trial %d: U", trial);
    }
    etho_rows_free(rows);
  }
}

static void mann_whitney_is_invariant(void) {
  double a[11], b[14], ea[11], eb[14];
  fill(a, 11, 20), fill(b, 14, 25);
  for (size_t i = 0; i < 11; i++) ea[i] = exp(a[i] / 3);
  for (size_t i = 0; i < 14; i++) eb[i] = exp(b[i] / 3);
  etho_rows *rows = etho_rows_new();
  etho_options less = etho_options_default(), greater = less;
  less.alternative = ETHO_LESS, greater.alternative = ETHO_GREATER;
  etho_row *plain = mann_whitney(a, 11, b, 14, NULL, rows), *swapped = mann_whitney(b, 14, a, 11, NULL, rows);
  is_close(etho_row_get_number(mann_whitney(ea, 11, eb, 14, NULL, rows), "p_value"),
           etho_row_get_number(plain, "p_value"), 1e-14, "a monotone transformation keeps p");
  is_close(etho_row_get_number(swapped, "p_value"), etho_row_get_number(plain, "p_value"), 1e-14,
           "swapping keeps p");
  is_close(etho_row_get_number(swapped, "estimate"), -etho_row_get_number(plain, "estimate"), 1e-15,
           "and turns the shift");
  is_close(etho_row_get_number(swapped, "conf_low"), -etho_row_get_number(plain, "conf_high"), 1e-15,
           "and the interval");
  is_close(etho_row_get_number(mann_whitney(a, 11, b, 14, &less, rows), "p_value"),
           etho_row_get_number(mann_whitney(b, 14, a, 11, &greater, rows), "p_value"), 1e-14,
           "less is greater, swapped");
  etho_rows_free(rows);
}

/* DI against 0 is RI against 0.5. */
static void chance_is_chance(void) {
  double ri[10], di[10];
  for (size_t i = 0; i < 10; i++) {
    ri[i] = floor(etho_random_unit(&dice) * 32) / 32;
    di[i] = 2 * ri[i] - 1;
  }
  etho_one_fn *const tests[] = {etho_wilcoxon_signed_rank, etho_sign_test};
  for (size_t t = 0; t < 2; t++) {
    etho_rows *rows = etho_rows_new();
    etho_row *first = etho_rows_add(rows), *second = etho_rows_add(rows);
    etho_options half = etho_options_default();
    half.mu = 0.5, half.mu_given = true;
    tests[t](&(etho_sample){"ri", ri, 10}, &half, first, NULL);
    tests[t](&(etho_sample){"di", di, 10}, NULL, second, NULL);
    is_close(etho_row_get_number(first, "p_value"), etho_row_get_number(second, "p_value"), 1e-15,
             "DI against 0 and RI against 0.5 give the same p (%zu)", t);
    is_close(2 * etho_row_get_number(first, "conf_low") - 1, etho_row_get_number(second, "conf_low"), 1e-12,
             "and the same interval (%zu)", t);
    etho_rows_free(rows);
  }
}

static void order_statistics(void) {
  for (int trial = 0; trial < 10; trial++) {
    double a[9], b[7], all[63];
    fill(a, 9, trial % 2 ? 5 : 1000), fill(b, 7, trial % 2 ? 5 : 1000);
    etho_sort(a, 9), etho_sort(b, 7);
    for (size_t i = 0; i < 9; i++)
      for (size_t j = 0; j < 7; j++) all[i * 7 + j] = b[j] - a[i];
    etho_sort(all, 63);
    bool right = true;
    for (size_t k = 1; k <= 63; k++) right &= etho_difference_order(a, 9, b, 7, k) == all[k - 1];
    size_t n = 0;
    for (size_t i = 0; i < 9; i++)
      for (size_t j = i; j < 9; j++) all[n++] = (a[i] + a[j]) / 2;
    etho_sort(all, n);
    for (size_t k = 1; k <= n; k++) right &= etho_walsh_order(a, 9, k) == all[k - 1];
    ok(right && etho_walsh_median(a, 9) == etho_median_sorted(all, n), "order statistics of pairs, trial %d",
       trial);
  }
}

static double correlation(etho_status (*run)(const double *, const double *, size_t, const etho_options *,
                                             etho_row *, etho_error *),
                          const double *x, const double *y, size_t n, const char *field, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  run(x, y, n, NULL, row, NULL);
  return etho_row_get_number(row, field);
}

static void correlations_are_invariant(void) {
  double x[9], y[9], minus[9], far[9];
  fill(x, 9, 1000), fill(y, 9, 1000);
  for (size_t i = 0; i < 9; i++) minus[i] = -y[i], far[i] = 1e9 + y[i];
  etho_rows *rows = etho_rows_new();
  is_close(correlation(etho_pearson, x, far, 9, "estimate", rows),
           correlation(etho_pearson, x, y, 9, "estimate", rows), 1e-14, "Pearson: a 1e9 offset keeps r");
  is_close(correlation(etho_spearman, x, minus, 9, "estimate", rows),
           -correlation(etho_spearman, x, y, 9, "estimate", rows), 1e-14, "Spearman: turning y turns rho");
  is_close(correlation(etho_spearman, x, minus, 9, "p_exact", rows),
           correlation(etho_spearman, y, x, 9, "p_exact", rows), 1e-14, "and keeps p, whichever comes first");
  is_close(correlation(etho_kendall, x, minus, 9, "p_exact", rows),
           correlation(etho_kendall, y, x, 9, "p_exact", rows), 1e-14, "Kendall likewise");
  etho_rows_free(rows);
}

int main(void) {
  dice = etho_random_stream(11, 3);
  mann_whitney_is_enumeration();
  mann_whitney_is_invariant();
  chance_is_chance();
  order_statistics();
  correlations_are_invariant();
  return done();
}
