/* stats/split.h - an input cut into groups, without what is missing. Internal. */
#ifndef ETHO_STATS_SPLIT_H
#define ETHO_STATS_SPLIT_H

#include "base/arena.h"
#include "ethostat/stats.h"

typedef struct etho_split {
  etho_sample *group; /* in the order of the `by` levels; one group labelled NULL when there is no `by` */
  size_t n_groups;
  double **value; /* what group[].value points to */
  int **subject;  /* per group and value the subject's code; NULL without subjects */
  size_t **row;   /* per group and value its place in the input, from 0 */
  size_t n_subjects;
  bool duplicates; /* a subject has two values in one group */
  const char *duplicate_subject, *duplicate_group;
} etho_split;

/* Apply --groups and --control: levels are chosen and ordered (control first), other rows dropped.
 * ETHO_ERR_USAGE with the nearest names for an unknown level. */
etho_status etho_input_select(const etho_input *input, const etho_options *options, etho_arena *arena,
                              etho_input *selected, etho_error *error);

/* Cut value by group; notes how many values were missing. */
etho_status etho_split_make(const etho_input *input, etho_arena *arena, etho_split *split, etho_rows *rows,
                            etho_error *error);

/* The values of each group in ascending order, without their rows and subjects: what is computed from them
 * then does not depend on the order of the rows, to the last bit. */
void etho_split_sort(etho_split *split);

/* The values of groups a and b whose subjects occur in both, in the order of the subjects. false: out of
 * memory. */
bool etho_split_pair(const etho_split *split, size_t a, size_t b, etho_arena *arena, etho_sample *group1,
                     etho_sample *group2);

#endif
