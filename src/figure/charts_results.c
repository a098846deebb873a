/* Charts of results: differences with intervals as a forest, p-values of all pairs as a heat map. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ethostat/analysis.h"
#include "figure/brackets.h"
#include "figure/charts.h"

static const char *text_of(const etho_row *row, const char *first, const char *second) {
  const char *text = etho_row_get_text(row, first);
  return text ? text : second ? etho_row_get_text(row, second) : NULL;
}

static double p_of(const etho_row *row) {
  double p = etho_row_get_number(row, "p_adjusted");
  return isfinite(p) ? p : etho_row_get_number(row, "p_value");
}

/* ---- forest ---- */

typedef struct effect {
  const char *label, *estimate_text, *p_text;
  double estimate, low, high;
  etho_lines lines; /* of the label */
} effect;

static const char *effect_label(chart_job *job, const etho_row *row) {
  const char *term = text_of(row, "term", "label"), *from = text_of(row, "group1", NULL),
             *to = text_of(row, "group2", NULL);
  etho_text text = {0};
  if (from && to && term)
    etho_text_format(&text, "%s: %s \xE2\x88\x92 %s", term, to, from);
  else if (from && to)
    etho_text_format(&text, "%s \xE2\x88\x92 %s", to, from);
  else
    etho_text_append(&text, term                          ? term
                            : from                        ? from
                            : text_of(row, "group", NULL) ? text_of(row, "group", NULL)
                                                          : "");
  const char *label = text.failed ? NULL : etho_text_printable(job->arena, etho_text_get(&text));
  etho_text_free(&text);
  return label;
}

static const char *number_text(char *buffer, size_t size, double value) {
  int decimals = fabs(value) >= 100 ? 0 : fabs(value) >= 10 ? 1 : 2;
  snprintf(buffer, size, "%s%.*f", value < 0 && value <= -0.005 ? "\xE2\x88\x92" : "", decimals, fabs(value));
  return buffer;
}

static bool effect_texts(chart_job *job, const etho_row *row, effect *e) {
  char a[40], b[40], c[40], text[160], p[48] = "";
  if (isfinite(e->low) && isfinite(e->high))
    snprintf(text, sizeof text, "%s [%s, %s]", number_text(a, sizeof a, e->estimate),
             number_text(b, sizeof b, e->low), number_text(c, sizeof c, e->high));
  else
    snprintf(text, sizeof text, "%s", number_text(a, sizeof a, e->estimate));
  if (isfinite(p_of(row))) etho_apa_p(p, sizeof p, p_of(row));
  e->estimate_text = etho_arena_text(job->arena, text);
  e->p_text = etho_arena_text(job->arena, p);
  return e->estimate_text && e->p_text;
}

/* The rows that have an estimate. Returns false when out of memory. */
static bool collect(chart_job *job, effect *list, size_t *n) {
  *n = 0;
  for (size_t i = 0; i < etho_rows_count(job->source->rows); i++) {
    const etho_row *row = etho_rows_at(job->source->rows, i);
    effect e = {.estimate = etho_row_get_number(row, "estimate"),
                .low = etho_row_get_number(row, "conf_low"),
                .high = etho_row_get_number(row, "conf_high")};
    if (!isfinite(e.estimate))
      e = (effect){.estimate = etho_row_get_number(row, "effect"),
                   .low = etho_row_get_number(row, "effect_low"),
                   .high = etho_row_get_number(row, "effect_high")};
    if (!isfinite(e.estimate)) continue;
    if (!(e.label = effect_label(job, row)) || !effect_texts(job, row, &e)) return false;
    list[(*n)++] = e;
  }
  return true;
}

/* Widths of the columns and the height of a row, from the longest texts. */
typedef struct columns {
  double label_mm, text_mm, row_mm;
} columns;

static const double EDGE_MM = 2.2, MOST_LABEL = 0.36;

static etho_status plan_columns(chart_job *job, effect *list, size_t n, columns *c) {
  double pt = job->sheet->small_pt, label = 0, text = 0;
  size_t most = 2;
  for (size_t i = 0; i < n; i++) {
    label = fmax(label, etho_text_width_mm(list[i].label, pt));
    text = fmax(text,
                fmax(etho_text_width_mm(list[i].estimate_text, pt), etho_text_width_mm(list[i].p_text, pt)));
  }
  c->label_mm = fmin(label + 0.1, MOST_LABEL * job->sheet->width_mm);
  c->text_mm = fmin(text + 0.1, 0.45 * job->sheet->width_mm);
  for (size_t i = 0; i < n; i++) {
    if (etho_text_wrap(job->arena, list[i].label, pt, c->label_mm, 5, &list[i].lines) != ETHO_OK)
      return ETHO_ERR_MEMORY;
    if (list[i].lines.n > most) most = list[i].lines.n;
  }
  c->row_mm = (double)most * etho_line_height_mm(pt) + 1.6;
  return ETHO_OK;
}

static void place_row(chart_job *job, const effect *e, double y_mm, const etho_panel *panel) {
  double line = etho_line_height_mm(job->sheet->small_pt);
  for (size_t k = 0; k < e->lines.n; k++)
    etho_sheet_text(job->sheet, panel->left - EDGE_MM + 0.6,
                    y_mm + line * ((double)(e->lines.n - 1) / 2 - (double)k), ETHO_RIGHT, 0, true,
                    job->sheet->ink, e->lines.line[k]);
  double x = panel->right + EDGE_MM - 0.6, shift = *e->p_text ? line / 2 : 0;
  etho_sheet_text(job->sheet, x, y_mm + shift, ETHO_LEFT, 0, true, job->sheet->ink, e->estimate_text);
  if (*e->p_text)
    etho_sheet_text(job->sheet, x, y_mm - shift, ETHO_LEFT, 0, true, job->sheet->ink, e->p_text);
}

/* As many numbers as the narrow panel has room for. */
static etho_axis effect_axis(const effect *list, size_t n, double width_mm) {
  double low = 0, high = 0;
  for (size_t i = 0; i < n; i++) {
    low = fmin(fmin(low, list[i].estimate), list[i].low);
    high = fmax(fmax(high, list[i].estimate), list[i].high);
  }
  return etho_axis_choose(low, high, (double)NAN, (double)NAN, width_mm < 34 ? 2 : (size_t)(width_mm / 11));
}

static void layer_effects(chart_job *job, const effect *list, size_t n) {
  etho_block *block = etho_sheet_block(job->sheet, "effects", "estimate\ty\tlow\thigh\tterm"),
             *zero = etho_sheet_block(job->sheet, "zero", "x\ty");
  for (size_t i = 0; i < n; i++) {
    const effect *e = &list[i];
    double cell[] = {e->estimate, (double)(n - i), isfinite(e->low) ? e->low : e->estimate,
                     isfinite(e->high) ? e->high : e->estimate};
    for (size_t k = 0; k < sizeof cell / sizeof *cell; k++) etho_sheet_cell_number(block, cell[k]);
    etho_sheet_cell_text(block, e->label);
    etho_sheet_row_end(block);
  }
  for (int end = 0; end < 2; end++) {
    etho_sheet_cell_number(zero, 0);
    etho_sheet_cell_number(zero, end ? (double)n + 0.5 : 0.5);
    etho_sheet_row_end(zero);
  }
}

etho_status chart_build_forest(chart_job *job, etho_error *error) {
  size_t n, rows = etho_rows_count(job->source->rows);
  effect *list = ETHO_NEW(job->arena, effect, rows + 1);
  chart_page_begin(job);
  if (!list || !collect(job, list, &n)) return chart_no_memory(error);
  if (!n) return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no row has an estimate");
  columns c;
  if (plan_columns(job, list, n, &c) != ETHO_OK) return chart_no_memory(error);
  etho_panel panel = {.left = c.label_mm + EDGE_MM,
                      .right = job->sheet->width_mm - c.text_mm - EDGE_MM,
                      .bottom = etho_x_title_mm(job->sheet),
                      .border = 1,
                      .y = {.low = 0.5, .high = (double)n + 0.5}};
  panel.x = effect_axis(list, n, panel.right - panel.left);
  panel.top = panel.bottom + (double)n * c.row_mm;
  for (size_t i = 0; i < n; i++) place_row(job, &list[i], etho_panel_y(&panel, (double)(n - i)), &panel);
  layer_effects(job, list, n);
  etho_panel_write(job->sheet, 1, &panel);
  const char *title = job->source->value_title ? job->source->value_title : "Difference";
  if (etho_panel_x_title(job->sheet, job->arena, &panel, title) != ETHO_OK ||
      chart_title(job, 1, panel.top) != ETHO_OK)
    return chart_no_memory(error);
  etho_text_format(&job->caption,
                   "Estimates with confidence intervals of %zu comparison%s; p as in the table.", n,
                   n == 1 ? "" : "s");
  if (job->source->comparison_method) etho_text_format(&job->caption, " %s.", job->source->comparison_method);
  for (size_t i = 0; i < n; i++)
    etho_text_format(&job->alt, "%s%s: %s %s", i ? "; " : "Forest plot. ", chart_short(job, list[i].label),
                     list[i].estimate_text, list[i].p_text);
  etho_text_append(&job->alt, ".");
  chart_page_end(job, panel.top + chart_title_mm(job));
  return ETHO_OK;
}

/* ---- heat map of p ---- */

enum { MOST_GROUPS = 24 };

typedef struct pairs {
  const char *label[MOST_GROUPS];
  size_t n;
  double p[MOST_GROUPS][MOST_GROUPS];
} pairs;

static size_t label_index(pairs *m, const char *label) {
  for (size_t i = 0; i < m->n; i++)
    if (strcmp(m->label[i], label) == 0) return i;
  if (m->n == MOST_GROUPS) return MOST_GROUPS;
  m->label[m->n] = label;
  return m->n++;
}

static void fill(const etho_rows *rows, pairs *m) {
  for (size_t i = 0; i < MOST_GROUPS * MOST_GROUPS; i++) m->p[i / MOST_GROUPS][i % MOST_GROUPS] = (double)NAN;
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    const char *from = text_of(row, "group1", NULL), *to = text_of(row, "group2", NULL);
    if (!from || !to) continue;
    size_t a = label_index(m, from), b = label_index(m, to);
    if (a < MOST_GROUPS && b < MOST_GROUPS) m->p[a][b] = m->p[b][a] = p_of(row);
  }
}

static unsigned shade(const chart_job *job, double p) {
  static const unsigned blue = 0x0072B2;
  double share = p < 0.001 ? 0.25 : p < 0.01 ? 0.5 : p < 0.05 ? 0.72 : 0.94;
  return etho_colour_mix(blue, job->theme->paper, share);
}

static void cells(chart_job *job, const pairs *m, const etho_panel *panel, double cell_mm) {
  etho_block *block = etho_sheet_block(job->sheet, "cells", "x\ty\tp\tcolour\tgroup1\tgroup2");
  const char *kind = cell_mm > 9.5 ? "p" : "stars";
  for (size_t i = 1; i < m->n; i++)
    for (size_t k = 0; k < i; k++) {
      double p = m->p[i][k];
      if (!isfinite(p)) continue;
      etho_sheet_cell_number(block, (double)k + 1);
      etho_sheet_cell_number(block, (double)(m->n - i));
      etho_sheet_cell_number(block, p);
      etho_sheet_cell_number(block, shade(job, p));
      etho_sheet_cell_text(block, m->label[k]);
      etho_sheet_cell_text(block, m->label[i]);
      etho_sheet_row_end(block);
      char text[64];
      etho_bracket_text(text, sizeof text, kind, p);
      const char *shown = strncmp(text, "p = ", 4) == 0 ? text + 4
                          : strncmp(text, "p ", 2) == 0 ? text + 2
                                                        : text;
      etho_sheet_text(job->sheet, etho_panel_x(panel, (double)k + 1), etho_panel_y(panel, (double)(m->n - i)),
                      ETHO_CENTER, 0, true, p < 0.001 ? job->theme->paper : job->sheet->ink, shown);
    }
}

etho_status chart_build_heatmap(chart_job *job, etho_error *error) {
  pairs *m = ETHO_NEW(job->arena, pairs, 1);
  chart_page_begin(job);
  if (!m) return chart_no_memory(error);
  fill(job->source->rows, m);
  if (m->n < 2)
    return etho_error_set(error, ETHO_ERR_DATA,
                          "there is nothing to draw: no row has group1, group2 and a p-value");
  double width = job->sheet->width_mm, left = 0.3 * width,
         cell = fmin((width - left - 2) / (double)(m->n - 1), 16);
  etho_panel panel = {.left = left,
                      .right = left + cell * (double)(m->n - 1),
                      .x = {.low = 0.5, .high = (double)m->n - 0.5},
                      .y = {.low = 0.5, .high = (double)m->n - 0.5}};
  etho_category_labels plan;
  if (etho_categories_plan(job->sheet, job->arena, m->label, NULL, m->n - 1, cell, left, &plan) != ETHO_OK)
    return chart_no_memory(error);
  panel.bottom = plan.height_mm;
  panel.top = panel.bottom + cell * (double)(m->n - 1);
  double x[MOST_GROUPS];
  for (size_t i = 0; i < m->n; i++) x[i] = (double)i + 1;
  plan.without_ticks = true;
  etho_categories_place(job->sheet, &panel, &plan, x);
  for (size_t i = 1; i < m->n; i++) {
    const char *label = chart_short(job, m->label[i]);
    etho_lines lines;
    if (!label || etho_text_wrap(job->arena, label, job->sheet->small_pt, left - 2, cell > 6 ? 2 : 1,
                                 &lines) != ETHO_OK)
      return chart_no_memory(error);
    double line = etho_line_height_mm(job->sheet->small_pt), y = etho_panel_y(&panel, (double)(m->n - i));
    for (size_t k = 0; k < lines.n; k++)
      etho_sheet_text(job->sheet, left - 1.2, y + line * ((double)(lines.n - 1) / 2 - (double)k), ETHO_RIGHT,
                      0, true, job->sheet->ink, lines.line[k]);
  }
  etho_panel_write(job->sheet, 1, &panel);
  cells(job, m, &panel, cell);
  etho_text_format(&job->caption,
                   "p of every pair of %zu groups%s%s; darker: smaller (shades end at .05, .01, .001).", m->n,
                   job->source->comparison_method ? ", " : "",
                   job->source->comparison_method ? job->source->comparison_method : "");
  etho_text_format(&job->alt, "Heat map of the p-values between %zu groups.", m->n);
  if (chart_title(job, 1, panel.top) != ETHO_OK) return chart_no_memory(error);
  chart_page_end(job, panel.top + chart_title_mm(job));
  return ETHO_OK;
}
