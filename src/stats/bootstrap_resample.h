/* stats/bootstrap_resample.h - draw whole units (animals, or cages) with replacement and evaluate any
 * statistic. */
#ifndef ETHO_STATS_BOOTSTRAP_RESAMPLE_H
#define ETHO_STATS_BOOTSTRAP_RESAMPLE_H

#include "base/arena.h"
#include "stats/bootstrap_interval.h"
#include "stats/weighted_statistic.h"

/* One or two groups with the unit of every value: unit[g][i] is any code >= 0, or unit[g] is NULL when every
 * value is a unit of its own. A code that occurs in both groups is one unit, and then all units are drawn
 * together; otherwise each group's units are drawn within the group. */
typedef struct etho_bootstrap_data {
  etho_sample group[2];
  const int *unit[2];
  size_t n_groups;
} etho_bootstrap_data;

/* n_units: how many units there are in all. ETHO_ERR_MEMORY only. */
etho_status etho_bootstrap_any(const etho_bootstrap_data *data, const etho_statistic *statistic,
                               etho_bootstrap_kind kind, const etho_options *options, etho_bootstrap *result,
                               size_t *n_units, etho_error *error);

#endif
