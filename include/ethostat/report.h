/* ethostat/report.h - results as a neutral document, and its renderers (text, json, csv, markdown, html). */
#ifndef ETHOSTAT_REPORT_H
#define ETHOSTAT_REPORT_H

#include "ethostat/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A single procedure's result as `test` and `model` print it (schema ethostat.test/1). */
typedef struct etho_test_output {
  const char *test, *method, *response, *by;
  const etho_rows *rows;
} etho_test_output;

/* format: "text", "json", "csv", "markdown", "html". text is malloc'd and NUL-terminated. */
etho_status etho_test_render(const etho_test_output *output, const char *format, char **text, size_t *length,
                             etho_error *error);
/* Plain rows as a table without the envelope (measure, convert, list). */
etho_status etho_rows_render(const etho_rows *rows, const char *format, char **text, size_t *length,
                             etho_error *error);

size_t etho_renderer_count(void);
const char *etho_renderer_name(size_t index);
const char *etho_renderer_summary(size_t index);

#ifdef __cplusplus
}
#endif
#endif
