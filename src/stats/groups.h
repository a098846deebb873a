/* stats/groups.h - the groups that have values, for procedures over all of them at once. */
#ifndef ETHO_STATS_GROUPS_H
#define ETHO_STATS_GROUPS_H

#include "ethostat/stats.h"
#include "stats/wide.h"

typedef struct etho_groups {
  etho_sample *group; /* k samples with n >= 1, in the given order */
  size_t k, n;        /* n values in all */
  double *value;      /* the n values, group after group */
} etho_groups;

/* Groups without values are left out and named in the row's note; sets the row's n and n_groups. False: out
 * of memory. */
bool etho_groups_make(const etho_sample *group, size_t n_groups, etho_row *row, etho_groups *groups);
void etho_groups_free(etho_groups *groups);
/* At least two groups, or a note and false. */
bool etho_groups_suffice(const etho_groups *groups, etho_row *row);
/* The first group with fewer than least values; NULL when all have them. */
const etho_sample *etho_groups_smaller(const etho_groups *groups, size_t least);

/* The analysis of variance of one factor, to the digits that the input allows. */
typedef struct etho_sums {
  double ss_between, ss_within, df1, df2;
  bool flat; /* nothing varies within the groups beyond the values' own rounding */
} etho_sums;

etho_sums etho_groups_sums(const etho_groups *groups);

#endif
