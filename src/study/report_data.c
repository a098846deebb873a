/* What a chart is drawn from in a report.json: the animals, the comparisons or the arms, as a table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "study/json.h"
#include "study/study.h"

struct etho_report_data {
  etho_arena *arena;
  etho_table *table;
  etho_report_defaults defaults;
};

/* ---- a list of flat JSON objects as CSV ---- */

typedef struct name_list { const char **name; size_t n, capacity; bool failed; } name_list;

static void collect_names(etho_arena *arena, const cJSON *list, name_list *names) {
  const cJSON *row, *item;
  cJSON_ArrayForEach(row, list) cJSON_ArrayForEach(item, row) {
    size_t k = 0;
    while (k < names->n && strcmp(names->name[k], item->string) != 0) k++;
    if (k < names->n || cJSON_IsObject(item) || cJSON_IsArray(item)) continue;
    const char **grown = etho_arena_grow(arena, names->name, &names->capacity, names->n + 1, sizeof *grown);
    if (!grown) {
      names->failed = true;
      return;
    }
    names->name = grown;
    names->name[names->n++] = item->string;
  }
}

static void csv_cell(const char *value, etho_text *csv) {
  etho_text_char(csv, '"');
  for (const char *p = value; *p; p++) {
    if (*p == '"') etho_text_char(csv, '"');
    etho_text_char(csv, *p);
  }
  etho_text_char(csv, '"');
}

static void csv_item(const cJSON *item, etho_text *csv) {
  if (cJSON_IsString(item)) csv_cell(item->valuestring, csv);
  else if (cJSON_IsNumber(item)) etho_text_number(csv, item->valuedouble);
  else if (cJSON_IsBool(item)) etho_text_append(csv, cJSON_IsTrue(item) ? "true" : "false");
}

static void write_csv(const cJSON *list, const name_list *names, bool keep(const cJSON *, const void *), const void *context,
                      etho_text *csv) {
  for (size_t c = 0; c < names->n; c++) {
    if (c) etho_text_char(csv, ',');
    csv_cell(names->name[c], csv);
  }
  etho_text_char(csv, '\n');
  const cJSON *row;
  cJSON_ArrayForEach(row, list) {
    if (keep && !keep(row, context)) continue;
    for (size_t c = 0; c < names->n; c++) {
      if (c) etho_text_char(csv, ',');
      csv_item(cJSON_GetObjectItemCaseSensitive(row, names->name[c]), csv);
    }
    etho_text_char(csv, '\n');
  }
}

/* ---- which rows ---- */

static const char *text_of(const cJSON *object, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

static bool same(const char *a, const char *b) {
  return a && b && strcmp(a, b) == 0;
}

typedef struct animal_filter { const char *assay, *session; } animal_filter;

static bool in_session(const cJSON *row, const char *session) {
  return same(text_of(row, "phase"), session) || same(text_of(row, "session"), session) ||
         same(text_of(row, "day"), session);
}

static bool is_wanted(const cJSON *row, const void *context) {
  const animal_filter *filter = context;
  bool excluded = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, "excluded"));
  return !excluded && same(text_of(row, "assay"), filter->assay) && (!filter->session || in_session(row, filter->session));
}

static const cJSON *design_of(const cJSON *root, const char *assay) {
  const cJSON *design = cJSON_GetObjectItemCaseSensitive(root, "design"), *item;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(design, "analyses"))
    if (!assay || same(text_of(item, "assay"), assay)) return item;
  return NULL;
}

/* The rows of the planned comparisons, or of all pairs where none was planned (or only those are wanted). */
static const cJSON *comparisons_of(const cJSON *root, const char *assay, bool only_pairs) {
  static const char *const parts[] = {"planned", "pairwise"};
  for (size_t p = only_pairs ? 1 : 0; p < 2; p++) {
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(root, "results"))
      if (same(text_of(item, "part"), parts[p]) && same(text_of(item, "assay"), assay))
        return cJSON_GetObjectItemCaseSensitive(item, "rows");
  }
  return NULL;
}

/* ---- the data ---- */

static bool copy_defaults(etho_report_data *data, const cJSON *design, bool animals) {
  etho_report_defaults *d = &data->defaults;
  const char *response = text_of(design, "response"), *control = text_of(design, "control");
  if (!animals) return true;
  d->value = etho_arena_text(data->arena, response);
  d->control = etho_arena_text(data->arena, control);
  d->by = "arm";
  d->subject = "animal";
  return (!response || d->value) && (!control || d->control);
}

static bool any_in_session(const cJSON *list, const char *assay, const char *session) {
  const cJSON *row;
  cJSON_ArrayForEach(row, list)
    if (same(text_of(row, "assay"), assay) && in_session(row, session)) return true;
  return false;
}

static etho_status fill(etho_report_data *data, const cJSON *root, const char *path, etho_report_part part,
                        const char *assay, bool all_sessions, etho_issues *issues, etho_error *error) {
  const cJSON *design = design_of(root, assay);
  if (!design) {
    etho_error_set(error, ETHO_ERR_USAGE, "%s: the report has no analysis%s%.40s", path, assay ? " of the assay " : "", assay ? assay : "");
    etho_error_hint(error, "its \"design\" names those that it has");
    return ETHO_ERR_USAGE;
  }
  assay = text_of(design, "assay");
  animal_filter filter = {.assay = assay};
  const cJSON *list = part == ETHO_REPORT_ARMS ? cJSON_GetObjectItemCaseSensitive(design, "arms")
                      : part == ETHO_REPORT_ANIMALS ? cJSON_GetObjectItemCaseSensitive(root, "measures")
                                                    : comparisons_of(root, assay, part == ETHO_REPORT_PAIRS);
  const char *session = text_of(design, "session");
  if (!all_sessions && session && any_in_session(list, assay, session)) filter.session = session;
  name_list names = {0};
  collect_names(data->arena, list, &names);
  if (!names.n && !names.failed)
    return etho_error_set(error, ETHO_ERR_DATA, "%s: the report has nothing that this chart shows", path);
  etho_text csv = {0};
  write_csv(list, &names, part == ETHO_REPORT_ANIMALS ? is_wanted : NULL, &filter, &csv);
  bool whole = !names.failed && !csv.failed && copy_defaults(data, design, part == ETHO_REPORT_ANIMALS);
  etho_dialect dialect = {.delimiter = ',', .decimal = '.', .encoding = "UTF-8", .header_line = 1};
  etho_status status = whole ? etho_table_parse(path, etho_text_get(&csv), csv.length, &dialect, &data->table, issues, error)
                             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_text_free(&csv);
  return status;
}

etho_status etho_report_data_read(const char *path, etho_report_part part, const char *assay, bool all_sessions,
                                  etho_report_data **data, etho_issues *issues, etho_error *error) {
  char *text = NULL;
  size_t length;
  etho_report_data *made = calloc(1, sizeof *made);
  if (made && !(made->arena = etho_arena_new())) free(made), made = NULL;
  if (!made) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  cJSON *root = NULL;
  json_reader reader = {.file = path, .arena = made->arena, .issues = issues};
  etho_status status = etho_file_read(path, 0, &text, &length, error);
  if (status == ETHO_OK) status = json_parse(&reader, text, length, &root, error);
  const char *schema = text_of(root, "schema");
  if (status == ETHO_OK && (!schema || strncmp(schema, "ethostat.report/", 16) != 0))
    status = etho_error_set(error, ETHO_ERR_DATA, "%s is no report of `ethostat analyze`", path);
  if (status == ETHO_OK) status = fill(made, root, path, part, assay, all_sessions, issues, error);
  cJSON_Delete(root);
  free(text);
  if (status == ETHO_OK) *data = made;
  else etho_report_data_free(made);
  return status;
}

void etho_report_data_free(etho_report_data *data) {
  if (!data) return;
  etho_table_free(data->table);
  etho_arena_free(data->arena);
  free(data);
}

etho_table *etho_report_data_table(etho_report_data *data) {
  return data->table;
}

const etho_report_defaults *etho_report_data_defaults(const etho_report_data *data) {
  return &data->defaults;
}
