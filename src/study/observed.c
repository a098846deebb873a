/* What an earlier report observed, for planning the next study: the spread within arms and the likeness of cage mates. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "ethostat/study.h"

static const char *text_of(const cJSON *object, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

static double number_of(const cJSON *object, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  return cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
}

/* The response asked for, else that of the first analysis. */
static const char *response_of(const cJSON *report, const char *wanted) {
  if (wanted) return wanted;
  const cJSON *design = cJSON_GetObjectItemCaseSensitive(report, "design");
  const cJSON *first = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(design, "analyses"), 0);
  return text_of(first, "response");
}

/* Pooled over the arms: sqrt(sum (n - 1) sd^2 / sum (n - 1)). */
static void pool(const cJSON *rows, etho_observed *observed) {
  double squares = 0, df = 0;
  const cJSON *row;
  cJSON_ArrayForEach(row, rows) {
    double n = number_of(row, "n"), sd = number_of(row, "sd");
    if (!(n > 1) || isnan(sd)) continue;
    squares += (n - 1) * sd * sd;
    df += n - 1;
    observed->n_arms++;
  }
  if (df > 0) observed->sd = sqrt(squares / df);
  observed->df = df;
}

static void cage_icc(const cJSON *rows, etho_observed *observed) {
  const cJSON *row;
  cJSON_ArrayForEach(row, rows) {
    const char *group = text_of(row, "group");
    double icc = number_of(row, "icc");
    if (group && strcmp(group, "cage") == 0 && !isnan(icc)) observed->icc = icc;
  }
}

static void look(const cJSON *report, const char *response, etho_observed *observed) {
  const cJSON *result;
  cJSON_ArrayForEach(result, cJSON_GetObjectItemCaseSensitive(report, "results")) {
    const char *own = text_of(result, "response"), *test = text_of(result, "test");
    if (!own || !test || strcmp(own, response) != 0) continue;
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(result, "rows");
    if (strcmp(test, "describe") == 0 && isnan(observed->sd)) pool(rows, observed);
    if (strcmp(test, "model") == 0) cage_icc(rows, observed);
  }
}

static etho_status read_report(const cJSON *report, const char *path, const char *response, etho_observed *observed,
                               etho_error *error) {
  const char *schema = text_of(report, "schema");
  if (!schema || strcmp(schema, "ethostat.report/1") != 0) {
    etho_error_set(error, ETHO_ERR_DATA, "'%s' is not a report of ethostat", path);
    etho_error_hint(error, "give the report.json that `ethostat analyze --out FOLDER` writes");
    return ETHO_ERR_DATA;
  }
  const char *wanted = response_of(report, response);
  if (wanted) look(report, wanted, observed);
  if (!isnan(observed->sd)) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA, "'%s' has no spread of '%s' within arms", path, wanted ? wanted : "any response");
  etho_error_hint(error, "jq -r '.results[].response' %s shows the responses", path);
  return ETHO_ERR_DATA;
}

etho_status etho_report_observed(const char *path, const char *response, etho_observed *observed, etho_error *error) {
  *observed = (etho_observed){.sd = (double)NAN, .icc = (double)NAN};
  char *text;
  size_t length;
  etho_status status = etho_file_read(path, 0, &text, &length, error);
  if (status != ETHO_OK) return status;
  cJSON *report = cJSON_ParseWithLength(text, length);
  status = read_report(report, path, response, observed, error);
  cJSON_Delete(report);
  free(text);
  return status;
}
