/* ethostat/stats/posthoc.h - all pairs, many-to-one, contrasts. Contract and conventions: ethostat/stats.h.
 *
 *   etho_sample arm[3] = {{"control", c, 12}, {"CAR-T", t, 12}, {"PLX", x, 11}};
 *   etho_games_howell(arm, 3, NULL, rows, NULL);
 *
 * Each adds a row per comparison: group1, group2, n1, n2, estimate (group2 - group1), std_error, statistic,
 * df, p_value, p_adjusted, adjust, conf_low, conf_high, conf_level. Intervals are simultaneous.
 *   - Where the procedure controls the family by itself (tukey, games_howell, dunnett, scheffe), p_value is
 *     already adjusted: p_adjusted is the same and `adjust` names the procedure.
 *   - Elsewhere p_value is the single comparison's, p_adjusted comes from options->adjust (default holm), and
 * the interval is Bonferroni's (Sidak's for sidak and holm_sidak, a single comparison's for none), because
 * the stepwise methods have no simple interval. A comparison that cannot be made (an empty group; no spread;
 * n = 1 where each group needs its own variance) is a row of nulls with a note, and does not count in the
 * family. */
#ifndef ETHOSTAT_STATS_POSTHOC_H
#define ETHOSTAT_STATS_POSTHOC_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Tukey-Kramer: pooled variance over all groups, studentized range with k groups. q = sqrt(2) |t| beside
 * `critical`. Sources: Tukey 1953; Kramer 1956; Hayter 1984. */
etho_status etho_tukey(const etho_sample *group, size_t n_groups, const etho_options *options,
                       etho_rows *rows, etho_error *error);
/* Games-Howell: each pair's own variances and Welch df, studentized range with k groups. Source: Games &
 * Howell 1976. */
etho_status etho_games_howell(const etho_sample *group, size_t n_groups, const etho_options *options,
                              etho_rows *rows, etho_error *error);
/* Scheffe: all pairs within all contrasts: F = t^2 / (k - 1); `critical` is for |t|. Source: Scheffe 1953. */
etho_status etho_scheffe(const etho_sample *group, size_t n_groups, const etho_options *options,
                         etho_rows *rows, etho_error *error);
/* Dunnett: every group against the first (the control), pooled variance, exact multivariate t for any n, two-
 * or one-sided; `critical` is for |t|. Source: Dunnett 1955, 1964. */
etho_status etho_dunnett(const etho_sample *group, size_t n_groups, const etho_options *options,
                         etho_rows *rows, etho_error *error);
/* Dunn: mean ranks over all groups, normal approximation with tie correction; estimate is the difference in
 * mean ranks. With options->control every group against the first, else all pairs. Source: Dunn 1964. */
etho_status etho_dunn(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                      etho_error *error);
/* t tests of all pairs (or against options->control): variant "pooled" (one variance from all groups),
 * "welch" (each pair on its own, also "unpooled") or "student" (each pair's pooled variance). */
etho_status etho_pairwise_t(const etho_sample *group, size_t n_groups, const etho_options *options,
                            etho_rows *rows, etho_error *error);
/* etho_mann_whitney of all pairs (or against options->control), with its fields. */
etho_status etho_pairwise_wilcoxon(const etho_sample *group, size_t n_groups, const etho_options *options,
                                   etho_rows *rows, etho_error *error);

/* Contrasts sum w_i mean_i, one row per set of n_groups weights in options->weights: weights (as text),
 * estimate, std_error, statistic, df, p_value, interval; several sets are one family. variant "pooled"
 * (default) or "welch" (each group's own variance, Satterthwaite df). options->mu is the null value. */
etho_status etho_contrast(const etho_sample *group, size_t n_groups, const etho_options *options,
                          etho_rows *rows, etho_error *error);

/* The planned family: m contrasts, weights[c * n_groups + g], names[c] into `term` (NULL = none).
 * options->adjust may also be "closed": the closed testing procedure (Marcus, Peritz & Gabriel 1976), in
 * which p_adjusted is the largest p of all intersections of hypotheses that hold the contrast (m <= 12). An
 * intersection of rank r is tested by F(r, df) with the pooled variance, and by Johansen's (1980) Welch-James
 * statistic with separate variances; of rank 1 they are the t tests themselves. One-sided alternatives:
 * intersections by Bonferroni, which makes it Holm. */
etho_status etho_contrast_family(const etho_sample *group, size_t n_groups, const double *weights,
                                 const char *const *names, size_t m, const etho_options *options,
                                 etho_rows *rows, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
