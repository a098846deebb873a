/* From animals assessed to animals analysed: one line of boxes per arm. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/charts.h"

typedef struct arm_flow {
  const char *label, *reasons;
  size_t assessed, excluded, missing, analysed;
} arm_flow;

/* "total exploration < 20 (2), declared (1)": the rules that excluded animals of one arm. */
static const char *reasons_of(chart_job *job, const etho_measures *measures, const char *arm) {
  etho_text text = {0};
  size_t n = etho_measures_exclusion_count(measures);
  for (size_t i = 0; i < n; i++) {
    const etho_exclusion *e = etho_measures_exclusion(measures, i);
    bool seen = false;
    size_t count = 0;
    if (!e->excluded || !e->arm || strcmp(e->arm, arm) != 0) continue;
    for (size_t k = 0; k < n; k++) {
      const etho_exclusion *other = etho_measures_exclusion(measures, k);
      bool alike =
          other->excluded && other->arm && strcmp(other->arm, arm) == 0 && strcmp(other->rule, e->rule) == 0;
      seen = seen || (alike && k < i);
      count += alike;
    }
    if (!seen) etho_text_format(&text, "%s%s (%zu)", text.length ? ", " : "", e->rule, count);
  }
  const char *reasons = text.failed ? NULL : etho_arena_text(job->arena, etho_text_get(&text));
  etho_text_free(&text);
  return reasons;
}

static size_t count_in(const etho_row *row, const char *name) {
  double value = etho_row_get_number(row, name);
  return isfinite(value) && value > 0 ? (size_t)(value + 0.5) : 0;
}

/* From the analysis, or from rows with arm, animals, excluded, missing, analysed and perhaps reason. */
static etho_status collect(chart_job *job, arm_flow **list, size_t *n, etho_error *error) {
  const etho_analysis *a = job->source->analysis;
  *n = a ? etho_analysis_arm_count(a) : etho_rows_count(job->source->rows);
  *list = ETHO_NEW(job->arena, arm_flow, *n + 1);
  if (!*list) return chart_no_memory(error);
  for (size_t i = 0; i < *n; i++) {
    arm_flow *flow = &(*list)[i];
    const etho_row *row = a ? NULL : etho_rows_at(job->source->rows, i);
    if (a) {
      const etho_arm_counts *arm = etho_analysis_arm(a, i);
      *flow = (arm_flow){arm->arm,     reasons_of(job, etho_analysis_measures(a), arm->arm),
                         arm->animals, arm->excluded,
                         arm->missing, arm->analysed};
    } else {
      const char *label = etho_row_get_text(row, "arm"), *reason = etho_row_get_text(row, "reason");
      *flow = (arm_flow){label ? label : "",        reason ? reason : "",     count_in(row, "animals"),
                         count_in(row, "excluded"), count_in(row, "missing"), count_in(row, "analysed")};
    }
    if (!flow->reasons) return chart_no_memory(error);
  }
  if (*n) return ETHO_OK;
  return etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no arm");
}

typedef struct box {
  double left, right;
  etho_lines text;
} box;

static etho_status set_box(chart_job *job, const char *text, box *b) {
  const char *printable = etho_text_printable(job->arena, text);
  return printable ? etho_text_wrap(job->arena, printable, job->sheet->small_pt, b->right - b->left - 2, 4,
                                    &b->text)
                   : ETHO_ERR_MEMORY;
}

static void draw_box(chart_job *job, const box *b, double bottom, double top) {
  double line = etho_line_height_mm(job->sheet->small_pt), middle = (bottom + top) / 2;
  etho_sheet_box(job->sheet, b->left, bottom, b->right, top, job->theme->fill);
  etho_sheet_rule(job->sheet, (double[]){b->left, b->right, b->right, b->left, b->left},
                  (double[]){bottom, bottom, top, top, bottom}, 5, job->sheet->ink);
  for (size_t k = 0; k < b->text.n; k++)
    etho_sheet_text(job->sheet, (b->left + b->right) / 2,
                    middle + line * ((double)(b->text.n - 1) / 2 - (double)k), ETHO_CENTER, 0, true,
                    job->sheet->ink, b->text.line[k]);
}

static void arrow(chart_job *job, double from, double to, double y) {
  etho_sheet_segment(job->sheet, from, y, to, y, job->sheet->ink);
  etho_sheet_rule(job->sheet, (double[]){to - 1.1, to, to - 1.1}, (double[]){y + 0.7, y, y - 0.7}, 3,
                  job->sheet->ink);
}

/* The three boxes of an arm. Returns the height they need, 0 when out of memory. */
static double fill_boxes(chart_job *job, const arm_flow *f, box b[3]) {
  double w = job->sheet->width_mm - 1.6, gap = 4.5;
  double left = (w - 2 * gap) * 0.36, middle = (w - 2 * gap) * 0.4;
  b[0].left = 0.8, b[0].right = b[0].left + left;
  b[1].left = b[0].right + gap, b[1].right = b[1].left + middle;
  b[2].left = b[1].right + gap, b[2].right = w + 0.8;
  etho_text text = {0};
  etho_text_format(&text, "%s\n%zu animals", f->label, f->assessed);
  bool fine = !text.failed && set_box(job, etho_text_get(&text), &b[0]) == ETHO_OK;
  etho_text_clear(&text);
  etho_text_format(&text, "excluded: %zu", f->excluded);
  if (f->missing) etho_text_format(&text, "\nwithout a value: %zu", f->missing);
  if (*f->reasons) etho_text_format(&text, "\n%s", f->reasons);
  fine = fine && !text.failed && set_box(job, etho_text_get(&text), &b[1]) == ETHO_OK;
  etho_text_clear(&text);
  etho_text_format(&text, "analysed\nn = %zu", f->analysed);
  fine = fine && !text.failed && set_box(job, etho_text_get(&text), &b[2]) == ETHO_OK;
  etho_text_free(&text);
  size_t lines = 1;
  for (int i = 0; i < 3 && fine; i++) lines = b[i].text.n > lines ? b[i].text.n : lines;
  return fine ? (double)lines * etho_line_height_mm(job->sheet->small_pt) + 2 : 0;
}

etho_status chart_build_exclusions(chart_job *job, etho_error *error) {
  arm_flow *list;
  size_t n;
  chart_page_begin(job);
  etho_status status = collect(job, &list, &n, error);
  if (status != ETHO_OK) return status;
  etho_block *block =
      etho_sheet_block(job->sheet, "flow", "animals\texcluded\tmissing\tanalysed\tarm\treasons");
  double y = 0.8;
  for (size_t i = n; i-- > 0;) { /* from the bottom up */
    box b[3];
    double height = fill_boxes(job, &list[i], b);
    if (height <= 0) return chart_no_memory(error);
    for (int k = 0; k < 3; k++) draw_box(job, &b[k], y, y + height);
    arrow(job, b[0].right, b[1].left, y + height / 2);
    arrow(job, b[1].right, b[2].left, y + height / 2);
    y += height + 2.2;
  }
  for (size_t i = 0; i < n; i++) {
    const arm_flow *f = &list[i];
    size_t cell[] = {f->assessed, f->excluded, f->missing, f->analysed};
    for (size_t k = 0; k < 4; k++) etho_sheet_cell_number(block, (double)cell[k]);
    etho_sheet_cell_text(block, f->label);
    etho_sheet_cell_text(block, f->reasons);
    etho_sheet_row_end(block);
    etho_text_format(&job->alt, "%s%s: %zu animals, %zu excluded, %zu analysed",
                     i ? "; " : "Flow of animals. ", chart_short(job, f->label), f->assessed, f->excluded,
                     f->analysed);
  }
  etho_text_append(&job->alt, ".");
  etho_text_append(&job->caption,
                   "Animals assessed, excluded (with the rules that excluded them) and analysed, by arm.");
  if (chart_title(job, 0.8, y - 1.5) != ETHO_OK) return chart_no_memory(error);
  chart_page_end(job, y - 1.4 + (job->options->title && *job->options->title ? chart_title_mm(job) : 0));
  return ETHO_OK;
}
