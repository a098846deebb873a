/* stats/t_report.h - the fields that every t test shares. */
#ifndef ETHO_STATS_T_REPORT_H
#define ETHO_STATS_T_REPORT_H

#include "ethostat/stats.h"
#include "stats/moments.h"

/* "the values are too far apart for a double": why finite values give null. */
void etho_row_note_overflow(etho_row *row);
/* Are there two values or more (called `what`: "values", "differences"), with spread? Else a note and false.
 */
bool etho_one_fits(etho_row *row, const etho_moments *moments, bool flat, const char *what);
/* Are there enough values (at least `least` in each group, 3 in all) and any spread? Else a note and false.
 */
bool etho_two_fit(etho_row *row, const etho_sample *group1, const etho_sample *group2, const etho_moments *m1,
                  const etho_moments *m2, size_t least);
/* Moments of value2 - value1; *flat: no spread beyond the rounding of the values. ETHO_ERR_USAGE when lengths
 * differ. */
etho_status etho_paired_moments(const etho_sample *group1, const etho_sample *group2, etho_moments *moments,
                                bool *flat, etho_error *error);

/* estimate, and from it less options->mu, its standard error and df: statistic, p_value and the confidence
 * interval. excess = estimate - mu, given apart because the caller can compute it with less rounding. */
void etho_row_t(etho_row *row, double estimate, double excess, double std_error, double df,
                const etho_options *options);
/* The same fields, null but for estimate (NaN: null too). */
void etho_row_t_refused(etho_row *row, double estimate, const etho_options *options);
const char *etho_alternative_name(etho_alternative alternative); /* "two-sided", "less", "greater" */

#endif
