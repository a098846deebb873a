/* Every case of tests/reference (*.json, made by the R or Python script of the same name) through etho_procedure_run. */
#include <cjson/cJSON.h>
#include <glob.h>

#include "base/arena.h"
#include "base/file.h"
#include "ethostat/stats.h"
#include "tap.h"

static etho_arena *pool; /* everything a file's cases need */

typedef struct columns { cJSON *json; size_t n; } columns;

static double *numbers(const columns *c, const char *name) {
  cJSON *array = cJSON_GetObjectItemCaseSensitive(c->json, name);
  if (!array) return NULL;
  double *v = ETHO_NEW(pool, double, c->n + 1);
  size_t i = 0;
  cJSON *item;
  cJSON_ArrayForEach(item, array) v[i++] = cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
  return v;
}

static int compare_text(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *item_text(cJSON *item) {
  if (cJSON_IsString(item)) return item->valuestring;
  if (!cJSON_IsNumber(item)) return NULL;
  char *text = ETHO_NEW(pool, char, 40);
  snprintf(text, 40, "%.15g", item->valuedouble);
  return text;
}

/* Levels are sorted, as the command line does. */
static etho_factor factor(const columns *c, const char *name) {
  cJSON *array = cJSON_GetObjectItemCaseSensitive(c->json, name), *item;
  if (!array) return (etho_factor){0};
  const char **text = ETHO_NEW(pool, const char *, c->n + 1), **level = ETHO_NEW(pool, const char *, c->n + 1);
  int *code = ETHO_NEW(pool, int, c->n + 1);
  size_t i = 0, levels = 0;
  cJSON_ArrayForEach(item, array) text[i++] = item_text(item);
  for (i = 0; i < c->n; i++)
    if (text[i]) level[levels++] = text[i];
  qsort(level, levels, sizeof *level, compare_text);
  size_t distinct = 0;
  for (i = 0; i < levels; i++)
    if (!distinct || strcmp(level[distinct - 1], level[i]) != 0) level[distinct++] = level[i];
  for (i = 0; i < c->n; i++) {
    code[i] = -1;
    for (size_t k = 0; k < distinct && text[i]; k++)
      if (strcmp(text[i], level[k]) == 0) code[i] = (int)k;
  }
  return (etho_factor){.name = name, .level = level, .n_levels = distinct, .code = code};
}

static etho_input input_from(cJSON *json) {
  columns c = {json, json->child ? (size_t)cJSON_GetArraySize(json->child) : 0};
  etho_input in = {.n = c.n, .response = "value"};
  in.value = numbers(&c, "value"), in.x = numbers(&c, "x"), in.y = numbers(&c, "y");
  in.count = numbers(&c, "count"), in.total = numbers(&c, "total"), in.time = numbers(&c, "time");
  in.event = numbers(&c, "event"), in.p = numbers(&c, "p"), in.weight = numbers(&c, "weight");
  in.by = factor(&c, "by"), in.subject = factor(&c, "subject"), in.cluster = factor(&c, "cluster");
  in.rater = factor(&c, "rater"), in.category = factor(&c, "category");
  for (char k = '1'; k <= '8'; k++) {
    char within[] = {'w', 'i', 't', 'h', 'i', 'n', k, 0}, between[] = {'b', 'e', 't', 'w', 'e', 'e', 'n', k, 0};
    etho_factor w = factor(&c, within), b = factor(&c, between);
    if (w.code) in.within[in.n_within] = w, in.within[in.n_within++].name = etho_arena_text(pool, within);
    if (b.code) in.between[in.n_between] = b, in.between[in.n_between++].name = etho_arena_text(pool, between);
  }
  return in;
}

static const char *option_text(cJSON *json, const char *name) {
  cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

static double option_number(cJSON *json, const char *name, double otherwise) {
  cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
  return cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

static void option_lists(cJSON *json, etho_options *o) {
  cJSON *groups = cJSON_GetObjectItemCaseSensitive(json, "groups"), *item;
  if (groups) {
    const char **names = ETHO_NEW(pool, const char *, (size_t)cJSON_GetArraySize(groups) + 1);
    cJSON_ArrayForEach(item, groups) names[o->n_groups++] = item->valuestring;
    o->groups = names;
  }
  cJSON *weights = cJSON_GetObjectItemCaseSensitive(json, "weights");
  if (weights) {
    double *w = ETHO_NEW(pool, double, (size_t)cJSON_GetArraySize(weights) + 1);
    cJSON_ArrayForEach(item, weights) w[o->n_weights++] = item->valuedouble;
    o->weights = w;
  }
}

static etho_options options_from(cJSON *json) {
  etho_options o = etho_options_default();
  o.mu = option_number(json, "mu", 0);
  o.mu_given = cJSON_GetObjectItemCaseSensitive(json, "mu") != NULL;
  const char *alternative = option_text(json, "alternative"), *exact = option_text(json, "exact");
  if (alternative) o.alternative = alternative[0] == 'l' ? ETHO_LESS : alternative[0] == 'g' ? ETHO_GREATER : ETHO_TWO_SIDED;
  if (exact) o.exact = exact[0] == 'e' ? ETHO_EXACT : ETHO_APPROXIMATE;
  o.conf_level = option_number(json, "conf", o.conf_level);
  o.adjust = option_text(json, "adjust");
  if (option_text(json, "zeros")) o.zeros = option_text(json, "zeros");
  o.quantile_type = (int)option_number(json, "quantile_type", o.quantile_type);
  o.moment_type = (int)option_number(json, "moment_type", o.moment_type);
  o.trim = option_number(json, "trim", o.trim);
  o.resamples = (size_t)option_number(json, "resamples", (double)o.resamples);
  o.seed = (uint64_t)option_number(json, "seed", (double)o.seed);
  o.control = option_text(json, "control");
  o.statistic = option_text(json, "statistic");
  o.variant = option_text(json, "variant");
  o.bound_low = option_number(json, "bound_low", o.bound_low);
  o.bound_high = option_number(json, "bound_high", o.bound_high);
  option_lists(json, &o);
  return o;
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

static void check_row(const etho_row *row, cJSON *expect, const char *name) {
  double tolerance = option_number(expect, "tol", 1e-10);
  cJSON *item;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(expect, "fields")) {
    if (cJSON_IsString(item)) is_text(etho_row_get_text(row, item->string), item->valuestring, name);
    else if (cJSON_IsBool(item)) ok(etho_row_get_number(row, item->string) == cJSON_IsTrue(item), "%s: %s", name, item->string);
    else is_close(etho_row_get_number(row, item->string), item->valuedouble, tolerance, "%s: %s", name, item->string);
  }
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(expect, "null")) {
    const etho_field *field = etho_row_find(row, item->valuestring);
    ok(field && field->kind == ETHO_NULL, "%s: %s is null", name, item->valuestring);
    ok(etho_row_get_text(row, "note") != NULL, "%s: a note says why", name);
  }
}

static void run_case(cJSON *json) {
  const char *name = option_text(json, "name"), *test = option_text(json, "test");
  const etho_procedure *procedure = etho_procedure_find(test);
  if (!ok(procedure != NULL, "%s: procedure %s exists", name, test)) return;
  etho_input input = input_from(cJSON_GetObjectItemCaseSensitive(json, "columns"));
  etho_options options = options_from(cJSON_GetObjectItemCaseSensitive(json, "options"));
  etho_rows *rows = etho_rows_new();
  etho_error error = {0};
  etho_status status = etho_procedure_run(procedure, &input, &options, rows, &error);
  if (!ok(status == ETHO_OK, "%s: runs", name)) printf("# %s\n", error.message);
  cJSON *expect;
  cJSON_ArrayForEach(expect, cJSON_GetObjectItemCaseSensitive(json, "expect")) {
    cJSON *where = cJSON_GetObjectItemCaseSensitive(expect, "where");
    const etho_row *row = NULL;
    for (size_t i = 0; i < etho_rows_count(rows) && !row; i++)
      if (row_matches(etho_rows_at(rows, i), where)) row = etho_rows_at(rows, i);
    if (ok(row != NULL, "%s: the row is there", name)) check_row(row, expect, name);
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
  } else if (glob("tests/reference/*.json", 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++) run_file(found.gl_pathv[i]);
    globfree(&found);
  }
  return done();
}
