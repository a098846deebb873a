/* ethostat/stats/rank.h - exact rank tests. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_RANK_H
#define ETHOSTAT_STATS_RANK_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
