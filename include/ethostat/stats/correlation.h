/* ethostat/stats/correlation.h - Pearson, Spearman, Kendall. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_CORRELATION_H
#define ETHOSTAT_STATS_CORRELATION_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
