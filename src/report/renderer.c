#include "report/renderer.h"

#include "report/sections.h"

#include <stdlib.h>
#include <string.h>

static const etho_renderer *const renderers[] = {
    &etho_renderer_text,     &etho_renderer_json, &etho_renderer_csv,
    &etho_renderer_markdown, &etho_renderer_html, &etho_renderer_latex,
};

enum { N_RENDERERS = sizeof renderers / sizeof *renderers };

size_t etho_renderer_count(void) {
  return N_RENDERERS;
}

const char *etho_renderer_name(size_t index) {
  return renderers[index]->name;
}

const char *etho_renderer_summary(size_t index) {
  return renderers[index]->summary;
}

static const etho_renderer *find(const char *name, etho_error *error) {
  const char *names[N_RENDERERS];
  for (size_t i = 0; i < N_RENDERERS; i++) {
    if (strcmp(renderers[i]->name, name) == 0) return renderers[i];
    names[i] = renderers[i]->name;
  }
  char near[128];
  etho_error_set(error, ETHO_ERR_USAGE, "there is no output format '%.80s'", name);
  if (etho_suggest(near, sizeof near, name, names, N_RENDERERS)) etho_error_hint(error, "did you mean %s?", near);
  else etho_error_hint(error, "`ethostat list renderers` shows them all");
  return NULL;
}

static etho_status hand_over(etho_text *out, char **text, size_t *length, etho_error *error) {
  if (!out->failed && !out->data) { /* nothing was written: still a text */
    etho_text_char(out, ' ');
    etho_text_clear(out);
  }
  if (out->failed) {
    etho_text_free(out);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  *text = out->data;
  *length = out->length;
  return ETHO_OK;
}

static etho_status not_here(const etho_renderer *renderer, const char *what, etho_error *error) {
  return etho_error_set(error, ETHO_ERR_USAGE, "%s cannot be written as %s", what, renderer->name);
}

/* One table after the other; the first carries the title of the whole, the last the notes. */
static void render_sections(const etho_renderer *renderer, const etho_test_output *output, etho_text *out) {
  char buffer[128];
  const char *name;
  for (size_t i = 0; (name = section_name(output->rows, i)); i++) {
    etho_rows *rows = etho_rows_new();
    if (rows) section_copy(output->rows, name, rows);
    bool last = !section_name(output->rows, i + 1);
    for (size_t k = 0; rows && last && k < etho_rows_note_count(output->rows); k++)
      etho_rows_note(rows, "%s", etho_rows_note_at(output->rows, k));
    etho_test_output part = *output;
    part.rows = rows;
    if (i) part.method = section_title(name, buffer, sizeof buffer), part.response = part.by = NULL;
    if (i) etho_text_char(out, '\n');
    if (!rows || etho_rows_status(rows) != ETHO_OK) out->failed = true;
    else renderer->test(&part, out);
    etho_rows_free(rows);
  }
}

etho_status etho_test_render(const etho_test_output *output, const char *format, char **text, size_t *length,
                             etho_error *error) {
  const etho_renderer *renderer = find(format, error);
  if (!renderer) return ETHO_ERR_USAGE;
  etho_text out = {0};
  if (renderer->sections && section_name(output->rows, 0)) render_sections(renderer, output, &out);
  else renderer->test(output, &out);
  return hand_over(&out, text, length, error);
}

etho_status etho_rows_render(const etho_rows *rows, const char *format, char **text, size_t *length,
                             etho_error *error) {
  const etho_renderer *renderer = find(format, error);
  if (!renderer) return ETHO_ERR_USAGE;
  etho_text out = {0};
  renderer->rows(rows, &out);
  return hand_over(&out, text, length, error);
}

struct etho_document {
  const etho_report *report;
  doc_document content;
};

etho_status etho_document_new(const etho_report *report, bool summary, etho_document **document, etho_error *error) {
  etho_document *made = calloc(1, sizeof *made);
  if (!made) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  made->report = report;
  if (summary) doc_compose_summary(&made->content, report);
  else doc_compose(&made->content, report);
  if (made->content.failed) {
    etho_document_free(made);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  *document = made;
  return ETHO_OK;
}

void etho_document_free(etho_document *document) {
  if (!document) return;
  doc_release(&document->content);
  free(document);
}

etho_status etho_document_render(const etho_document *document, const char *format, char **text, size_t *length,
                                 etho_error *error) {
  const etho_renderer *renderer = find(format, error);
  if (!renderer) return ETHO_ERR_USAGE;
  if (!renderer->report && !renderer->document) return not_here(renderer, "a report", error);
  etho_text out = {0};
  if (renderer->report) renderer->report(document->report, &out);
  else renderer->document(&document->content, &out);
  return hand_over(&out, text, length, error);
}

etho_status etho_document_tables(const etho_document *document, etho_table_writer *write, void *context,
                                 etho_error *error) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < document->content.n && status == ETHO_OK; i++) {
    const doc_table *table = document->content.block[i].table;
    if (!table || !table->id) continue;
    etho_text out = {0};
    rows_csv(table->rows, true, &out);
    status = out.failed ? etho_error_set(error, ETHO_ERR_MEMORY, "out of memory")
                        : write(context, table->id, etho_text_get(&out), out.length, error);
    etho_text_free(&out);
  }
  return status;
}
