/* figure/difference.h - a difference of means with its resampled distribution, and how it is drawn. */
#ifndef ETHO_FIGURE_DIFFERENCE_H
#define ETHO_FIGURE_DIFFERENCE_H

#include "figure/charts.h"

enum { CURVE_POINTS = 81 };

/* A difference with its resampled distribution. */
typedef struct etho_difference {
  double x; /* where on the x axis */
  double estimate, low, high;
  double at[CURVE_POINTS], density[CURVE_POINTS];
  bool known; /* there is a distribution */
  unsigned colour;
  const char *label;
} etho_difference;

/* group - control: mean difference, BCa interval and distribution, of etho_bootstrap_two. resampled (NULL =
 * not wanted) takes options.resamples values in the order drawn. seed_shift makes independent draws. */
etho_status etho_difference_make(chart_job *job, const chart_group *control, const chart_group *group,
                                 uint64_t seed_shift, etho_difference *d, double *resampled,
                                 etho_error *error);
/* Set the curve of d from resampled values (which are put in order). */
void etho_difference_curve(double *resampled, size_t n, etho_difference *d);
void etho_difference_range(const etho_difference *list, size_t n, double *low, double *high);
void etho_difference_layers(chart_job *job, const etho_difference *list, size_t n, double width);
/* The line of no difference, over the whole panel. */
void etho_difference_zero(chart_job *job, const etho_panel *panel);

#endif
