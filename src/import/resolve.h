/* import/resolve.h - steps over all trials, in this order: recode, join, resolve, arms, check. Internal. */
#ifndef ETHO_IMPORT_RESOLVE_H
#define ETHO_IMPORT_RESOLVE_H

#include "base/arena.h"
#include "ethostat/import.h"

/* Add arm, sex, cage, novel side... of animals files by animal id (and phase, session, day, trial where both
 * have them). */
etho_status etho_trials_join(etho_trials *trials, const etho_import_options *options, etho_arena *arena,
                             etho_issues *issues, etho_error *error);
/* What was understood without being declared. */
typedef struct etho_recodes_seen {
  etho_arena *arena;
  etho_pair *pair;
  size_t n, capacity;
} etho_recodes_seen;
/* Declared recodes, then phases in one spelling. false: out of memory. */
bool etho_trials_recode(etho_trials *trials, const etho_import_options *options, etho_recodes_seen *seen,
                        etho_issues *issues);
/* Training, test and habituation in one spelling; words that an animal has two of stay apart. false: out of
 * memory. */
bool etho_trials_phases(etho_trials *trials, etho_recodes_seen *seen, etho_issues *issues);
/* Sides in one spelling, novel_s and familiar_s from sides and objects; animals named after recordings. */
void etho_trials_resolve(etho_trials *trials, const etho_import_options *options, etho_issues *issues);
/* Arm aliases; spellings that differ only in case, spaces and hyphens are told. */
void etho_trials_arms(etho_trials *trials, const etho_import_options *options, etho_arena *arena,
                      etho_issues *issues);
/* Do two arms differ only in case, spaces, dots, underscores and hyphens? */
bool etho_arms_alike(const char *a, const char *b);
/* Animals that differ only in spelling are told. */
void etho_trials_animals(const etho_trials *trials, etho_issues *issues);
/* Times that are hardly times. What an assay can judge (lengths, counts, phases) it checks itself. */
void etho_trials_check(const etho_trials *trials, etho_issues *issues);
/* The arm that a spelling is declared to stand for; NULL = none declared. */
const char *etho_arm_alias(const etho_import_options *options, const char *arm);

/* Sets novel_side or novel_object where other columns of a row say it: what stood where, and its name. */
void etho_trials_name_novel(etho_trials *trials, const etho_import_options *options);

#endif
