/* stats/paired_difference.h - matched samples as one sample of differences. */
#ifndef ETHO_STATS_PAIRED_DIFFERENCE_H
#define ETHO_STATS_PAIRED_DIFFERENCE_H

#include "ethostat/stats.h"

/* Run a one-sample procedure on group2 - group1 (equal n, same order). */
etho_status etho_run_on_differences(etho_one_fn *run, const etho_sample *group1, const etho_sample *group2,
                                    const etho_options *options, etho_row *row, etho_error *error);

#endif
