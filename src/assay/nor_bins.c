/* Exploration by time bin: per-bin and cumulative index, and the index of the first seconds of exploration.
 */
#include <math.h>
#include <stdlib.h>

#include "assay/nor.h"
#include "base/number.h"
#include "base/text.h"

enum { MOST_BINS = 60 }; /* columns of the measure table; finer bins are in the curve only */

typedef struct bins {
  size_t column;
  double *at; /* distinct bins, ascending */
  size_t n;
  bool listed; /* few enough to be measures */
} bins;

const char *etho_nor_bin_column(const etho_trials *trials) {
  if (etho_column_filled(trials, "minute")) return "minute";
  return etho_column_filled(trials, "bin") ? "bin" : NULL;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static bool find_bins(const etho_batch *batch, bins *b) {
  size_t n = etho_trials_rows(batch->trials);
  b->at = ETHO_NEW(batch->arena, double, n + 1);
  if (!b->at) return false;
  for (size_t r = 0; r < n; r++) {
    double at = etho_cell_number(batch->trials, r, b->column);
    if (isfinite(at)) b->at[b->n++] = at;
  }
  if (b->n) qsort(b->at, b->n, sizeof *b->at, ascending);
  size_t distinct = 0;
  for (size_t i = 0; i < b->n; i++)
    if (!distinct || b->at[distinct - 1] != b->at[i]) b->at[distinct++] = b->at[i];
  b->n = distinct;
  b->listed = distinct <= MOST_BINS;
  return true;
}

static const char *named(etho_arena *arena, const char *format, double at) {
  char number[ETHO_NUMBER_SIZE];
  etho_text text = {0};
  etho_number_print(number, at);
  etho_text_append(&text, format);
  etho_text_append(&text, number);
  const char *name = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return name;
}

/* Two measures for each bin: its own index, and that of all bins up to it. */
static bool list_measures(etho_batch *batch, const bins *b) {
  etho_measure *extra = ETHO_NEW(batch->arena, etho_measure, 2 * b->n + 1);
  if (!extra) return false;
  for (size_t k = 0; k < 2 * b->n; k++) {
    bool cumulative = k >= b->n;
    double at = b->at[k % b->n];
    etho_measure *m = &extra[k];
    *m = (etho_measure){
        .unit = "", .low = -1, .high = 1, .has_chance = true, .source = "Akkerman et al. 2012"};
    m->name =
        named(batch->arena, cumulative ? "discrimination_index_to_bin_" : "discrimination_index_bin_", at);
    m->title = named(batch->arena, cumulative ? "DI up to bin " : "DI in bin ", at);
    m->definition = cumulative ? "(N - F) / (N + F) of this time bin and all before it"
                               : "(N - F) / (N + F) within the time bin";
    if (!m->name || !m->title) return false;
  }
  batch->extra = extra;
  batch->n_extra = 2 * b->n;
  return true;
}

bool etho_nor_bins_prepare(etho_batch *batch) {
  const char *name = etho_nor_bin_column(batch->trials);
  if (!name) {
    if (isfinite(batch->options->first_s))
      etho_issues_add(batch->issues, "W-FIRST-NO-BINS", etho_trials_file(batch->trials, 0), 0, 0,
                      "give the times by minute or bin, or as events",
                      "the index of the first %g s of exploration needs times within the session",
                      batch->options->first_s);
    return true;
  }
  bins *b = ETHO_NEW(batch->arena, bins, 1);
  if (!b) return false;
  b->column = etho_trials_find(batch->trials, name);
  if (!find_bins(batch, b)) return false;
  batch->own = b;
  return !b->listed || list_measures(batch, b);
}

static double index_of(double novel, double familiar) {
  return novel + familiar > 0 ? (novel - familiar) / (novel + familiar) : (double)NAN;
}

static size_t bin_place(const bins *b, double at) {
  for (size_t k = 0; k < b->n; k++)
    if (b->at[k] == at) return k;
  return 0;
}

/* In the bin in which N + F passes `first`, both are taken to have grown in proportion. */
static void first_seconds(double first, const etho_bin_row *bin, size_t n, double *value) {
  double novel = 0, familiar = 0;
  for (size_t k = 0; k < n; k++) {
    double before = novel + familiar, now = bin[k].novel_s + bin[k].familiar_s;
    if (now > 0 && before + now >= first) {
      double part = (first - before) / now;
      *value = index_of(novel + part * bin[k].novel_s, familiar + part * bin[k].familiar_s);
      return;
    }
    novel += bin[k].novel_s;
    familiar += bin[k].familiar_s;
  }
}

static int by_bin(const void *a, const void *b) {
  return ascending(&((const etho_bin_row *)a)->bin, &((const etho_bin_row *)b)->bin);
}

static size_t read_bins(const etho_batch *batch, const etho_session *session, const bins *b,
                        etho_bin_row *row) {
  size_t n = 0;
  for (size_t i = 0; i < session->n_trials; i++) {
    double at = etho_cell_number(batch->trials, session->trial[i], b->column);
    etho_bin_row bin = {.row = (size_t)(session - batch->session), .bin = at};
    etho_nor_novel(batch, session->trial[i], &bin.novel_s, &bin.familiar_s);
    if (isfinite(at) && isfinite(bin.novel_s) && isfinite(bin.familiar_s)) row[n++] = bin;
  }
  if (n) qsort(row, n, sizeof *row, by_bin);
  return n;
}

bool etho_nor_bins_compute(const etho_batch *batch, const etho_session *session, double *value) {
  const bins *b = batch->own;
  if (!b) return true;
  etho_bin_row *row = ETHO_NEW(batch->arena, etho_bin_row, session->n_trials + 1);
  if (!row) return false;
  size_t n = read_bins(batch, session, b, row);
  double novel = 0, familiar = 0;
  for (size_t k = 0; k < n; k++) {
    novel += row[k].novel_s;
    familiar += row[k].familiar_s;
    row[k].index = index_of(row[k].novel_s, row[k].familiar_s);
    row[k].cumulative_index = index_of(novel, familiar);
    if (!b->listed) continue;
    size_t place = bin_place(b, row[k].bin);
    value[ETHO_NOR_MEASURES + place] = row[k].index;
    value[ETHO_NOR_MEASURES + b->n + place] = row[k].cumulative_index;
  }
  if (isfinite(batch->options->first_s))
    first_seconds(batch->options->first_s, row, n, &value[ETHO_NOR_FIRST]);
  return etho_batch_keep_bins(batch, row, n);
}
