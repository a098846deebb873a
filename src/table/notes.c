/* Lines of a table that are neither header nor data: comments and notes, a second table below, lines that a
 * spreadsheet put into quotes whole. */
#include <string.h>

#include "base/text.h"
#include "table/internal.h"

/* The only filled field of a record; ETHO_NOT_FOUND when there are several. */
static size_t only_filled(const etho_grid *grid, size_t record) {
  size_t found = ETHO_NOT_FOUND;
  for (size_t f = 0; f < grid->record[record].count; f++) {
    if (!etho_grid_text(grid, record, f)[0]) continue;
    if (found != ETHO_NOT_FOUND) return ETHO_NOT_FOUND;
    found = f;
  }
  return found;
}

static size_t count_words(const char *text) {
  size_t n = 0;
  for (bool in = false; *text; text++) {
    bool space = strchr(" \t\r\n", *text) != NULL;
    n += !space && !in;
    in = !space;
  }
  return n;
}

/* "# moved the camera", "* excluded", "Note: m2 fell off the table": more than a name. */
static bool is_note(const char *text) {
  bool sign = text[0] == '#' || text[0] == '*';
  if (sign && text[1] && !strchr("0123456789", text[1])) return true;
  return count_words(text) >= 3;
}

static const char *shown(const etho_grid *grid, size_t record) {
  for (size_t f = 0; f < grid->record[record].count; f++)
    if (etho_grid_text(grid, record, f)[0]) return etho_grid_text(grid, record, f);
  return "";
}

void etho_table_drop_notes(etho_table *table, etho_issues *issues) {
  const etho_grid *grid = table->grid;
  size_t kept = 0;
  for (size_t r = 0; r < table->n_rows; r++) {
    size_t record = table->row[r];
    size_t field = table->n_columns > 1 ? only_filled(grid, record) : ETHO_NOT_FOUND;
    if (field == ETHO_NOT_FOUND || !is_note(etho_grid_text(grid, record, field)))
      table->row[kept++] = record;
    else
      etho_issues_add(issues, "W-ROW-NOTE", grid->name, grid->record[record].line, field + 1,
                      "keep notes out of the data file, or give them a column of their own",
                      "the line '%.60s' is taken as a note: skipped", shown(grid, record));
  }
  table->n_rows = kept;
}

/* ---- a second table below ---- */

static bool starts_number(const char *text) {
  if (*text == '-' || *text == '+') text++;
  if (*text == '.' || *text == ',') text++;
  return *text >= '0' && *text <= '9';
}

/* Two filled cells or more, none a number, all different. */
static bool may_be_names(const etho_grid *grid, size_t record) {
  size_t n = grid->record[record].count, filled = 0;
  for (size_t f = 0; f < n; f++) {
    const char *text = etho_grid_text(grid, record, f);
    if (starts_number(text)) return false;
    filled += text[0] != '\0';
  }
  for (size_t a = 0; a < n && filled >= 2; a++)
    for (size_t b = 0; b < a && n <= 64; b++) {
      const char *text = etho_grid_text(grid, record, a);
      if (text[0] && strcmp(text, etho_grid_text(grid, record, b)) == 0) return false;
    }
  return filled >= 2;
}

/* Numbers above, a word here, a number below. */
static bool interrupts_numbers(const etho_table *table, size_t row) {
  const etho_grid *grid = table->grid;
  size_t record = table->row[row], below = table->row[row + 1];
  for (size_t f = 1; f < grid->record[record].count; f++) {
    const char *here = etho_grid_text(grid, record, f);
    if (etho_text_missing(here) || !starts_number(etho_grid_text(grid, below, f))) continue;
    size_t above = 0;
    while (above < row && starts_number(etho_grid_text(grid, table->row[above], f))) above++;
    if (above == row) return true;
  }
  return false;
}

/* A blank line, or a title, stands before the row. */
static bool stands_apart(const etho_table *table, size_t row) {
  const etho_grid *grid = table->grid;
  size_t record = table->row[row], line = grid->record[record - 1].line + 1;
  if (table->row[row - 1] != record - 1) return true;
  for (size_t f = 0; f < grid->record[record - 1].count; f++)
    for (const char *p = etho_grid_text(grid, record - 1, f); *p; p++) line += *p == '\n';
  return grid->record[record].line > line;
}

void etho_table_cut_below(etho_table *table, etho_issues *issues) {
  const etho_grid *grid = table->grid;
  for (size_t r = 1; r + 1 < table->n_rows; r++) {
    size_t record = table->row[r];
    if (!may_be_names(grid, record) || !stands_apart(table, r) || !interrupts_numbers(table, r)) continue;
    etho_issues_add(issues, "E-TABLE-BELOW", grid->name, grid->record[record].line, 0,
                    "save each table as a file of its own", "a second table begins here ('%.40s', ...)",
                    shown(grid, record));
    table->n_rows = r;
    return;
  }
}

/* ---- lines in quotes ---- */

/* A line that is one cell with delimiters in it. */
static bool is_line_in_one(const etho_grid *grid, size_t record) {
  return only_filled(grid, record) == 0 && strpbrk(etho_grid_text(grid, record, 0), ",;\t|");
}

bool etho_table_check_quoted_lines(etho_table *table, size_t header_record, etho_issues *issues) {
  const etho_grid *grid = table->grid;
  bool header = is_line_in_one(grid, header_record);
  size_t n = 0;
  for (size_t r = 0; r < table->n_rows; r++) n += is_line_in_one(grid, table->row[r]);
  if (!n || n < table->n_rows || (!header && table->n_columns < 2) || grid->given) return false;
  size_t at = header ? header_record : table->row[0];
  etho_issues_add(issues, "E-CSV-ROW-QUOTED", grid->name, grid->record[at].line, 1,
                  "remove the quotes at the ends of the lines (and write \"\" inside as \"), or export the "
                  "file again without opening and saving it in a spreadsheet",
                  "each line is in quotes as a whole, so that it is one cell");
  table->n_rows = 0;
  return table->broken = true;
}
