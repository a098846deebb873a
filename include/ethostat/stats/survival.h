/* ethostat/stats/survival.h - latency with censoring. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_SURVIVAL_H
#define ETHOSTAT_STATS_SURVIVAL_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
