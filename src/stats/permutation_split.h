/* stats/permutation_split.h - the distribution of a statistic over all splits of the values into two groups,
 * listed or sampled. Internal to the permutation tests. */
#ifndef ETHO_STATS_PERMUTATION_SPLIT_H
#define ETHO_STATS_PERMUTATION_SPLIT_H

#include "ethostat/stats.h"
#include "stats/permutation_extreme.h"

typedef enum etho_split_statistic { ETHO_SPLIT_MEAN, ETHO_SPLIT_T, ETHO_SPLIT_MEDIAN } etho_split_statistic;

/* Everything pooled, ascending, about its mean. Group 2 is the subset that is drawn. */
typedef struct etho_split_problem {
  const double *value; /* n = n1 + n2 */
  const int64_t *grid; /* the same as whole numbers of some power of ten, where they are; else NULL */
  int64_t grid_sum2;
  size_t n, n1, n2;
  double total, squares; /* of all values */
  double sum2;           /* of group 2 as observed */
  double observed;       /* the statistic as observed: difference of means or medians; t */
  double slack;          /* sums that differ by less are equal: the rounding that decimal values carry */
  double t_slack;        /* the same for the score t |t| */
  etho_split_statistic statistic;
  etho_alternative alternative;
} etho_split_problem;

/* Is the whole list within reach? asked: --exact, which may take a minute. */
bool etho_split_exact_fits(const etho_split_problem *problem, bool asked);
/* false: out of memory */
bool etho_split_exact(const etho_split_problem *problem, etho_extreme *result);
/* extreme of options->resamples random splits (the one observed not among them). */
bool etho_split_random(const etho_split_problem *problem, const etho_options *options, etho_extreme *result);

/* Median of group 2 less that of group 1 where flag[i] says that value i is in group 2. */
double etho_split_medians(const etho_split_problem *problem, const unsigned char *flag);
/* t (Welch) of a split, squared, with its sign, as numerator and denominator: the score is top / bottom. */
static inline void etho_split_t(const etho_split_problem *p, double sum2, double square2, double *top,
                                double *bottom) {
  double n1 = (double)p->n1, n2 = (double)p->n2, sum1 = p->total - sum2, difference = sum2 / n2 - sum1 / n1;
  double squares2 = square2 - sum2 * sum2 / n2, squares1 = (p->squares - square2) - sum1 * sum1 / n1;
  double variance = squares1 / (n1 * (n1 - 1)) + squares2 / (n2 * (n2 - 1));
  *top = difference < 0 ? -difference * difference : difference * difference;
  *bottom = variance > 0 ? variance : 0;
}

#endif
