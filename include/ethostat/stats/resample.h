/* ethostat/stats/resample.h - permutation and bootstrap. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_RESAMPLE_H
#define ETHOSTAT_STATS_RESAMPLE_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
