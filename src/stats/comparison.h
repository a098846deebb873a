/* stats/comparison.h - the rows of a family of comparisons. Internal. */
#ifndef ETHO_STATS_COMPARISON_H
#define ETHO_STATS_COMPARISON_H

#include "stats/arms.h"

/* What a test does with a pair. */
typedef etho_status etho_pair_fn(void *context, size_t a, size_t b, etho_row *row, etho_error *error);
enum { ETHO_MOST_PAIRED = 1000 }; /* groups whose pairs are all compared */

/* Adds a row per pair with group1, group2, n1, n2 and calls pair for the rest. Fewer than two groups: one row
 * of nulls with a note. All pairs of more than ETHO_MOST_PAIRED groups: ETHO_ERR_USAGE. */
etho_status etho_each_pair(const etho_sample *group, size_t n_groups, bool against_first, etho_pair_fn *pair,
                           void *context, etho_rows *rows, etho_error *error);

/* estimate, std_error, statistic t against mu, df, p_value (p, of that statistic) and the interval of reach
 * critical * std_error. The open side of a one-sided interval is null, both sides where critical is NaN. */
void etho_row_comparison(etho_row *row, const etho_difference *d, double mu, double p, double critical,
                         const etho_options *options);
/* The same fields as nulls, but for estimate where it is finite. */
void etho_row_comparison_refused(etho_row *row, double estimate, const etho_options *options);

/* p_adjusted = p_value and adjust = name: the procedure controls the family by itself. */
void etho_rows_familywise(etho_rows *rows, size_t first, const char *name);

/* 1 - the level of each interval of a family of m at options->conf_level: Bonferroni, Sidak or none, by the
 * name of the adjustment. */
double etho_family_tail(const etho_options *options, const char *adjust, size_t m);

/* Once all rows from first on have their p_value: simultaneous intervals from estimate, std_error and df
 * (none: normal), `critical`, p_adjusted. adjust "closed" leaves p_adjusted to the caller. */
etho_status etho_rows_family(etho_rows *rows, size_t first, const char *adjust, const etho_options *options,
                             etho_error *error);

/* The name in options->variant (NULL: the first) as an index into names; ETHO_ERR_USAGE otherwise. */
etho_status etho_variant_find(const etho_options *options, const char *const *names, size_t n, size_t *index,
                              etho_error *error);

#endif
