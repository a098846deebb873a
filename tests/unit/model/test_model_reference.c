/* Every case of tests/reference/model (*.json, made by the R script model_<name>.R) through etho_model_run.
 */
#include <cjson/cJSON.h>
#include <glob.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "ethostat/model.h"
#include "tap.h"

static etho_arena *pool;

static const char *text_of(cJSON *json, const char *name) {
  cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

static double number_of(cJSON *json, const char *name, double otherwise) {
  cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
  return cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

static etho_model_options options_from(cJSON *json) {
  etho_model_options o = etho_model_options_default();
  if (text_of(json, "family")) o.family = text_of(json, "family");
  if (text_of(json, "df")) o.df = text_of(json, "df");
  if (text_of(json, "ties")) o.ties = text_of(json, "ties");
  o.type = (int)number_of(json, "type", 0);
  o.agq = (int)number_of(json, "agq", 0);
  o.conf_level = number_of(json, "conf_level", 0.95);
  o.ml = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "ml"));
  o.blups = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "blups"));
  o.emmeans = text_of(json, "emmeans"), o.contrasts = text_of(json, "contrasts"),
  o.adjust = text_of(json, "adjust");
  o.control = text_of(json, "control"), o.weights = text_of(json, "weights");
  return o;
}

static etho_model_column column_from(cJSON *array) {
  size_t n = (size_t)cJSON_GetArraySize(array), i = 0;
  bool is_text = false;
  cJSON *item;
  cJSON_ArrayForEach(item, array) is_text = is_text || cJSON_IsString(item);
  const char **text = ETHO_NEW(pool, const char *, n + 1);
  double *number = ETHO_NEW(pool, double, n + 1);
  cJSON_ArrayForEach(item, array) {
    text[i] = cJSON_IsString(item) ? item->valuestring : NULL;
    number[i++] = cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
  }
  return (etho_model_column){array->string, is_text ? NULL : number, is_text ? text : NULL};
}

static etho_status run_inline(cJSON *json, const etho_model_options *o, etho_rows *rows, etho_error *error) {
  cJSON *columns = cJSON_GetObjectItemCaseSensitive(json, "columns"), *item;
  size_t k = 0, n = columns->child ? (size_t)cJSON_GetArraySize(columns->child) : 0;
  etho_model_column *column = ETHO_NEW(pool, etho_model_column, (size_t)cJSON_GetArraySize(columns) + 1);
  cJSON_ArrayForEach(item, columns) column[k++] = column_from(item);
  return etho_model_run_columns(text_of(json, "formula"), column, k, n, o, rows, NULL, error);
}

static etho_status run_file_case(cJSON *json, const char *path, const etho_model_options *o, etho_rows *rows,
                                 etho_error *error) {
  etho_table *table = NULL;
  etho_issues *issues = etho_issues_new();
  etho_status status = etho_table_read(path, NULL, &table, issues, error);
  if (status == ETHO_OK) status = etho_model_run(text_of(json, "formula"), table, o, rows, issues, error);
  etho_table_free(table);
  etho_issues_free(issues);
  return status;
}

static bool row_matches(const etho_row *row, cJSON *where) {
  cJSON *item;
  cJSON_ArrayForEach(item, where) {
    const char *text = etho_row_get_text(row, item->string);
    bool same = cJSON_IsString(item) ? text && strcmp(text, item->valuestring) == 0
                                     : etho_row_get_number(row, item->string) == item->valuedouble;
    if (!same) return false;
  }
  return true;
}

static void check_row(const etho_row *row, cJSON *expect, const char *name, const char *where) {
  double tolerance = number_of(expect, "tol", 1e-9);
  cJSON *item;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(expect, "fields")) {
    if (cJSON_IsString(item))
      is_text(etho_row_get_text(row, item->string), item->valuestring, name);
    else if (cJSON_IsBool(item))
      ok(etho_row_get_number(row, item->string) == cJSON_IsTrue(item), "%s, %s: %s", name, where,
         item->string);
    else if (cJSON_IsNumber(item))
      is_close(etho_row_get_number(row, item->string), item->valuedouble, tolerance, "%s, %s: %s", name,
               where, item->string);
  }
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(expect, "null")) {
    const etho_field *field = etho_row_find(row, item->valuestring);
    ok(field && field->kind == ETHO_NULL, "%s, %s: %s is null", name, where, item->valuestring);
    ok(etho_row_get_text(row, "note") != NULL, "%s, %s: a note says why", name, where);
  }
}

static void check_rows(cJSON *json, const etho_rows *rows, const char *name) {
  cJSON *expect;
  cJSON_ArrayForEach(expect, cJSON_GetObjectItemCaseSensitive(json, "expect")) {
    cJSON *where = cJSON_GetObjectItemCaseSensitive(expect, "where");
    char *label = cJSON_PrintUnformatted(where);
    const etho_row *row = NULL;
    for (size_t i = 0; i < etho_rows_count(rows) && !row; i++)
      if (row_matches(etho_rows_at(rows, i), where)) row = etho_rows_at(rows, i);
    if (ok(row != NULL, "%s: there is a row %s", name, label)) check_row(row, expect, name, label);
    free(label);
  }
}

static void run_case(cJSON *json) {
  const char *name = text_of(json, "name"), *file = text_of(json, "file"), *wanted = text_of(json, "error");
  etho_model_options options = options_from(cJSON_GetObjectItemCaseSensitive(json, "options"));
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  char path[512];
  snprintf(path, sizeof path, "../shared/data/reference/%s", file ? file : "");
  if (file && access(path, R_OK) != 0) {
    skip("%s: %s is not here", name, path);
    etho_rows_free(rows);
    return;
  }
  etho_status status =
      file ? run_file_case(json, path, &options, rows, &error) : run_inline(json, &options, rows, &error);
  if (wanted) {
    ok(status != ETHO_OK && strstr(error.message, wanted), "%s: refused with '%s'", name, wanted);
    if (status == ETHO_OK || !strstr(error.message, wanted))
      printf("# status %d: %s\n", (int)status, error.message);
    ok(etho_rows_count(rows) == 0, "%s: no rows are left behind", name);
  } else {
    if (!ok(status == ETHO_OK, "%s: runs", name)) printf("# %s\n", error.message);
    check_rows(json, rows, name);
  }
  etho_rows_free(rows);
}

static void run_file(const char *path) {
  char *data;
  size_t length;
  etho_error error;
  pool = etho_arena_new();
  if (!ok(etho_file_read(path, 0, &data, &length, &error) == ETHO_OK, "%s is read", path)) return;
  cJSON *json = cJSON_Parse(data), *item;
  ok(json != NULL, "%s is JSON", path);
  cJSON_ArrayForEach(item, json) run_case(item);
  cJSON_Delete(json);
  free(data);
  etho_arena_free(pool);
}

int main(int argc, char **argv) {
  glob_t found;
  if (argc > 1) {
    for (int i = 1; i < argc; i++) run_file(argv[i]);
  } else if (glob("tests/reference/model/*.json", 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++) run_file(found.gl_pathv[i]);
    globfree(&found);
  }
  return done();
}
