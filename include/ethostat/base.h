/* ethostat/base.h - status, errors, issues and result rows: what every layer speaks.
 *
 *   etho_error error = {0};
 *   etho_rows *rows = etho_rows_new();
 *   etho_row *row = etho_rows_add(rows);
 *   if (etho_t_welch(a, b, NULL, row, &error) != ETHO_OK) fprintf(stderr, "%s\n", error.message);
 *   else printf("p = %g\n", etho_row_get_number(row, "p_value"));
 *   etho_rows_free(rows);
 *
 * Conventions of the whole library
 *   - A function that can fail returns etho_status; outputs stand before the last argument, etho_error *.
 *     error may be NULL. On failure outputs are untouched or empty, never half made.
 *   - Problems of the data (a bad cell, an animal in two arms) are collected as issues, not first-failure.
 *   - A _free function accepts NULL. const T * borrows: the caller keeps ownership and must outlive the use.
 *   - No global state, no exit, no printing.
 */
#ifndef ETHOSTAT_BASE_H
#define ETHOSTAT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ETHO_PRINTF(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define ETHO_PRINTF(format_index, first)
#endif

/* ---- status and error ---------------------------------------------------------------------------- */

typedef enum etho_status {
  ETHO_OK = 0,
  ETHO_ERR_DATA,    /* the data has problems: exit status 1 */
  ETHO_ERR_USAGE,   /* asked for something that does not exist or fit: exit status 2 */
  ETHO_ERR_IO,      /* a file or program could not be used: exit status 3 */
  ETHO_ERR_MEMORY,  /* out of memory: exit status 3 */
  ETHO_ERR_NUMERIC  /* an algorithm did not converge: exit status 1 */
} etho_status;

typedef struct etho_error {
  etho_status status;
  char message[1024]; /* what is wrong, one line, with file and place where there is one */
  char hint[1024];    /* what to do next; may be empty */
} etho_error;

/* Fill *error (NULL is fine) and return status, so that `return etho_error_set(...)` works. */
etho_status etho_error_set(etho_error *error, etho_status status, const char *format, ...) ETHO_PRINTF(3, 4);
/* Set the hint of *error (NULL is fine). */
void etho_error_hint(etho_error *error, const char *format, ...) ETHO_PRINTF(2, 3);

/* Called before each step of long work: `done` of `total` are done, `what` comes next (a file's name); at the end with
 * done = total and what = NULL. The library itself prints nothing. false: the user wants to stop. */
typedef bool (*etho_progress)(void *context, size_t done, size_t total, const char *what);

/* ---- issues: every problem found in the data ------------------------------------------------------ */

typedef enum etho_severity { ETHO_NOTE, ETHO_WARNING, ETHO_PROBLEM } etho_severity;

typedef struct etho_issue {
  etho_severity severity; /* ETHO_PROBLEM stops an analysis, ETHO_WARNING is repeated in the report */
  const char *code;       /* stable, e.g. "E-CSV-QUOTE", "W-ID-FLOAT", "N-MAP" */
  const char *file;       /* may be NULL */
  size_t line;            /* 1-based; 0 = the whole file */
  size_t column;          /* 1-based field number; 0 = the whole line */
  const char *message;
  const char *hint;       /* what to do next; may be empty, never NULL */
} etho_issue;

typedef struct etho_issues etho_issues;

etho_issues *etho_issues_new(void);
void etho_issues_free(etho_issues *issues);
/* Add one. Severity comes from the code's first letter: E- problem, W- warning, N- note.
 * file and hint may be NULL; all text is copied. issues may be NULL (nothing is recorded). */
void etho_issues_add(etho_issues *issues, const char *code, const char *file, size_t line, size_t column,
                     const char *hint, const char *format, ...) ETHO_PRINTF(7, 8);
size_t etho_issues_count(const etho_issues *issues);
size_t etho_issues_count_of(const etho_issues *issues, etho_severity severity);
/* Say in which column an issue stands, where that is known later than its line. */
void etho_issues_set_column(etho_issues *issues, size_t index, size_t column);
const etho_issue *etho_issues_at(const etho_issues *issues, size_t index);
/* ETHO_ERR_MEMORY once an addition has failed for want of memory, else ETHO_OK. */
etho_status etho_issues_status(const etho_issues *issues);

/* ---- rows: the one shape of every result ----------------------------------------------------------- */

typedef enum etho_kind { ETHO_NULL, ETHO_NUMBER, ETHO_TEXT, ETHO_BOOL } etho_kind;

typedef struct etho_field {
  const char *name; /* lower snake case, the same in JSON, CSV and text */
  etho_kind kind;
  double number;    /* ETHO_NUMBER: finite; ETHO_BOOL: 0 or 1 */
  const char *text; /* ETHO_TEXT */
} etho_field;

typedef struct etho_row etho_row;   /* a flat, ordered set of named fields */
typedef struct etho_rows etho_rows; /* rows and notes; owns them and all their text */

etho_rows *etho_rows_new(void);
void etho_rows_free(etho_rows *rows);
/* A new empty row, valid until etho_rows_free. NULL when out of memory; the setters below accept NULL and
 * allocation failures stick, so a procedure sets what it has and returns etho_rows_status at the end. */
etho_row *etho_rows_add(etho_rows *rows);
size_t etho_rows_count(const etho_rows *rows);
etho_row *etho_rows_at(const etho_rows *rows, size_t index);
/* Forget the rows from index on (used when a procedure fails half way). */
void etho_rows_truncate(etho_rows *rows, size_t index);
etho_status etho_rows_status(const etho_rows *rows);
/* A note about the whole result ("2 missing values dropped"). Duplicates are kept once. */
void etho_rows_note(etho_rows *rows, const char *format, ...) ETHO_PRINTF(2, 3);
size_t etho_rows_note_count(const etho_rows *rows);
const char *etho_rows_note_at(const etho_rows *rows, size_t index);

/* Setters: a name that is already there is overwritten in place. Text is copied, names too. */
void etho_row_number(etho_row *row, const char *name, double value); /* NaN and infinities become null */
void etho_row_text(etho_row *row, const char *name, const char *value); /* NULL becomes null */
void etho_row_format(etho_row *row, const char *name, const char *format, ...) ETHO_PRINTF(3, 4);
void etho_row_bool(etho_row *row, const char *name, bool value);
void etho_row_null(etho_row *row, const char *name);
/* Append to the row's `note` (joined by "; "). */
void etho_row_note(etho_row *row, const char *format, ...) ETHO_PRINTF(2, 3);

size_t etho_row_count(const etho_row *row);
const etho_field *etho_row_at(const etho_row *row, size_t index);
const etho_field *etho_row_find(const etho_row *row, const char *name);    /* NULL when absent */
double etho_row_get_number(const etho_row *row, const char *name);         /* NaN when absent or null */
const char *etho_row_get_text(const etho_row *row, const char *name);      /* NULL when absent */
/* Copy all fields of source into row (same or other owner). */
void etho_row_copy(etho_row *row, const etho_row *source);
/* The same without the field of this name. */
void etho_row_copy_without(etho_row *row, const etho_row *source, const char *name);

/* ---- numbers and names ------------------------------------------------------------------------------- */

enum { ETHO_NUMBER_SIZE = 40 };

/* Read the whole of text[0..length) as a decimal number: [+-]digits[.digits][e[+-]digits], spaces around allowed.
 * decimal is '.' or ','; the locale has no say. Correctly rounded. Inf, NaN, hexadecimal, thousands separators,
 * overflow (1e999) and empty text are not numbers: returns false and leaves *value alone. */
bool etho_number_parse(const char *text, size_t length, char decimal, double *value);

/* Shortest decimal that reads back to the same double ("0.1", "1e-60", "-3"). Returns the length; buffer has
 * ETHO_NUMBER_SIZE bytes. Non-finite values print as "NaN", "Inf", "-Inf". */
size_t etho_number_print(char *buffer, double value);

/* The names nearest to `wanted` (edit distance, case-insensitive), best first, as "'a', 'b' or 'c'".
 * false when none is near. NULL names are skipped. */
bool etho_suggest(char *buffer, size_t size, const char *wanted, const char *const *names, size_t n);

/* ---- library --------------------------------------------------------------------------------------- */

const char *etho_version(void);

#ifdef __cplusplus
}
#endif
#endif
