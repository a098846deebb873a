/* stats/dunnett_family.h - Dunnett's distribution of one set of comparisons at many d: what does not depend
 * on d and df is computed once. The public functions of ethostat/stats/distribution.h are single uses of it.
 * Internal. */
#ifndef ETHO_STATS_DUNNETT_FAMILY_H
#define ETHO_STATS_DUNNETT_FAMILY_H

#include <stddef.h>

#include "stats/tail_table.h"

/* Comparisons with the same correlation: T_i = lambda Z_0 + root Z_i, root = sqrt(1 - lambda^2). */
typedef struct etho_dunnett_term {
  double lambda, root, count;
} etho_dunnett_term;

typedef struct etho_dunnett_family {
  etho_dunnett_term *term; /* owned */
  size_t n_terms;
  double k, step;
  bool two_sided;
  bool tabulated;
  etho_tail_table table;
} etho_dunnett_family;

/* false: no comparison, a lambda outside [0, 1), or out of memory. tabulated pays from about three calls on.
 */
bool etho_dunnett_family_init(etho_dunnett_family *family, const double *lambda, size_t k, bool two_sided,
                              bool tabulated);
void etho_dunnett_family_free(etho_dunnett_family *family);
double etho_dunnett_family_sf(etho_dunnett_family *family, double d, double df);
double etho_dunnett_family_quantile(etho_dunnett_family *family, double p, double df);

#endif
