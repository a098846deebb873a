/* Two or more measurements of the same animal, joined by a line: training and test, before and after. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/charts.h"

/* Positions: group g and condition w stand at x = g (W + 1) + w + 1. */
typedef struct grid {
  size_t arms, conditions;
  etho_factor within;
} grid;

static double place(const grid *g, size_t arm, size_t condition) {
  return (double)(arm * (g->conditions + 1) + condition) + 1;
}

static size_t arm_of(const etho_input *in, size_t row) {
  return in->by.code && in->by.code[row] >= 0 ? (size_t)in->by.code[row] : 0;
}

static bool usable(const etho_input *in, const grid *g, size_t row) {
  return isfinite(in->value[row]) && g->within.code[row] >= 0 && (!in->by.code || in->by.code[row] >= 0);
}

/* One row of value and place for every animal and condition; a line per animal. */
static etho_status layer_lines(chart_job *job, const grid *g) {
  const etho_input *in = job->source->input;
  etho_block *lines = etho_sheet_block(job->sheet, "lines", "x\tvalue\tcolour\tanimal"),
             *dots = etho_sheet_block(job->sheet, "dots", "x\tvalue\tmark\tcolour\tarm\tanimal");
  size_t *row_of = ETHO_NEW(job->arena, size_t, in->subject.n_levels * g->conditions + 1);
  if (!row_of) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < in->n; i++)
    if (usable(in, g, i) && in->subject.code[i] >= 0)
      row_of[(size_t)in->subject.code[i] * g->conditions + (size_t)g->within.code[i]] = i + 1;
  for (size_t s = 0; s < in->subject.n_levels; s++) {
    bool any = false;
    for (size_t w = 0; w < g->conditions; w++) {
      size_t row = row_of[s * g->conditions + w];
      if (!row) continue;
      size_t arm = arm_of(in, row - 1);
      unsigned colour = job->palette->colour[arm % 12];
      etho_sheet_cell_number(lines, place(g, arm, w));
      etho_sheet_cell_number(lines, in->value[row - 1]);
      etho_sheet_cell_number(lines, etho_colour_mix(colour, job->theme->paper, 0.45));
      etho_sheet_cell_text(lines, in->subject.level[s]);
      etho_sheet_row_end(lines);
      etho_sheet_cell_number(dots, place(g, arm, w));
      etho_sheet_cell_number(dots, in->value[row - 1]);
      etho_sheet_cell_number(dots, etho_mark(arm));
      etho_sheet_cell_number(dots, colour);
      etho_sheet_cell_text(dots, in->by.code ? in->by.level[arm] : "");
      etho_sheet_cell_text(dots, in->subject.level[s]);
      etho_sheet_row_end(dots);
      any = true;
    }
    if (any) etho_sheet_gap(lines);
  }
  return ETHO_OK;
}

/* Means per arm and condition, beside the lines. */
static void layer_means(chart_job *job, const grid *g) {
  const etho_input *in = job->source->input;
  etho_block *block = etho_sheet_block(job->sheet, "means", "x\tmean\thalf_width\tn");
  for (size_t a = 0; a < g->arms; a++)
    for (size_t w = 0; w < g->conditions; w++) {
      double sum = 0;
      size_t n = 0;
      for (size_t i = 0; i < in->n; i++)
        if (usable(in, g, i) && arm_of(in, i) == a && (size_t)g->within.code[i] == w)
          sum += in->value[i], n++;
      if (!n) continue;
      etho_sheet_cell_number(block, place(g, a, w));
      etho_sheet_cell_number(block, sum / (double)n);
      etho_sheet_cell_number(block, 0.28);
      etho_sheet_cell_number(block, (double)n);
      etho_sheet_row_end(block);
    }
}

/* The conditions in the order in which the data bring them: training before test, whatever their names. */
static bool order_of_appearance(chart_job *job, const etho_factor *factor, etho_factor *ordered) {
  size_t n = job->source->input->n, found = 0;
  const char **level = ETHO_NEW(job->arena, const char *, factor->n_levels + 1);
  int *code = ETHO_NEW(job->arena, int, n + 1), *place = ETHO_NEW(job->arena, int, factor->n_levels + 1);
  if (!level || !code || !place) return false;
  for (size_t i = 0; i < n; i++) {
    code[i] = factor->code[i];
    if (code[i] < 0) continue;
    if (!place[code[i]]) level[found++] = factor->level[code[i]], place[code[i]] = (int)found;
    code[i] = place[code[i]] - 1;
  }
  *ordered = (etho_factor){factor->name, level, found, code};
  return true;
}

static etho_status check(chart_job *job, grid *g, etho_error *error) {
  const etho_input *in = job->source->input;
  if (!order_of_appearance(job, &in->within[0], &g->within)) return chart_no_memory(error);
  g->arms = in->by.code ? in->by.n_levels : 1;
  g->conditions = g->within.n_levels;
  if (g->conditions >= 2 && g->conditions <= 12) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA, "a paired plot wants 2 to 12 conditions, and '%.80s' has %zu",
                 g->within.name ? g->within.name : "--within", g->conditions);
  etho_error_hint(error, "name the column that tells the sessions apart with --within");
  return ETHO_ERR_DATA;
}

/* Do the conditions' names fit side by side under the ticks? Else the caption gives their order. */
static bool names_fit(chart_job *job, const grid *g, double slot_mm) {
  for (size_t w = 0; w < g->conditions; w++) {
    const char *text = chart_short(job, g->within.level[w]);
    if (!text || etho_text_width_mm(text, job->sheet->small_pt) > slot_mm * 1.05) return false;
  }
  return true;
}

/* The conditions under the ticks, the arms below them. */
static etho_status labels(chart_job *job, const grid *g, const etho_panel *panel, bool names,
                          const etho_category_labels *arms) {
  double line = etho_line_height_mm(job->sheet->small_pt), left[64];
  for (size_t a = 0; a < g->arms && a < 64; a++) {
    left[a] = (place(g, a, 0) + place(g, a, g->conditions - 1)) / 2;
    for (size_t w = 0; w < g->conditions; w++) {
      const char *text = chart_short(job, g->within.level[w]);
      if (!text) return ETHO_ERR_MEMORY;
      double x = etho_panel_x(panel, place(g, a, w));
      etho_sheet_segment(job->sheet, x, panel->bottom, x, panel->bottom - 0.7, job->sheet->ink);
      if (names)
        etho_sheet_text(job->sheet, x, panel->bottom - 1.4 - line / 2, ETHO_CENTER, 0, true, job->sheet->ink,
                        text);
    }
  }
  etho_panel below = *panel;
  below.bottom -= names ? line + 0.4 : 0;
  etho_category_labels plan = *arms;
  plan.without_ticks = true;
  if (plan.n > 64) plan.n = 64;
  etho_categories_place(job->sheet, &below, &plan, left);
  return ETHO_OK;
}

static size_t complete_animals(const etho_input *in, const grid *g, size_t arm) {
  size_t count = 0;
  for (size_t s = 0; s < in->subject.n_levels; s++) {
    size_t found = 0;
    for (size_t i = 0; i < in->n; i++)
      found += usable(in, g, i) && in->subject.code[i] == (int)s && arm_of(in, i) == arm;
    count += found >= g->conditions;
  }
  return count;
}

static etho_status arm_labels(chart_job *job, const grid *g, etho_panel *panel, etho_category_labels *plan) {
  const etho_input *in = job->source->input;
  const char **label = ETHO_NEW(job->arena, const char *, g->arms),
             **below = ETHO_NEW(job->arena, const char *, g->arms);
  if (!label || !below) return ETHO_ERR_MEMORY;
  for (size_t a = 0; a < g->arms; a++) {
    char text[40];
    snprintf(text, sizeof text, "n = %zu", complete_animals(in, g, a));
    label[a] = in->by.code ? in->by.level[a] : "";
    if (!(below[a] = etho_arena_text(job->arena, text))) return ETHO_ERR_MEMORY;
    etho_text_format(&job->caption, "%s%s: %s", a ? "; " : " ",
                     chart_short(job, in->by.code ? label[a] : "all"), text);
  }
  etho_text_append(&job->caption, " with every measurement.");
  double slot = (panel->right - panel->left) / (double)g->arms;
  return etho_categories_plan(job->sheet, job->arena, label, below, g->arms, slot, panel->left, plan);
}

etho_status chart_build_paired(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  grid g = {0};
  etho_status status = check(job, &g, error);
  if (status != ETHO_OK) return status;
  chart_page_begin(job);
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (size_t i = 0; i < in->n; i++)
    if (usable(in, &g, i)) low = fmin(low, in->value[i]), high = fmax(high, in->value[i]);
  if (!(low <= high))
    return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no animal has a value");
  etho_panel panel = {.right = job->sheet->width_mm - 1.2,
                      .border = 3,
                      .y = etho_axis_choose(low, high, job->source->low, job->source->high, 5)};
  panel.x = (etho_axis){.low = 0.2, .high = place(&g, g.arms - 1, g.conditions - 1) + 0.8};
  panel.left = etho_panel_left_mm(job->sheet, &panel.y, 1);
  const char *title = chart_short(job, chart_value_title(job));
  etho_text_format(&job->caption, "%s; each line is one animal, black bars are means. From left to right: ",
                   title ? title : "");
  for (size_t w = 0; w < g.conditions; w++)
    etho_text_format(&job->caption, "%s%s", w ? ", " : "", chart_short(job, g.within.level[w]));
  etho_text_append(&job->caption, ".");
  etho_category_labels plan;
  if (arm_labels(job, &g, &panel, &plan) != ETHO_OK) return chart_no_memory(error);
  double slot = (panel.right - panel.left) / (panel.x.high - panel.x.low);
  bool names = names_fit(job, &g, slot);
  panel.bottom = plan.height_mm + (names ? etho_line_height_mm(job->sheet->small_pt) + 0.4 : 0);
  panel.top = panel.bottom + chart_panel_height_mm(job);
  etho_sheet_set(job->sheet, "mark_mm", fmax(0.3, fmin(0.7, slot / 6)));
  chart_layer_chance(job, &panel);
  if (layer_lines(job, &g) != ETHO_OK || labels(job, &g, &panel, names, &plan) != ETHO_OK)
    return chart_no_memory(error);
  layer_means(job, &g);
  etho_panel_write(job->sheet, 1, &panel);
  if (etho_panel_y_title(job->sheet, job->arena, &panel, chart_value_title(job)) != ETHO_OK ||
      chart_title(job, panel.left, panel.top) != ETHO_OK)
    return chart_no_memory(error);
  etho_text_format(&job->alt, "Lines joining the measurements of each animal: %s.", title ? title : "");
  chart_page_end(job, panel.top + chart_title_mm(job));
  return ETHO_OK;
}
