/* JSON: the schemas ethostat.report/1 and ethostat.test/1 (docs/report.schema.json, docs/test.schema.json). */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/renderer.h"

/* Numbers go in as raw text, because cJSON itself prints up to 17 digits where fewer read back the same. */
static cJSON *number(double value) {
  char text[ETHO_NUMBER_SIZE];
  if (!isfinite(value)) return cJSON_CreateNull();
  etho_number_print(text, value);
  return cJSON_CreateRaw(text);
}

static cJSON *text_or_null(const char *text) {
  if (!text) return cJSON_CreateNull();
  if (!text[etho_utf8_valid_prefix(text, strlen(text))]) return cJSON_CreateString(text);
  etho_text sound = {0};
  etho_text_append_utf8(&sound, text);
  cJSON *item = sound.failed ? NULL : cJSON_CreateString(etho_text_get(&sound));
  etho_text_free(&sound);
  return item;
}

/* Adds and takes ownership; on no memory the item is dropped and failure sticks. */
static void put(cJSON *object, const char *name, cJSON *item, bool *failed) {
  if (!item || !object || !cJSON_AddItemToObject(object, name, item)) {
    cJSON_Delete(item);
    *failed = true;
  }
}

static void push(cJSON *array, cJSON *item, bool *failed) {
  if (!item || !array || !cJSON_AddItemToArray(array, item)) {
    cJSON_Delete(item);
    *failed = true;
  }
}

static cJSON *field_json(const etho_field *field) {
  if (field->kind == ETHO_NUMBER) return number(field->number);
  if (field->kind == ETHO_BOOL) return cJSON_CreateBool(field->number > 0);
  return text_or_null(field->kind == ETHO_TEXT ? field->text : NULL);
}

static void add_fields(cJSON *object, const etho_row *row, bool *failed) {
  for (size_t f = 0; f < etho_row_count(row); f++)
    put(object, etho_row_at(row, f)->name, field_json(etho_row_at(row, f)), failed);
}

static cJSON *row_json(const etho_row *row, bool *failed) {
  cJSON *object = cJSON_CreateObject();
  add_fields(object, row, failed);
  return object;
}

static cJSON *rows_json(const etho_rows *rows, bool *failed) {
  cJSON *array = cJSON_CreateArray();
  for (size_t r = 0; r < etho_rows_count(rows); r++) push(array, row_json(etho_rows_at(rows, r), failed), failed);
  return array;
}

static cJSON *notes_json(const etho_rows *rows, bool *failed) {
  cJSON *array = cJSON_CreateArray();
  for (size_t i = 0; i < etho_rows_note_count(rows); i++)
    push(array, cJSON_CreateString(etho_rows_note_at(rows, i)), failed);
  return array;
}

static void print(cJSON *json, bool failed, etho_text *out) {
  char *text = failed ? NULL : cJSON_Print(json);
  if (text) etho_text_format(out, "%s\n", text);
  else out->failed = true;
  cJSON_free(text);
  cJSON_Delete(json);
}

static void render_test(const etho_test_output *output, etho_text *out) {
  bool failed = false;
  cJSON *root = cJSON_CreateObject();
  put(root, "schema", cJSON_CreateString("ethostat.test/1"), &failed);
  put(root, "ethostat", cJSON_CreateString(etho_version()), &failed);
  put(root, "test", text_or_null(output->test), &failed);
  put(root, "method", text_or_null(output->method), &failed);
  put(root, "response", text_or_null(output->response), &failed);
  put(root, "by", text_or_null(output->by), &failed);
  put(root, "rows", rows_json(output->rows, &failed), &failed);
  put(root, "notes", notes_json(output->rows, &failed), &failed);
  print(root, failed, out);
}

static void render_rows(const etho_rows *rows, etho_text *out) {
  bool failed = false;
  cJSON *root = rows_json(rows, &failed);
  print(root, failed || !root, out);
}

/* ---- the whole report ---- */

static cJSON *inputs_json(const etho_report *report, bool *failed) {
  cJSON *array = cJSON_CreateArray();
  for (size_t i = 0; i < report->n_inputs; i++) {
    const etho_report_input *input = &report->input[i];
    cJSON *item = cJSON_CreateObject();
    put(item, "path", text_or_null(input->path), failed);
    put(item, "sha256", text_or_null(input->sha256), failed);
    put(item, "format", text_or_null(input->format), failed);
    put(item, "rows", number((double)input->rows), failed);
    push(array, item, failed);
  }
  return array;
}

static cJSON *facts_json(const etho_report_fact *fact, size_t n, bool *failed) {
  cJSON *object = cJSON_CreateObject();
  for (size_t i = 0; i < n; i++) put(object, fact[i].name, text_or_null(fact[i].value), failed);
  return object;
}

static cJSON *arms_json(const etho_analysis *analysis, bool *failed) {
  cJSON *array = cJSON_CreateArray();
  for (size_t i = 0; i < etho_analysis_arm_count(analysis); i++) {
    const etho_arm_counts *arm = etho_analysis_arm(analysis, i);
    cJSON *item = cJSON_CreateObject();
    put(item, "arm", text_or_null(arm->arm), failed);
    put(item, "animals", number((double)arm->animals), failed);
    put(item, "excluded", number((double)arm->excluded), failed);
    put(item, "missing", number((double)arm->missing), failed);
    put(item, "analysed", number((double)arm->analysed), failed);
    push(array, item, failed);
  }
  return array;
}

static cJSON *design_json(const etho_analysis *analysis, bool *failed) {
  const etho_design *design = etho_analysis_design(analysis);
  const etho_measures *measures = etho_analysis_measures(analysis);
  cJSON *object = cJSON_CreateObject(), *treatments = cJSON_CreateArray();
  put(object, "assay", text_or_null(etho_assay_name(etho_measures_assay(measures))), failed);
  put(object, "phase", text_or_null(design->phase), failed);
  const char *session = etho_analysis_session(analysis);
  put(object, "session", text_or_null(session && session[0] ? session : NULL), failed);
  put(object, "response", text_or_null(design->response), failed);
  put(object, "control", text_or_null(design->control), failed);
  put(object, "impaired", text_or_null(design->impaired), failed);
  for (size_t i = 0; i < design->n_treatments; i++) push(treatments, text_or_null(design->treatments[i]), failed);
  put(object, "treatments", treatments, failed);
  put(object, "equivalence", number(design->equivalence), failed);
  put(object, "primary", text_or_null(design->primary), failed);
  put(object, "pairwise", text_or_null(design->pairwise), failed);
  put(object, "conf_level", number(design->options.conf_level), failed);
  put(object, "resamples", number((double)design->options.resamples), failed);
  put(object, "arms", arms_json(analysis, failed), failed);
  return object;
}

static cJSON *exclusion_json(const etho_exclusion *e, const char *assay, bool *failed) {
  cJSON *item = cJSON_CreateObject();
  put(item, "assay", text_or_null(assay), failed);
  put(item, "animal", text_or_null(e->animal), failed);
  put(item, "arm", text_or_null(e->arm), failed);
  put(item, "phase", text_or_null(e->phase), failed);
  put(item, "session", text_or_null(e->session), failed);
  put(item, "rule", text_or_null(e->rule), failed);
  put(item, "value", number(e->value), failed);
  put(item, "threshold", number(e->threshold), failed);
  put(item, "threshold_high", number(e->threshold_high), failed);
  put(item, "reason", text_or_null(e->reason), failed);
  put(item, "apriori", cJSON_CreateBool(e->apriori), failed);
  put(item, "excluded", cJSON_CreateBool(e->excluded), failed);
  return item;
}

/* One flat object per animal and session, the assay first. */
static void add_measures(const etho_measures *measures, const char *assay, cJSON *array, bool *failed) {
  etho_rows *rows = etho_rows_new();
  if (!rows) {
    *failed = true;
    return;
  }
  etho_measures_to_rows(measures, rows);
  if (etho_rows_status(rows) != ETHO_OK) *failed = true;
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    cJSON *item = cJSON_CreateObject();
    put(item, "assay", text_or_null(assay), failed);
    add_fields(item, etho_rows_at(rows, r), failed);
    push(array, item, failed);
  }
  etho_rows_free(rows);
}

static cJSON *result_json(const etho_result *result, const char *assay, bool *failed) {
  cJSON *item = cJSON_CreateObject();
  put(item, "assay", text_or_null(assay), failed);
  put(item, "part", cJSON_CreateString(etho_part_name(result->part)), failed);
  put(item, "test", text_or_null(result->test), failed);
  put(item, "method", text_or_null(result->method), failed);
  put(item, "response", text_or_null(result->response), failed);
  put(item, "by", text_or_null(result->by), failed);
  put(item, "purpose", text_or_null(result->purpose), failed);
  put(item, "sentence", text_or_null(result->sentence), failed);
  put(item, "rows", rows_json(result->rows, failed), failed);
  put(item, "notes", notes_json(result->rows, failed), failed);
  return item;
}

static cJSON *figures_json(const etho_report *report, bool *failed) {
  cJSON *array = cJSON_CreateArray();
  for (size_t i = 0; i < report->n_figures; i++) {
    cJSON *item = cJSON_CreateObject();
    put(item, "chart", text_or_null(report->figure[i].chart), failed);
    put(item, "file", text_or_null(report->figure[i].file), failed);
    put(item, "data", text_or_null(report->figure[i].data_file), failed);
    put(item, "caption", text_or_null(report->figure[i].caption), failed);
    put(item, "alt", text_or_null(report->figure[i].alt), failed);
    push(array, item, failed);
  }
  return array;
}

static cJSON *issues_json(const etho_issues *issues, bool *failed) {
  static const char *const severity[] = {"note", "warning", "error"};
  cJSON *array = cJSON_CreateArray();
  for (size_t i = 0; issues && i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    cJSON *item = cJSON_CreateObject();
    put(item, "severity", cJSON_CreateString(severity[issue->severity]), failed);
    put(item, "code", text_or_null(issue->code), failed);
    put(item, "file", text_or_null(issue->file), failed);
    put(item, "line", issue->line ? number((double)issue->line) : cJSON_CreateNull(), failed);
    put(item, "column", issue->column ? number((double)issue->column) : cJSON_CreateNull(), failed);
    put(item, "message", text_or_null(issue->message), failed);
    put(item, "hint", text_or_null(issue->hint), failed);
    push(array, item, failed);
  }
  return array;
}

static cJSON *assumed_json(const etho_report *report, bool *failed) {
  cJSON *array = cJSON_CreateArray();
  for (size_t i = 0; i < report->n_options; i++)
    if (report->option[i].assumed) push(array, cJSON_CreateString(report->option[i].name), failed);
  return array;
}

static cJSON *run_json(const etho_report_run *run, bool *failed) {
  cJSON *object = cJSON_CreateObject(), *paths = cJSON_CreateArray(), *given = cJSON_CreateArray();
  for (size_t i = 0; i < run->n_paths; i++) push(paths, text_or_null(run->path[i]), failed);
  for (size_t i = 0; i < run->n_given; i++) {
    cJSON *item = cJSON_CreateObject();
    put(item, "name", text_or_null(run->given[i].name), failed);
    put(item, "value", text_or_null(run->given[i].value), failed);
    push(given, item, failed);
  }
  put(object, "paths", paths, failed);
  put(object, "given", given, failed);
  put(object, "study", text_or_null(run->study), failed);
  return object;
}

/* What each analysis adds to the report's lists. */
typedef struct lists { cJSON *design, *exclusions, *measures, *results; } lists;

static void add_analysis(const etho_analysis *analysis, lists *to, bool *failed) {
  const etho_measures *measures = etho_analysis_measures(analysis);
  const char *assay = etho_assay_name(etho_measures_assay(measures));
  push(to->design, design_json(analysis, failed), failed);
  for (size_t i = 0; i < etho_measures_exclusion_count(measures); i++)
    push(to->exclusions, exclusion_json(etho_measures_exclusion(measures, i), assay, failed), failed);
  add_measures(measures, assay, to->measures, failed);
  for (size_t i = 0; i < etho_analysis_count(analysis); i++)
    push(to->results, result_json(etho_analysis_at(analysis, i), assay, failed), failed);
}

static void render_report(const etho_report *report, etho_text *out) {
  bool failed = false;
  cJSON *root = cJSON_CreateObject();
  lists to = {cJSON_CreateArray(), cJSON_CreateArray(), cJSON_CreateArray(), cJSON_CreateArray()};
  for (size_t i = 0; i < report->n_analyses; i++) add_analysis(report->analysis[i], &to, &failed);
  put(root, "schema", cJSON_CreateString("ethostat.report/1"), &failed);
  put(root, "ethostat", cJSON_CreateString(etho_version()), &failed);
  put(root, "title", text_or_null(report->title), &failed);
  put(root, "command", text_or_null(report->command), &failed);
  put(root, "input", inputs_json(report, &failed), &failed);
  put(root, "options", facts_json(report->option, report->n_options, &failed), &failed);
  put(root, "assumed", assumed_json(report, &failed), &failed);
  put(root, "run", run_json(&report->run, &failed), &failed);
  char seed[32];
  snprintf(seed, sizeof seed, "%" PRIu64, report->seed);
  put(root, "seed", cJSON_CreateRaw(seed), &failed);
  put(root, "declared", facts_json(report->declared, report->n_declared, &failed), &failed);
  cJSON *design = cJSON_CreateObject();
  put(design, "unit", cJSON_CreateString("animal"), &failed);
  put(design, "analyses", to.design, &failed);
  put(root, "design", design, &failed);
  put(root, "exclusions", to.exclusions, &failed);
  put(root, "measures", to.measures, &failed);
  put(root, "results", to.results, &failed);
  put(root, "figures", figures_json(report, &failed), &failed);
  put(root, "issues", issues_json(report->issues, &failed), &failed);
  print(root, failed, out);
}

const etho_renderer etho_renderer_json = {
    .name = "json",
    .summary = "for scripts: the schemas of docs/",
    .test = render_test,
    .rows = render_rows,
    .report = render_report,
};
