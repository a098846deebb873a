/* Finished measures: a table whose columns are outcomes already (an index, a latency, a count), each taken as
 * it is. */
#include <math.h>
#include <string.h>

#include "assay/measures.h"

/* Roles that say who, when and where; all other columns of numbers are outcomes. */
static bool is_design(const char *name) {
  static const char *const design[] = {"animal",  "arm", "sex",   "cage", "phase",
                                       "session", "day", "trial", "bin",  "recording"};
  for (size_t i = 0; i < sizeof design / sizeof *design; i++)
    if (strcmp(design[i], name) == 0) return true;
  return false;
}

/* Columns that the other assays take: alone they are no outcome, but half of a test. */
static bool is_taken(const char *name) {
  static const char *const target[] = {"novel_", "familiar_", "left_", "right_", "object_a_", "object_b_"};
  static const char *const other[] = {"correct",     "n_correct", "n_trials",
                                      "frames_lost", "total_s",   "duration_s"};
  for (size_t i = 0; i < sizeof target / sizeof *target; i++) {
    size_t n = strlen(target[i]);
    bool measure = strncmp(name, target[i], n) == 0;
    const char *rest = name + n;
    if (measure && (strcmp(rest, "s") == 0 || strcmp(rest, "bouts") == 0 || strcmp(rest, "latency_s") == 0))
      return true;
  }
  for (size_t i = 0; i < sizeof other / sizeof *other; i++)
    if (strcmp(name, other[i]) == 0) return true;
  return false;
}

static bool is_outcome(const etho_trials *trials, size_t column) {
  return !etho_trials_is_text(trials, column) && !is_design(etho_trials_name(trials, column));
}

static int fits(const etho_trials *trials) {
  for (size_t c = 0; c < etho_trials_columns(trials); c++) {
    const char *name = etho_trials_name(trials, c);
    if (is_outcome(trials, c) && !is_taken(name) && etho_column_filled(trials, name)) return 1;
  }
  return 0;
}

typedef struct outcomes {
  size_t *column;
  size_t n;
} outcomes;

static bool list_measures(etho_batch *batch, outcomes *o) {
  const etho_trials *trials = batch->trials;
  size_t n = etho_trials_columns(trials);
  etho_measure *extra = ETHO_NEW(batch->arena, etho_measure, n + 1);
  o->column = ETHO_NEW(batch->arena, size_t, n + 1);
  if (!extra || !o->column) return false;
  for (size_t c = 0; c < n; c++) {
    if (!is_outcome(trials, c)) continue;
    const char *name = etho_arena_text(batch->arena, etho_trials_name(trials, c));
    if (!name) return false;
    o->column[o->n] = c;
    extra[o->n++] =
        (etho_measure){.name = name,
                       .title = name,
                       .unit = "",
                       .definition = "as the file gives it; the mean where a session has several rows",
                       .source = "the data file",
                       .low = (double)NAN,
                       .high = (double)NAN,
                       .takes_chance = true};
  }
  if (o->n == 1) extra[0].primary = true;
  batch->extra = extra;
  batch->n_extra = o->n;
  return true;
}

static bool prepare(etho_batch *batch) {
  outcomes *o = ETHO_NEW(batch->arena, outcomes, 1);
  if (!o || !list_measures(batch, o)) return false;
  batch->own = o;
  const char *distinct = etho_column_filled(batch->trials, "bin")     ? "bin"
                         : etho_column_filled(batch->trials, "trial") ? "trial"
                                                                      : NULL;
  return etho_batch_check_twice(batch, distinct);
}

static bool compute(const etho_batch *batch, const etho_session *session, double *value) {
  const outcomes *o = batch->own;
  for (size_t m = 0; m < o->n; m++) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < session->n_trials; i++) {
      double x = etho_cell_number(batch->trials, session->trial[i], o->column[m]);
      if (isfinite(x)) sum += x, n++;
    }
    if (n > 0) value[m] = sum / n;
  }
  return true;
}

static const etho_rule_info rules[] = {
    {.name = "declared", .summary = "the study names this animal, with a reason", .relation = ETHO_NAMED},
};

const etho_assay etho_assay_outcome = {
    .name = "outcome",
    .summary = "measures that are finished in the file (an index, a latency, a count), taken as they are",
    .columns = "animal (or arm) and a column of numbers",
    .rule = rules,
    .n_rules = sizeof rules / sizeof *rules,
    .fits = fits,
    .prepare = prepare,
    .compute = compute,
};
