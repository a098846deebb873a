/* The category figure: groups side by side, their labels below, comparisons above. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/brackets.h"
#include "figure/charts.h"
#include "figure/letters.h"
#include "figure/swarm.h"

/* ---- comparisons ---- */

static double p_of(const etho_row *row) {
  double p = etho_row_get_number(row, "p_adjusted");
  return isfinite(p) ? p : etho_row_get_number(row, "p_value");
}

static bool pair_of(const etho_row *row, const chart_groups *groups, size_t *a, size_t *b) {
  *a = chart_group_find(groups, etho_row_get_text(row, "group1"));
  *b = chart_group_find(groups, etho_row_get_text(row, "group2"));
  return *a < groups->n && *b < groups->n && *a != *b && isfinite(p_of(row));
}

enum { MOST_BRACKETS = 10 };

/* Which way of showing comparisons: brackets, or letters when every pair was compared and there are many. */
static const char *labels_kind(const chart_job *job, const chart_groups *groups) {
  const char *kind = job->options->labels ? job->options->labels : "auto";
  if (strcmp(kind, "auto") != 0) return kind;
  size_t shown = 0, compared = 0, a, b;
  for (size_t i = 0; i < etho_rows_count(job->source->comparisons); i++) {
    const etho_row *row = etho_rows_at(job->source->comparisons, i);
    if (!pair_of(row, groups, &a, &b)) continue;
    compared++;
    shown += !(job->options->hide_ns && p_of(row) >= 0.05);
  }
  bool all_pairs = compared >= groups->n * (groups->n - 1) / 2;
  return shown > MOST_BRACKETS && all_pairs && groups->n <= ETHO_LETTER_GROUPS ? "letters" : "p";
}

static etho_status make_letters(chart_job *job, const chart_groups *groups, chart_page *page) {
  bool *differ = ETHO_NEW(job->arena, bool, groups->n * groups->n);
  page->letters = ETHO_NEW(job->arena, const char *, groups->n);
  if (!differ || !page->letters) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < etho_rows_count(job->source->comparisons); i++) {
    size_t a, b;
    const etho_row *row = etho_rows_at(job->source->comparisons, i);
    if (pair_of(row, groups, &a, &b) && p_of(row) < 0.05)
      differ[a * groups->n + b] = differ[b * groups->n + a] = true;
  }
  return etho_letters(differ, groups->n, job->arena, page->letters);
}

static int compare_p(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Nobody reads dozens of brackets: unless they are asked for, the ten smallest p are shown, and the caption says so. */
static double largest_p_shown(const chart_job *job, const chart_groups *groups) {
  const char *kind = job->options->labels;
  size_t n = etho_rows_count(job->source->comparisons), count = 0, a, b;
  double *p = kind && strcmp(kind, "auto") != 0 ? NULL : ETHO_NEW(job->arena, double, n + 1);
  if (!p) return HUGE_VAL;
  for (size_t i = 0; i < n; i++) {
    const etho_row *row = etho_rows_at(job->source->comparisons, i);
    if (pair_of(row, groups, &a, &b)) p[count++] = p_of(row);
  }
  qsort(p, count, sizeof *p, compare_p);
  return count > MOST_BRACKETS ? p[MOST_BRACKETS - 1] : HUGE_VAL;
}

static etho_status make_brackets(chart_job *job, const chart_groups *groups, const char *kind,
                                 chart_page *page) {
  size_t n = etho_rows_count(job->source->comparisons);
  double largest = largest_p_shown(job, groups);
  page->bracket = ETHO_NEW(job->arena, etho_bracket, n + 1);
  if (!page->bracket) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < n; i++) {
    const etho_row *row = etho_rows_at(job->source->comparisons, i);
    size_t a, b;
    if (!pair_of(row, groups, &a, &b) || (job->options->hide_ns && p_of(row) >= 0.05)) continue;
    if (p_of(row) > largest || page->n_brackets == (isfinite(largest) ? MOST_BRACKETS : n)) {
      page->n_left_out++;
      continue;
    }
    etho_bracket *bracket = &page->bracket[page->n_brackets++];
    char text[64];
    etho_bracket_text(text, sizeof text, kind, p_of(row));
    *bracket = (etho_bracket){.from = a < b ? a : b,
                              .to = a < b ? b : a,
                              .p = p_of(row),
                              .text = etho_arena_text(job->arena, text)};
    if (!bracket->text) return ETHO_ERR_MEMORY;
  }
  return ETHO_OK;
}

static etho_status plan_comparisons(chart_job *job, const chart_groups *groups, chart_page *page) {
  const char *kind = labels_kind(job, groups);
  if (!etho_rows_count(job->source->comparisons) || strcmp(kind, "none") == 0 || groups->n < 2)
    return ETHO_OK;
  if (strcmp(kind, "letters") == 0) {
    page->bracket_mm = etho_line_height_mm(job->sheet->normal_pt) + 1;
    return groups->n <= ETHO_LETTER_GROUPS ? make_letters(job, groups, page) : ETHO_OK;
  }
  etho_status status = make_brackets(job, groups, kind, page);
  for (size_t i = 0; i < page->n_brackets; i++) {
    page->bracket[i].left = etho_panel_x(&page->panel, (double)page->bracket[i].from + 1);
    page->bracket[i].right = etho_panel_x(&page->panel, (double)page->bracket[i].to + 1);
  }
  size_t levels = etho_brackets_stack(page->bracket, page->n_brackets, job->sheet->small_pt, job->arena);
  page->bracket_mm = etho_brackets_height_mm(job->sheet, levels);
  return status;
}

static void place_comparisons(chart_job *job, const chart_groups *groups, const chart_page *page) {
  etho_brackets_place(job->sheet, page->bracket, page->n_brackets, page->panel.top + 0.8);
  for (size_t g = 0; page->letters && g < groups->n; g++)
    etho_sheet_text(job->sheet, etho_panel_x(&page->panel, (double)g + 1),
                    page->panel.top + 0.5 * etho_line_height_mm(job->sheet->normal_pt) + 0.3, ETHO_CENTER, 0,
                    false, job->sheet->ink, page->letters[g]);
  etho_block *block = etho_sheet_block(job->sheet, "brackets", "from\tto\tp\tlevel");
  for (size_t i = 0; i < page->n_brackets; i++) {
    etho_sheet_cell_number(block, (double)page->bracket[i].from + 1);
    etho_sheet_cell_number(block, (double)page->bracket[i].to + 1);
    etho_sheet_cell_number(block, page->bracket[i].p);
    etho_sheet_cell_number(block, (double)page->bracket[i].level);
    etho_sheet_row_end(block);
  }
}

/* ---- labels ---- */

static etho_status plan_labels(chart_job *job, const chart_groups *groups, chart_page *page) {
  const char **label = ETHO_NEW(job->arena, const char *, groups->n),
             **below = ETHO_NEW(job->arena, const char *, groups->n);
  if (!label || !below) return ETHO_ERR_MEMORY;
  for (size_t g = 0; g < groups->n; g++) {
    char text[40];
    snprintf(text, sizeof text, "n = %zu", groups->group[g].n);
    label[g] = groups->group[g].label;
    below[g] = etho_arena_text(job->arena, text);
    if (!below[g]) return ETHO_ERR_MEMORY;
  }
  for (int attempt = 0; attempt < 2; attempt++) {
    page->slot_mm = (page->panel.right - page->panel.left) / (page->panel.x.high - page->panel.x.low);
    etho_status status = etho_categories_plan(job->sheet, job->arena, label, below, groups->n, page->slot_mm,
                                              page->panel.left, &page->labels);
    if (status != ETHO_OK || page->labels.extra_left_mm <= 0) return status;
    page->panel.left += attempt ? 0 : fmin(page->labels.extra_left_mm, 0.12 * job->sheet->width_mm);
  }
  return ETHO_OK;
}

etho_status chart_category_page(chart_job *job, const chart_groups *groups, const etho_axis *y, size_t extra,
                                chart_page *page, etho_error *error) {
  *page = (chart_page){.title_mm = chart_title_mm(job)};
  page->panel = (etho_panel){.right = job->sheet->width_mm - 1.2,
                             .x = etho_axis_categories(groups->n + extra),
                             .y = *y,
                             .border = 3};
  page->panel.left = etho_panel_left_mm(job->sheet, y, 2);
  double height = chart_panel_height_mm(job);
  if (etho_text_width_mm(chart_value_title(job), job->sheet->normal_pt) <= height)
    page->panel.left = etho_panel_left_mm(job->sheet, y, 1);
  if (plan_labels(job, groups, page) != ETHO_OK || plan_comparisons(job, groups, page) != ETHO_OK)
    return chart_no_memory(error);
  page->panel.bottom = page->labels.height_mm;
  page->panel.top = page->panel.bottom + height;
  return ETHO_OK;
}

etho_status chart_category_finish(chart_job *job, const chart_groups *groups, chart_page *page,
                                  etho_error *error) {
  double *x = ETHO_NEW(job->arena, double, groups->n);
  if (!x) return chart_no_memory(error);
  for (size_t g = 0; g < groups->n; g++) x[g] = (double)g + 1;
  etho_panel_write(job->sheet, 1, &page->panel);
  place_comparisons(job, groups, page);
  if (etho_panel_y_title(job->sheet, job->arena, &page->panel, chart_value_title(job)) != ETHO_OK)
    return chart_no_memory(error);
  double top = page->panel.top + page->bracket_mm;
  if (chart_title(job, page->panel.left, top) != ETHO_OK) return chart_no_memory(error);
  chart_page_end(job, top + page->title_mm);
  return ETHO_OK;
}

void chart_category_labels(chart_job *job, const chart_page *page, const etho_panel *panel) {
  double x[ETHO_LETTER_GROUPS * 16];
  size_t n = page->labels.n < sizeof x / sizeof *x ? page->labels.n : sizeof x / sizeof *x;
  for (size_t g = 0; g < n; g++) x[g] = (double)g + 1;
  etho_category_labels plan = page->labels;
  plan.n = n;
  etho_categories_place(job->sheet, panel, &plan, x);
}

/* ---- layers ---- */

double chart_mark_mm(const chart_groups *groups, double slot_mm) {
  size_t most = 1;
  for (size_t g = 0; g < groups->n; g++)
    if (groups->group[g].n > most) most = groups->group[g].n;
  double radius = most <= 15 ? 0.8 : most <= 40 ? 0.65 : most <= 100 ? 0.5 : 0.35;
  return fmax(fmin(radius, slot_mm / 7), 0.25);
}

etho_status chart_layer_dots(chart_job *job, const chart_groups *groups, const etho_panel *panel,
                             double centre_shift, double limit_mm, const char *name) {
  double slot = (panel->right - panel->left) / (panel->x.high - panel->x.low),
         radius = chart_mark_mm(groups, slot);
  etho_block *block = etho_sheet_block(job->sheet, name, "x\tvalue\tmark\tcolour\tarm\tanimal");
  for (size_t g = 0; g < groups->n; g++) {
    const chart_group *group = &groups->group[g];
    double *y = ETHO_NEW(job->arena, double, group->n), *offset = ETHO_NEW(job->arena, double, group->n);
    if (!y || !offset) return ETHO_ERR_MEMORY;
    for (size_t i = 0; i < group->n; i++) y[i] = etho_panel_y(panel, group->value[i]);
    if (etho_swarm(y, group->n, 2.3 * radius, limit_mm, offset, job->arena) != ETHO_OK)
      return ETHO_ERR_MEMORY;
    for (size_t i = 0; i < group->n; i++) {
      etho_sheet_cell_mm(block, (double)g + 1 + (centre_shift + offset[i]) / slot);
      etho_sheet_cell_number(block, group->value[i]);
      etho_sheet_cell_number(block, group->mark);
      etho_sheet_cell_number(block, group->colour);
      etho_sheet_cell_text(block, group->label);
      etho_sheet_cell_text(block, chart_subject(job, group->row[i]));
      etho_sheet_row_end(block);
    }
  }
  return ETHO_OK;
}

void chart_layer_bars(chart_job *job, const chart_groups *groups, double shift, double half_width) {
  etho_block *block = etho_sheet_block(job->sheet, "bars", "x\tcentre\tlow\thigh\thalf_width\tcolour\tarm");
  for (size_t g = 0; g < groups->n; g++) {
    const chart_group *group = &groups->group[g];
    if (!isfinite(group->centre)) continue;
    etho_sheet_cell_number(block, (double)g + 1 + shift);
    etho_sheet_cell_number(block, group->centre);
    etho_sheet_cell_number(block, isfinite(group->low) ? group->low : group->centre);
    etho_sheet_cell_number(block, isfinite(group->high) ? group->high : group->centre);
    etho_sheet_cell_number(block, half_width);
    etho_sheet_cell_number(block, group->colour);
    etho_sheet_cell_text(block, group->label);
    etho_sheet_row_end(block);
  }
}

void chart_layer_chance(chart_job *job, const etho_panel *panel) {
  double chance = job->source->chance;
  if (!isfinite(chance) || chance < panel->y.low || chance > panel->y.high) return;
  etho_block *block = etho_sheet_block(job->sheet, "chance", "x\ty");
  for (int i = 0; i < 2; i++) {
    etho_sheet_cell_number(block, i ? panel->x.high : panel->x.low);
    etho_sheet_cell_number(block, chance);
    etho_sheet_row_end(block);
  }
}
