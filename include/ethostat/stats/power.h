/* ethostat/stats/power.h - sample size, power, detectable effect. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_POWER_H
#define ETHOSTAT_STATS_POWER_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
