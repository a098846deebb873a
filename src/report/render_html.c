/* HTML: one file with everything in it, and table fragments for `test` and plain rows. */
#include <stdio.h>
#include <string.h>

#include "report/html.h"

static void element(const char *before, const char *text, const char *after, etho_text *out) {
  etho_text_append(out, before);
  html_escape(text, out);
  etho_text_append(out, after);
}

/* Text beyond these lengths scrolls in a box of its own, so that one label cannot fill the page. */
enum { LONG_CELL = 1000, LONG_TEXT = 6000 };

/* <TAG>text</TAG> */
static void text_element(const char *tag, const char *text, etho_text *out) {
  etho_text_format(out, text && strlen(text) > LONG_TEXT ? "<%s class=\"cut\" tabindex=\"0\">" : "<%s>", tag);
  html_escape(text, out);
  etho_text_format(out, "</%s>\n", tag);
}

static void header_cell(const doc_table *table, size_t c, bool sortable, etho_text *out) {
  etho_text_append(out, table->numeric[c] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
  if (sortable) etho_text_append(out, "<button type=\"button\">");
  html_escape(table->header[c], out);
  etho_text_append(out, sortable ? "</button></th>" : "</th>");
}

static void draw_table(const doc_table *table, const char *id, etho_text *out) {
  etho_text_append(out, "<table");
  if (id) etho_text_format(out, " id=\"%s\" aria-labelledby=\"%s-title\"", id, id);
  etho_text_append(out, ">\n");
  if (table->title && !id) element("<caption>", table->title, "</caption>\n", out);
  etho_text_append(out, "<thead><tr>");
  for (size_t c = 0; c < table->n_columns; c++) header_cell(table, c, id != NULL, out);
  etho_text_append(out, "</tr></thead>\n<tbody>\n");
  for (size_t r = 0; r < table->n_rows; r++) {
    etho_text_append(out, "<tr>");
    for (size_t c = 0; c < table->n_columns; c++) {
      const char *cell = table->cell[r * table->n_columns + c];
      size_t length = strlen(cell);
      if (length > LONG_CELL) element("<td class=\"text\"><div class=\"cut\" tabindex=\"0\">", cell, "</div></td>", out);
      else element(table->numeric[c] ? "<td class=\"number\">" : length > 30 ? "<td class=\"text\">" : "<td>", cell, "</td>", out);
    }
    etho_text_append(out, "</tr>\n");
  }
  etho_text_append(out, "</tbody>\n</table>\n");
}

/* ---- fragments ---- */

static void draw(const etho_rows *rows, const etho_test_output *output, etho_text *out) {
  etho_arena *arena = etho_arena_new();
  doc_table table = {.rows = rows};
  bool whole = arena && (output ? test_table(output, &table, arena)
                                : doc_table_fill(&table, arena, true) == ETHO_OK);
  if (whole) draw_table(&table, NULL, out);
  else out->failed = true;
  for (size_t i = 0; whole && i < etho_rows_note_count(rows); i++)
    element("<p>", etho_rows_note_at(rows, i), "</p>\n", out);
  etho_arena_free(arena);
}

static void render_test(const etho_test_output *output, etho_text *out) {
  draw(output->rows, output, out);
}

static void render_rows(const etho_rows *rows, etho_text *out) {
  draw(rows, NULL, out);
}

/* ---- the page ---- */

enum { LONG_TABLE = 30 }; /* rows; longer tables scroll within the page */

static void table_block(const doc_table *table, size_t number, etho_text *out) {
  char id[32];
  etho_text csv = {0};
  snprintf(id, sizeof id, "table-%zu", number);
  etho_text_format(out, "<p class=\"caption\" id=\"%s-title\">", id);
  element("", table->title ? table->title : "Table", "</p>\n", out); /* outside: it must not scroll with the table */
  etho_text_format(out, "<div class=\"%s\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-title\">\n",
                   table->n_rows > LONG_TABLE ? "table long" : "table", id);
  draw_table(table, id, out);
  etho_text_append(out, "</div>\n");
  rows_csv(table->rows, true, &csv);
  etho_text_format(out, "<p class=\"tools\"><button type=\"button\" class=\"copy\" data-table=\"%s\" aria-label=\"Copy the table: ", id);
  html_escape(table->title ? table->title : id, out);
  etho_text_append(out, "\">Copy</button>\n");
  etho_text_format(out, "<a download=\"%s.csv\" href=\"", table->id ? table->id : id);
  html_data_uri(etho_text_get(&csv), out);
  etho_text_append(out, "\" aria-label=\"CSV with every field: ");
  html_escape(table->title ? table->title : id, out);
  etho_text_append(out, "\">CSV with every field</a></p>\n");
  if (csv.failed) out->failed = true;
  etho_text_free(&csv);
}

static void figure_block(const etho_report_figure *figure, size_t number, etho_text *out) {
  char prefix[32];
  snprintf(prefix, sizeof prefix, "f%zu-", number);
  etho_text_append(out, "<figure>\n<div class=\"plot\">");
  if (figure->svg) {
    html_svg(figure->svg, prefix, figure->alt ? figure->alt : figure->chart, out);
  } else {
    element("<img alt=\"", figure->alt, "\" src=\"", out);
    element("", figure->file, "\">", out);
  }
  etho_text_append(out, "</div>\n");
  text_element("figcaption", figure->caption, out);
  etho_text_append(out, "</figure>\n");
}

static void contents(const doc_document *document, etho_text *out) {
  etho_text_append(out, "<nav aria-label=\"Contents\"><ul>\n");
  for (size_t i = 0; i < document->n; i++)
    if (document->block[i].kind == DOC_HEADING && document->block[i].level == 2) {
      etho_text_format(out, "<li><a href=\"#s%zu\">", i);
      element("", document->block[i].text, "</a></li>\n", out);
    }
  etho_text_append(out, "</ul></nav>\n");
}

static void heading_block(const doc_block *block, size_t index, bool *in_section, etho_text *out) {
  if (block->level > 2) {
    element(block->level > 3 ? "<h4>" : "<h3>", block->text, block->level > 3 ? "</h4>\n" : "</h3>\n", out);
    return;
  }
  etho_text_format(out, "%s<section aria-labelledby=\"s%zu\">\n<h2 id=\"s%zu\">", *in_section ? "</section>\n" : "", index,
                   index);
  element("", block->text, "</h2>\n", out);
  *in_section = true;
}

static void draw_block(const doc_document *document, size_t i, bool *in_section, etho_text *out) {
  const doc_block *block = &document->block[i];
  bool before = i && document->block[i - 1].kind == DOC_ITEM;
  bool after = i + 1 < document->n && document->block[i + 1].kind == DOC_ITEM;
  switch (block->kind) {
  case DOC_TITLE: break; /* stands in the header */
  case DOC_HEADING: heading_block(block, i, in_section, out); break;
  case DOC_PARAGRAPH: text_element("p", block->text, out); break;
  case DOC_ITEM:
    if (!before) etho_text_append(out, "<ul>\n");
    text_element("li", block->text, out);
    if (!after) etho_text_append(out, "</ul>\n");
    break;
  case DOC_CODE: element("<pre><code>", block->text, "</code></pre>\n", out); break;
  case DOC_TABLE: table_block(block->table, i, out); break;
  case DOC_FIGURE:
    if (!i || document->block[i - 1].kind != DOC_FIGURE) etho_text_append(out, "<div class=\"figures\">\n");
    figure_block(block->figure, i, out);
    if (i + 1 == document->n || document->block[i + 1].kind != DOC_FIGURE) etho_text_append(out, "</div>\n");
    break;
  }
}

static void render_document(const doc_document *document, etho_text *out) {
  const char *title = document->n ? document->block[0].text : "Report";
  etho_text_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n");
  element("<title>", title, "</title>\n<style>\n", out);
  etho_text_append(out, html_style);
  etho_text_append(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
  element("<header><h1>", title, "</h1></header>\n", out);
  contents(document, out);
  etho_text_append(out, "<main id=\"main\">\n");
  bool in_section = false;
  for (size_t i = 0; i < document->n; i++) draw_block(document, i, &in_section, out);
  if (in_section) etho_text_append(out, "</section>\n");
  etho_text_format(out, "</main>\n<footer>Made by ethostat %s.</footer>\n<script>\n", etho_version());
  etho_text_append(out, html_script);
  etho_text_append(out, "</script>\n</body>\n</html>\n");
}

const etho_renderer etho_renderer_html = {
    .name = "html",
    .summary = "one self-contained page; tables for a web page",
    .sections = true,
    .test = render_test,
    .rows = render_rows,
    .document = render_document,
};
