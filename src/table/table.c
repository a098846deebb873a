#include "ethostat/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "table/internal.h"

enum { TITLE_LINES = 40, SAMPLE_RECORDS = 500 };

/* The most common number of filled cells, the larger on a tie. */
static size_t usual_width(const etho_grid *grid) {
  size_t n = grid->n_records < SAMPLE_RECORDS ? grid->n_records : SAMPLE_RECORDS, best = 0, width = 0;
  size_t filled[SAMPLE_RECORDS];
  for (size_t r = 0; r < n; r++) filled[r] = etho_grid_filled(grid, r);
  for (size_t r = 0; r < n; r++) {
    size_t same = 0;
    for (size_t k = 0; k < n; k++) same += filled[k] == filled[r];
    if (same > best || (same == best && filled[r] > width)) best = same, width = filled[r];
  }
  return width;
}

static bool is_number(const char *text) {
  double value;
  return etho_number_parse(text, strlen(text), '.', &value) ||
         etho_number_parse(text, strlen(text), ',', &value);
}

static bool is_header_like(const etho_grid *grid, size_t record) {
  for (size_t f = 0; f < grid->record[record].count; f++)
    if (is_number(etho_grid_text(grid, record, f))) return false;
  return true;
}

/* "# id, group": a comment above a header of other width. */
static bool is_comment(const etho_grid *grid, size_t r) {
  return etho_grid_text(grid, r, 0)[0] == '#' && r + 1 < grid->n_records &&
         grid->record[r].count != grid->record[r + 1].count;
}

/* Title rows stand above the header with few filled cells; the header is the first line with more than half
 * of the usual number, if it holds no numbers. Without doubt about it the first line is the header. */
static size_t find_header(const etho_grid *grid) {
  size_t usual = usual_width(grid);
  for (size_t r = 0; r < grid->n_records && r < TITLE_LINES && usual > 1; r++) {
    size_t filled = is_comment(grid, r) ? 0 : etho_grid_filled(grid, r);
    if (filled >= 2 && filled * 2 > usual) return r && !is_header_like(grid, r) ? 0 : r;
  }
  return 0;
}

static size_t record_at_line(const etho_grid *grid, size_t line) {
  size_t r = 0;
  while (r < grid->n_records && grid->record[r].line < line) r++;
  return r;
}

static bool column_used(const etho_grid *grid, size_t first, size_t column) {
  for (size_t r = first; r < grid->n_records; r++)
    if (etho_grid_text(grid, r, column)[0]) return true;
  return false;
}

static bool name_columns(etho_table *table, size_t header, bool no_header) {
  const etho_grid *grid = table->grid;
  size_t n = grid->record[header].count;
  for (size_t r = header; no_header && r < grid->n_records; r++)
    if (grid->record[r].count > n) n = grid->record[r].count;
  while (n > 1 && !etho_grid_text(grid, header, n - 1)[0] && !column_used(grid, header, n - 1)) n--;
  table->n_columns = n;
  table->header = ETHO_NEW(table->arena, const char *, n);
  table->named = ETHO_NEW(table->arena, bool, n);
  for (size_t c = 0; table->header && table->named && c < n; c++) {
    char generic[40];
    snprintf(generic, sizeof generic, "column_%zu", c + 1);
    const char *name = no_header ? "" : etho_grid_text(grid, header, c);
    table->named[c] = name[0] != '\0';
    table->header[c] = name[0] ? name : etho_arena_text(table->arena, generic);
    if (!table->header[c]) return false;
  }
  return table->header && table->named;
}

static void tell_header(const etho_table *table, size_t header, bool declared, etho_issues *issues) {
  const etho_grid *grid = table->grid;
  if (header > table->groups_above && !declared)
    etho_issues_add(issues, "N-CSV-TITLE", grid->name, grid->record[0].line, 0,
                    "declare the header's line if this is wrong",
                    "the header was found on line %zu; the lines above it were not read as data",
                    grid->record[header].line);
  size_t fractions = 0;
  for (size_t c = 0; c < table->n_columns; c++) {
    const char *text = etho_grid_text(grid, header, c);
    fractions += is_number(text) && strpbrk(text, ".,");
  }
  if (fractions && !declared)
    etho_issues_add(issues, "W-HEADER-NUMBERS", grid->name, grid->record[header].line, 0,
                    "put a line with the columns' names above the data",
                    "the header holds numbers: is the line with the names missing?");
}

static etho_status build(etho_table *table, const etho_dialect *dialect, etho_issues *issues,
                         etho_error *error) {
  etho_grid *grid = table->grid;
  bool no_header = dialect && dialect->no_header, declared = dialect && dialect->header_line;
  size_t header = no_header ? 0 : declared ? record_at_line(grid, dialect->header_line) : find_header(grid);
  if (header >= grid->n_records) {
    etho_error_set(error, ETHO_ERR_DATA, "'%s' has no line %zu to be the header", grid->name,
                   dialect->header_line);
    return ETHO_ERR_DATA;
  }
  size_t below = 0;
  table->row = ETHO_NEW(table->arena, size_t, grid->n_records);
  if (!table->row || !name_columns(table, header, no_header) ||
      (!no_header && !etho_table_stack_header(table, header, &below, issues)))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory reading '%s'", grid->name);
  table->first_record = no_header ? 0 : header + 1 + below;
  for (size_t r = table->first_record; r < grid->n_records; r++) table->row[table->n_rows++] = r;
  grid->dialect.header_line = no_header ? 0 : grid->record[header].line;
  grid->dialect.no_header = no_header;
  if (!no_header) {
    tell_header(table, header, declared, issues);
    if (etho_table_check_quoted_lines(table, header, issues)) return ETHO_OK;
    etho_table_drop_repeated_headers(table, header, issues);
    etho_table_drop_summary_rows(table, issues);
    etho_table_drop_notes(table, issues);
    etho_table_cut_below(table, issues);
    etho_table_check_width(table, grid->record[header].count, issues);
    etho_table_check_header(table, header, issues);
  }
  etho_grid_decimal(grid, table->first_record, issues);
  etho_table_check_cells(table, issues);
  if (!table->n_rows)
    etho_issues_add(issues, "E-FILE-NO-ROWS", grid->name, grid->dialect.header_line, 0,
                    "export it again, with the data", "the file has a header but no data");
  return ETHO_OK;
}

etho_status etho_table_from_grid(etho_grid *grid, const etho_dialect *dialect, etho_table **table,
                                 etho_issues *issues, etho_error *error) {
  etho_table *t = calloc(1, sizeof *t);
  if (!t) {
    etho_grid_free(grid);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  t->grid = grid;
  t->arena = etho_arena_new();
  etho_status status =
      t->arena ? build(t, dialect, issues, error) : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status != ETHO_OK)
    etho_table_free(t);
  else
    *table = t;
  return status;
}

etho_status etho_table_parse(const char *name, const char *data, size_t length, const etho_dialect *dialect,
                             etho_table **table, etho_issues *issues, etho_error *error) {
  etho_grid *grid;
  etho_status status = etho_grid_parse(name, data, length, dialect, &grid, issues, error);
  return status == ETHO_OK ? etho_table_from_grid(grid, dialect, table, issues, error) : status;
}

etho_status etho_table_read(const char *path, const etho_dialect *dialect, etho_table **table,
                            etho_issues *issues, etho_error *error) {
  etho_grid *grid;
  etho_status status = etho_grid_read(path, dialect, &grid, issues, error);
  return status == ETHO_OK ? etho_table_from_grid(grid, dialect, table, issues, error) : status;
}

void etho_table_free(etho_table *table) {
  if (!table) return;
  etho_grid_free(table->grid);
  etho_arena_free(table->arena);
  free(table);
}

const char *etho_table_name(const etho_table *table) {
  return table->grid->name;
}

const char *etho_table_sha256(const etho_table *table) {
  return table->grid->sha256;
}

const etho_dialect *etho_table_dialect(const etho_table *table) {
  return &table->grid->dialect;
}

bool etho_table_has_groups_above(const etho_table *table) {
  return table->groups_above;
}

bool etho_table_is_broken(const etho_table *table) {
  return table->broken;
}

size_t etho_table_rows(const etho_table *table) {
  return table->n_rows;
}

size_t etho_table_columns(const etho_table *table) {
  return table->n_columns;
}

const char *etho_table_header(const etho_table *table, size_t column) {
  return table->header[column];
}

size_t etho_table_line(const etho_table *table, size_t row) {
  return table->grid->record[table->row[row]].line;
}

size_t etho_table_find(const etho_table *table, const char *header) {
  for (size_t c = 0; c < table->n_columns; c++)
    if (strcmp(table->header[c], header) == 0) return c;
  for (size_t c = 0; c < table->n_columns; c++)
    if (etho_text_equal_fold(table->header[c], header)) return c;
  return ETHO_NOT_FOUND;
}

etho_status etho_table_require(const etho_table *table, const char *header, size_t *column,
                               etho_error *error) {
  size_t found = etho_table_find(table, header);
  if (found != ETHO_NOT_FOUND) {
    *column = found;
    return ETHO_OK;
  }
  etho_text near = {0};
  etho_nearest_names(&near, header, table->header, table->n_columns);
  etho_error_set(error, ETHO_ERR_USAGE, "'%s' has no column '%s'", table->grid->name, header);
  if (near.length)
    etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else {
    for (size_t c = 0; c < table->n_columns && c < 12; c++)
      etho_text_format(&near, "%s%.40s", c ? ", " : "", table->header[c]);
    etho_error_hint(error, "its columns are: %s%s", etho_text_get(&near),
                    table->n_columns > 12 ? ", ..." : "");
  }
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}
