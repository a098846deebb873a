/* table/grid.h - the records of a delimited text as libcsv gives them, before any header is chosen.
 * A grid is what import formats look at; a table is a grid with a header. Internal to table and import. */
#ifndef ETHO_TABLE_GRID_H
#define ETHO_TABLE_GRID_H

#include "ethostat/table.h"
#include "table/encoding.h"

typedef struct etho_record {
  size_t first; /* index of its first cell */
  size_t count; /* fields */
  size_t line;  /* source line where it begins, 1-based */
} etho_record;

typedef struct etho_grid {
  char *name;
  char sha256[65];
  etho_dialect dialect; /* delimiter and encoding are filled in; decimal when it has been looked for */
  char *encoding;       /* own copy behind dialect.encoding */
  char *sheet;          /* own copy behind dialect.sheet; NULL for text files */
  char *sheets;         /* names of all worksheets, a \x1F behind each; NULL for text files */
  char *pool;           /* all cell texts, NUL-terminated */
  size_t pool_length, pool_capacity;
  size_t *cell; /* offsets into pool */
  size_t n_cells, cell_capacity;
  etho_record *record; /* blank lines are left out */
  size_t n_records, record_capacity;
  size_t n_lines;
  bool spaced;  /* no delimiter, but all lines have as many words between spaces */
  bool sep;     /* a line sep=X named the delimiter */
  bool given;   /* the delimiter was named, by sep= or by the caller */
  bool damaged; /* cells with U+FFFD held bytes that are no letters, and are told */
  /* Of a wide file only some columns may have been kept: from record kept_from on, place[field] is the cell of the
   * record that a field has, or ETHO_NOT_FOUND, and such a field reads "". NULL = all are there. */
  size_t *place;
  size_t kept_from;
} etho_grid;

/* Decode, find the delimiter, parse. ETHO_ERR_DATA when nothing is readable. dialect may be NULL. */
etho_status etho_grid_parse(const char *name, const char *data, size_t length, const etho_dialect *dialect,
                            etho_grid **grid, etho_issues *issues, etho_error *error);
etho_status etho_grid_read(const char *path, const etho_dialect *dialect, etho_grid **grid,
                           etho_issues *issues, etho_error *error);
void etho_grid_free(etho_grid *grid);
/* The grid of a file of which `head` has read the beginning, with only the fields keep[0..n) from the head's record
 * `first` on. *grid stays NULL where the file must be read as a whole (see stream.h). */
etho_status etho_grid_read_columns(const char *path, const etho_grid *head, size_t first, const bool *keep, size_t n,
                                   etho_grid **grid, etho_error *error);

/* Building: a trimmed copy of text becomes the next cell; a record names the cells that are its own. false
 * when out of memory. */
bool etho_grid_add_cell(etho_grid *grid, const char *text, size_t length);
bool etho_grid_add_record(etho_grid *grid, etho_record record);

/* "" for a field beyond the record's end. */
const char *etho_grid_text(const etho_grid *grid, size_t record, size_t field);
/* Fields of a record that are not empty. */
size_t etho_grid_filled(const etho_grid *grid, size_t record);

/* Tell the cells that hold bytes which are no letters (each cell once, with its line and field), and make
 * U+FFFD of the marks. */
void etho_grid_tell_bytes(etho_grid *grid, const etho_decoded *decoded, etho_issues *issues);
/* Leave out characters that cannot be seen (zero-width space, soft hyphen), make plain spaces of special ones
 * and a hyphen of a typographic minus before a number; all but the last are told. */
void etho_grid_clean_letters(etho_grid *grid, etho_issues *issues);

/* Nothing that etho_grid_clean_letters would change or tell stands in the text, also at the ends of cells. */
bool etho_letters_are_plain(const char *text, size_t length);

/* Decimal mark by the cells of records first..: ',' or '.'. Ambiguous cells ("1,234") are issues. */
char etho_grid_decimal(etho_grid *grid, size_t first, etho_issues *issues);

/* A table over the grid, which it takes over (also on failure). dialect may be NULL. */
etho_status etho_table_from_grid(etho_grid *grid, const etho_dialect *dialect, etho_table **table,
                                 etho_issues *issues, etho_error *error);

/* A table made from another, with its name, hash and dialect, and no rows yet. field: where in the file the
 * column's cells come from (1-based), for messages. Rows are added with n_columns texts and the file's line.
 */
etho_status etho_table_derive(const etho_table *from, const char *const *header, const size_t *field,
                              size_t n_columns, etho_table **table, etho_error *error);
etho_status etho_table_add_row(etho_table *table, const char *const *cell, size_t line, etho_error *error);
/* The field of the file (1-based) that a column's cells come from. */
size_t etho_table_field(const etho_table *table, size_t column);

/* Is the text what a mean, SEM or total row is labelled with? 2 = surely, 1 = only beside such a row, 0 = no.
 */
int etho_summary_label(const char *text);

/* The line above the header was read together with it. */
bool etho_table_has_groups_above(const etho_table *table);
/* Nothing of the table can be read; that is told. */
bool etho_table_is_broken(const etho_table *table);
/* The row has more or fewer fields than the header, which is told. */
bool etho_table_row_is_ragged(const etho_table *table, size_t row);

/* One of the missing tokens? */
bool etho_text_missing(const char *text);
/* The same of a cell where a number belongs: more words say there that there is none. */
bool etho_text_missing_number(const char *text);
/* A number with separators that group thousands: "1,234.5", "1 234", "1'234". The first of these, and "1,234"
 * where the decimal mark is a point, etho_grid_decimal tells (unless the mark is declared). */
bool etho_text_grouped(const char *text, char decimal);
bool etho_text_grouped_by_space(const char *text);
/* A spreadsheet's error value (#DIV/0!, #VALUE!, ...)? */
bool etho_text_excel_error(const char *text);

/* The delimiter that cuts the text most evenly; a first line `sep=X` decides. *skip: bytes of that line. ' ':
 * there is none, but all lines have as many words; 0: there is none at all. */
char etho_delimiter_detect(const char *text, size_t length, size_t *skip);

#endif
