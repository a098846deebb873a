#include "table/grid.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "table/xlsx.h"

/* State of one parse: libcsv says where a field and a record end, the feeding by line says where they began.
 */
typedef struct reader {
  etho_grid *grid;
  etho_issues *issues;
  struct csv_parser parser;
  etho_record now;                 /* the record being read */
  bool blank;                      /* no cell of it holds text so far */
  bool ended;                      /* a record ended since `ended` was last cleared */
  size_t fields_seen;              /* fields submitted since the last clearing */
  size_t line;                     /* physical line being fed */
  size_t open_line, open_column;   /* where the quote opened that the last line ended in; 0 = none */
  size_t quote_line, quote_column; /* record and field of the last misplaced quote */
  size_t n_quote_issues;
  bool failed;
} reader;

static void on_field(void *field, size_t length, void *data) {
  reader *r = data;
  const char *text = field;
  r->fields_seen++;
  if (r->failed) return;
  if (!etho_grid_add_cell(r->grid, text, length)) {
    r->failed = true;
    return;
  }
  r->now.count++;
  r->blank = r->blank && !r->grid->pool[r->grid->cell[r->grid->n_cells - 1]];
}

static void record_begin(reader *r, size_t line) {
  r->now = (etho_record){.first = r->grid->n_cells, .count = 0, .line = line};
  r->blank = true;
}

static void on_record(int terminator, void *data) {
  (void)terminator;
  reader *r = data;
  etho_grid *g = r->grid;
  r->ended = true;
  if (r->failed) return;
  if (r->blank)
    g->n_cells = r->now.first;
  else
    r->failed = !etho_grid_add_record(g, r->now);
  record_begin(r, r->line);
}

enum { QUOTE_ISSUES_SHOWN = 20 };

/* A misplaced quote: told once for a field, where the field begins to be quoted. */
static void quote_issue(reader *r) {
  bool begun = r->open_line && !r->fields_seen;
  size_t line = begun ? r->open_line : r->line, column = r->now.count + 1;
  if (r->quote_line == r->now.line && r->quote_column == column) return;
  r->quote_line = r->now.line, r->quote_column = column;
  if (r->n_quote_issues++ >= QUOTE_ISSUES_SHOWN) return;
  if (r->parser.quoted)
    etho_issues_add(r->issues, "E-CSV-QUOTE-TEXT", r->grid->name, line, column,
                    "write a quote inside a quoted cell twice (\"\"), or remove it",
                    begun ? "a quote opens here and closes on line %zu with text behind it"
                          : "text follows a closing quote",
                    r->line);
  else
    etho_issues_add(r->issues, "W-CSV-QUOTE", r->grid->name, line, column,
                    "enclose the cell in quotes and double the quote inside it",
                    "a quote stands inside a cell that does not begin with one: kept as it is");
}

/* Bytes up to the end of the field that is being read. */
static size_t to_field_end(const reader *r, const char *text, size_t length) {
  size_t i = 0;
  while (i < length && text[i] != r->grid->dialect.delimiter && text[i] != '\n' && text[i] != '\r') i++;
  return i;
}

/* Strict mode stops at a misplaced quote. Inside an unquoted field it is read leniently; what follows a
 * closing quote is left out, so that the fields behind it keep their places (the file is refused). */
static void feed(reader *r, const char *text, size_t length) {
  while (length && !r->failed) {
    size_t used = csv_parse(&r->parser, text, length, on_field, on_record, r);
    text += used;
    length -= used;
    if (!length) return;
    if (csv_error(&r->parser) != CSV_EPARSE) {
      r->failed = true;
      return;
    }
    quote_issue(r);
    if (r->parser.quoted) {
      size_t rest = to_field_end(r, text, length);
      text += rest, length -= rest;
      continue;
    }
    csv_set_opts(&r->parser, 0);
    csv_parse(&r->parser, text, 1, on_field, on_record, r);
    csv_set_opts(&r->parser, CSV_STRICT);
    text++;
    length--;
  }
}

static size_t line_length(const char *text, size_t length) {
  size_t i = 0;
  while (i < length && text[i] != '\n' && text[i] != '\r') i++;
  if (i == length) return i;
  return i + 1 + (text[i] == '\r' && i + 1 < length && text[i + 1] == '\n');
}

/* Nothing but spaces: libcsv passes over such a line between records. */
static bool is_blank_line(const reader *r, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (text[i] != ' ' && text[i] != '\n' && text[i] != '\r' &&
        !(text[i] == '\t' && r->grid->dialect.delimiter != '\t'))
      return false;
  return true;
}

/* A line whose end did not end its record is inside quotes; they opened on it when a field ended before, or
 * when the line before was whole. */
static void feed_lines(reader *r, const char *text, size_t length) {
  record_begin(r, r->line);
  while (length && !r->failed) {
    size_t n = line_length(text, length);
    bool terminated = text[n - 1] == '\n' || text[n - 1] == '\r';
    r->ended = false;
    r->fields_seen = 0;
    bool blank = !r->open_line && is_blank_line(r, text, n);
    feed(r, text, n);
    bool inside = terminated && !r->ended && !blank;
    if (!inside)
      r->open_line = 0;
    else if (!r->open_line || r->fields_seen)
      r->open_line = r->line, r->open_column = r->now.count + 1;
    text += n;
    length -= n;
    r->line++;
    if (r->ended || blank) r->now.line = r->line;
  }
  if (r->failed) return;
  csv_set_opts(&r->parser, CSV_STRICT | CSV_STRICT_FINI);
  r->grid->n_lines = r->line - 1;
  size_t before = r->grid->n_records;
  if (csv_fini(&r->parser, on_field, on_record, r) == 0) return;
  size_t line = r->open_line ? r->open_line : r->line - 1;
  size_t column = r->open_line ? r->open_column : r->now.count + 1;
  etho_issues_add(r->issues, "E-CSV-QUOTE", r->grid->name, line, column,
                  "close the quote at the end of the cell; what follows it was not read",
                  "a quote opens here and is never closed");
  r->grid->n_records = before;
}

static etho_status parse_text(etho_grid *grid, const char *text, size_t length, size_t skip,
                              etho_issues *issues, etho_error *error) {
  reader r = {.grid = grid, .issues = issues, .line = skip ? 2 : 1};
  if (csv_init(&r.parser, CSV_STRICT) != 0) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  csv_set_delim(&r.parser, (unsigned char)grid->dialect.delimiter);
  feed_lines(&r, text + skip, length - skip);
  csv_free(&r.parser);
  if (r.failed) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory while reading '%s'", grid->name);
  if (r.n_quote_issues > QUOTE_ISSUES_SHOWN)
    etho_issues_add(issues, "W-CSV-QUOTE", grid->name, 0, 0, "see the first ones above",
                    "%zu more misplaced quotes", r.n_quote_issues - QUOTE_ISSUES_SHOWN);
  return ETHO_OK;
}

static etho_status parse_decoded(etho_grid *grid, const etho_decoded *decoded, etho_issues *issues,
                                 etho_error *error) {
  size_t skip = 0;
  char found = etho_delimiter_detect(decoded->text, decoded->length, &skip);
  bool words = found == ' ' && !grid->dialect.delimiter; /* told as such: quotes in it say nothing */
  grid->spaced = words;
  grid->sep = skip > 0;
  grid->given = grid->sep || grid->dialect.delimiter;
  if (!grid->dialect.delimiter) grid->dialect.delimiter = found && !words ? found : ',';
  etho_status status = parse_text(grid, decoded->text, decoded->length, skip, words ? NULL : issues, error);
  if (status != ETHO_OK) return status;
  etho_grid_clean_letters(grid, issues);
  etho_grid_tell_bytes(grid, decoded, issues);
  grid->damaged = decoded->n_bad > 0;
  return ETHO_OK;
}

static etho_status read_text(etho_grid *grid, const char *name, const char *data, size_t length,
                             const etho_dialect *dialect, etho_issues *issues, etho_error *error) {
  etho_decoded decoded;
  etho_status status =
      etho_decode(name, data, length, dialect ? dialect->encoding : NULL, &decoded, issues, error);
  if (status != ETHO_OK) return status;
  grid->dialect.sheet = NULL;
  grid->dialect.encoding = grid->encoding = strdup(decoded.encoding);
  status = grid->encoding ? parse_decoded(grid, &decoded, issues, error)
                          : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  free(decoded.text);
  return status;
}

/* A sheet's cells need no encoding and no delimiter; what stands there is what its CSV would have. */
static etho_status read_workbook(etho_grid *grid, const char *data, size_t length, etho_issues *issues,
                                 etho_error *error) {
  grid->dialect.delimiter = ',';
  grid->dialect.encoding = grid->encoding = strdup("UTF-8");
  if (!grid->encoding) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = etho_xlsx_grid(grid, data, length, issues, error);
  if (status == ETHO_OK) etho_grid_clean_letters(grid, issues);
  return status;
}

static etho_status fill(etho_grid *grid, const char *name, const char *data, size_t length,
                        const etho_dialect *dialect, etho_issues *issues, etho_error *error) {
  etho_sha256(data, length, grid->sha256);
  if (dialect) grid->dialect = *dialect;
  etho_status status = etho_xlsx_is(data, length)
                           ? read_workbook(grid, data, length, issues, error)
                           : read_text(grid, name, data, length, dialect, issues, error);
  if (status == ETHO_OK && !grid->n_records) {
    const char *hint = "export it again, or give another file";
    if (!etho_issues_count_of(issues, ETHO_PROBLEM))
      etho_issues_add(issues, "E-FILE-EMPTY", name, 0, 0, hint, "the file holds no data, only blank lines");
    status = etho_error_set(error, ETHO_ERR_DATA, "'%s' holds no readable rows", name);
    etho_error_hint(error, "%s", hint);
  }
  return status;
}

etho_status etho_grid_parse(const char *name, const char *data, size_t length, const etho_dialect *dialect,
                            etho_grid **grid, etho_issues *issues, etho_error *error) {
  etho_grid *g = calloc(1, sizeof *g);
  if (g) g->name = strdup(name);
  if (!g || !g->name) {
    etho_grid_free(g);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  etho_issues *own = issues ? NULL : etho_issues_new(); /* counting problems needs a list */
  etho_status status = fill(g, name, data, length, dialect, issues ? issues : own, error);
  etho_issues_free(own);
  if (status != ETHO_OK)
    etho_grid_free(g);
  else
    *grid = g;
  return status;
}

etho_status etho_grid_read(const char *path, const etho_dialect *dialect, etho_grid **grid,
                           etho_issues *issues, etho_error *error) {
  char *data;
  size_t length;
  etho_status status = etho_file_read(path, 0, &data, &length, error);
  if (status != ETHO_OK) return status;
  status = etho_grid_parse(path, data, length, dialect, grid, issues, error);
  free(data);
  return status;
}

void etho_grid_free(etho_grid *grid) {
  if (!grid) return;
  free(grid->name);
  free(grid->encoding);
  free(grid->sheet);
  free(grid->sheets);
  free(grid->pool);
  free(grid->cell);
  free(grid->record);
  free(grid->place);
  free(grid);
}

const char *etho_grid_text(const etho_grid *grid, size_t record, size_t field) {
  const etho_record *r = &grid->record[record];
  if (field >= r->count) return "";
  if (grid->place && record >= grid->kept_from && (field = grid->place[field]) == ETHO_NOT_FOUND) return "";
  return grid->pool + grid->cell[r->first + field];
}

size_t etho_grid_filled(const etho_grid *grid, size_t record) {
  size_t n = 0;
  for (size_t f = 0; f < grid->record[record].count; f++) n += etho_grid_text(grid, record, f)[0] != '\0';
  return n;
}
