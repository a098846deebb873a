/* ethostat/report.h - results as a neutral document, and its renderers (text, json, csv, markdown, html, latex).
 *
 *   etho_test_output output = {.test = "t_welch", .method = "Welch two-sample t test", .rows = rows};
 *   char *text; size_t length;
 *   if (etho_test_render(&output, "json", &text, &length, &error) == ETHO_OK) { puts(text); free(text); }
 */
#ifndef ETHOSTAT_REPORT_H
#define ETHOSTAT_REPORT_H

#include "ethostat/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- one procedure ---------------------------------------------------------------------------------- */

/* A single procedure's result as `test` and `model` print it (schema ethostat.test/1). Text fields may be NULL. */
typedef struct etho_test_output {
  const char *test, *method, *response, *by;
  const etho_rows *rows;
} etho_test_output;

/* format: a renderer's name. text is malloc'd and NUL-terminated. ETHO_ERR_USAGE for an unknown format. */
etho_status etho_test_render(const etho_test_output *output, const char *format, char **text, size_t *length,
                             etho_error *error);
/* Plain rows as a table without the envelope (measure, convert, list). */
etho_status etho_rows_render(const etho_rows *rows, const char *format, char **text, size_t *length,
                             etho_error *error);

/* ---- the whole report -------------------------------------------------------------------------------- */

typedef struct etho_report_input { const char *path, *sha256, *format; size_t rows; } etho_report_input;
typedef struct etho_report_figure {
  const char *assay, *chart, *file, *data_file, *caption, *alt;
  const char *svg; /* the SVG itself, for the HTML page; NULL = refer to file */
} etho_report_figure;
typedef struct etho_report_fact {
  const char *name, *value;
  bool assumed; /* nobody gave it: a default */
} etho_report_fact;

/* What a run was started with, so that it can be started again: data files (or the study file) in order, what the
 * command line said, and the study file as it was (NULL = none). */
typedef struct etho_report_run {
  const char *const *path;
  size_t n_paths;
  const etho_report_fact *given;
  size_t n_given;
  const char *study;
} etho_report_run;

/* Everything a report says; all borrowed. */
typedef struct etho_report {
  const char *title;   /* of the study; NULL = "Analysis of FILE" */
  const char *command; /* the command that makes this report again */
  uint64_t seed;
  const etho_report_input *input;
  size_t n_inputs;
  etho_report_run run;
  const etho_report_fact *option; /* every option in force, given or assumed, in order */
  size_t n_options;
  const etho_report_fact *declared; /* what the study file states for the reader: randomisation, blinding, ... */
  size_t n_declared;
  const etho_analysis *const *analysis; /* one per assay */
  size_t n_analyses;
  const etho_report_figure *figure;
  size_t n_figures;
  const etho_issues *issues;
} etho_report;

typedef struct etho_document etho_document; /* a report composed once, to be drawn in several formats */

/* The report must outlive the document. summary: only the few lines that a person reads at a glance on the terminal. */
etho_status etho_document_new(const etho_report *report, bool summary, etho_document **document, etho_error *error);
void etho_document_free(etho_document *document);
/* format: text, markdown, html, latex, json. text is malloc'd and NUL-terminated. */
etho_status etho_document_render(const etho_document *document, const char *format, char **text, size_t *length,
                                 etho_error *error);
/* Hands every table of the document to write, as CSV with every field of every row, for tables/NAME.csv. Cells that a
 * spreadsheet would take for a formula are defused with a leading apostrophe. Stops at the first failure. */
typedef etho_status etho_table_writer(void *context, const char *name, const char *csv, size_t length,
                                      etho_error *error);
etho_status etho_document_tables(const etho_document *document, etho_table_writer *write, void *context,
                                 etho_error *error);

/* ---- registry ------------------------------------------------------------------------------------------ */

size_t etho_renderer_count(void);
const char *etho_renderer_name(size_t index);
const char *etho_renderer_summary(size_t index);

#ifdef __cplusplus
}
#endif
#endif
