/* Formulas and data that nobody should write: an answer or a clear error, never NaN, never a crash. */
#include "ethostat/model.h"
#include "tap.h"

static void check_finite(const etho_rows *rows, const char *name) {
  bool clean = true;
  for (size_t i = 0; i < etho_rows_count(rows); i++)
    for (size_t k = 0; k < etho_row_count(etho_rows_at(rows, i)); k++) {
      const etho_field *field = etho_row_at(etho_rows_at(rows, i), k);
      clean = clean && (field->kind != ETHO_NUMBER || isfinite(field->number));
    }
  ok(clean, "%s: finite or null", name);
}

static void test_formulas(void) {
  static const char *const formulas[] = {"",
                                         "~",
                                         "y",
                                         "y~",
                                         "~x",
                                         "y~~x",
                                         "y~x~z",
                                         "y ~ (x",
                                         "y ~ x)",
                                         "y ~ x +",
                                         "y ~ x^",
                                         "y ~ x^-1",
                                         "y ~ x^99",
                                         "y ~ (1|",
                                         "y ~ (|g)",
                                         "y ~ (1|g|h)",
                                         "y ~ (x|1)",
                                         "y ~ 2",
                                         "y ~ x - (1|g)",
                                         "y ~ `x",
                                         "y ~ ``",
                                         "y ~ f(x)",
                                         "y ~ log()",
                                         "y ~ log(x, 2)",
                                         "y ~ x $ z",
                                         "y ~ I(x",
                                         "y ~ 1e999",
                                         "y ~ 1.2.3",
                                         "cbind(y) ~ x",
                                         "surv(y) ~ x",
                                         "y ~ factor(x, g)",
                                         "y ~ x:",
                                         "y ~ :x",
                                         "y ~ x*",
                                         "(y ~ x",
                                         "y ~ (1|g)*x",
                                         "y ~ ((((((((((x",
                                         "y/0 ~ x",
                                         "log(y - 99) ~ x",
                                         "y ~ \x80\xff",
                                         "y ~ x | g"};
  double y[] = {1, 2, 3, 5, 4, 6, 8, 7}, x[] = {1, 2, 1, 2, 1, 2, 1, 2};
  const char *g[] = {"a", "a", "b", "b", "c", "c", "d", "d"};
  etho_model_column columns[] = {{"y", y, NULL}, {"x", x, NULL}, {"g", NULL, g}};
  for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
    etho_rows *rows = etho_rows_new();
    etho_error error = {0};
    etho_status status = etho_model_run_columns(formulas[i], columns, 3, 8, NULL, rows, NULL, &error);
    ok(status != ETHO_OK && error.message[0] && etho_rows_count(rows) == 0, "'%s': %s", formulas[i],
       error.message);
    etho_rows_free(rows);
  }
}

static void test_deep(void) {
  static char formula[20000];
  double y[] = {1, 2, 4, 3};
  etho_model_column columns[] = {{"y", y, NULL}};
  etho_rows *rows = etho_rows_new();
  strcpy(formula, "y ~ ");
  memset(formula + 4, '(', 5000);
  ok(etho_model_run_columns(formula, columns, 1, 4, NULL, rows, NULL, NULL) == ETHO_ERR_USAGE,
     "5000 brackets");
  memset(formula + 4, '-', 15000);
  ok(etho_model_run_columns(formula, columns, 1, 4, NULL, rows, NULL, NULL) == ETHO_ERR_USAGE, "15000 signs");
  memset(formula + 4, '1', 19000);
  ok(etho_model_run_columns(formula, columns, 1, 4, NULL, rows, NULL, NULL) == ETHO_ERR_USAGE,
     "19000 digits");
  etho_rows_free(rows);
}

/* Every family on n = 0, 1, 2, 3 and on data of one kind. */
static void test_tiny(void) {
  static const struct {
    const char *formula, *family;
  } models[] = {{"y ~ g", "gaussian"},
                {"y ~ 1", "gaussian"},
                {"y ~ x * g", "gaussian"},
                {"y ~ 0", "gaussian"},
                {"y ~ 1 + (1 | g)", "gaussian"},
                {"y ~ x + (x | g)", "gaussian"},
                {"b ~ g", "binomial"},
                {"b ~ 0", "binomial"},
                {"b ~ x + (1 | g)", "binomial"},
                {"surv(t, b) ~ g", "cox"},
                {"surv(t, b) ~ 1", "cox"},
                {"b/t ~ g", "beta-binomial"},
                {"cbind(b, t) ~ x", "beta-binomial"}};
  double y[] = {0.5, 0.2, 0.9, 0.1, 0.1, 0.4}, x[] = {1, 1, 2, 3, 3, 5}, b[] = {0, 1, 1, 0, 1, 0},
         t[] = {3, 3, 2, 4, 9, 9};
  const char *g[] = {"a", "b", "a", "b", "a", "b"};
  for (size_t m = 0; m < sizeof models / sizeof *models; m++)
    for (size_t n = 0; n <= 6; n++)
      for (int type = 1; type <= 3; type++) {
        etho_model_column columns[] = {
            {"y", y, NULL}, {"x", x, NULL}, {"b", b, NULL}, {"t", t, NULL}, {"g", NULL, g}};
        etho_model_options o = etho_model_options_default();
        etho_rows *rows = etho_rows_new();
        etho_error error = {0};
        o.family = models[m].family, o.type = type;
        if (strchr(models[m].formula, 'g') && !strchr(models[m].formula, '|'))
          o.emmeans = "g", o.contrasts = "pairwise";
        char name[1400];
        etho_status status = etho_model_run_columns(models[m].formula, columns, 5, n, &o, rows, NULL, &error);
        snprintf(name, sizeof name, "%s %s, n = %zu, type %d: %s", models[m].family, models[m].formula, n,
                 type, error.message);
        ok(status == ETHO_OK || error.message[0], "%s", name);
        check_finite(rows, name);
        etho_rows_free(rows);
      }
}

static void test_scale(void) {
  double y[40], x[40];
  const char *g[40], *h[40];
  static const char *const groups[] = {"a", "b", "c", "d", "e"}, *const arms[] = {"k", "l"};
  for (int scale = -200; scale <= 200; scale += 100) {
    for (int i = 0; i < 40; i++) {
      y[i] = ((i * 37 % 17) + 3 * (i % 5) + (i % 2) * 1e4) * pow(10, scale), x[i] = i % 7;
      g[i] = groups[i % 5], h[i] = arms[i % 2];
    }
    etho_model_column columns[] = {{"y", y, NULL}, {"x", x, NULL}, {"g", NULL, g}, {"h", NULL, h}};
    static const char *const formulas[] = {"y ~ h + x", "y ~ h + x + (1 | g)", "y ~ h * g"};
    for (int f = 0; f < 3; f++) {
      etho_rows *rows = etho_rows_new();
      etho_error error = {0};
      char name[100];
      snprintf(name, sizeof name, "%s at 1e%d", formulas[f], scale);
      etho_status status = etho_model_run_columns(formulas[f], columns, 4, 40, NULL, rows, NULL, &error);
      ok(status == ETHO_OK || error.message[0], "%s: %s", name, error.message);
      check_finite(rows, name);
      etho_rows_free(rows);
    }
  }
}

int main(void) {
  test_formulas();
  test_deep();
  test_tiny();
  test_scale();
  return done();
}
