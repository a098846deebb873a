/* stats/resample_range.h - can sums of squares of these values be held? */
#ifndef ETHO_STATS_RESAMPLE_RANGE_H
#define ETHO_STATS_RESAMPLE_RANGE_H

#include "ethostat/stats.h"

/* NULL, or why the values cannot be resampled: beyond 1e150, or all within 1e-150 of each other but not
 * equal. */
const char *etho_resample_refusal(const etho_sample *group, size_t n_groups);

#endif
