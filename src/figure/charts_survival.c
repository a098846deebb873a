/* Kaplan-Meier curves with the table of animals at risk. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/charts.h"

typedef struct curves {
  etho_rows *rows; /* of `kaplan_meier` */
  size_t groups;
  double longest;
} curves;

static size_t group_of(const etho_input *in, const char *label) {
  for (size_t g = 0; in->by.code && label && g < in->by.n_levels; g++)
    if (strcmp(in->by.level[g], label) == 0) return g;
  return 0;
}

static bool is_step(const etho_row *row) {
  return isfinite(etho_row_get_number(row, "time")) && isfinite(etho_row_get_number(row, "survival"));
}

static void point(etho_block *block, double time, double survival, unsigned colour, const char *arm) {
  etho_sheet_cell_number(block, time);
  etho_sheet_cell_number(block, survival);
  etho_sheet_cell_number(block, colour);
  etho_sheet_cell_text(block, arm);
  etho_sheet_row_end(block);
}

/* Step lines, and a tick where an animal was censored. */
static void layers(chart_job *job, const curves *c) {
  const etho_input *in = job->source->input;
  etho_block *steps = etho_sheet_block(job->sheet, "steps", "time\tsurvival\tcolour\tarm"),
             *censored = etho_sheet_block(job->sheet, "censored", "time\tsurvival\tcolour\tarm");
  for (size_t g = 0; g < c->groups; g++) {
    unsigned colour = job->palette->colour[g % 12];
    const char *arm = in->by.code ? in->by.level[g] : "";
    double last = 1, until = 0;
    point(steps, 0, 1, colour, arm);
    for (size_t i = 0; i < etho_rows_count(c->rows); i++) {
      const etho_row *row = etho_rows_at(c->rows, i);
      if (!is_step(row) || (in->by.code && group_of(in, etho_row_get_text(row, "group")) != g)) continue;
      double time = etho_row_get_number(row, "time"), survival = etho_row_get_number(row, "survival");
      if (survival != last) point(steps, time, last, colour, arm), point(steps, time, survival, colour, arm);
      if (etho_row_get_number(row, "n_censored") > 0) point(censored, time, survival, colour, arm);
      last = survival, until = fmax(until, time);
    }
    for (size_t i = 0; i < in->n; i++)
      if (isfinite(in->time[i]) && (!in->by.code || in->by.code[i] == (int)g))
        until = fmax(until, in->time[i]);
    point(steps, until, last, colour, arm);
    etho_sheet_gap(steps);
  }
}

static size_t at_risk(const etho_input *in, size_t group, double time) {
  size_t n = 0;
  for (size_t i = 0; i < in->n; i++)
    n += isfinite(in->time[i]) && isfinite(in->event[i]) && in->time[i] >= time &&
         (!in->by.code || in->by.code[i] == (int)group);
  return n;
}

/* A row per group under the axis: how many are at risk at each number of the axis. */
static etho_status risk_table(chart_job *job, const curves *c, const etho_panel *panel) {
  const etho_input *in = job->source->input;
  double line = etho_line_height_mm(job->sheet->small_pt), y = (double)(c->groups + 1) * line - 0.2;
  etho_sheet_text(job->sheet, panel->left, y, ETHO_LEFT, 0, true, job->sheet->ink, "At risk");
  for (size_t g = 0; g < c->groups; g++) {
    y -= line;
    const char *label = in->by.code ? chart_short(job, in->by.level[g]) : "all";
    if (label) label = etho_text_shorten(job->arena, label, job->sheet->small_pt, panel->left - 3.2);
    if (!label) return ETHO_ERR_MEMORY;
    etho_sheet_text(job->sheet, panel->left - 2.6, y, ETHO_RIGHT, 0, true, job->palette->colour[g % 12],
                    label);
    for (double t = panel->x.first; t <= panel->x.high + 1e-9; t += panel->x.step) {
      char text[32];
      snprintf(text, sizeof text, "%zu", at_risk(in, g, t));
      etho_sheet_text(job->sheet, etho_panel_x(panel, t), y, ETHO_CENTER, 0, true, job->sheet->ink, text);
    }
  }
  return ETHO_OK;
}

static double label_room(chart_job *job, const etho_input *in) {
  double widest = 8;
  for (size_t g = 0; in->by.code && g < in->by.n_levels; g++) {
    const char *label = chart_short(job, in->by.level[g]);
    if (label) widest = fmax(widest, etho_text_width_mm(label, job->sheet->small_pt));
  }
  return fmin(widest + 4, 0.3 * job->sheet->width_mm);
}

static etho_status draw(chart_job *job, curves *c, etho_error *error) {
  const etho_input *in = job->source->input;
  chart_legend legend;
  if (chart_legend_of(job, &in->by, &legend) != ETHO_OK) return chart_no_memory(error);
  for (size_t i = 0; i < in->n; i++)
    if (isfinite(in->time[i])) c->longest = fmax(c->longest, in->time[i]);
  etho_panel panel = {.left = label_room(job, in),
                      .x = etho_axis_choose(0, c->longest, 0, c->longest, 6),
                      .y = etho_axis_choose(0, 1, 0, 1, 5)};
  panel.x.low = 0, panel.x.first = 0;
  double below = (double)(c->groups + 1) * etho_line_height_mm(job->sheet->small_pt) + 1;
  const char *title = job->source->value_title ? job->source->value_title : "Share without the event";
  etho_status status =
      chart_xy_page(job, &panel, "Time (s)", title, &legend, chart_panel_height_mm(job), below, error);
  if (status != ETHO_OK) return status;
  etho_sheet_set(job->sheet, "mark_mm", 0.8);
  layers(job, c);
  etho_text_append(&job->caption,
                   "Kaplan-Meier curves; crosses: animals censored. Below: how many are still at risk.");
  etho_text_format(&job->alt, "Kaplan-Meier curves of %zu group%s.", c->groups, c->groups == 1 ? "" : "s");
  return risk_table(job, c, &panel) == ETHO_OK ? ETHO_OK : chart_no_memory(error);
}

etho_status chart_build_kaplan_meier(chart_job *job, etho_error *error) {
  const etho_procedure *procedure = etho_procedure_find("kaplan_meier");
  curves c = {.rows = etho_rows_new(),
              .groups = job->source->input->by.code ? job->source->input->by.n_levels : 1};
  if (!c.rows || !procedure) {
    etho_rows_free(c.rows);
    return chart_no_memory(error);
  }
  chart_page_begin(job);
  etho_input input = chart_input_for(procedure, job->source->input);
  etho_status status = etho_procedure_run(procedure, &input, job->source->options, c.rows, error);
  if (status == ETHO_OK) status = draw(job, &c, error);
  etho_rows_free(c.rows);
  return status;
}
