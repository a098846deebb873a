/* study/json.h - typed access to study.json: what is wrong with a value becomes an issue that names its place. */
#ifndef ETHO_STUDY_JSON_H
#define ETHO_STUDY_JSON_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "ethostat/import.h"

typedef struct json_reader {
  const char *file;
  etho_arena *arena;
  etho_issues *issues;
  bool failed; /* out of memory: sticks */
} json_reader;

/* Parse; syntax errors are ETHO_ERR_DATA with line and column. */
etho_status json_parse(json_reader *reader, const char *text, size_t length, cJSON **json, etho_error *error);

/* Members by name; NULL or the given default when absent. A value of the wrong kind is an issue and counts as absent.
 * Text is copied to the arena. where names the object in messages: "design". */
const char *json_text(json_reader *reader, const cJSON *object, const char *where, const char *name);
double json_number(json_reader *reader, const cJSON *object, const char *where, const char *name, double otherwise);
size_t json_count(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t otherwise);
bool json_bool(json_reader *reader, const cJSON *object, const char *where, const char *name, bool otherwise);
const cJSON *json_object(json_reader *reader, const cJSON *object, const char *where, const char *name);
const cJSON *json_array(json_reader *reader, const cJSON *object, const char *where, const char *name);
/* A list of texts, or one text as a list of one. */
const char **json_texts(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t *n);
/* {"name": "value"} as pairs in order; a value that is a list of texts gives one pair each, turned round when `lists`
 * holds spellings of the name ({"CAR-T": ["CART", "cart"]} -> CART = CAR-T). Numbers become text. */
const etho_pair *json_pairs(json_reader *reader, const cJSON *object, const char *where, const char *name, bool spellings,
                            size_t *n);
/* Warn about members that are not in the comma-separated list known (W-STUDY-KEY, nearest names as hint). */
void json_known(json_reader *reader, const cJSON *object, const char *where, const char *known);

#endif
