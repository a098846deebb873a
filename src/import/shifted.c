/* Rows whose cells slid into the neighbouring column: words where the others have numbers, and the other way
 * round. */
#include <string.h>

#include "import/source.h"

enum { ROWS_LEAST = 4, ROWS_LOOKED_AT = 1000, ODD_LEAST = 2, SHOWN = 10 };

/* 'n' number, time or date, 't' text, 0 missing: by its characters, as every cell of a file is looked at. */
static char kind_of(const etho_table *table, size_t row, size_t column) {
  const char *text = etho_table_text(table, row, column);
  if (!text[strspn(text, "0123456789.,:+-/% ")] && strpbrk(text, "0123456789")) return 'n';
  return etho_text_missing(text) ? 0 : 't';
}

/* The kind that four fifths of a column's cells have; 0 = none has. */
static char usual_kind(const etho_table *table, size_t column) {
  size_t numbers = 0, texts = 0;
  for (size_t r = 0; r < etho_table_rows(table) && r < ROWS_LOOKED_AT; r++) {
    char kind = kind_of(table, r, column);
    numbers += kind == 'n';
    texts += kind == 't';
  }
  size_t filled = numbers + texts;
  if (filled < ROWS_LEAST) return 0;
  return numbers * 5 >= filled * 4 ? 'n' : texts * 5 >= filled * 4 ? 't' : 0;
}

/* Cells from a field on that are of another kind than their column, were they `by` columns further right. */
static size_t odd_cells(const etho_table *table, const char *usual, size_t row, size_t from, int by) {
  size_t n = etho_table_columns(table), odd = 0;
  for (size_t c = from; c < n; c++) {
    if ((by < 0 && c == 0) || (by > 0 && c + 1 == n)) continue;
    char kind = kind_of(table, row, c), wanted = usual[by < 0 ? c - 1 : by > 0 ? c + 1 : c];
    odd += kind && wanted && kind != wanted;
  }
  return odd;
}

void etho_source_check_shifts(etho_source *source) {
  const etho_table *table = source->table;
  size_t n = etho_table_columns(table), told = 0;
  char *usual = ETHO_NEW(source->arena, char, n + 1);
  if (!usual || etho_table_rows(table) < ROWS_LEAST) return;
  for (size_t c = 0; c < n; c++) usual[c] = usual_kind(table, c);
  for (size_t r = 0; r < etho_table_rows(table) && told < SHOWN; r++) {
    size_t odd = odd_cells(table, usual, r, 0, 0), first = 0;
    if (odd < ODD_LEAST) continue;
    while (first < n &&
           !(kind_of(table, r, first) && usual[first] && kind_of(table, r, first) != usual[first]))
      first++;
    size_t left = odd_cells(table, usual, r, first, 1), right = odd_cells(table, usual, r, first, -1);
    if (left * 3 > odd && right * 3 > odd) continue;
    told++;
    etho_issues_add(
        source->issues, "E-ROW-SHIFTED", source->path, etho_table_line(table, r),
        etho_table_field(table, first),
        "compare the row with the original record and move its cells, or leave it out with \"where\"",
        "the cells of this row seem to have slid to the %s from here on: %zu are of another kind than the "
        "rest "
        "of their columns",
        left < right ? "left" : "right", odd);
  }
}
