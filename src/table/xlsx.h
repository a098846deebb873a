/* table/xlsx.h - an Excel workbook (.xlsx, ECMA-376) as a grid: one sheet's cell values, nothing else of it.
 *
 *   package (zip parts, limits) -> workbook (sheets, strings, styles) -> sheet (cells into the grid)
 *
 * A record's line is the sheet's row number and a field's number its column, so messages point at the cell.
 * Built only where libzip and expat are at hand (ETHO_WITH_XLSX). Internal to table. */
#ifndef ETHO_TABLE_XLSX_H
#define ETHO_TABLE_XLSX_H

#include "base/arena.h"
#include "base/text.h"
#include "table/grid.h"

/* Is this a zip archive, as workbooks are? */
bool etho_xlsx_is(const char *data, size_t length);
/* The sheet that grid->dialect.sheet asks for (name, or number from 1; NULL = the first) into grid. Numbers
 * keep the shortest digits that read back to the same double; dates and times are written 2024-05-28,
 * 2024-05-28 17:37:52 or as the cell's format shows a time; booleans TRUE and FALSE; errors as Excel writes
 * them. ETHO_ERR_DATA: no workbook, damaged, or over the limits below; ETHO_ERR_USAGE: no such sheet. */
etho_status etho_xlsx_grid(etho_grid *grid, const char *data, size_t length, etho_issues *issues,
                           etho_error *error);

/* Limits against archives made to exhaust memory. */
enum {
  ETHO_XLSX_MOST_PART = 1 << 29,  /* bytes of one part, unpacked */
  ETHO_XLSX_MOST_CELLS = 1 << 25, /* cells of a sheet, with the empty ones between */
  ETHO_XLSX_MOST_TEXT = 1 << 29,  /* bytes of all cells' text */
  ETHO_XLSX_MOST_COLUMNS = 16384,
  ETHO_XLSX_MOST_ROWS = 1 << 20,
  ETHO_XLSX_RATIO = 250,          /* unpacked to packed size of a part ... */
  ETHO_XLSX_RATIO_FREE = 1 << 24, /* ... that is larger than this */
  ETHO_XLSX_MOST_NESTED = 64
};

/* ---- package: the parts of the archive ---- */

typedef struct etho_xlsx_package {
  const char *name; /* what messages call the file */
  void *archive;    /* zip_t */
  etho_issues *issues;
  size_t unpacked; /* bytes so far */
} etho_xlsx_package;

/* Called with local names (no prefix). attribute: name, value, ..., NULL. Return false to stop. */
typedef struct etho_xlsx_events {
  bool (*start)(void *data, const char *element, const char *const *attribute);
  bool (*end)(void *data, const char *element);
  bool (*text)(void *data, const char *text, size_t length);
} etho_xlsx_events;

etho_status etho_xlsx_open(etho_xlsx_package *package, const char *data, size_t length, etho_error *error);
void etho_xlsx_close(etho_xlsx_package *package);
bool etho_xlsx_has(const etho_xlsx_package *package, const char *part);
/* Parse a part. Document types and entities are refused. A handler that stops has set *error itself (its
 * status is returned), or ran out of memory. */
etho_status etho_xlsx_parse(etho_xlsx_package *package, const char *part, const etho_xlsx_events *events,
                            void *data, etho_error *error);
/* Value of an attribute by its local name; NULL. */
const char *etho_xlsx_attribute(const char *const *attribute, const char *name);
/* "true" or a number other than 0. */
bool etho_xlsx_flag(const char *value);
/* Refuse the file: an issue and the error with one text. */
etho_status etho_xlsx_refuse(const etho_xlsx_package *package, const char *code, const char *hint,
                             etho_error *error, const char *format, ...) ETHO_PRINTF(5, 6);

/* ---- workbook: what the sheets share ---- */

/* How a number of a style is shown. */
typedef enum etho_xlsx_shown {
  ETHO_XLSX_PLAIN,
  ETHO_XLSX_DATE,
  ETHO_XLSX_DATE_TIME,
  ETHO_XLSX_HOUR_MINUTE,  /* 1:05 */
  ETHO_XLSX_TIME,         /* 1:05:30 */
  ETHO_XLSX_MINUTE_SECOND /* 05:30.0 */
} etho_xlsx_shown;

typedef struct etho_xlsx_sheet {
  const char *name, *id, *part; /* part NULL: not a worksheet (a chart) */
} etho_xlsx_sheet;

typedef struct etho_xlsx_workbook {
  etho_arena *arena;
  bool from_1904;
  etho_xlsx_sheet *sheet;
  size_t n_sheets, sheet_capacity;
  const char **string;
  size_t n_strings, string_capacity;
  unsigned char *style; /* etho_xlsx_shown per cell style */
  size_t n_styles, style_capacity;
} etho_xlsx_workbook;

/* Reads sheets, styles and shared strings into workbook, whose arena is given. */
etho_status etho_xlsx_workbook_read(etho_xlsx_workbook *workbook, etho_xlsx_package *package,
                                    etho_error *error);
/* By name, then by number; NULL wanted = the first worksheet. ETHO_ERR_USAGE with the names in the hint. */
etho_status etho_xlsx_choose(const etho_xlsx_workbook *workbook, const etho_xlsx_package *package,
                             const char *wanted, const etho_xlsx_sheet **sheet, etho_error *error);

/* ---- sheet ---- */
etho_status etho_xlsx_sheet_read(const etho_xlsx_workbook *workbook, etho_xlsx_package *package,
                                 const char *part, etho_grid *grid, etho_error *error);

/* ---- text ---- */
/* Make the characters of _x000D_ and the like, in place. */
void etho_xlsx_unescape(etho_text *text);

/* ---- dates ---- */
/* What a number format shows: built-in id, and its code (NULL where the file has none). */
etho_xlsx_shown etho_xlsx_shown_by(unsigned id, const char *code);
/* Days since 1899-12-31 (or 1904-01-01) as text. The 29th of February 1900 that Excel believes in is kept.
 * Returns the length; 0 when the number is no date Excel can show. */
size_t etho_xlsx_date_print(char *buffer, size_t size, double days, etho_xlsx_shown shown, bool from_1904);

#endif
