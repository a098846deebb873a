/* The page: its frame, its title, its legend. */
#include <math.h>
#include <string.h>

#include "figure/chart.h"

void chart_page_begin(chart_job *job) {
  etho_sheet *sheet = job->sheet;
  sheet->width_mm = job->options->width_mm;
  sheet->normal_pt = job->theme->normal_pt;
  sheet->small_pt = job->theme->small_pt;
  sheet->ink = job->theme->ink;
  etho_sheet_set(sheet, "width", sheet->width_mm);
  etho_sheet_set(sheet, "normal_pt", sheet->normal_pt);
  etho_sheet_set(sheet, "small_pt", sheet->small_pt);
  etho_sheet_set(sheet, "ink", sheet->ink);
  etho_sheet_set(sheet, "paper", job->theme->paper);
  etho_sheet_set(sheet, "grid", job->theme->grid);
  etho_sheet_set(sheet, "fill", job->theme->fill);
  etho_sheet_set(sheet, "gridlines", job->theme->gridlines);
}

void chart_page_end(chart_job *job, double height_mm) {
  job->sheet->height_mm = height_mm;
  etho_sheet_set(job->sheet, "height", height_mm);
}

double chart_panel_height_mm(const chart_job *job) {
  return 46 * sqrt(job->options->width_mm / 85) * job->theme->normal_pt / 8;
}

double chart_title_mm(const chart_job *job) {
  return job->options->title && *job->options->title ? 2 * etho_line_height_mm(job->theme->normal_pt) + 1
                                                     : 0.5 * etho_line_height_mm(job->theme->small_pt) + 0.4;
}

etho_status chart_title(chart_job *job, double left_mm, double top_mm) {
  if (!job->options->title || !*job->options->title) return ETHO_OK;
  const char *text = etho_text_printable(job->arena, job->options->title);
  etho_lines lines;
  if (!text || etho_text_wrap(job->arena, text, job->sheet->normal_pt, job->sheet->width_mm - left_mm - 1, 2,
                              &lines) != ETHO_OK)
    return ETHO_ERR_MEMORY;
  double line = etho_line_height_mm(job->sheet->normal_pt);
  for (size_t i = 0; i < lines.n; i++)
    etho_sheet_text(job->sheet, left_mm, top_mm + 0.5 + line * ((double)(lines.n - i) - 0.5), ETHO_LEFT, 0,
                    false, job->sheet->ink, lines.line[i]);
  return ETHO_OK;
}

/* ---- legend ---- */

static const double KEY_MM = 3.4, KEY_GAP_MM = 3;

typedef struct legend_walk {
  double x, y, width, line;
} legend_walk;

/* The next entry's place: on this row, or on the next when it does not fit. */
static void step(legend_walk *walk, double text_mm, double left_mm) {
  double need = KEY_MM + text_mm;
  if (walk->x > left_mm && walk->x + need > left_mm + walk->width) walk->x = left_mm, walk->y -= walk->line;
}

static const char *entry(chart_job *job, const char *label, double width_mm) {
  const char *text = chart_short(job, label);
  return text ? etho_text_shorten(job->arena, text, job->sheet->small_pt, fmin(width_mm - KEY_MM, 45)) : NULL;
}

etho_status chart_legend_plan(chart_job *job, const chart_legend *legend, double width_mm,
                              double *height_mm) {
  legend_walk walk = {0, 0, width_mm, etho_line_height_mm(job->sheet->small_pt) + 0.4};
  for (size_t i = 0; i < legend->n; i++) {
    const char *text = entry(job, legend->label[i], width_mm);
    if (!text) return ETHO_ERR_MEMORY;
    double room = etho_text_width_mm(text, job->sheet->small_pt);
    step(&walk, room, 0);
    walk.x += KEY_MM + room + KEY_GAP_MM;
  }
  *height_mm = legend->n ? walk.line - walk.y + 1 : 0;
  return ETHO_OK;
}

etho_status chart_legend_place(chart_job *job, const chart_legend *legend, double left_mm, double top_mm,
                               double width_mm) {
  double line = etho_line_height_mm(job->sheet->small_pt) + 0.4;
  legend_walk walk = {left_mm, top_mm - line / 2, width_mm, line};
  for (size_t i = 0; i < legend->n; i++) {
    const char *text = entry(job, legend->label[i], width_mm);
    if (!text) return ETHO_ERR_MEMORY;
    double room = etho_text_width_mm(text, job->sheet->small_pt);
    step(&walk, room, left_mm);
    etho_sheet_key(job->sheet, walk.x + 1.4, walk.y, legend->colour[i], legend->mark[i]);
    etho_sheet_text(job->sheet, walk.x + KEY_MM, walk.y, ETHO_LEFT, 0, true, job->sheet->ink, text);
    walk.x += KEY_MM + room + KEY_GAP_MM;
  }
  return ETHO_OK;
}
