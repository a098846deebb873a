/* tests/trials.h - tidy trials from a few lines of text, for unit tests of the assay and analysis layers.
 * "animal,arm,novel_s\nm1,a,3\n": cells are split at commas; empty = missing; columns that end in _s, begin
 * with n_, or are called trial, correct, minute or bin hold numbers. Line numbers count from the header. */
#ifndef TESTS_TRIALS_H
#define TESTS_TRIALS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/assay.h"

static bool trials_column_is_text(const char *name) {
  static const char *const numeric[] = {"trial", "correct", "minute", "bin", "novel_bouts", "familiar_bouts"};
  size_t n = strlen(name);
  for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++)
    if (strcmp(name, numeric[i]) == 0) return false;
  return !(n > 2 && strcmp(name + n - 2, "_s") == 0) && strncmp(name, "n_", 2) != 0;
}

static void trials_fill(etho_trials *trials, size_t row, size_t column, const char *cell) {
  if (!cell[0]) return;
  if (etho_trials_is_text(trials, column))
    etho_trials_set_text(trials, row, column, cell);
  else
    etho_trials_set_number(trials, row, column, strtod(cell, NULL));
}

static etho_trials *trials_from(const char *text) {
  etho_trials *trials = etho_trials_new();
  size_t column[32], n_columns = 0, line = 0;
  while (*text) {
    size_t length = strcspn(text, "\n"), field = 0;
    size_t row = line ? etho_trials_add(trials, "test.csv", line + 1) : 0;
    for (const char *at = text; at <= text + length;) {
      size_t n = strcspn(at, ",\n");
      char cell[256];
      snprintf(cell, sizeof cell, "%.*s", (int)n, at);
      if (!line)
        column[n_columns++] = etho_trials_column(trials, cell, trials_column_is_text(cell));
      else if (field < n_columns)
        trials_fill(trials, row, column[field], cell);
      field++;
      at += n + 1;
    }
    line++;
    text += length + (text[length] == '\n');
  }
  return trials;
}

/* Measure with an assay; issues may be NULL. NULL on failure. */
__attribute__((unused)) static etho_measures *
measures_from(const char *assay, const char *text, const etho_assay_options *options, etho_issues *issues) {
  etho_trials *trials = trials_from(text);
  etho_measures *measures = NULL;
  etho_error error = {0};
  if (etho_assay_measure(etho_assay_find(assay), trials, options, &measures, issues, &error) != ETHO_OK)
    printf("# %s\n", error.message);
  etho_trials_free(trials);
  return measures;
}

/* A measure of a row; NaN when the row or the measure is not there. */
__attribute__((unused)) static double value_at(const etho_measures *m, size_t row, const char *name) {
  size_t index = etho_measures_find(m, name);
  const etho_subject_row *r = etho_measures_row(m, row);
  return r && index != ETHO_NOT_FOUND ? r->value[index] : (double)NAN;
}

__attribute__((unused)) static bool issue_is_there(const etho_issues *issues, const char *code, size_t line) {
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    if (strcmp(issue->code, code) == 0 && (!line || issue->line == line)) return true;
  }
  return false;
}

#endif
