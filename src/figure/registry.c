/* The charts: one row each. Adding one: a build function, a row here, a script in plots/ (docs/figures.md).
 */
#include <string.h>

#include "figure/charts.h"

#define GROUPED (ETHO_ROLE_BY | ETHO_ROLE_SUBJECT)

static const etho_chart charts[] = {
    {.name = "dots",
     .script = "dots",
     .summary = "every animal a dot, mean with interval, by group",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_dots,
     .select = chart_select_other},
    {.name = "di",
     .script = "dots",
     .summary = "discrimination index per arm with the line of chance",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_dots,
     .select = chart_select_nor},
    {.name = "box",
     .script = "box",
     .summary = "median, quartiles and whiskers with the animals as dots",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_box},
    {.name = "violin",
     .script = "violin",
     .summary = "density of each group with the animals, mean and interval",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_violin},
    {.name = "raincloud",
     .script = "raincloud",
     .summary = "half density, box and animals",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_raincloud},
    {.name = "estimation",
     .script = "estimation",
     .summary = "animals above, differences from the control with bootstrap distribution below",
     .needs = "--value, --by (and --control)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .optional = ETHO_ROLE_SUBJECT,
     .build = chart_build_estimation,
     .select = chart_select_estimation},
    {.name = "paired",
     .script = "paired",
     .summary = "sessions of the same animal joined by a line, by group",
     .needs = "--value, --subject, --within (and --by)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_WITHIN,
     .optional = ETHO_ROLE_BY,
     .build = chart_build_paired},
    {.name = "exploration",
     .script = "paired",
     .summary = "total exploration of each animal in training and test",
     .needs = "--value, --subject, --within (and --by)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_WITHIN,
     .optional = ETHO_ROLE_BY,
     .build = chart_build_paired,
     .select = chart_select_exploration},
    {.name = "success",
     .script = "dots",
     .summary = "T-maze success per animal by arm, mean and interval, line of chance",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_dots,
     .select = chart_select_tmaze},
    {.name = "alternation",
     .script = "dots",
     .summary = "spontaneous alternation per animal by arm, with the declared chance",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_dots,
     .select = chart_select_ymaze},
    {.name = "time_course",
     .script = "series",
     .summary = "mean and interval over minutes or days, a line per group",
     .needs = "--value, --within (and --by)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_WITHIN,
     .optional = GROUPED,
     .build = chart_build_series},
    {.name = "learning_curve",
     .script = "series",
     .summary = "T-maze success by day or session with interval and line of chance",
     .needs = "--value, --within (and --by)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_WITHIN,
     .optional = GROUPED,
     .build = chart_build_series},
    {.name = "cumulative",
     .script = "series",
     .summary = "values of each animal added up over time, mean and interval by group",
     .needs = "--value, --within, --subject (and --by)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_WITHIN | ETHO_ROLE_SUBJECT,
     .optional = ETHO_ROLE_BY,
     .build = chart_build_cumulative},
    {.name = "kaplan_meier",
     .script = "kaplan_meier",
     .summary = "share still without the event over time, with the numbers at risk",
     .needs = "--time, --event (and --by)",
     .roles = ETHO_ROLE_TIME | ETHO_ROLE_EVENT,
     .optional = ETHO_ROLE_BY,
     .build = chart_build_kaplan_meier},
    {.name = "correlation",
     .script = "scatter",
     .summary = "two measures of each animal, line of least squares and band",
     .needs = "--x, --y (and --by)",
     .roles = ETHO_ROLE_XY,
     .optional = GROUPED,
     .build = chart_build_correlation},
    {.name = "qq",
     .script = "scatter",
     .summary = "are residuals normal? their quantiles against the normal",
     .needs = "--value (and --by)",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_qq},
    {.name = "residuals",
     .script = "scatter",
     .summary = "residuals against the means of the groups",
     .needs = "--value, --by",
     .roles = ETHO_ROLE_VALUE,
     .optional = GROUPED,
     .build = chart_build_residuals},
    {.name = "gardner_altman",
     .script = "gardner_altman",
     .summary = "two groups and their difference on an axis at the right",
     .needs = "--value, --by (and --control)",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY,
     .optional = ETHO_ROLE_SUBJECT,
     .build = chart_build_gardner_altman},
    {.name = "delta_delta",
     .script = "estimation",
     .summary = "two groups in two categories: the differences and the difference of differences",
     .needs = "--value, --by, --category",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY | ETHO_ROLE_CATEGORY,
     .optional = ETHO_ROLE_SUBJECT,
     .build = chart_build_delta_delta},
    {.name = "superplot",
     .script = "superplot",
     .summary = "animals as pale marks, means of their cages as large ones",
     .needs = "--value, --by, --cluster",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_CLUSTER,
     .optional = GROUPED,
     .build = chart_build_superplot},
};

enum { N_CHARTS = sizeof charts / sizeof *charts };

size_t etho_chart_count(void) {
  return N_CHARTS;
}

const etho_chart *etho_chart_at(size_t index) {
  return index < N_CHARTS ? &charts[index] : NULL;
}

const etho_chart *etho_chart_find(const char *name) {
  for (size_t i = 0; i < N_CHARTS; i++)
    if (strcmp(charts[i].name, name) == 0) return &charts[i];
  return NULL;
}

const char *etho_chart_name(size_t index) {
  return index < N_CHARTS ? charts[index].name : NULL;
}

const char *etho_chart_summary(size_t index) {
  return index < N_CHARTS ? charts[index].summary : NULL;
}

const char *etho_chart_needs(size_t index) {
  return index < N_CHARTS ? charts[index].needs : NULL;
}
