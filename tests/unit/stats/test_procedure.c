/* The driver: groups, control, pairs, pairing by subject, what is missing, usage errors. */
#include "ethostat/stats.h"
#include "tap.h"

static const char *const letters[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};

static etho_rows *run(const char *name, const etho_input *input, const etho_options *options,
                      etho_status want, etho_error *error) {
  etho_rows *rows = etho_rows_new();
  *error = (etho_error){0};
  etho_status status = etho_procedure_run(etho_procedure_find(name), input, options, rows, error);
  ok(status == want, "%s: status %d", name, want);
  if (status != want) printf("# %s\n", error->message);
  return rows;
}

static const etho_row *pair(const etho_rows *rows, const char *group1, const char *group2) {
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    if (strcmp(etho_row_get_text(row, "group1"), group1) == 0 &&
        strcmp(etho_row_get_text(row, "group2"), group2) == 0)
      return row;
  }
  return NULL;
}

/* Twelve groups of three values, k, k + 1, k + 3 times 1 + k / 10. */
static void fill(double *value, int *code, bool backwards) {
  for (int i = 0; i < 36; i++) {
    int at = backwards ? 35 - i : i, g = i % 12, k = i / 12;
    value[at] = (g + k * (k + 1) / 2.) * (1 + g / 10.);
    code[at] = g;
  }
}

static void order_of_rows(void) {
  static const char *const names[] = {"bootstrap", "tukey", "t_welch", "permutation_maxt", "fligner_killeen"};
  static const char *const fields[] = {"estimate", "conf_low", "statistic", "p_adjusted", "p_value"};
  double forth[36], back[36];
  int forth_code[36], back_code[36];
  fill(forth, forth_code, false), fill(back, back_code, true);
  etho_input one = {.n = 36, .value = forth, .by = {"arm", letters, 12, forth_code}};
  etho_input two = {.n = 36, .value = back, .by = {"arm", letters, 12, back_code}};
  etho_options options = etho_options_default();
  options.resamples = 200;
  for (size_t t = 0; t < sizeof names / sizeof *names; t++) {
    etho_error error;
    etho_rows *a = run(names[t], &one, &options, ETHO_OK, &error),
              *b = run(names[t], &two, &options, ETHO_OK, &error);
    size_t differ = etho_rows_count(a) != etho_rows_count(b);
    for (size_t i = 0; i < etho_rows_count(a) && !differ; i++)
      for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        double x = etho_row_get_number(etho_rows_at(a, i), fields[f]);
        double y = etho_row_get_number(etho_rows_at(b, i), fields[f]);
        differ += !((isnan(x) && isnan(y)) || !(x < y || x > y));
      }
    ok(differ == 0, "%s: the same bits in any order of the rows", names[t]);
    etho_rows_free(a);
    etho_rows_free(b);
  }
}

static void directions(void) {
  double forth[36], back[36];
  int forth_code[36], back_code[36];
  fill(forth, forth_code, false), fill(back, back_code, true);
  etho_input input = {.n = 36, .value = forth, .by = {"arm", letters, 12, forth_code}};
  etho_error error;
  etho_rows *first = run("t_welch", &input, NULL, ETHO_OK, &error);
  input.value = back, input.by.code = back_code;
  etho_rows *second = run("t_welch", &input, NULL, ETHO_OK, &error);
  ok(etho_rows_count(first) == 66, "twelve groups make 66 pairs");
  bool same = etho_rows_count(second) == 66;
  for (size_t i = 0; same && i < 66; i++)
    same = etho_row_get_number(etho_rows_at(first, i), "estimate") ==
               etho_row_get_number(etho_rows_at(second, i), "estimate") &&
           etho_row_get_number(etho_rows_at(first, i), "p_adjusted") ==
               etho_row_get_number(etho_rows_at(second, i), "p_adjusted");
  ok(same, "the order of the rows changes nothing");
  is_close(etho_row_get_number(pair(first, "a", "b"), "estimate"), (1 + 4. / 3) * 1.1 - 4. / 3, 1e-14,
           "group2 - group1");
  etho_rows_free(first), etho_rows_free(second);

  etho_options options = etho_options_default();
  options.control = "f";
  first = run("t_welch", &input, &options, ETHO_OK, &error);
  ok(etho_rows_count(first) == 11, "eleven comparisons with the control");
  bool control_first = true;
  for (size_t i = 0; i < etho_rows_count(first); i++)
    control_first &= strcmp(etho_row_get_text(etho_rows_at(first, i), "group1"), "f") == 0;
  ok(control_first, "the control is group1");
  ok(etho_row_get_number(pair(first, "f", "a"), "estimate") < 0 &&
         etho_row_get_number(pair(first, "f", "l"), "estimate") > 0,
     "signs follow the control");
  is_text(etho_row_get_text(etho_rows_at(first, 0), "adjust"), "holm", "Holm by default");
  etho_rows_free(first);
}

static void selections(void) {
  double value[36];
  int code[36];
  fill(value, code, false);
  etho_input input = {.n = 36, .value = value, .by = {"arm", letters, 12, code}};
  etho_options options = etho_options_default();
  const char *two[] = {"d", "b"}, *twice[] = {"d", "d"}, *unknown[] = {"d", "Bb"}, *one[] = {"c"};
  etho_error error;
  options.groups = two, options.n_groups = 2;
  etho_rows *rows = run("t_student", &input, &options, ETHO_OK, &error);
  ok(etho_rows_count(rows) == 1 && pair(rows, "d", "b"), "--groups d,b: one pair in that order");
  ok(!etho_row_find(etho_rows_at(rows, 0), "p_adjusted"), "one test is not adjusted");
  etho_rows_free(rows);
  options.adjust = "bonferroni";
  rows = run("t_student", &input, &options, ETHO_OK, &error);
  ok(etho_row_find(etho_rows_at(rows, 0), "p_adjusted"), "unless it is asked for");
  etho_rows_free(rows);
  options.groups = twice;
  etho_rows_free(run("t_student", &input, &options, ETHO_ERR_USAGE, &error));
  options.groups = unknown;
  etho_rows_free(run("t_student", &input, &options, ETHO_ERR_USAGE, &error));
  ok(strstr(error.message, "'Bb'") && strstr(error.hint, "'b'"), "an unknown group names its nearest");
  options.groups = one, options.n_groups = 1, options.adjust = NULL;
  rows = run("t_student", &input, &options, ETHO_OK, &error);
  ok(etho_rows_count(rows) == 1 && etho_row_find(etho_rows_at(rows, 0), "p_value")->kind == ETHO_NULL &&
         etho_row_get_text(etho_rows_at(rows, 0), "note"),
     "one group: null and a note");
  etho_rows_free(rows);
  options.control = "a";
  rows = run("t_student", &input, &options, ETHO_OK, &error);
  ok(etho_rows_count(rows) == 1 && pair(rows, "a", "c"), "the control joins the selection");
  etho_rows_free(rows);
  options.control = "zzz";
  etho_rows_free(run("t_student", &input, &options, ETHO_ERR_USAGE, &error));
}

static void missing_values(void) {
  double value[] = {1, (double)NAN, 3, 4, (double)NAN, 6.5, (double)INFINITY, 8},
         only[] = {(double)NAN, (double)NAN, 1, 2};
  int code[] = {0, 0, 0, 1, 1, 1, 1, -1}, empty[] = {0, 0, 1, 1};
  etho_input input = {.n = 8, .value = value, .by = {"arm", letters, 2, code}};
  etho_error error;
  etho_rows *rows = run("t_welch", &input, NULL, ETHO_OK, &error);
  const etho_row *row = etho_rows_at(rows, 0);
  ok(etho_row_get_number(row, "n1") == 2 && etho_row_get_number(row, "n2") == 2, "n is what was used");
  is_text(etho_rows_note_at(rows, 0), "1 missing value dropped in a", "missing values are counted");
  is_text(etho_rows_note_at(rows, 1), "2 missing values dropped in b", "infinite ones too");
  is_text(etho_rows_note_at(rows, 2), "1 row without a group dropped", "rows without a group too");
  etho_rows_free(rows);
  input = (etho_input){.n = 4, .value = only, .by = {"arm", letters, 2, empty}};
  rows = run("t_welch", &input, NULL, ETHO_OK, &error);
  row = etho_rows_at(rows, 0);
  ok(etho_row_get_number(row, "n1") == 0 && etho_row_find(row, "p_value")->kind == ETHO_NULL &&
         etho_row_get_text(row, "note"),
     "a group without values: null and a note");
  etho_rows_free(rows);
  input = (etho_input){.n = 0, .value = only, .by = {"arm", letters, 0, empty}};
  rows = run("t_welch", &input, NULL, ETHO_OK, &error);
  ok(etho_rows_count(rows) == 1 && etho_row_get_text(etho_rows_at(rows, 0), "note"), "no rows: a note");
  etho_rows_free(rows);
}

static void pairing(void) {
  /* m0 has no b, m3 no a; the order is mixed */
  double value[] = {5, 1, 7.5, 2, 9, 4.25, 3};
  int condition[] = {1, 0, 1, 0, 1, 0, 0}, subject[] = {1, 1, 2, 2, 3, 4, 0}, same[] = {1, 1, 2, 1, 3, 4, 0};
  etho_input input = {.n = 7,
                      .value = value,
                      .by = {"day", letters, 2, condition},
                      .subject = {"animal", letters, 5, subject}};
  etho_error error;
  etho_rows *rows = run("t_paired", &input, NULL, ETHO_OK, &error);
  const etho_row *row = etho_rows_at(rows, 0);
  is_close(etho_row_get_number(row, "estimate"), 4.75, 1e-15, "pairs are found by subject");
  ok(etho_row_get_number(row, "n") == 2 &&
         strstr(etho_row_get_text(row, "note"), "3 values without a partner"),
     "the unpaired are counted");
  etho_rows_free(rows);
  input.subject.code = same;
  rows = run("t_paired", &input, NULL, ETHO_ERR_DATA, &error);
  ok(strstr(error.message, "'b'") && strstr(error.message, "'a'"), "a subject twice in a condition is named");
  ok(etho_rows_count(rows) == 0, "and leaves no rows");
  etho_rows_free(rows);
}

static void usage(void) {
  double value[] = {1, 2, 3, 5};
  int code[] = {0, 0, 1, 1};
  etho_input input = {.n = 4, .value = value, .by = {"arm", letters, 2, code}};
  etho_options options = etho_options_default();
  etho_error error;
  input.by.code = NULL;
  etho_rows_free(run("t_welch", &input, NULL, ETHO_ERR_USAGE, &error));
  ok(strstr(error.message, "--by"), "the missing column is named");
  input.by.code = code, input.cluster = input.by;
  etho_rows_free(run("t_welch", &input, NULL, ETHO_ERR_USAGE, &error));
  ok(strstr(error.message, "--cluster"), "a column that is not used is refused");
  input.cluster.code = NULL;
  options.conf_level = 95;
  etho_rows_free(run("t_welch", &input, &options, ETHO_ERR_USAGE, &error));
  options = etho_options_default(), options.variant = "odd";
  etho_rows_free(run("t_welch", &input, &options, ETHO_ERR_USAGE, &error));
  options = etho_options_default(), options.adjust = "holms";
  etho_rows_free(run("t_welch", &input, &options, ETHO_ERR_USAGE, &error));
  ok(strstr(error.hint, "'holm'"), "the nearest adjustment is named");
  options = etho_options_default(), options.quantile_type = 10;
  etho_rows_free(run("describe", &input, &options, ETHO_ERR_USAGE, &error));
  options = etho_options_default(), options.trim = -0.1;
  etho_rows_free(run("describe", &input, &options, ETHO_ERR_USAGE, &error));
  ok(!etho_procedure_find("t_welsh"), "an unknown procedure is NULL");
}

static void far_tails(void) {
  double value[400];
  int code[400];
  for (int i = 0; i < 400; i++) value[i] = (i % 7) / 8. + (i < 200 ? 0 : 1e5), code[i] = i >= 200;
  etho_input input = {.n = 400, .value = value, .by = {"arm", letters, 2, code}};
  etho_error error;
  etho_rows *rows = run("t_student", &input, NULL, ETHO_OK, &error);
  const etho_row *row = etho_rows_at(rows, 0);
  ok(etho_row_get_number(row, "p_value") == 0 && strstr(etho_row_get_text(row, "note"), "below 1e-300"),
     "a p-value that underflows says so");
  etho_rows_free(rows);
}

int main(void) {
  order_of_rows();
  far_tails();
  directions();
  selections();
  missing_values();
  pairing();
  usage();
  return done();
}
