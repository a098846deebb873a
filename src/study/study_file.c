/* study.json -> etho_study. The keys are documented in docs/study.md. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "study/json.h"
#include "study/study.h"

/* Paths in a study file are relative to its folder. */
static const char *beside(json_reader *reader, const char *study_file, const char *path) {
  const char *slash = strrchr(study_file, '/');
  if (!path || path[0] == '/' || !slash || strcmp(path, "-") == 0) return path;
  etho_text joined = {0};
  etho_text_append_n(&joined, study_file, (size_t)(slash - study_file) + 1);
  etho_text_append(&joined, path);
  const char *kept = joined.failed ? NULL : etho_arena_text(reader->arena, etho_text_get(&joined));
  if (!kept) reader->failed = true;
  etho_text_free(&joined);
  return kept;
}

static const char **paths_beside(json_reader *reader, const cJSON *object, const char *where, const char *name,
                                 size_t *n) {
  const char **list = json_texts(reader, object, where, name, n);
  for (size_t i = 0; i < *n; i++) list[i] = beside(reader, reader->file, list[i]);
  return list;
}

static char one_character(json_reader *reader, const cJSON *object, const char *where, const char *name,
                          const char *allowed) {
  const char *text = json_text(reader, object, where, name);
  if (!text) return '\0';
  if (strcmp(text, "tab") == 0) return '\t';
  if (text[0] && !text[1] && strchr(allowed, text[0])) return text[0];
  etho_issues_add(reader->issues, "E-STUDY-VALUE", reader->file, 0, 0, NULL, "\"%s\" in \"%s\" cannot be \"%s\"", name,
                  where, text);
  return '\0';
}

static void read_import(json_reader *reader, const cJSON *object, const char *where, etho_import_options *import) {
  if (json_text(reader, object, where, "from")) import->from = json_text(reader, object, where, "from");
  const char *encoding = json_text(reader, object, where, "encoding");
  if (encoding) import->dialect.encoding = encoding;
  const char *sheet = json_text(reader, object, where, "sheet");
  if (sheet) import->dialect.sheet = sheet;
  char delimiter = one_character(reader, object, where, "delimiter", ",;\t|");
  char decimal = one_character(reader, object, where, "decimal", ".,");
  if (delimiter) import->dialect.delimiter = delimiter;
  if (decimal) import->dialect.decimal = decimal;
  import->dialect.header_line = json_count(reader, object, where, "header_line", import->dialect.header_line);
  import->dialect.no_header = json_bool(reader, object, where, "no_header", import->dialect.no_header);
  size_t n;
  const etho_pair *pairs = json_pairs(reader, object, where, "columns", false, &n);
  if (n) import->columns = pairs, import->n_columns = n;
  pairs = json_pairs(reader, object, where, "recodes", true, &n);
  if (n) import->recodes = pairs, import->n_recodes = n;
  pairs = json_pairs(reader, object, where, "settings", false, &n);
  if (n) import->settings = pairs, import->n_settings = n;
  const char *pattern = json_text(reader, object, where, "pattern");
  if (pattern) import->pattern = pattern;
}

static const char import_keys[] = "from,sheet,encoding,delimiter,decimal,header_line,no_header,columns,recodes,settings,pattern";
static const char input_keys[] =
    "file,files,assay,response,from,sheet,encoding,delimiter,decimal,header_line,no_header,columns,recodes,settings,pattern";

static void read_inputs(json_reader *reader, const cJSON *root, etho_study *study, const etho_import_options *common) {
  const cJSON *inputs = json_array(reader, root, "", "inputs"), *item;
  size_t count = inputs ? (size_t)cJSON_GetArraySize(inputs) : 0;
  study->source = ETHO_NEW(study->arena, study_source, count + 1);
  if (!study->source) {
    reader->failed = true;
    return;
  }
  cJSON_ArrayForEach(item, inputs) {
    study_source *source = &study->source[study->n_sources++];
    source->import = *common;
    if (cJSON_IsString(item)) {
      source->path = ETHO_NEW(study->arena, const char *, 1);
      if (source->path) source->path[source->n_paths++] = beside(reader, reader->file, etho_arena_text(study->arena, item->valuestring));
      else reader->failed = true;
      continue;
    }
    json_known(reader, item, "inputs", input_keys);
    source->path = paths_beside(reader, item, "inputs", "file", &source->n_paths);
    if (!source->n_paths) source->path = paths_beside(reader, item, "inputs", "files", &source->n_paths);
    source->assay = json_text(reader, item, "inputs", "assay");
    source->response = json_text(reader, item, "inputs", "response");
    read_import(reader, item, "inputs", &source->import);
    if (!source->n_paths)
      etho_issues_add(reader->issues, "E-STUDY-INPUT", reader->file, 0, 0, "such as {\"file\": \"nor.csv\"}",
                      "input %zu names no file", study->n_sources);
  }
  if (!study->n_sources)
    etho_issues_add(reader->issues, "E-STUDY-INPUT", reader->file, 0, 0, "such as \"inputs\": [{\"file\": \"nor.csv\"}]",
                    "the study file names no inputs");
}

static void read_design(json_reader *reader, const cJSON *root, etho_study *study) {
  const cJSON *design = json_object(reader, root, "", "design");
  json_known(reader, design, "design", "arms,control,impaired,treatments,aliases,equivalence,phase,pseudoreplicate");
  study->design.arms = json_texts(reader, design, "design", "arms", &study->design.n_arms);
  study->design.control = json_text(reader, design, "design", "control");
  study->design.impaired = json_text(reader, design, "design", "impaired");
  study->design.treatments = json_texts(reader, design, "design", "treatments", &study->design.n_treatments);
  study->design.equivalence = json_number(reader, design, "design", "equivalence", study->design.equivalence);
  study->design.phase = json_text(reader, design, "design", "phase");
  study->design.pseudoreplicate = json_bool(reader, design, "design", "pseudoreplicate", false);
}

/* One number, or [low, high] for rules about a range; threshold_low and threshold_high say the same. */
static void read_thresholds(json_reader *reader, const cJSON *item, etho_rule *rule) {
  const cJSON *range = cJSON_GetObjectItemCaseSensitive(item, "threshold");
  bool pair = cJSON_IsArray(range) && cJSON_GetArraySize(range) == 2 && cJSON_IsNumber(range->child) &&
              cJSON_IsNumber(range->child->next);
  if (pair) {
    rule->threshold = range->child->valuedouble;
    rule->threshold_high = range->child->next->valuedouble;
    return;
  }
  double low = json_number(reader, item, "exclusions", "threshold_low", (double)NAN);
  rule->threshold = json_number(reader, item, "exclusions", "threshold", low);
  rule->threshold_high = json_number(reader, item, "exclusions", "threshold_high", (double)NAN);
}

static void read_rules(json_reader *reader, const cJSON *root, etho_study *study) {
  const cJSON *rules = json_array(reader, root, "", "exclusions"), *item;
  etho_rule *rule = ETHO_NEW(study->arena, etho_rule, rules ? (size_t)cJSON_GetArraySize(rules) + 1 : 1);
  if (!rule) {
    reader->failed = true;
    return;
  }
  study->assay.rules = rule;
  cJSON_ArrayForEach(item, rules) {
    json_known(reader, item, "exclusions", "rule,threshold,threshold_low,threshold_high,phase,animal,reason,apriori,excludes");
    *rule = (etho_rule){.name = json_text(reader, item, "exclusions", "rule"),
                        .phase = json_text(reader, item, "exclusions", "phase"),
                        .animal = json_text(reader, item, "exclusions", "animal"),
                        .reason = json_text(reader, item, "exclusions", "reason"),
                        .apriori = json_bool(reader, item, "exclusions", "apriori", false),
                        .excludes = json_bool(reader, item, "exclusions", "excludes", true)};
    read_thresholds(reader, item, rule);
    if (!rule->name && rule->animal) rule->name = "declared";
    if (rule->name) rule++, study->assay.n_rules++;
    else
      etho_issues_add(reader->issues, "E-STUDY-RULE", reader->file, 0, 0, "`ethostat list rules` shows the names",
                      "an exclusion without \"rule\" or \"animal\"");
  }
}

static void read_analysis(json_reader *reader, const cJSON *root, etho_study *study) {
  const cJSON *a = json_object(reader, root, "", "analysis");
  json_known(reader, a, "analysis", "response,primary,pairwise,conf_level,resamples,seed,cutoff_s,trial_length_s,chance,"
                                    "reentries,criterion_correct,criterion_of,first_s");
  etho_options *options = &study->design.options;
  study->design.response = json_text(reader, a, "analysis", "response");
  study->design.primary = json_text(reader, a, "analysis", "primary");
  study->design.pairwise = json_text(reader, a, "analysis", "pairwise");
  options->conf_level = json_number(reader, a, "analysis", "conf_level", options->conf_level);
  options->resamples = json_count(reader, a, "analysis", "resamples", options->resamples);
  options->seed = json_count(reader, a, "analysis", "seed", (size_t)options->seed);
  study->assay.cutoff_s = json_number(reader, a, "analysis", "cutoff_s", study->assay.cutoff_s);
  study->assay.trial_length_s = json_number(reader, a, "analysis", "trial_length_s", study->assay.trial_length_s);
  study->assay.chance = json_number(reader, a, "analysis", "chance", study->assay.chance);
  study->assay.first_s = json_number(reader, a, "analysis", "first_s", study->assay.first_s);
  const char *reentries = json_text(reader, a, "analysis", "reentries");
  if (reentries) study->assay.reentries = reentries;
  study->assay.criterion_correct = json_count(reader, a, "analysis", "criterion_correct", study->assay.criterion_correct);
  study->assay.criterion_of = json_count(reader, a, "analysis", "criterion_of", study->assay.criterion_of);
}

static void read_style(json_reader *reader, const cJSON *root, etho_study *study) {
  static const char where[] = "figures";
  const cJSON *figures = json_object(reader, root, "", where);
  etho_figure_options *style = &study->style;
  json_known(reader, figures, where, "formats,width_mm,theme,palette,error_bar,labels,order,charts,hide_ns");
  const struct { const char *name; const char **target; } texts[] = {
      {"formats", &style->formats}, {"theme", &style->theme}, {"palette", &style->palette}, {"error_bar", &style->error_bar},
      {"labels", &style->labels},   {"order", &style->order}, {"charts", &style->charts}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const char *text = json_text(reader, figures, where, texts[i].name);
    if (text) *texts[i].target = text;
  }
  style->width_mm = json_number(reader, figures, where, "width_mm", style->width_mm);
  style->hide_ns = json_bool(reader, figures, where, "hide_ns", style->hide_ns);
}

static void read_declared(json_reader *reader, const cJSON *root, etho_study *study) {
  size_t n;
  const etho_pair *pairs = json_pairs(reader, root, "", "reporting", false, &n);
  study->declared = ETHO_NEW(study->arena, etho_report_fact, n + 1);
  if (!study->declared) reader->failed = true;
  for (size_t i = 0; i < n && study->declared; i++)
    study->declared[study->n_declared++] = (etho_report_fact){.name = pairs[i].name, .value = pairs[i].value};
}

static void check_schema(json_reader *reader, const cJSON *root) {
  const char *schema = json_text(reader, root, "", "schema");
  if (!schema || strcmp(schema, "ethostat.study/1") != 0)
    etho_issues_add(reader->issues, "E-STUDY-SCHEMA", reader->file, 0, 0, "write \"schema\": \"ethostat.study/1\"",
                    "\"schema\" is %s%s%s", schema ? "\"" : "", schema ? schema : "missing", schema ? "\"" : "");
}

static void read_all(json_reader *reader, const cJSON *root, etho_study *study) {
  etho_import_options common = {0};
  check_schema(reader, root);
  json_known(reader, root, "", "schema,title,inputs,animals,design,exclusions,analysis,reporting,figures,import");
  study->title = json_text(reader, root, "", "title");
  const cJSON *import = json_object(reader, root, "", "import"), *design = json_object(reader, root, "", "design");
  json_known(reader, import, "import", import_keys);
  read_import(reader, import, "import", &common);
  common.joins = paths_beside(reader, root, "", "animals", &common.n_joins);
  common.arm_aliases = json_pairs(reader, design, "design", "aliases", true, &common.n_arm_aliases);
  read_inputs(reader, root, study, &common);
  read_design(reader, root, study);
  read_rules(reader, root, study);
  read_analysis(reader, root, study);
  read_declared(reader, root, study);
  read_style(reader, root, study);
}

/* Which options the file gives, so that the report can tell them from those that are assumed. */
static void keep_names(json_reader *reader, const cJSON *root, etho_study *study, const char *object) {
  const cJSON *all = json_object(reader, root, "", object);
  for (const cJSON *item = all ? all->child : NULL; item; item = item->next) {
    if (cJSON_IsNull(item) || !item->string) continue;
    const char **grown = etho_arena_grow(study->arena, study->named, &study->named_capacity, study->n_named + 1, sizeof *grown);
    if (!grown || !(grown[study->n_named] = etho_arena_text(study->arena, item->string))) {
      reader->failed = true;
      return;
    }
    study->named = grown;
    study->n_named++;
  }
}

etho_status study_read_json(etho_study *study, const char *path, const char *text, size_t length, etho_issues *issues,
                            etho_error *error) {
  json_reader reader = {.file = etho_arena_text(study->arena, path), .arena = study->arena, .issues = issues};
  cJSON *root = NULL;
  etho_status status = json_parse(&reader, text, length, &root, error);
  char hash[65];
  etho_sha256(text, length, hash);
  study->study_input = (etho_report_input){reader.file, etho_arena_text(study->arena, hash), "study.json", 0};
  study->run.study = etho_arena_text_n(study->arena, text, length);
  if (!reader.file || !study->study_input.sha256 || !study->run.study) reader.failed = true;
  if (status == ETHO_OK) {
    read_all(&reader, root, study);
    keep_names(&reader, root, study, "design");
    keep_names(&reader, root, study, "analysis");
  }
  if (reader.failed) status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  study->file = reader.file;
  study->file = reader.file;
  cJSON_Delete(root);
  return status;
}
