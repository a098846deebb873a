/* report/renderer.h - the renderers' registry and the neutral document they draw. Internal.
 *
 * One document, several renderers: report/compose_*.c say what is told and in which order; a renderer only draws.
 * Adding a renderer is one file and one row in renderer.c. */
#ifndef ETHO_REPORT_RENDERER_H
#define ETHO_REPORT_RENDERER_H

#include "base/arena.h"
#include "base/text.h"
#include "ethostat/report.h"

/* ---- a table: rows, and how a person wants to see them ---- */

/* cell[row * n_columns + column]; text lives in the arena. */
typedef struct doc_table {
  const char *id;    /* file name stem for tables/ID.csv; NULL = none */
  const char *title;
  const etho_rows *rows; /* every field, for CSV */
  size_t n_columns, n_rows;
  const char **header;
  bool *numeric; /* align right */
  const char **cell;
} doc_table;

/* Make the cells. all: every field as it is, 6 significant digits (`ethostat test`); else the reader's choice:
 * related fields joined ("95% CI"), 3 significant digits. */
etho_status doc_table_fill(doc_table *table, etho_arena *arena, bool all);

/* ---- the document ---- */

typedef enum doc_kind { DOC_TITLE, DOC_HEADING, DOC_PARAGRAPH, DOC_ITEM, DOC_TABLE, DOC_FIGURE, DOC_CODE } doc_kind;

typedef struct doc_block {
  doc_kind kind;
  int level; /* DOC_HEADING: 2, 3, 4 */
  const char *text;
  const doc_table *table;
  const etho_report_figure *figure;
} doc_block;

typedef struct doc_document {
  etho_arena *arena;
  doc_block *block;
  size_t n, capacity;
  etho_rows **owned; /* tables that the document itself made */
  size_t n_owned, owned_capacity;
  bool failed; /* out of memory: sticks */
} doc_document;

/* Add blocks; text is copied. */
void doc_add(doc_document *document, doc_kind kind, int level, const char *format, ...) ETHO_PRINTF(4, 5);
void doc_add_figure(doc_document *document, const etho_report_figure *figure);
/* rows must outlive the document. Nothing is added for empty rows. */
void doc_add_table(doc_document *document, const char *id, const char *title, const etho_rows *rows);
/* Rows that live and die with the document; NULL = out of memory. */
etho_rows *doc_rows(doc_document *document);
void doc_release(doc_document *document);

/* What the report tells, in order; and the few lines for the terminal. */
void doc_compose(doc_document *document, const etho_report *report);
void doc_compose_summary(doc_document *document, const etho_report *report);

/* ---- renderers ---- */

typedef struct etho_renderer {
  const char *name, *summary;
  bool sections; /* for people: results that hold several tables are drawn table by table */
  void (*test)(const etho_test_output *output, etho_text *out);
  void (*rows)(const etho_rows *rows, etho_text *out);
  void (*report)(const etho_report *report, etho_text *out);      /* NULL = from the document */
  void (*document)(const doc_document *document, etho_text *out); /* NULL = not a report format */
} etho_renderer;

extern const etho_renderer etho_renderer_text, etho_renderer_json, etho_renderer_csv, etho_renderer_markdown,
    etho_renderer_html, etho_renderer_latex;

/* ---- shared by renderers ---- */

/* The distinct field names of rows, in order of first appearance; NULL = out of memory. */
const char **rows_columns(const etho_rows *rows, etho_arena *arena, size_t *n);
/* One field as text: numbers with the shortest digits that read back, booleans true/false, null empty. */
void field_exact(const etho_field *field, etho_text *out);
/* A number for a person: digits significant digits, no exponent between 1e-4 and 1e7. */
void number_rounded(double value, int digits, etho_text *out);
/* rows as CSV (RFC 4180, LF). defuse: cells that begin like a formula get an apostrophe. */
void rows_csv(const etho_rows *rows, bool defuse, etho_text *out);
/* How many cells of rows begin like a formula. */
size_t rows_formulas(const etho_rows *rows);
/* The table that `test` prints: all fields, with a title made of method, response and by. false: out of memory. */
bool test_table(const etho_test_output *output, doc_table *table, etho_arena *arena);

#endif
