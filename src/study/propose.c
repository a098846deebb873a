/* The study.json that would be assumed, for a person to edit. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "study/study.h"

/* Adds text; failure is seen by the caller in what is printed at the end being NULL. */
static void text(cJSON *object, const char *name, const char *value, bool *failed) {
  if (!cJSON_AddItemToObject(object, name, value ? cJSON_CreateString(value) : cJSON_CreateNull())) *failed = true;
}

static void number(cJSON *object, const char *name, double value, bool *failed) {
  char buffer[ETHO_NUMBER_SIZE];
  etho_number_print(buffer, value);
  if (!cJSON_AddRawToObject(object, name, isfinite(value) ? buffer : "null")) *failed = true;
}

/* Only what was given: the rest is detected again. */
static void propose_dialect(const etho_dialect *dialect, cJSON *item, bool *failed) {
  const char delimiter[] = {dialect->delimiter, '\0'}, decimal[] = {dialect->decimal, '\0'};
  if (dialect->encoding) text(item, "encoding", dialect->encoding, failed);
  if (dialect->sheet) text(item, "sheet", dialect->sheet, failed);
  if (dialect->delimiter) text(item, "delimiter", dialect->delimiter == '\t' ? "tab" : delimiter, failed);
  if (dialect->decimal) text(item, "decimal", decimal, failed);
  if (dialect->header_line) number(item, "header_line", (double)dialect->header_line, failed);
}

static void propose_inputs(const etho_study *study, cJSON *root, bool *failed) {
  cJSON *inputs = cJSON_AddArrayToObject(root, "inputs");
  for (size_t i = 0; i < study->n_imported; i++)
    for (size_t k = 0; k < etho_import_file_count(study->imported[i]); k++) {
      const etho_import_file *file = etho_import_file_at(study->imported[i], k);
      cJSON *item = cJSON_CreateObject();
      if (!cJSON_AddItemToArray(inputs, item)) {
        cJSON_Delete(item);
        *failed = true;
        return;
      }
      text(item, "file", file->path, failed);
      text(item, "from", file->format, failed);
      propose_dialect(&study->source[i].import.dialect, item, failed);
      cJSON *columns = cJSON_AddObjectToObject(item, "columns");
      for (size_t m = 0; m < file->n_mapped; m++) /* a role is declared once (of prism-wide every column is an arm) */
        if (!cJSON_GetObjectItemCaseSensitive(columns, file->mapped[m].name))
          text(columns, file->mapped[m].name, file->mapped[m].value, failed);
    }
}

/* The arms in the order of the first assay's analysis, or of its rows. */
static void propose_arms(const etho_study *study, cJSON *design, bool *failed) {
  cJSON *arms = cJSON_AddArrayToObject(design, "arms");
  for (size_t g = 0; g < study->n_groups; g++) {
    const etho_measures *measures = study->group[g].measures;
    for (size_t r = 0; measures && r < etho_measures_rows(measures); r++) {
      const char *arm = etho_measures_row(measures, r)->arm;
      bool known = arm == NULL;
      cJSON *item;
      cJSON_ArrayForEach(item, arms) known = known || strcmp(item->valuestring, arm) == 0;
      if (!known && !cJSON_AddItemToArray(arms, cJSON_CreateString(arm))) *failed = true;
    }
  }
}

static void propose_design(const etho_study *study, cJSON *root, bool *failed) {
  cJSON *design = cJSON_AddObjectToObject(root, "design");
  propose_arms(study, design, failed);
  text(design, "control", study->design.control ? study->design.control : "FILL IN: the control arm, or delete this line", failed);
  text(design, "_impaired", "the arm expected to be impaired: remove the underscore to declare it", failed);
  text(design, "_treatments", "the arms meant to rescue it: remove the underscore to declare them, as a list", failed);
  number(design, "equivalence", study->design.equivalence, failed);
  if (!cJSON_AddObjectToObject(design, "aliases")) *failed = true;
}

/* Every rule an assay knows, switched off, with its meaning. */
static void propose_rules(const etho_study *study, cJSON *root, bool *failed) {
  if (!cJSON_AddArrayToObject(root, "exclusions")) *failed = true;
  cJSON *known = cJSON_AddArrayToObject(root, "_exclusions_to_choose_from");
  for (size_t g = 0; g < study->n_groups; g++)
    for (size_t i = 0; i < etho_assay_rule_count(study->group[g].assay); i++) {
      cJSON *item = cJSON_CreateObject();
      text(item, "rule", etho_assay_rule_name(study->group[g].assay, i), failed);
      text(item, "meaning", etho_assay_rule_summary(study->group[g].assay, i), failed);
      if (!cJSON_AddItemToArray(known, item)) {
        cJSON_Delete(item);
        *failed = true;
      }
    }
}

static void propose_analysis(const etho_study *study, cJSON *root, bool *failed) {
  cJSON *analysis = cJSON_AddObjectToObject(root, "analysis");
  const etho_options *options = &study->design.options;
  text(analysis, "primary", study->design.primary ? study->design.primary : "anova_welch", failed);
  text(analysis, "pairwise", study->design.pairwise ? study->design.pairwise : "games_howell", failed);
  number(analysis, "conf_level", options->conf_level, failed);
  number(analysis, "resamples", (double)options->resamples, failed);
  number(analysis, "seed", (double)options->seed, failed);
  const etho_assay_options *assay = &study->assay;
  if (!isnan(assay->cutoff_s)) number(analysis, "cutoff_s", assay->cutoff_s, failed);
  if (!isnan(assay->chance)) number(analysis, "chance", assay->chance, failed);
  if (assay->reentries) text(analysis, "reentries", assay->reentries, failed);
}

static void propose_reporting(cJSON *root, bool *failed) {
  static const char *const asked[] = {"randomisation", "blinding", "sample size", "housing", "ethics"};
  cJSON *reporting = cJSON_AddObjectToObject(root, "reporting");
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) text(reporting, asked[i], "not stated", failed);
}

etho_status etho_study_propose(const etho_study *study, char **json, size_t *length, etho_error *error) {
  bool failed = false;
  cJSON *root = cJSON_CreateObject();
  text(root, "schema", "ethostat.study/1", &failed);
  text(root, "title", study->title ? study->title : "FILL IN: the title of the study", &failed);
  propose_inputs(study, root, &failed);
  cJSON *animals = cJSON_AddArrayToObject(root, "animals");
  const etho_import_options *import = study->n_sources ? &study->source[0].import : NULL;
  for (size_t i = 0; animals && import && i < import->n_joins; i++) {
    cJSON *path = cJSON_CreateString(import->joins[i]);
    if (!path || !cJSON_AddItemToArray(animals, path)) failed = true;
  }
  if (!animals) failed = true;
  propose_design(study, root, &failed);
  propose_rules(study, root, &failed);
  propose_analysis(study, root, &failed);
  propose_reporting(root, &failed);
  char *printed = failed ? NULL : cJSON_Print(root);
  cJSON_Delete(root);
  etho_text out = {0};
  if (printed) etho_text_format(&out, "%s\n", printed);
  cJSON_free(printed);
  if (!printed || out.failed) {
    etho_text_free(&out);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  *json = out.data;
  *length = out.length;
  return ETHO_OK;
}
