/* Means over time by group: time course, learning curve, cumulative exploration. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "figure/charts.h"

typedef struct series {
  size_t groups, times;
  double *at;     /* [times]: where each level of the time column stands */
  bool numeric;   /* the levels are numbers */
  chart_bar *bar; /* [groups * times] */
  size_t *n;      /* [groups * times] */
  double low, high;
} series;

static size_t group_of(const etho_input *in, size_t row) {
  return in->by.code ? (size_t)in->by.code[row] : 0;
}

static bool usable(const etho_input *in, size_t row) {
  return isfinite(in->value[row]) && in->within[0].code[row] >= 0 && (!in->by.code || in->by.code[row] >= 0);
}

/* "1", "2.5", "day 3", "min 10-12": the first number of each level, when all have one and it rises. */
static bool number_in(const char *text, double *value) {
  const char *p = text + strcspn(text, "0123456789");
  size_t length = strspn(p, "0123456789.");
  return length > 0 && etho_number_parse(p, length, '.', value);
}

static bool place_times(etho_arena *arena, const etho_factor *time, series *s) {
  s->times = time->n_levels;
  s->at = ETHO_NEW(arena, double, s->times + 1);
  if (!s->at) return false;
  s->numeric = true;
  for (size_t t = 0; t < s->times; t++)
    s->numeric = s->numeric && number_in(time->level[t], &s->at[t]) && (t == 0 || s->at[t] > s->at[t - 1]);
  for (size_t t = 0; !s->numeric && t < s->times; t++) s->at[t] = (double)t + 1;
  return true;
}

static etho_status summarise(chart_job *job, const double *value, series *s, etho_error *error) {
  const etho_input *in = job->source->input;
  double *cell = ETHO_NEW(job->arena, double, in->n + 1);
  if (!cell) return chart_no_memory(error);
  s->low = HUGE_VAL, s->high = -HUGE_VAL;
  for (size_t g = 0; g < s->groups; g++)
    for (size_t t = 0; t < s->times; t++) {
      size_t n = 0, at = g * s->times + t;
      for (size_t i = 0; i < in->n; i++)
        if (usable(in, i) && isfinite(value[i]) && group_of(in, i) == g && (size_t)in->within[0].code[i] == t)
          cell[n++] = value[i];
      s->n[at] = n;
      s->bar[at] = (chart_bar){(double)NAN, (double)NAN, (double)NAN};
      if (!n) continue;
      etho_status status = chart_describe(job, &(etho_sample){NULL, cell, n}, &s->bar[at], error);
      if (status != ETHO_OK) return status;
      s->low = fmin(fmin(s->low, s->bar[at].centre), s->bar[at].low);
      s->high = fmax(fmax(s->high, s->bar[at].centre), s->bar[at].high);
    }
  return ETHO_OK;
}

static void layers(chart_job *job, const series *s) {
  const etho_input *in = job->source->input;
  etho_block *block = etho_sheet_block(job->sheet, "curve", "time\tcentre\tlow\thigh\tmark\tcolour\tn\tarm");
  double step = s->times > 1 ? (s->at[s->times - 1] - s->at[0]) / (double)(s->times - 1) : 1;
  for (size_t g = 0; g < s->groups; g++) {
    double shift = step * 0.05 * ((double)g - (double)(s->groups - 1) / 2); /* whiskers side by side */
    bool any = false;
    for (size_t t = 0; t < s->times; t++) {
      const chart_bar *bar = &s->bar[g * s->times + t];
      if (!isfinite(bar->centre)) continue;
      double cells[] = {s->at[t] + shift,
                        bar->centre,
                        isfinite(bar->low) ? bar->low : bar->centre,
                        isfinite(bar->high) ? bar->high : bar->centre,
                        etho_mark(g),
                        job->palette->colour[g % 12],
                        (double)s->n[g * s->times + t]};
      for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) etho_sheet_cell_number(block, cells[k]);
      etho_sheet_cell_text(block, in->by.code ? in->by.level[g] : "");
      etho_sheet_row_end(block);
      any = true;
    }
    if (any) etho_sheet_gap(block);
  }
}

static etho_axis time_axis(const series *s) {
  double first = s->at[0], last = s->at[s->times - 1],
         room = s->times > 1 ? 0.35 * (last - first) / (double)(s->times - 1) : 0.5;
  etho_axis axis = etho_axis_choose(first, last, (double)NAN, (double)NAN, 6);
  bool whole = s->numeric && axis.step < 1 && floor(first) == first; /* days are whole */
  if (whole || !s->numeric) axis.step = 1, axis.decimals = 0;
  axis.low = first - room, axis.high = last + room;
  axis.first = ceil(axis.low / axis.step) * axis.step;
  if (!s->numeric) axis.step = 0;
  return axis;
}

/* Levels that are no numbers are written under the axis instead of numbers. */
static etho_status name_times(chart_job *job, const series *s, const etho_panel *panel) {
  double slot = (panel->right - panel->left) / (double)s->times;
  for (size_t t = 0; t < s->times && !s->numeric; t++) {
    const char *label = chart_short(job, job->source->input->within[0].level[t]);
    if (label) label = etho_text_shorten(job->arena, label, job->sheet->small_pt, slot * 0.95);
    if (!label) return ETHO_ERR_MEMORY;
    double x = etho_panel_x(panel, s->at[t]);
    etho_sheet_segment(job->sheet, x, panel->bottom, x, panel->bottom - 0.7, job->sheet->ink);
    etho_sheet_text(job->sheet, x, panel->bottom - 2.6, ETHO_CENTER, 0, true, job->sheet->ink, label);
  }
  return ETHO_OK;
}

static void describe_series(chart_job *job, const series *s, const char *what) {
  const etho_input *in = job->source->input;
  const char *title = chart_short(job, chart_value_title(job)), *bar = chart_bar_text(job);
  etho_text_format(&job->caption, "%s%s over %s: %s", what, title ? title : "",
                   in->within[0].name ? in->within[0].name : "time", bar ? bar : "");
  if (isfinite(job->source->chance))
    etho_text_format(&job->caption, "; dashed line: chance (%g)", job->source->chance);
  etho_text_append(&job->caption, ". n = ");
  for (size_t g = 0; g < s->groups; g++) {
    size_t most = 0;
    for (size_t t = 0; t < s->times; t++)
      most = s->n[g * s->times + t] > most ? s->n[g * s->times + t] : most;
    etho_text_format(&job->caption, "%s%zu %s", g ? ", " : "", most,
                     in->by.code ? chart_short(job, in->by.level[g]) : "");
  }
  etho_text_format(&job->caption, " (%s).", chart_unit(job, 2));
  etho_text_format(&job->alt, "Lines of %s%s over %zu points of time in %zu group%s.", what,
                   title ? title : "", s->times, s->groups, s->groups == 1 ? "" : "s");
  if (job->source->finding) etho_text_format(&job->alt, " %s", job->source->finding);
}

static etho_status build_series(chart_job *job, const double *value, const char *what, etho_error *error) {
  const etho_input *in = job->source->input;
  series s = {.groups = in->by.code ? in->by.n_levels : 1};
  chart_legend legend;
  chart_page_begin(job);
  etho_status status = chart_check_bar(job, error);
  if (status != ETHO_OK) return status;
  if (!place_times(job->arena, &in->within[0], &s)) return chart_no_memory(error);
  s.bar = ETHO_NEW(job->arena, chart_bar, s.groups * s.times + 1);
  s.n = ETHO_NEW(job->arena, size_t, s.groups * s.times + 1);
  if (!s.bar || !s.n || chart_legend_of(job, &in->by, &legend) != ETHO_OK) return chart_no_memory(error);
  status = summarise(job, value, &s, error);
  if (status != ETHO_OK) return status;
  if (!(s.low <= s.high))
    return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no value at any time");
  double chance = job->source->chance;
  etho_panel panel = {.x = time_axis(&s),
                      .y = etho_axis_choose(fmin(s.low, chance), fmax(s.high, chance), job->source->low,
                                            job->source->high, 5)};
  etho_sheet_set(job->sheet, "mark_mm", 0.8);
  status = chart_xy_page(job, &panel, in->within[0].name ? in->within[0].name : "time",
                         chart_value_title(job), &legend, chart_panel_height_mm(job), 0, error);
  if (status != ETHO_OK) return status;
  layers(job, &s);
  chart_layer_chance(job, &panel);
  describe_series(job, &s, what);
  return name_times(job, &s, &panel) == ETHO_OK ? ETHO_OK : chart_no_memory(error);
}

etho_status chart_build_series(chart_job *job, etho_error *error) {
  return build_series(job, job->source->input->value, "", error);
}

/* The values of each animal added up over the times; a missing time counts as nothing. */
etho_status chart_build_cumulative(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  double *sum = ETHO_NEW(job->arena, double, in->n + 1);
  if (!sum) return chart_no_memory(error);
  for (size_t i = 0; i < in->n; i++) {
    sum[i] = usable(in, i) ? 0 : (double)NAN;
    for (size_t k = 0; k < in->n && usable(in, i); k++)
      if (usable(in, k) && in->subject.code[k] == in->subject.code[i] &&
          in->within[0].code[k] <= in->within[0].code[i])
        sum[i] += in->value[k];
  }
  return build_series(job, sum, "Cumulative ", error);
}
