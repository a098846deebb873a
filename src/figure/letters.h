/* figure/letters.h - compact letter display: groups that share a letter do not differ significantly.
 *
 * Insert and absorb (Piepho 2004, J Comput Graph Stat 13:456; Gramm et al. 2007): start with one letter for
 * all; for each significant pair split every letter that holds both; drop letters contained in others.
 * Correct by construction: two groups share a letter if and only if their comparison is not significant. */
#ifndef ETHO_FIGURE_LETTERS_H
#define ETHO_FIGURE_LETTERS_H

#include "base/arena.h"
#include "ethostat/base.h"

enum { ETHO_LETTER_GROUPS = 64 };

/* differ[i * n + j]: groups i and j differ significantly (symmetric; the diagonal is ignored). letters[i]
 * gets the letters of group i, "a" for the first group in order. n <= ETHO_LETTER_GROUPS, else
 * ETHO_ERR_USAGE. Beyond 26 letters: a1, b1, ... */
etho_status etho_letters(const bool *differ, size_t n, etho_arena *arena, const char **letters);

#endif
