/* Where an animal was: its path, how long it stayed where, and the order of its arm entries. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/charts.h"

typedef struct plane {
  double x_low, x_high, y_low, y_high;
  size_t n;
} plane;

static plane plane_of(const etho_input *in) {
  plane p = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL, 0};
  for (size_t i = 0; i < in->n; i++) {
    if (!isfinite(in->x[i]) || !isfinite(in->y[i])) continue;
    p.x_low = fmin(p.x_low, in->x[i]), p.x_high = fmax(p.x_high, in->x[i]);
    p.y_low = fmin(p.y_low, in->y[i]), p.y_high = fmax(p.y_high, in->y[i]), p.n++;
  }
  return p;
}

/* Axes with the same scale in both directions. */
static etho_status plane_page(chart_job *job, const plane *p, etho_error *error) {
  etho_panel panel = {.x = etho_axis_choose(p->x_low, p->x_high, p->x_low, p->x_high, 5),
                      .y = etho_axis_choose(p->y_low, p->y_high, p->y_low, p->y_high, 5)};
  double width = job->sheet->width_mm - etho_panel_left_mm(job->sheet, &panel.y, 1) - 3;
  double height = width * (panel.y.high - panel.y.low) / (panel.x.high - panel.x.low);
  if (height > 1.3 * width)
    panel.right = job->sheet->width_mm - 3 - width * (1 - 1.3 * width / height), height = 1.3 * width;
  if (height < 0.25 * width) height = 0.25 * width;
  const chart_source *s = job->source;
  return chart_xy_page(job, &panel, s->x_title ? s->x_title : "x", s->value_title ? s->value_title : "y",
                       NULL, height, 0, error);
}

static etho_status nothing(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no position");
}

etho_status chart_build_trajectory(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  plane p = plane_of(in);
  chart_page_begin(job);
  if (!p.n) return nothing(error);
  etho_block *path = etho_sheet_block(job->sheet, "path", "x\ty"),
             *ends = etho_sheet_block(job->sheet, "dots", "x\ty\tmark\tcolour\twhat");
  size_t first = in->n, last = 0;
  bool open = false;
  for (size_t i = 0; i < in->n; i++) {
    if (!isfinite(in->x[i]) || !isfinite(in->y[i])) { /* a gap in tracking lifts the pen */
      if (open) etho_sheet_gap(path);
      open = false;
      continue;
    }
    etho_sheet_cell_number(path, in->x[i]);
    etho_sheet_cell_number(path, in->y[i]);
    etho_sheet_row_end(path);
    open = true, last = i;
    if (first == in->n) first = i;
  }
  for (int end = 0; end < 2; end++) {
    size_t i = end ? last : first;
    etho_sheet_cell_number(ends, in->x[i]);
    etho_sheet_cell_number(ends, in->y[i]);
    etho_sheet_cell_number(ends, end ? 5 : 7);
    etho_sheet_cell_number(ends, job->palette->colour[end ? 1 : 2]);
    etho_sheet_cell_text(ends, end ? "end" : "start");
    etho_sheet_row_end(ends);
  }
  etho_sheet_set(job->sheet, "mark_mm", 1);
  etho_text_format(&job->caption, "Path over %zu positions; circle: start, square: end. Gaps: tracking lost.",
                   p.n);
  etho_text_format(&job->alt, "Path of an animal over %zu positions.", p.n);
  return plane_page(job, &p, error);
}

enum { BINS = 36 };

/* Shares of time from pale to dark (a single hue, so that it reads in grey). */
static unsigned heat(const chart_job *job, double share) {
  unsigned pale = etho_colour_mix(0xE69F00, job->theme->paper, 0.85), middle = 0xD55E00, dark = 0x4A1400;
  return share < 0.5 ? etho_colour_mix(pale, middle, 2 * share)
                     : etho_colour_mix(middle, dark, 2 * share - 1);
}

etho_status chart_build_occupancy(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  plane p = plane_of(in);
  chart_page_begin(job);
  if (!p.n) return nothing(error);
  double side = fmax(fmax(p.x_high - p.x_low, p.y_high - p.y_low), 1e-12) / BINS;
  size_t *count = ETHO_NEW(job->arena, size_t, (BINS + 1) * (BINS + 1)), most = 1;
  if (!count) return chart_no_memory(error);
  for (size_t i = 0; i < in->n; i++) {
    if (!isfinite(in->x[i]) || !isfinite(in->y[i])) continue;
    size_t cx = (size_t)((in->x[i] - p.x_low) / side), cy = (size_t)((in->y[i] - p.y_low) / side);
    size_t *cell = &count[(cy > BINS ? BINS : cy) * (BINS + 1) + (cx > BINS ? BINS : cx)];
    if (++*cell > most) most = *cell;
  }
  etho_block *block = etho_sheet_block(job->sheet, "cells", "x\ty\tleft\tright\tbottom\ttop\tcolour\tcount");
  for (size_t k = 0; k < (BINS + 1) * (BINS + 1); k++) {
    if (!count[k]) continue;
    double left = p.x_low + side * (double)(k % (BINS + 1)),
           bottom = p.y_low + side * (double)(k / (BINS + 1));
    double cell[] = {left + side / 2,
                     bottom + side / 2,
                     left,
                     left + side,
                     bottom,
                     bottom + side,
                     heat(job, sqrt((double)count[k] / (double)most)),
                     (double)count[k]};
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) etho_sheet_cell_number(block, cell[i]);
    etho_sheet_row_end(block);
  }
  etho_text_format(&job->caption,
                   "Share of %zu positions in squares of %.3g; darker: longer (square-root scale; the "
                   "darkest holds %.1f%%).",
                   p.n, side, 100 * (double)most / (double)p.n);
  etho_text_format(&job->alt, "Occupancy map of %zu positions.", p.n);
  return plane_page(job, &p, error);
}

/* ---- arm entries ---- */

enum { MOST_SUBJECTS = 60 };

typedef struct strip {
  size_t row_of[MOST_SUBJECTS], n, longest;
} strip;

/* Subjects in the order of their groups, then of the data. */
static void order_subjects(const etho_input *in, strip *s, int *place) {
  size_t groups = in->by.code ? in->by.n_levels : 1;
  for (size_t k = 0; k < in->subject.n_levels; k++) place[k] = -1;
  for (size_t g = 0; g < groups; g++)
    for (size_t i = 0; i < in->n; i++) {
      int subject = in->subject.code[i];
      if (subject < 0 || in->category.code[i] < 0 || place[subject] >= 0 || s->n == MOST_SUBJECTS) continue;
      if (in->by.code && in->by.code[i] != (int)g) continue;
      s->row_of[s->n] = i;
      place[subject] = (int)s->n++;
    }
}

static void layer_entries(chart_job *job, const int *place, strip *s, size_t *count) {
  const etho_input *in = job->source->input;
  etho_block *block =
      etho_sheet_block(job->sheet, "cells", "x\ty\tleft\tright\tbottom\ttop\tcolour\tentry\tanimal");
  for (size_t i = 0; i < in->n; i++) {
    int subject = in->subject.code[i], arm = in->category.code[i];
    if (subject < 0 || arm < 0 || place[subject] < 0) continue;
    double x = (double)++count[subject], y = (double)s->n - place[subject];
    if (count[subject] > s->longest) s->longest = count[subject];
    double cell[] = {x, y, x - 0.5, x + 0.5, y - 0.36, y + 0.36, job->palette->colour[(arm + 1) % 12]};
    for (size_t k = 0; k < sizeof cell / sizeof *cell; k++) etho_sheet_cell_number(block, cell[k]);
    etho_sheet_cell_text(block, in->category.level[arm]);
    etho_sheet_cell_text(block, in->subject.level[subject]);
    etho_sheet_row_end(block);
  }
}

static etho_status entry_legend(chart_job *job, chart_legend *legend) {
  etho_status status = chart_legend_of(job, &job->source->input->category, legend);
  unsigned *colour = ETHO_NEW(job->arena, unsigned, legend->n + 1);
  int *mark = ETHO_NEW(job->arena, int, legend->n + 1);
  if (status != ETHO_OK || !colour || !mark) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < legend->n; i++) colour[i] = job->palette->colour[(i + 1) % 12], mark[i] = 5;
  legend->colour = colour, legend->mark = mark;
  return ETHO_OK;
}

/* "CAR-T m4": the group gives way when there is no room for both. */
static const char *row_name(chart_job *job, size_t row, double room_mm) {
  const etho_input *in = job->source->input;
  const char *animal = chart_short(job, chart_subject(job, row));
  double pt = job->sheet->small_pt;
  if (animal) animal = etho_text_shorten(job->arena, animal, pt, room_mm);
  if (!animal || !in->by.code || in->by.code[row] < 0) return animal;
  double left = room_mm - etho_text_width_mm(animal, pt) - etho_text_width_mm(" ", pt);
  const char *group = chart_short(job, in->by.level[in->by.code[row]]);
  if (!group || left < 4) return animal;
  etho_text text = {0};
  etho_text_format(&text, "%s %s", etho_text_shorten(job->arena, group, pt, left), animal);
  const char *name = text.failed ? NULL : etho_arena_text(job->arena, etho_text_get(&text));
  etho_text_free(&text);
  return name;
}

static etho_status name_rows(chart_job *job, const strip *s, const etho_panel *panel) {
  for (size_t k = 0; k < s->n; k++) {
    const char *label = row_name(job, s->row_of[k], panel->left - 2);
    if (!label) return ETHO_ERR_MEMORY;
    etho_sheet_text(job->sheet, panel->left - 1.2, etho_panel_y(panel, (double)(s->n - k)), ETHO_RIGHT, 0,
                    true, job->sheet->ink, label);
  }
  return ETHO_OK;
}

etho_status chart_build_arm_entries(chart_job *job, etho_error *error) {
  const etho_input *in = job->source->input;
  strip s = {0};
  int *place = ETHO_NEW(job->arena, int, in->subject.n_levels + 1);
  size_t *count = ETHO_NEW(job->arena, size_t, in->subject.n_levels + 1);
  chart_legend legend;
  chart_page_begin(job);
  if (!place || !count || entry_legend(job, &legend) != ETHO_OK) return chart_no_memory(error);
  order_subjects(in, &s, place);
  if (!s.n) return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no arm entry");
  layer_entries(job, place, &s, count);
  etho_panel panel = {.left = 0.3 * job->sheet->width_mm, .y = {.low = 0.4, .high = (double)s.n + 0.6}};
  panel.x = etho_axis_choose(0, (double)s.longest, 0, (double)NAN, 6);
  panel.x.low = 0.5, panel.x.high = (double)s.longest + 0.5,
  panel.x.first = panel.x.step = fmax(1, panel.x.step), panel.x.decimals = 0;
  etho_sheet_set(job->sheet, "mark_mm", 1);
  double row_mm = fmax(etho_line_height_mm(job->sheet->small_pt) + 0.3, 3.2);
  etho_status status =
      chart_xy_page(job, &panel, "Arm entry", "", &legend, row_mm * ((double)s.n + 0.2), 0, error);
  if (status != ETHO_OK) return status;
  etho_text_format(&job->caption, "Arm entries of %zu animals in their order.%s", s.n,
                   s.n == MOST_SUBJECTS ? " Only the first 60 animals are shown." : "");
  etho_text_format(&job->alt, "Strips of the arm entries of %zu animals, up to %zu entries.", s.n, s.longest);
  return name_rows(job, &s, &panel) == ETHO_OK ? ETHO_OK : chart_no_memory(error);
}
