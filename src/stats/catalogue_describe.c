#include "ethostat/stats/describe.h"
#include "stats/registry.h"

const etho_procedure etho_catalogue_describe[] = {
    {.name = "describe",
     .summary = "n, mean, sd, interval, median, quartiles, shape of each group",
     .shape = "--value COL; --by COL for groups",
     .source = "Hyndman & Fan 1996; Joanes & Gill 1998",
     .method = "Descriptive statistics",
     .roles = ETHO_ROLE_VALUE,
     .optional = ETHO_ROLE_BY,
     .options = ETHO_OPT_CONF | ETHO_OPT_QUANTILE | ETHO_OPT_MOMENTS | ETHO_OPT_TRIM | ETHO_OPT_GROUPS,
     .one = etho_describe},
    {0},
};
