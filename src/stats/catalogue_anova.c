#include "ethostat/stats/anova.h"
#include "stats/registry.h"

#define GROUPS_SHAPE "--value COL --by COL: two or more groups, one value an animal"

const etho_procedure etho_catalogue_anova[] = {
    {.name = "anova_oneway",
     .summary = "means of several groups, equal variances assumed",
     .shape = GROUPS_SHAPE,
     .source = "Fisher 1925; Steiger 2004",
     .method = "One-way analysis of variance",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = ETHO_OPT_CONF | ETHO_OPT_GROUPS,
     .many = etho_anova_oneway},
    {.name = "anova_welch",
     .summary = "means of several groups, variances may differ",
     .shape = GROUPS_SHAPE,
     .source = "Welch 1951",
     .method = "Welch's one-way analysis of variance",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = ETHO_OPT_CONF | ETHO_OPT_GROUPS,
     .many = etho_anova_welch},
    {.name = "kruskal_wallis",
     .summary = "several groups by ranks",
     .shape = GROUPS_SHAPE,
     .source = "Kruskal & Wallis 1952; Tomczak & Tomczak 2014",
     .method = "Kruskal-Wallis rank sum test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = ETHO_OPT_GROUPS,
     .many = etho_kruskal_wallis},
    {0},
};
