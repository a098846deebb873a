/* ethostat/stats/distribution.h - distributions that GSL lacks. Contract and conventions: ethostat/stats.h.
 *
 *   double p = etho_range_sf(4.2, 4, 44);           // Tukey: P(Q > 4.2), 4 means, 44 df
 *   double q = etho_range_quantile(0.05, 4, 44);    // critical value: P(Q > q) = 0.05
 *   double d = etho_t_noncentral_ncp(2.1, 18, 0.975); // lower confidence limit of the noncentrality
 *
 * Pure functions; arguments outside the domain (df <= 0, NaN, k < 2) give NaN. `cdf` is the lower tail, `sf`
 * the upper tail, each computed as itself and never as 1 minus the other, so that small tails keep their
 * digits down to 1e-300. Stated accuracies are the largest relative errors met against 40-digit arithmetic
 * (tests/reference/distribution.py). */
#ifndef ETHOSTAT_STATS_DISTRIBUTION_H
#define ETHOSTAT_STATS_DISTRIBUTION_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- noncentral t: (Z + ncp) / sqrt(chi2(df) / df) --------------------------------------------------
 * df >= 0.1, any t and |ncp| <= 1e4 (10 ms there; microseconds below 100). Quadrature over the chi
 * distribution; relative error below 1e-12. */
double etho_t_noncentral_cdf(double t, double df, double ncp);
double etho_t_noncentral_sf(double t, double df, double ncp);
/* The noncentrality at which P(T <= t) = p: the confidence limits of an effect size (p = 0.975 lower, 0.025
 * upper). Absolute error below 1e-12 (1 + |ncp|). */
double etho_t_noncentral_ncp(double t, double df, double p);

/* ---- noncentral chi-square and F: Poisson(ncp / 2) mixtures of the central ones ---------------------
 * df 0.1 to 1e6 (df2 to 1e8), ncp 0 to 1e5 (F: 1e6); relative error below 1e-11 for tails down to 1e-290. */
double etho_chisq_noncentral_cdf(double x, double df, double ncp);
double etho_chisq_noncentral_sf(double x, double df, double ncp);
double etho_f_noncentral_cdf(double f, double df1, double df2, double ncp);
double etho_f_noncentral_sf(double f, double df1, double df2, double ncp);
/* The noncentrality at which the lower tail at x is p; 0 where even ncp = 0 leaves less than p below x. */
double etho_chisq_noncentral_ncp(double x, double df, double p);
double etho_f_noncentral_ncp(double f, double df1, double df2, double p);

/* ---- studentized range: (max - min) of k standard normals over sqrt(chi2(df) / df) ------------------
 * k from 2 to 1000, df >= 1 or infinite (INFINITY). Relative error below 1e-11. */
double etho_range_cdf(double q, double k, double df);
double etho_range_sf(double q, double k, double df);
/* q with P(Q > q) = p, 0 < p < 1. Relative error below 1e-11. */
double etho_range_quantile(double p, double k, double df);

/* ---- Dunnett: the largest of k correlated t ---------------------------------------------------------
 * Correlations lambda[i] lambda[j], with lambda[i] = sqrt(n_i / (n_i + n_0)) for many-to-one comparisons;
 * each lambda in [0, 1). df >= 1 or infinite. two_sided: P(max |T_i| > d), else P(max T_i > d). Relative
 * error below 1e-11. NaN also when out of memory. */
double etho_dunnett_sf(double d, const double *lambda, size_t k, double df, bool two_sided);
/* d with P(...) = p, 0 < p < 1. */
double etho_dunnett_quantile(double p, const double *lambda, size_t k, double df, bool two_sided);

/* ---- Shapiro-Wilk -----------------------------------------------------------------------------------
 * W and its p-value from sorted values, 3 <= n <= 5000, not all equal (Royston 1995, AS R94: the p-value is
 * his approximation, good to about 0.001 in itself; it follows his formulas to 1e-12). False, outputs NaN,
 * when n is outside the range, the values are all equal, or out of memory. */
bool etho_shapiro_wilk_sorted(const double *sorted, size_t n, double *w, double *p);

#ifdef __cplusplus
}
#endif
#endif
