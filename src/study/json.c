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

/* ---- places ---- */

/* cJSON keeps no places: the number of each value, in the order of the text, goes into its valueint, which is not used
 * otherwise (numbers are read from valuedouble). */
static int number_values(cJSON *item, int next) {
  item->valueint = next++;
  for (cJSON *child = item->child; child; child = child->next) next = number_values(child, next);
  return next;
}

json_place json_place_of(const json_reader *reader, const cJSON *item) {
  bool known = item && item->valueint >= 0 && (size_t)item->valueint < reader->places.n;
  return known ? reader->places.place[item->valueint] : (json_place){0, 0};
}

static void append_quoted(etho_text *path, const char *name) {
  etho_text_append(path, "[\"");
  for (const char *p = name; *p; p++) {
    if (*p == '"' || *p == '\\') etho_text_char(path, '\\');
    etho_text_char(path, *p);
  }
  etho_text_append(path, "\"]");
}

void json_path_name(etho_text *path, const char *name) {
  size_t plain = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  if (!name[0] || name[plain]) append_quoted(path, name);
  else etho_text_format(path, "%s%s", path->length ? "." : "", name);
}

const char *json_path(json_reader *reader, const char *where, const char *name, size_t index) {
  etho_text path = {0};
  etho_text_append(&path, where);
  if (name) json_path_name(&path, name);
  if (index != ETHO_NOT_FOUND) etho_text_format(&path, "[%zu]", index);
  const char *kept = path.failed ? NULL : copy(reader, etho_text_get(&path));
  etho_text_free(&path);
  return kept ? kept : "";
}

void json_issue(json_reader *reader, const cJSON *item, const char *code, const char *hint, const char *format, ...) {
  json_place place = json_place_of(reader, item);
  etho_text message = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&message, format, arguments);
  va_end(arguments);
  etho_issues_add(reader->issues, code, reader->file, place.line, place.column, hint, "%s", etho_text_get(&message));
  etho_text_free(&message);
}

/* ---- reading ---- */

/* The first of two members of one name would win in silence. */
static void refuse_twins(json_reader *reader, const cJSON *item, const char *where) {
  size_t i = 0;
  for (const cJSON *child = item->child; child; child = child->next, i++) {
    if (child->string && child->string[0] == '_') continue;
    const char *path = json_path(reader, where, child->string, child->string ? ETHO_NOT_FOUND : i);
    for (const cJSON *other = item->child; child->string && other != child; other = other->next)
      if (strcmp(other->string, child->string) == 0)
        json_issue(reader, child, "E-STUDY-KEY", "keep one of them", "\"%s\" is given twice, first on line %zu", path,
                   json_place_of(reader, other).line);
    refuse_twins(reader, child, path);
  }
}

etho_status json_parse(json_reader *reader, const char *text, size_t length, cJSON **json, etho_error *error) {
  json_mistake mistake;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, length -= 3;
  *json = NULL;
  etho_status status = json_scan(text, length, reader->arena, &reader->places, &mistake);
  if (status == ETHO_ERR_DATA) {
    etho_issues_add(reader->issues, "E-STUDY-JSON", reader->file, mistake.place.line, mistake.place.column, mistake.hint,
                    "%s", mistake.message);
    etho_error_set(error, status, "%s:%zu:%zu: %s", reader->file, mistake.place.line, mistake.place.column, mistake.message);
    etho_error_hint(error, "%s", mistake.hint);
    return status;
  }
  if (status == ETHO_OK && !(*json = cJSON_ParseWithLength(text, length))) status = ETHO_ERR_MEMORY;
  if (status != ETHO_OK) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  number_values(*json, 0);
  if (cJSON_IsObject(*json)) return ETHO_OK;
  cJSON_Delete(*json);
  *json = NULL;
  return etho_error_set(error, ETHO_ERR_DATA, "%s: a study file is a JSON object: { ... }", reader->file);
}

/* ---- gaps ---- */

static const char gap_mark[] = "FILL IN";

static bool is_gap(const char *text) {
  return text && strncmp(text, gap_mark, sizeof gap_mark - 1) == 0;
}

static size_t list_gaps(json_reader *reader, const cJSON *item, const char *where) {
  size_t n = 0, i = 0;
  for (const cJSON *child = item->child; child; child = child->next, i++) {
    if (child->string && child->string[0] == '_') continue;
    const char *path = json_path(reader, where, child->string, child->string ? ETHO_NOT_FOUND : i);
    const char *text = cJSON_IsString(child) && is_gap(child->valuestring) ? child->valuestring : NULL;
    if (!text && is_gap(child->string)) text = child->string;
    if (text) {
      text += sizeof gap_mark - 1;
      text += strspn(text, ": ");
      json_issue(reader, child, "E-STUDY-GAP", text[0] ? text : "only you know it; write it, or delete the line",
                 "\"%s\" is still to be filled in", path);
      n++;
    }
    n += list_gaps(reader, child, path);
  }
  return n;
}

size_t json_gaps(json_reader *reader, const cJSON *root) {
  refuse_twins(reader, root, "");
  return list_gaps(reader, root, "");
}

/* ---- values ---- */

static void wrong_kind(json_reader *reader, const cJSON *item, const char *where, const char *name, const char *wanted) {
  static const struct { int type; const char *word; } kinds[] = {
      {cJSON_String, "text"}, {cJSON_Number, "a number"}, {cJSON_True, "true"}, {cJSON_False, "false"}, {cJSON_Array, "a list"}, {cJSON_Object, "an object"}};
  const char *is = "null";
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if ((item->type & 0xFF) == kinds[i].type) is = kinds[i].word;
  json_issue(reader, item, "E-STUDY-TYPE", NULL, "\"%s\" must be %s, not %s",
             json_path(reader, where, name, ETHO_NOT_FOUND), wanted, is);
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
  if (!text && !reader->failed) wrong_kind(reader, item, where, name, "text in quotes");
  return text;
}

double json_number(json_reader *reader, const cJSON *object, const char *where, const char *name, double otherwise) {
  const cJSON *item = member(object, name);
  if (!item) return otherwise;
  if (cJSON_IsNumber(item) && isfinite(item->valuedouble)) return item->valuedouble;
  wrong_kind(reader, item, where, name, "a number without quotes");
  return otherwise;
}

size_t json_count(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t otherwise) {
  double value = json_number(reader, object, where, name, (double)otherwise);
  if (value >= 0 && value <= 1e15 && !(floor(value) < value)) return (size_t)value;
  json_issue(reader, member(object, name), "E-STUDY-VALUE", NULL, "\"%s\" must be a whole number, not %g",
             json_path(reader, where, name, ETHO_NOT_FOUND), value);
  return otherwise;
}

bool json_bool(json_reader *reader, const cJSON *object, const char *where, const char *name, bool otherwise) {
  const cJSON *item = member(object, name);
  if (!item) return otherwise;
  if (cJSON_IsBool(item)) return cJSON_IsTrue(item);
  wrong_kind(reader, item, where, name, "true or false");
  return otherwise;
}

const cJSON *json_object(json_reader *reader, const cJSON *object, const char *where, const char *name) {
  const cJSON *item = member(object, name);
  if (!item || cJSON_IsObject(item)) return item;
  wrong_kind(reader, item, where, name, "an object: { ... }");
  return NULL;
}

const cJSON *json_array(json_reader *reader, const cJSON *object, const char *where, const char *name) {
  const cJSON *item = member(object, name);
  if (!item || cJSON_IsArray(item)) return item;
  wrong_kind(reader, item, where, name, "a list: [ ... ]");
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
    else if (!reader->failed) wrong_kind(reader, element, where, name, "text, or a list of texts");
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
  const char *path = json_path(reader, where, name, ETHO_NOT_FOUND);
  for (const cJSON *item = all ? all->child : NULL; item && !reader->failed; item = item->next) {
    if (item->string[0] == '_' || cJSON_IsNull(item)) continue;
    const char *key = copy(reader, item->string);
    const cJSON *element = cJSON_IsArray(item) ? item->child : item;
    for (; element && !reader->failed; element = cJSON_IsArray(item) ? element->next : NULL) {
      const char *text = scalar_text(reader, element);
      if (!text && !reader->failed) wrong_kind(reader, element, path, item->string, "text in quotes");
      else if (spellings && cJSON_IsArray(item)) add_pair(reader, &list, text, key);
      else add_pair(reader, &list, key, text);
    }
  }
  *n = list.n;
  return list.pair;
}

/* "TS": "test" and "test": ["TS", "T2"], of any column, or within the name of one. */
static void add_recode(json_reader *reader, pair_list *list, const char *column, const char *from, const char *to) {
  etho_text name = {0};
  etho_text_format(&name, "%s%s%s", column ? column : "", column ? ":" : "", from);
  add_pair(reader, list, copy(reader, etho_text_get(&name)), to);
  etho_text_free(&name);
}

static void read_recodes(json_reader *reader, pair_list *list, const cJSON *all, const char *path, const char *column) {
  for (const cJSON *item = all->child; item && !reader->failed; item = item->next) {
    if (item->string[0] == '_' || cJSON_IsNull(item)) continue;
    if (cJSON_IsObject(item) && !column) {
      read_recodes(reader, list, item, json_path(reader, path, item->string, ETHO_NOT_FOUND), item->string);
      continue;
    }
    if (!cJSON_IsArray(item)) {
      const char *text = scalar_text(reader, item);
      if (text) add_recode(reader, list, column, item->string, text);
      else if (!reader->failed) wrong_kind(reader, item, path, item->string, "text, or an object of a column's values");
      continue;
    }
    const char *colon = strchr(item->string, ':'); /* "phase:test": ["TS", "T2"] */
    const char *own = !column && colon ? etho_arena_text_n(reader->arena, item->string, (size_t)(colon - item->string)) : column;
    const char *to = !column && colon ? copy(reader, colon + 1) : copy(reader, item->string);
    for (const cJSON *element = item->child; element && !reader->failed; element = element->next) {
      const char *from = scalar_text(reader, element);
      if (from) add_recode(reader, list, own, from, to);
      else if (!reader->failed) wrong_kind(reader, element, path, item->string, "a list of texts");
    }
  }
}

const etho_pair *json_recodes(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t *n) {
  pair_list list = {0};
  const cJSON *all = json_object(reader, object, where, name);
  if (all) read_recodes(reader, &list, all, json_path(reader, where, name, ETHO_NOT_FOUND), NULL);
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

/* "did you mean 'novel_s'?", or all that are known. */
static void hint_known(etho_text *hint, const char *name, const char *known) {
  enum { MOST = 96 };
  const char *names[MOST];
  char words[2048], near[256];
  size_t n = 0;
  snprintf(words, sizeof words, "%s", known);
  for (char *p = words; *p && n < MOST;) {
    names[n++] = p;
    p += strcspn(p, ",");
    if (*p) *p++ = '\0';
  }
  if (etho_suggest(near, sizeof near, name, names, n)) etho_text_format(hint, "did you mean %s?", near);
  else etho_text_format(hint, "known here: %s", known);
}

void json_known(json_reader *reader, const cJSON *object, const char *where, const char *known) {
  for (const cJSON *item = object ? object->child : NULL; item; item = item->next) {
    if (!item->string || item->string[0] == '_' || in_list(known, item->string)) continue;
    etho_text hint = {0};
    hint_known(&hint, item->string, known);
    json_issue(reader, item, "E-STUDY-KEY", etho_text_get(&hint), "\"%.200s\" is not understood",
               json_path(reader, where, item->string, ETHO_NOT_FOUND));
    etho_text_free(&hint);
  }
}

bool json_one_of(json_reader *reader, const cJSON *object, const char *where, const char *name, const char *known) {
  const cJSON *item = member(object, name);
  if (!cJSON_IsString(item) || in_list(known, item->valuestring)) return true;
  etho_text hint = {0};
  hint_known(&hint, item->valuestring, known);
  json_issue(reader, item, "E-STUDY-VALUE", etho_text_get(&hint), "\"%s\" cannot be '%.100s'",
             json_path(reader, where, name, ETHO_NOT_FOUND), item->valuestring);
  etho_text_free(&hint);
  return false;
}
