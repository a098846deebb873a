/* What can be wrong with trials in any assay. Codes: docs/issues.md. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assay/measures.h"
#include "base/text.h"
#include "table/series.h"

enum { CONSTANT_FROM = 6 }; /* so many equal values are suspicious */

typedef struct place {
  const char *file;
  size_t line;
} place;

static place place_of(const etho_batch *batch, const etho_session *session) {
  size_t row = session->trial[0];
  return (place){etho_trials_file(batch->trials, row), etho_trials_line(batch->trials, row)};
}

/* The animal's one value of a column; a second value is an issue at the row that brings it. */
static const char *settle(etho_batch *batch, const etho_animal *animal, const char *column_name,
                          const char *code, const char *hint) {
  size_t column = etho_trials_find(batch->trials, column_name);
  const char *settled = NULL;
  bool told = false;
  if (column == ETHO_NOT_FOUND) return NULL;
  for (size_t s = animal->first; s < animal->first + animal->n_sessions; s++)
    for (size_t i = 0; i < batch->session[s].n_trials; i++) {
      size_t row = batch->session[s].trial[i];
      const char *value = etho_cell_text(batch->trials, row, column, batch->arena);
      if (!settled) settled = value;
      if (!value || strcmp(value, settled) == 0 || told) continue;
      told = true;
      etho_issues_add(
          batch->issues, code, etho_trials_file(batch->trials, row), etho_trials_line(batch->trials, row), 0,
          hint, "animal '%s' has %s '%s' here and '%s' elsewhere", animal->name, column_name, value, settled);
    }
  return settled;
}

static void check_identity(etho_batch *batch, etho_animal *animal) {
  animal->arm = settle(batch, animal, "arm", "E-ANIMAL-ARMS",
                       "an animal belongs to one arm: correct the id or the arm, or declare the two "
                       "spellings as aliases; to read only one "
                       "day or phase: \"where\": \"COLUMN=VALUE\"");
  animal->sex = settle(batch, animal, "sex", "W-ANIMAL-SEX", "the first is used");
  animal->cage = settle(batch, animal, "cage", "W-ANIMAL-CAGE", "the first is used");
}

static void check_arm(etho_batch *batch, const etho_animal *animal) {
  place at = place_of(batch, &batch->session[animal->first]);
  if (!animal->arm)
    etho_issues_add(
        batch->issues, "W-NO-ARM", at.file, at.line, 0,
        "give the arm in the trials or in an animals file; without it the animal is in no comparison",
        "animal '%s' has no arm", animal->name);
}

static bool has_kind(const etho_batch *batch, const etho_animal *animal, etho_phase_kind kind) {
  for (size_t s = animal->first; s < animal->first + animal->n_sessions; s++)
    if (batch->session[s].kind == kind) return true;
  return false;
}

static void check_training(etho_batch *batch) {
  bool any = false;
  for (size_t s = 0; s < batch->n_sessions; s++) any = any || batch->session[s].kind == ETHO_PHASE_TRAINING;
  for (size_t a = 0; any && a < batch->n_animals; a++) {
    const etho_animal *animal = &batch->animal[a];
    place at = place_of(batch, &batch->session[animal->first]);
    bool training = has_kind(batch, animal, ETHO_PHASE_TRAINING),
         test = has_kind(batch, animal, ETHO_PHASE_TEST);
    if (test && !training)
      etho_issues_add(
          batch->issues, "W-NO-TRAINING", at.file, at.line, 0,
          "an animal that was not trained has nothing to remember: check the id, or exclude it by a rule",
          "animal '%s' has a test but no training", animal->name);
    if (training && !test)
      etho_issues_add(batch->issues, "W-NO-TEST", at.file, at.line, 0,
                      "check the id; the animal is in no comparison", "animal '%s' has training but no test",
                      animal->name);
  }
}

bool etho_batch_check(etho_batch *batch) {
  bool arms = etho_column_filled(batch->trials, "arm");
  for (size_t a = 0; a < batch->n_animals; a++) {
    check_identity(batch, &batch->animal[a]);
    if (arms) check_arm(batch, &batch->animal[a]);
  }
  check_training(batch);
  return true;
}

static void report_twice(etho_batch *batch, const etho_session *session, size_t row, size_t before,
                         const char *distinct) {
  const char *name = batch->animal[session->animal].name;
  const char *file = etho_trials_file(batch->trials, row);
  size_t line = etho_trials_line(batch->trials, row), line_before = etho_trials_line(batch->trials, before);
  const char *where = session->label[0] ? session->label : "the file";
  if (distinct)
    etho_issues_add(batch->issues, "E-TRIAL-TWICE", file, line, 0,
                    "correct the number, delete one of the rows, or declare the column that tells them "
                    "apart: \"columns\": "
                    "{\"session\": its header}",
                    "animal '%s' has the same %s in %s already, on line %zu", name, distinct, where,
                    line_before);
  else
    etho_issues_add(batch->issues, "E-ANIMAL-TWICE", file, line, 0,
                    "delete one of the rows, or tell them apart by a phase, day, session or trial column",
                    "animal '%s' is in %s already, on line %zu", name, where, line_before);
}

typedef struct cell {
  const char *text;
  size_t at; /* place in the session */
} cell;

static int by_text(const void *a, const void *b) {
  const cell *x = a, *y = b;
  int order = strcmp(x->text, y->text);
  return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* The cell, behind that of the trial where a column besides the trial's number tells rows apart. */
static const char *distinct_text(const etho_batch *batch, size_t row, size_t column, size_t trial) {
  const char *text = etho_cell_text(batch->trials, row, column, batch->arena);
  const char *number = trial == column ? NULL : etho_cell_text(batch->trials, row, trial, batch->arena);
  if (!text || !number) return text;
  etho_text both = {0};
  etho_text_format(&both, "%s\x1F%s", number, text);
  const char *kept = etho_arena_text(batch->arena, etho_text_get(&both));
  etho_text_free(&both);
  return kept;
}

/* before[i]: the place in the session of an earlier row with the same text; ETHO_NOT_FOUND = there is none.
 */
static void find_before(const etho_batch *batch, const etho_session *session, size_t column, cell *list,
                        size_t *before) {
  size_t n = 0, trial = etho_trials_find(batch->trials, "trial");
  for (size_t i = 0; i < session->n_trials; i++) {
    const char *text = distinct_text(batch, session->trial[i], column, trial);
    before[i] = ETHO_NOT_FOUND;
    if (text) list[n++] = (cell){text, i};
  }
  if (n > 1) qsort(list, n, sizeof *list, by_text);
  for (size_t i = 1; i < n; i++)
    if (strcmp(list[i].text, list[i - 1].text) == 0) before[list[i].at] = list[i - 1].at;
}

bool etho_batch_check_twice(etho_batch *batch, const char *distinct) {
  size_t column = distinct ? etho_trials_find(batch->trials, distinct) : ETHO_NOT_FOUND, most = 0;
  for (size_t s = 0; s < batch->n_sessions; s++)
    if (batch->session[s].n_trials > most) most = batch->session[s].n_trials;
  cell *list = ETHO_NEW(batch->arena, cell, most + 1);
  size_t *before = ETHO_NEW(batch->arena, size_t, most + 1);
  if (!list || !before) return false;
  for (size_t s = 0; s < batch->n_sessions; s++) {
    const etho_session *session = &batch->session[s];
    if (session->n_trials < 2) continue;
    if (distinct) find_before(batch, session, column, list, before);
    for (size_t i = 0; i < session->n_trials; i++) {
      size_t earlier = distinct ? before[i] : i ? i - 1 : ETHO_NOT_FOUND;
      if (earlier != ETHO_NOT_FOUND)
        report_twice(batch, session, session->trial[i], session->trial[earlier], distinct);
    }
  }
  return true;
}

void etho_batch_check_column(etho_batch *batch, const char *name) {
  const etho_trials *trials = batch->trials;
  size_t column = etho_trials_find(trials, name), n = 0;
  double first = (double)NAN;
  bool constant = true;
  if (column == ETHO_NOT_FOUND || etho_trials_have_series(trials)) return; /* sums are none of its values */
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    double value = etho_cell_number(trials, r, column);
    if (!isfinite(value)) continue;
    if (value < 0)
      etho_batch_issue(batch, r, "E-TIME-NEGATIVE", "correct the cell, or use NA where it is not known",
                       "%s is %g: it cannot be negative", name, value);
    if (!n++) first = value;
    constant = constant && value == first;
  }
  if (constant && n >= CONSTANT_FROM)
    etho_issues_add(batch->issues, "W-CONSTANT", etho_trials_file(trials, 0), 0, 0,
                    "a column of one value often comes from filling down in a spreadsheet: check it",
                    "%s is %g in all %zu rows that have it", name, first, n);
}
