#include "report/renderer.h"

#include "report/sections.h"

#include <string.h>

static bool ready(doc_document *document) {
  if (!document->arena && !(document->arena = etho_arena_new())) document->failed = true;
  return !document->failed;
}

static doc_block *add(doc_document *document) {
  if (!ready(document)) return NULL;
  doc_block *list =
      etho_arena_grow(document->arena, document->block, &document->capacity, document->n + 1, sizeof *list);
  if (!list) {
    document->failed = true;
    return NULL;
  }
  document->block = list;
  return &list[document->n++];
}

void doc_add(doc_document *document, doc_kind kind, int level, const char *format, ...) {
  etho_text text = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&text, format, arguments);
  va_end(arguments);
  doc_block *block = text.failed ? NULL : add(document);
  if (block) {
    *block = (doc_block){.kind = kind, .level = level, .text = etho_arena_text(document->arena, etho_text_get(&text))};
    if (!block->text) document->failed = true;
  }
  if (text.failed) document->failed = true;
  etho_text_free(&text);
}

void doc_add_figure(doc_document *document, const etho_report_figure *figure) {
  doc_block *block = add(document);
  if (block) *block = (doc_block){.kind = DOC_FIGURE, .text = figure->caption, .figure = figure};
}

/* Each table of a result that holds several, with a file of its own. */
static bool add_sections(doc_document *document, const char *id, const char *title, const etho_rows *rows) {
  const char *name;
  size_t i = 0;
  for (; (name = section_name(rows, i)); i++) {
    char heading[128];
    etho_text full_title = {0}, full_id = {0};
    etho_rows *part = doc_rows(document);
    section_copy(rows, name, part);
    etho_text_format(&full_title, "%s: %s", title, section_title(name, heading, sizeof heading));
    etho_text_format(&full_id, "%s_%s", id ? id : "table", name);
    doc_add_table(document, id ? etho_text_get(&full_id) : NULL, etho_text_get(&full_title), part);
    if (full_title.failed || full_id.failed || !part || etho_rows_status(part) != ETHO_OK) document->failed = true;
    etho_text_free(&full_title);
    etho_text_free(&full_id);
  }
  return i > 0;
}

void doc_add_table(doc_document *document, const char *id, const char *title, const etho_rows *rows) {
  if (!etho_rows_count(rows) || add_sections(document, id, title, rows)) return;
  doc_block *block = add(document);
  doc_table *table = block ? ETHO_NEW(document->arena, doc_table, 1) : NULL;
  if (!table) {
    document->failed = true;
    return;
  }
  *table = (doc_table){.id = etho_arena_text(document->arena, id),
                       .title = etho_arena_text(document->arena, title),
                       .rows = rows};
  *block = (doc_block){.kind = DOC_TABLE, .text = table->title, .table = table};
  if ((id && !table->id) || (title && !table->title) || doc_table_fill(table, document->arena, false) != ETHO_OK)
    document->failed = true;
}

etho_rows *doc_rows(doc_document *document) {
  if (!ready(document)) return NULL;
  etho_rows **list = etho_arena_grow(document->arena, document->owned, &document->owned_capacity,
                                     document->n_owned + 1, sizeof *list);
  if (list) document->owned = list;
  etho_rows *rows = list ? etho_rows_new() : NULL;
  if (rows) document->owned[document->n_owned++] = rows;
  else document->failed = true;
  return rows;
}

void doc_release(doc_document *document) {
  for (size_t i = 0; i < document->n_owned; i++) etho_rows_free(document->owned[i]);
  etho_arena_free(document->arena);
  *document = (doc_document){0};
}
