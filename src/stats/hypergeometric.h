/* stats/hypergeometric.h - Fisher's noncentral hypergeometric distribution: the first cell of a 2 x 2 table
 * with fixed margins and a given odds ratio. Probabilities are built outward from the mode by exact ratios
 * and kept in a window beyond which they are below 1e-320 of the mode, so counts may be in the millions.
 * Internal. */
#ifndef ETHO_STATS_HYPERGEOMETRIC_H
#define ETHO_STATS_HYPERGEOMETRIC_H

#include <stddef.h>

#include "ethostat/base.h"

typedef struct etho_hypergeometric {
  double row, column, total; /* first row sum, first column sum, grand total */
  double low, high;          /* the support */
  double first;              /* the cell value that weight[0] belongs to */
  double *weight;            /* weights relative to the mode */
  size_t n;
} etho_hypergeometric;

/* false: out of memory. etho_hypergeometric_free afterwards. */
bool etho_hypergeometric_init(etho_hypergeometric *h, double row, double column, double total,
                              double log_odds);
void etho_hypergeometric_free(etho_hypergeometric *h);

/* P(X <= x), P(X >= x) and P(all outcomes at most as probable as x, with a relative slack of 1e-7). */
double etho_hypergeometric_lower(const etho_hypergeometric *h, double x);
double etho_hypergeometric_upper(const etho_hypergeometric *h, double x);
double etho_hypergeometric_two_sided(const etho_hypergeometric *h, double x);
double etho_hypergeometric_mean(const etho_hypergeometric *h);

#endif
