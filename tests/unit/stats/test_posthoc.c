/* What holds for the post hoc families whatever the data: where they meet, what shifts and scales do, and
 * that no figure is ever made up. */
#include "base/random.h"
#include "ethostat/stats.h"
#include "tap.h"

enum { MAX_GROUPS = 8, MAX_N = 12 };

static const char *const labels[MAX_GROUPS] = {"a", "b", "c", "d", "e", "f", "g", "h"};

typedef struct layout {
  double value[MAX_GROUPS][MAX_N];
  etho_sample group[MAX_GROUPS];
  size_t k;
} layout;

static void make(layout *l, etho_random *random, size_t k, size_t least, double shift, double scale) {
  l->k = k;
  for (size_t g = 0; g < k; g++) {
    size_t n = least + etho_random_below(random, (uint32_t)(MAX_N - least + 1));
    for (size_t i = 0; i < n; i++)
      l->value[g][i] = shift + scale * (etho_random_unit(random) + 0.2 * (double)g);
    l->group[g] = (etho_sample){labels[g], l->value[g], n};
  }
}

static etho_rows *run(etho_many_fn *test, const layout *l, const etho_options *options) {
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  if (test(l->group, l->k, options, rows, &error) != ETHO_OK) ok(false, "runs: %s", error.message);
  return rows;
}

static double figure(const etho_rows *rows, size_t i, const char *name) {
  return etho_row_get_number(etho_rows_at(rows, i), name);
}

/* With two groups all of them are the t test. */
static void two_groups(etho_random *random) {
  layout l;
  make(&l, random, 2, 3, 0, 1);
  etho_options pooled = etho_options_default(), welch = etho_options_default();
  welch.variant = "welch", pooled.adjust = welch.adjust = "none";
  etho_rows *t = run(etho_pairwise_t, &l, &pooled), *w = run(etho_pairwise_t, &l, &welch);
  etho_many_fn *tests[] = {etho_tukey, etho_scheffe, etho_dunnett, etho_games_howell};
  for (size_t i = 0; i < 4; i++) {
    etho_rows *rows = run(tests[i], &l, NULL), *want = i < 3 ? t : w;
    is_close(figure(rows, 0, "p_value"), figure(want, 0, "p_value"), 1e-11,
             "two groups: p of test %zu is that of t", i);
    is_close(figure(rows, 0, "conf_low"), figure(want, 0, "conf_low"), 1e-9,
             "two groups: so is the interval");
    etho_rows_free(rows);
  }
  etho_rows_free(t), etho_rows_free(w);
}

/* Simultaneous p-values are ordered: single comparison <= Tukey <= Scheffe; Dunnett <= Tukey of the same
 * pair. */
static void ordering(etho_random *random) {
  layout l;
  make(&l, random, 4, 2, 0, 1);
  etho_rows *t = run(etho_pairwise_t, &l, NULL), *q = run(etho_tukey, &l, NULL),
            *s = run(etho_scheffe, &l, NULL), *d = run(etho_dunnett, &l, NULL);
  bool fine = true;
  for (size_t i = 0; i < 6; i++)
    fine = fine && figure(t, i, "p_value") <= figure(q, i, "p_value") &&
           figure(q, i, "p_value") <= figure(s, i, "p_value");
  for (size_t i = 0; i < 3; i++) fine = fine && figure(d, i, "p_value") <= figure(q, i, "p_value");
  ok(fine, "single <= Dunnett <= Tukey <= Scheffe");
  etho_rows_free(t), etho_rows_free(q), etho_rows_free(s), etho_rows_free(d);
}

static void invariance(etho_random *random) {
  etho_many_fn *tests[] = {etho_tukey,   etho_games_howell, etho_scheffe,
                           etho_dunnett, etho_dunn,         etho_pairwise_t};
  layout l, moved;
  make(&l, random, 3, 3, 0, 1);
  moved = l;
  for (size_t g = 0; g < l.k; g++) {
    for (size_t i = 0; i < l.group[g].n; i++) {
      l.value[g][i] = round(l.value[g][i] * 4096) / 4096;       /* so that the shift is exact */
      moved.value[g][i] = (l.value[g][i] + 1048576) * 0x1p-500; /* and the scale */
    }
    moved.group[g].value = moved.value[g];
  }
  for (size_t t = 0; t < sizeof tests / sizeof *tests; t++) {
    etho_rows *one = run(tests[t], &l, NULL), *two = run(tests[t], &moved, NULL);
    for (size_t i = 0; i < 3; i++)
      is_close(figure(two, i, "p_value"), figure(one, i, "p_value"), 1e-11,
               "test %zu: shift and scale leave p alone", t);
    etho_rows_free(one), etho_rows_free(two);
  }
}

static bool sensible(const etho_row *row) {
  double p = etho_row_get_number(row, "p_value"), low = etho_row_get_number(row, "conf_low"),
         high = etho_row_get_number(row, "conf_high"), estimate = etho_row_get_number(row, "estimate");
  if (isnan(p)) return etho_row_get_text(row, "note") != NULL;
  if (p < 0 || p > 1 || etho_row_get_number(row, "p_adjusted") > 1) return false;
  return isnan(low) || isnan(high) || (low <= estimate && estimate <= high);
}

/* Empty groups, single values, constants, huge and tiny numbers. */
static void hostile(etho_random *random) {
  etho_many_fn *tests[] = {etho_tukey, etho_games_howell, etho_scheffe,          etho_dunnett,
                           etho_dunn,  etho_pairwise_t,   etho_pairwise_wilcoxon};
  const double scales[] = {0, 1e-300, 1e-160, 1, 1e160, 1e300, 1e308}, shifts[] = {0, 1, 1e9, -1e300};
  bool fine = true;
  for (int round = 0; round < 300 && fine; round++) {
    layout l;
    make(&l, random, etho_random_below(random, MAX_GROUPS + 1), 0, shifts[etho_random_below(random, 4)],
         scales[etho_random_below(random, 7)] / 3);
    if (l.k && etho_random_below(random, 3) == 0)
      for (size_t i = 0; i < l.group[0].n; i++) l.value[0][i] = 5;
    etho_options options = etho_options_default();
    options.alternative = (etho_alternative)etho_random_below(random, 3);
    options.control = etho_random_below(random, 2) ? "a" : NULL;
    for (size_t t = 0; t < sizeof tests / sizeof *tests; t++) {
      etho_rows *rows = run(tests[t], &l, &options);
      for (size_t i = 0; i < etho_rows_count(rows); i++) fine = fine && sensible(etho_rows_at(rows, i));
      if (!fine) printf("# test %zu, round %d, %zu groups\n", t, round, l.k);
      etho_rows_free(rows);
    }
    double weights[2 * MAX_GROUPS];
    for (size_t i = 0; i < 2 * l.k; i++) weights[i] = (double)etho_random_below(random, 3) - 1;
    options.adjust = "closed", options.variant = round % 2 ? "welch" : "pooled";
    etho_rows *rows = etho_rows_new();
    ok(etho_contrast_family(l.group, l.k, weights, NULL, l.k ? 2 : 0, &options, rows, NULL) == ETHO_OK,
       "contrasts run");
    for (size_t i = 0; i < etho_rows_count(rows); i++) fine = fine && sensible(etho_rows_at(rows, i));
    etho_rows_free(rows);
  }
  ok(fine, "hostile data: every figure is sensible or null with a note");
}

static void usage(void) {
  etho_error error = {0};
  etho_options options = etho_options_default();
  double w[] = {1, -1}, a[] = {1, 2, 3};
  etho_sample group[] = {{"a", a, 3}, {"b", a, 3}, {"c", a, 3}};
  etho_rows *rows = etho_rows_new();
  ok(etho_contrast(group, 3, &options, rows, &error) == ETHO_ERR_USAGE, "contrast without weights: %s",
     error.message);
  options.weights = w, options.n_weights = 2;
  ok(etho_contrast(group, 3, &options, rows, &error) == ETHO_ERR_USAGE, "two weights for three groups: %s",
     error.message);
  options.variant = "box";
  ok(etho_pairwise_t(group, 3, &options, rows, &error) == ETHO_ERR_USAGE, "unknown variant: %s", error.hint);
  static etho_sample many[1001];
  for (size_t i = 0; i < 1001; i++) many[i] = group[0];
  ok(etho_tukey(many, 1001, NULL, rows, &error) == ETHO_ERR_USAGE, "1001 groups: %s", error.message);
  etho_rows_free(rows);
}

int main(void) {
  etho_random random = etho_random_stream(7, 0);
  for (int i = 0; i < 10; i++) two_groups(&random), ordering(&random), invariance(&random);
  hostile(&random);
  usage();
  return done();
}
