/* Impossible trials. */
#include <math.h>
#include <string.h>

#include "import/resolve.h"
#include "import/vocabulary.h"
#include "table/series.h"

static double number_of(const etho_trials *trials, size_t row, const char *name) {
  size_t column = etho_trials_find(trials, name);
  return column == ETHO_NOT_FOUND ? (double)NAN : etho_trials_number(trials, row, column);
}

enum { SAME_FROM = 3 };

/* Equal in every row: object names or a copied column, not two times. */
static void check_same(const etho_trials *trials, etho_issues *issues) {
  size_t n = 0, first = 0;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    double novel = number_of(trials, r, "novel_s"), familiar = number_of(trials, r, "familiar_s");
    if (isnan(novel) || isnan(familiar) || (novel == 0 && familiar == 0)) continue;
    if (novel != familiar) return;
    if (!n++) first = r;
  }
  if (n >= SAME_FROM)
    etho_issues_add(issues, "E-NOVEL-SAME", etho_trials_file(trials, first), etho_trials_line(trials, first),
                    0, "declare which columns hold the times at the novel and the familiar object",
                    "novel and familiar are equal in all %zu rows: these are hardly times", n);
}

/* What an assay measures: a pair of columns, or one. */
static const char *const measured[][2] = {
    {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}, {"n_correct", "n_trials"},
    {"choice", NULL},          {"correct", NULL},     {"sequence", NULL},           {"value", NULL}};

static bool has(const etho_trials *trials, const char *name) {
  return name && etho_trials_find(trials, name) != ETHO_NOT_FOUND;
}

static bool is_text(const etho_trials *trials, size_t row, const char *name) {
  size_t column = etho_trials_find(trials, name);
  return column != ETHO_NOT_FOUND && etho_trials_text(trials, row, column);
}

/* A column of numbers that no role has is an outcome of the user's own. */
static bool has_outcome(const etho_trials *trials) {
  for (size_t c = 0; c < etho_trials_columns(trials); c++)
    if (!etho_trials_is_text(trials, c) && !etho_role_find(etho_trials_name(trials, c))) return true;
  return false;
}

/* Trials that hold nothing measured (a declared format or label that fits only in part) are told, unless a
 * reason was. */
static void check_measured(const etho_trials *trials, etho_issues *issues) {
  static const char *const hint =
      "`ethostat check` shows what was found; declare the columns or labels of the others";
  const char *const *half = NULL;
  if (!etho_trials_rows(trials) || etho_issues_count_of(issues, ETHO_PROBLEM) || has_outcome(trials) ||
      etho_trials_have_series(trials))
    return;
  for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
    bool one = has(trials, measured[i][0]), other = has(trials, measured[i][1]);
    if (one && (other || !measured[i][1])) return;
    if (one || other) half = measured[i];
  }
  const char *file = etho_trials_file(trials, 0);
  if (half)
    etho_issues_add(issues, "E-COLUMN-MISSING", file, 0, 0, hint, "the trials have %s, but no %s",
                    has(trials, half[0]) ? half[0] : half[1], has(trials, half[0]) ? half[1] : half[0]);
  else
    etho_issues_add(
        issues, "E-COLUMN-MISSING", file, 0, 0, hint,
        "the trials hold nothing measured: no times at two objects, choices, correct trials or arm entries");
}

/* One file among recordings is taken for columns of plain values: most often it lost its header. */
static void check_mixed(const etho_trials *trials, etho_issues *issues) {
  size_t value = etho_trials_find(trials, "value"), first = ETHO_NOT_FOUND;
  bool others = false;
  if (value == ETHO_NOT_FOUND || etho_issues_count_of(issues, ETHO_PROBLEM)) return;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    bool plain = !isnan(etho_trials_number(trials, r, value));
    if (plain && first == ETHO_NOT_FOUND) first = r;
    for (size_t i = 0; i < sizeof measured / sizeof *measured && !plain; i++)
      others = others || !isnan(number_of(trials, r, measured[i][0])) || is_text(trials, r, measured[i][0]);
  }
  if (others && first != ETHO_NOT_FOUND)
    etho_issues_add(issues, "E-FORMAT-MIXED", etho_trials_file(trials, first), 0, 0,
                    "look at its header, declare what it is (\"from\"), or read it alone",
                    "this file was taken for columns of plain values, and the others for trials");
}

/* Below zero, where no reader has told it: the length in a file's own header, say. */
static void check_negative(const etho_trials *trials, etho_issues *issues) {
  if (etho_issues_count_of(issues, ETHO_PROBLEM)) return;
  for (size_t c = 0; c < etho_trials_columns(trials); c++) {
    const etho_role_info *role = etho_role_find(etho_trials_name(trials, c));
    bool time = role && strcmp(role->kind, "time") == 0, count = role && strcmp(role->kind, "count") == 0;
    for (size_t r = 0; r < etho_trials_rows(trials) && (time || count); r++)
      if (etho_trials_number(trials, r, c) < 0)
        etho_issues_add(issues, time ? "E-TIME-NEGATIVE" : "E-COUNT-NEGATIVE", etho_trials_file(trials, r),
                        etho_trials_line(trials, r), 0, "correct the cell, or write NA where it is not known",
                        "%s is negative: %s is %g", time ? "a time" : "a count", role->name,
                        etho_trials_number(trials, r, c));
  }
}

/* A trial of nobody, where no reader has told it. */
static void check_animals(const etho_trials *trials, etho_issues *issues) {
  size_t column = etho_trials_find(trials, "animal");
  if (has(trials, "value") || etho_issues_count_of(issues, ETHO_PROBLEM)) return;
  size_t n = column == ETHO_NOT_FOUND && etho_trials_rows(trials) ? 1 : etho_trials_rows(trials);
  for (size_t r = 0; r < n; r++)
    if (!etho_trials_text(trials, r, column))
      etho_issues_add(issues, "E-NO-ANIMAL", etho_trials_file(trials, r), etho_trials_line(trials, r), 0,
                      "declare the column of the ids (columns: animal = its header), or join a key file",
                      n > 1 || column != ETHO_NOT_FOUND ? "this trial names no animal"
                                                        : "the trials name no animal");
}

void etho_trials_check(const etho_trials *trials, etho_issues *issues) {
  check_same(trials, issues);
  check_measured(trials, issues);
  check_mixed(trials, issues);
  check_negative(trials, issues);
  check_animals(trials, issues);
}
