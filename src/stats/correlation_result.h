/* stats/correlation_result.h - what the correlations report alike. */
#ifndef ETHO_STATS_CORRELATION_RESULT_H
#define ETHO_STATS_CORRELATION_RESULT_H

#include "ethostat/stats.h"

/* Is there anything to correlate? Else nulls and a note. */
bool etho_correlation_possible(const double *x, const double *y, size_t n, size_t least, etho_row *row);
/* estimate, and tanh(atanh(r) +- z error); limits null where error is NaN, 1 or -1 where r is. */
void etho_correlation_interval(etho_row *row, double r, double error, const etho_options *options);
void etho_correlation_alternative(etho_row *row, const etho_options *options);
double etho_correlation_pick(const etho_options *options, double less, double greater, double two_sided);

#endif
