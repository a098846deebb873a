/* report/compose.h - the chapters of the report. Internal to report/compose*.c. */
#ifndef ETHO_REPORT_COMPOSE_H
#define ETHO_REPORT_COMPOSE_H

#include "report/renderer.h"

/* ---- words that the chapters share ---- */

const char *compose_assay(const etho_analysis *analysis);
/* "Novel object recognition" as a heading. */
void compose_assay_heading(doc_document *document, int level, const etho_analysis *analysis);
/* NULL when the analysis has no such measure. */
const etho_measure *compose_measure(const etho_analysis *analysis, const char *name);
const char *compose_title(const etho_analysis *analysis, const char *measure);
/* "nor_primary_discrimination_index": the stem of a table's file. */
void compose_id(char *id, size_t size, const char *assay, const char *what, const char *response);

/* ---- chapters ---- */

/* The sentences of a part: a sentence with many comparisons becomes a list, one item each. */
void compose_findings(doc_document *document, const etho_analysis *analysis, etho_part part);
/* Figures, tables and tests of one assay, and the measures of its animals. */
void compose_results(doc_document *document, const etho_report *report, const etho_analysis *analysis);
/* The figures of an assay with (or, flow = false, without) the flow of animals. */
void compose_figures(doc_document *document, const etho_report *report, const char *assay, bool flow);
/* Methods and results in sentences, and the ARRIVE 2.0 items. */
void compose_paper(doc_document *document, const etho_report *report);
void compose_warnings(doc_document *document, const etho_issues *issues);
/* Inputs with hashes, options, version, seed, command. */
void compose_provenance(doc_document *document, const etho_report *report);

#endif
