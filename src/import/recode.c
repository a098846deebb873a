#include "import/recode.h"

#include <string.h>

#include "base/text.h"
#include "import/vocabulary.h"

enum { MOST_TOLD = 256 };

static bool is_id(const char *column) {
  return strcmp(column, "animal") == 0 || strcmp(column, "cage") == 0 || strcmp(column, "recording") == 0;
}

/* "phase:TS" for "TS" in phase; a colon may belong to the value ("12:30"), so the column is looked for first.
 */
static bool fits(const char *recode, const char *column, const char *value) {
  size_t n = strlen(column);
  if (strncmp(recode, column, n) == 0 && recode[n] == ':' && strcmp(recode + n + 1, value) == 0) return true;
  return strcmp(recode, value) == 0 && !is_id(column);
}

static size_t find(const etho_import_options *options, const char *column, const char *value) {
  for (size_t i = 0; i < options->n_recodes; i++)
    if (fits(options->recodes[i].name, column, value)) return i;
  return ETHO_NOT_FOUND;
}

const char *etho_recode_of(const etho_import_options *options, const char *column, const char *value) {
  size_t i = find(options, column, value);
  return i == ETHO_NOT_FOUND ? NULL : options->recodes[i].value;
}

/* The text column that a recode names; ETHO_NOT_FOUND = none, or it is a column of numbers. */
static size_t column_of(const etho_trials *trials, const char *recode) {
  for (size_t c = 0; c < etho_trials_columns(trials); c++) {
    const char *name = etho_trials_name(trials, c);
    size_t n = strlen(name);
    if (etho_trials_is_text(trials, c) && strncmp(name, recode, n) == 0 && recode[n] == ':') return c;
  }
  return ETHO_NOT_FOUND;
}

/* A recode that finds nothing may be misspelt. */
static void tell_unused(const etho_trials *trials, const etho_import_options *options,
                        const bool used[MOST_TOLD], etho_issues *issues) {
  for (size_t i = 0; i < options->n_recodes && i < MOST_TOLD; i++) {
    size_t c = used[i] ? ETHO_NOT_FOUND : column_of(trials, options->recodes[i].name);
    if (c == ETHO_NOT_FOUND) continue;
    const char *seen[64];
    size_t n = 0;
    for (size_t r = 0; r < etho_trials_rows(trials) && n < sizeof seen / sizeof *seen; r++) {
      const char *value = etho_trials_text(trials, r, c);
      bool again = value == NULL;
      for (size_t k = 0; k < n && !again; k++) again = strcmp(seen[k], value) == 0;
      if (!again) seen[n++] = value;
    }
    etho_text hint = {0};
    etho_text_append(&hint, "the values are ");
    for (size_t k = 0; k < n && k < 8; k++) etho_text_format(&hint, "%s'%.40s'", k ? ", " : "", seen[k]);
    if (n > 8) etho_text_append(&hint, ", ...");
    etho_issues_add(issues, "N-RECODE-UNUSED", NULL, 0, 0, etho_text_get(&hint),
                    "the recode '%.80s' changes nothing", options->recodes[i].name);
    etho_text_free(&hint);
  }
}

void etho_recode_texts(etho_trials *trials, const etho_import_options *options, etho_issues *issues) {
  bool used[MOST_TOLD] = {false};
  if (!options->n_recodes) return;
  for (size_t c = 0; c < etho_trials_columns(trials); c++) {
    if (!etho_trials_is_text(trials, c)) continue;
    for (size_t r = 0; r < etho_trials_rows(trials); r++) {
      const char *value = etho_trials_text(trials, r, c);
      size_t i = value ? find(options, etho_trials_name(trials, c), value) : ETHO_NOT_FOUND;
      if (i == ETHO_NOT_FOUND) continue;
      if (i < MOST_TOLD) used[i] = true;
      etho_trials_set_text(trials, r, c, options->recodes[i].value);
    }
  }
  tell_unused(trials, options, used, issues);
}
