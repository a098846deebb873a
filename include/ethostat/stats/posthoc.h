/* ethostat/stats/posthoc.h - all pairs, many-to-one, contrasts. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_POSTHOC_H
#define ETHOSTAT_STATS_POSTHOC_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
