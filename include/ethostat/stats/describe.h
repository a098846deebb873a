/* ethostat/stats/describe.h - descriptives, normality, equal variances, outliers. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_DESCRIBE_H
#define ETHOSTAT_STATS_DESCRIBE_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
