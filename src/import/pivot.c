/* Columns to rows and back. */
#include <stdlib.h>
#include <string.h>

#include "import/pattern.h"
#include "import/reshape.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static void replace(etho_source *source, etho_table **table, etho_table *made) {
  if (*table != source->raw) etho_table_free(*table);
  *table = made;
}

/* ---- longer ---- */

typedef struct melt {
  const etho_pattern *pattern;
  const char *(*value)[ETHO_PATTERN_PARTS]; /* of each column that is melted */
  bool *melted;                             /* per column of the old table */
  size_t *kept;                             /* columns that stay */
  size_t n_kept, n_melted, n_parts;
} melt;

static bool look_headers(etho_source *source, const etho_table *table, melt *m) {
  size_t n = etho_table_columns(table);
  m->value = etho_arena_alloc(source->arena, n + 1, sizeof *m->value);
  m->melted = ETHO_NEW(source->arena, bool, n + 1);
  m->kept = ETHO_NEW(source->arena, size_t, n + 1);
  m->n_parts = etho_pattern_parts(m->pattern);
  if (!m->value || !m->melted || !m->kept) return false;
  for (size_t c = 0; c < n; c++) {
    m->melted[c] = etho_pattern_match(m->pattern, source->arena, etho_table_header(table, c), m->value[c]);
    if (m->melted[c])
      m->n_melted++;
    else
      m->kept[m->n_kept++] = c;
  }
  return true;
}

static etho_status melt_rows(etho_source *source, const etho_table *from, etho_table *to, const melt *m,
                             etho_error *error) {
  const char **cell = ETHO_NEW(source->arena, const char *, etho_table_columns(to) + 1);
  if (!cell) return no_memory(error);
  for (size_t r = 0; r < etho_table_rows(from); r++)
    for (size_t c = 0; c < etho_table_columns(from); c++) {
      const char *text = etho_table_text(from, r, c);
      if (!m->melted[c] || !text[0]) continue; /* an empty cell: nothing was measured */
      for (size_t k = 0; k < m->n_kept; k++) cell[k] = etho_table_text(from, r, m->kept[k]);
      for (size_t i = 0; i < m->n_parts; i++) cell[m->n_kept + i] = m->value[c][i] ? m->value[c][i] : "";
      cell[m->n_kept + m->n_parts] = text;
      etho_status status = etho_table_add_row(to, cell, etho_table_line(from, r), error);
      if (status != ETHO_OK) return status;
    }
  return ETHO_OK;
}

static etho_status melt_table(etho_source *source, etho_table **table, const melt *m, const char *values,
                              etho_error *error) {
  size_t n = m->n_kept + m->n_parts + 1, first = 0;
  const char **header = ETHO_NEW(source->arena, const char *, n);
  size_t *field = ETHO_NEW(source->arena, size_t, n);
  etho_table *made = NULL;
  if (!header || !field) return no_memory(error);
  while (!m->melted[first]) first++;
  for (size_t k = 0; k < n; k++) {
    bool kept = k < m->n_kept;
    header[k] = kept        ? etho_table_header(*table, m->kept[k])
                : k < n - 1 ? etho_pattern_part(m->pattern, k - m->n_kept)
                            : values;
    field[k] = etho_table_field(*table, kept ? m->kept[k] : first);
  }
  etho_status status = etho_table_derive(*table, header, field, n, &made, error);
  if (status == ETHO_OK) status = melt_rows(source, *table, made, m, error);
  if (status != ETHO_OK) {
    etho_table_free(made);
    return status;
  }
  replace(source, table, made);
  return ETHO_OK;
}

static bool has_part(const etho_pattern *pattern, const char *name) {
  for (size_t i = 0; i < etho_pattern_parts(pattern); i++)
    if (strcmp(etho_pattern_part(pattern, i), name) == 0) return true;
  return false;
}

static etho_status longer_by(etho_source *source, etho_table **table, const etho_pattern *pattern,
                             const char *text, const char *values, etho_error *error) {
  melt m = {.pattern = pattern};
  if (!look_headers(source, *table, &m) || !etho_source_keep_parts(source, pattern)) return no_memory(error);
  if (!m.n_melted) {
    etho_issues_add(source->issues, "E-PATTERN", source->path, etho_table_dialect(*table)->header_line, 0,
                    "compare the pattern with the headers that `ethostat check` lists",
                    "no column's header fits the pattern '%.120s' of \"longer\"", text);
    return ETHO_OK;
  }
  etho_status status = melt_table(source, table, &m, values, error);
  if (status == ETHO_OK && has_part(pattern, "column"))
    status = etho_table_wider(source, table, "column", values, error);
  return status;
}

etho_status etho_table_longer(etho_source *source, etho_table **table, const char *text, const char *values,
                              etho_error *error) {
  etho_pattern *pattern = etho_pattern_new(source, text);
  if (!pattern) return ETHO_OK; /* told */
  etho_status status = longer_by(source, table, pattern, text, values ? values : "value", error);
  etho_pattern_free(pattern);
  return status;
}

/* ---- wider ---- */

typedef struct cell_row {
  const char *key;
  size_t row, group;
} cell_row;

typedef struct cast {
  size_t names, values;
  size_t *kept, n_kept; /* columns that tell the new rows apart */
  const char **name;    /* the new columns */
  size_t n_names;
  cell_row *list; /* the old rows, sorted by key, then by row */
  size_t n_rows, n_groups;
  size_t *first; /* of each group: its first old row; groups are in their order */
} cast;

static int by_key(const void *a, const void *b) {
  const cell_row *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_row(const void *a, const void *b) {
  const cell_row *x = a, *y = b;
  return (x->row > y->row) - (x->row < y->row);
}

static int by_size(const void *a, const void *b) {
  const size_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* What a pattern took apart differs in every row and is left out, as its parts say the same. */
static bool was_split(const etho_source *source, const char *header) {
  if (source->packed && strcmp(source->packed, header) == 0) return true;
  for (size_t i = 0; i < source->options->n_patterns; i++)
    if (etho_text_equal_fold(source->options->patterns[i].name, header)) return true;
  return false;
}

static bool is_part(const etho_source *source, const char *header) {
  for (size_t i = 0; i < source->n_parts; i++)
    if (strcmp(source->part[i], header) == 0) return true;
  return false;
}

static const char *key_of(etho_source *source, const etho_table *table, const cast *k, size_t row) {
  etho_text key = {0};
  for (size_t i = 0; i < k->n_kept; i++) {
    etho_text_append(&key, etho_table_text(table, row, k->kept[i]));
    etho_text_char(&key, '\x1F');
  }
  const char *kept = key.failed ? NULL : etho_arena_text(source->arena, etho_text_get(&key));
  etho_text_free(&key);
  return kept;
}

static bool group_rows(etho_source *source, const etho_table *table, cast *k) {
  k->n_rows = etho_table_rows(table);
  k->list = ETHO_NEW(source->arena, cell_row, k->n_rows + 1);
  k->first = ETHO_NEW(source->arena, size_t, k->n_rows + 1);
  if (!k->list || !k->first) return false;
  for (size_t r = 0; r < k->n_rows; r++)
    if (!(k->list[r] = (cell_row){key_of(source, table, k, r), r, 0}).key) return false;
  if (k->n_rows) qsort(k->list, k->n_rows, sizeof *k->list, by_key);
  for (size_t i = 0; i < k->n_rows; i++) {
    bool same = i && strcmp(k->list[i].key, k->list[i - 1].key) == 0;
    if (!same) k->first[k->n_groups++] = k->list[i].row;
    k->list[i].group = k->first[k->n_groups - 1]; /* for now: the row that the group begins with */
  }
  if (k->n_groups) qsort(k->first, k->n_groups, sizeof *k->first, by_size);
  for (size_t i = 0; i < k->n_rows; i++) {
    const size_t *at = bsearch(&k->list[i].group, k->first, k->n_groups, sizeof *k->first, by_size);
    k->list[i].group = (size_t)(at - k->first);
  }
  if (k->n_rows) qsort(k->list, k->n_rows, sizeof *k->list, by_row);
  return true;
}

enum { MOST_NAMES = 4096, SHOWN = 10 };

static size_t name_index(const cast *k, const char *name) {
  for (size_t i = 0; i < k->n_names; i++)
    if (strcmp(k->name[i], name) == 0) return i;
  return ETHO_NOT_FOUND;
}

static bool find_names(etho_source *source, const etho_table *table, cast *k) {
  k->name = ETHO_NEW(source->arena, const char *, MOST_NAMES);
  for (size_t r = 0; k->name && r < etho_table_rows(table); r++) {
    const char *name = etho_table_text(table, r, k->names);
    if (!name[0] || name_index(k, name) != ETHO_NOT_FOUND) continue;
    if (k->n_names == MOST_NAMES) {
      etho_issues_add(source->issues, "E-WIDER-NAMES", source->path, etho_table_line(table, r),
                      etho_table_field(table, k->names), "name the column that says what was measured",
                      "column '%.60s' of \"wider\" holds more than %d different names",
                      etho_table_header(table, k->names), MOST_NAMES);
      return true;
    }
    k->name[k->n_names++] = name;
  }
  return k->name != NULL;
}

static void tell_twice(etho_source *source, const etho_table *table, const cast *k, size_t row, size_t n) {
  if (n <= SHOWN)
    etho_issues_add(source->issues, "E-WIDER-TWICE", source->path, etho_table_line(table, row),
                    etho_table_field(table, k->values),
                    "keep one of them with \"where\", or keep the column that tells them apart",
                    "'%.60s' has a second value (%.40s) in what else is the same row",
                    etho_table_text(table, row, k->names), etho_table_text(table, row, k->values));
  else if (n == SHOWN + 1)
    etho_issues_add(source->issues, "E-WIDER-TWICE", source->path, 0, 0, "see the first ones above",
                    "more values come twice");
}

/* cells[group * n_names + name] */
static const char **fill_cells(etho_source *source, const etho_table *table, const cast *k) {
  size_t n = k->n_groups * k->n_names, twice = 0;
  const char **cells = ETHO_NEW(source->arena, const char *, n + 1);
  for (size_t i = 0; cells && i < k->n_rows; i++) {
    size_t row = k->list[i].row, name = name_index(k, etho_table_text(table, row, k->names));
    if (name == ETHO_NOT_FOUND) continue;
    const char **cell = &cells[k->list[i].group * k->n_names + name];
    const char *text = etho_table_text(table, row, k->values);
    if (!*cell)
      *cell = text;
    else if (strcmp(*cell, text) != 0)
      tell_twice(source, table, k, row, ++twice);
  }
  return cells;
}

static etho_status cast_table(etho_source *source, etho_table **table, const cast *k, etho_error *error) {
  size_t n = k->n_kept + k->n_names;
  const char **header = ETHO_NEW(source->arena, const char *, n + 1),
             **cell = ETHO_NEW(source->arena, const char *, n + 1);
  size_t *field = ETHO_NEW(source->arena, size_t, n + 1);
  const char **cells = fill_cells(source, *table, k);
  etho_table *made = NULL;
  if (!header || !cell || !field || !cells) return no_memory(error);
  for (size_t c = 0; c < n; c++) {
    size_t old = c < k->n_kept ? k->kept[c] : k->values;
    header[c] = c < k->n_kept ? etho_table_header(*table, old) : k->name[c - k->n_kept];
    field[c] = etho_table_field(*table, old);
  }
  etho_status status = etho_table_derive(*table, header, field, n, &made, error);
  for (size_t g = 0; status == ETHO_OK && g < k->n_groups; g++) {
    for (size_t c = 0; c < n; c++) {
      const char *text = c < k->n_kept ? etho_table_text(*table, k->first[g], k->kept[c])
                                       : cells[g * k->n_names + c - k->n_kept];
      cell[c] = text ? text : "";
    }
    status = etho_table_add_row(made, cell, etho_table_line(*table, k->first[g]), error);
  }
  if (status != ETHO_OK) {
    etho_table_free(made);
    return status;
  }
  replace(source, table, made);
  return ETHO_OK;
}

etho_status etho_table_wider(etho_source *source, etho_table **table, const char *names, const char *values,
                             etho_error *error) {
  cast k = {.names = etho_source_column(source, *table, names, "wider"),
            .values = etho_source_column(source, *table, values ? values : "value", "wider")};
  if (k.names == ETHO_NOT_FOUND || k.values == ETHO_NOT_FOUND) return ETHO_OK; /* told */
  k.kept = ETHO_NEW(source->arena, size_t, etho_table_columns(*table) + 1);
  if (!k.kept) return no_memory(error);
  for (size_t c = 0; c < etho_table_columns(*table); c++) {
    const char *header = etho_table_header(*table, c);
    if (c != k.names && c != k.values && (!was_split(source, header) || is_part(source, header)))
      k.kept[k.n_kept++] = c;
  }
  if (!find_names(source, *table, &k) || !group_rows(source, *table, &k)) return no_memory(error);
  return cast_table(source, table, &k, error);
}
