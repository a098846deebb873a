/* ethostat/stats/association.h - contingency tables, proportions. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_ASSOCIATION_H
#define ETHOSTAT_STATS_ASSOCIATION_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
