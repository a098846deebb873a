/* import/candidate.h - a column on its way to a role. Internal to the mapping of columns. */
#ifndef ETHO_IMPORT_CANDIDATE_H
#define ETHO_IMPORT_CANDIDATE_H

#include "import/source.h"

/* Shares are of the filled cells among the first SAMPLE_ROWS. */
typedef struct etho_content {
  size_t filled, times, sides, phases, truths, above_one, words;
  size_t trainings, tests; /* cells that name the phase among other words */
  size_t novels, familiars;
  size_t many_digits; /* more digits than a count has: arms in the order of entry */
} etho_content;

typedef struct etho_candidate {
  etho_header_sense sense;
  etho_content content;
  bool taken, confirmed; /* declared; and its header says as much */
} etho_candidate;

bool etho_candidate_is(const etho_candidate *c, const char *role);
void etho_candidate_recast(etho_candidate *c, const char *role);
/* What columns mean beside each other: arms of the maze and of the study, which object was novel, object
 * numbers, letters, totals, words of novelty. */
void etho_candidates_settle(const etho_table *table, etho_candidate *list, size_t n);

#endif
