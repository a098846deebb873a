/* The stages in order: import, measure, analyze. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "study/study.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* A stage ends here: problems stop, warnings too when strict. */
static etho_status verdict(const etho_study *study, etho_issues *issues, etho_error *error) {
  study_place_issues(study, issues);
  if (etho_issues_status(issues) != ETHO_OK) return no_memory(error);
  size_t problems = etho_issues_count_of(issues, ETHO_PROBLEM), warnings = etho_issues_count_of(issues, ETHO_WARNING);
  if (study->strict) problems += warnings;
  if (!problems) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA, "%zu problem%s in the data: nothing was analysed", problems,
                 problems == 1 ? "" : "s");
  etho_error_hint(error, study->strict && warnings ? "--strict counts warnings as problems"
                                                   : "mend the file, or declare in study.json what is meant");
  return ETHO_ERR_DATA;
}

static bool any_arm(const etho_trials *trials) {
  size_t column = etho_trials_find(trials, "arm");
  for (size_t r = 0; column != ETHO_NOT_FOUND && r < etho_trials_rows(trials); r++)
    if (etho_trials_text(trials, r, column)) return true;
  return false;
}

/* Nobody has an arm: told with the headers that come near one. */
static void tell_armless(const etho_import_result *result, etho_issues *issues) {
  static const char *const wanted[] = {"group", "treatment", "arm", "condition"};
  const etho_trials *trials = etho_import_trials(result);
  const etho_import_file *file = etho_import_file_at(result, 0);
  char near[200] = "", hint[400];
  if (!file || !etho_trials_rows(trials) || any_arm(trials)) return;
  if (file->n_groups) {
    snprintf(hint, sizeof hint,
             "is it '%.60s'%s%.60s%s? Declare \"columns\": {\"arm\": \"%.60s\"}; or join an animals file that has the arms",
             file->groups[0], file->n_groups > 1 ? " or '" : "", file->n_groups > 1 ? file->groups[1] : "",
             file->n_groups > 1 ? "'" : "", file->groups[0]);
    etho_issues_add(issues, "W-NO-ARM", file->path, file->dialect.header_line, 0, hint,
                    "no column says which arm an animal belongs to: arms cannot be compared");
    return;
  }
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted && !near[0]; i++)
    if (!etho_suggest(near, sizeof near, wanted[i], file->ignored, file->n_ignored)) near[0] = '\0';
  snprintf(hint, sizeof hint, "%s%s%sadd a column 'arm' (group, treatment), or join an animals file that has one",
           near[0] ? "is it " : "", near, near[0] ? "? Declare it: arm = its header; or " : "");
  etho_issues_add(issues, "W-NO-ARM", file->path, file->dialect.header_line, 0, hint,
                  "no column says which arm an animal belongs to: arms cannot be compared");
}

static etho_status import_source(etho_study *study, const study_source *source, etho_issues *issues,
                                 etho_error *error) {
  etho_import_result *result = NULL;
  size_t problems = etho_issues_count_of(issues, ETHO_PROBLEM);
  etho_import_options import = source->import;
  import.progress = study->progress, import.progress_context = study->progress_context;
  if (source->assay && strcmp(source->assay, "outcome") == 0 && !import.from) import.from = "outcome-table";
  etho_status status = etho_import_files(source->path, source->n_paths, &import, &result, issues, error);
  if (status != ETHO_OK) return status;
  study->imported[study->n_imported++] = result;
  tell_armless(result, issues);
  bool sound = etho_issues_count_of(issues, ETHO_PROBLEM) == problems; /* else told at the end, with all others */
  if (!sound && !etho_trials_rows(etho_import_trials(result))) return ETHO_OK;
  status = study_group_trials(study, source, result, sound ? error : NULL);
  if (status == ETHO_ERR_DATA && sound && error)
    etho_issues_add(issues, "E-NO-ASSAY", source->path[0], 0, 0, error->hint, "%s", error->message);
  return status == ETHO_ERR_MEMORY || sound ? status : ETHO_OK;
}

static bool is_joined(const etho_study *study, const char *path) {
  for (size_t i = 0; i < study->n_joined; i++)
    if (strcmp(study->joined[i].path, path) == 0) return true;
  return false;
}

/* The files of animals belong to the provenance too. What is wrong with them the import has told. */
static etho_status note_joined(etho_study *study, const char *path, const etho_dialect *dialect, etho_error *error) {
  etho_table *table = NULL;
  etho_issues *issues = etho_issues_new();
  if (!issues) return no_memory(error);
  etho_status status = etho_table_read(path, dialect, &table, issues, error);
  etho_issues_free(issues);
  if (status != ETHO_OK) return status;
  etho_report_input *input = &study->joined[study->n_joined++];
  *input = (etho_report_input){path, etho_arena_text(study->arena, etho_table_sha256(table)), "animals",
                               etho_table_rows(table)};
  etho_table_free(table);
  return input->sha256 ? ETHO_OK : no_memory(error);
}

static etho_status note_all_joined(etho_study *study, etho_error *error) {
  size_t n = 0;
  for (size_t i = 0; i < study->n_sources; i++) n += study->source[i].import.n_joins;
  study->joined = ETHO_NEW(study->arena, etho_report_input, n + 1);
  if (!study->joined) return no_memory(error);
  for (size_t i = 0; i < study->n_sources; i++) {
    const etho_import_options *import = &study->source[i].import;
    for (size_t k = 0; k < import->n_joins; k++) {
      const char *path = import->joins[k];
      bool again = strcmp(path, "-") == 0 || is_joined(study, path);
      etho_status status = again ? ETHO_OK : note_joined(study, path, import->join_options ? &import->join_options[k].dialect : NULL, error);
      if (status != ETHO_OK) return status;
    }
  }
  return ETHO_OK;
}

/* A folder may hold more files than when the report was made. */
static void compare_count(const etho_study *study, etho_issues *issues) {
  size_t n = etho_study_file_count(study) + study->n_joined + (study->file != NULL);
  if (study->figures && n != study->n_recorded)
    etho_issues_add(issues, "E-INPUT-CHANGED", NULL, 0, 0, "files were added to an input folder, or removed",
                    "the report was made from %zu input files, now there are %zu", study->n_recorded, n);
}

static etho_status measure_all(etho_study *study, etho_issues *issues, etho_error *error) {
  for (size_t i = 0; i < study->n_groups; i++) {
    study_group *group = &study->group[i];
    etho_status status = etho_assay_measure(group->assay, group->trials, &study->assay, &group->measures, issues, error);
    if (status != ETHO_OK) return status;
  }
  return ETHO_OK;
}

etho_status etho_study_import(etho_study *study, etho_issues *issues, etho_error *error) {
  study->imported = ETHO_NEW(study->arena, etho_import_result *, study->n_sources + 1);
  study->group = ETHO_NEW(study->arena, study_group, etho_assay_count() + 1);
  if (!study->imported || !study->group) return no_memory(error);
  for (size_t i = 0; i < study->n_sources; i++) {
    etho_status status = import_source(study, &study->source[i], issues, error);
    if (status != ETHO_OK) return status;
  }
  if (!etho_issues_count_of(issues, ETHO_PROBLEM)) {
    etho_status status = note_all_joined(study, error);
    if (status != ETHO_OK) return status;
    compare_count(study, issues);
  } else {
    measure_all(study, issues, NULL); /* what the assay finds is told with what the import found */
  }
  return verdict(study, issues, error);
}

static bool any_measure(const etho_study *study, bool fits(const etho_measure *, const etho_study *)) {
  for (size_t g = 0; g < study->n_groups; g++)
    for (size_t m = 0; m < etho_measures_count(study->group[g].measures); m++)
      if (fits(etho_measures_info(study->group[g].measures, m), study)) return true;
  return false;
}

static bool has_declared_chance(const etho_measure *measure, const etho_study *study) {
  return measure->has_chance && !(measure->chance < study->assay.chance) && !(measure->chance > study->assay.chance);
}

static bool is_latency(const etho_measure *measure, const etho_study *study) {
  (void)study;
  return strstr(measure->name, "latency") != NULL;
}

/* What was declared and changes nothing is said: it may have been meant for something else. */
static void warn_of_unused(const etho_study *study, etho_issues *issues) {
  if (study->narrowed) return; /* it may be meant for the assay that is left out */
  if (!isnan(study->assay.chance) && !any_measure(study, has_declared_chance))
    etho_issues_add(issues, "W-OPTION-UNUSED", NULL, 0, 0, "the chance of an index such as the DI is fixed by its definition",
                    "the chance level %g is declared, but no measure of these data takes one", study->assay.chance);
  if (!isnan(study->assay.cutoff_s) && !any_measure(study, is_latency))
    etho_issues_add(issues, "W-OPTION-UNUSED", NULL, 0, 0, "a latency column is needed",
                    "the cut-off of %g s is declared, but these data have no latency", study->assay.cutoff_s);
}

/* Without a single test the training is compared, which says nothing of memory. */
static void warn_of_training(const etho_study *study, etho_issues *issues) {
  for (size_t g = 0; g < study->n_groups; g++) {
    const etho_trials *trials = study->group[g].trials;
    size_t phase = etho_trials_find(trials, "phase"), n = etho_trials_rows(trials), r = 0;
    if (strcmp(etho_assay_name(study->group[g].assay), "nor") != 0 || phase == ETHO_NOT_FOUND || !n) continue;
    while (r < n && etho_trials_text(trials, r, phase) && strcmp(etho_trials_text(trials, r, phase), "training") == 0) r++;
    if (r == n)
      etho_issues_add(issues, "W-TRAINING-ONLY", etho_trials_file(trials, 0), etho_trials_line(trials, 0), 0,
                      "give the trials of the test too; if these are tests, declare it: \"recodes\": {\"phase\": {\"training\": \"test\"}}",
                      "all trials are of the training phase: they are measured as if they were tests, and say nothing of memory");
  }
}

etho_status etho_study_measure(etho_study *study, etho_issues *issues, etho_error *error) {
  etho_status status = study_require_assay(study, error);
  if (status == ETHO_OK) status = measure_all(study, issues, error);
  if (status != ETHO_OK) return status;
  warn_of_unused(study, issues);
  warn_of_training(study, issues);
  return verdict(study, issues, error);
}

/* The design with what one assay of several has of its own. */
static etho_design design_of(const etho_study *study, const study_group *group) {
  etho_design design = study->design;
  if (group->response) design.response = group->response;
  bool others = study->n_groups > 1 && design.response && !group->response;
  if (others && etho_measures_find(group->measures, design.response) == ETHO_NOT_FOUND)
    design.response = NULL; /* the response named belongs to another assay of the study */
  return design;
}

etho_status etho_study_analyze(etho_study *study, etho_issues *issues, etho_error *error) {
  for (size_t i = 0; i < study->n_groups; i++) {
    study_group *group = &study->group[i];
    etho_design design = design_of(study, group);
    etho_status status = etho_analysis_run(group->measures, &design, &group->analysis, issues, error);
    if (status != ETHO_OK) return status;
  }
  return verdict(study, issues, error);
}

etho_status etho_study_check_design(const etho_study *study, etho_issues *issues, etho_error *error) {
  etho_status first = ETHO_OK;
  for (size_t i = 0; i < study->n_groups; i++) {
    const study_group *group = &study->group[i];
    etho_design design = design_of(study, group);
    etho_error why = {0};
    if (!group->measures || etho_analysis_check(group->measures, &design, study->file ? issues : NULL, &why) == ETHO_OK) continue;
    if (first == ETHO_OK) first = etho_error_set(error, why.status, "%s", why.message), etho_error_hint(error, "%s", why.hint);
    bool mistaken = why.status == ETHO_ERR_USAGE; /* a name in the study file, not a want of data */
    if (study->file)
      etho_issues_add(issues, mistaken ? "E-DESIGN" : "W-DESIGN", study->file, 0, 0, why.hint, "%s%s",
                      mistaken ? "" : "these data can be measured, but `analyze` would refuse: ", why.message);
  }
  return first;
}

size_t etho_study_file_count(const etho_study *study) {
  size_t count = 0;
  for (size_t i = 0; i < study->n_imported; i++) count += etho_import_file_count(study->imported[i]);
  return count;
}

const etho_import_file *etho_study_file(const etho_study *study, size_t index) {
  for (size_t i = 0; i < study->n_imported; i++) {
    size_t count = etho_import_file_count(study->imported[i]);
    if (index < count) return etho_import_file_at(study->imported[i], index);
    index -= count;
  }
  return NULL;
}

etho_status etho_study_trials(const etho_study *study, etho_trials **trials, etho_error *error) {
  etho_trials *all = etho_trials_new();
  if (!all) return no_memory(error);
  for (size_t i = 0; i < study->n_imported; i++) etho_trials_append(all, etho_import_trials(study->imported[i]));
  if (etho_trials_status(all) != ETHO_OK) {
    etho_trials_free(all);
    return no_memory(error);
  }
  *trials = all;
  return ETHO_OK;
}

size_t etho_study_assay_count(const etho_study *study) {
  return study->n_groups;
}

const etho_measures *etho_study_measures(const etho_study *study, size_t index) {
  return index < study->n_groups ? study->group[index].measures : NULL;
}

const etho_analysis *etho_study_analysis(const etho_study *study, size_t index) {
  return index < study->n_groups ? study->group[index].analysis : NULL;
}
