/* Which procedures a design calls for, in order, and their results. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/text.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- results ----------------------------------------------------------------------------------------------
 */

etho_status etho_analysis_add(etho_analysis *a, etho_part part, const char *test, const char *method,
                              const char *response, const char *purpose, size_t *index, etho_error *error) {
  etho_result *list = etho_arena_grow(a->arena, a->result, &a->capacity, a->n_results + 1, sizeof *list);
  if (!list) return no_memory(error);
  a->result = list;
  etho_rows **all = etho_arena_grow(a->arena, a->rows, &a->rows_capacity, a->n_results + 1, sizeof *all);
  if (!all) return no_memory(error);
  a->rows = all;
  etho_rows *rows = etho_rows_new();
  if (!rows) return no_memory(error);
  all[a->n_results] = rows;
  list[a->n_results] = (etho_result){.part = part,
                                     .test = test,
                                     .method = etho_arena_text(a->arena, method),
                                     .response = response,
                                     .by = "arm",
                                     .purpose = etho_arena_text(a->arena, purpose),
                                     .rows = rows};
  *index = a->n_results++;
  return ETHO_OK;
}

etho_status etho_analysis_refusal(etho_analysis *a, size_t index, etho_status status, const etho_error *why,
                                  etho_error *error) {
  etho_rows *rows = a->rows[index];
  if (status == ETHO_ERR_MEMORY) return no_memory(error);
  if (status != ETHO_OK) {
    etho_row *row = etho_rows_add(rows);
    etho_row_null(row, "p_value");
    etho_row_note(row, "%s", why->message);
  }
  return etho_rows_status(rows) == ETHO_OK ? ETHO_OK : no_memory(error);
}

etho_status etho_analysis_test(etho_analysis *a, etho_part part, const char *name, const etho_input *input,
                               const etho_options *options, const char *response, const char *purpose,
                               size_t *index, etho_error *error) {
  const etho_procedure *procedure = etho_procedure_find(name);
  if (!procedure) return etho_error_set(error, ETHO_ERR_USAGE, "there is no procedure '%s'", name);
  etho_status status =
      etho_analysis_add(a, part, procedure->name, procedure->method, response, purpose, index, error);
  if (status != ETHO_OK) return status;
  etho_error why = {0};
  status = etho_procedure_run(procedure, input, options, a->rows[*index], &why);
  return etho_analysis_refusal(a, *index, status, &why, error);
}

etho_status etho_analysis_pair(etho_analysis *a, const char *name, size_t arm1, size_t arm2,
                               const etho_options *options, size_t result, const char *term,
                               etho_error *error) {
  const etho_procedure *procedure = etho_procedure_find(name);
  if (!procedure || !procedure->two)
    return etho_error_set(error, ETHO_ERR_USAGE, "there is no two-sample procedure '%s'", name);
  const etho_sample *sample = &a->sample[a->response_index * a->n_arms];
  etho_rows *rows = a->rows[result];
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "term", term);
  etho_row_text(row, "method", procedure->method);
  etho_row_text(row, "group1", sample[arm1].label);
  etho_row_text(row, "group2", sample[arm2].label);
  etho_row_number(row, "n1", (double)sample[arm1].n);
  etho_row_number(row, "n2", (double)sample[arm2].n);
  etho_error why = {0};
  etho_status status = procedure->two(&sample[arm1], &sample[arm2], options, row, &why);
  if (status == ETHO_ERR_MEMORY || etho_rows_status(rows) != ETHO_OK) return no_memory(error);
  if (status != ETHO_OK) {
    etho_row_null(row, "p_value");
    etho_row_note(row, "%s", why.message);
  }
  return ETHO_OK;
}

etho_status etho_analysis_sentence(etho_analysis *a, size_t result, const char *sentence, etho_error *error) {
  a->result[result].sentence = etho_arena_text(a->arena, sentence);
  return a->result[result].sentence ? ETHO_OK : no_memory(error);
}

etho_status etho_analysis_method(etho_analysis *a, etho_error *error, const char *format, ...) {
  etho_text text = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&text, format, arguments);
  va_end(arguments);
  const char **list =
      etho_arena_grow(a->arena, a->method, &a->method_capacity, a->n_methods + 1, sizeof *list);
  const char *sentence = text.failed ? NULL : etho_arena_text(a->arena, etho_text_get(&text));
  etho_text_free(&text);
  if (list) a->method = list;
  if (!list || !sentence) return no_memory(error);
  list[a->n_methods++] = sentence;
  return ETHO_OK;
}

/* ---- the run ----------------------------------------------------------------------------------------------
 */

typedef etho_status step(etho_analysis *, etho_error *);

static step *const steps[] = {
    etho_step_describe,    etho_step_primary, etho_step_planned,  etho_step_pairwise,
    etho_step_effect,      etho_step_chance,  etho_step_binomial, etho_step_diagnostic,
    etho_step_sensitivity, etho_step_cage,    etho_step_trials,   etho_step_secondary,
};

static etho_status run(const etho_measures *measures, const etho_design *design, bool only_design,
                       etho_analysis **analysis, etho_issues *issues, etho_error *error) {
  *analysis = NULL;
  etho_design defaults = etho_design_default();
  etho_analysis *a = calloc(1, sizeof *a);
  if (!a || !(a->arena = etho_arena_new())) {
    free(a);
    return no_memory(error);
  }
  a->measures = measures;
  a->issues = issues;
  etho_status status = etho_analysis_prepare(a, design ? design : &defaults, error);
  for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ETHO_OK && !only_design; i++)
    status = steps[i](a, error);
  for (size_t i = 0; i < a->n_results && status == ETHO_OK; i++)
    if (etho_rows_status(a->rows[i]) != ETHO_OK) status = no_memory(error);
  a->issues = NULL;
  if (status == ETHO_OK)
    *analysis = a;
  else
    etho_analysis_free(a);
  return status;
}

etho_status etho_analysis_run(const etho_measures *measures, const etho_design *design,
                              etho_analysis **analysis, etho_issues *issues, etho_error *error) {
  return run(measures, design, false, analysis, issues, error);
}

etho_status etho_analysis_check(const etho_measures *measures, const etho_design *design, etho_issues *issues,
                                etho_error *error) {
  etho_analysis *analysis;
  etho_status status = run(measures, design, true, &analysis, issues, error);
  etho_analysis_free(analysis);
  return status;
}

void etho_analysis_free(etho_analysis *analysis) {
  if (!analysis) return;
  for (size_t i = 0; i < analysis->n_results; i++) etho_rows_free(analysis->rows[i]);
  etho_arena_free(analysis->arena);
  free(analysis);
}

/* ---- reading ----------------------------------------------------------------------------------------------
 */

const etho_measures *etho_analysis_measures(const etho_analysis *analysis) {
  return analysis->measures;
}

const etho_design *etho_analysis_design(const etho_analysis *analysis) {
  return &analysis->design;
}

size_t etho_analysis_arm_count(const etho_analysis *analysis) {
  return analysis->n_arms;
}

const etho_arm_counts *etho_analysis_arm(const etho_analysis *analysis, size_t index) {
  return index < analysis->n_arms ? &analysis->arm[index] : NULL;
}

etho_sample etho_analysis_sample(const etho_analysis *analysis, size_t arm, const char *measure) {
  size_t m = etho_measures_find(analysis->measures, measure);
  if (m == ETHO_NOT_FOUND || arm >= analysis->n_arms) return (etho_sample){0};
  return analysis->sample[m * analysis->n_arms + arm];
}

const char *const *etho_analysis_animals(const etho_analysis *analysis, size_t arm, const char *measure,
                                         size_t *n) {
  size_t m = etho_measures_find(analysis->measures, measure);
  *n = 0;
  if (m == ETHO_NOT_FOUND || arm >= analysis->n_arms) return NULL;
  *n = analysis->sample[m * analysis->n_arms + arm].n;
  return analysis->animal[m * analysis->n_arms + arm];
}

size_t etho_analysis_count(const etho_analysis *analysis) {
  return analysis->n_results;
}

const etho_result *etho_analysis_at(const etho_analysis *analysis, size_t index) {
  return index < analysis->n_results ? &analysis->result[index] : NULL;
}

const etho_result *etho_analysis_find(const etho_analysis *analysis, etho_part part, const char *response) {
  for (size_t i = 0; i < analysis->n_results; i++) {
    const etho_result *result = &analysis->result[i];
    if (result->part == part && (!response || strcmp(result->response, response) == 0)) return result;
  }
  return NULL;
}

size_t etho_analysis_methods_count(const etho_analysis *analysis) {
  return analysis->n_methods;
}

const char *etho_analysis_methods_at(const etho_analysis *analysis, size_t index) {
  return index < analysis->n_methods ? analysis->method[index] : NULL;
}

const char *etho_analysis_response(const etho_analysis *analysis) {
  return analysis->response->name;
}

const char *etho_analysis_session(const etho_analysis *analysis) {
  return analysis->session;
}

const char *etho_part_name(etho_part part) {
  static const char *const names[] = {"descriptive", "primary",    "planned",   "pairwise",   "effect",
                                      "chance",      "diagnostic", "secondary", "sensitivity"};
  return (size_t)part < sizeof names / sizeof *names ? names[part] : "";
}
