/* The study.json that would be assumed, for a person to edit. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "study/draft.h"
#include "study/propose.h"

/* ---- JSON ---- */

void propose_text(proposal *p, cJSON *object, const char *name, const char *value) {
  if (!cJSON_AddItemToObject(object, name, value ? cJSON_CreateString(value) : cJSON_CreateNull())) p->failed = true;
}

void propose_number(proposal *p, cJSON *object, const char *name, double value) {
  char buffer[ETHO_NUMBER_SIZE];
  etho_number_print(buffer, value);
  if (!cJSON_AddRawToObject(object, name, isfinite(value) ? buffer : "null")) p->failed = true;
}

void propose_gap(proposal *p, cJSON *object, const char *name, const char *question) {
  etho_text text = {0};
  etho_text_format(&text, "FILL IN: %s", question);
  if (text.failed) p->failed = true;
  propose_text(p, object, name, etho_text_get(&text));
  etho_text_free(&text);
}

void propose_element(proposal *p, cJSON *array, const char *value) {
  cJSON *item = cJSON_CreateString(value);
  if (cJSON_AddItemToArray(array, item)) return;
  cJSON_Delete(item);
  p->failed = true;
}

/* ---- inputs ---- */

/* Only what was given: the rest is detected again. */
static void propose_dialect(proposal *p, const etho_dialect *dialect, cJSON *item) {
  const char delimiter[] = {dialect->delimiter, '\0'}, decimal[] = {dialect->decimal, '\0'};
  if (dialect->encoding) propose_text(p, item, "encoding", dialect->encoding);
  if (dialect->sheet) propose_text(p, item, "sheet", dialect->sheet);
  if (dialect->delimiter) propose_text(p, item, "delimiter", dialect->delimiter == '\t' ? "tab" : delimiter);
  if (dialect->decimal) propose_text(p, item, "decimal", decimal);
  if (dialect->header_line) propose_number(p, item, "header_line", (double)dialect->header_line);
  if (dialect->no_header && !cJSON_AddTrueToObject(item, "no_header")) p->failed = true;
}

static void propose_files(proposal *p, const draft_input *input, cJSON *item) {
  const etho_report_run *run = &p->study->run;
  bool whole = p->study->draft->whole && run->n_paths < input->n_paths;
  const char *const *path = whole ? run->path : input->path;
  size_t n = whole ? run->n_paths : input->n_paths;
  if (n == 1 && !whole) {
    propose_text(p, item, "file", propose_path(p, path[0]));
    return;
  }
  cJSON *files = cJSON_AddArrayToObject(item, "files");
  for (size_t i = 0; i < n; i++) propose_element(p, files, propose_path(p, path[i]));
}

static size_t count_role(const draft_input *input, const char *role) {
  size_t n = 0;
  for (size_t i = 0; i < input->file->n_mapped; i++) n += strcmp(input->file->mapped[i].name, role) == 0;
  return n;
}

static bool is_role(const char *name) {
  for (size_t i = 0; i < etho_role_count(); i++)
    if (strcmp(etho_role_at(i)->name, name) == 0) return true;
  return false;
}

/* A role that several columns play (a column per phase, bin or trial) is found again by their headers. */
static void propose_columns(proposal *p, const draft_input *input, cJSON *item) {
  cJSON *columns = cJSON_AddObjectToObject(item, "columns");
  bool declared = input->table && strcmp(input->format, "prism-wide") != 0 && strncmp(input->format, "wide", 4) != 0;
  for (size_t i = 0; declared && i < input->file->n_mapped; i++) {
    const etho_pair *pair = &input->file->mapped[i];
    if (is_role(pair->name) && count_role(input, pair->name) == 1) propose_text(p, columns, pair->name, pair->value);
  }
  for (size_t i = 0; i < input->n_gaps; i++)
    if (strcmp(input->gap[i].object, "columns") == 0 && !cJSON_GetObjectItemCaseSensitive(columns, input->gap[i].name))
      propose_gap(p, columns, input->gap[i].name, input->gap[i].question);
  if (!columns) p->failed = true;
  else if (!columns->child) cJSON_DeleteItemFromObjectCaseSensitive(item, "columns");
  cJSON *seen = declared ? NULL : cJSON_AddArrayToObject(item, "_columns_seen"); /* of exports, which are found as they are */
  for (size_t i = 0; seen && i < input->file->n_mapped; i++) {
    if (!is_role(input->file->mapped[i].name)) continue;
    etho_text both = {0};
    etho_text_format(&both, "%s <- %s", input->file->mapped[i].name, input->file->mapped[i].value);
    propose_element(p, seen, etho_text_get(&both));
    etho_text_free(&both);
  }
  if (seen && !seen->child) cJSON_DeleteItemFromObjectCaseSensitive(item, "_columns_seen");
}

static bool is_target(const char *name) {
  return strcmp(name, "novel") == 0 || strcmp(name, "familiar") == 0 || strcmp(name, "left") == 0 ||
         strcmp(name, "right") == 0 || strcmp(name, "object_a") == 0 || strcmp(name, "object_b") == 0;
}

static bool is_gap(const draft_input *input, const char *name) {
  for (size_t i = 0; i < input->n_gaps; i++)
    if (strcmp(input->gap[i].name, name) == 0) return true;
  return false;
}

/* Labels that say themselves which object they are: written down, so that all can see it. */
static void propose_labels(proposal *p, const draft_input *input, cJSON *settings) {
  const etho_import_file *file = input->file;
  for (size_t i = 0; !input->table && i < file->n_mapped; i++) {
    const char *name = file->mapped[i].name, *label = file->mapped[i].value;
    if (!is_target(name) || is_gap(input, name) || strpbrk(label, "|,") || strcmp(name, label) == 0) continue;
    if (is_gap(input, "novel")) continue; /* left and right hold only until the novel one is named */
    cJSON *known = cJSON_GetObjectItemCaseSensitive(settings, name);
    etho_text both = {0};
    if (known) etho_text_format(&both, "%s|", known->valuestring);
    etho_text_append(&both, label);
    cJSON_DeleteItemFromObjectCaseSensitive(settings, name);
    propose_text(p, settings, name, etho_text_get(&both));
    etho_text_free(&both);
  }
}

static void propose_settings(proposal *p, const draft_input *input, cJSON *item) {
  cJSON *settings = cJSON_AddObjectToObject(item, "settings");
  for (size_t i = 0; i < input->n_gaps; i++) {
    const etho_gap *gap = &input->gap[i];
    if (strcmp(gap->object, "settings") != 0) continue;
    etho_text question = {0};
    etho_text_append(&question, gap->question);
    bool listed = input->candidates && !strstr(gap->question, input->candidates);
    if (listed && is_target(gap->name)) etho_text_format(&question, ": one of %s", input->candidates);
    propose_gap(p, settings, gap->name, etho_text_get(&question));
    etho_text_free(&question);
  }
  propose_labels(p, input, settings);
  if (!settings) p->failed = true;
  else if (!settings->child) cJSON_DeleteItemFromObjectCaseSensitive(item, "settings");
}

/* "phase:TS" -> "test" as {"phase": {"TS": "test"}}. */
static void propose_recodes(proposal *p, const draft_input *input, cJSON *item) {
  if (!input->n_recodes) return;
  cJSON *recodes = cJSON_AddObjectToObject(item, "recodes");
  for (size_t i = 0; i < input->n_recodes; i++) {
    const char *colon = strchr(input->recode[i].name, ':');
    etho_text column = {0};
    etho_text_append_n(&column, input->recode[i].name, (size_t)(colon - input->recode[i].name));
    cJSON *own = cJSON_GetObjectItemCaseSensitive(recodes, etho_text_get(&column));
    if (!own) own = cJSON_AddObjectToObject(recodes, etho_text_get(&column));
    propose_text(p, own, colon + 1, input->recode[i].value);
    etho_text_free(&column);
  }
}

static void propose_input(proposal *p, const draft_input *input, cJSON *item) {
  const etho_import_options *given = &p->study->source->import;
  bool known = strcmp(input->format, "unknown") != 0;
  propose_files(p, input, item);
  if (known) propose_text(p, item, "from", input->format);
  if (input->assay) propose_text(p, item, "assay", input->assay);
  propose_dialect(p, &given->dialect, item);
  if (input->pattern) propose_text(p, item, "pattern", input->pattern);
  if (input->pattern_gap) propose_gap(p, item, "pattern", input->pattern_gap);
  propose_columns(p, input, item);
  propose_recodes(p, input, item);
  propose_settings(p, input, item);
  propose_seen(p, input, item);
}

static void propose_inputs(proposal *p, cJSON *root) {
  cJSON *inputs = cJSON_AddArrayToObject(root, "inputs");
  for (size_t i = 0; i < p->study->draft->n_inputs; i++) {
    cJSON *item = cJSON_CreateObject();
    if (!cJSON_AddItemToArray(inputs, item)) {
      cJSON_Delete(item);
      p->failed = true;
      return;
    }
    propose_input(p, &p->study->draft->input[i], item);
  }
}

/* ---- the rest ---- */

static void propose_animals(proposal *p, cJSON *root) {
  const etho_import_options *import = &p->study->source->import;
  const struct study_draft *draft = p->study->draft;
  cJSON *animals = cJSON_AddArrayToObject(root, "animals");
  for (size_t i = 0; i < import->n_joins; i++) propose_element(p, animals, propose_path(p, import->joins[i]));
  for (size_t i = 0; i < draft->n_keys; i++) {
    etho_text question = {0};
    etho_text_format(&question, "FILL IN: %s", draft->key[i].question);
    propose_element(p, animals, etho_text_get(&question));
    etho_text_free(&question);
  }
  bool arms = p->n_arms > 0;
  for (size_t i = 0; i < draft->n_inputs; i++) arms = arms || (draft->input[i].table && count_role(&draft->input[i], "arm"));
  if (!import->n_joins && !draft->n_keys && !arms)
    propose_element(p, animals, "FILL IN: a file with a row for each animal, columns animal and arm (and sex, cage), so that arms "
                                "can be compared; or delete this line");
}

static void propose_rules(proposal *p, cJSON *root) {
  if (!cJSON_AddArrayToObject(root, "exclusions")) p->failed = true;
  cJSON *known = cJSON_AddArrayToObject(root, "_exclusions_to_choose_from");
  for (size_t g = 0; g < p->study->n_groups; g++)
    for (size_t i = 0; i < etho_assay_rule_count(p->study->group[g].assay); i++) {
      cJSON *item = cJSON_CreateObject();
      propose_text(p, item, "rule", etho_assay_rule_name(p->study->group[g].assay, i));
      propose_text(p, item, "meaning", etho_assay_rule_summary(p->study->group[g].assay, i));
      if (!cJSON_AddItemToArray(known, item)) {
        cJSON_Delete(item);
        p->failed = true;
      }
    }
}

static void propose_analysis(proposal *p, cJSON *root) {
  const etho_study *study = p->study;
  cJSON *analysis = cJSON_AddObjectToObject(root, "analysis");
  const etho_options *options = &study->design.options;
  propose_text(p, analysis, "primary", study->design.primary ? study->design.primary : "anova_welch");
  propose_text(p, analysis, "pairwise", study->design.pairwise ? study->design.pairwise : "games_howell");
  propose_number(p, analysis, "conf_level", options->conf_level);
  propose_number(p, analysis, "resamples", (double)options->resamples);
  propose_number(p, analysis, "seed", (double)options->seed);
  const etho_assay_options *assay = &study->assay;
  if (!isnan(assay->cutoff_s)) propose_number(p, analysis, "cutoff_s", assay->cutoff_s);
  if (!isnan(assay->chance)) propose_number(p, analysis, "chance", assay->chance);
  double length = propose_trial_length(p);
  if (!isnan(length)) propose_number(p, analysis, "trial_length_s", length);
  if (assay->reentries) propose_text(p, analysis, "reentries", assay->reentries);
  else if (study->draft->reentries)
    propose_gap(p, analysis, "reentries", "an arm is entered twice in a row: merge (one visit; chance 50 %) or keep (two entries; chance 22.2 %)");
}

static void propose_reporting(proposal *p, cJSON *root) {
  static const char *const asked[] = {"randomisation", "blinding", "sample size", "housing", "ethics"};
  cJSON *reporting = cJSON_AddObjectToObject(root, "reporting");
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) propose_text(p, reporting, asked[i], "not stated");
}

static cJSON *propose_all(proposal *p) {
  cJSON *root = cJSON_CreateObject();
  propose_text(p, root, "schema", "ethostat.study/1");
  propose_text(p, root, "title", propose_title(p));
  propose_inputs(p, root);
  propose_animals(p, root);
  propose_design(p, root);
  propose_rules(p, root);
  propose_analysis(p, root);
  propose_reporting(p, root);
  return root;
}

etho_status etho_study_propose(const etho_study *study, const char *folder, char **json, size_t *length, etho_error *error) {
  if (!study->draft) return etho_error_set(error, ETHO_ERR_USAGE, "there is no draft of a study to propose");
  proposal p = {.study = study, .folder = folder, .arena = etho_arena_new()};
  cJSON *root = p.arena && propose_find_arms(&p) ? propose_all(&p) : NULL;
  char *printed = root && !p.failed ? cJSON_Print(root) : NULL;
  cJSON_Delete(root);
  etho_arena_free(p.arena);
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

etho_status etho_study_propose_to(const etho_study *study, const char *path, bool replace, etho_error *error) {
  struct stat info;
  if (!replace && stat(path, &info) == 0) {
    etho_error_set(error, ETHO_ERR_USAGE, "'%.500s' exists already", path);
    etho_error_hint(error, "give another name, or say that it shall be replaced (--force)");
    return ETHO_ERR_USAGE;
  }
  const char *slash = strrchr(path, '/');
  etho_text folder = {0};
  etho_text_append_n(&folder, path, slash ? (size_t)(slash - path) + 1 : 0);
  char *json = NULL;
  size_t length;
  etho_status status = etho_study_propose(study, slash ? etho_text_get(&folder) : ".", &json, &length, error);
  if (status == ETHO_OK) status = etho_file_write(path, json, length, error);
  free(json);
  etho_text_free(&folder);
  return status;
}
