#include "import/join_keys.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/recode.h"

static const char *const session_roles[] = {"phase", "session", "day", "trial"};

enum { SESSION_ROLES = sizeof session_roles / sizeof *session_roles, SEPARATOR = '\x1F' };

bool etho_join_is_key(const etho_join *join, const char *role) {
  for (size_t i = 0; i < join->n_by; i++)
    if (strcmp(join->by[i], role) == 0) return true;
  return false;
}

/* ---- which columns ---- */

static bool add_role(etho_join *join, const char *role) {
  const etho_binding *b = etho_source_bound(&join->source, role);
  if (!b || join->n_by == ETHO_JOIN_KEYS) return false;
  join->by[join->n_by] = b->role->name;
  join->bound[join->n_by++] = b;
  return true;
}

static void detect(etho_join *join, const etho_trials *trials) {
  bool recording = etho_trials_find(trials, "recording") != ETHO_NOT_FOUND;
  bool added = (recording && add_role(join, "recording")) || add_role(join, "animal");
  for (size_t i = 0; added && i < SESSION_ROLES; i++)
    if (etho_trials_find(trials, session_roles[i]) != ETHO_NOT_FOUND) add_role(join, session_roles[i]);
}

static void list_roles(const etho_join *join, etho_text *out) {
  for (size_t i = 0; i < join->source.n_bindings; i++)
    etho_text_format(out, "%s%s", i ? ", " : "", join->source.binding[i].role->name);
}

static bool refuse_role(etho_join *join, const char *role, const char *where) {
  etho_text hint = {0}, roles = {0};
  list_roles(join, &roles);
  etho_text_format(&hint, "its columns are taken as %s; name its header: \"by\": {\"%.60s\": \"...\"}",
                   roles.length ? etho_text_get(&roles) : "nothing known", role);
  etho_issues_add(join->source.issues, "E-JOIN-KEY", join->source.path, 0, 0, etho_text_get(&hint),
                  "it cannot be joined by '%.60s': %s", role, where);
  etho_text_free(&hint);
  etho_text_free(&roles);
  return false;
}

static bool take_declared(etho_join *join, const etho_trials *trials) {
  for (size_t i = 0; i < join->declared->n_by; i++) {
    const char *role = join->declared->by[i].name;
    if (etho_trials_find(trials, role) == ETHO_NOT_FOUND)
      return refuse_role(join, role, "the trials have no such column");
    if (!add_role(join, role)) return refuse_role(join, role, "the key file has no such column");
  }
  return true;
}

bool etho_join_choose(etho_join *join, const etho_trials *trials) {
  if (join->declared && join->declared->n_by) return take_declared(join, trials);
  detect(join, trials);
  if (join->n_by) return true;
  etho_issues_add(join->source.issues, "E-JOIN-KEY", join->source.path, 0, 0,
                  "name the column of the ids 'animal'",
                  "the file has no column that names the animal, so nothing can be joined from it");
  return false;
}

/* ---- keys ---- */

/* The name of a recording without folders and extension: trials and keys name one video differently. */
static void append_recording(etho_text *key, const char *text) {
  const char *base = text;
  for (const char *p = text; *p; p++)
    if (*p == '/' || *p == '\\') base = p + 1;
  const char *dot = strrchr(base, '.');
  size_t ending = dot ? strlen(dot) : 0;
  bool extension =
      dot && dot != base && ending >= 3 && ending <= 5 && strspn(dot + 1, "0123456789") != ending - 1;
  etho_text_append_n(key, base, extension ? (size_t)(dot - base) : strlen(base));
}

static void append_part(etho_text *key, const char *role, const char *text) {
  const char *phase = text && strcmp(role, "phase") == 0 ? etho_phase_word(text) : NULL;
  if (text && strcmp(role, "recording") == 0)
    append_recording(key, text);
  else if (text)
    etho_text_append(key, phase ? phase : text);
  etho_text_char(key, SEPARATOR);
}

static const char *finish(etho_join *join, etho_text *key) {
  const char *kept = key->failed ? NULL : etho_arena_text(join->source.arena, etho_text_get(key));
  etho_text_free(key);
  return kept;
}

/* A number as it is printed, so that 1 and 1.0 and 01 are one trial. */
static void append_number(etho_text *key, const char *role, double number) {
  etho_text digits = {0};
  if (!isnan(number)) etho_text_number(&digits, number);
  append_part(key, role, etho_text_get(&digits));
  etho_text_free(&digits);
}

const char *etho_join_key_of_table(etho_join *join, size_t table_row) {
  etho_text key = {0};
  for (size_t i = 0; i < join->n_by; i++) {
    const char *text = etho_table_text(join->source.table, table_row, join->bound[i]->column);
    const char *other = etho_recode_of(join->options, join->by[i], text);
    double number;
    if (other) text = other;
    if (strcmp(join->bound[i]->role->kind, "text") != 0 &&
        etho_number_parse(text, strlen(text), '.', &number))
      append_number(&key, join->by[i], number);
    else
      append_part(&key, join->by[i], etho_text_missing(text) ? "" : text);
  }
  return finish(join, &key);
}

const char *etho_join_key_of_trial(etho_join *join, const etho_trials *trials, size_t row) {
  etho_text key = {0};
  for (size_t i = 0; i < join->n_by; i++) {
    size_t column = etho_trials_find(trials, join->by[i]);
    if (column == ETHO_NOT_FOUND || etho_trials_is_text(trials, column))
      append_part(&key, join->by[i], etho_trials_text(trials, row, column));
    else
      append_number(&key, join->by[i], etho_trials_number(trials, row, column));
  }
  return finish(join, &key);
}

void etho_join_describe(const etho_join *join, const char *key, etho_text *out) {
  for (size_t i = 0; i < join->n_by; i++) {
    size_t n = strcspn(key, "\x1F");
    if (i) etho_text_format(out, ", %s ", join->by[i]);
    etho_text_format(out, "'%.*s'", (int)(n < 80 ? n : 80), key);
    key += n + (key[n] != '\0');
  }
}

/* Lower case without spaces, underscores, hyphens and leading zeros. */
static void loosen(const char *key, etho_text *out) {
  bool number = false;
  for (const char *p = key; *p; p++) {
    char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    bool digit = c >= '0' && c <= '9';
    if (c == ' ' || c == '_' || c == '-' || c == '\t') continue;
    if (c == '0' && !number && p[1] >= '0' && p[1] <= '9') continue;
    number = digit;
    etho_text_char(out, c);
  }
}

size_t etho_join_alike(etho_join *join, const char *key) {
  etho_text wanted = {0}, other = {0};
  size_t found = ETHO_NOT_FOUND, n = 0;
  loosen(key, &wanted);
  for (size_t i = 0; i < join->n_rows; i++) {
    etho_text_clear(&other);
    loosen(join->row[i].key, &other);
    if (strcmp(etho_text_get(&wanted), etho_text_get(&other)) == 0) found = join->row[i].row, n++;
  }
  etho_text_free(&wanted);
  etho_text_free(&other);
  return n == 1 ? found : ETHO_NOT_FOUND;
}

/* ---- the index of the key file ---- */

static int by_key(const void *a, const void *b) {
  const etho_key_row *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

static bool same_row(const etho_join *join, size_t a, size_t b) {
  for (size_t i = 0; i < join->source.n_bindings; i++) {
    size_t c = join->source.binding[i].column;
    const etho_table *table = join->source.table;
    if (strcmp(etho_table_text(table, a, c), etho_table_text(table, b, c)) != 0) return false;
  }
  return true;
}

static void tell_twice(const etho_join *join, const etho_key_row *first, const etho_key_row *again) {
  etho_text what = {0};
  etho_join_describe(join, again->key, &what);
  etho_issues_add(
      join->source.issues, "E-JOIN-TWICE", join->source.path, etho_table_line(join->source.table, again->row),
      0, "keep one row per animal, or add the column that tells the rows apart (phase, day, session)",
      "%s stands here again with other values than on line %zu", etho_text_get(&what),
      etho_table_line(join->source.table, first->row));
  etho_text_free(&what);
}

static bool has_key(const etho_join *join, size_t table_row) {
  return !etho_text_missing(etho_table_text(join->source.table, table_row, join->bound[0]->column));
}

bool etho_join_index(etho_join *join) {
  size_t n = etho_table_rows(join->source.table), filled = 0, kept = 0;
  join->row = ETHO_NEW(join->source.arena, etho_key_row, n + 1);
  join->used = ETHO_NEW(join->source.arena, bool, n + 1);
  if (!join->row || !join->used) return false;
  for (size_t r = 0; r < n; r++) {
    if (!has_key(join, r)) continue; /* an empty line of the sheet */
    if (!(join->row[filled++] = (etho_key_row){etho_join_key_of_table(join, r), r}).key) return false;
  }
  if (filled) qsort(join->row, filled, sizeof *join->row, by_key);
  for (size_t i = 0; i < filled; i++) {
    bool again = kept && strcmp(join->row[kept - 1].key, join->row[i].key) == 0;
    if (!again)
      join->row[kept++] = join->row[i];
    else if (!same_row(join, join->row[kept - 1].row, join->row[i].row))
      tell_twice(join, &join->row[kept - 1], &join->row[i]);
  }
  join->n_rows = kept;
  return true;
}

size_t etho_join_find(const etho_join *join, const char *key) {
  size_t low = 0, high = join->n_rows;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (strcmp(join->row[middle].key, key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low < join->n_rows && strcmp(join->row[low].key, key) == 0 ? low : ETHO_NOT_FOUND;
}
