/* import/join_keys.h - what makes a row of the trials and a row of a key file the same. Internal. */
#ifndef ETHO_IMPORT_JOIN_KEYS_H
#define ETHO_IMPORT_JOIN_KEYS_H

#include "import/source.h"

enum { ETHO_JOIN_KEYS = 6 };

typedef struct etho_key_row {
  const char *key;
  size_t row; /* of the key file's table, or of the trials */
} etho_key_row;

/* A key file and the roles that join it. */
typedef struct etho_join {
  etho_source source;                 /* the key file; its trials are those that are joined */
  const etho_import_options *options; /* of the trials: recodes hold for the key file too */
  const etho_join_options *declared;  /* NULL = none */
  const char *by[ETHO_JOIN_KEYS];     /* roles that make the key */
  const etho_binding *bound[ETHO_JOIN_KEYS];
  size_t n_by;
  etho_key_row *row; /* sorted by key, one of each */
  size_t n_rows;
  bool *used;
} etho_join;

/* Choose the roles; false after an issue (E-JOIN-KEY). */
bool etho_join_choose(etho_join *join, const etho_trials *trials);
/* NULL: out of memory. */
const char *etho_join_key_of_table(etho_join *join, size_t table_row);
const char *etho_join_key_of_trial(etho_join *join, const etho_trials *trials, size_t row);
/* Sort the key file's rows; ids that stand twice with other values are told. false: out of memory. */
bool etho_join_index(etho_join *join);
/* The row of a key; ETHO_NOT_FOUND. */
size_t etho_join_find(const etho_join *join, const char *key);
/* A key in words: "'m3', phase 'test'". */
void etho_join_describe(const etho_join *join, const char *key, etho_text *out);
/* The row of the key file whose key differs only in case, spaces, hyphens and leading zeros; ETHO_NOT_FOUND =
 * none, or more than one. */
size_t etho_join_alike(etho_join *join, const char *key);
bool etho_join_is_key(const etho_join *join, const char *role);

#endif
