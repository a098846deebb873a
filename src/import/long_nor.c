/* long-nor: a row per object; the rows of one animal and session are one trial. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/format.h"
#include "import/tidy.h"

typedef struct object_row {
  size_t table_row;
  const char *key;
} object_row;

static const char *const key_roles[] = {"animal", "phase", "session", "day", "trial", "bin"};

static const etho_binding *time_binding(const etho_source *source) {
  static const char *const roles[] = {"time_s", "total_s", "duration_s"};
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
    const etho_binding *b = etho_source_bound(source, roles[i]);
    if (b) return b;
  }
  return NULL;
}

static int fits(etho_source *source) {
  bool object = etho_source_bound(source, "object") || etho_source_bound(source, "position");
  if (!etho_source_bound(source, "animal") || !time_binding(source) || etho_source_has(source, "novel_s"))
    return 0;
  if (etho_source_bound(source, "object_type"))
    return source->evidence = "a row per object: a column that says familiar or novel, and one of time", 92;
  if (etho_source_has(source, "left_s") || etho_source_has(source, "choice") || !object) return 0;
  return source->evidence = "a row per object: a column that names the object or its place, and one of time",
         60;
}

static const char *key_of(etho_source *source, size_t table_row) {
  etho_text key = {0};
  for (size_t i = 0; i < sizeof key_roles / sizeof *key_roles; i++) {
    const etho_binding *b = etho_source_bound(source, key_roles[i]);
    if (b) etho_text_append(&key, etho_table_text(source->table, table_row, b->column));
    etho_text_char(&key, '\x1F');
  }
  const char *kept = etho_arena_text(source->arena, etho_text_get(&key));
  etho_text_free(&key);
  return kept;
}

static const char *cell(const etho_source *source, const char *role, size_t table_row) {
  const etho_binding *b = etho_source_bound(source, role);
  const char *text = b ? etho_table_text(source->table, table_row, b->column) : "";
  return etho_text_missing(text) ? "" : text;
}

/* Put the time of an object row into the trial's column `role`; a second one is told. */
static void put(etho_source *source, size_t row, const char *role, size_t table_row) {
  const etho_binding *b = time_binding(source);
  size_t column = etho_trials_find(source->trials, role);
  if (column != ETHO_NOT_FOUND && !isnan(etho_trials_number(source->trials, row, column))) {
    etho_issues_add(
        source->issues, "E-LONG-PAIR", source->path, etho_table_line(source->table, table_row),
        etho_table_field(source->table, b->column),
        "each session needs one row per object; tell repeated sessions apart by phase, day, session or trial",
        "a second row of the same animal and session is '%s' (the first is on line %zu)", role,
        etho_trials_line(source->trials, row));
    return;
  }
  etho_binding as = *b;
  as.role = etho_role_find(role);
  etho_source_set(source, row, &as, table_row);
}

static void place(etho_source *source, size_t row, size_t table_row, size_t index) {
  const char *type = cell(source, "object_type", table_row), *position = cell(source, "position", table_row);
  const char *phase = cell(source, "phase", table_row), *word = etho_phase_sense(phase);
  const char *side = etho_side_word(position, false), *object = cell(source, "object", table_row);
  char novelty = etho_novelty_word(type);
  bool training = word && strcmp(word, "test") != 0;
  if (side) put(source, row, strcmp(side, "left") == 0 ? "left_s" : "right_s", table_row);
  if (novelty == 'n' && side) etho_source_text(source, row, "novel_side", side);
  if (novelty && !training)
    put(source, row, novelty == 'n' ? "novel_s" : "familiar_s", table_row);
  else if (type[0] && !novelty && !training)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, etho_table_line(source->table, table_row),
                    etho_table_field(source->table, etho_source_bound(source, "object_type")->column),
                    "write familiar or novel", "'%.60s' says neither familiar nor novel", type);
  if (side || (novelty && !training)) return;
  const char *letter = etho_object_word(object);
  bool second = letter ? letter[0] == 'B' : index == 1;
  put(source, row, second ? "object_b_s" : "object_a_s", table_row);
  if (object[0]) etho_source_text(source, row, second ? "object_b" : "object_a", object);
}

static bool is_own(const etho_binding *b, const etho_binding *time) {
  const char *name = b->role->name;
  return b == time || strcmp(name, "object_type") == 0 || strcmp(name, "object") == 0 ||
         strcmp(name, "position") == 0;
}

static void read_group(etho_source *source, const object_row *list, size_t n) {
  size_t row = etho_tidy_row(source, list[0].table_row);
  const etho_binding *time = time_binding(source);
  if (row == ETHO_NOT_FOUND) return;
  for (size_t i = 0; i < source->n_bindings; i++)
    if (!is_own(&source->binding[i], time))
      etho_source_set(source, row, &source->binding[i], list[0].table_row);
  for (size_t i = 0; i < n; i++) place(source, row, list[i].table_row, i);
  if (n == 1)
    etho_issues_add(source->issues, "E-LONG-PAIR", source->path,
                    etho_table_line(source->table, list[0].table_row), 0,
                    "add the row of the other object, with 0 if it was not explored",
                    "only one object is given for this animal and session");
}

/* Rows of one key need not stand together; trials are in the order of their first rows. Sorting the keys
 * keeps it fast. */
static int by_key(const void *a, const void *b) {
  const object_row *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->table_row > y->table_row) - (x->table_row < y->table_row);
}

typedef struct span {
  size_t first, n, table_row;
} span;

static int by_row(const void *a, const void *b) {
  const span *x = a, *y = b;
  return (x->table_row > y->table_row) - (x->table_row < y->table_row);
}

/* Declared by --from, and no column of times. */
static etho_status refuse_untimed(etho_source *source) {
  etho_issues_add(source->issues, "E-COLUMN-MISSING", source->path,
                  etho_table_dialect(source->table)->header_line, 0, "declare it: time_s = its header",
                  "no column holds the time at the object of each row");
  return ETHO_OK;
}

static etho_status read(etho_source *source, etho_error *error) {
  if (!time_binding(source)) return refuse_untimed(source);
  size_t n = etho_table_rows(source->table), n_spans = 0;
  object_row *list = ETHO_NEW(source->arena, object_row, n);
  span *spans = ETHO_NEW(source->arena, span, n);
  if (!list || !spans) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_tidy_tell(source);
  for (size_t r = 0; r < n; r++) {
    list[r] = (object_row){r, key_of(source, r)};
    if (!list[r].key) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  qsort(list, n, sizeof *list, by_key);
  for (size_t i = 0; i < n; i++) {
    if (!i || strcmp(list[i].key, list[i - 1].key) != 0) spans[n_spans++] = (span){i, 0, list[i].table_row};
    spans[n_spans - 1].n++;
  }
  qsort(spans, n_spans, sizeof *spans, by_row);
  for (size_t s = 0; s < n_spans; s++) read_group(source, list + spans[s].first, spans[s].n);
  if (etho_trials_status(source->trials) != ETHO_OK)
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return ETHO_OK;
}

const etho_format etho_format_long_nor = {
    .name = "long-nor",
    .summary = "object recognition, a row per object with a familiar/novel column and one of time",
    .fits = fits,
    .read = read,
};
