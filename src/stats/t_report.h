/* stats/t_report.h - the fields that every t test shares. */
#ifndef ETHO_STATS_T_REPORT_H
#define ETHO_STATS_T_REPORT_H

#include "ethostat/stats.h"

/* estimate, and from it less options->mu, its standard error and df: statistic, p_value and the confidence
 * interval. excess = estimate - mu, given apart because the caller can compute it with less rounding. */
void etho_row_t(etho_row *row, double estimate, double excess, double std_error, double df,
                const etho_options *options);
/* The same fields, null but for estimate (NaN: null too). */
void etho_row_t_refused(etho_row *row, double estimate, const etho_options *options);
const char *etho_alternative_name(etho_alternative alternative); /* "two-sided", "less", "greater" */

#endif
