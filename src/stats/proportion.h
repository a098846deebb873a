/* stats/proportion.h - what the tests of proportions and tables share. Internal. */
#ifndef ETHO_STATS_PROPORTION_H
#define ETHO_STATS_PROPORTION_H

#include "ethostat/stats.h"

/* ETHO_ERR_DATA unless 0 <= count <= total, both whole (above 2^53 doubles hold no single counts). */
etho_status etho_count_check(double count, double total, etho_error *error);

typedef struct etho_interval {
  double low, high;
} etho_interval;

/* Wilson's score interval of count / total for the normal quantile z, with a continuity correction of `yates`
 * counts. */
etho_interval etho_wilson(double count, double total, double z, double yates);

/* Newcombe's (1998) method 10 for p2 - p1, from two Wilson intervals. */
etho_interval etho_newcombe(double count1, double total1, double count2, double total2, double z);

/* z of a two-sided interval. */
double etho_z_two_sided(double conf_level);

/* Note on the row when the smallest p that the design can give is above 1 - conf_level. */
void etho_note_attainable(double least, const etho_options *options, etho_row *row);

/* Is this the variant asked for? */
bool etho_variant_is(const etho_options *options, const char *name);

#endif
