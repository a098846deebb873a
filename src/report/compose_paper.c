/* Text for the paper: methods and results from what was done, and the ARRIVE 2.0 items that a file can answer.
 * ARRIVE 2.0: Percie du Sert et al. 2020; statistical wording: SAMPL, Lang & Altman 2015. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/apa.h"
#include "report/compose.h"

static void add_text(doc_document *document, doc_kind kind, etho_text *text) {
  doc_add(document, kind, 0, "%s", etho_text_get(text));
  if (text->failed) document->failed = true;
  etho_text_free(text);
}

static void sentence(etho_text *text, const char *addition) {
  if (text->length) etho_text_char(text, ' ');
  etho_text_append(text, addition);
}

/* ---- methods ---- */

static bool ran(const etho_analysis *analysis, const char *test) {
  for (size_t i = 0; i < etho_analysis_count(analysis); i++)
    if (strcmp(etho_analysis_at(analysis, i)->test, test) == 0) return true;
  return false;
}

static void methods_of(doc_document *document, const etho_analysis *analysis) {
  etho_text text = {0};
  for (size_t k = 0; k < etho_analysis_methods_count(analysis); k++) sentence(&text, etho_analysis_methods_at(analysis, k));
  const etho_options *options = &etho_analysis_design(analysis)->options;
  bool equivalence = ran(analysis, "tost");
  etho_text_format(&text, " Confidence intervals are of level %g%%%s", 100 * options->conf_level,
                   equivalence ? " (those beside tests of equivalence as their tables say)" : "");
  if (options->alternative == ETHO_TWO_SIDED)
    etho_text_format(&text, "; tests are two-sided%s", equivalence ? " except those of equivalence" : "");
  etho_text_char(&text, '.');
  add_text(document, DOC_PARAGRAPH, &text);
}

static const char *declared(const etho_report *report, const char *const *spellings) {
  for (size_t i = 0; i < report->n_declared; i++)
    for (size_t k = 0; spellings[k]; k++)
      if (etho_text_equal_fold(report->declared[i].name, spellings[k])) return report->declared[i].value;
  return NULL;
}

static const char *const randomisation[] = {"randomisation", "randomization", "allocation", NULL};
static const char *const blinding[] = {"blinding", "masking", NULL};
static const char *const sample_size[] = {"sample size", "sample_size", "power", NULL};

static const char *stated(const etho_report *report, const char *const *spellings) {
  const char *value = declared(report, spellings);
  return value && value[0] ? value : "not stated";
}

static void add_methods(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 3, "Methods");
  for (size_t i = 0; i < report->n_analyses; i++) {
    if (report->n_analyses > 1) compose_assay_heading(document, 4, report->analysis[i]);
    methods_of(document, report->analysis[i]);
  }
  doc_add(document, DOC_PARAGRAPH, 0, "Randomisation: %s. Blinding: %s. Sample size: %s.", stated(report, randomisation),
          stated(report, blinding), stated(report, sample_size));
  doc_add(document, DOC_PARAGRAPH, 0,
          "All analyses were made with ethostat %s (seed of random numbers %" PRIu64 "). Exact p-values are given down to "
          ".001, with estimates and confidence intervals; whether a value is below a threshold is left to the reader.",
          etho_version(), report->seed);
}

/* ---- results ---- */

/* Decimals that suit all arms: two, more where every mean is small. */
static int decimals_of(const etho_rows *rows) {
  double largest = 0;
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    double mean = fabs(etho_row_get_number(etho_rows_at(rows, i), "mean"));
    if (mean > largest) largest = mean;
  }
  if (!(largest > 0) || largest >= 0.095) return largest >= 100 ? 1 : 2;
  return largest >= 0.0095 ? 3 : 4;
}

static void append_fixed(etho_text *text, double value, int decimals) {
  if (!isfinite(value) || fabs(value) >= 1e7) {
    etho_apa_value(text, value);
    return;
  }
  char buffer[64];
  snprintf(buffer, sizeof buffer, "%.*f", decimals, fabs(value));
  if (value < 0 && strspn(buffer, "0.") < strlen(buffer)) etho_text_append(text, "\xe2\x88\x92");
  etho_text_append(text, buffer);
}

/* "control 0.26 (0.17, n = 12)" for each arm of the response. */
static void describe_arms(const etho_analysis *analysis, etho_text *text) {
  const char *response = etho_analysis_response(analysis);
  const etho_result *described = etho_analysis_find(analysis, ETHO_PART_DESCRIPTIVE, response);
  size_t n = described ? etho_rows_count(described->rows) : 0;
  if (!n) return;
  int decimals = decimals_of(described->rows);
  etho_text_format(text, "%s, mean (SD, number of animals): ", compose_title(analysis, response));
  for (size_t i = 0; i < n; i++) {
    const etho_row *row = etho_rows_at(described->rows, i);
    const char *group = etho_row_get_text(row, "group");
    double count = etho_row_get_number(row, "n");
    etho_text_format(text, "%s%s ", i ? "; " : "", group ? group : "all");
    append_fixed(text, etho_row_get_number(row, "mean"), decimals);
    etho_text_append(text, " (");
    append_fixed(text, etho_row_get_number(row, "sd"), decimals);
    etho_text_format(text, ", n = %.0f)", isfinite(count) ? count : 0);
  }
  etho_text_char(text, '.');
}

static size_t tell(const etho_analysis *analysis, etho_part part, etho_text *text) {
  size_t told = 0;
  for (size_t i = 0; i < etho_analysis_count(analysis); i++) {
    const etho_result *result = etho_analysis_at(analysis, i);
    if (result->part != part || !result->sentence || !result->sentence[0]) continue;
    sentence(text, result->sentence);
    told++;
  }
  return told;
}

static void add_results(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 3, "Results");
  for (size_t i = 0; i < report->n_analyses; i++) {
    etho_text text = {0};
    describe_arms(report->analysis[i], &text);
    tell(report->analysis[i], ETHO_PART_PRIMARY, &text);
    if (!tell(report->analysis[i], ETHO_PART_PLANNED, &text)) tell(report->analysis[i], ETHO_PART_PAIRWISE, &text);
    add_text(document, DOC_PARAGRAPH, &text);
  }
}

/* ---- ARRIVE ---- */

static void item(etho_rows *rows, const char *number, const char *topic, const char *statement) {
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "item", number);
  etho_row_text(row, "topic", topic);
  etho_row_text(row, "statement", statement);
}

/* Takes and empties text. */
static void item_text(etho_rows *rows, const char *number, const char *topic, etho_text *text) {
  item(rows, number, topic, text->length ? etho_text_get(text) : "not stated");
  etho_text_free(text);
}

static void open_assay(const etho_report *report, size_t i, etho_text *text) {
  if (i) etho_text_append(text, " ");
  if (report->n_analyses > 1) etho_text_format(text, "%s: ", compose_assay(report->analysis[i]));
}

static void groups(const etho_report *report, etho_rows *rows) {
  etho_text text = {0};
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    const etho_design *design = etho_analysis_design(analysis);
    open_assay(report, i, &text);
    for (size_t k = 0; k < etho_analysis_arm_count(analysis); k++) {
      const char *arm = etho_analysis_arm(analysis, k)->arm;
      etho_text_format(&text, "%s%s", k ? ", " : "", arm ? arm : "(no arm)");
      if (arm && design->control && strcmp(arm, design->control) == 0) etho_text_append(&text, " (control)");
    }
    etho_text_char(&text, '.');
  }
  item_text(rows, "1a", "groups compared, with the control", &text);
  item(rows, "1b", "experimental unit", "the animal");
}

/* counts before (what = animals) or after exclusions */
static void numbers(const etho_report *report, etho_rows *rows, const char *number, const char *topic, bool analysed) {
  etho_text text = {0};
  for (size_t i = 0; i < report->n_analyses; i++) {
    size_t total = 0;
    open_assay(report, i, &text);
    for (size_t k = 0; k < etho_analysis_arm_count(report->analysis[i]); k++) {
      const etho_arm_counts *arm = etho_analysis_arm(report->analysis[i], k);
      size_t n = analysed ? arm->analysed : arm->animals;
      etho_text_format(&text, "%s%s %zu", k ? ", " : "", arm->arm ? arm->arm : "(no arm)", n);
      total += n;
    }
    etho_text_format(&text, "; total %zu.", total);
  }
  item_text(rows, number, topic, &text);
}

static void exclusions(const etho_report *report, etho_rows *rows) {
  enum { LISTED = 20 };
  etho_text text = {0};
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_measures *measures = etho_analysis_measures(report->analysis[i]);
    size_t told = 0;
    open_assay(report, i, &text);
    for (size_t k = 0; k < etho_measures_exclusion_count(measures); k++) {
      const etho_exclusion *e = etho_measures_exclusion(measures, k);
      if (!e->excluded) continue;
      if (told++ < LISTED)
        etho_text_format(&text, "%s%s (%s; %s%s%s; %s)", told > 1 ? ", " : "", e->animal ? e->animal : "?",
                         e->arm ? e->arm : "no arm", e->rule, e->reason ? ": " : "", e->reason ? e->reason : "",
                         e->apriori ? "a priori" : "post hoc");
    }
    if (told > LISTED) etho_text_format(&text, " and %zu more (see the table of exclusions)", told - LISTED);
    etho_text_append(&text, told ? "." : "none.");
  }
  item_text(rows, "3b", "exclusions and their reasons", &text);
}

static const char *option(const etho_report *report, const char *name) {
  for (size_t i = 0; i < report->n_options; i++)
    if (strcmp(report->option[i].name, name) == 0) return report->option[i].value;
  return NULL;
}

static void outcomes(const etho_report *report, etho_rows *rows) {
  etho_text text = {0};
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_measure *measure = compose_measure(report->analysis[i], etho_analysis_response(report->analysis[i]));
    open_assay(report, i, &text);
    if (measure) etho_text_format(&text, "%s, defined as %s.", measure->title, measure->definition);
  }
  item_text(rows, "6", "primary outcome measure", &text);
}

static bool was_computed(const etho_result *result) {
  for (size_t i = 0; i < etho_rows_count(result->rows); i++)
    if (etho_row_has_p(etho_rows_at(result->rows, i))) return true;
  return false;
}

/* The procedures that were run for one of two purposes: to answer (7a) or to check assumptions (7b). */
static void procedures(const etho_report *report, etho_rows *rows, const char *number, const char *topic, bool checks) {
  etho_text text = {0};
  for (size_t i = 0; i < report->n_analyses; i++) {
    const etho_analysis *analysis = report->analysis[i];
    size_t told = 0;
    open_assay(report, i, &text);
    for (size_t k = 0; k < etho_analysis_count(analysis); k++) {
      const etho_result *result = etho_analysis_at(analysis, k);
      if (!was_computed(result)) continue; /* refused: its table says why */
      bool wanted = checks ? result->part == ETHO_PART_DIAGNOSTIC
                           : result->part == ETHO_PART_PRIMARY || result->part == ETHO_PART_PLANNED || result->part == ETHO_PART_PAIRWISE;
      if (wanted) etho_text_format(&text, "%s%s", told++ ? "; " : "", result->method);
    }
    etho_text_append(&text, told ? "." : "none.");
  }
  if (checks) etho_text_append(&text, " They inform the reader and did not choose the tests.");
  item_text(rows, number, topic, &text);
}

static void add_arrive(doc_document *document, const etho_report *report) {
  etho_rows *rows = doc_rows(document);
  const char *rules = option(report, "exclusions");
  groups(report, rows);
  numbers(report, rows, "2a", "animals in each group", false);
  item(rows, "2b", "how the sample size was decided", stated(report, sample_size));
  item(rows, "3a", "criteria of exclusion", rules ? rules : "none declared");
  exclusions(report, rows);
  numbers(report, rows, "3c", "n of each analysis", true);
  item(rows, "4", "randomisation", stated(report, randomisation));
  item(rows, "5", "blinding", stated(report, blinding));
  outcomes(report, rows);
  procedures(report, rows, "7a", "statistical methods", false);
  procedures(report, rows, "7b", "checks of assumptions", true);
  doc_add(document, DOC_HEADING, 3, "ARRIVE 2.0");
  doc_add_table(document, "arrive", "What the ARRIVE 2.0 checklist asks for and these files can answer", rows);
}

static void add_declared(doc_document *document, const etho_report *report) {
  if (!report->n_declared) return;
  doc_add(document, DOC_HEADING, 3, "As the study file states");
  for (size_t i = 0; i < report->n_declared; i++)
    doc_add(document, DOC_ITEM, 0, "%s: %s", report->declared[i].name,
            report->declared[i].value ? report->declared[i].value : "not stated");
}

void compose_paper(doc_document *document, const etho_report *report) {
  doc_add(document, DOC_HEADING, 2, "Text for the paper");
  add_methods(document, report);
  add_results(document, report);
  add_arrive(document, report);
  add_declared(document, report);
}
