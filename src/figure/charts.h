/* figure/charts.h - the build functions, for the registry; and what families of charts share. */
#ifndef ETHO_FIGURE_CHARTS_H
#define ETHO_FIGURE_CHARTS_H

#include "figure/chart.h"

chart_build_fn chart_build_dots, chart_build_box, chart_build_violin, chart_build_raincloud,
    chart_build_estimation, chart_build_paired;

chart_build_fn chart_build_series, chart_build_cumulative, chart_build_kaplan_meier, chart_build_correlation,
    chart_build_qq, chart_build_residuals;
chart_build_fn chart_build_gardner_altman, chart_build_delta_delta, chart_build_superplot;
chart_build_fn chart_build_forest, chart_build_heatmap, chart_build_exclusions, chart_build_trajectory,
    chart_build_occupancy, chart_build_arm_entries, chart_build_power;
chart_select_fn chart_select_forest, chart_select_exclusions, chart_select_learning;
chart_select_fn chart_select_nor, chart_select_tmaze, chart_select_ymaze, chart_select_other,
    chart_select_estimation, chart_select_exploration;

/* Write the panel, its titles and the comparisons, and end the page. */
etho_status chart_category_finish(chart_job *job, const chart_groups *groups, chart_page *page,
                                  etho_error *error);
/* The groups' labels below a panel. */
void chart_category_labels(chart_job *job, const chart_page *page, const etho_panel *panel);

#endif
