/* The results of one assay: figures, then each part with its sentences, tables and notes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/apa.h"
#include "report/compose.h"

/* Titles of the parts, the stem of their CSV files, and whether their sentences stand beside the tables. */
static const struct { etho_part part; const char *title, *id; bool told; } parts[] = {
    {ETHO_PART_DESCRIPTIVE, "Per arm", "arms", false},
    {ETHO_PART_PRIMARY, "Primary comparison", "primary", true},
    {ETHO_PART_PLANNED, "Planned comparisons", "planned", true},
    {ETHO_PART_PAIRWISE, "Pairwise comparisons", "pairwise", false},
    {ETHO_PART_EFFECT, "Effect sizes", "effects", false},
    {ETHO_PART_CHANCE, "Each arm against chance", "chance", false},
    {ETHO_PART_DIAGNOSTIC, "Diagnostics (they inform, they do not choose the test)", "diagnostics", false},
    {ETHO_PART_SENSITIVITY, "The same question under other assumptions", "sensitivity", true},
    {ETHO_PART_SECONDARY, "Secondary outcomes (exploratory)", "secondary", true},
};

enum { SHOWN = 10 }; /* comparisons in a list; the table has them all */

/* ---- sentences ---- */

static bool is_comparison(const etho_row *row) {
  return etho_row_get_text(row, "group1") && etho_row_get_text(row, "group2") &&
         isfinite(etho_row_get_number(row, "estimate"));
}

static bool are_comparisons(const etho_rows *rows) {
  size_t n = etho_rows_count(rows), good = 0;
  for (size_t i = 0; i < n; i++) good += is_comparison(etho_rows_at(rows, i));
  return n > 1 && good == n;
}

/* "rescue, CAR-T + PLX5622 vs CAR-T: 0.18, 95% CI [0.06, 0.31], adjusted p = .023" */
static void comparison_item(doc_document *document, const etho_row *row, double conf_level) {
  etho_text text = {0};
  const char *term = etho_row_get_text(row, "term");
  double level = etho_row_get_number(row, "conf_level");
  if (term) etho_text_format(&text, "%s, ", term);
  etho_apa_pair(&text, row);
  etho_text_append(&text, ": ");
  etho_apa_estimate(&text, etho_row_get_number(row, "estimate"), isfinite(level) ? level : conf_level,
                    etho_row_get_number(row, "conf_low"), etho_row_get_number(row, "conf_high"));
  etho_text_append(&text, ", ");
  if (etho_row_has_p(row)) etho_apa_row_p(&text, row);
  else etho_text_append(&text, "p not computed");
  doc_add(document, DOC_ITEM, 0, "%s", etho_text_get(&text));
  if (text.failed) document->failed = true;
  etho_text_free(&text);
}

static void comparison_list(doc_document *document, const etho_analysis *analysis, const etho_result *result) {
  size_t n = etho_rows_count(result->rows);
  double level = etho_analysis_design(analysis)->options.conf_level;
  const etho_row *first = etho_rows_at(result->rows, 0);
  double low = etho_row_get_number(first, "bound_low"), high = etho_row_get_number(first, "bound_high");
  char bounds[80] = "";
  if (isfinite(low) && isfinite(high)) snprintf(bounds, sizeof bounds, "; bounds %.3g to %.3g", low, high);
  doc_add(document, DOC_PARAGRAPH, 0, "%s, %s (differences, first minus second%s):",
          compose_title(analysis, result->response), result->method, bounds);
  for (size_t i = 0; i < n && i < SHOWN; i++) comparison_item(document, etho_rows_at(result->rows, i), level);
  if (n > SHOWN) doc_add(document, DOC_ITEM, 0, "%zu further comparisons stand in the table", n - SHOWN);
}

static void finding(doc_document *document, const etho_analysis *analysis, const etho_result *result) {
  if (!result->sentence || !result->sentence[0]) return;
  if (are_comparisons(result->rows)) comparison_list(document, analysis, result);
  else doc_add(document, DOC_PARAGRAPH, 0, "%s", result->sentence);
}

void compose_findings(doc_document *document, const etho_analysis *analysis, etho_part part) {
  for (size_t i = 0; i < etho_analysis_count(analysis); i++)
    if (etho_analysis_at(analysis, i)->part == part) finding(document, analysis, etho_analysis_at(analysis, i));
}

/* ---- tables ---- */

/* Notes stand under their table, so that a reader sees them where they matter. */
static void add_notes(doc_document *document, const etho_rows *rows) {
  for (size_t i = 0; i < etho_rows_note_count(rows); i++)
    doc_add(document, DOC_PARAGRAPH, 0, "Note: %s", etho_rows_note_at(rows, i));
}

static void add_part(doc_document *document, const etho_analysis *analysis, size_t p) {
  size_t shown = 0;
  for (size_t i = 0; i < etho_analysis_count(analysis); i++) {
    const etho_result *result = etho_analysis_at(analysis, i);
    if (result->part != parts[p].part) continue;
    if (!shown++) doc_add(document, DOC_HEADING, 3, "%s", parts[p].title);
    if (parts[p].told) finding(document, analysis, result);
    char id[192], title[512], what[128];
    snprintf(what, sizeof what, "%s_%s", parts[p].id, result->test);
    compose_id(id, sizeof id, compose_assay(analysis), what, result->response);
    snprintf(title, sizeof title, "%s: %s%s%s%s", compose_title(analysis, result->response), result->method,
             result->purpose ? " (" : "", result->purpose ? result->purpose : "", result->purpose ? ")" : "");
    doc_add_table(document, id, title, result->rows);
    add_notes(document, result->rows);
  }
}

static void add_measures(doc_document *document, const etho_analysis *analysis) {
  etho_rows *rows = doc_rows(document);
  etho_measures_to_rows(etho_analysis_measures(analysis), rows);
  char id[128];
  compose_id(id, sizeof id, compose_assay(analysis), "measures", NULL);
  doc_add(document, DOC_HEADING, 3, "Every animal");
  doc_add_table(document, id, "Measures per animal", rows);
}

/* ---- figures ---- */

static bool is_flow(const etho_report_figure *figure) {
  return figure->chart && strcmp(figure->chart, "exclusions") == 0;
}

static bool is_svg(const etho_report_figure *figure) {
  size_t length = strlen(figure->file);
  return length > 4 && strcmp(figure->file + length - 4, ".svg") == 0;
}

void compose_figures(doc_document *document, const etho_report *report, const char *assay, bool flow) {
  bool any_svg = false;
  for (size_t i = 0; i < report->n_figures; i++) any_svg = any_svg || is_svg(&report->figure[i]);
  for (size_t i = 0; i < report->n_figures; i++) { /* one kind of file is enough to read */
    const etho_report_figure *figure = &report->figure[i];
    if ((is_svg(figure) || !any_svg) && figure->assay && strcmp(figure->assay, assay) == 0 && is_flow(figure) == flow)
      doc_add_figure(document, figure);
  }
}

void compose_results(doc_document *document, const etho_report *report, const etho_analysis *analysis) {
  compose_assay_heading(document, 2, analysis);
  compose_figures(document, report, compose_assay(analysis), false);
  for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) add_part(document, analysis, p);
  add_measures(document, analysis);
}
