/* Points in the plane: correlation with its line, normal quantiles, residuals. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "figure/charts.h"
#include "figure/swarm.h"

typedef struct points {
  double *x, *y;
  int *group; /* index of colour and mark */
  size_t *row;
  size_t n;
  double x_low, x_high, y_low, y_high;
} points;

static bool points_make(etho_arena *arena, size_t n, points *p) {
  *p = (points){.x = ETHO_NEW(arena, double, n + 1),
                .y = ETHO_NEW(arena, double, n + 1),
                .group = ETHO_NEW(arena, int, n + 1),
                .row = ETHO_NEW(arena, size_t, n + 1),
                .x_low = HUGE_VAL,
                .x_high = -HUGE_VAL,
                .y_low = HUGE_VAL,
                .y_high = -HUGE_VAL};
  return p->x && p->y && p->group && p->row;
}

static void points_add(points *p, double x, double y, int group, size_t row) {
  p->x[p->n] = x, p->y[p->n] = y, p->group[p->n] = group, p->row[p->n++] = row;
  p->x_low = fmin(p->x_low, x), p->x_high = fmax(p->x_high, x), p->y_low = fmin(p->y_low, y),
  p->y_high = fmax(p->y_high, y);
}

static void layer_points(chart_job *job, const points *p) {
  const etho_input *in = job->source->input;
  etho_block *block = etho_sheet_block(job->sheet, "dots", "x\ty\tmark\tcolour\tarm\tanimal");
  for (size_t i = 0; i < p->n; i++) {
    etho_sheet_cell_number(block, p->x[i]);
    etho_sheet_cell_number(block, p->y[i]);
    etho_sheet_cell_number(block, etho_mark((size_t)p->group[i]));
    etho_sheet_cell_number(block, job->palette->colour[p->group[i] % 12]);
    etho_sheet_cell_text(
        block, in->by.code && in->by.code[p->row[i]] >= 0 ? in->by.level[in->by.code[p->row[i]]] : "");
    etho_sheet_cell_text(block, chart_subject(job, p->row[i]));
    etho_sheet_row_end(block);
  }
}

static void layer_line(chart_job *job, const char *name, const double *x, const double *y, size_t n) {
  etho_block *block = etho_sheet_block(job->sheet, name, "x\ty");
  for (size_t i = 0; i < n; i++) {
    etho_sheet_cell_number(block, x[i]);
    etho_sheet_cell_number(block, y[i]);
    etho_sheet_row_end(block);
  }
  etho_sheet_gap(block);
}

static etho_status finish(chart_job *job, const points *p, etho_panel *panel, const char *x_title,
                          const char *y_title, etho_error *error) {
  chart_legend legend;
  if (chart_legend_of(job, &job->source->input->by, &legend) != ETHO_OK) return chart_no_memory(error);
  etho_sheet_set(job->sheet, "mark_mm", p->n <= 60 ? 0.75 : p->n <= 300 ? 0.5 : 0.3);
  layer_points(job, p);
  return chart_xy_page(job, panel, x_title, y_title, &legend, chart_panel_height_mm(job) * 1.15, 0, error);
}

static etho_status nothing(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no complete pair of values");
}

static int group_at(const etho_input *in, size_t row) {
  return in->by.code ? in->by.code[row] : 0;
}

/* ---- correlation ---- */

enum { BAND = 41, RESAMPLES = 400 };

/* Least squares of the chosen points; false when x does not vary. */
static bool fit(const points *p, const uint32_t *chosen, double *intercept, double *slope) {
  double mx = 0, my = 0, sxx = 0, sxy = 0;
  for (size_t i = 0; i < p->n; i++)
    mx += p->x[chosen ? chosen[i] : i] / (double)p->n, my += p->y[chosen ? chosen[i] : i] / (double)p->n;
  for (size_t i = 0; i < p->n; i++) {
    double dx = p->x[chosen ? chosen[i] : i] - mx;
    sxx += dx * dx, sxy += dx * (p->y[chosen ? chosen[i] : i] - my);
  }
  if (!(sxx > 0)) return false;
  *slope = sxy / sxx, *intercept = my - *slope * mx;
  return true;
}

/* The line and a pointwise percentile band from resampled animals. */
static etho_status layer_fit(chart_job *job, const points *p, etho_error *error) {
  double a, b, x[2] = {p->x_low, p->x_high};
  if (p->n < 3 || !fit(p, NULL, &a, &b)) return ETHO_OK;
  uint32_t *chosen = ETHO_NEW(job->arena, uint32_t, p->n);
  double *height = ETHO_NEW(job->arena, double, BAND *RESAMPLES);
  if (!chosen || !height) return chart_no_memory(error);
  etho_random r = etho_random_stream(job->source->options ? job->source->options->seed : 1, 0);
  size_t used = 0;
  for (size_t k = 0; k < RESAMPLES; k++) {
    double ra, rb;
    for (size_t i = 0; i < p->n; i++) chosen[i] = etho_random_below(&r, (uint32_t)p->n);
    if (!fit(p, chosen, &ra, &rb)) continue;
    for (size_t i = 0; i < BAND; i++)
      height[i * RESAMPLES + used] = ra + rb * (x[0] + (x[1] - x[0]) * (double)i / (BAND - 1));
    used++;
  }
  etho_block *block = etho_sheet_block(job->sheet, "band", "x\tlow\thigh");
  for (size_t i = 0; i < BAND && used > 20; i++) {
    qsort(height + i * RESAMPLES, used, sizeof *height, etho_double_compare);
    etho_sheet_cell_number(block, x[0] + (x[1] - x[0]) * (double)i / (BAND - 1));
    etho_sheet_cell_number(block, height[i * RESAMPLES + (size_t)(0.025 * (double)used)]);
    etho_sheet_cell_number(block, height[i * RESAMPLES + (size_t)(0.975 * (double)(used - 1))]);
    etho_sheet_row_end(block);
  }
  layer_line(job, "fit", x, (double[]){a + b * x[0], a + b * x[1]}, 2);
  return ETHO_OK;
}

static void say_correlation(chart_job *job, const points *p) {
  const etho_procedure *procedure = etho_procedure_find("pearson");
  etho_rows *rows = etho_rows_new();
  etho_input input = procedure ? chart_input_for(procedure, job->source->input) : (etho_input){0};
  input.by = (etho_factor){0};
  double r = (double)NAN, pv = (double)NAN;
  if (rows && procedure && etho_procedure_run(procedure, &input, NULL, rows, NULL) == ETHO_OK) {
    r = etho_row_get_number(etho_rows_at(rows, 0), "estimate");
    pv = etho_row_get_number(etho_rows_at(rows, 0), "p_value");
  }
  etho_rows_free(rows);
  etho_text_format(&job->caption,
                   "Each mark is one %s (n = %zu). Line: least squares over all groups; band: pointwise 95%% "
                   "bootstrap interval.",
                   chart_unit(job, 1), p->n);
  etho_text_format(&job->alt, "Scatter plot of %zu points.", p->n);
  if (!isfinite(r)) return;
  char text[48];
  etho_apa_p(text, sizeof text, pv);
  etho_text_format(&job->caption, " Pearson r = %.2f, %s.", r, text);
  etho_text_format(&job->alt, " Pearson r = %.2f, %s.", r, text);
}

etho_status chart_build_correlation(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  points p;
  chart_page_begin(job);
  if (!points_make(job->arena, in->n, &p)) return chart_no_memory(error);
  for (size_t i = 0; i < in->n; i++)
    if (isfinite(in->x[i]) && isfinite(in->y[i]) && group_at(in, i) >= 0)
      points_add(&p, in->x[i], in->y[i], group_at(in, i), i);
  if (!p.n) return nothing(error);
  etho_panel panel = {.x = etho_axis_choose(p.x_low, p.x_high, (double)NAN, (double)NAN, 5),
                      .y = etho_axis_choose(p.y_low, p.y_high, (double)NAN, (double)NAN, 5)};
  etho_status status = layer_fit(job, &p, error);
  if (status != ETHO_OK) return status;
  say_correlation(job, &p);
  return finish(job, &p, &panel, job->source->x_title ? job->source->x_title : "x",
                job->source->value_title ? job->source->value_title : "y", error);
}

/* ---- residuals and normal quantiles ---- */

typedef struct residual {
  double value, mean;
  int group;
  size_t row;
} residual;

static int by_value(const void *a, const void *b) {
  return etho_double_compare(&((const residual *)a)->value, &((const residual *)b)->value);
}

/* Values less the mean of their group, which is what a one-way model leaves. */
static residual *residuals(chart_job *job, size_t *n) {
  const etho_input *in = job->source->input;
  residual *list = ETHO_NEW(job->arena, residual, in->n + 1);
  *n = 0;
  for (size_t i = 0; list && i < in->n; i++) {
    if (!isfinite(in->value[i]) || group_at(in, i) < 0) continue;
    double sum = 0, count = 0;
    for (size_t k = 0; k < in->n; k++)
      if (isfinite(in->value[k]) && group_at(in, k) == group_at(in, i)) sum += in->value[k], count++;
    list[(*n)++] = (residual){in->value[i] - sum / count, sum / count, group_at(in, i), i};
  }
  return list;
}

/* Normal quantile by Acklam's rational approximation (relative error 1e-9): for a picture. */
static double normal_quantile(double p) {
  static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                             1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00},
                      b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                             6.680131188771972e+01, -1.328068155288572e+01},
                      c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                             -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00},
                      d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                             3.754408661907416e+00};
  if (p > 0.5) return -normal_quantile(1 - p);
  if (p < 0.02425) {
    double q = sqrt(-2 * log(p));
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  }
  double q = p - 0.5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

etho_status chart_build_qq(chart_job *job, etho_error *error) {
  points p;
  size_t n;
  residual *list = residuals(job, &n);
  chart_page_begin(job);
  if (!list || !points_make(job->arena, n, &p)) return chart_no_memory(error);
  if (n < 3) return nothing(error);
  qsort(list, n, sizeof *list, by_value);
  double shift = n <= 10 ? 0.375 : 0.5; /* as R's ppoints */
  for (size_t i = 0; i < n; i++)
    points_add(&p, normal_quantile(((double)i + 1 - shift) / ((double)n + 1 - 2 * shift)), list[i].value,
               list[i].group, list[i].row);
  double q1 = list[(n - 1) / 4].value, q3 = list[3 * (n - 1) / 4].value;
  double slope = (q3 - q1) / (p.x[3 * (n - 1) / 4] - p.x[(n - 1) / 4]),
         middle = q1 - slope * p.x[(n - 1) / 4];
  layer_line(job, "fit", (double[]){p.x_low, p.x_high},
             (double[]){middle + slope * p.x_low, middle + slope * p.x_high}, 2);
  etho_panel panel = {.x = etho_axis_choose(p.x_low, p.x_high, (double)NAN, (double)NAN, 5),
                      .y = etho_axis_choose(p.y_low, p.y_high, (double)NAN, (double)NAN, 5)};
  etho_text_format(
      &job->caption,
      "Normal quantile plot of %zu residuals (value less mean of the group). Line: through the quartiles.",
      n);
  etho_text_format(&job->alt, "Normal quantile plot of %zu residuals.", n);
  return finish(job, &p, &panel, "Normal quantile", "Residual", error);
}

etho_status chart_build_residuals(chart_job *job, etho_error *error) {
  points p;
  size_t n;
  residual *list = residuals(job, &n);
  chart_page_begin(job);
  if (!list || !points_make(job->arena, n, &p)) return chart_no_memory(error);
  if (!n) return nothing(error);
  for (size_t i = 0; i < n; i++) points_add(&p, list[i].mean, list[i].value, list[i].group, list[i].row);
  etho_panel panel = {.x = etho_axis_choose(p.x_low, p.x_high, (double)NAN, (double)NAN, 5),
                      .y = etho_axis_choose(p.y_low, p.y_high, (double)NAN, (double)NAN, 5)};
  layer_line(job, "fit", (double[]){panel.x.low, panel.x.high}, (double[]){0, 0}, 2);
  etho_text_format(&job->caption,
                   "Residuals (value less mean of the group) against the means of the groups, n = %zu.", n);
  etho_text_format(&job->alt, "Residuals of %zu values against the means of their groups.", n);
  return finish(job, &p, &panel, "Mean of the group", "Residual", error);
}
