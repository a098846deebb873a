#include "figure/sheet.h"

#include <math.h>
#include <string.h>

void etho_sheet_free(etho_sheet *sheet) {
  if (!sheet) return;
  etho_text_free(&sheet->frame);
  for (size_t i = 0; i < sheet->n_blocks; i++) etho_text_free(&sheet->block[i].rows);
  sheet->n_blocks = 0;
}

void etho_sheet_set(etho_sheet *sheet, const char *name, double value) {
  etho_text_format(&sheet->frame, "%s\t", name);
  etho_text_number(&sheet->frame, value);
  etho_text_char(&sheet->frame, '\n');
}

etho_block *etho_sheet_block(etho_sheet *sheet, const char *name, const char *columns) {
  for (size_t i = 0; i < sheet->n_blocks; i++)
    if (strcmp(sheet->block[i].name, name) == 0) return &sheet->block[i];
  if (sheet->n_blocks == ETHO_SHEET_BLOCKS) {
    sheet->failed = true;
    return &sheet->block[0];
  }
  etho_block *block = &sheet->block[sheet->n_blocks++];
  *block = (etho_block){.name = name};
  etho_text_format(&block->rows, "# %s\t%s\n", name, columns);
  return block;
}

static void separate(etho_block *block) {
  const char *text = etho_text_get(&block->rows);
  if (block->rows.length && text[block->rows.length - 1] != '\n') etho_text_char(&block->rows, '\t');
}

void etho_sheet_cell_number(etho_block *block, double value) {
  separate(block);
  etho_text_number(&block->rows, value);
}

void etho_sheet_cell_mm(etho_block *block, double value) {
  etho_sheet_cell_number(block, round(value * 1000) / 1000 + 0.0);
}

/* gnuplot reads escapes such as \n and \042 in the text of a label, and takes a quote for the start of a
 * string: so both are written as escapes. Tabs and line ends would end the cell. */
void etho_sheet_cell_text(etho_block *block, const char *text) {
  separate(block);
  for (const char *p = text ? text : ""; *p; p++) {
    if (*p == '\\')
      etho_text_append(&block->rows, "\\\\");
    else if (*p == '"')
      etho_text_append(&block->rows, "\\042");
    else if ((unsigned char)*p < 0x20 || *p == 0x7F)
      etho_text_char(&block->rows, ' ');
    else
      etho_text_char(&block->rows, *p);
  }
}

void etho_sheet_row_end(etho_block *block) {
  etho_text_char(&block->rows, '\n');
  block->n++;
}

void etho_sheet_gap(etho_block *block) {
  etho_text_char(&block->rows, '\n');
}

/* LaTeX's special characters, as text. */
static void escape_tex(etho_text *out, const char *text) {
  static const struct {
    char character;
    const char *tex;
  } special[] = {{'\\', "\\textbackslash{}"},
                 {'{', "\\{"},
                 {'}', "\\}"},
                 {'$', "\\$"},
                 {'&', "\\&"},
                 {'#', "\\#"},
                 {'%', "\\%"},
                 {'_', "\\_"},
                 {'^', "\\textasciicircum{}"},
                 {'~', "\\textasciitilde{}"},
                 {'<', "\\textless{}"},
                 {'>', "\\textgreater{}"},
                 {'"', "\\textquotedbl{}"},
                 {'`', "\\textasciigrave{}"},
                 {'|', "\\textbar{}"}};
  for (const char *p = text; *p; p++) {
    const char *tex = NULL;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
      if (special[i].character == *p) tex = special[i].tex;
    if (tex)
      etho_text_append(out, tex);
    else
      etho_text_char(out, *p);
  }
}

void etho_sheet_text(etho_sheet *sheet, double x_mm, double y_mm, etho_align align, double angle, bool small,
                     unsigned colour, const char *text) {
  static const char *const name[2][3] = {{"text_left", "text_center", "text_right"},
                                         {"small_left", "small_center", "small_right"}};
  etho_block *block = etho_sheet_block(sheet, name[small][align], "x_mm\ty_mm\tangle\tcolour\ttext");
  etho_sheet_cell_mm(block, x_mm);
  etho_sheet_cell_mm(block, y_mm);
  etho_sheet_cell_number(block, angle);
  etho_sheet_cell_number(block, colour);
  etho_text escaped = {0};
  if (sheet->tex) escape_tex(&escaped, text);
  etho_sheet_cell_text(block, sheet->tex ? etho_text_get(&escaped) : text);
  sheet->failed = sheet->failed || escaped.failed;
  etho_text_free(&escaped);
  etho_sheet_row_end(block);
}

void etho_sheet_rule(etho_sheet *sheet, const double *x_mm, const double *y_mm, size_t n, unsigned colour) {
  etho_block *block = etho_sheet_block(sheet, "rules", "x_mm\ty_mm\tcolour");
  for (size_t i = 0; i < n; i++) {
    etho_sheet_cell_mm(block, x_mm[i]);
    etho_sheet_cell_mm(block, y_mm[i]);
    etho_sheet_cell_number(block, colour);
    etho_sheet_row_end(block);
  }
  etho_sheet_gap(block);
}

void etho_sheet_segment(etho_sheet *sheet, double x1, double y1, double x2, double y2, unsigned colour) {
  etho_sheet_rule(sheet, (double[]){x1, x2}, (double[]){y1, y2}, 2, colour);
}

void etho_sheet_box(etho_sheet *sheet, double left, double bottom, double right, double top,
                    unsigned colour) {
  etho_block *block = etho_sheet_block(sheet, "boxes", "x_mm\ty_mm\tleft\tright\tbottom\ttop\tcolour");
  double cell[] = {(left + right) / 2, (bottom + top) / 2, left, right, bottom, top};
  for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) etho_sheet_cell_mm(block, cell[i]);
  etho_sheet_cell_number(block, colour);
  etho_sheet_row_end(block);
}

void etho_sheet_key(etho_sheet *sheet, double x_mm, double y_mm, unsigned colour, int mark) {
  etho_block *block = etho_sheet_block(sheet, "keys", "x_mm\ty_mm\tmark\tcolour");
  etho_sheet_cell_mm(block, x_mm);
  etho_sheet_cell_mm(block, y_mm);
  etho_sheet_cell_number(block, mark);
  etho_sheet_cell_number(block, colour);
  etho_sheet_row_end(block);
}

etho_status etho_sheet_write(const etho_sheet *sheet, etho_text *out) {
  bool failed = sheet->failed || sheet->frame.failed;
  etho_text_append(out, "# frame\tvalue\n");
  etho_text_append(out, etho_text_get(&sheet->frame));
  for (size_t i = 0; i < sheet->n_blocks; i++) {
    etho_text_format(out, "n_%s\t%zu\n", sheet->block[i].name, sheet->block[i].n);
    failed = failed || sheet->block[i].rows.failed;
  }
  for (size_t i = 0; i < sheet->n_blocks; i++) {
    if (!sheet->block[i].n) continue;
    const etho_text *rows = &sheet->block[i].rows;
    size_t length = rows->length;
    while (length && rows->data[length - 1] == '\n') length--;
    etho_text_append(out, "\n\n");
    etho_text_append_n(out, rows->data, length);
    etho_text_append(out, "\n");
  }
  return failed || out->failed ? ETHO_ERR_MEMORY : ETHO_OK;
}
