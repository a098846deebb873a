/* study/json.h - typed access to study.json: what is wrong with a value becomes an issue that names its place. */
#ifndef ETHO_STUDY_JSON_H
#define ETHO_STUDY_JSON_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/text.h"
#include "ethostat/import.h"
#include "study/json_scan.h"

typedef struct json_reader {
  const char *file;
  etho_arena *arena;
  etho_issues *issues;
  bool failed; /* out of memory: sticks */
  json_places places; /* of json_parse */
} json_reader;

/* Parse; a mistake is an issue (E-STUDY-JSON) and ETHO_ERR_DATA, both with line and column. */
etho_status json_parse(json_reader *reader, const char *text, size_t length, cJSON **json, etho_error *error);

/* Where a value stands; zeros when that is not known. */
json_place json_place_of(const json_reader *reader, const cJSON *item);
/* "inputs[0].columns", of a member (index ETHO_NOT_FOUND) or an element (name NULL). Never NULL. */
const char *json_path(json_reader *reader, const char *where, const char *name, size_t index);
void json_path_name(etho_text *path, const char *name);
/* An issue at a value. */
void json_issue(json_reader *reader, const cJSON *item, const char *code, const char *hint, const char *format, ...)
    ETHO_PRINTF(5, 6);
/* List every gap that `init` marked (E-STUDY-GAP), and members that are given twice. The number of gaps. */
size_t json_gaps(json_reader *reader, const cJSON *root);

/* Members by name; NULL or the given default when absent. A value of the wrong kind is an issue and counts as absent.
 * Text is copied to the arena. where is the path of the object: "inputs[0]". */
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
/* {"TS": "test"}, {"phase": {"TS": "test"}}, {"phase:TS": "test"} or {"test": ["TS", "T2"]} as "phase:TS" -> "test". */
const etho_pair *json_recodes(json_reader *reader, const cJSON *object, const char *where, const char *name, size_t *n);
/* Refuse members that are not in the comma-separated list known (E-STUDY-KEY, nearest names as hint). */
void json_known(json_reader *reader, const cJSON *object, const char *where, const char *known);
/* Refuse a text that is not in the list (E-STUDY-VALUE). */
bool json_one_of(json_reader *reader, const cJSON *object, const char *where, const char *name, const char *known);

/* A path of a study file, relative to its folder. */
const char *study_beside(json_reader *reader, const char *study_file, const char *path);
/* How a file is read: what is given replaces what dialect holds. */
void study_read_dialect(json_reader *reader, const cJSON *object, const char *where, etho_dialect *dialect);
/* "animals": files that are joined, each a path or an object. */
void study_read_animals(json_reader *reader, const cJSON *root, etho_import_options *import);
/* Refuse assays, formats, roles and settings of an input that do not exist. */
void study_check_input(json_reader *reader, const cJSON *object, const char *where);

#endif
