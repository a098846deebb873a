/* What must hold on any data: symmetry, shifts, scales, and tests that are the same test. Random data, fixed
 * seed. */
#include "base/random.h"
#include "ethostat/stats.h"
#include "tap.h"

enum { SETS = 40, MOST = 24 };

typedef struct two_groups {
  double a[MOST], b[MOST];
  size_t n_a, n_b;
} two_groups;

/* Multiples of 1/1024 between 0 and 1 (b: up to 1.25), so that shifts and doublings are exact. */
static two_groups draw(etho_random *random) {
  two_groups g = {.n_a = 3 + etho_random_below(random, 20), .n_b = 3 + etho_random_below(random, 20)};
  for (size_t i = 0; i < g.n_a; i++) g.a[i] = etho_random_below(random, 1024) / 1024.;
  for (size_t i = 0; i < g.n_b; i++) g.b[i] = etho_random_below(random, 1280) / 1024.;
  return g;
}

static two_groups moved(two_groups g, double scale, double shift) {
  for (size_t i = 0; i < g.n_a; i++) g.a[i] = g.a[i] * scale + shift;
  for (size_t i = 0; i < g.n_b; i++) g.b[i] = g.b[i] * scale + shift;
  return g;
}

static double figure(etho_two_fn *test, const two_groups *g, bool swapped, etho_alternative alternative,
                     const char *name) {
  etho_options options = etho_options_default();
  options.alternative = alternative;
  etho_rows *rows = etho_rows_new();
  etho_row *row = etho_rows_add(rows);
  etho_sample a = {"a", g->a, g->n_a}, b = {"b", g->b, g->n_b};
  test(swapped ? &b : &a, swapped ? &a : &b, &options, row, NULL);
  double value = etho_row_get_number(row, name);
  etho_rows_free(rows);
  return value;
}

static double many(etho_many_fn *test, const two_groups *g, const char *name) {
  etho_rows *rows = etho_rows_new();
  etho_sample group[] = {{"a", g->a, g->n_a}, {"b", g->b, g->n_b}};
  test(group, 2, NULL, rows, NULL);
  double value = etho_row_get_number(etho_rows_at(rows, 0), name);
  etho_rows_free(rows);
  return value;
}

/* Figures that a procedure does not have agree too. */
static bool near(double x, double y) {
  return x == y || (isnan(x) && isnan(y)) || fabs(x - y) <= 1e-12 * fmax(fabs(x), fabs(y));
}

static void symmetry(const two_groups *g, etho_two_fn *test, bool *same) {
  static const char *const odd[] = {"estimate", "statistic", "cohens_d", "hedges_g"};
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
    *same &=
        near(figure(test, g, false, ETHO_TWO_SIDED, odd[i]), -figure(test, g, true, ETHO_TWO_SIDED, odd[i]));
  *same &= near(figure(test, g, false, ETHO_TWO_SIDED, "hedges_g_low"),
                -figure(test, g, true, ETHO_TWO_SIDED, "hedges_g_high"));
  *same &= near(figure(test, g, false, ETHO_LESS, "p_value"), figure(test, g, true, ETHO_GREATER, "p_value"));
}

static void invariance(const two_groups *g, etho_two_fn *test, bool *same) {
  two_groups far = moved(*g, 1, 0x1p30), large = moved(*g, 0x1p40, 0), small = moved(*g, 0x1p-400, 0);
  const two_groups *other[] = {&far, &large, &small};
  for (size_t k = 0; k < 3; k++) {
    *same &= near(figure(test, g, false, ETHO_TWO_SIDED, "statistic"),
                  figure(test, other[k], false, ETHO_TWO_SIDED, "statistic"));
    *same &= near(figure(test, g, false, ETHO_TWO_SIDED, "p_value"),
                  figure(test, other[k], false, ETHO_TWO_SIDED, "p_value"));
    *same &= near(figure(test, g, false, ETHO_TWO_SIDED, "cohens_d_high"),
                  figure(test, other[k], false, ETHO_TWO_SIDED, "cohens_d_high"));
  }
}

static double against(const double *value, size_t n, double mu, const char *name) {
  etho_options options = etho_options_default();
  options.mu = mu, options.mu_given = true;
  etho_rows *rows = etho_rows_new();
  etho_row *row = etho_rows_add(rows);
  etho_t_one_sample(&(etho_sample){"x", value, n}, &options, row, NULL);
  double got = etho_row_get_number(row, name);
  etho_rows_free(rows);
  return got;
}

/* The discrimination index is twice the recognition index less one: against their chance levels they are one
 * test. */
static bool index_forms_agree(const two_groups *g) {
  double di[MOST];
  for (size_t i = 0; i < g->n_a; i++) di[i] = 2 * g->a[i] - 1;
  return near(against(g->a, g->n_a, 0.5, "p_value"), against(di, g->n_a, 0, "p_value")) &&
         near(against(g->a, g->n_a, 0.5, "hedges_g"), against(di, g->n_a, 0, "hedges_g"));
}

static bool two_group_forms_agree(const two_groups *g) {
  double t = figure(etho_t_student, g, false, ETHO_TWO_SIDED, "statistic"),
         f = many(etho_anova_oneway, g, "statistic");
  double w = figure(etho_t_welch, g, false, ETHO_TWO_SIDED, "statistic"),
         fw = many(etho_anova_welch, g, "statistic");
  return near(t * t, f) && near(w * w, fw) &&
         near(figure(etho_t_student, g, false, ETHO_TWO_SIDED, "p_value"),
              many(etho_anova_oneway, g, "p_value")) &&
         near(figure(etho_t_welch, g, false, ETHO_TWO_SIDED, "df"), many(etho_anova_welch, g, "df2"));
}

static bool ranks_see_order_only(const two_groups *g) {
  two_groups bent = *g;
  for (size_t i = 0; i < g->n_a; i++) bent.a[i] = exp(3 * g->a[i]);
  for (size_t i = 0; i < g->n_b; i++) bent.b[i] = exp(3 * g->b[i]);
  return many(etho_kruskal_wallis, g, "statistic") == many(etho_kruskal_wallis, &bent, "statistic") &&
         figure(etho_effect_size, g, false, ETHO_TWO_SIDED, "cliffs_delta") ==
             figure(etho_effect_size, &bent, false, ETHO_TWO_SIDED, "cliffs_delta");
}

int main(void) {
  etho_random random = etho_random_stream(7, 0);
  bool swap = true, invariant = true, index = true, forms = true, ranks = true, spread = true;
  for (int s = 0; s < SETS; s++) {
    two_groups g = draw(&random), far = moved(g, 0x1p20, 0x1p40);
    symmetry(&g, etho_t_student, &swap), symmetry(&g, etho_t_welch, &swap),
        symmetry(&g, etho_effect_size, &swap);
    invariance(&g, etho_t_student, &invariant), invariance(&g, etho_t_welch, &invariant);
    index &= index_forms_agree(&g);
    forms &= two_group_forms_agree(&g);
    ranks &= ranks_see_order_only(&g);
    spread &= near(many(etho_levene, &g, "p_value"), many(etho_levene, &far, "p_value")) &&
              near(many(etho_brown_forsythe, &g, "p_value"), many(etho_brown_forsythe, &far, "p_value")) &&
              near(many(etho_bartlett, &g, "p_value"), many(etho_bartlett, &far, "p_value"));
  }
  ok(swap, "swapping the groups turns every sign and both tails");
  ok(invariant, "t, p and d do not depend on offset and unit");
  ok(index, "DI against 0 and RI against 0.5 are one test");
  ok(forms, "with two groups F is t squared, in both forms");
  ok(ranks, "rank figures see the order only");
  ok(spread, "tests of variances do not depend on offset and unit");
  return done();
}
