/* ethostat/stats/anova.h - analysis of variance, parametric and by ranks. Contract and conventions: ethostat/stats.h.
 *
 * etho_many_fn: one row. Groups without values are left out and named. */
#ifndef ETHOSTAT_STATS_ANOVA_H
#define ETHOSTAT_STATS_ANOVA_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fisher 1925. Fields: n, n_groups, statistic (F), df1, df2, p_value, ss_between, ss_within, ms_between, ms_within,
 * residual_sd, eta_squared = ss_between / ss_total (R squared), omega_squared and epsilon_squared (Hays 1963, Kelley 1935; 0
 * where negative), cohens_f = sqrt(eta^2 / (1 - eta^2)), effect = eta_squared with effect_low and effect_high from the
 * noncentral F (Steiger 2004). At least two groups and one group of two; groups of one are allowed. Without variance
 * within the groups F is null. Options: conf_level. */
etho_status etho_anova_oneway(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                              etho_error *error);

/* Welch 1951. statistic (F), df1, df2, p_value; the effect sizes follow from F and its df (eta^2 = F df1 / (F df1 + df2), as
 * effectsize). Each group needs two values and some variance; the note names the one that has not. */
etho_status etho_anova_welch(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                             etho_error *error);

/* Kruskal & Wallis 1952. statistic (H, corrected for ties), df, p_value by chi-squared; epsilon_squared = H / (n - 1),
 * eta_squared = (H - k + 1) / (n - k) (Tomczak & Tomczak 2014). effect = epsilon_squared, without an interval. */
etho_status etho_kruskal_wallis(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                                etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
