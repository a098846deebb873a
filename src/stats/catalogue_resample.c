#include "ethostat/stats/resample.h"
#include "stats/registry.h"

enum {
  PERMUTATION = ETHO_OPT_MU | ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_CONTROL |
                ETHO_OPT_GROUPS | ETHO_OPT_EXACT | ETHO_OPT_RESAMPLES | ETHO_OPT_SEED | ETHO_OPT_THREADS |
                ETHO_OPT_STATISTIC
};

const etho_procedure etho_catalogue_resample[] = {
    {.name = "permutation",
     .summary = "two groups by permutation of their values: every split counted where it fits, else sampled",
     .shape = "--value COL --by COL: two independent groups; with more, every pair or all against --control",
     .source = "Fisher 1935; Pitman 1937; Phipson & Smyth 2010",
     .method = "Permutation test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = PERMUTATION,
     .statistics = "mean,median,t",
     .two = etho_permutation},
    {.name = "permutation_paired",
     .summary = "matched pairs by flipping the signs of their differences",
     .shape = "--value COL --by COL --subject COL: two conditions of the same animals",
     .source = "Fisher 1935; Phipson & Smyth 2010",
     .method = "Paired permutation test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = PERMUTATION,
     .statistics = "mean,median,t",
     .paired = etho_permutation_paired},
    {.name = "permutation_maxt",
     .summary =
         "every pair of groups by permutation, adjusted together through the distribution of the greatest t",
     .shape = "--value COL --by COL: two or more independent groups; all pairs, or all against --control",
     .source = "Westfall & Young 1993; Phipson & Smyth 2010",
     .method = "Step-down max-T permutation test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_CONTROL | ETHO_OPT_GROUPS |
                ETHO_OPT_RESAMPLES | ETHO_OPT_SEED | ETHO_OPT_THREADS,
     .many = etho_permutation_maxt},
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
