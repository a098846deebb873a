/* Animals and key files: arm, sex, cage, novel side... joined by animal or recording. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/resolve.h"
#include "import/source.h"

typedef struct key_row {
  const char *key;
  size_t table_row;
} key_row;

typedef struct join {
  etho_source source; /* the key file */
  const char *by[6];  /* roles that make the key */
  size_t n_by;
  key_row *row;
  size_t n_rows;
  bool *used;
} join;

enum { SHOWN = 20 };

static int by_key(const void *a, const void *b) {
  const key_row *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->table_row > y->table_row) - (x->table_row < y->table_row);
}

static bool is_key(const join *j, const char *role) {
  for (size_t i = 0; i < j->n_by; i++)
    if (strcmp(j->by[i], role) == 0) return true;
  return false;
}

static bool choose_keys(join *j, const etho_trials *trials) {
  static const char *const more[] = {"phase", "session", "day", "trial"};
  bool recording =
      etho_source_bound(&j->source, "recording") && etho_trials_find(trials, "recording") != ETHO_NOT_FOUND;
  if (recording)
    j->by[j->n_by++] = "recording";
  else if (etho_source_bound(&j->source, "animal"))
    j->by[j->n_by++] = "animal";
  for (size_t i = 0; j->n_by && i < sizeof more / sizeof *more; i++)
    if (etho_source_bound(&j->source, more[i]) && etho_trials_find(trials, more[i]) != ETHO_NOT_FOUND)
      j->by[j->n_by++] = more[i];
  return j->n_by > 0;
}

static void append_key(etho_text *key, const char *role, const char *text) {
  const char *word = text && strcmp(role, "phase") == 0 ? etho_phase_word(text) : NULL;
  if (text) etho_text_append(key, word ? word : text);
  etho_text_char(key, '\x1F');
}

static const char *finish_key(join *j, etho_text *key) {
  const char *kept = etho_arena_text(j->source.arena, etho_text_get(key));
  etho_text_free(key);
  return kept;
}

static const char *key_of_table(join *j, size_t table_row) {
  etho_text key = {0};
  for (size_t i = 0; i < j->n_by; i++)
    append_key(&key, j->by[i],
               etho_table_text(j->source.table, table_row, etho_source_bound(&j->source, j->by[i])->column));
  return finish_key(j, &key);
}

static const char *key_of_trial(join *j, const etho_trials *trials, size_t row) {
  etho_text key = {0};
  for (size_t i = 0; i < j->n_by; i++) {
    size_t column = etho_trials_find(trials, j->by[i]);
    double number = etho_trials_number(trials, row, column);
    etho_text digits = {0};
    if (!isnan(number)) etho_text_number(&digits, number);
    append_key(&key, j->by[i],
               etho_trials_is_text(trials, column) ? etho_trials_text(trials, row, column)
                                                   : etho_text_get(&digits));
    etho_text_free(&digits);
  }
  return finish_key(j, &key);
}

static bool same_row(const join *j, size_t a, size_t b) {
  for (size_t i = 0; i < j->source.n_bindings; i++) {
    size_t c = j->source.binding[i].column;
    if (strcmp(etho_table_text(j->source.table, a, c), etho_table_text(j->source.table, b, c)) != 0)
      return false;
  }
  return true;
}

static bool index_rows(join *j) {
  const etho_table *table = j->source.table;
  size_t n = etho_table_rows(table), kept = 0;
  j->row = ETHO_NEW(j->source.arena, key_row, n);
  j->used = ETHO_NEW(j->source.arena, bool, n);
  if (!j->row || !j->used) return false;
  for (size_t r = 0; r < n; r++)
    if (!(j->row[r] = (key_row){key_of_table(j, r), r}).key) return false;
  qsort(j->row, n, sizeof *j->row, by_key);
  for (size_t i = 0; i < n; i++) {
    if (kept && strcmp(j->row[kept - 1].key, j->row[i].key) == 0) {
      size_t first = j->row[kept - 1].table_row, again = j->row[i].table_row;
      if (!same_row(j, first, again))
        etho_issues_add(
            j->source.issues, "E-JOIN-TWICE", j->source.path, etho_table_line(table, again), 0,
            "keep one row per animal, or add the column that tells the rows apart (phase, day, session)",
            "'%.60s' stands here again with other values than on line %zu",
            etho_table_text(table, again, etho_source_bound(&j->source, j->by[0])->column),
            etho_table_line(table, first));
      continue;
    }
    j->row[kept++] = j->row[i];
  }
  j->n_rows = kept;
  return true;
}

static void conflict(const join *j, const etho_trials *trials, size_t row, const char *role, const char *here,
                     const char *there, size_t table_row) {
  etho_issues_add(j->source.issues, "E-JOIN-CONFLICT", etho_trials_file(trials, row),
                  etho_trials_line(trials, row), 0,
                  "correct one of the two files, or declare the spelling as an alias",
                  "%s is '%.60s' here and '%.60s' in '%.80s', line %zu", role, here, there, j->source.path,
                  etho_table_line(j->source.table, table_row));
}

static void take(join *j, const etho_import_options *options, etho_trials *trials, size_t row,
                 size_t table_row) {
  for (size_t i = 0; i < j->source.n_bindings; i++) {
    const etho_binding *b = &j->source.binding[i];
    const char *there = etho_table_text(j->source.table, table_row, b->column);
    if (is_key(j, b->role->name) || etho_text_missing(there)) continue;
    size_t column = etho_trials_find(trials, b->role->name);
    const char *here = column == ETHO_NOT_FOUND ? NULL : etho_trials_text(trials, row, column);
    bool number = column != ETHO_NOT_FOUND && !isnan(etho_trials_number(trials, row, column));
    if (!here && !number) {
      etho_source_set(&j->source, row, b, table_row);
      continue;
    }
    if (!here || strcmp(here, there) == 0) continue;
    const char *a = etho_arm_alias(options, here), *c = etho_arm_alias(options, there);
    if (strcmp(b->role->name, "arm") == 0 && strcmp(a ? a : here, c ? c : there) == 0) continue;
    conflict(j, trials, row, b->role->name, here, there, table_row);
  }
}

static void tell_unmatched(join *j, const etho_trials *trials, size_t row) {
  size_t column = etho_trials_find(trials, j->by[0]);
  const char *name = etho_trials_text(trials, row, column);
  const char **names = ETHO_NEW(j->source.arena, const char *, j->n_rows);
  etho_text near = {0}, hint = {0};
  size_t by = etho_source_bound(&j->source, j->by[0])->column;
  for (size_t i = 0; names && i < j->n_rows; i++)
    names[i] = etho_table_text(j->source.table, j->row[i].table_row, by);
  if (names && name) etho_nearest_names(&near, name, names, j->n_rows);
  if (near.length)
    etho_text_format(&hint, "did you mean %s?", etho_text_get(&near));
  else
    etho_text_format(&hint, "add it to '%.200s', or correct its spelling", j->source.path);
  etho_issues_add(j->source.issues, "W-JOIN-UNMATCHED", etho_trials_file(trials, row),
                  etho_trials_line(trials, row), 0, etho_text_get(&hint), "'%.60s' is not in '%.200s'",
                  name ? name : "(missing)", j->source.path);
  etho_text_free(&near);
  etho_text_free(&hint);
}

static etho_status apply(join *j, const etho_import_options *options, etho_trials *trials,
                         etho_error *error) {
  size_t unmatched = 0, matched = 0, n = etho_trials_rows(trials);
  const char *last = NULL;
  for (size_t r = 0; r < n; r++) {
    key_row wanted = {key_of_trial(j, trials, r), 0};
    if (!wanted.key) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    size_t low = 0, high = j->n_rows;
    while (low < high) {
      size_t middle = (low + high) / 2;
      if (strcmp(j->row[middle].key, wanted.key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < j->n_rows && strcmp(j->row[low].key, wanted.key) == 0) {
      take(j, options, trials, r, j->row[low].table_row);
      j->used[low] = true;
      matched++;
    } else if (!last || strcmp(last, wanted.key) != 0) {
      if (++unmatched <= SHOWN) tell_unmatched(j, trials, r);
      last = wanted.key;
    }
  }
  if (unmatched > SHOWN)
    etho_issues_add(j->source.issues, "W-JOIN-UNMATCHED", j->source.path, 0, 0, "see the first ones above",
                    "%zu more are not in '%.200s'", unmatched - SHOWN, j->source.path);
  if (n && !matched)
    etho_issues_add(j->source.issues, "E-JOIN-NONE", j->source.path, 0, 0,
                    "check that both files spell the ids alike, or declare the columns",
                    "no row of the trials is found in '%.200s' by %s", j->source.path, j->by[0]);
  return ETHO_OK;
}

static void tell_unused(const join *j) {
  size_t n = 0;
  for (size_t i = 0; i < j->n_rows; i++) n += !j->used[i];
  if (n)
    etho_issues_add(j->source.issues, "N-JOIN-UNUSED", j->source.path, 0, 0,
                    "nothing to do, if they were not tested", "%zu of its %zu rows belong to no trial", n,
                    j->n_rows);
}

static etho_status join_file(etho_trials *trials, const char *path, const etho_import_options *options,
                             etho_arena *arena, etho_issues *issues, etho_error *error) {
  etho_import_file told = {.path = path};
  etho_import_options plain = {0};
  join j = {.source = {.path = path,
                       .options = &plain,
                       .issues = issues,
                       .arena = arena,
                       .trials = trials,
                       .file = &told}};
  etho_status status = etho_table_read(path, NULL, &j.source.table, issues, error);
  if (status == ETHO_OK) status = etho_source_map(&j.source, error);
  if (status == ETHO_OK && !choose_keys(&j, trials)) {
    etho_issues_add(issues, "E-JOIN-KEY", path, 0, 0, "name the column of the ids 'animal'",
                    "the file has no column that names the animal, so nothing can be joined from it");
  } else if (status == ETHO_OK) {
    etho_source_check_columns(&j.source);
    status = index_rows(&j) ? apply(&j, options, trials, error)
                            : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    if (status == ETHO_OK) tell_unused(&j);
  }
  etho_table_free(j.source.table);
  return status;
}

etho_status etho_trials_join(etho_trials *trials, const etho_import_options *options, etho_arena *arena,
                             etho_issues *issues, etho_error *error) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; status == ETHO_OK && i < options->n_joins; i++)
    status = join_file(trials, options->joins[i], options, arena, issues, error);
  return status;
}
