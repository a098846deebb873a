/* stats/tails.h - tail areas and quantiles of the classic distributions, to 1e-13 relative down to 1e-300.
 *
 * GSL's t distribution falls back on a Cornish-Fisher series for df > 30 (5e-7 off at p = 1e-24), so t goes
 * through the F distribution, whose incomplete beta is good everywhere. Every tail is computed as such, never
 * as 1 - P. Arguments outside the domain (df <= 0, NaN) give NaN; GSL's error handler is never reached. */
#ifndef ETHO_STATS_TAILS_H
#define ETHO_STATS_TAILS_H

#include "ethostat/stats.h"

double etho_normal_upper(double z);
/* The z with that upper tail area; p in (0, 1). */
double etho_normal_upper_quantile(double p);

/* P(T > t). df may be infinite. */
double etho_t_upper(double t, double df);
/* The t with that upper tail area: negative for p > 1/2. Infinite for p = 0 and p = 1. */
double etho_t_upper_quantile(double p, double df);

double etho_f_upper(double f, double df1, double df2);
double etho_f_lower(double f, double df1, double df2);
/* The f with that upper tail area. */
double etho_f_upper_quantile(double p, double df1, double df2);

double etho_chi2_upper(double x, double df);
double etho_chi2_lower(double x, double df);

/* p-value of a statistic whose distribution is symmetric about 0. */
double etho_t_p_value(double t, double df, etho_alternative alternative);
double etho_normal_p_value(double z, etho_alternative alternative);
/* Two-sided critical value for a confidence level, or the one-sided one when there is an alternative. */
double etho_t_critical(double conf_level, double df, etho_alternative alternative);

#endif
