/* Names of columns and widths of rows: what is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "table/internal.h"

enum { SHOWN = 20, MOST_COMPARED = 2000 };

static const char *name_of(const etho_table *table) {
  return table->grid->name;
}

static bool column_empty(const etho_table *table, size_t column) {
  for (size_t r = 0; r < table->n_rows; r++)
    if (etho_table_text(table, r, column)[0]) return false;
  return true;
}

typedef struct name_at {
  const char *name;
  size_t column;
} name_at;

static int by_name(const void *a, const void *b) {
  const name_at *x = a, *y = b;
  int order = strcmp(x->name, y->name);
  return order ? order : (x->column > y->column) - (x->column < y->column);
}

static int by_column(const void *a, const void *b) {
  const size_t *x = a, *y = b;
  return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Pairs (first column, repeated column), in the order of the repetitions. */
static size_t find_duplicates(etho_table *table, size_t (**pairs)[2]) {
  size_t n = 0, found = 0;
  name_at *list = ETHO_NEW(table->arena, name_at, table->n_columns);
  *pairs = etho_arena_alloc(table->arena, table->n_columns, sizeof **pairs);
  if (!list || !*pairs) return 0;
  for (size_t c = 0; c < table->n_columns; c++)
    if (table->named[c]) list[n++] = (name_at){table->header[c], c};
  qsort(list, n, sizeof *list, by_name);
  for (size_t i = 1, first = 0; i < n; i++) {
    if (strcmp(list[i].name, list[first].name) != 0) {
      first = i;
      continue;
    }
    (*pairs)[found][0] = list[first].column;
    (*pairs)[found++][1] = list[i].column;
  }
  qsort(*pairs, found, sizeof **pairs, by_column);
  return found;
}

/* Names repeated on the other side of the gap between two tables are no news. */
static size_t within_tables(size_t (*pairs)[2], size_t n, size_t gap) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (pairs[i][0] < gap && pairs[i][1] > gap) continue;
    pairs[kept][0] = pairs[i][0], pairs[kept][1] = pairs[i][1];
    kept++;
  }
  return kept;
}

static void check_duplicates(etho_table *table, size_t header_record, size_t gap, etho_issues *issues) {
  size_t line = table->grid->record[header_record].line, (*pairs)[2];
  size_t n = find_duplicates(table, &pairs);
  n = within_tables(pairs, n, gap);
  for (size_t i = 0; i < n && i < SHOWN; i++)
    etho_issues_add(
        issues, "E-HEADER-DUPLICATE", name_of(table), line, pairs[i][1] + 1,
        "give each column its own name; if these are two tables side by side, save them as two files",
        "two columns are called '%.80s' (columns %zu and %zu)", table->header[pairs[i][1]], pairs[i][0] + 1,
        pairs[i][1] + 1);
  if (n > SHOWN)
    etho_issues_add(issues, "E-HEADER-DUPLICATE", name_of(table), line, 0, "see the first ones above",
                    "%zu more columns repeat a name", n - SHOWN);
}

/* An empty column between others: side by side tables when names repeat across it. Returns where. */
static size_t check_gaps(const etho_table *table, size_t header_record, etho_issues *issues) {
  size_t line = table->grid->record[header_record].line, gaps = 0, side = ETHO_NOT_FOUND;
  for (size_t c = 1; c + 1 < table->n_columns && table->n_columns <= MOST_COMPARED && gaps < SHOWN; c++) {
    if (table->named[c] || !column_empty(table, c)) continue;
    bool repeats = false;
    gaps++;
    for (size_t b = c + 1; b < table->n_columns; b++)
      for (size_t a = 0; a < c; a++)
        repeats = repeats || (table->named[b] && etho_text_equal_fold(table->header[a], table->header[b]));
    if (repeats) {
      side = c;
      etho_issues_add(
          issues, "E-TABLE-SIDE", name_of(table), line, c + 1, "save each table as a file of its own",
          "two tables stand side by side (an empty column %zu, then the same names again)", c + 1);
    } else
      etho_issues_add(issues, "W-TABLE-GAP", name_of(table), line, c + 1,
                      "if a second table or a summary begins after it, save that as a file of its own",
                      "column %zu is empty and nameless", c + 1);
  }
  return side;
}

void etho_table_check_header(etho_table *table, size_t header_record, etho_issues *issues) {
  size_t line = table->grid->record[header_record].line;
  check_duplicates(table, header_record, check_gaps(table, header_record, issues), issues);
  for (size_t c = 0; c < table->n_columns; c++)
    if (!table->named[c] && !column_empty(table, c))
      etho_issues_add(issues, "W-HEADER-EMPTY", name_of(table), line, c + 1, "write a name above the column",
                      "column %zu has data but no name: called '%s'", c + 1, table->header[c]);
}

static size_t filled_width(const etho_grid *grid, size_t record) {
  size_t n = grid->record[record].count;
  while (n && !etho_grid_text(grid, record, n - 1)[0]) n--;
  return n;
}

/* Every row one field longer than the header: write.table(col.names = TRUE) of R, or a name that was lost. */
static bool header_short(const etho_table *table, size_t header_fields) {
  if (!table->n_rows) return false;
  for (size_t r = 0; r < table->n_rows; r++)
    if (table->grid->record[table->row[r]].count != header_fields + 1 ||
        filled_width(table->grid, table->row[r]) != header_fields + 1)
      return false;
  return true;
}

static void ragged(const etho_table *table, size_t row, size_t width, size_t header_fields,
                   etho_issues *issues) {
  size_t count = table->grid->record[table->row[row]].count;
  bool longer = width > table->n_columns;
  const char *hint =
      longer ? "put quotes around cells that hold the delimiter (a decimal comma, a comment), or remove "
               "the extra cells"
             : "complete the row: write NA for what is missing";
  etho_issues_add(issues, "E-CSV-RAGGED", name_of(table), etho_table_line(table, row),
                  longer ? table->n_columns + 1 : count + 1, hint,
                  "this row has %zu field%s, the header has %zu", count, count == 1 ? "" : "s",
                  header_fields);
}

bool etho_table_row_is_ragged(const etho_table *table, size_t row) {
  size_t record = table->row[row], count = table->grid->record[record].count;
  return count < table->n_columns ||
         (count > table->n_columns && filled_width(table->grid, record) > table->n_columns);
}

/* Its invalid bytes are told. */
static bool holds_damage(const etho_table *table, size_t row) {
  for (size_t f = 0; table->grid->damaged && f < table->grid->record[table->row[row]].count; f++)
    if (strstr(etho_grid_text(table->grid, table->row[row], f), "\xEF\xBF\xBD")) return true;
  return false;
}

void etho_table_check_width(etho_table *table, size_t header_fields, etho_issues *issues) {
  if (header_short(table, header_fields)) {
    etho_issues_add(
        issues, "E-HEADER-SHORT", name_of(table), table->grid->dialect.header_line, header_fields + 1,
        "name every column; R's write.table leaves out the name of the row names: use write.csv or "
        "row.names = FALSE; if a decimal comma cuts a number in two, export with points",
        "the header has %zu names, but every row has %zu fields: the names may be shifted", header_fields,
        header_fields + 1);
    return;
  }
  size_t n = 0;
  for (size_t r = 0; r < table->n_rows; r++) {
    if (!etho_table_row_is_ragged(table, r) || holds_damage(table, r)) continue;
    size_t width = filled_width(table->grid, table->row[r]);
    if (++n <= SHOWN) ragged(table, r, width, header_fields, issues);
  }
  if (n > SHOWN)
    etho_issues_add(issues, "E-CSV-RAGGED", name_of(table), 0, 0, "see the first ones above",
                    "%zu more rows do not have the header's number of fields", n - SHOWN);
}

void etho_table_check_cells(etho_table *table, etho_issues *issues) {
  for (size_t c = 0; c < table->n_columns; c++) {
    size_t n = 0;
    for (size_t r = 0; r < table->n_rows; r++) {
      const char *text = etho_table_text(table, r, c);
      if ((text[0] != '#' && text[0] != 'E') || !etho_text_excel_error(text) || ++n > SHOWN) continue;
      etho_issues_add(issues, "W-CELL-ERROR", name_of(table), etho_table_line(table, r), c + 1,
                      "correct the formula in the spreadsheet and export again",
                      "'%s' is an error of the spreadsheet in column '%.60s': taken as missing", text,
                      table->header[c]);
    }
    if (n > SHOWN)
      etho_issues_add(issues, "W-CELL-ERROR", name_of(table), 0, c + 1, "see the first ones above",
                      "%zu more spreadsheet errors in column '%.60s'", n - SHOWN, table->header[c]);
  }
}
