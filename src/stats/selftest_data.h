/* stats/selftest_data.h - NIST's certified sets, compiled in. Made by tests/reference/nist.py. */
#ifndef ETHO_STATS_SELFTEST_DATA_H
#define ETHO_STATS_SELFTEST_DATA_H

#include <stddef.h>

/* A set whose value is NULL is generated: first / 10, then (first - 1) / 10 and (first + 1) / 10 in turn. */
typedef struct etho_nist_univ {
  const char *name;
  const double *value;
  size_t n;
  long long first;
  double mean, mean_digits, sd, sd_digits;
} etho_nist_univ;

typedef struct etho_nist_figure {
  double certified, digits;
} etho_nist_figure;

/* groups * n values, group after group; generated (Simon & Lesage 1989) where value is NULL, group g starting
 * at (offset + etho_nist_smls_levels[g]) / 10 and alternating as above. */
typedef struct etho_nist_anova {
  const char *name;
  const double *value;
  size_t groups, n;
  long long offset;
  etho_nist_figure figure[5]; /* ss_between, ss_within, F, R squared, residual sd */
} etho_nist_anova;

extern const etho_nist_univ etho_nist_univ_sets[];
extern const size_t etho_nist_univ_count;
extern const etho_nist_anova etho_nist_anova_sets[];
extern const size_t etho_nist_anova_count;
extern const int etho_nist_smls_levels[9];

#endif
