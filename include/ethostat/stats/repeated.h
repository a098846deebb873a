/* ethostat/stats/repeated.h - analysis of variance of repeated measures. Contract and conventions:
 * ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_REPEATED_H
#define ETHOSTAT_STATS_REPEATED_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct etho_rm_factor {
  const char *name;
  size_t levels; /* at least 2 for the factor to have a test */
} etho_rm_factor;

/* n subjects, each measured once in every combination of the within factors. */
typedef struct etho_rm_design {
  size_t n;
  const etho_rm_factor *within;
  size_t n_within;     /* 1..ETHO_MAX_FACTORS */
  const double *value; /* n x cells, a subject's cells in order, the last within factor changing fastest */
  const etho_rm_factor *between;
  size_t n_between; /* may be 0 */
  const int *group; /* n x n_between: the subject's level of each between factor, 0-based */
} etho_rm_design;

/* Univariate tests of all within, between and mixed terms from orthonormal contrasts of the cells, Type III
 * (unweighted means) in unbalanced between designs; as car::Anova(idata) and afex::aov_ez. A row per term:
 * term, ss, df1, ms, ss_error, df2, ms_error, statistic (F), p_value, ges (generalized eta squared, Olejnik &
 * Algina 2003, no observed factors), pes (partial eta squared); for terms with more than one within contrast
 * also mauchly_w, mauchly_p (Mauchly 1940, with the second-order term as in R), epsilon_gg (Greenhouse &
 * Geisser 1959), p_gg, epsilon_hf (Huynh & Feldt 1976 in Lecoutre's 1991 form, which car uses; may exceed 1)
 * and p_hf (with epsilon at most 1). An empty between cell, no error df, or no error variance: null and a
 * note. */
etho_status etho_rm_anova(const etho_rm_design *design, const etho_options *options, etho_rows *rows,
                          etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
