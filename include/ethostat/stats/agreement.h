/* ethostat/stats/agreement.h - agreement between raters or formats. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_AGREEMENT_H
#define ETHOSTAT_STATS_AGREEMENT_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
