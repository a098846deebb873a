/* ethostat/stats/distribution.h - distributions that GSL lacks. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_DISTRIBUTION_H
#define ETHOSTAT_STATS_DISTRIBUTION_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
