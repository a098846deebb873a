/* study/json_scan.h - where the values of a JSON text stand, and what is wrong with a text that is no JSON. Internal. */
#ifndef ETHO_STUDY_JSON_SCAN_H
#define ETHO_STUDY_JSON_SCAN_H

#include "base/arena.h"
#include "ethostat/base.h"

typedef struct json_place { size_t line, column; } json_place; /* 1-based; the column counts characters */

/* The places of all values in the order of the text: an object before its members. */
typedef struct json_places {
  json_place *place;
  size_t n, capacity;
} json_places;

typedef struct json_mistake {
  json_place place;
  char message[200], hint[300];
} json_mistake;

/* Is text[0..length) one JSON value and nothing else? ETHO_ERR_DATA fills *mistake; ETHO_ERR_MEMORY. */
etho_status json_scan(const char *text, size_t length, etho_arena *arena, json_places *places, json_mistake *mistake);

#endif
