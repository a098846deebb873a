/* ethostat/table.h - a delimited file as columns and cells that know their source line, and tidy trials.
 *
 *   etho_table *table; etho_issues *issues = etho_issues_new(); etho_error error;
 *   if (etho_table_read("trials.csv", NULL, &table, issues, &error) != ETHO_OK) ...
 *   size_t arm = etho_table_find(table, "arm");
 *   for (size_t r = 0; r < etho_table_rows(table); r++) puts(etho_table_text(table, r, arm));
 */
#ifndef ETHOSTAT_TABLE_H
#define ETHOSTAT_TABLE_H

#include "ethostat/base.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ETHO_NO_COLUMN = -1 };
#define ETHO_NOT_FOUND ((size_t)-1)

/* ---- table ----------------------------------------------------------------------------------------- */

typedef struct etho_table etho_table; /* owns every cell */

/* How a file is read; zero or NULL means "detect". What was detected or declared is told by etho_table_dialect. */
typedef struct etho_dialect {
  char delimiter;         /* ',' ';' '\t' '|' */
  char decimal;           /* '.' or ',' */
  const char *sheet;      /* of a workbook: its name or number (from 1); NULL = the first */
  const char *encoding;   /* "UTF-8", "UTF-16LE", "Windows-1252", ... any name iconv knows */
  size_t header_line;     /* line of the header, 1-based (lines above it are a preamble) */
  bool no_header;         /* columns are then named column_1, column_2, ... */
} etho_dialect;

/* Read a file ("-" is stdin). Structural problems (ragged rows, open quotes, duplicate headers, invalid bytes) go to
 * issues; *table is set when anything could be read at all (even with issues of severity ETHO_PROBLEM), so that a
 * caller checks etho_issues_count_of(issues, ETHO_PROBLEM). ETHO_ERR_IO: the file cannot be opened or read;
 * ETHO_ERR_DATA: nothing readable (empty, binary). */
etho_status etho_table_read(const char *path, const etho_dialect *dialect, etho_table **table, etho_issues *issues,
                            etho_error *error);
/* The same from memory; name is what messages call it. */
etho_status etho_table_parse(const char *name, const char *data, size_t length, const etho_dialect *dialect,
                             etho_table **table, etho_issues *issues, etho_error *error);
void etho_table_free(etho_table *table);

const char *etho_table_name(const etho_table *table);             /* the path as given */
const char *etho_table_sha256(const etho_table *table);           /* of the file's bytes, 64 hex digits */
const etho_dialect *etho_table_dialect(const etho_table *table);
size_t etho_table_rows(const etho_table *table);                  /* data rows, without header and blank lines */
size_t etho_table_columns(const etho_table *table);
const char *etho_table_header(const etho_table *table, size_t column); /* trimmed, as in the file */
size_t etho_table_line(const etho_table *table, size_t row);      /* source line where the row begins */
/* Trimmed text of a cell; "" for empty. Never NULL for valid indices. */
const char *etho_table_text(const etho_table *table, size_t row, size_t column);
/* Is the cell one of the missing tokens (empty, NA, N/A, NaN, null, missing, n.d., -, --, *, ., #N/A, #DIV/0!, ...)? */
bool etho_table_missing(const etho_table *table, size_t row, size_t column);
/* The cell as a number in the file's decimal convention; false when missing or not a number. */
bool etho_table_number(const etho_table *table, size_t row, size_t column, double *value);
/* Column by exact header, else case-insensitive; ETHO_NOT_FOUND. */
size_t etho_table_find(const etho_table *table, const char *header);
/* Like find, but an unknown column is ETHO_ERR_USAGE with the nearest headers in the hint. */
etho_status etho_table_require(const etho_table *table, const char *header, size_t *column, etho_error *error);
/* Keep only rows that satisfy a condition such as "phase=test", "day!=1", "trial<=10" (= != < <= > >=; text compared
 * exactly, numbers by value). ETHO_ERR_USAGE for an unknown column or a malformed condition. */
etho_status etho_table_filter(etho_table *table, const char *condition, etho_error *error);

/* ---- trials: what an import makes of a table -------------------------------------------------------- */

/* Tidy trials: named columns of numbers (NaN = missing) or text (NULL = missing), each row with its source.
 * Column names are the canonical vocabulary of docs/formats.md: animal, arm, sex, cage, phase, session, day, trial,
 * novel_s, familiar_s, left_s, right_s, novel_side, choice, sample, correct, latency_s, sequence, n_correct, ... */
typedef struct etho_trials etho_trials;

etho_trials *etho_trials_new(void);
void etho_trials_free(etho_trials *trials);
/* Column by name, made when new (ETHO_NOT_FOUND when out of memory). is_text holds at creation only. */
size_t etho_trials_column(etho_trials *trials, const char *name, bool is_text);
size_t etho_trials_find(const etho_trials *trials, const char *name);
/* A new row, all missing; returns its index. */
size_t etho_trials_add(etho_trials *trials, const char *file, size_t line);
void etho_trials_set_number(etho_trials *trials, size_t row, size_t column, double value);
void etho_trials_set_text(etho_trials *trials, size_t row, size_t column, const char *value);
/* Where a cell came from, for messages; 0 = the row's own line and no column. */
size_t etho_trials_rows(const etho_trials *trials);
/* Trials that the rows stand for: of a large file a row may be all trials of an animal's session together. */
size_t etho_trials_count(const etho_trials *trials);
size_t etho_trials_columns(const etho_trials *trials);
const char *etho_trials_name(const etho_trials *trials, size_t column);
bool etho_trials_is_text(const etho_trials *trials, size_t column);
double etho_trials_number(const etho_trials *trials, size_t row, size_t column);     /* NaN = missing */
const char *etho_trials_text(const etho_trials *trials, size_t row, size_t column);  /* NULL = missing */
const char *etho_trials_file(const etho_trials *trials, size_t row);
size_t etho_trials_line(const etho_trials *trials, size_t row);
etho_status etho_trials_status(const etho_trials *trials); /* ETHO_ERR_MEMORY sticks */
/* Append all rows of other (columns are matched by name). */
void etho_trials_append(etho_trials *trials, const etho_trials *other);

#ifdef __cplusplus
}
#endif
#endif
