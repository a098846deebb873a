/* Plain text for a terminal: aligned tables that break into panels at 100 columns. */
#include <string.h>

#include "report/renderer.h"

enum { WIDTH = 100, GAP = 2 };

static void pad(etho_text *out, size_t n) {
  while (n--) etho_text_char(out, ' ');
}

/* One line of a table cell: control characters become spaces, so that a label cannot break the layout. */
static void clean(const char *text, etho_text *out) {
  for (const char *p = text; *p; p++) etho_text_char(out, (unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p);
}

static void aligned(const char *text, size_t width, bool right, etho_text *out) {
  size_t own = etho_utf8_width(text), space = own < width ? width - own : 0;
  if (right) pad(out, space);
  clean(text, out);
  if (!right) pad(out, space);
}

static void trim_line(etho_text *out) {
  while (out->length && out->data[out->length - 1] == ' ') out->data[--out->length] = '\0';
  etho_text_char(out, '\n');
}

static size_t column_width(const doc_table *table, size_t c) {
  size_t width = etho_utf8_width(table->header[c]);
  for (size_t r = 0; r < table->n_rows; r++) {
    size_t own = etho_utf8_width(table->cell[r * table->n_columns + c]);
    if (own > width) width = own;
  }
  return width;
}

/* Columns first..last of the table, with the key columns (the leading text ones) repeated. */
static void panel(const doc_table *table, const size_t *width, size_t n_keys, size_t first, size_t last,
                  etho_text *out) {
  for (size_t line = 0; line <= table->n_rows; line++) {
    for (size_t c = 0; c < last; c++) {
      if (c >= n_keys && c < first) continue;
      const char *cell = line ? table->cell[(line - 1) * table->n_columns + c] : table->header[c];
      pad(out, GAP);
      aligned(cell, width[c], table->numeric[c], out);
    }
    trim_line(out);
  }
}

static void draw_wide(const doc_table *table, const size_t *width, etho_text *out) {
  size_t n_keys = 0, key_width = 0;
  while (n_keys < table->n_columns && n_keys < 3 && !table->numeric[n_keys] && key_width + width[n_keys] < WIDTH / 2)
    key_width += width[n_keys++] + GAP;
  for (size_t first = n_keys; first < table->n_columns || (first == n_keys && n_keys == table->n_columns);) {
    size_t last = first, used = key_width;
    while (last < table->n_columns && (last == first || used + width[last] + GAP <= WIDTH)) used += width[last++] + GAP;
    if (first > n_keys) etho_text_char(out, '\n');
    panel(table, width, n_keys, first, last, out);
    if (last == first) break;
    first = last;
  }
}

/* Few rows with many fields read better downwards: a line per field, a column per row. */
static void draw_tall(const doc_table *table, etho_text *out) {
  size_t name = 0;
  for (size_t c = 0; c < table->n_columns; c++) {
    size_t own = etho_utf8_width(table->header[c]);
    if (own > name) name = own;
  }
  for (size_t c = 0; c < table->n_columns; c++) {
    pad(out, GAP);
    aligned(table->header[c], name, false, out);
    for (size_t r = 0; r < table->n_rows; r++) {
      size_t width = 0;
      for (size_t k = 0; k < table->n_columns; k++) {
        size_t own = etho_utf8_width(table->cell[r * table->n_columns + k]);
        if (own > width && own < 24) width = own;
      }
      pad(out, GAP);
      aligned(table->cell[r * table->n_columns + c], width, false, out);
    }
    trim_line(out);
  }
}

static void draw_table(const doc_table *table, bool may_turn, etho_text *out) {
  size_t small[64], total = 0;
  if (table->n_columns > sizeof small / sizeof *small) {
    draw_tall(table, out);
    return;
  }
  for (size_t c = 0; c < table->n_columns; c++) total += (small[c] = column_width(table, c)) + GAP;
  if (may_turn && total > WIDTH && table->n_rows <= 3) draw_tall(table, out);
  else draw_wide(table, small, out);
}

static void render_test(const etho_test_output *output, etho_text *out) {
  etho_arena *arena = etho_arena_new();
  doc_table table;
  if (!arena || !test_table(output, &table, arena)) {
    out->failed = true;
  } else {
    etho_text_format(out, "%s\n\n", table.title);
    draw_table(&table, true, out);
    for (size_t i = 0; i < etho_rows_note_count(output->rows); i++)
      etho_text_format(out, "%s  note: %s\n", i ? "" : "\n", etho_rows_note_at(output->rows, i));
  }
  etho_arena_free(arena);
}

static void render_rows(const etho_rows *rows, etho_text *out) {
  etho_arena *arena = etho_arena_new();
  doc_table table = {.rows = rows};
  if (!arena || doc_table_fill(&table, arena, true) != ETHO_OK) out->failed = true;
  else draw_table(&table, false, out);
  etho_arena_free(arena);
}

/* Words wrapped at WIDTH; hanging: the first line is indented already. */
static void wrap(const char *text, size_t indent, bool hanging, etho_text *out) {
  size_t column = 0;
  if (!hanging) pad(out, indent);
  for (const char *p = text; *p;) {
    size_t length = strcspn(p, " \n");
    etho_text word = {0};
    etho_text_append_n(&word, p, length);
    size_t width = etho_utf8_width(etho_text_get(&word));
    if (column && column + 1 + width > WIDTH - indent) {
      etho_text_char(out, '\n');
      pad(out, indent);
      column = 0;
    }
    if (column && length) etho_text_char(out, ' '), column++;
    clean(etho_text_get(&word), out);
    column += width;
    etho_text_free(&word);
    p += length;
    p += *p != '\0';
  }
  etho_text_char(out, '\n');
}

static void underline(const char *text, char character, etho_text *out) {
  size_t width = etho_utf8_width(text);
  etho_text_char(out, '\n');
  clean(text, out);
  etho_text_char(out, '\n');
  while (width--) etho_text_char(out, character);
  etho_text_char(out, '\n');
}

/* An empty line between paragraphs and after lists. */
static bool wants_gap(const doc_block *block, const doc_block *before) {
  return block->kind == DOC_PARAGRAPH && before && (before->kind == DOC_PARAGRAPH || before->kind == DOC_ITEM);
}

static void draw_block(const doc_block *block, const doc_block *before, etho_text *out) {
  if (wants_gap(block, before)) etho_text_char(out, '\n');
  switch (block->kind) {
  case DOC_TITLE: underline(block->text, '=', out); break;
  case DOC_HEADING: underline(block->text, block->level > 2 ? '.' : '-', out); break;
  case DOC_PARAGRAPH: wrap(block->text, 0, false, out); break;
  case DOC_ITEM:
    etho_text_append(out, "- ");
    wrap(block->text, 2, true, out);
    break;
  case DOC_CODE:
    pad(out, 4);
    clean(block->text, out);
    etho_text_char(out, '\n');
    break;
  case DOC_TABLE:
    etho_text_char(out, '\n');
    if (block->text) wrap(block->text, 0, false, out);
    draw_table(block->table, false, out);
    etho_text_char(out, '\n');
    break;
  case DOC_FIGURE:
    etho_text_append(out, "\nFigure ");
    clean(block->figure->file, out);
    etho_text_char(out, '\n');
    wrap(block->text ? block->text : "", 2, false, out);
    break;
  }
}

static void render_document(const doc_document *document, etho_text *out) {
  for (size_t i = 0; i < document->n; i++) draw_block(&document->block[i], i ? &document->block[i - 1] : NULL, out);
}

const etho_renderer etho_renderer_text = {
    .name = "text",
    .summary = "for a person at a terminal",
    .sections = true,
    .test = render_test,
    .rows = render_rows,
    .document = render_document,
};
