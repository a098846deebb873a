/* Tables that stand otherwise than one row per trial under one header: variables down and animals across, or
 * a line of phases above the header. Both are seen from their words and turned. */
#include <math.h>
#include <string.h>

#include "import/reshape.h"

static void replace(etho_source *source, etho_table **table, etho_table *made) {
  if (*table != source->raw) etho_table_free(*table);
  *table = made;
}

/* ---- variables down ---- */

enum { MOST_DOWN = 40, ANIMALS_LEAST = 3 };

static bool is_exploration(const etho_header_sense *sense, const char *role) {
  return sense->role && strcmp(sense->role->name, role) == 0;
}

/* The first column names a pair of exploration times, each once, and the other columns hold them. */
static bool is_transposed(const etho_table *table) {
  static const char *const pair[3][2] = {
      {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}};
  size_t rows = etho_table_rows(table), found[3][2] = {{0}}, other = 0;
  if (rows < 2 || rows > MOST_DOWN || etho_table_columns(table) < ANIMALS_LEAST + 1) return false;
  for (size_t r = 0; r < rows; r++) {
    const char *name = etho_table_text(table, r, 0);
    double value;
    if (!name[0]) return false;
    etho_header_sense sense = etho_header_parse(name, false);
    bool exploration = false;
    for (int p = 0; p < 3; p++)
      for (int k = 0; k < 2; k++)
        if (is_exploration(&sense, pair[p][k])) found[p][k]++, exploration = true;
    for (size_t c = 1; exploration && c < etho_table_columns(table); c++) {
      const char *text = etho_table_text(table, r, c);
      if (!etho_text_missing(text) && !etho_time_parse(text, etho_table_dialect(table)->decimal, &value))
        return false;
    }
    other += !sense.role;
  }
  if (other) return false; /* a row that nobody knows */
  for (int p = 0; p < 3; p++)
    if (found[p][0] == 1 && found[p][1] == 1) return true;
  return false;
}

/* Headers with times of their own are a header: the table stands as it should. */
static bool header_has_pair(const etho_table *table) {
  for (size_t c = 1; c < etho_table_columns(table); c++) {
    etho_header_sense sense = etho_header_parse(etho_table_header(table, c), false);
    if (sense.role && strcmp(sense.role->kind, "time") == 0) return true;
  }
  return false;
}

etho_status etho_table_transpose(etho_source *source, etho_table **table, etho_error *error) {
  const etho_table *from = *table;
  if (!is_transposed(from) || header_has_pair(from)) return ETHO_OK;
  size_t n = etho_table_rows(from) + 1, line = etho_table_dialect(from)->header_line;
  const char **header = ETHO_NEW(source->arena, const char *, n),
             **cell = ETHO_NEW(source->arena, const char *, n);
  size_t *field = ETHO_NEW(source->arena, size_t, n);
  etho_table *made = NULL;
  if (!header || !cell || !field) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  header[0] = "animal";
  field[0] = 1;
  for (size_t r = 1; r < n; r++) header[r] = etho_table_text(from, r - 1, 0), field[r] = 1;
  etho_status status = etho_table_derive(from, header, field, n, &made, error);
  for (size_t c = 1; status == ETHO_OK && c < etho_table_columns(from); c++) {
    cell[0] = etho_table_header(from, c);
    for (size_t r = 1; r < n; r++) cell[r] = etho_table_text(from, r - 1, c);
    status = etho_table_add_row(made, cell, line, error);
  }
  if (status != ETHO_OK) {
    etho_table_free(made);
    return status;
  }
  etho_issues_add(source->issues, "N-TRANSPOSED", source->path, line, 0, "turn it, if that is wrong",
                  "each column from the second is taken as an animal, each row as what was measured");
  replace(source, table, made);
  return ETHO_OK;
}

/* ---- a line of phases above the header ---- */

static size_t record_of_line(const etho_grid *grid, size_t line) {
  for (size_t r = 0; r < grid->n_records && r < 80; r++)
    if (grid->record[r].line == line) return r;
  return ETHO_NOT_FOUND;
}

/* Every filled cell of the record names a phase, and there are at least two. */
static bool is_phase_line(const etho_grid *grid, size_t record) {
  size_t filled = 0;
  for (size_t f = 0; f < grid->record[record].count; f++) {
    const char *text = etho_grid_text(grid, record, f);
    if (!text[0]) continue;
    if (!etho_phase_sense(text)) return false;
    filled++;
  }
  return filled >= 2;
}

/* "Training" above "Left" is "Training Left", to the next phase. */
static bool stacked_headers(etho_source *source, const etho_table *table, size_t above, const char **header) {
  const char *phase = "";
  for (size_t c = 0; c < etho_table_columns(table); c++) {
    const char *text = etho_grid_text(source->grid, above, c);
    etho_text both = {0};
    if (text[0]) phase = text;
    etho_text_format(&both, "%s%s%s", phase, phase[0] ? " " : "", etho_table_header(table, c));
    header[c] = etho_arena_text(source->arena, etho_text_get(&both));
    etho_text_free(&both);
    if (!header[c]) return false;
  }
  return true;
}

etho_status etho_table_unstack(etho_source *source, etho_table **table, etho_error *error) {
  const etho_table *from = *table;
  size_t n = etho_table_columns(from), line = etho_table_dialect(from)->header_line;
  size_t record = record_of_line(source->grid, line);
  if (record == ETHO_NOT_FOUND || record == 0 || !is_phase_line(source->grid, record - 1)) return ETHO_OK;
  if (etho_table_has_groups_above(from)) return ETHO_OK;
  const char **header = ETHO_NEW(source->arena, const char *, n),
             **cell = ETHO_NEW(source->arena, const char *, n);
  size_t *field = ETHO_NEW(source->arena, size_t, n);
  etho_table *made = NULL;
  if (!header || !cell || !field || !stacked_headers(source, from, record - 1, header))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t c = 0; c < n; c++) field[c] = etho_table_field(from, c);
  etho_status status = etho_table_derive(from, header, field, n, &made, error);
  for (size_t r = 0; status == ETHO_OK && r < etho_table_rows(from); r++) {
    for (size_t c = 0; c < n; c++) cell[c] = etho_table_text(from, r, c);
    status = etho_table_add_row(made, cell, etho_table_line(from, r), error);
  }
  if (status != ETHO_OK) {
    etho_table_free(made);
    return status;
  }
  etho_issues_add(source->issues, "N-STACKED", source->path, line, 0,
                  "put one line of names above the data, if that is wrong",
                  "the phases on line %zu are taken with the names below them, such as '%.60s'",
                  source->grid->record[record - 1].line, header[n - 1]);
  replace(source, table, made);
  return ETHO_OK;
}
