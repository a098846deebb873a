/* stats/range_family.h - the studentized range of k means at many q and df: what does not depend on them is
 * computed once. The public functions of ethostat/stats/distribution.h are single uses of it. Internal. */
#ifndef ETHO_STATS_RANGE_FAMILY_H
#define ETHO_STATS_RANGE_FAMILY_H

#include "stats/tail_table.h"

enum { ETHO_RANGE_NODES = 3000 };

/* The range of k normals with known sigma, on a fixed grid of values z of the smallest of them. */
typedef struct etho_range_family {
  double k, step, first; /* node i is at first + i * step */
  int n_nodes;
  bool lower;                      /* made for the lower tail: a finer grid, other weights */
  double above[ETHO_RANGE_NODES];  /* P(Z > z) */
  double weight[ETHO_RANGE_NODES]; /* step k pdf(z), in the upper tail times P(Z > z)^(k - 1) */
  bool tabulated;                  /* the upper tail goes through the table */
  etho_tail_table table;
} etho_range_family;

/* tabulated pays from about three calls on. */
void etho_range_family_init(etho_range_family *family, double k, bool lower, bool tabulated);
/* P(Q > q), P(Q <= q): of the family made for that tail. */
double etho_range_family_sf(etho_range_family *family, double q, double df);
double etho_range_family_cdf(etho_range_family *family, double q, double df);
/* q with P(Q > q) = p. A family for the upper tail: p < 1/2. */
double etho_range_family_quantile(etho_range_family *family, double p, double df);

#endif
