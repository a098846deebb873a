/* HTML fragments: tables for `test` and the plain rows. */
#include "report/renderer.h"

static void escape(const char *text, etho_text *out) {
  for (const char *p = text ? text : ""; *p; p++) {
    if (*p == '<') etho_text_append(out, "&lt;");
    else if (*p == '>') etho_text_append(out, "&gt;");
    else if (*p == '&') etho_text_append(out, "&amp;");
    else if (*p == '"') etho_text_append(out, "&quot;");
    else etho_text_char(out, (unsigned char)*p < 0x20 ? ' ' : *p);
  }
}

static void draw_table(const doc_table *table, etho_text *out) {
  etho_text_append(out, "<table>\n");
  if (table->title) {
    etho_text_append(out, "<caption>");
    escape(table->title, out);
    etho_text_append(out, "</caption>\n");
  }
  for (size_t line = 0; line <= table->n_rows; line++) {
    etho_text_append(out, line == 0 ? "<thead><tr>" : "<tr>");
    for (size_t c = 0; c < table->n_columns; c++) {
      etho_text_append(out, line == 0 ? "<th scope=\"col\">" : table->numeric[c] ? "<td class=\"number\">" : "<td>");
      escape(line ? table->cell[(line - 1) * table->n_columns + c] : table->header[c], out);
      etho_text_append(out, line == 0 ? "</th>" : "</td>");
    }
    etho_text_append(out, line == 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
  }
  etho_text_append(out, "</tbody>\n</table>\n");
}

static void draw(const etho_rows *rows, const etho_test_output *output, etho_text *out) {
  etho_arena *arena = etho_arena_new();
  doc_table table = {.rows = rows};
  bool whole = arena && (output ? test_table(output, &table, arena)
                                : doc_table_fill(&table, arena, true) == ETHO_OK);
  if (whole) draw_table(&table, out);
  else out->failed = true;
  for (size_t i = 0; whole && i < etho_rows_note_count(rows); i++) {
    etho_text_append(out, "<p>");
    escape(etho_rows_note_at(rows, i), out);
    etho_text_append(out, "</p>\n");
  }
  etho_arena_free(arena);
}

static void render_test(const etho_test_output *output, etho_text *out) {
  draw(output->rows, output, out);
}

static void render_rows(const etho_rows *rows, etho_text *out) {
  draw(rows, NULL, out);
}

const etho_renderer etho_renderer_html = {
    .name = "html",
    .summary = "tables for a web page",
    .test = render_test,
    .rows = render_rows,
};
