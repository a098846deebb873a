/* stats/fisher.h - the parts of Fisher's exact test. Internal. */
#ifndef ETHO_STATS_FISHER_H
#define ETHO_STATS_FISHER_H

#include "base/arena.h"
#include "ethostat/stats.h"

/* 2 x 2, no empty margin. */
etho_status etho_fisher_two_by_two(const etho_contingency *table, const etho_options *options, etho_row *row,
                                   etho_error *error);

/* The p-value of an r x c table by full enumeration, in which partial tables with the same margins left and
 * the same probability are one state, and are settled together once simple bounds show all completions to be
 * rarer, or all more probable, than the observed table (after Mehta & Patel's 1983 network). *p is NaN when
 * that would take more than about fifteen million partial tables. false: out of memory. */
bool etho_fisher_enumerate(const etho_contingency *table, double *p);

/* The same by drawing tables with these margins; counts at most as probable as the observed one. false: out
 * of memory. */
bool etho_fisher_simulate(const etho_contingency *table, size_t draws, uint64_t seed, size_t *extreme);

#endif
