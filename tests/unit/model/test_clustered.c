/* The cage and trial models against the formulas they stand for. */
#include "ethostat/model.h"
#include "tap.h"

enum { N = 24 };
static const double value[N] = {0.31, 0.28,  0.35, 0.40, 0.12,  0.05,  0.22, 0.18,  0.30, 0.41, 0.25, 0.33,
                                0.02, -0.10, 0.08, 0.11, -0.21, -0.05, 0.03, -0.12, 0.15, 0.09, 0.21, 0.18};
static const char *arm[N], *cage[N], *alone[N];
static char alone_text[N][8];

static const etho_row *last(const etho_rows *rows) {
  return etho_rows_at(rows, etho_rows_count(rows) - 1);
}

static void fill(void) {
  static const char *const cages[] = {"c1", "c2", "c3", "c4", "c5", "c6"};
  for (int i = 0; i < N; i++) {
    arm[i] = i < N / 2 ? "control" : "CAR-T";
    cage[i] = cages[i / 4];
    snprintf(alone_text[i], sizeof alone_text[i], "m%d", i);
    alone[i] = alone_text[i];
  }
}

static void test_cage(void) {
  etho_rows *rows = etho_rows_new(), *direct = etho_rows_new();
  etho_error error = {0};
  etho_model_column columns[] = {{"DI", value, NULL}, {"arm", NULL, arm}, {"cage", NULL, cage}};
  etho_model_options options = etho_model_options_default();
  options.control = "control";
  ok(etho_model_cage("DI", value, arm, cage, N, "control", NULL, rows, &error) == ETHO_OK, "cage model runs");
  ok(etho_model_run_columns("DI ~ arm + (1 | cage)", columns, 3, N, &options, direct, NULL, &error) ==
         ETHO_OK,
     "formula runs");
  const etho_row *row = last(rows);
  is_text(etho_row_get_text(row, "table"), "cage", "the last row sums up");
  for (size_t i = 0; i < etho_rows_count(direct); i++) {
    const etho_row *r = etho_rows_at(direct, i);
    if (strcmp(etho_row_get_text(r, "table"), "anova") == 0)
      is_close(etho_row_get_number(row, "p_value"), etho_row_get_number(r, "p_value"), 1e-12,
               "p-value of the arm");
    if (strcmp(etho_row_get_text(r, "table"), "random") == 0 &&
        strcmp(etho_row_get_text(r, "group"), "cage") == 0)
      is_close(etho_row_get_number(row, "icc"), etho_row_get_number(r, "icc"), 1e-12, "ICC");
  }
  double icc = etho_row_get_number(row, "icc");
  is_close(etho_row_get_number(row, "design_effect"), 1 + 3 * icc, 1e-12, "design effect of cages of four");
  ok(etho_row_get_text(row, "conclusion") != NULL, "a sentence: %s", etho_row_get_text(row, "conclusion"));
  etho_rows_free(rows), etho_rows_free(direct);
}

static void test_cage_refusals(void) {
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  const char *one[N];
  for (int i = 0; i < N; i++) one[i] = "c1";
  ok(etho_model_cage("DI", value, arm, one, N, "control", NULL, rows, &error) == ETHO_OK,
     "one cage is no error");
  ok(etho_row_find(last(rows), "p_value")->kind == ETHO_NULL && etho_row_get_text(last(rows), "note"),
     "but null, and a note");
  ok(etho_row_get_number(last(rows), "animal_p_value") < 0.01, "the animals' own test is there");
  ok(etho_model_cage("DI", value, arm, alone, N, "control", NULL, rows, &error) == ETHO_OK,
     "an animal per cage is no error");
  ok(etho_row_find(last(rows), "icc")->kind == ETHO_NULL, "ICC is null");
  ok(etho_model_cage("DI", value, one, cage, N, "control", NULL, rows, &error) == ETHO_OK,
     "one arm is no error");
  ok(etho_row_get_number(last(rows), "icc") > 0 && etho_row_find(last(rows), "p_value")->kind == ETHO_NULL,
     "ICC without a comparison");
  ok(etho_model_cage("DI", value, arm, cage, N, "nobody", NULL, rows, &error) == ETHO_ERR_USAGE,
     "an unknown control is an error");
  etho_rows_free(rows);
}

static void test_trials(void) {
  enum { TRIALS = 10 };
  static double correct[N * TRIALS];
  static const char *who[N * TRIALS], *what[N * TRIALS];
  for (int i = 0; i < N * TRIALS; i++) {
    correct[i] = (i * 7919 % 101) < (i / TRIALS < N / 2 ? 75 : 45) + (i / TRIALS % 4) * 8 - 12;
    who[i] = alone_text[i / TRIALS], what[i] = i / TRIALS < N / 2 ? "control" : "CAR-T";
  }
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  ok(etho_model_trials("correct", correct, what, who, N * TRIALS, "control", NULL, rows, &error) == ETHO_OK,
     "trial model runs");
  const etho_row *row = last(rows);
  is_text(etho_row_get_text(row, "table"), "trials", "the last row sums up");
  ok(etho_row_get_number(row, "p_value") < 0.01, "the arms differ");
  ok(etho_row_get_number(row, "n_groups") == N, "animals are counted");
  ok(etho_row_get_number(row, "holds") == 1, "%s", etho_row_get_text(row, "conclusion"));
  for (int i = 0; i < N * TRIALS; i++) correct[i] = 1;
  ok(etho_model_trials("correct", correct, what, who, N * TRIALS, "control", NULL, rows, &error) == ETHO_OK,
     "all correct is no error");
  ok(etho_row_find(last(rows), "p_value")->kind == ETHO_NULL, "but null");
  etho_rows_free(rows);
}

int main(void) {
  fill();
  test_cage();
  test_cage_refusals();
  test_trials();
  return done();
}
