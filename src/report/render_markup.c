/* Markdown and LaTeX: the same document with other marks. */
#include <string.h>

#include "report/renderer.h"

typedef void escape_fn(const char *text, etho_text *out);

/* ---- Markdown (GitHub's tables) ---- */

static void escape_markdown(const char *text, etho_text *out) {
  for (const char *p = text; *p; p++) {
    if ((unsigned char)*p < 0x20 || *p == 0x7F) etho_text_char(out, ' ');
    else if (*p == '<') etho_text_append(out, "&lt;");
    else if (*p == '&') etho_text_append(out, "&amp;");
    else {
      if (strchr("\\`*_[]|#~", *p)) etho_text_char(out, '\\');
      etho_text_char(out, *p);
    }
  }
}

/* Code stands as it is, but on one line. */
static void one_line(const char *text, etho_text *out) {
  for (const char *p = text; *p; p++) etho_text_char(out, (unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p);
}

/* A path as the address of a link. */
static void escape_address(const char *text, etho_text *out) {
  for (const char *p = text; *p; p++) {
    bool plain = (unsigned char)*p > 0x20 && *p != 0x7F && !strchr("<>()\"'`\\%", *p);
    if (plain) etho_text_char(out, *p);
    else etho_text_format(out, "%%%02X", (unsigned)(unsigned char)*p);
  }
}

static void markdown_table(const doc_table *table, etho_text *out) {
  for (size_t line = 0; line <= table->n_rows; line++) {
    for (size_t c = 0; c < table->n_columns; c++) {
      etho_text_append(out, c ? " | " : "| ");
      escape_markdown(line ? table->cell[(line - 1) * table->n_columns + c] : table->header[c], out);
    }
    etho_text_append(out, " |\n");
    if (line) continue;
    for (size_t c = 0; c < table->n_columns; c++) etho_text_append(out, table->numeric[c] ? "|---:" : "|:---");
    etho_text_append(out, "|\n");
  }
}

static void marked(const char *before, const char *text, const char *after, escape_fn *escape, etho_text *out) {
  etho_text_append(out, before);
  escape(text ? text : "", out);
  etho_text_append(out, after);
}

static void markdown_block(const doc_block *block, bool in_list, etho_text *out) {
  switch (block->kind) {
  case DOC_TITLE: marked("# ", block->text, "\n", escape_markdown, out); break;
  case DOC_HEADING: marked(block->level > 3 ? "\n#### " : block->level > 2 ? "\n### " : "\n## ", block->text, "\n", escape_markdown, out); break;
  case DOC_PARAGRAPH: marked("\n", block->text, "\n", escape_markdown, out); break;
  case DOC_ITEM: marked(in_list ? "- " : "\n- ", block->text, "\n", escape_markdown, out); break;
  case DOC_CODE: marked("\n    ", block->text, "\n", one_line, out); break;
  case DOC_TABLE:
    if (block->text) marked("\n**", block->text, "**\n", escape_markdown, out);
    etho_text_char(out, '\n');
    markdown_table(block->table, out);
    break;
  case DOC_FIGURE:
    marked("\n![", block->figure->alt, "](", escape_markdown, out);
    marked("", block->figure->file, ")\n", escape_address, out);
    marked("\n", block->text, "\n", escape_markdown, out);
    break;
  }
}

static void markdown_document(const doc_document *document, etho_text *out) {
  for (size_t i = 0; i < document->n; i++)
    markdown_block(&document->block[i], i && document->block[i - 1].kind == DOC_ITEM, out);
}

/* ---- LaTeX (booktabs) ---- */

/* Characters that LaTeX takes for commands, and those that pdfTeX does not know without a package. */
static const struct { const char *character, *as; } latex_special[] = {
    {"\\", "\\textbackslash{}"}, {"{", "\\{"}, {"}", "\\}"}, {"$", "\\$"}, {"&", "\\&"}, {"#", "\\#"}, {"%", "\\%"},
    {"_", "\\_"}, {"^", "\\textasciicircum{}"}, {"~", "\\textasciitilde{}"}, {"<", "\\textless{}"},
    {">", "\\textgreater{}"}, {"\xce\xb5", "$\\varepsilon$"}, {"\xce\xb7", "$\\eta$"}, {"\xcf\x87", "$\\chi$"},
    {"\xcf\x89", "$\\omega$"}, {"\xc2\xb2", "\\textsuperscript{2}"}, {"\xc2\xb1", "$\\pm$"},
    {"\xe2\x88\x92", "$-$"}, {"\xe2\x88\x9e", "$\\infty$"}, {"\xe2\x80\x93", "--"}};

static void escape_latex(const char *text, etho_text *out) {
  for (const char *p = text; *p;) {
    size_t length = 0;
    for (size_t i = 0; i < sizeof latex_special / sizeof *latex_special && !length; i++) {
      size_t own = strlen(latex_special[i].character);
      if (strncmp(p, latex_special[i].character, own) != 0) continue;
      etho_text_append(out, latex_special[i].as);
      length = own;
    }
    if (!length) etho_text_char(out, (unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p);
    p += length ? length : 1;
  }
}

static void latex_table(const doc_table *table, etho_text *out) {
  etho_text_append(out, "\\begin{tabular}{");
  for (size_t c = 0; c < table->n_columns; c++) etho_text_char(out, table->numeric[c] ? 'r' : 'l');
  etho_text_append(out, "}\n\\toprule\n");
  for (size_t line = 0; line <= table->n_rows; line++) {
    for (size_t c = 0; c < table->n_columns; c++) {
      const char *cell = line ? table->cell[(line - 1) * table->n_columns + c] : table->header[c];
      if (c) etho_text_append(out, " & ");
      else if (cell[0] == '[' || cell[0] == '*') etho_text_append(out, "{}"); /* else an argument of the line end before */
      escape_latex(cell, out);
    }
    etho_text_append(out, line ? " \\\\\n" : " \\\\\n\\midrule\n");
  }
  etho_text_append(out, "\\bottomrule\n\\end{tabular}\n");
}

static void latex_block(const doc_block *block, etho_text *out) {
  switch (block->kind) {
  case DOC_TITLE: marked("\\section*{", block->text, "}\n", escape_latex, out); break;
  case DOC_HEADING:
    marked(block->level > 2 ? "\n\\subsubsection*{" : "\n\\subsection*{", block->text, "}\n", escape_latex, out);
    break;
  case DOC_ITEM: marked("\\par\\noindent-- ", block->text, "\n", escape_latex, out); break;
  case DOC_PARAGRAPH: marked("\n", block->text, "\n", escape_latex, out); break;
  case DOC_CODE: marked("\n\\texttt{", block->text, "}\n", escape_latex, out); break;
  case DOC_TABLE:
    marked("\n\\begin{table}[htbp]\n\\caption{", block->text, "}\n", escape_latex, out);
    latex_table(block->table, out);
    etho_text_append(out, "\\end{table}\n");
    break;
  case DOC_FIGURE: marked("\n% ", block->figure->file, "\n", escape_latex, out); break;
  }
}

static void latex_document(const doc_document *document, etho_text *out) {
  etho_text_append(out, "% needs \\usepackage{booktabs}\n");
  for (size_t i = 0; i < document->n; i++) latex_block(&document->block[i], out);
}

/* ---- single tables ---- */

static void one_table(const etho_rows *rows, const etho_test_output *output, void draw(const doc_table *, etho_text *),
                      escape_fn *escape, const char *before, const char *after, etho_text *out) {
  etho_arena *arena = etho_arena_new();
  doc_table table = {.rows = rows};
  bool whole = arena && (output ? test_table(output, &table, arena)
                                : doc_table_fill(&table, arena, true) == ETHO_OK);
  if (!whole) out->failed = true;
  if (whole && output) marked(before, table.title, after, escape, out);
  if (whole) draw(&table, out);
  for (size_t i = 0; whole && i < etho_rows_note_count(rows); i++)
    marked(i ? "" : "\n", etho_rows_note_at(rows, i), "\n", escape, out);
  etho_arena_free(arena);
}

static void markdown_test(const etho_test_output *output, etho_text *out) {
  one_table(output->rows, output, markdown_table, escape_markdown, "**", "**\n\n", out);
}

static void markdown_rows(const etho_rows *rows, etho_text *out) {
  one_table(rows, NULL, markdown_table, escape_markdown, "", "", out);
}

static void latex_test(const etho_test_output *output, etho_text *out) {
  one_table(output->rows, output, latex_table, escape_latex, "% ", "\n", out);
}

static void latex_rows(const etho_rows *rows, etho_text *out) {
  one_table(rows, NULL, latex_table, escape_latex, "", "", out);
}

const etho_renderer etho_renderer_markdown = {
    .name = "markdown",
    .summary = "for a notebook or a repository",
    .sections = true,
    .test = markdown_test,
    .rows = markdown_rows,
    .document = markdown_document,
};

const etho_renderer etho_renderer_latex = {
    .name = "latex",
    .summary = "booktabs tables for a manuscript",
    .sections = true,
    .test = latex_test,
    .rows = latex_rows,
    .document = latex_document,
};
