/* The cells of one sheet into a grid: a row is a record, gaps become empty cells. */
#ifdef ETHO_WITH_XLSX
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "table/xlsx.h"

typedef struct sheet_reader {
  const etho_xlsx_workbook *workbook;
  const etho_xlsx_package *package;
  etho_grid *grid;
  etho_error *error;
  etho_record record; /* the row being read */
  bool in_row, in_cell, in_value, filled, formula;
  size_t field;  /* of the cell being read, from 0 */
  char type[12]; /* s, inlineStr, str, b, e, d or n */
  unsigned style;
  etho_text text;
  unsigned phonetic;
  size_t hidden, merged, no_value, short_times; /* how many, and where the first one is */
  size_t hidden_line, no_value_line, no_value_field, short_line, short_field;
  char merged_at[32];
  bool numbers; /* there are numbers with a fraction: their mark is the point */
} sheet_reader;

static bool no_memory(sheet_reader *r) {
  etho_error_set(r->error, ETHO_ERR_MEMORY, "out of memory reading '%s'", r->package->name);
  return false;
}

static bool refuse_order(sheet_reader *r) {
  etho_xlsx_refuse(r->package, "E-XLSX-DAMAGED",
                   "open it in a spreadsheet and save it again, or save the sheet as CSV", r->error,
                   "the workbook is damaged (row %zu: a row or cell out of its order)", r->record.line);
  return false;
}

static bool refuse_limit(sheet_reader *r) {
  etho_xlsx_refuse(r->package, "E-XLSX-LIMIT", "save the sheet as CSV and read that", r->error,
                   "row %zu: the sheet holds far more cells or text than a table of trials", r->record.line);
  return false;
}

static bool add_cell(sheet_reader *r, const char *text, size_t length) {
  if (r->grid->n_cells >= ETHO_XLSX_MOST_CELLS || r->grid->pool_length + length > ETHO_XLSX_MOST_TEXT)
    return refuse_limit(r);
  if (!etho_grid_add_cell(r->grid, text, length)) return no_memory(r);
  r->record.count++;
  r->filled = r->filled || r->grid->pool[r->grid->cell[r->grid->n_cells - 1]];
  return true;
}

static bool row_start(sheet_reader *r, const char *const *attribute) {
  const char *text = etho_xlsx_attribute(attribute, "r");
  size_t line = text ? (size_t)strtoul(text, NULL, 10) : r->record.line + 1;
  bool forward = line > r->record.line;
  r->record = (etho_record){.first = r->grid->n_cells, .count = 0, .line = line};
  r->in_row = true, r->filled = false, r->field = (size_t)-1;
  if (etho_xlsx_flag(etho_xlsx_attribute(attribute, "hidden")) && !r->hidden++) r->hidden_line = line;
  if (line > ETHO_XLSX_MOST_ROWS) return refuse_limit(r);
  return forward || refuse_order(r);
}

static bool row_end(sheet_reader *r) {
  r->in_row = false;
  if (!r->filled)
    r->grid->n_cells = r->record.first;
  else if (!etho_grid_add_record(r->grid, r->record))
    return no_memory(r);
  return true;
}

/* "AB12" -> 27; (size_t)-1 when there are no letters. */
static size_t column_of(const char *reference) {
  size_t column = 0;
  for (const char *c = reference; *c >= 'A' && *c <= 'Z' && column < ETHO_XLSX_MOST_COLUMNS * 2; c++)
    column = column * 26 + (size_t)(*c - 'A') + 1;
  return column - 1;
}

static bool cell_start(sheet_reader *r, const char *const *attribute) {
  const char *reference = etho_xlsx_attribute(attribute, "r"), *type = etho_xlsx_attribute(attribute, "t"),
             *style = etho_xlsx_attribute(attribute, "s");
  size_t field = reference ? column_of(reference) : r->field + 1;
  if (field >= ETHO_XLSX_MOST_COLUMNS) return refuse_limit(r);
  if (field < r->record.count) return refuse_order(r);
  r->field = field;
  r->in_cell = true, r->formula = false, r->phonetic = 0;
  r->style = style ? (unsigned)strtoul(style, NULL, 10) : 0;
  size_t n = type ? strlen(type) : 0;
  r->type[0] = '\0';
  if (n && n < sizeof r->type) memcpy(r->type, type, n + 1);
  etho_text_clear(&r->text);
  return true;
}

static bool add_shared(sheet_reader *r) {
  const char *text = etho_text_get(&r->text);
  char *end;
  unsigned long index = strtoul(text, &end, 10);
  if (end != text && !*end && index < r->workbook->n_strings)
    return add_cell(r, r->workbook->string[index], strlen(r->workbook->string[index]));
  etho_xlsx_refuse(r->package, "E-XLSX-DAMAGED",
                   "open it in a spreadsheet and save it again, or save the sheet as CSV", r->error,
                   "the workbook is damaged (row %zu, column %zu: its text is not in the workbook)",
                   r->record.line, r->field + 1);
  return false;
}

static bool add_number(sheet_reader *r) {
  const etho_xlsx_workbook *w = r->workbook;
  const char *text = etho_text_get(&r->text);
  double value;
  char buffer[ETHO_NUMBER_SIZE + 32];
  size_t n = 0;
  if (!etho_number_parse(text, strlen(text), '.', &value)) return add_cell(r, text, strlen(text));
  etho_xlsx_shown shown = r->style < w->n_styles ? (etho_xlsx_shown)w->style[r->style] : ETHO_XLSX_PLAIN;
  if (shown != ETHO_XLSX_PLAIN) n = etho_xlsx_date_print(buffer, sizeof buffer, value, shown, w->from_1904);
  if (n && shown == ETHO_XLSX_HOUR_MINUTE && !r->short_times++)
    r->short_line = r->record.line, r->short_field = r->field + 1;
  if (!n) {
    n = etho_number_print(buffer, value);
    r->numbers = r->numbers || strchr(buffer, '.');
  }
  return add_cell(r, buffer, n);
}

static bool cell_end(sheet_reader *r) {
  r->in_cell = false;
  bool empty = !r->text.length;
  if (empty && r->formula && strcmp(r->type, "str") != 0 && !r->no_value++)
    r->no_value_line = r->record.line, r->no_value_field = r->field + 1;
  if (empty) return true;
  while (r->record.count < r->field)
    if (!add_cell(r, "", 0)) return false;
  const char *text = etho_text_get(&r->text);
  if (strcmp(r->type, "s") == 0) return add_shared(r);
  if (strcmp(r->type, "b") == 0) {
    const char *word = etho_xlsx_flag(text) ? "TRUE" : "FALSE";
    return add_cell(r, word, strlen(word));
  }
  if (!r->type[0] || strcmp(r->type, "n") == 0) return add_number(r);
  etho_xlsx_unescape(&r->text);
  return add_cell(r, text, r->text.length);
}

static bool on_start(void *data, const char *element, const char *const *attribute) {
  sheet_reader *r = data;
  if (r->in_cell) {
    r->phonetic += strcmp(element, "rPh") == 0;
    r->formula = r->formula || strcmp(element, "f") == 0;
    r->in_value = strcmp(element, "v") == 0 || (strcmp(element, "t") == 0 && !r->phonetic);
    return true;
  }
  if (r->in_row) return strcmp(element, "c") != 0 || cell_start(r, attribute);
  if (strcmp(element, "row") == 0) return row_start(r, attribute);
  const char *reference = etho_xlsx_attribute(attribute, "ref");
  if (strcmp(element, "mergeCell") == 0 && reference && !r->merged++ &&
      strlen(reference) < sizeof r->merged_at)
    memcpy(r->merged_at, reference, strlen(reference) + 1);
  return true;
}

static bool on_end(void *data, const char *element) {
  sheet_reader *r = data;
  r->in_value = false;
  if (r->in_cell && strcmp(element, "rPh") == 0 && r->phonetic) r->phonetic--;
  if (r->in_cell && strcmp(element, "c") == 0) return cell_end(r);
  if (r->in_row && !r->in_cell && strcmp(element, "row") == 0) return row_end(r);
  return true;
}

static bool on_text(void *data, const char *text, size_t length) {
  sheet_reader *r = data;
  if (!r->in_value) return true;
  if (r->text.length + length > ETHO_XLSX_RATIO_FREE) return refuse_limit(r);
  etho_text_append_n(&r->text, text, length);
  return !r->text.failed || no_memory(r);
}

static void tell(const sheet_reader *r) {
  etho_issues *issues = r->package->issues;
  const char *name = r->package->name;
  if (r->no_value)
    etho_issues_add(issues, "E-XLSX-FORMULA", name, r->no_value_line, r->no_value_field,
                    "open the workbook in a spreadsheet program, save it, and read it again",
                    "%zu formula%s without a stored result; the first is here", r->no_value,
                    r->no_value == 1 ? "" : "s");
  if (r->hidden)
    etho_issues_add(issues, "W-XLSX-HIDDEN", name, r->hidden_line, 0,
                    "delete them, or mark excluded animals in a column of their own",
                    "%zu hidden row%s read like the others; the first is here", r->hidden,
                    r->hidden == 1 ? " was" : "s were");
  if (r->merged)
    etho_issues_add(issues, "W-XLSX-MERGED", name, 0, 0,
                    "unmerge them and fill every cell, if they hold data",
                    "%zu merged range%s (%s): only the first cell of each holds the value", r->merged,
                    r->merged == 1 ? "" : "s", r->merged_at);
  if (r->short_times)
    etho_issues_add(issues, "W-XLSX-TIME", name, r->short_line, r->short_field,
                    "write seconds as plain numbers",
                    "%zu cell%s a time of day such as 1:05, which may have been typed as minutes and seconds",
                    r->short_times, r->short_times == 1 ? " is" : "s are");
}

etho_status etho_xlsx_sheet_read(const etho_xlsx_workbook *workbook, etho_xlsx_package *package,
                                 const char *part, etho_grid *grid, etho_error *error) {
  static const etho_xlsx_events events = {.start = on_start, .end = on_end, .text = on_text};
  sheet_reader r = {.workbook = workbook, .package = package, .grid = grid, .error = error};
  etho_status status = etho_xlsx_parse(package, part, &events, &r, error);
  etho_text_free(&r.text);
  if (status != ETHO_OK) return status;
  tell(&r);
  grid->n_lines = r.record.line;
  if (r.numbers && !grid->dialect.decimal) grid->dialect.decimal = '.';
  return ETHO_OK;
}

#else
typedef int etho_xlsx_sheet_absent; /* a translation unit may not be empty */
#endif
