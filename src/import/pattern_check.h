/* import/pattern_check.h - what is wrong with a pattern, and where: regcomp itself does not say. Internal. */
#ifndef ETHO_IMPORT_PATTERN_CHECK_H
#define ETHO_IMPORT_PATTERN_CHECK_H

#include "base/text.h"

typedef struct etho_pattern_mistake {
  size_t at; /* character of the pattern, 1-based */
  char message[160], hint[200];
} etho_pattern_mistake;

/* roles: every named part must be one of the canonical columns. false: *mistake is filled. */
bool etho_pattern_check(const char *pattern, bool roles, etho_pattern_mistake *mistake);

#endif
