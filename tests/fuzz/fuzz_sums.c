/* libFuzzer: a file of trials read whole, and read as large files are: in pieces, keeping only what the measures need.
 * Both ways tell the same issues and give the same measures. The first line is dropped (a plain copy of a table will do). */
#include <math.h>
#include <string.h>

#include "fuzz.h"

typedef struct outcome {
  etho_issues *issues;
  etho_import_result *import;
  etho_measures *measures;
  etho_status status;
} outcome;

static outcome read_with(const char *path, size_t sum_from) {
  outcome o = {.issues = etho_issues_new()};
  etho_import_options options = {.sum_from = sum_from};
  etho_error error = {0};
  o.status = etho_import_files(&path, 1, &options, &o.import, o.issues, &error);
  if (o.status != ETHO_OK) return o;
  const etho_trials *trials = etho_import_trials(o.import);
  const etho_assay *assay = etho_assay_detect(trials, &error);
  if (assay) o.status = etho_assay_measure(assay, trials, NULL, &o.measures, o.issues, &error);
  return o;
}

static void free_outcome(outcome *o) {
  etho_measures_free(o->measures);
  etho_import_free(o->import);
  etho_issues_free(o->issues);
}

static void compare_issues(const etho_issues *a, const etho_issues *b) {
  for (size_t i = 0; i < etho_issues_count(a) || i < etho_issues_count(b); i++) {
    const etho_issue *x = etho_issues_at(a, i), *y = etho_issues_at(b, i);
    bool same = x && y && strcmp(x->code, y->code) == 0 && x->line == y->line && strcmp(x->message, y->message) == 0;
    FUZZ_REQUIRE(same, "whole: %s %zu %s\nsums: %s %zu %s", x ? x->code : "", x ? x->line : 0, x ? x->message : "", y ? y->code : "",
                 y ? y->line : 0, y ? y->message : "");
  }
}

static bool same_text(const char *a, const char *b) {
  return a && b ? strcmp(a, b) == 0 : a == b;
}

static void compare_measures(const etho_measures *a, const etho_measures *b) {
  FUZZ_REQUIRE(etho_measures_count(a) == etho_measures_count(b), "%zu, %zu measures", etho_measures_count(a), etho_measures_count(b));
  FUZZ_REQUIRE(etho_measures_rows(a) == etho_measures_rows(b), "%zu, %zu rows", etho_measures_rows(a), etho_measures_rows(b));
  for (size_t r = 0; r < etho_measures_rows(a); r++) {
    const etho_subject_row *x = etho_measures_row(a, r), *y = etho_measures_row(b, r);
    FUZZ_REQUIRE(same_text(x->animal, y->animal) && same_text(x->label, y->label), "row %zu", r);
    for (size_t m = 0; m < etho_measures_count(a); m++) {
      const char *name = etho_measures_info(a, m)->name;
      double p = x->value[m], q = y->value[etho_measures_find(b, name)];
      bool same = isnan(p) ? isnan(q) : fabs(p - q) <= 1e-9 * (fabs(p) + 1);
      FUZZ_REQUIRE(same, "%s of %s: %.17g, %.17g", name, x->animal, p, q);
    }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part = {(const char *)data, size};
  char line[16];
  fuzz_first_line(&part, line, sizeof line);
  fuzz_file file = fuzz_write("trials.csv", part);
  outcome whole = read_with(file.path, 0), sums = read_with(file.path, 1);
  FUZZ_REQUIRE(whole.status == sums.status, "status %d, %d", (int)whole.status, (int)sums.status);
  compare_issues(whole.issues, sums.issues);
  if (whole.measures && sums.measures) compare_measures(whole.measures, sums.measures);
  free_outcome(&whole);
  free_outcome(&sums);
  fuzz_remove(file);
  return 0;
}
