/* What the report tells, and in which order: the summary first, then what a reviewer asks for. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/compose.h"

/* "Novel object recognition" of "novel object recognition: does the animal ...". */
void compose_assay_heading(doc_document *document, int level, const etho_analysis *analysis) {
  const char *summary = etho_assay_summary(etho_measures_assay(etho_analysis_measures(analysis)));
  char first = summary[0] >= 'a' && summary[0] <= 'z' ? (char)(summary[0] - 'a' + 'A') : summary[0];
  int rest = summary[0] ? (int)strcspn(summary + 1, ":") : 0;
  doc_add(document, DOC_HEADING, level, "%c%.*s", first, rest, summary + 1);
}

const char *compose_assay(const etho_analysis *analysis) {
  return etho_assay_name(etho_measures_assay(etho_analysis_measures(analysis)));
}

const etho_measure *compose_measure(const etho_analysis *analysis, const char *name) {
  const etho_measures *measures = etho_analysis_measures(analysis);
  size_t index = name ? etho_measures_find(measures, name) : ETHO_NOT_FOUND;
  return index == ETHO_NOT_FOUND ? NULL : etho_measures_info(measures, index);
}

const char *compose_title(const etho_analysis *analysis, const char *name) {
  const etho_measure *measure = compose_measure(analysis, name);
  return measure ? measure->title : name ? name : "";
}

/* ---- the lines for the terminal ---- */

/* Decimals that give the largest mean three significant digits. */
static int decimals_of_means(const etho_rows *rows) {
  double largest = 0;
  for (size_t i = 0; i < etho_rows_count(rows); i++)
    largest = fmax(largest, fabs(etho_row_get_number(etho_rows_at(rows, i), "mean")));
  if (!(largest > 1e-4) || largest >= 1e7) return 3;
  int decimals = 2 - (int)floor(log10(largest));
  return decimals > 0 ? decimals : 0;
}

/* "0.260 ± 0.049" */
static void mean_and_sem(etho_row *row, const etho_row *from, int decimals) {
  double mean = etho_row_get_number(from, "mean"), sem = etho_row_get_number(from, "sem");
  if (isnan(mean)) etho_row_null(row, "mean_sem");
  else if (isnan(sem)) etho_row_format(row, "mean_sem", "%.*f", decimals, mean);
  else etho_row_format(row, "mean_sem", "%.*f ± %.*f", decimals, mean, decimals, sem);
}

static void arms_at_a_glance(doc_document *document, const etho_analysis *analysis) {
  const etho_design *design = etho_analysis_design(analysis);
  const etho_result *described = etho_analysis_find(analysis, ETHO_PART_DESCRIPTIVE, design->response);
  etho_rows *rows = doc_rows(document);
  int decimals = described ? decimals_of_means(described->rows) : 0;
  for (size_t i = 0; described && i < etho_rows_count(described->rows); i++) {
    const etho_row *from = etho_rows_at(described->rows, i);
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "arm", etho_row_get_text(from, "group"));
    mean_and_sem(row, from, decimals);
    static const char *const shown[] = {"n", "conf_low", "conf_high", "conf_level"};
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
      etho_row_number(row, shown[k], etho_row_get_number(from, shown[k]));
  }
  doc_add_table(document, NULL, compose_title(analysis, design->response), rows);
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
    compose_assay_heading(document, 2, analysis);
    count_line(document, analysis);
    arms_at_a_glance(document, analysis);
    compose_findings(document, analysis, ETHO_PART_PRIMARY);
    compose_findings(document, analysis, ETHO_PART_PLANNED);
  }
}

/* ---- the report ---- */

static void add_summary(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Summary");
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    compose_assay_heading(document, 3, analysis);
    count_line(document, analysis);
    arms_at_a_glance(document, analysis);
    compose_findings(document, analysis, ETHO_PART_PRIMARY);
    compose_findings(document, analysis, ETHO_PART_PLANNED);
  }
  if (report->issues && etho_issues_count_of(report->issues, ETHO_WARNING))
    doc_add(document, DOC_PARAGRAPH, 0, "%zu warning%s about the input: see Warnings.",
            etho_issues_count_of(report->issues, ETHO_WARNING),
            etho_issues_count_of(report->issues, ETHO_WARNING) == 1 ? "" : "s");
}

void compose_id(char *id, size_t size, const char *assay, const char *what, const char *response) {
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
  compose_id(id, sizeof id, compose_assay(analysis), "animals", NULL);
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
  compose_id(id, sizeof id, compose_assay(analysis), "exclusions", NULL);
  if (etho_rows_count(rows)) doc_add_table(document, id, "Exclusions and flags", rows);
  else doc_add(document, DOC_PARAGRAPH, 0, "No animal was excluded or flagged.");
}

static void add_design(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Design and exclusions");
  doc_add(document, DOC_PARAGRAPH, 0, "The animal is the experimental unit.");
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    const etho_design *design = etho_analysis_design(analysis);
    compose_assay_heading(document, 3, analysis);
    const etho_measure *measure = compose_measure(analysis, design->response);
    if (measure)
      doc_add(document, DOC_PARAGRAPH, 0, "Response: %s = %s%s%s.", measure->title, measure->definition,
              measure->source && measure->source[0] ? "; " : "", measure->source ? measure->source : "");
    add_counts(document, analysis);
    compose_figures(document, report, compose_assay(analysis), true);
    add_ledger(document, analysis);
  }
}

void doc_compose(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_TITLE, 1, "%s", report->title ? report->title : "Behaviour report");
  add_summary(document, report);
  add_design(document, report);
  for (size_t i = 0; i < report->n_analyses; i++) compose_results(document, report, report->analysis[i]);
  compose_paper(document, report);
  compose_warnings(document, report->issues);
  compose_provenance(document, report);
}
