/* The example study against R (tests/reference/analysis/example.R), and against its own truth. */
#include <cjson/cJSON.h>

#include "base/file.h"
#include "ethostat/analysis.h"
#include "tap.h"
#include "trials.h"

static etho_table *read_table(const char *path) {
  etho_table *table = NULL;
  etho_error error = {0};
  if (etho_table_read(path, NULL, &table, NULL, &error) != ETHO_OK) printf("# %s\n", error.message);
  return table;
}

/* Row of the animals file for an id. */
static size_t find_animal(const etho_table *animals, const char *id) {
  size_t r = 0;
  while (strcmp(etho_table_text(animals, r, 0), id) != 0) r++;
  return r;
}

static etho_trials *example_trials(const char *path, const etho_table *animals) {
  etho_table *table = read_table(path);
  etho_trials *trials = etho_trials_new();
  size_t arm = etho_trials_column(trials, "arm", true), cage = etho_trials_column(trials, "cage", true);
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    size_t row = etho_trials_add(trials, path, etho_table_line(table, r));
    size_t animal = find_animal(animals, etho_table_text(table, r, etho_table_find(table, "animal")));
    etho_trials_set_text(trials, row, arm, etho_table_text(animals, animal, etho_table_find(animals, "arm")));
    etho_trials_set_text(trials, row, cage,
                         etho_table_text(animals, animal, etho_table_find(animals, "cage")));
    for (size_t c = 0; c < etho_table_columns(table); c++) {
      const char *name = etho_table_header(table, c);
      trials_fill(trials, row, etho_trials_column(trials, name, trials_column_is_text(name)),
                  etho_table_text(table, r, c));
    }
  }
  etho_table_free(table);
  return trials;
}

static etho_analysis *analyse(const char *assay, const etho_table *animals, etho_measures **measures) {
  static const char *const arms[] = {"control", "CAR-T", "CAR-T + PLX5622", "CAR-T + anti-CCR3"};
  etho_rule rules[] = {
      {.name = "min_total_exploration_s", .threshold = 20, .apriori = true, .excludes = true},
      {.name = "training_preference", .threshold = 0.2, .threshold_high = 0.8, .excludes = true}};
  etho_assay_options options = etho_assay_options_default();
  options.rules = rules, options.n_rules = 2, options.cutoff_s = 60;
  char path[64];
  snprintf(path, sizeof path, "examples/%s.csv", assay);
  etho_trials *trials = example_trials(path, animals);
  etho_issues *issues = etho_issues_new();
  etho_error error = {0};
  ok(etho_assay_measure(etho_assay_find(assay), trials, &options, measures, issues, &error) == ETHO_OK,
     "%s measured", assay);
  etho_trials_free(trials);
  etho_design design = etho_design_default();
  design.arms = arms, design.n_arms = 4, design.control = arms[0], design.impaired = arms[1];
  design.treatments = &arms[2], design.n_treatments = 2, design.equivalence = 0.15;
  etho_analysis *analysis = NULL;
  if (!ok(etho_analysis_run(*measures, &design, &analysis, issues, &error) == ETHO_OK, "%s analysed", assay))
    printf("# %s\n", error.message);
  ok(etho_issues_count_of(issues, ETHO_PROBLEM) == 0, "%s: nothing is wrong with the example", assay);
  etho_issues_free(issues);
  return analysis;
}

static const char *field_text(const cJSON *item, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(item, name)->valuestring;
}

static const etho_row *find_row(const etho_analysis *a, const cJSON *c) {
  for (size_t i = 0; i < etho_analysis_count(a); i++) {
    const etho_result *result = etho_analysis_at(a, i);
    if (strcmp(etho_part_name(result->part), field_text(c, "part")) != 0 ||
        strcmp(result->test, field_text(c, "test")) != 0 ||
        strcmp(result->response, field_text(c, "response")) != 0)
      continue;
    for (size_t r = 0; r < etho_rows_count(result->rows); r++) {
      const etho_row *row = etho_rows_at(result->rows, r);
      bool match = true;
      const cJSON *where;
      cJSON_ArrayForEach(where, cJSON_GetObjectItemCaseSensitive(c, "where")) {
        const char *text = etho_row_get_text(row, where->string);
        match = match && text && strcmp(text, where->valuestring) == 0;
      }
      if (match) return row;
    }
  }
  return NULL;
}

static void compare_with_r(const char *assay, const etho_analysis *analysis) {
  char *data;
  size_t length;
  etho_error error;
  if (etho_file_read("tests/reference/analysis/example.json", 0, &data, &length, &error) != ETHO_OK) return;
  cJSON *json = cJSON_Parse(data);
  const cJSON *c, *field;
  cJSON_ArrayForEach(c, json) {
    if (strcmp(field_text(c, "assay"), assay) != 0) continue;
    const etho_row *row = find_row(analysis, c);
    const char *test = field_text(c, "test"), *response = field_text(c, "response");
    if (!ok(row != NULL, "%s of %s: the row is there", test, response)) continue;
    cJSON_ArrayForEach(field, cJSON_GetObjectItemCaseSensitive(c, "fields"))
        is_close(etho_row_get_number(row, field->string), field->valuedouble,
                 cJSON_GetObjectItemCaseSensitive(c, "tol")->valuedouble, "%s of %s: %s", test, response,
                 field->string);
  }
  cJSON_Delete(json);
  free(data);
}

static void test_words(const etho_analysis *a) {
  for (size_t i = 0; i < etho_analysis_count(a); i++) {
    const etho_result *r = etho_analysis_at(a, i);
    ok(r->sentence && !strstr(r->sentence, "ignifican") && !strstr(r->sentence, "nan"),
       "%s (%s): a sentence without 'significant'", r->test, r->response);
    ok(r->purpose && r->method && r->by, "%s: what it is for", r->test);
  }
  ok(etho_analysis_methods_count(a) > 8, "a sentence for each step");
}

int main(void) {
  etho_table *animals = read_table("examples/animals.csv");
  etho_measures *nor, *maze;
  etho_analysis *a = analyse("nor", animals, &nor);
  compare_with_r("nor", a);
  test_words(a);
  ok(etho_analysis_arm(a, 1)->excluded == 1 && etho_analysis_arm(a, 2)->excluded == 1,
     "m17 and m34 are excluded");
  ok(etho_analysis_sample(a, 1, "discrimination_index").n == 11, "n after exclusion");
  size_t n;
  const char *const *ids = etho_analysis_animals(a, 0, "discrimination_index", &n);
  ok(n == 12 && strcmp(ids[0], "m01") == 0, "the animals behind the sample");
  is_text(etho_analysis_session(a), "test", "the test is compared");
  etho_analysis_free(a);
  etho_measures_free(nor);
  a = analyse("tmaze", animals, &maze);
  compare_with_r("tmaze", a);
  test_words(a);
  etho_analysis_free(a);
  etho_measures_free(maze);
  etho_table_free(animals);
  return done();
}
