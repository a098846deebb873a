/* ethostat/stats/anova.h - analysis of variance, parametric and by ranks. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_ANOVA_H
#define ETHOSTAT_STATS_ANOVA_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
