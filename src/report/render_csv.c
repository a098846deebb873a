/* CSV (RFC 4180, LF line ends): every field, shortest exact numbers, null as an empty cell. */
#include <string.h>

#include "report/renderer.h"

/* A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection); numbers are left alone. */
static bool is_formula(const char *text) {
  return text[0] && strchr("=+-@\t\r", text[0]);
}

static void cell(const char *text, bool defuse, etho_text *out) {
  bool formula = defuse && is_formula(text);
  bool quoted = formula || strpbrk(text, ",\"\n\r") || text[0] == ' ' || (text[0] && text[strlen(text) - 1] == ' ');
  if (!quoted) {
    etho_text_append(out, text);
    return;
  }
  etho_text_append(out, formula ? "\"'" : "\"");
  for (const char *p = text; *p; p++) {
    if (*p == '"') etho_text_char(out, '"');
    etho_text_char(out, *p);
  }
  etho_text_char(out, '"');
}

size_t rows_formulas(const etho_rows *rows) {
  size_t n = 0;
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    const etho_row *row = etho_rows_at(rows, r);
    for (size_t f = 0; f < etho_row_count(row); f++)
      n += etho_row_at(row, f)->kind == ETHO_TEXT && is_formula(etho_row_at(row, f)->text);
  }
  return n;
}

static void field(const etho_field *f, bool defuse, etho_text *out) {
  if (f && f->kind == ETHO_TEXT) cell(f->text, defuse, out);
  else field_exact(f, out);
}

void rows_csv(const etho_rows *rows, bool defuse, etho_text *out) {
  etho_arena *arena = etho_arena_new();
  size_t n = 0;
  const char **name = arena ? rows_columns(rows, arena, &n) : NULL;
  if (!name) out->failed = true;
  for (size_t c = 0; c < n; c++) {
    if (c) etho_text_char(out, ',');
    cell(name[c], defuse, out);
  }
  if (n) etho_text_char(out, '\n');
  for (size_t r = 0; r < etho_rows_count(rows) && name; r++) {
    const etho_row *row = etho_rows_at(rows, r);
    for (size_t c = 0; c < n; c++) {
      if (c) etho_text_char(out, ',');
      const etho_field *f = etho_row_at(row, c); /* most rows have the same order */
      field(f && strcmp(f->name, name[c]) == 0 ? f : etho_row_find(row, name[c]), defuse, out);
    }
    etho_text_char(out, '\n');
  }
  etho_arena_free(arena);
}

static void render_rows(const etho_rows *rows, etho_text *out) {
  rows_csv(rows, false, out);
}

static void render_test(const etho_test_output *output, etho_text *out) {
  rows_csv(output->rows, false, out);
}

const etho_renderer etho_renderer_csv = {
    .name = "csv",
    .summary = "for the next program: every field, exact numbers",
    .test = render_test,
    .rows = render_rows,
};
