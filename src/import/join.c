/* Animals and key files: arm, sex, cage, novel side... joined by animal or recording, and by what tells
 * sessions apart. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/join_keys.h"
#include "import/recode.h"
#include "import/resolve.h"

enum { MOST_NEAREST = 50, MOST_NAMED = 200 };

/* ---- values ---- */

static void tell_conflict(const etho_join *j, const etho_trials *trials, size_t row, const char *role,
                          const char *here, const char *there, size_t table_row) {
  etho_issues_add(j->source.issues, "E-JOIN-CONFLICT", etho_trials_file(trials, row),
                  etho_trials_line(trials, row), 0,
                  "correct one of the two files, or declare the spelling as an alias",
                  "%s is '%.60s' here and '%.60s' in '%.80s', line %zu", role, here, there, j->source.path,
                  etho_table_line(j->source.table, table_row));
}

/* One spelling of what two files may write in two: aliases of arms, sides, phases. */
static const char *plain(const etho_join *j, const char *role, const char *text) {
  const char *other = NULL;
  if (strcmp(role, "arm") == 0) other = etho_arm_alias(j->options, text);
  if (strcmp(role, "phase") == 0) other = etho_phase_word(text);
  if (strcmp(role, "novel_side") == 0) other = etho_side_word(text, true);
  return other ? other : text;
}

/* Columns that tell the rows of the key file apart say nothing of an animal that is joined by other columns.
 */
static bool is_session(const char *role) {
  static const char *const roles[] = {"phase", "session", "day", "trial", "bin"};
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (strcmp(roles[i], role) == 0) return true;
  return false;
}

static void take(etho_join *j, etho_trials *trials, size_t row, size_t table_row) {
  bool chosen = j->declared && j->declared->n_by;
  for (size_t i = 0; i < j->source.n_bindings; i++) {
    const etho_binding *b = &j->source.binding[i];
    const char *role = b->role->name, *there = etho_table_text(j->source.table, table_row, b->column);
    if (etho_join_is_key(j, role) || etho_text_missing(there) || (chosen && is_session(role))) continue;
    size_t column = etho_trials_find(trials, role);
    const char *here = column == ETHO_NOT_FOUND ? NULL : etho_trials_text(trials, row, column);
    bool number = column != ETHO_NOT_FOUND && !isnan(etho_trials_number(trials, row, column));
    const char *other = etho_recode_of(j->options, role, there);
    if (other) there = other;
    if (!here && !number) {
      etho_source_set(&j->source, row, b, table_row);
      if (other && strcmp(b->role->kind, "text") == 0) etho_source_text(&j->source, row, role, other);
      continue;
    }
    if (!here || strcmp(plain(j, role, here), plain(j, role, there)) == 0) continue;
    tell_conflict(j, trials, row, role, here, there, table_row);
  }
}

/* ---- ids that only one side has ---- */

static void nearest(etho_join *j, const char *key, etho_text *hint) {
  const char **names = ETHO_NEW(j->source.arena, const char *, j->n_rows + 1);
  char first[200];
  size_t n = strcspn(key, "\x1F");
  etho_text near = {0};
  if (!names || n >= sizeof first) return;
  memcpy(first, key, n);
  first[n] = '\0';
  for (size_t i = 0; i < j->n_rows; i++)
    names[i] = etho_table_text(j->source.table, j->row[i].row, j->bound[0]->column);
  etho_nearest_names(&near, first, names, j->n_rows);
  if (near.length) etho_text_format(hint, "did you mean %s?", etho_text_get(&near));
  etho_text_free(&near);
}

static void tell_unmatched(etho_join *j, const etho_trials *trials, const etho_key_row *missing,
                           size_t told) {
  etho_text hint = {0}, what = {0};
  size_t alike = etho_join_alike(j, missing->key);
  etho_join_describe(j, missing->key, &what);
  if (alike != ETHO_NOT_FOUND) {
    const char *there = etho_table_text(j->source.table, alike, j->bound[0]->column);
    etho_text_format(
        &hint,
        "'%.60s' on its line %zu differs only in case, spaces or zeros: write both alike, or declare "
        "a recode, \"%s\": {\"%.*s\": \"%.60s\"}",
        there, etho_table_line(j->source.table, alike), j->by[0], (int)strcspn(missing->key, "\x1F"),
        missing->key, there);
  } else if (told < MOST_NEAREST) {
    nearest(j, missing->key, &hint);
  }
  if (!hint.length) etho_text_format(&hint, "add it to '%.200s', or correct its spelling", j->source.path);
  etho_issues_add(j->source.issues, "W-JOIN-UNMATCHED", etho_trials_file(trials, missing->row),
                  etho_trials_line(trials, missing->row), 0, etho_text_get(&hint), "%s is not in '%.200s'",
                  etho_text_get(&what), j->source.path);
  etho_text_free(&hint);
  etho_text_free(&what);
}

static int by_key(const void *a, const void *b) {
  const etho_key_row *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_row(const void *a, const void *b) {
  const etho_key_row *x = a, *y = b;
  return (x->row > y->row) - (x->row < y->row);
}

/* Every missing id once, in the order of the trials. */
static void tell_all_unmatched(etho_join *j, const etho_trials *trials, etho_key_row *missing, size_t n) {
  size_t kept = 0;
  if (n) qsort(missing, n, sizeof *missing, by_key);
  for (size_t i = 0; i < n; i++)
    if (!kept || strcmp(missing[kept - 1].key, missing[i].key) != 0) missing[kept++] = missing[i];
  if (kept) qsort(missing, kept, sizeof *missing, by_row);
  for (size_t i = 0; i < kept; i++) tell_unmatched(j, trials, &missing[i], i);
}

static void tell_unused(const etho_join *j) {
  etho_text names = {0};
  size_t n = 0;
  for (size_t i = 0; i < j->n_rows; i++) {
    if (j->used[i] || ++n > MOST_NAMED) continue;
    if (n > 1) etho_text_append(&names, "; ");
    etho_join_describe(j, j->row[i].key, &names);
  }
  if (n > MOST_NAMED) etho_text_format(&names, "; and %zu more", n - MOST_NAMED);
  if (n)
    etho_issues_add(j->source.issues, "W-JOIN-UNUSED", j->source.path, 0, 0,
                    "nothing to do, if they were not tested; else correct the spelling of their ids",
                    "%zu of its %zu rows belong%s to no trial: %s", n, j->n_rows, n == 1 ? "s" : "",
                    etho_text_get(&names));
  etho_text_free(&names);
}

/* ---- the join ---- */

static etho_status apply(etho_join *j, etho_trials *trials, etho_error *error) {
  size_t n = etho_trials_rows(trials), unmatched = 0;
  etho_key_row *missing = ETHO_NEW(j->source.arena, etho_key_row, n + 1);
  for (size_t r = 0; missing && r < n; r++) {
    const char *key = etho_join_key_of_trial(j, trials, r);
    if (!key) missing = NULL;
    size_t at = key ? etho_join_find(j, key) : ETHO_NOT_FOUND;
    if (at != ETHO_NOT_FOUND) {
      take(j, trials, r, j->row[at].row);
      j->used[at] = true;
    } else if (missing) {
      missing[unmatched++] = (etho_key_row){key, r};
    }
  }
  if (!missing) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  tell_all_unmatched(j, trials, missing, unmatched);
  if (n && unmatched == n)
    etho_issues_add(j->source.issues, "E-JOIN-NONE", j->source.path, 0, 0,
                    "check that both files spell the ids alike, or declare the columns: \"by\": [\"animal\"]",
                    "no row of the trials is found in '%.200s' by %s", j->source.path, j->by[0]);
  tell_unused(j);
  return ETHO_OK;
}

/* "by" may name headers of the key file: they are declared columns. */
static etho_status declare_columns(const etho_join_options *declared, etho_arena *arena,
                                   etho_import_options *own, etho_error *error) {
  etho_pair *columns = ETHO_NEW(arena, etho_pair, declared->n_by + declared->n_columns + 1);
  if (!columns) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < declared->n_columns; i++) columns[own->n_columns++] = declared->columns[i];
  for (size_t i = 0; i < declared->n_by; i++)
    if (declared->by[i].value) columns[own->n_columns++] = declared->by[i];
  own->columns = columns;
  own->dialect = declared->dialect;
  return ETHO_OK;
}

static etho_status join_file(etho_trials *trials, const char *path, const etho_join_options *declared,
                             const etho_import_options *options, etho_arena *arena, etho_issues *issues,
                             etho_error *error) {
  etho_import_file told = {.path = path};
  etho_import_options own = {0};
  etho_join j = {
      .source =
          {.path = path, .options = &own, .issues = issues, .arena = arena, .trials = trials, .file = &told},
      .options = options,
      .declared = declared};
  etho_status status = declared ? declare_columns(declared, arena, &own, error) : ETHO_OK;
  if (status == ETHO_OK) status = etho_table_read(path, &own.dialect, &j.source.table, issues, error);
  if (status == ETHO_OK) status = etho_source_map(&j.source, error);
  if (status == ETHO_OK && etho_join_choose(&j, trials)) {
    etho_source_check_columns(&j.source);
    status = etho_join_index(&j) ? apply(&j, trials, error)
                                 : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  etho_table_free(j.source.table);
  return status;
}

etho_status etho_trials_join(etho_trials *trials, const etho_import_options *options, etho_arena *arena,
                             etho_issues *issues, etho_error *error) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; status == ETHO_OK && i < options->n_joins; i++)
    status = join_file(trials, options->joins[i], options->join_options ? &options->join_options[i] : NULL,
                       options, arena, issues, error);
  return status;
}
