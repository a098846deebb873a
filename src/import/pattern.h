/* import/pattern.h - POSIX extended expressions with named parts: (?<animal>rat\d+)_(?<phase>T[RS]).
 * Internal. */
#ifndef ETHO_IMPORT_PATTERN_H
#define ETHO_IMPORT_PATTERN_H

#include "import/source.h"

typedef struct etho_pattern etho_pattern;

/* Compile. NULL: it cannot be read (E-PATTERN was told) or out of memory. */
etho_pattern *etho_pattern_new(etho_source *source, const char *text);
void etho_pattern_free(etho_pattern *pattern);
/* The names of its parts, from left to right. */
size_t etho_pattern_parts(const etho_pattern *pattern);
const char *etho_pattern_part(const etho_pattern *pattern, size_t index);
/* Does the text hold it? Then value[0..parts) are the parts' texts in the arena; NULL for those that took no
 * part. */
bool etho_pattern_match(const etho_pattern *pattern, etho_arena *arena, const char *text, const char **value);
/* Is this text a pattern with a named part, rather than a plain name? */
bool etho_pattern_looks(const char *text);

enum { ETHO_PATTERN_PARTS = 20 };

#endif
