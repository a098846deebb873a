/* "animals" of study.json: files that are joined, and by what. */
#include <string.h>

#include "study/json.h"

static bool is_role(const char *name) {
  for (size_t i = 0; i < etho_role_count(); i++)
    if (strcmp(etho_role_at(i)->name, name) == 0) return true;
  return false;
}

static void check_role(json_reader *reader, const cJSON *item, const char *path, const char *role) {
  const char *names[128];
  char near[200];
  size_t n = 0;
  if (is_role(role)) return;
  for (; n < etho_role_count() && n < 128; n++) names[n] = etho_role_at(n)->name;
  etho_text hint = {0};
  if (etho_suggest(near, sizeof near, role, names, n)) etho_text_format(&hint, "did you mean %s?", near);
  else etho_text_append(&hint, "such as animal, recording, phase, day, session; a header of the key file is given as {\"animal\": \"Mouse no\"}");
  json_issue(reader, item, "E-STUDY-VALUE", etho_text_get(&hint), "\"%s\" cannot be '%.80s'", path, role);
  etho_text_free(&hint);
}

/* "by": "animal", ["animal", "phase"] or {"animal": "Mouse no", "phase": "Day"}. */
static const etho_pair *read_by(json_reader *reader, const cJSON *object, const char *where, size_t *n) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "by");
  const char *path = json_path(reader, where, "by", ETHO_NOT_FOUND);
  if (cJSON_IsObject(item)) {
    for (const cJSON *child = item->child; child; child = child->next) check_role(reader, child, path, child->string);
    return json_pairs(reader, object, where, "by", false, n);
  }
  const char **roles = json_texts(reader, object, where, "by", n);
  etho_pair *pairs = ETHO_NEW(reader->arena, etho_pair, *n + 1);
  if (!pairs) reader->failed = true;
  for (size_t i = 0; pairs && i < *n; i++) {
    check_role(reader, item, path, roles[i]);
    pairs[i] = (etho_pair){roles[i], NULL};
  }
  return pairs;
}

static const char *read_one(json_reader *reader, const cJSON *item, const char *where, etho_join_options *join) {
  json_known(reader, item, where, "file,by,columns,encoding,sheet,delimiter,decimal,header_line,no_header");
  const char *path = json_text(reader, item, where, "file");
  if (!path) json_issue(reader, item, "E-STUDY-INPUT", "such as {\"file\": \"animals.csv\"}", "\"%s\" names no file", where);
  join->by = read_by(reader, item, where, &join->n_by);
  join->columns = json_pairs(reader, item, where, "columns", false, &join->n_columns);
  const cJSON *columns = cJSON_GetObjectItemCaseSensitive(item, "columns");
  for (const cJSON *child = cJSON_IsObject(columns) ? columns->child : NULL; child; child = child->next)
    check_role(reader, child, json_path(reader, where, "columns", ETHO_NOT_FOUND), child->string);
  study_read_dialect(reader, item, where, &join->dialect);
  return path;
}

void study_read_animals(json_reader *reader, const cJSON *root, etho_import_options *import) {
  const cJSON *all = cJSON_GetObjectItemCaseSensitive(root, "animals"), *item;
  if (!all || cJSON_IsNull(all)) return;
  bool list = cJSON_IsArray(all);
  size_t n = list ? (size_t)cJSON_GetArraySize(all) : 1, index = 0;
  const char **path = ETHO_NEW(reader->arena, const char *, n + 1);
  etho_join_options *join = ETHO_NEW(reader->arena, etho_join_options, n + 1);
  if (!path || !join) {
    reader->failed = true;
    return;
  }
  for (item = list ? all->child : all; item; item = list ? item->next : NULL, index++) {
    const char *where = list ? json_path(reader, "animals", NULL, index) : "animals", *file = NULL;
    if (cJSON_IsString(item)) file = etho_arena_text(reader->arena, item->valuestring);
    else if (cJSON_IsObject(item)) file = read_one(reader, item, where, &join[import->n_joins]);
    else json_issue(reader, item, "E-STUDY-TYPE", NULL, "\"%s\" must be a path, or {\"file\": ..., \"by\": ...}", where);
    if (file) path[import->n_joins++] = study_beside(reader, reader->file, file);
  }
  import->joins = path;
  import->join_options = join;
}
