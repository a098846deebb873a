/* analysis/factor.h - text labels -> a factor with sorted levels. Internal. */
#ifndef ETHO_ANALYSIS_FACTOR_H
#define ETHO_ANALYSIS_FACTOR_H

#include "base/arena.h"
#include "ethostat/stats.h"

/* Levels are the distinct texts (NULL = missing: code -1), sorted by value when every one is a number, else
 * by bytes. Names and levels are copied into the arena. O(n + k log k) for n texts of k levels. false: out of
 * memory. */
bool etho_factor_make(etho_arena *arena, const char *name, const char *const *text, size_t n, char decimal,
                      etho_factor *factor);

#endif
