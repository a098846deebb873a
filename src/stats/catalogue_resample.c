#include "ethostat/stats/resample.h"
#include "stats/registry.h"

const etho_procedure etho_catalogue_resample[] = {
    {.name = "bootstrap",
     .summary = "bootstrap interval of a mean, median, difference, Hedges g or Cliff's delta; whole cages "
                "with --cluster",
     .shape =
         "--value COL [--by COL] [--cluster COL | --subject COL]: values; pairs of groups for a difference",
     .source = "Efron 1987; Davison & Hinkley 1997; Field & Welsh 2007",
     .method = "Bootstrap",
     .roles = ETHO_ROLE_VALUE,
     .optional = ETHO_ROLE_BY | ETHO_ROLE_CLUSTER | ETHO_ROLE_SUBJECT,
     .options = ETHO_OPT_CONF | ETHO_OPT_CONTROL | ETHO_OPT_GROUPS | ETHO_OPT_RESAMPLES | ETHO_OPT_SEED |
                ETHO_OPT_THREADS | ETHO_OPT_VARIANT | ETHO_OPT_STATISTIC,
     .variants = "bca,percentile,basic,studentized",
     .statistics = "mean,median,mean_difference,median_difference,hedges_g,cliffs_delta",
     .frame = etho_bootstrap_frame},
    {0},
};
