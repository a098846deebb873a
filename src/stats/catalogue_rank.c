#include "ethostat/stats/rank.h"
#include "stats/registry.h"

enum {
  SHARED = ETHO_OPT_MU | ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_CONTROL |
           ETHO_OPT_GROUPS
};

const etho_procedure etho_catalogue_rank[] = {
    {.name = "mann_whitney",
     .summary = "two groups by ranks (Wilcoxon rank sum), exact with ties, Hodges-Lehmann shift",
     .shape = "--value COL --by COL: two independent groups; with more, every pair or all against --control",
     .source = "Mann & Whitney 1947; Hodges & Lehmann 1963; Streitberg & Roehmel 1986",
     .method = "Mann-Whitney U test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = SHARED | ETHO_OPT_EXACT,
     .two = etho_mann_whitney},
    {.name = "wilcoxon_signed_rank",
     .summary = "matched pairs, or each group against --mu, by signed ranks, exact with ties and zeros",
     .shape = "--value COL --by COL --subject COL: pairs; or --value COL [--by COL] [--mu X]: each group "
              "against X",
     .source = "Wilcoxon 1945; Pratt 1959; Streitberg & Roehmel 1986",
     .method = "Wilcoxon signed-rank test",
     .roles = ETHO_ROLE_VALUE,
     .optional = ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = SHARED | ETHO_OPT_EXACT | ETHO_OPT_ZEROS,
     .one = etho_wilcoxon_signed_rank,
     .paired = etho_wilcoxon_signed_rank_paired},
    {.name = "sign",
     .summary = "matched pairs, or each group against --mu, by signs alone; median with exact interval",
     .shape = "--value COL --by COL --subject COL: pairs; or --value COL [--by COL] [--mu X]: each group "
              "against X",
     .source = "Conover 1999, 3.4",
     .method = "Exact sign test",
     .roles = ETHO_ROLE_VALUE,
     .optional = ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = SHARED,
     .one = etho_sign_test,
     .paired = etho_sign_test_paired},
    {0},
};
