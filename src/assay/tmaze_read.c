/* The rows of a T-maze file as choices, outcomes and latencies, with what is wrong in them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assay/tmaze.h"
#include "base/text.h"

/* The two arms as the file calls them, where it does not say left and right. */
typedef struct arm_names {
  const char *name[2];
  bool sides;
} arm_names;

typedef struct counted {
  const char *name;
  size_t n;
} counted;

static int most_first(const void *a, const void *b) {
  const counted *x = a, *y = b;
  if (x->n != y->n) return x->n > y->n ? -1 : 1;
  return strcmp(x->name, y->name);
}

static bool count_names(const etho_batch *batch, const char *column_name, counted *list, size_t *n,
                        bool *sides) {
  const etho_trials *t = batch->trials;
  size_t column = etho_trials_find(t, column_name);
  for (size_t r = 0; column != ETHO_NOT_FOUND && r < etho_trials_rows(t); r++) {
    const char *text = etho_cell_text(t, r, column, batch->arena);
    if (!text) continue;
    *sides = *sides || etho_side_of(text) >= 0;
    size_t k = 0;
    while (k < *n && !etho_text_equal_fold(list[k].name, text)) k++;
    if (k == *n) list[(*n)++] = (counted){text, 0};
    list[k].n++;
    if (*n > 64) return true; /* hopeless: every further name will be an issue anyway */
  }
  return true;
}

/* Left and right when any cell says so; else the two names that occur most, in byte order. */
static bool find_arms(const etho_batch *batch, arm_names *arms) {
  counted *list = ETHO_NEW(batch->arena, counted, 2 * 66);
  size_t n = 0;
  *arms = (arm_names){0};
  if (!list) return false;
  arms->sides = etho_trials_have_series(batch->trials); /* which know no other arms */
  count_names(batch, "choice", list, &n, &arms->sides);
  count_names(batch, "sample", list, &n, &arms->sides);
  if (arms->sides || !n) return true;
  qsort(list, n, sizeof *list, most_first);
  arms->name[0] = list[0].name;
  arms->name[1] = n > 1 ? list[1].name : NULL;
  if (arms->name[1] && strcmp(arms->name[0], arms->name[1]) > 0) {
    arms->name[0] = list[1].name;
    arms->name[1] = list[0].name;
  }
  return true;
}

static signed char arm_code(const arm_names *arms, const char *text) {
  if (arms->sides) return (signed char)etho_side_of(text);
  for (signed char k = 0; k < 2; k++)
    if (arms->name[k] && etho_text_equal_fold(arms->name[k], text)) return k;
  return -1;
}

static signed char read_arm(etho_batch *batch, const arm_names *arms, size_t row, const char *column_name) {
  const etho_trials *t = batch->trials;
  const char *text = etho_cell_text(t, row, etho_trials_find(t, column_name), batch->arena);
  if (!text) return -1;
  signed char code = arm_code(arms, text);
  if (code < 0)
    etho_batch_issue(batch, row, "E-CHOICE-ARM", "correct the cell, or use NA for a trial without a choice",
                     "%s '%s' is not one of the arms (%s, %s)", column_name, text,
                     arms->sides ? "left" : arms->name[0],
                     arms->sides     ? "right"
                     : arms->name[1] ? arms->name[1]
                                     : "?");
  return code;
}

static signed char read_correct(etho_batch *batch, size_t row) {
  const etho_trials *t = batch->trials;
  double value = etho_cell_number(t, row, etho_trials_find(t, "correct"));
  if (!isfinite(value)) return -1;
  if (value == 0 || value == 1) return (signed char)value;
  etho_batch_issue(batch, row, "E-CORRECT", "use 1 for a correct and 0 for a wrong trial",
                   "correct is %g, not 0 or 1", value);
  return -1;
}

static void read_counts(etho_batch *batch, size_t row, etho_tmaze_trial *trial) {
  const etho_trials *t = batch->trials;
  trial->n_correct = etho_cell_number(t, row, etho_trials_find(t, "n_correct"));
  trial->n_trials = etho_cell_number(t, row, etho_trials_find(t, "n_trials"));
  if (!isfinite(trial->n_correct) || !isfinite(trial->n_trials)) {
    trial->n_correct = trial->n_trials = (double)NAN;
    return;
  }
  bool whole = trial->n_correct == floor(trial->n_correct) && trial->n_trials == floor(trial->n_trials);
  if (whole && trial->n_correct >= 0 && trial->n_correct <= trial->n_trials) return;
  etho_batch_issue(batch, row, "E-COUNT-CORRECT",
                   "both are whole numbers, and no more trials are correct than were run",
                   "%g correct of %g trials", trial->n_correct, trial->n_trials);
  trial->n_correct = trial->n_trials = (double)NAN;
}

/* Without a `correct` column a choice is right when it reaches the rewarded arm, or else leaves the sample
 * arm. */
static void read_row(etho_batch *batch, const arm_names *arms, size_t row, bool outcomes,
                     etho_tmaze_trial *trial) {
  const etho_trials *t = batch->trials;
  trial->choice = read_arm(batch, arms, row, "choice");
  trial->sample = read_arm(batch, arms, row, "sample");
  trial->latency_s = etho_cell_number(t, row, etho_trials_find(t, "latency_s"));
  read_counts(batch, row, trial);
  trial->correct = read_correct(batch, row);
  if (outcomes || trial->choice < 0) return;
  signed char goal = read_arm(batch, arms, row, "goal");
  if (goal >= 0)
    trial->correct = trial->choice == goal;
  else if (trial->sample >= 0)
    trial->correct = trial->choice != trial->sample;
}

/* `correct` that agrees with alternation in some trials and with its opposite in others follows neither rule.
 */
typedef struct agreement {
  size_t same, other;
} agreement;

static void compare_outcome(agreement *a, const etho_tmaze_trial *t) {
  if (t->correct < 0 || t->choice < 0 || t->sample < 0) return;
  if ((t->choice != t->sample) == t->correct)
    a->same++;
  else
    a->other++;
}

static void check_outcomes(etho_batch *batch, const etho_tmaze *maze) {
  agreement a = {0};
  for (size_t r = 0; r < etho_trials_rows(batch->trials) && maze->samples; r++) {
    const etho_series *series = etho_trials_series(batch->trials, r);
    if (!series) compare_outcome(&a, &maze->trial[r]);
    for (const etho_series_chunk *chunk = series ? series->trial : NULL; chunk; chunk = chunk->next)
      for (size_t i = 0; i < chunk->n; i++) {
        etho_tmaze_trial t = etho_tmaze_unpack(series, chunk->trial[i]);
        compare_outcome(&a, &t);
      }
  }
  if (a.same && a.other)
    etho_issues_add(
        batch->issues, "W-CORRECT-MIXED", etho_trials_file(batch->trials, 0), 0, 0,
        "success_rate uses the column `correct`, alternation_rate the arms: check which trials are miscoded",
        "`correct` means 'chose the other arm than the sample' in %zu trials and the opposite in %zu", a.same,
        a.other);
}

bool etho_tmaze_prepare(etho_batch *batch) {
  size_t n = etho_trials_rows(batch->trials);
  etho_tmaze *maze = ETHO_NEW(batch->arena, etho_tmaze, 1);
  arm_names arms;
  if (!maze || !(maze->trial = ETHO_NEW(batch->arena, etho_tmaze_trial, n + 1)) || !find_arms(batch, &arms))
    return false;
  bool outcomes = etho_column_filled(batch->trials, "correct");
  maze->samples = etho_column_filled(batch->trials, "sample");
  for (size_t r = 0; r < n; r++) {
    const etho_series *series = etho_trials_series(batch->trials, r);
    if (!series) read_row(batch, &arms, r, outcomes, &maze->trial[r]);
    maze->samples = maze->samples || (series && series->samples);
    outcomes = outcomes || (series && series->outcomes);
  }
  maze->outcomes = outcomes;
  etho_batch_check_column(batch, "latency_s");
  check_outcomes(batch, maze);
  batch->own = maze;
  if (etho_column_filled(batch->trials, "trial")) return etho_batch_check_twice(batch, "trial");
  return !etho_column_filled(batch->trials, "n_trials") || etho_batch_check_twice(batch, NULL);
}
