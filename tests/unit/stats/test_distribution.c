/* The distributions of ethostat/stats/distribution.h against tests/reference/distribution.csv (mpmath), their
 * own inverses, and where they meet each other. */
#include "ethostat/stats.h"
#include "stats/dunnett_family.h"
#include "stats/range_family.h"
#include "stats/tails.h"
#include "tap.h"

enum { MAX_FIELDS = 16 };

typedef struct line {
  const char *function;
  double number[MAX_FIELDS];
  int n;
} line;

static double dunnett_of(const double *a, int n) {
  double lambda[MAX_FIELDS];
  size_t k = 0;
  for (int i = 4; i < n; i++) lambda[k++] = sqrt(a[i] / (a[i] + a[3]));
  return etho_dunnett_sf(a[0], lambda, k, a[1], a[2] != 0);
}

static double value_of(const char *f, const double *a, int n) {
  if (strcmp(f, "t_noncentral_cdf") == 0) return etho_t_noncentral_cdf(a[0], a[1], a[2]);
  if (strcmp(f, "t_noncentral_sf") == 0) return etho_t_noncentral_sf(a[0], a[1], a[2]);
  if (strcmp(f, "t_sf") == 0) return etho_t_upper(a[0], a[1]);
  if (strcmp(f, "chisq_noncentral_cdf") == 0) return etho_chisq_noncentral_cdf(a[0], a[1], a[2]);
  if (strcmp(f, "chisq_noncentral_sf") == 0) return etho_chisq_noncentral_sf(a[0], a[1], a[2]);
  if (strcmp(f, "f_noncentral_cdf") == 0) return etho_f_noncentral_cdf(a[0], a[1], a[2], a[3]);
  if (strcmp(f, "f_noncentral_sf") == 0) return etho_f_noncentral_sf(a[0], a[1], a[2], a[3]);
  if (strcmp(f, "range_sf") == 0) return etho_range_sf(a[0], a[1], a[2]);
  if (strcmp(f, "range_cdf") == 0) return etho_range_cdf(a[0], a[1], a[2]);
  if (strcmp(f, "dunnett_sf") == 0) return dunnett_of(a, n);
  return (double)NAN;
}

/* Relative error allowed: what the header states. */
static double tolerance_of(const char *f) {
  if (strncmp(f, "t_non", 5) == 0) return 1e-12;
  return 1e-11;
}

static void reference_values(void) {
  FILE *file = fopen("tests/reference/distribution.csv", "r");
  if (!ok(file != NULL, "tests/reference/distribution.csv is there")) return;
  char text[1024], shown[1024];
  while (fgets(text, sizeof text, file)) {
    text[strcspn(text, "\n")] = 0;
    strcpy(shown, text);
    line l = {.function = strtok(text, ",")};
    for (char *field; l.n < MAX_FIELDS && (field = strtok(NULL, ","));) l.number[l.n++] = strtod(field, NULL);
    double want = l.number[l.n - 1];
    is_close(value_of(l.function, l.number, l.n - 1), want, tolerance_of(l.function), "%s", shown);
  }
  fclose(file);
}

static void inverses(void) {
  for (double p = 1e-300; p < 1; p = p < 1e-3 ? p * 1e9 : p + 0.11)
    for (double df = 1; df < 5000; df *= 3.1)
      is_close(etho_t_upper(etho_t_upper_quantile(p, df), df), p, 1e-11, "t quantile, p %g, df %g", p, df);
  for (double p = 1e-12; p < 1; p = p < 0.4 ? p * 9 : p + 0.2)
    for (double df = 2; df < 200; df *= 3) {
      is_close(etho_range_sf(etho_range_quantile(p, 4, df), 4, df), p, 1e-11, "range quantile, p %g, df %g",
               p, df);
      double lambda[] = {0.6, 0.7, 0.75};
      is_close(etho_dunnett_sf(etho_dunnett_quantile(p, lambda, 3, df, true), lambda, 3, df, true), p, 1e-11,
               "Dunnett quantile, p %g, df %g", p, df);
      is_close(etho_dunnett_sf(etho_dunnett_quantile(p, lambda, 3, df, false), lambda, 3, df, false), p,
               1e-11, "one-sided Dunnett quantile, p %g, df %g", p, df);
    }
  double at[] = {-8, -1, 0, 0.3, 2.5, 12, 80}, level[] = {0.005, 0.025, 0.5, 0.975, 0.995};
  for (size_t i = 0; i < 7; i++)
    for (size_t j = 0; j < 5; j++) {
      double ncp = etho_t_noncentral_ncp(at[i], 14, level[j]);
      is_close(etho_t_noncentral_cdf(at[i], 14, ncp), level[j], 1e-11, "noncentrality of t = %g at %g", at[i],
               level[j]);
      if (at[i] <= 0) continue;
      double of_f = etho_f_noncentral_ncp(at[i], 3, 44, level[j]),
             f_p = etho_f_noncentral_cdf(at[i], 3, 44, of_f);
      ok(of_f == 0 ? f_p <= level[j] : fabs(f_p / level[j] - 1) < 1e-10, "noncentrality of F = %g at %g",
         at[i], level[j]);
      double of_x = etho_chisq_noncentral_ncp(at[i], 3, level[j]),
             x_p = etho_chisq_noncentral_cdf(at[i], 3, of_x);
      ok(of_x == 0 ? x_p <= level[j] : fabs(x_p / level[j] - 1) < 1e-10, "noncentrality of chi2 = %g at %g",
         at[i], level[j]);
    }
}

/* Two means: the studentized range is sqrt(2) |t|; one comparison: Dunnett's t is Student's. */
static void meeting_points(void) {
  for (double t = 0.1; t < 1e6; t *= 4)
    for (double df = 1; df < 100; df *= 2.5) {
      is_close(etho_range_sf(t * M_SQRT2, 2, df), 2 * etho_t_upper(t, df), 1e-11, "range of two, t %g, df %g",
               t, df);
      double lambda = 0.7;
      is_close(etho_dunnett_sf(t, &lambda, 1, df, true), 2 * etho_t_upper(t, df), 1e-11,
               "Dunnett of one, t %g, df %g", t, df);
      is_close(etho_t_noncentral_sf(t, df, 0), etho_t_upper(t, df), 1e-12, "noncentral t with 0, t %g, df %g",
               t, df);
    }
}

/* The table that a family shares gives what the single functions give. */
static void tables(void) {
  double means[] = {2, 3, 4, 8, 20, 100, 1000}, df[] = {1, 7.5, 44, (double)INFINITY};
  double near[] = {0.7, 0.7, 0.7}, apart[] = {0.1, 0.7, 0.99};
  static etho_range_family range;
  static etho_dunnett_family one, other;
  ok(etho_dunnett_family_init(&one, near, 3, true, true) &&
         etho_dunnett_family_init(&other, apart, 3, false, true),
     "Dunnett tables");
  for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
    etho_range_family_init(&range, means[i], false, true);
    for (double q = 0.05; q < 60; q *= 1.37) {
      double d = df[i % 4];
      is_close(etho_range_family_sf(&range, q, d), etho_range_sf(q, means[i], d), 1e-11,
               "range table: q %g, k %g, df %g", q, means[i], d);
      is_close(etho_dunnett_family_sf(&one, q, d), etho_dunnett_sf(q, near, 3, d, true), 1e-12,
               "Dunnett table: d %g, df %g", q, d);
      is_close(etho_dunnett_family_sf(&other, q, d), etho_dunnett_sf(q, apart, 3, d, false), 1e-12,
               "Dunnett table, correlations apart: d %g, df %g", q, d);
    }
  }
  etho_dunnett_family_free(&one), etho_dunnett_family_free(&other);
}

static void refusals(void) {
  double outside[] = {0.5, 1}, w, p, same[] = {2, 2, 2, 2}, two[] = {1, 2};
  double nan = (double)NAN;
  ok(isnan(etho_range_sf(nan, 3, 10)) && isnan(etho_range_sf(3, 1, 10)) && isnan(etho_range_sf(3, 3, 0)),
     "range: domain");
  ok(isnan(etho_range_quantile(0, 3, 10)) && isnan(etho_range_quantile(1, 3, 10)), "range quantile: domain");
  ok(isnan(etho_dunnett_sf(2, outside, 2, 10, true)) && isnan(etho_dunnett_sf(2, outside, 0, 10, true)),
     "Dunnett: domain");
  ok(isnan(etho_t_noncentral_cdf(1, -1, 0)) && isnan(etho_t_noncentral_cdf(1, 5, nan)),
     "noncentral t: domain");
  ok(isnan(etho_f_noncentral_sf(1, 0, 5, 1)) && isnan(etho_f_noncentral_sf(1, 2, 5, -1)),
     "noncentral F: domain");
  ok(!etho_shapiro_wilk_sorted(same, 4, &w, &p) && isnan(w), "Shapiro-Wilk: equal values");
  ok(!etho_shapiro_wilk_sorted(two, 2, &w, &p) && isnan(p), "Shapiro-Wilk: two values");
  ok(etho_range_sf(0, 3, 10) == 1 && etho_range_sf((double)INFINITY, 3, 10) == 0, "range: ends");
}

int main(void) {
  reference_values();
  inverses();
  meeting_points();
  tables();
  refusals();
  return done();
}
