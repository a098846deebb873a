/* stats/rank_result.h - what the exact tests report alike: p-values, which of them counts, what could be
 * attained. */
#ifndef ETHO_STATS_RANK_RESULT_H
#define ETHO_STATS_RANK_RESULT_H

#include "ethostat/stats.h"
#include "stats/rank_distribution.h"

typedef struct etho_rank_p {
  bool exact_known; /* tails hold */
  etho_tails tails;
  bool prefer_exact; /* what --exact/--approximate or the size says */
  bool normal_known; /* deviation and spread hold */
  double deviation;  /* statistic - expectation */
  double spread;     /* its standard deviation given the ties, > 0 */
  double step;       /* continuity correction, towards the expectation */
} etho_rank_p;

/* p_value, exact, p_exact, p_normal, min_attainable_p, alternative, and the note on a design that cannot
 * reach 1 - conf. */
void etho_rank_write_p(etho_row *row, const etho_rank_p *p, const etho_options *options);
/* The same three figures as nulls, with the reason. */
void etho_rank_refuse(etho_row *row, const char *reason);
/* min_attainable_p, and the note where it exceeds 1 - conf_level. */
void etho_rank_write_attainable(etho_row *row, double least, const etho_options *options);

/* The side of an interval that a one-sided alternative leaves open is null. */
void etho_rank_write_interval(etho_row *row, double low, double high, const etho_options *options);
/* conf_achieved, and a note where it falls short of conf_level. */
void etho_rank_write_coverage(etho_row *row, double coverage, const etho_options *options);
/* The tail that an interval leaves on each closed side. */
double etho_rank_tail(const etho_options *options);
/* How many order statistics to cut (k >= 1: the k-th from either end is the limit) when the statistic, which
 * runs from 0 to top, is taken as normal with this spread and continuity-corrected: the k at which R's root
 * finding ends. */
size_t etho_rank_cut_normal(double top, double spread, double tail);
/* The same from the exact distribution; *coverage gets what is attained. */
size_t etho_rank_cut_exact(const etho_counts *counts, const etho_options *options, double *coverage);

#endif
