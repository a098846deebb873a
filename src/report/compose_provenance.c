/* Where the figures come from: warnings, inputs with hashes, options, version, seed, command. */
#include <inttypes.h>
#include <stdio.h>

#include "report/compose.h"

void compose_warnings(doc_document *document, const etho_issues *issues) {
  if (!issues || !etho_issues_count_of(issues, ETHO_WARNING)) return;
  doc_add(document, DOC_HEADING, 2, "Warnings");
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    if (issue->severity != ETHO_WARNING) continue;
    char place[32] = "";
    if (issue->line) snprintf(place, sizeof place, ", line %zu", issue->line);
    doc_add(document, DOC_ITEM, 0, "%s%s: %s (%s)", issue->file ? issue->file : "study", place, issue->message,
            issue->code);
  }
}

static void add_inputs(doc_document *document, const etho_report *report) {
  etho_rows *rows = doc_rows(document);
  for (size_t i = 0; i < report->n_inputs; i++) {
    const etho_report_input *input = &report->input[i];
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "file", input->path);
    etho_row_text(row, "read_as", input->format);
    if (input->rows) etho_row_number(row, "rows", (double)input->rows);
    else etho_row_null(row, "rows");
    etho_row_text(row, "sha256", input->sha256);
  }
  doc_add_table(document, "inputs", "Input files", rows);
}

static void add_options(doc_document *document, const etho_report *report) {
  etho_rows *rows = doc_rows(document);
  for (size_t i = 0; i < report->n_options; i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "option", report->option[i].name);
    etho_row_text(row, "setting", report->option[i].value ? report->option[i].value : "none");
    etho_row_text(row, "origin", report->option[i].assumed ? "assumed (default)" : "given");
  }
  doc_add_table(document, "options", "Options in force", rows);
}

/* A spreadsheet must not run what a label says; that the CSV differs from the data there has to be told. */
static void add_defused(doc_document *document) {
  size_t cells = 0;
  for (size_t i = 0; i < document->n; i++)
    if (document->block[i].table && document->block[i].table->id) cells += rows_formulas(document->block[i].table->rows);
  if (cells)
    doc_add(document, DOC_PARAGRAPH, 0,
            "%zu cell%s of the CSV tables begin%s like a spreadsheet formula (=, +, -, @, tab): there %s with an "
            "apostrophe in front, so that opening the file runs nothing. report.json holds the text as it was.",
            cells, cells == 1 ? "" : "s", cells == 1 ? "s" : "", cells == 1 ? "it stands" : "they stand");
}

void compose_provenance(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Provenance");
  doc_add(document, DOC_PARAGRAPH, 0, "ethostat %s, seed of every random number %" PRIu64 ".", etho_version(), report->seed);
  add_inputs(document, report);
  add_options(document, report);
  add_defused(document);
  if (report->command) {
    doc_add(document, DOC_PARAGRAPH, 0, "The command that made this report:");
    doc_add(document, DOC_CODE, 0, "%s", report->command);
    doc_add(document, DOC_PARAGRAPH, 0,
            "`ethostat analyze report.json --out FOLDER` runs it again from what report.json records, after checking that no input has changed.");
  }
}
