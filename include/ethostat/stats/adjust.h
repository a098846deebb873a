/* ethostat/stats/adjust.h - p-values of a family, adjusted for how many there are. Contract: ethostat/stats.h. */
#ifndef ETHOSTAT_STATS_ADJUST_H
#define ETHOSTAT_STATS_ADJUST_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Adjust n p-values (NaN = missing: stays NaN and does not count) by "bonferroni", "sidak", "holm", "holm_sidak",
 * "hochberg", "hommel", "bh", "by" or "none". adjusted may be p. ETHO_ERR_USAGE for an unknown name. Sources:
 * Holm 1979; Hochberg 1988; Hommel 1988; Sidak 1967; Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001. */
etho_status etho_adjust(const double *p, size_t n, const char *method, double *adjusted, etho_error *error);

/* Add `p_adjusted` and `adjust` to the rows from index first on, one family, from their `p_value`. */
etho_status etho_adjust_rows(etho_rows *rows, size_t first, const char *method, etho_error *error);

/* The names, in the order of the catalogue; NULL past the end. */
const char *etho_adjust_name(size_t index);

#ifdef __cplusplus
}
#endif
#endif
