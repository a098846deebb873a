/* Tables made from other tables. */
#include <stdlib.h>
#include <string.h>

#include "table/internal.h"

static bool copy_origin(etho_table *table, const etho_table *from, etho_error *error) {
  const etho_grid *a = from->grid;
  etho_grid *b = table->grid;
  b->name = strdup(a->name);
  memcpy(b->sha256, a->sha256, sizeof b->sha256);
  b->dialect = a->dialect;
  b->encoding = a->encoding ? strdup(a->encoding) : NULL;
  b->sheet = a->sheet ? strdup(a->sheet) : NULL;
  b->dialect.encoding = b->encoding;
  b->dialect.sheet = b->sheet;
  b->n_lines = a->n_lines;
  bool whole = b->name && (!a->encoding || b->encoding) && (!a->sheet || b->sheet);
  if (!whole) etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return whole;
}

static bool copy_headers(etho_table *table, const char *const *header, const size_t *field) {
  table->header = ETHO_NEW(table->arena, const char *, table->n_columns);
  table->field = ETHO_NEW(table->arena, size_t, table->n_columns);
  for (size_t c = 0; table->header && table->field && c < table->n_columns; c++) {
    table->header[c] = etho_arena_text(table->arena, header[c]);
    table->field[c] = field[c];
    if (!table->header[c]) return false;
  }
  return table->header && table->field;
}

etho_status etho_table_derive(const etho_table *from, const char *const *header, const size_t *field,
                              size_t n_columns, etho_table **table, etho_error *error) {
  etho_table *t = calloc(1, sizeof *t);
  if (t) {
    t->arena = etho_arena_new();
    t->grid = calloc(1, sizeof *t->grid);
    t->n_columns = n_columns;
  }
  if (!t || !t->arena || !t->grid || !copy_headers(t, header, field) || !copy_origin(t, from, error)) {
    etho_table_free(t);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  *table = t;
  return ETHO_OK;
}

etho_status etho_table_add_row(etho_table *table, const char *const *cell, size_t line, etho_error *error) {
  etho_record record = {table->grid->n_cells, table->n_columns, line};
  bool whole = true;
  for (size_t c = 0; whole && c < table->n_columns; c++)
    whole = etho_grid_add_cell(table->grid, cell[c], strlen(cell[c]));
  size_t *row =
      whole ? etho_arena_grow(table->arena, table->row, &table->row_capacity, table->n_rows + 1, sizeof *row)
            : NULL;
  if (!row || !etho_grid_add_record(table->grid, record))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  table->row = row;
  table->row[table->n_rows] = table->grid->n_records - 1;
  table->n_rows++;
  return ETHO_OK;
}

size_t etho_table_field(const etho_table *table, size_t column) {
  return table->field ? table->field[column] : column + 1;
}
