/* ethostat/stats/t_test.h - t tests, equivalence, effect sizes. Contract and conventions: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_T_TEST_H
#define ETHOSTAT_STATS_T_TEST_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
