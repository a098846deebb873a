#include "study/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const char *copy(json_reader *reader, const char *text) {
  const char *kept = etho_arena_text(reader->arena, text);
  if (text && !kept) reader->failed = true;
  return kept;
}

etho_status json_parse(json_reader *reader, const char *text, size_t length, cJSON **json, etho_error *error) {
  const char *end = NULL;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, length -= 3;
  *json = cJSON_ParseWithLengthOpts(text, length + 1, &end, true);
  if (*json && cJSON_IsObject(*json)) return ETHO_OK;
  if (*json) {
    cJSON_Delete(*json);
    *json = NULL;
    return etho_error_set(error, ETHO_ERR_DATA, "%s: a study file is a JSON object: { ... }", reader->file);
  }
  size_t line = 1, column = 1;
  for (const char *p = text; end && p < end && p < text + length; p++) {
    column = *p == '\n' ? 1 : column + 1;
    line += *p == '\n';
  }
  etho_error_set(error, ETHO_ERR_DATA, "%s:%zu: not valid JSON at column %zu", reader->file, line, column);
  etho_error_hint(error, "look for a missing or extra comma, quote or bracket just before that place");
  return ETHO_ERR_DATA;
}

static void wrong_kind(json_reader *reader, const char *where, const char *name, const char *wanted) {
  etho_issues_add(reader->issues, "E-STUDY-TYPE", reader->file, 0, 0, NULL, "\"%s\"%s%s%s must be %s", name,
                  where[0] ? " in \"" : "", where, where[0] ? "\"" : "", wanted);
}

static const cJSON *member(const cJSON *object, const char *name) {
  const cJSON *item = object ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
  return item && !cJSON_IsNull(item) ? item : NULL;
}

static const char *number_text(json_reader *reader, double value) {
  char buffer[ETHO_NUMBER_SIZE];
  etho_number_print(buffer, value);
  return copy(reader, buffer);
}

/* Text, or a number or boolean as the text it was written as (an arm called 1). */
static const char *scalar_text(json_reader *reader, const cJSON *item) {
  if (cJSON_IsString(item)) return copy(reader, item->valuestring);
  if (cJSON_IsNumber(item)) return number_text(reader, item->valuedouble);
  if (cJSON_IsBool(item)) return cJSON_IsTrue(item) ? "true" : "false";
  return NULL;
}

const char *json_text(json_reader *reader, const cJSON *object, const char *where, const char *name) {
  const cJSON *item = member(object, name);
  if (!item) return NULL;
  const char *text = scalar_text(reader, item);
  if (!text && !reader->failed) wrong_kind(reader, where, name, "text in quotes");
  if (text && strncmp(text, "FILL IN", strlen("FILL IN")) == 0)
    etho_issues_add(reader->issues, "E-STUDY-GAP", reader->file, 0, 0, "only you know it; write it, or delete the line",
                    "\"%s\"%s%s%s is still to be filled in", name, where[0] ? " in \"" : "", where, where[0] ? "\"" : "");
  return text;
}

double json_number(json_reader *reader, const cJSON *object, const char *where, const char *name, double otherwise) {
  const cJSON *item = member(object, name);
  if (!item) return otherwise;
  if (cJSON_IsNumber(item) && isfinite(item->valuedouble)) return item->valuedouble;
  wrong_kind(reader, where, name, "a number without quotes");
  return otherwise;
}

size_t json_count(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t otherwise) {
  double value = json_number(reader, object, where, name, (double)otherwise);
  if (value >= 0 && value <= 1e15 && !(floor(value) < value)) return (size_t)value;
  wrong_kind(reader, where, name, "a whole number");
  return otherwise;
}

bool json_bool(json_reader *reader, const cJSON *object, const char *where, const char *name, bool otherwise) {
  const cJSON *item = member(object, name);
  if (!item) return otherwise;
  if (cJSON_IsBool(item)) return cJSON_IsTrue(item);
  wrong_kind(reader, where, name, "true or false");
  return otherwise;
}

const cJSON *json_object(json_reader *reader, const cJSON *object, const char *where, const char *name) {
  const cJSON *item = member(object, name);
  if (!item || cJSON_IsObject(item)) return item;
  wrong_kind(reader, where, name, "an object: { ... }");
  return NULL;
}

const cJSON *json_array(json_reader *reader, const cJSON *object, const char *where, const char *name) {
  const cJSON *item = member(object, name);
  if (!item || cJSON_IsArray(item)) return item;
  wrong_kind(reader, where, name, "a list: [ ... ]");
  return NULL;
}

const char **json_texts(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t *n) {
  const cJSON *item = member(object, name), *element;
  *n = 0;
  if (!item) return NULL;
  size_t count = cJSON_IsArray(item) ? (size_t)cJSON_GetArraySize(item) : 1;
  const char **list = ETHO_NEW(reader->arena, const char *, count + 1);
  if (!list) {
    reader->failed = true;
    return NULL;
  }
  for (element = cJSON_IsArray(item) ? item->child : item; element; element = cJSON_IsArray(item) ? element->next : NULL) {
    const char *text = scalar_text(reader, element);
    if (text) list[(*n)++] = text;
    else if (!reader->failed) wrong_kind(reader, where, name, "a list of texts");
  }
  return list;
}

typedef struct pair_list { etho_pair *pair; size_t n, capacity; } pair_list;

static void add_pair(json_reader *reader, pair_list *list, const char *name, const char *value) {
  etho_pair *grown = etho_arena_grow(reader->arena, list->pair, &list->capacity, list->n + 1, sizeof *grown);
  if (!grown || !name || !value) {
    reader->failed = true;
    return;
  }
  list->pair = grown;
  list->pair[list->n++] = (etho_pair){name, value};
}

const etho_pair *json_pairs(json_reader *reader, const cJSON *object, const char *where, const char *name, bool spellings,
                            size_t *n) {
  pair_list list = {0};
  const cJSON *all = json_object(reader, object, where, name);
  for (const cJSON *item = all ? all->child : NULL; item && !reader->failed; item = item->next) {
    const char *key = copy(reader, item->string);
    const cJSON *element = cJSON_IsArray(item) ? item->child : item;
    for (; element && !reader->failed; element = cJSON_IsArray(item) ? element->next : NULL) {
      const char *text = scalar_text(reader, element);
      if (!text && !reader->failed) wrong_kind(reader, name, item->string, "text in quotes");
      else if (spellings && cJSON_IsArray(item)) add_pair(reader, &list, text, key);
      else add_pair(reader, &list, key, text);
    }
  }
  *n = list.n;
  return list.pair;
}

static bool in_list(const char *known, const char *name) {
  size_t length = strlen(name);
  for (const char *p = known; *p;) {
    size_t word = strcspn(p, ",");
    if (word == length && strncmp(p, name, length) == 0) return true;
    p += word + (p[word] == ',');
  }
  return false;
}

static void unknown_member(json_reader *reader, const char *where, const char *name, const char *known) {
  enum { MOST = 32 };
  const char *names[MOST];
  char words[1024], near[256], hint[1300];
  size_t n = 0;
  snprintf(words, sizeof words, "%s", known);
  for (char *p = words; *p && n < MOST;) {
    names[n++] = p;
    p += strcspn(p, ",");
    if (*p) *p++ = '\0';
  }
  if (etho_suggest(near, sizeof near, name, names, n)) snprintf(hint, sizeof hint, "did you mean %s?", near);
  else snprintf(hint, sizeof hint, "known here: %s", known);
  etho_issues_add(reader->issues, "W-STUDY-KEY", reader->file, 0, 0, hint, "\"%.80s\"%s%s%s is not understood and has no effect",
                  name, where[0] ? " in \"" : "", where, where[0] ? "\"" : "");
}

void json_known(json_reader *reader, const cJSON *object, const char *where, const char *known) {
  for (const cJSON *item = object ? object->child : NULL; item; item = item->next)
    if (item->string && item->string[0] != '_' && !in_list(known, item->string))
      unknown_member(reader, where, item->string, known);
}
