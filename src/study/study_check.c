/* What an input of study.json names must exist: roles, formats, assays, settings. */
#include <string.h>

#include "import/pattern_check.h"
#include "study/json.h"
#include "study/study.h"

/* A list of the names of a registry, for json_known. */
static const char *names_of(json_reader *reader, size_t n, const char *name(size_t)) {
  etho_text names = {0};
  for (size_t i = 0; i < n; i++) etho_text_format(&names, "%s%s", i ? "," : "", name(i));
  const char *kept = etho_arena_text(reader->arena, etho_text_get(&names));
  if (!kept) reader->failed = true;
  etho_text_free(&names);
  return kept ? kept : "";
}

static const char *role_name(size_t i) {
  return etho_role_at(i)->name;
}

static const char *assay_name(size_t i) {
  return etho_assay_name(etho_assay_at(i));
}

static const char *setting_name(size_t i) {
  return etho_setting_at(i)->name;
}

static void check_settings(json_reader *reader, const cJSON *object, const char *where) {
  const cJSON *all = json_object(reader, object, where, "settings");
  const char *path = json_path(reader, where, "settings", ETHO_NOT_FOUND);
  for (const cJSON *item = all ? all->child : NULL; item; item = item->next) {
    const etho_setting_info *known = etho_setting_find(item->string);
    double value;
    bool text = cJSON_IsString(item);
    if (known && strcmp(known->kind, "number") == 0 && text &&
        !etho_number_parse(item->valuestring, strlen(item->valuestring), '.', &value))
      json_issue(reader, item, "E-STUDY-TYPE", known->meaning, "\"%s\" must be a number, not '%.60s'",
                 json_path(reader, path, item->string, ETHO_NOT_FOUND), item->valuestring);
  }
  const cJSON *unknown = all ? all->child : NULL;
  while (unknown && (unknown->string[0] == '_' || etho_setting_find(unknown->string))) unknown = unknown->next;
  if (unknown) json_known(reader, all, path, names_of(reader, etho_setting_count(), setting_name));
}

/* A pattern, with the character where it goes wrong. */
static void check_pattern(json_reader *reader, const cJSON *item, const char *path, bool roles) {
  etho_pattern_mistake mistake;
  if (!cJSON_IsString(item) || etho_pattern_check(item->valuestring, roles, &mistake)) return;
  json_issue(reader, item, "E-PATTERN", mistake.hint, "\"%s\", character %zu: %s", path, mistake.at, mistake.message);
}

static void check_patterns(json_reader *reader, const cJSON *object, const char *where) {
  check_pattern(reader, cJSON_GetObjectItemCaseSensitive(object, "pattern"), json_path(reader, where, "pattern", ETHO_NOT_FOUND), true);
  const cJSON *all = cJSON_GetObjectItemCaseSensitive(object, "patterns");
  for (const cJSON *item = cJSON_IsObject(all) ? all->child : NULL; item; item = item->next)
    check_pattern(reader, item, json_path(reader, json_path(reader, where, "patterns", ETHO_NOT_FOUND), item->string, ETHO_NOT_FOUND), false);
  const cJSON *longer = cJSON_GetObjectItemCaseSensitive(object, "longer");
  check_pattern(reader, cJSON_GetObjectItemCaseSensitive(longer, "pattern"),
                json_path(reader, json_path(reader, where, "longer", ETHO_NOT_FOUND), "pattern", ETHO_NOT_FOUND), false);
}

/* What is named must exist; the value itself is read where it is used. */
void study_check_input(json_reader *reader, const cJSON *object, const char *where) {
  json_one_of(reader, object, where, "assay", names_of(reader, etho_assay_count(), assay_name));
  json_one_of(reader, object, where, "from", names_of(reader, etho_format_count(), etho_format_name));
  json_known(reader, json_object(reader, object, where, "columns"), json_path(reader, where, "columns", ETHO_NOT_FOUND),
             names_of(reader, etho_role_count(), role_name));
  check_settings(reader, object, where);
  check_patterns(reader, object, where);
}
