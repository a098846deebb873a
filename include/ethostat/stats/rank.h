/* ethostat/stats/rank.h - exact rank tests. Contract and conventions: ethostat/stats.h.
 *
 *   etho_mann_whitney(&(etho_sample){"control", a, 8}, &(etho_sample){"CAR-T", b, 9}, NULL, row, NULL);
 *
 * Ties are values that are equal as doubles, nothing looser: 0.3 and 0.3 + 1e-10 are two ranks.
 *
 * Fields of all three: estimate, conf_low, conf_high, conf_level, conf_achieved, statistic, statistic_name,
 * p_value, exact, p_exact, p_normal, min_attainable_p, alternative, effect, effect_name. p_exact   from the
 * conditional distribution given the ties that are there, every arrangement counted; two-sided: the share of
 * arrangements at least as far from the expectation as the one seen (null when not computed) p_normal  normal
 * approximation, corrected for ties and continuity p_value   p_exact where both groups (or the sample) are
 * under 50, as in R but with ties too; else p_normal.
 *             --exact and --approximate overrule
 *   conf_low, conf_high  order statistics of the pairwise differences (Walsh averages), so exact values of
 * the data, not the ends of a root search. Cut as in R: by the exact distribution without ties and zeros
 * (conf_achieved is then the coverage), else by the normal approximation; --exact cuts by the tie-free exact
 * distribution always, whose coverage ties can only raise. One-sided intervals have a null end. */
#ifndef ETHOSTAT_STATS_RANK_H
#define ETHOSTAT_STATS_RANK_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Wilcoxon rank sum = Mann-Whitney U test of group2 against group1 (H0: group2 - group1 = mu).
 * u2 = number of pairs in which group2 is greater, ties half; u1 the reverse; statistic W = u2, R's W of
 * wilcox.test(group2, group1). estimate: Hodges-Lehmann median of all n1 * n2 differences. effect:
 * rank-biserial correlation (u2 - u1) / (n1 n2). Sources: Mann & Whitney 1947; Hodges & Lehmann 1963;
 * Streitberg & Roehmel 1986. */
etho_status etho_mann_whitney(const etho_sample *group1, const etho_sample *group2,
                              const etho_options *options, etho_row *row, etho_error *error);

/* Wilcoxon signed-rank test of one sample against mu. v = sum of the ranks of the positive differences.
 * Zeros "wilcox": dropped before ranking, and from the estimate; "pratt": ranked, then dropped (Pratt 1959).
 * estimate: pseudomedian, the median of all Walsh averages (mu not subtracted). n_zero: differences equal to
 * mu. */
etho_status etho_wilcoxon_signed_rank(const etho_sample *sample, const etho_options *options, etho_row *row,
                                      etho_error *error);
/* The same for the differences group2 - group1 of matched samples (equal n, same order). */
etho_status etho_wilcoxon_signed_rank_paired(const etho_sample *group1, const etho_sample *group2,
                                             const etho_options *options, etho_row *row, etho_error *error);

/* Sign test: exact binomial test of the number above mu among those that differ from it (always exact: no
 * p_normal). statistic S = number above. estimate: the median of all values; the interval cuts order
 * statistics by the binomial distribution. Source: Conover 1999, 3.4. */
etho_status etho_sign_test(const etho_sample *sample, const etho_options *options, etho_row *row,
                           etho_error *error);
etho_status etho_sign_test_paired(const etho_sample *group1, const etho_sample *group2,
                                  const etho_options *options, etho_row *row, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
