/* stats/survival_steps.h - the steps of survival curves. Internal. */
#ifndef ETHO_STATS_SURVIVAL_STEPS_H
#define ETHO_STATS_SURVIVAL_STEPS_H

#include "base/arena.h"
#include "ethostat/stats.h"

/* One distinct time of a group. */
typedef struct etho_step {
  double time, n_risk, n_event, n_censored;
  double survival;  /* just after */
  double greenwood; /* sum of d / (n (n - d)) so far: the variance of log survival; infinite at survival 0 */
} etho_step;

/* At most group->n steps into step; returns how many. */
size_t etho_survival_steps(const etho_times *group, etho_step *step);

/* The rows of an input by group, ascending in time; drops and notes what is missing.
 * ETHO_ERR_DATA for a negative time or an event that is neither 0 nor 1. */
etho_status etho_times_make(const etho_input *input, etho_arena *arena, etho_times **group, size_t *k,
                            etho_rows *rows, etho_error *error);

#endif
