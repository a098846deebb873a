/* What a run was started with, as report.json records it, and starting it again from there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "study/json.h"
#include "study/study.h"

typedef enum field_kind { FIELD_TEXT, FIELD_NUMBER, FIELD_COUNT, FIELD_SEED, FIELD_BOOL, FIELD_CHARACTER } field_kind;

/* The options that change a result, by the names that report.json uses. threads and command do not. */
static const struct option_field { const char *name; field_kind kind; size_t offset; } fields[] = {
#define FIELD(kind, name, member) {name, FIELD_##kind, offsetof(etho_study_options, member)}
    FIELD(TEXT, "assay", assay),
    FIELD(TEXT, "from", from),
    FIELD(TEXT, "sheet", dialect.sheet),
    FIELD(TEXT, "encoding", dialect.encoding),
    FIELD(CHARACTER, "delimiter", dialect.delimiter),
    FIELD(CHARACTER, "decimal", dialect.decimal),
    FIELD(COUNT, "header_line", dialect.header_line),
    FIELD(BOOL, "no_header", dialect.no_header),
    FIELD(TEXT, "control", control),
    FIELD(TEXT, "response", response),
    FIELD(TEXT, "phase", phase),
    FIELD(TEXT, "primary", primary),
    FIELD(TEXT, "pairwise", pairwise),
    FIELD(NUMBER, "conf_level", conf_level),
    FIELD(NUMBER, "cutoff_s", cutoff_s),
    FIELD(NUMBER, "chance", chance),
    FIELD(NUMBER, "equivalence", equivalence),
    FIELD(COUNT, "resamples", resamples),
    FIELD(SEED, "seed", seed),
    FIELD(TEXT, "reentries", reentries),
    FIELD(BOOL, "strict", strict),
    FIELD(NUMBER, "width_mm", width_mm),
    FIELD(TEXT, "theme", theme),
    FIELD(TEXT, "palette", palette),
    FIELD(TEXT, "error_bar", error_bar),
    FIELD(TEXT, "labels", labels),
    FIELD(TEXT, "order", order),
    FIELD(TEXT, "charts", charts),
    FIELD(BOOL, "hide_ns", hide_ns),
#undef FIELD
};

enum { N_FIELDS = sizeof fields / sizeof *fields };

/* ---- options -> facts ---- */

/* The option as text; false when it was not given. */
static bool field_text(const etho_study_options *options, size_t i, etho_text *text) {
  const char *at = (const char *)options + fields[i].offset;
  switch (fields[i].kind) {
  case FIELD_TEXT: {
    const char *value = *(const char *const *)(const void *)at;
    if (value) etho_text_append(text, value);
    return value != NULL;
  }
  case FIELD_NUMBER: {
    double value = *(const double *)(const void *)at;
    if (!isnan(value)) etho_text_number(text, value);
    return !isnan(value);
  }
  case FIELD_COUNT: etho_text_format(text, "%zu", *(const size_t *)(const void *)at); return *(const size_t *)(const void *)at;
  case FIELD_SEED: etho_text_format(text, "%llu", (unsigned long long)options->seed); return options->seed_given;
  case FIELD_BOOL: etho_text_append(text, "true"); return *(const bool *)(const void *)at;
  case FIELD_CHARACTER: etho_text_char(text, *at ? *at : ' '); return *at;
  }
  return false;
}

static bool keep_fact(etho_arena *arena, etho_report_fact *fact, const char *name, const char *value) {
  *fact = (etho_report_fact){.name = name, .value = etho_arena_text(arena, value)};
  return fact->value != NULL;
}

bool study_record_run(etho_study *study, const char *const *paths, size_t n_paths, const etho_study_options *options) {
  etho_arena *arena = study->arena;
  etho_report_fact *fact = ETHO_NEW(arena, etho_report_fact, N_FIELDS + options->n_animals + 1);
  const char **path = ETHO_NEW(arena, const char *, n_paths + 1);
  bool whole = fact && path;
  size_t n = 0;
  for (size_t i = 0; whole && i < n_paths; i++) whole = (path[i] = etho_arena_text(arena, paths[i])) != NULL;
  for (size_t i = 0; whole && i < N_FIELDS; i++) {
    etho_text text = {0};
    if (field_text(options, i, &text)) whole = keep_fact(arena, &fact[n++], fields[i].name, etho_text_get(&text));
    whole = whole && !text.failed;
    etho_text_free(&text);
  }
  for (size_t i = 0; whole && i < options->n_animals; i++)
    whole = keep_fact(arena, &fact[n++], "animals", options->animals[i]);
  study->run.path = path, study->run.n_paths = n_paths;
  study->run.given = fact, study->run.n_given = n;
  return whole;
}

/* ---- report.json -> options ---- */

static bool set_field(etho_study_options *options, const char *name, const char *value) {
  for (size_t i = 0; i < N_FIELDS; i++) {
    if (strcmp(fields[i].name, name) != 0) continue;
    char *at = (char *)options + fields[i].offset;
    double number = 0;
    bool numeric = fields[i].kind == FIELD_NUMBER || fields[i].kind == FIELD_COUNT;
    if (numeric && !etho_number_parse(value, strlen(value), '.', &number)) return false;
    if (fields[i].kind == FIELD_TEXT) *(const char **)(void *)at = value;
    else if (fields[i].kind == FIELD_NUMBER) *(double *)(void *)at = number;
    else if (fields[i].kind == FIELD_COUNT) *(size_t *)(void *)at = number >= 0 && number < 1e15 ? (size_t)number : 0;
    else if (fields[i].kind == FIELD_SEED) options->seed = strtoull(value, NULL, 10), options->seed_given = true;
    else if (fields[i].kind == FIELD_BOOL) *(bool *)(void *)at = true;
    else *at = value[0];
    return true;
  }
  return false;
}

static void read_given(json_reader *reader, const cJSON *run, study_rerun *rerun) {
  const cJSON *given = json_array(reader, run, "run", "given"), *item;
  const char **animals = ETHO_NEW(reader->arena, const char *, (size_t)cJSON_GetArraySize(given) + 1);
  if (!animals) reader->failed = true;
  rerun->options.animals = animals;
  cJSON_ArrayForEach(item, given) {
    const char *name = json_text(reader, item, "run", "name"), *value = json_text(reader, item, "run", "value");
    if (!name || !value || !animals) continue;
    if (strcmp(name, "animals") == 0) animals[rerun->options.n_animals++] = value;
    else if (strcmp(name, "figures") == 0) rerun->figures = value;
    else if (!set_field(&rerun->options, name, value))
      etho_issues_add(reader->issues, "E-REPORT-OPTION", reader->file, 0, 0, "re-run with the version that made the report",
                      "the report records the option \"%.80s\" = \"%.80s\", which this version does not know", name, value);
  }
}

static void input_changed(json_reader *reader, const char *path, const char *hint, const char *how) {
  etho_issues_add(reader->issues, "E-INPUT-CHANGED", path, 0, 0, hint, "%s", how);
}

/* Is every input what it was? The study file may be gone: the report holds it. */
static void check_inputs(json_reader *reader, const cJSON *root) {
  const cJSON *item;
  cJSON_ArrayForEach(item, json_array(reader, root, "", "input")) {
    const char *path = json_text(reader, item, "input", "path"), *recorded = json_text(reader, item, "input", "sha256");
    const char *format = json_text(reader, item, "input", "format");
    bool held = format && strcmp(format, "study.json") == 0;
    char hash[65];
    if (!path || !recorded) continue;
    if (strcmp(path, "-") == 0) {
      input_changed(reader, path, "save it as a file and analyse that", "standard input cannot be read again");
      continue;
    }
    if (etho_file_sha256(path, hash, NULL) != ETHO_OK) {
      if (!held) 
        input_changed(reader, path, "run in the folder where the report was made", "the input of the report is missing");
      continue;
    }
    if (strcmp(hash, recorded) == 0) continue;
    etho_issues_add(reader->issues, "E-INPUT-CHANGED", path, 0, 0,
                    "restore the file, or analyse the new one without the report",
                    "the input has changed since the report: SHA-256 was %.12s..., is %.12s...", recorded, hash);
  }
}

static void read_rerun(json_reader *reader, const cJSON *root, study_rerun *rerun) {
  const cJSON *run = json_object(reader, root, "", "run");
  const char *version = json_text(reader, root, "", "ethostat");
  if (version && strcmp(version, etho_version()) != 0)
    etho_issues_add(reader->issues, "W-REPORT-VERSION", reader->file, 0, 0, NULL,
                    "the report was made by ethostat %.40s, this is %s: results may differ", version, etho_version());
  rerun->options = etho_study_options_default();
  rerun->options.command = json_text(reader, root, "", "command");
  rerun->path = json_texts(reader, run, "run", "paths", &rerun->n_paths);
  const cJSON *study = cJSON_GetObjectItemCaseSensitive(run, "study");
  if (cJSON_IsString(study) && !(rerun->study = etho_arena_text(reader->arena, study->valuestring))) reader->failed = true;
  read_given(reader, run, rerun);
  if (!rerun->n_paths)
    etho_issues_add(reader->issues, "E-REPORT-RUN", reader->file, 0, 0, "analyse the data files themselves",
                    "the report does not say how it was made");
  check_inputs(reader, root);
  rerun->n_inputs = (size_t)cJSON_GetArraySize(json_array(reader, root, "", "input"));
}

etho_status study_read_rerun(etho_study *study, const char *path, const char *text, size_t length, study_rerun *rerun,
                             etho_issues *issues, etho_error *error) {
  json_reader reader = {.file = etho_arena_text(study->arena, path), .arena = study->arena, .issues = issues};
  cJSON *root = NULL;
  *rerun = (study_rerun){0};
  if (!strstr(text, "ethostat.report/")) return ETHO_OK;
  etho_status status = json_parse(&reader, text, length, &root, error);
  const cJSON *schema = cJSON_GetObjectItemCaseSensitive(root, "schema");
  rerun->is_report = cJSON_IsString(schema) && strncmp(schema->valuestring, "ethostat.report/", 16) == 0;
  if (rerun->is_report && strcmp(schema->valuestring, "ethostat.report/1") != 0)
    status = etho_error_set(error, ETHO_ERR_DATA, "%s: '%.40s' is not known to this version, which reads ethostat.report/1",
                            path, schema->valuestring);
  if (status == ETHO_OK && rerun->is_report) read_rerun(&reader, root, rerun);
  if (reader.failed) status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  else if (status == ETHO_OK && rerun->is_report && etho_issues_count_of(issues, ETHO_PROBLEM))
    status = etho_error_set(error, ETHO_ERR_DATA, "the report cannot be made again from what is here");
  cJSON_Delete(root);
  return status;
}
