/* What the report tells, and in which order: the summary first, then what a reviewer asks for. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/renderer.h"

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

/* "Novel object recognition" of "novel object recognition: does the animal ...". */
static void add_assay_heading(doc_document *document, int level, const etho_analysis *analysis) {
  const char *summary = etho_assay_summary(etho_measures_assay(etho_analysis_measures(analysis)));
  char first = summary[0] >= 'a' && summary[0] <= 'z' ? (char)(summary[0] - 'a' + 'A') : summary[0];
  int rest = summary[0] ? (int)strcspn(summary + 1, ":") : 0;
  doc_add(document, DOC_HEADING, level, "%c%.*s", first, rest, summary + 1);
}

static const char *assay_name(const etho_analysis *analysis) {
  return etho_assay_name(etho_measures_assay(etho_analysis_measures(analysis)));
}

static const etho_measure *measure_of(const etho_analysis *analysis, const char *name) {
  const etho_measures *measures = etho_analysis_measures(analysis);
  size_t index = name ? etho_measures_find(measures, name) : ETHO_NOT_FOUND;
  return index == ETHO_NOT_FOUND ? NULL : etho_measures_info(measures, index);
}

static const char *response_title(const etho_analysis *analysis, const char *name) {
  const etho_measure *measure = measure_of(analysis, name);
  return measure ? measure->title : name ? name : "";
}

static void add_sentences(doc_document *document, const etho_analysis *analysis, etho_part part) {
  for (size_t i = 0; i < etho_analysis_count(analysis); i++) {
    const etho_result *result = etho_analysis_at(analysis, i);
    if (result->part == part && result->sentence && result->sentence[0])
      doc_add(document, DOC_ITEM, 0, "%s", result->sentence);
  }
}

/* ---- the lines for the terminal ---- */

static void arms_at_a_glance(doc_document *document, const etho_analysis *analysis) {
  const etho_design *design = etho_analysis_design(analysis);
  const etho_result *described = etho_analysis_find(analysis, ETHO_PART_DESCRIPTIVE, design->response);
  etho_rows *rows = doc_rows(document);
  for (size_t i = 0; described && i < etho_rows_count(described->rows); i++) {
    const etho_row *from = etho_rows_at(described->rows, i);
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "arm", etho_row_get_text(from, "group"));
    static const char *const shown[] = {"n", "mean", "sem", "conf_low", "conf_high", "conf_level"};
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
      etho_row_number(row, shown[k], etho_row_get_number(from, shown[k]));
  }
  doc_add_table(document, NULL, response_title(analysis, design->response), rows);
}

static void count_line(doc_document *document, const etho_analysis *analysis) {
  size_t animals = 0, excluded = 0, missing = 0, flagged = 0;
  for (size_t i = 0; i < etho_analysis_arm_count(analysis); i++) {
    const etho_arm_counts *arm = etho_analysis_arm(analysis, i);
    animals += arm->animals, excluded += arm->excluded, missing += arm->missing;
  }
  const etho_measures *measures = etho_analysis_measures(analysis);
  for (size_t i = 0; i < etho_measures_exclusion_count(measures); i++)
    flagged += !etho_measures_exclusion(measures, i)->excluded;
  doc_add(document, DOC_PARAGRAPH, 0,
          "%zu animals: %zu excluded by declared rules, %zu without a value, %zu flag%s raised (flags exclude nobody).",
          animals, excluded, missing, flagged, flagged == 1 ? "" : "s");
}

void doc_compose_summary(doc_document *document, const etho_report *report) {
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    add_assay_heading(document, 2, analysis);
    count_line(document, analysis);
    arms_at_a_glance(document, analysis);
    add_sentences(document, analysis, ETHO_PART_PRIMARY);
    add_sentences(document, analysis, ETHO_PART_PLANNED);
  }
}

/* ---- the report ---- */

static void add_summary(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Summary");
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    add_assay_heading(document, 3, analysis);
    count_line(document, analysis);
    add_sentences(document, analysis, ETHO_PART_PRIMARY);
    add_sentences(document, analysis, ETHO_PART_PLANNED);
  }
  if (report->issues && etho_issues_count_of(report->issues, ETHO_WARNING))
    doc_add(document, DOC_PARAGRAPH, 0, "%zu warning%s about the input: see Warnings.",
            etho_issues_count_of(report->issues, ETHO_WARNING),
            etho_issues_count_of(report->issues, ETHO_WARNING) == 1 ? "" : "s");
}

static void table_id(char *id, size_t size, const char *assay, const char *what, const char *response) {
  if (response) snprintf(id, size, "%s_%s_%s", assay, what, response);
  else snprintf(id, size, "%s_%s", assay, what);
}

static void add_counts(doc_document *document, const etho_analysis *analysis) {
  etho_rows *rows = doc_rows(document);
  for (size_t i = 0; i < etho_analysis_arm_count(analysis); i++) {
    const etho_arm_counts *arm = etho_analysis_arm(analysis, i);
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "arm", arm->arm);
    etho_row_number(row, "animals", (double)arm->animals);
    etho_row_number(row, "excluded", (double)arm->excluded);
    etho_row_number(row, "missing", (double)arm->missing);
    etho_row_number(row, "analysed", (double)arm->analysed);
  }
  char id[128];
  table_id(id, sizeof id, assay_name(analysis), "animals", NULL);
  doc_add_table(document, id, "Animals per arm, before and after exclusions", rows);
}

static void add_ledger(doc_document *document, const etho_analysis *analysis) {
  const etho_measures *measures = etho_analysis_measures(analysis);
  etho_rows *rows = doc_rows(document);
  for (size_t i = 0; i < etho_measures_exclusion_count(measures); i++) {
    const etho_exclusion *e = etho_measures_exclusion(measures, i);
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "animal", e->animal);
    etho_row_text(row, "arm", e->arm);
    etho_row_text(row, "phase", e->phase);
    etho_row_text(row, "rule", e->rule);
    etho_row_number(row, "value", e->value);
    etho_row_number(row, "threshold", e->threshold);
    if (!isnan(e->threshold_high)) etho_row_number(row, "threshold_high", e->threshold_high);
    etho_row_text(row, "action", e->excluded ? "excluded" : "flagged");
    etho_row_text(row, "apriori", e->excluded ? e->apriori ? "yes" : "no" : NULL);
    etho_row_text(row, "reason", e->reason);
  }
  char id[128];
  table_id(id, sizeof id, assay_name(analysis), "exclusions", NULL);
  if (etho_rows_count(rows)) doc_add_table(document, id, "Exclusions and flags", rows);
  else doc_add(document, DOC_PARAGRAPH, 0, "No animal was excluded or flagged.");
}

static void add_design(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Design and exclusions");
  doc_add(document, DOC_PARAGRAPH, 0, "The animal is the experimental unit.");
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    const etho_design *design = etho_analysis_design(analysis);
    add_assay_heading(document, 3, analysis);
    const etho_measure *measure = measure_of(analysis, design->response);
    if (measure)
      doc_add(document, DOC_PARAGRAPH, 0, "Response: %s = %s%s%s.", measure->title, measure->definition,
              measure->source && measure->source[0] ? "; " : "", measure->source ? measure->source : "");
    add_counts(document, analysis);
    add_ledger(document, analysis);
  }
}

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
    if (parts[p].told && result->sentence && result->sentence[0])
      doc_add(document, DOC_PARAGRAPH, 0, "%s", result->sentence);
    char id[192], title[512], what[128];
    snprintf(what, sizeof what, "%s_%s", parts[p].id, result->test);
    table_id(id, sizeof id, assay_name(analysis), what, result->response);
    snprintf(title, sizeof title, "%s: %s%s%s%s", response_title(analysis, result->response), result->method,
             result->purpose ? " (" : "", result->purpose ? result->purpose : "", result->purpose ? ")" : "");
    doc_add_table(document, id, title, result->rows);
    add_notes(document, result->rows);
  }
}

static void add_figures(doc_document *document, const etho_report *report, const char *assay) {
  bool any_svg = false;
  for (size_t i = 0; i < report->n_figures; i++) any_svg = any_svg || report->figure[i].svg;
  for (size_t i = 0; i < report->n_figures; i++) /* one kind of file is enough to read */
    if ((report->figure[i].svg || !any_svg) && report->figure[i].assay && strcmp(report->figure[i].assay, assay) == 0)
      doc_add_figure(document, &report->figure[i]);
}

static void add_measures(doc_document *document, const etho_analysis *analysis) {
  etho_rows *rows = doc_rows(document);
  etho_measures_to_rows(etho_analysis_measures(analysis), rows);
  char id[128];
  table_id(id, sizeof id, assay_name(analysis), "measures", NULL);
  doc_add_table(document, id, "Measures per animal", rows);
}

static void add_methods(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Methods");
  for (size_t i = 0; i < report->n_analyses; i++)
    for (size_t k = 0; k < etho_analysis_methods_count(report->analysis[i]); k++)
      doc_add(document, DOC_ITEM, 0, "%s", etho_analysis_methods_at(report->analysis[i], k));
  for (size_t i = 0; i < report->n_declared; i++)
    doc_add(document, DOC_ITEM, 0, "%s: %s", report->declared[i].name,
            report->declared[i].value ? report->declared[i].value : "not stated");
}

static void add_warnings(doc_document *document, const etho_issues *issues) {
  if (!issues || !etho_issues_count_of(issues, ETHO_WARNING)) return;
  doc_add(document, DOC_HEADING, 2, "Warnings");
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    if (issue->severity != ETHO_WARNING) continue;
    char place[32] = "";
    if (issue->line) snprintf(place, sizeof place, ", line %zu", issue->line);
    doc_add(document, DOC_ITEM, 0, "%s%s%s: %s (%s)", issue->file ? issue->file : "study", place, "", issue->message,
            issue->code);
  }
}

static void add_provenance(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Provenance");
  doc_add(document, DOC_ITEM, 0, "ethostat %s, seed %" PRIu64, etho_version(), report->seed);
  for (size_t i = 0; i < report->n_inputs; i++) {
    const etho_report_input *input = &report->input[i];
    doc_add(document, DOC_ITEM, 0, "%s: %zu rows, read as %s, SHA-256 %s", input->path, input->rows, input->format,
            input->sha256);
  }
  for (size_t i = 0; i < report->n_options; i++)
    doc_add(document, DOC_ITEM, 0, "%s: %s", report->option[i].name, report->option[i].value);
  if (report->command) {
    doc_add(document, DOC_PARAGRAPH, 0, "To make this report again:");
    doc_add(document, DOC_CODE, 0, "%s", report->command);
  }
}

void doc_compose(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_TITLE, 1, "%s", report->title ? report->title : "Behaviour report");
  add_summary(document, report);
  add_design(document, report);
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    add_assay_heading(document, 2, analysis);
    add_figures(document, report, assay_name(analysis));
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) add_part(document, analysis, p);
    add_measures(document, analysis);
  }
  add_methods(document, report);
  add_warnings(document, report->issues);
  add_provenance(document, report);
}
