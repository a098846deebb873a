/* The shape of a table, as a study file declares it: parts of cells as columns, conditions on rows. */
#include "import/reshape.h"

#include <string.h>

#include "import/pattern.h"

enum { SHOWN = 10 };

size_t etho_source_column(etho_source *source, const etho_table *table, const char *header,
                          const char *what) {
  size_t column = etho_table_find(table, header), n = etho_table_columns(table);
  if (column != ETHO_NOT_FOUND) return column;
  etho_text near = {0}, hint = {0};
  const char **names = ETHO_NEW(source->arena, const char *, n);
  for (size_t c = 0; names && c < n; c++) names[c] = etho_table_header(table, c);
  if (names) etho_nearest_names(&near, header, names, n);
  if (near.length) etho_text_format(&hint, "did you mean %s?", etho_text_get(&near));
  for (size_t c = 0; c < n && c < 10 && !near.length; c++)
    etho_text_format(&hint, "%s'%.40s'", c ? ", " : "the columns are ", etho_table_header(table, c));
  etho_issues_add(source->issues, "E-COLUMN-DECLARED", source->path, etho_table_dialect(table)->header_line,
                  0, etho_text_get(&hint), "there is no column '%.80s', which \"%s\" names", header, what);
  etho_text_free(&near);
  etho_text_free(&hint);
  return ETHO_NOT_FOUND;
}

/* A part named like a column takes its place; others are new columns behind. */
static size_t part_column(const etho_table *table, const char *part) {
  for (size_t c = 0; c < etho_table_columns(table); c++)
    if (strcmp(etho_table_header(table, c), part) == 0) return c;
  return ETHO_NOT_FOUND;
}

bool etho_source_keep_parts(etho_source *source, const etho_pattern *pattern) {
  size_t n = etho_pattern_parts(pattern);
  const char **list = ETHO_NEW(source->arena, const char *, source->n_parts + n + 1);
  if (!list) return false;
  for (size_t i = 0; i < source->n_parts; i++) list[i] = source->part[i];
  for (size_t i = 0; i < n; i++) list[source->n_parts + i] = etho_pattern_part(pattern, i);
  source->part = list;
  source->n_parts += n;
  return true;
}

static void tell_unfit(etho_source *source, const etho_table *table, size_t row, size_t column,
                       const char *text) {
  etho_issues_add(source->issues, "E-PATTERN", source->path, etho_table_line(table, row),
                  etho_table_field(table, column),
                  "correct the pattern, or leave such rows out with \"where\"",
                  "'%.120s' in column '%.60s' does not fit the pattern '%.120s'",
                  etho_table_text(table, row, column), etho_table_header(table, column), text);
}

/* Where each part goes: place[i] is a column of the new table; *n_columns counts its columns. */
static void plan(const etho_table *table, const etho_pattern *pattern, size_t column, const char **header,
                 size_t *field, size_t *place, size_t *n_columns) {
  size_t n = etho_table_columns(table);
  for (size_t c = 0; c < n; c++)
    header[c] = etho_table_header(table, c), field[c] = etho_table_field(table, c);
  for (size_t i = 0; i < etho_pattern_parts(pattern); i++) {
    place[i] = part_column(table, etho_pattern_part(pattern, i));
    if (place[i] != ETHO_NOT_FOUND) continue;
    place[i] = n;
    header[n] = etho_pattern_part(pattern, i);
    field[n++] = etho_table_field(table, column);
  }
  *n_columns = n;
}

static etho_status split_rows(etho_source *source, const etho_table *from, etho_table *to, size_t column,
                              const etho_pattern *pattern, const size_t *place, const char *text,
                              etho_error *error) {
  size_t n = etho_table_columns(to), n_from = etho_table_columns(from), unfit = 0;
  const char **cell = ETHO_NEW(source->arena, const char *, n + 1), *value[ETHO_PATTERN_PARTS];
  if (!cell) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t r = 0; r < etho_table_rows(from); r++) {
    for (size_t c = 0; c < n; c++) cell[c] = c < n_from ? etho_table_text(from, r, c) : "";
    bool fits = etho_pattern_match(pattern, source->arena, etho_table_text(from, r, column), value);
    for (size_t i = 0; fits && i < etho_pattern_parts(pattern); i++)
      if (value[i]) cell[place[i]] = value[i];
    if (!fits && !etho_table_missing(from, r, column) && ++unfit <= SHOWN)
      tell_unfit(source, from, r, column, text);
    etho_status status = etho_table_add_row(to, cell, etho_table_line(from, r), error);
    if (status != ETHO_OK) return status;
  }
  if (unfit > SHOWN)
    etho_issues_add(source->issues, "E-PATTERN", source->path, 0, etho_table_field(from, column),
                    "see the first ones above", "%zu more cells of column '%.60s' do not fit the pattern",
                    unfit - SHOWN, etho_table_header(from, column));
  return ETHO_OK;
}

static etho_status split_by(etho_source *source, etho_table **table, size_t column,
                            const etho_pattern *pattern, const char *text, etho_error *error) {
  size_t room = etho_table_columns(*table) + etho_pattern_parts(pattern), n, place[ETHO_PATTERN_PARTS];
  const char **header = ETHO_NEW(source->arena, const char *, room + 1);
  size_t *field = ETHO_NEW(source->arena, size_t, room + 1);
  etho_table *made = NULL;
  if (!header || !field || !etho_source_keep_parts(source, pattern))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  plan(*table, pattern, column, header, field, place, &n);
  etho_status status = etho_table_derive(*table, header, field, n, &made, error);
  if (status == ETHO_OK) status = split_rows(source, *table, made, column, pattern, place, text, error);
  if (status != ETHO_OK) {
    etho_table_free(made);
    return status;
  }
  if (*table != source->raw) etho_table_free(*table);
  *table = made;
  return ETHO_OK;
}

etho_status etho_table_split(etho_source *source, etho_table **table, const etho_pair *declared,
                             etho_error *error) {
  size_t column = etho_source_column(source, *table, declared->name, "patterns");
  if (column == ETHO_NOT_FOUND) return ETHO_OK;
  etho_pattern *pattern = etho_pattern_new(source, declared->value);
  if (!pattern) return ETHO_OK; /* told */
  etho_status status = split_by(source, table, column, pattern, declared->value, error);
  etho_pattern_free(pattern);
  return status;
}

/* ---- conditions on rows ---- */

static void tell_condition(etho_source *source, const etho_error *why) {
  etho_issues_add(source->issues, "E-WHERE", source->path, 0, 0, why->hint[0] ? why->hint : NULL,
                  "\"where\": %s", why->message);
}

/* Apply the conditions whose columns exist by now, each once; at the end those that cannot hold are told. */
static etho_status keep_rows(etho_source *source, etho_table *table, bool *done, bool last,
                             etho_error *error) {
  size_t before = etho_table_rows(table);
  for (size_t i = 0; i < source->options->n_where; i++) {
    etho_error why = {0};
    if (done[i]) continue;
    etho_status status = etho_table_filter(table, source->options->where[i], &why);
    if (status == ETHO_ERR_MEMORY) return *error = why, status;
    done[i] = status == ETHO_OK;
    if (status != ETHO_OK && last) tell_condition(source, &why);
  }
  if (before && !etho_table_rows(table))
    etho_issues_add(source->issues, "E-WHERE", source->path, 0, 0, "correct the condition, or leave it out",
                    "no row satisfies what \"where\" asks for");
  return ETHO_OK;
}

static etho_status steps(etho_source *source, etho_table **table, bool *done, etho_error *error) {
  const etho_import_options *o = source->options;
  bool plain = !o->n_patterns && !o->longer && !o->wider_names;
  etho_status status = keep_rows(source, *table, done, false, error);
  if (status == ETHO_OK && plain) status = etho_table_unpack(source, table, error);
  if (status == ETHO_OK && plain) status = etho_table_transpose(source, table, error);
  if (status == ETHO_OK) status = etho_table_unstack(source, table, error);
  for (size_t i = 0; status == ETHO_OK && i < o->n_patterns; i++)
    status = etho_table_split(source, table, &o->patterns[i], error);
  if (status == ETHO_OK) status = keep_rows(source, *table, done, false, error);
  if (status == ETHO_OK && o->longer)
    status = etho_table_longer(source, table, o->longer, o->longer_values, error);
  if (status == ETHO_OK) status = keep_rows(source, *table, done, false, error);
  if (status == ETHO_OK && o->wider_names)
    status = etho_table_wider(source, table, o->wider_names, o->wider_values, error);
  return status == ETHO_OK ? keep_rows(source, *table, done, true, error) : status;
}

etho_status etho_source_reshape(etho_source *source, etho_error *error) {
  const etho_import_options *o = source->options;
  if (source->raw) return ETHO_OK;
  bool *done = ETHO_NEW(source->arena, bool, o->n_where + 1);
  if (!done) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  source->raw = source->table;
  source->raw_rows = etho_table_rows(source->table);
  etho_table *table = source->table;
  etho_status status = steps(source, &table, done, error);
  source->table = table;
  return status;
}
