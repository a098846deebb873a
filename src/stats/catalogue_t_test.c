#include "ethostat/stats/t_test.h"
#include "stats/registry.h"

enum {
  T_OPTIONS = ETHO_OPT_MU | ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_GROUPS,
  PAIR_OPTIONS = T_OPTIONS | ETHO_OPT_CONTROL | ETHO_OPT_ADJUST
};

const etho_procedure etho_catalogue_t_test[] = {
    {.name = "t_one_sample",
     .summary = "the mean of each group against a constant, --mu",
     .shape = "--value COL, one value an animal; --by COL tests each group",
     .source = "Student 1908; Hedges 1981",
     .method = "One-sample t test",
     .roles = ETHO_ROLE_VALUE,
     .optional = ETHO_ROLE_BY,
     .options = T_OPTIONS,
     .one = etho_t_one_sample},
    {.name = "t_student",
     .summary = "two means, equal variances assumed",
     .shape = "--value COL --by COL; with more than two groups every pair, or every group against --control",
     .source = "Student 1908; Hedges 1981",
     .method = "Student's two-sample t test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = PAIR_OPTIONS,
     .two = etho_t_student},
    {.name = "t_welch",
     .summary = "two means, variances may differ",
     .shape = "--value COL --by COL; with more than two groups every pair, or every group against --control",
     .source = "Welch 1947; Hedges 1981",
     .method = "Welch's two-sample t test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .options = PAIR_OPTIONS,
     .two = etho_t_welch},
    {.name = "t_paired",
     .summary = "two measurements of the same animals",
     .shape = "--value COL --by COL (the condition) --subject COL (the animal)",
     .source = "Student 1908; Hedges 1981",
     .method = "Paired t test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = PAIR_OPTIONS,
     .paired = etho_t_paired},
    {0},
};
