/* stats/standardized.h - standardised mean differences and their confidence intervals by inversion of the
 * noncentral t. */
#ifndef ETHO_STATS_STANDARDIZED_H
#define ETHO_STATS_STANDARDIZED_H

#include "stats/moments.h"

/* d = difference / scale. t = d / unit follows a noncentral t with df and noncentrality delta / unit. */
typedef struct etho_standardized {
  double value; /* NaN: cannot be computed */
  double unit;  /* standard error of the difference over the scale */
  double df;
} etho_standardized;

/* difference / pooled sd; unit sqrt(1/n1 + 1/n2), df n1 + n2 - 2. */
etho_standardized etho_standardized_pooled(const etho_moments *m1, const etho_moments *m2, double difference);
/* difference / sqrt((sd1^2 + sd2^2) / 2), Welch's df. */
etho_standardized etho_standardized_average(const etho_moments *m1, const etho_moments *m2,
                                            double difference);
/* difference / sd of one sample; df n - 1. */
etho_standardized etho_standardized_one(const etho_moments *m, double difference);
/* difference / sd1 (the control's), df n1 - 1. */
etho_standardized etho_standardized_glass(const etho_moments *m1, const etho_moments *m2, double difference);

/* J(df) of Hedges 1981 by gamma functions, the factor that makes d unbiased; NaN for df <= 1, where d has no
 * mean. */
double etho_hedges_correction(double df);

/* Fields NAME, NAME_low, NAME_high: factor times d and its limits (the open end of a one-sided one null). */
void etho_row_standardized(etho_row *row, const char *name, const etho_standardized *d, double factor,
                           const etho_options *options);
/* cohens_d, hedges_g (J times d) and effect (g), with their limits and a note where one of them does not
 * exist. */
void etho_row_d_and_g(etho_row *row, const etho_standardized *d, const etho_options *options);
/* Field NAME_end. */
void etho_row_limit(etho_row *row, const char *name, const char *end, double value);
/* effect, effect_name, effect_low, effect_high: copies of NAME's three fields. */
void etho_row_effect(etho_row *row, const char *name);

/* sqrt(((n1 - 1) sd1^2 + (n2 - 1) sd2^2) / (n1 + n2 - 2)), without overflow; a sample of one counts with sd
 * 0. */
double etho_pooled_sd(const etho_moments *m1, const etho_moments *m2);
/* Welch-Satterthwaite degrees of freedom of sem1^2 + sem2^2. */
double etho_welch_df(const etho_moments *m1, const etho_moments *m2);

#endif
