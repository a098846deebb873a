/* stats/arms.h - the groups of a one-way layout, summarised for comparisons of means. Internal. */
#ifndef ETHO_STATS_ARMS_H
#define ETHO_STATS_ARMS_H

#include "stats/moments.h"

typedef struct etho_arm {
  const char *label;
  etho_moments m;
  double centre; /* mean less a shift common to all arms: differences keep the digits that a large offset
                    would cost */
} etho_arm;

typedef struct etho_arms {
  etho_arm *arm;
  size_t n_arms;
  double df;        /* sum of (n - 1) */
  double pooled_sd; /* NaN when df = 0 */
  bool has_spread;  /* pooled sd is more than rounding noise */
  double shift;     /* what centre leaves out */
} etho_arms;

/* false: out of memory. */
bool etho_arms_make(const etho_sample *group, size_t n_groups, etho_arms *arms);
void etho_arms_free(etho_arms *arms);

/* A difference of two means with its standard error and df. */
typedef struct etho_difference {
  double estimate, std_error, df;
} etho_difference;

etho_difference etho_difference_pooled(const etho_arms *arms, size_t a, size_t b);
/* Separate variances, Welch-Satterthwaite df. */
etho_difference etho_difference_welch(const etho_arms *arms, size_t a, size_t b);
/* The pooled variance of these two alone. */
etho_difference etho_difference_student(const etho_arms *arms, size_t a, size_t b);

/* Why arms a and b cannot be compared, as a note on the row; false when they can. */
bool etho_pooled_refused(const etho_arms *arms, size_t a, size_t b, etho_row *row);
bool etho_welch_refused(const etho_arms *arms, size_t a, size_t b, etho_row *row);
bool etho_student_refused(const etho_arms *arms, size_t a, size_t b, etho_row *row);

#endif
