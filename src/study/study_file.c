/* study.json -> etho_study. The keys are documented in docs/study.md. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "study/json.h"
#include "study/study.h"

/* Paths in a study file are relative to its folder. Folders may be separated as in Windows, unless a file is called so. */
const char *study_beside(json_reader *reader, const char *study_file, const char *path) {
  const char *slash = strrchr(study_file, '/');
  if (!path || strcmp(path, "-") == 0) return path;
  etho_text joined = {0};
  if (path[0] != '/' && slash) etho_text_append_n(&joined, study_file, (size_t)(slash - study_file) + 1);
  size_t own = joined.length;
  etho_text_append(&joined, path);
  struct stat info;
  bool windows = !joined.failed && strchr(path, '\\') && stat(joined.data, &info) != 0;
  for (char *p = windows ? joined.data + own : NULL; p && *p; p++)
    if (*p == '\\') *p = '/';
  const char *kept = joined.failed ? NULL : etho_arena_text(reader->arena, etho_text_get(&joined));
  if (!kept) reader->failed = true;
  etho_text_free(&joined);
  return kept;
}

/* "data\nor.csv" is a line end within a name: a backslash that should have been two. */
static void check_path(json_reader *reader, const cJSON *item, const char *where, const char *name) {
  const cJSON *element = cJSON_IsArray(item) ? item->child : item;
  for (; element; element = cJSON_IsArray(item) ? element->next : NULL)
    for (const char *p = cJSON_IsString(element) ? element->valuestring : ""; *p; p++)
      if ((unsigned char)*p < 0x20) {
        json_issue(reader, element, "E-STUDY-VALUE", "write / between folders, or each backslash twice",
                   "\"%s\" holds a control character: a single backslash in JSON is not itself",
                   json_path(reader, where, name, ETHO_NOT_FOUND));
        break;
      }
}

static const char **paths_beside(json_reader *reader, const cJSON *object, const char *where, const char *name,
                                 size_t *n) {
  const char **list = json_texts(reader, object, where, name, n);
  check_path(reader, cJSON_GetObjectItemCaseSensitive(object, name), where, name);
  for (size_t i = 0; i < *n; i++) list[i] = study_beside(reader, reader->file, list[i]);
  return list;
}

static char one_character(json_reader *reader, const cJSON *object, const char *where, const char *name,
                          const char *allowed) {
  const char *text = json_text(reader, object, where, name);
  if (!text) return '\0';
  if (strcmp(text, "tab") == 0) return '\t';
  if (text[0] && !text[1] && strchr(allowed, text[0])) return text[0];
  json_issue(reader, cJSON_GetObjectItemCaseSensitive(object, name), "E-STUDY-VALUE", "one of , ; | tab, or for decimal: . or ,",
             "\"%s\" cannot be '%.40s'", json_path(reader, where, name, ETHO_NOT_FOUND), text);
  return '\0';
}

void study_read_dialect(json_reader *reader, const cJSON *object, const char *where, etho_dialect *dialect) {
  const char *encoding = json_text(reader, object, where, "encoding"), *sheet = json_text(reader, object, where, "sheet");
  if (encoding) dialect->encoding = encoding;
  if (sheet) dialect->sheet = sheet;
  char delimiter = one_character(reader, object, where, "delimiter", ",;\t|");
  char decimal = one_character(reader, object, where, "decimal", ".,");
  if (delimiter) dialect->delimiter = delimiter;
  if (decimal) dialect->decimal = decimal;
  dialect->header_line = json_count(reader, object, where, "header_line", dialect->header_line);
  dialect->no_header = json_bool(reader, object, where, "no_header", dialect->no_header);
}

static void read_pivots(json_reader *reader, const cJSON *object, const char *where, etho_import_options *import) {
  const cJSON *longer = json_object(reader, object, where, "longer"), *wider = json_object(reader, object, where, "wider");
  const char *long_path = json_path(reader, where, "longer", ETHO_NOT_FOUND), *wide_path = json_path(reader, where, "wider", ETHO_NOT_FOUND);
  if (longer) {
    json_known(reader, longer, long_path, "pattern,values");
    import->longer = json_text(reader, longer, long_path, "pattern");
    import->longer_values = json_text(reader, longer, long_path, "values");
  }
  if (wider) {
    json_known(reader, wider, wide_path, "names,values");
    import->wider_names = json_text(reader, wider, wide_path, "names");
    import->wider_values = json_text(reader, wider, wide_path, "values");
  }
  bool half_longer = longer && !import->longer, half_wider = wider && !import->wider_names;
  if (half_longer || half_wider)
    json_issue(reader, half_longer ? longer : wider, "E-STUDY-TYPE",
                    "such as \"wider\": {\"names\": \"parameter\", \"values\": \"data\"}",
                    "\"longer\" needs a \"pattern\" over headers, \"wider\" the column of the \"names\"");
}

static void read_import(json_reader *reader, const cJSON *object, const char *where, etho_import_options *import) {
  study_check_input(reader, object, where);
  if (json_text(reader, object, where, "from")) import->from = json_text(reader, object, where, "from");
  study_read_dialect(reader, object, where, &import->dialect);
  size_t n;
  const etho_pair *pairs = json_pairs(reader, object, where, "columns", false, &n);
  if (n) import->columns = pairs, import->n_columns = n;
  pairs = json_recodes(reader, object, where, "recodes", &n);
  if (n) import->recodes = pairs, import->n_recodes = n;
  pairs = json_pairs(reader, object, where, "settings", false, &n);
  if (n) import->settings = pairs, import->n_settings = n;
  pairs = json_pairs(reader, object, where, "patterns", false, &n);
  if (n) import->patterns = pairs, import->n_patterns = n;
  const char **conditions = json_texts(reader, object, where, "where", &n);
  if (n) import->where = conditions, import->n_where = n;
  read_pivots(reader, object, where, import);
  const char *pattern = json_text(reader, object, where, "pattern");
  if (pattern) import->pattern = pattern;
}

static const char import_keys[] = "from,sheet,encoding,delimiter,decimal,header_line,no_header,columns,recodes,settings,pattern,patterns,where,longer,wider";
static const char input_keys[] =
    "file,files,assay,response,from,sheet,encoding,delimiter,decimal,header_line,no_header,columns,recodes,settings,pattern,patterns,where,longer,wider";

static void read_inputs(json_reader *reader, const cJSON *root, etho_study *study, const etho_import_options *common) {
  const cJSON *inputs = json_array(reader, root, "", "inputs"), *item;
  size_t count = inputs ? (size_t)cJSON_GetArraySize(inputs) : 0;
  study->source = ETHO_NEW(study->arena, study_source, count + 1);
  if (!study->source) {
    reader->failed = true;
    return;
  }
  cJSON_ArrayForEach(item, inputs) {
    study_source *source = &study->source[study->n_sources];
    const char *where = json_path(reader, "inputs", NULL, study->n_sources++);
    source->import = *common;
    if (cJSON_IsString(item)) {
      source->path = ETHO_NEW(study->arena, const char *, 1);
      if (source->path) source->path[source->n_paths++] = study_beside(reader, reader->file, etho_arena_text(study->arena, item->valuestring));
      else reader->failed = true;
      continue;
    }
    if (!cJSON_IsObject(item)) {
      json_issue(reader, item, "E-STUDY-TYPE", "such as {\"file\": \"nor.csv\"}", "\"%s\" must be an object: { ... }", where);
      continue;
    }
    json_known(reader, item, where, input_keys);
    source->path = paths_beside(reader, item, where, "file", &source->n_paths);
    if (!source->n_paths) source->path = paths_beside(reader, item, where, "files", &source->n_paths);
    source->assay = json_text(reader, item, where, "assay");
    source->response = json_text(reader, item, where, "response");
    read_import(reader, item, where, &source->import);
    if (!source->n_paths)
      json_issue(reader, item, "E-STUDY-INPUT", "such as {\"file\": \"nor.csv\"}", "\"%s\" names no file", where);
  }
  if (!study->n_sources)
    etho_issues_add(reader->issues, "E-STUDY-INPUT", reader->file, 0, 0, "such as \"inputs\": [{\"file\": \"nor.csv\"}]",
                    "the study file names no inputs");
}

static void read_design(json_reader *reader, const cJSON *root, etho_study *study) {
  const cJSON *design = json_object(reader, root, "", "design");
  json_known(reader, design, "design", "arms,control,impaired,treatments,aliases,equivalence,phase,pseudoreplicate");
  study->design.arms = json_texts(reader, design, "design", "arms", &study->design.n_arms);
  if (!study->design.n_arms) study->design.arms = NULL;
  study->design.control = json_text(reader, design, "design", "control");
  study->design.impaired = json_text(reader, design, "design", "impaired");
  study->design.treatments = json_texts(reader, design, "design", "treatments", &study->design.n_treatments);
  study->design.equivalence = json_number(reader, design, "design", "equivalence", study->design.equivalence);
  study->design.phase = json_text(reader, design, "design", "phase");
  study->design.pseudoreplicate = json_bool(reader, design, "design", "pseudoreplicate", false);
}

/* One number, or [low, high] for rules about a range; threshold_low and threshold_high say the same. */
static void read_thresholds(json_reader *reader, const cJSON *item, const char *where, etho_rule *rule) {
  const cJSON *range = cJSON_GetObjectItemCaseSensitive(item, "threshold");
  bool pair = cJSON_IsArray(range) && cJSON_GetArraySize(range) == 2 && cJSON_IsNumber(range->child) &&
              cJSON_IsNumber(range->child->next);
  if (pair) {
    rule->threshold = range->child->valuedouble;
    rule->threshold_high = range->child->next->valuedouble;
    return;
  }
  double low = json_number(reader, item, where, "threshold_low", (double)NAN);
  rule->threshold = json_number(reader, item, where, "threshold", low);
  rule->threshold_high = json_number(reader, item, where, "threshold_high", (double)NAN);
}

static void read_rules(json_reader *reader, const cJSON *root, etho_study *study) {
  const cJSON *rules = json_array(reader, root, "", "exclusions"), *item;
  etho_rule *rule = ETHO_NEW(study->arena, etho_rule, rules ? (size_t)cJSON_GetArraySize(rules) + 1 : 1);
  if (!rule) {
    reader->failed = true;
    return;
  }
  size_t index = 0;
  study->assay.rules = rule;
  cJSON_ArrayForEach(item, rules) {
    const char *where = json_path(reader, "exclusions", NULL, index++);
    if (!cJSON_IsObject(item)) {
      json_issue(reader, item, "E-STUDY-TYPE", NULL, "\"%s\" must be an object: { ... }", where);
      continue;
    }
    json_known(reader, item, where, "rule,threshold,threshold_low,threshold_high,phase,animal,reason,apriori,excludes");
    *rule = (etho_rule){.name = json_text(reader, item, where, "rule"),
                        .phase = json_text(reader, item, where, "phase"),
                        .animal = json_text(reader, item, where, "animal"),
                        .reason = json_text(reader, item, where, "reason"),
                        .apriori = json_bool(reader, item, where, "apriori", false),
                        .excludes = json_bool(reader, item, where, "excludes", true)};
    read_thresholds(reader, item, where, rule);
    if (!rule->name && rule->animal) rule->name = "declared";
    if (rule->name) rule++, study->assay.n_rules++;
    else
      json_issue(reader, item, "E-STUDY-RULE", "`ethostat list rules` shows the names",
                 "\"%s\" has neither \"rule\" nor \"animal\"", where);
  }
}

/* A number between low and high (open ends); others are refused. */
static double number_within(json_reader *reader, const cJSON *object, const char *where, const char *name, double otherwise,
                            double high) {
  double value = json_number(reader, object, where, name, otherwise);
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  if (!cJSON_IsNumber(item) || (value > 0 && value < high)) return value;
  bool per_cent = high == 1 && value > 1 && value < 100;
  json_issue(reader, item, "E-STUDY-VALUE", per_cent ? "write a share, such as 0.95 for 95 %" : NULL,
             "\"%s\" must be a number above 0%s, not %g", json_path(reader, where, name, ETHO_NOT_FOUND),
             high == 1 ? " and below 1" : "", value);
  return otherwise;
}

static void read_analysis(json_reader *reader, const cJSON *root, etho_study *study) {
  const cJSON *a = json_object(reader, root, "", "analysis");
  json_known(reader, a, "analysis", "response,primary,pairwise,conf_level,resamples,seed,cutoff_s,trial_length_s,chance,"
                                    "reentries,criterion_correct,criterion_of,first_s");
  etho_options *options = &study->design.options;
  study->design.response = json_text(reader, a, "analysis", "response");
  study->design.primary = json_text(reader, a, "analysis", "primary");
  study->design.pairwise = json_text(reader, a, "analysis", "pairwise");
  options->conf_level = number_within(reader, a, "analysis", "conf_level", options->conf_level, 1);
  options->resamples = json_count(reader, a, "analysis", "resamples", options->resamples);
  options->seed = json_count(reader, a, "analysis", "seed", (size_t)options->seed);
  study->assay.cutoff_s = number_within(reader, a, "analysis", "cutoff_s", study->assay.cutoff_s, HUGE_VAL);
  study->assay.trial_length_s = number_within(reader, a, "analysis", "trial_length_s", study->assay.trial_length_s, HUGE_VAL);
  study->assay.chance = number_within(reader, a, "analysis", "chance", study->assay.chance, 1);
  study->assay.first_s = number_within(reader, a, "analysis", "first_s", study->assay.first_s, HUGE_VAL);
  json_one_of(reader, a, "analysis", "reentries", "merge,keep");
  json_one_of(reader, a, "analysis", "primary", "anova_welch,anova_oneway,kruskal_wallis");
  json_one_of(reader, a, "analysis", "pairwise", "games_howell,tukey,dunnett");
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
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, "schema");
  if (!schema || strcmp(schema, "ethostat.study/1") != 0)
    json_issue(reader, item ? item : root, "E-STUDY-SCHEMA", "write \"schema\": \"ethostat.study/1\"",
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
  study_read_animals(reader, root, &common);
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
  if (status == ETHO_OK && !json_gaps(&reader, root)) {
    read_all(&reader, root, study);
    keep_names(&reader, root, study, "design");
    keep_names(&reader, root, study, "analysis");
  }
  if (reader.failed) status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  study->file = reader.file;
  cJSON_Delete(root);
  return status;
}
