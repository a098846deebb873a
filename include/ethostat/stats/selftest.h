/* ethostat/stats/selftest.h - certified and exact figures, computed on this machine. Contract:
 * ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_SELFTEST_H
#define ETHOSTAT_STATS_SELFTEST_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NIST's univariate and ANOVA sets (StRD) and a core of closed forms. A row a figure: set, figure, certified,
 * computed, digits
 * (-log10 of the relative error, at most 15.7), required, pass. `required` is what exact arithmetic on the
 * doubles nearest to the decimal input gives, at most 13. */
etho_status etho_selftest_run(etho_rows *rows);

/* Add one such row. For other layers: regression sets belong to the model layer, which adds its rows with
 * this. */
void etho_selftest_check(etho_rows *rows, const char *set, const char *figure, double certified,
                         double computed, double required);

#ifdef __cplusplus
}
#endif
#endif
