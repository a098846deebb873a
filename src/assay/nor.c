/* Novel object recognition: N seconds at the novel object, F at the familiar one, T = N + F. */
#include "assay/nor.h"

#include <math.h>

#define SHARE .low = 0, .high = 1
#define SECONDS .unit = "s", .low = 0, .high = (double)NAN
#define ENNACEUR "Ennaceur & Delacour 1988"
#define AKKERMAN "Akkerman et al. 2012"

static const etho_measure measures[ETHO_NOR_MEASURES] = {
    [ETHO_NOR_INDEX] = {.name = "discrimination_index",
                        .title = "Discrimination index (DI)",
                        .unit = "",
                        .definition = "(N - F) / (N + F) in the test; missing when N + F = 0",
                        .source = ENNACEUR "; " AKKERMAN " (d2)",
                        .has_chance = true,
                        .chance = 0,
                        .low = -1,
                        .high = 1,
                        .primary = true},
    [ETHO_NOR_RECOGNITION] = {.name = "recognition_index",
                              .title = "Recognition index (RI)",
                              .unit = "",
                              .definition = "N / (N + F) in the test; (DI + 1) / 2",
                              .source = "Antunes & Biala 2012; " AKKERMAN " (d3)",
                              .has_chance = true,
                              .chance = 0.5,
                              SHARE},
    [ETHO_NOR_DIFFERENCE] = {.name = "difference_s",
                             .title = "Difference score (N - F)",
                             .unit = "s",
                             .definition = "N - F in the test",
                             .source = AKKERMAN " (d1)",
                             .has_chance = true,
                             .chance = 0,
                             .low = (double)NAN,
                             .high = (double)NAN},
    [ETHO_NOR_TOTAL] = {.name = "total_exploration_s",
                        .title = "Total exploration",
                        .definition = "time at both objects of the session",
                        .source = AKKERMAN " (e1 in training, e2 in the test)",
                        .secondary = true,
                        SECONDS},
    [ETHO_NOR_NOVEL] = {.name = "novel_s",
                        .title = "Time at the novel object",
                        .definition = "N in the test",
                        .source = ENNACEUR,
                        SECONDS},
    [ETHO_NOR_FAMILIAR] = {.name = "familiar_s",
                           .title = "Time at the familiar object",
                           .definition = "F in the test",
                           .source = ENNACEUR,
                           SECONDS},
    [ETHO_NOR_OBJECT_BIAS] = {.name = "object_bias",
                              .title = "Training object bias",
                              .unit = "",
                              .definition =
                                  "share of the training exploration spent at the object (or the place) that "
                                  "is novel in the test; object A where that is not known",
                              .source = "Antunes & Biala 2012",
                              .has_chance = true,
                              .chance = 0.5,
                              .phase = "training",
                              .secondary = true,
                              SHARE},
    [ETHO_NOR_SIDE_BIAS] = {.name = "side_bias",
                            .title = "Side bias (right)",
                            .unit = "",
                            .definition = "right / (left + right), time at the objects of the session",
                            .source = "Antunes & Biala 2012",
                            .has_chance = true,
                            .chance = 0.5,
                            SHARE},
    [ETHO_NOR_LEAST] = {.name = "least_object_s",
                        .title = "Time at the less explored object",
                        .definition = "the smaller of the two objects' times",
                        .source = "Leger et al. 2013",
                        SECONDS},
    [ETHO_NOR_HABITUATION] = {.name = "habituation_s",
                              .title = "Habituation (e1 - e2)",
                              .unit = "s",
                              .definition = "total exploration in training (e1) minus in the test (e2)",
                              .source = AKKERMAN " (h1)",
                              .low = (double)NAN,
                              .high = (double)NAN,
                              .secondary = true},
    [ETHO_NOR_FIRST] = {.name = "discrimination_index_first",
                        .title = "DI of the first seconds of exploration",
                        .unit = "",
                        .definition =
                            "DI when N + F has reached the declared number of seconds, interpolated within "
                            "the time bin; missing when it is never reached",
                        .source = "Leger et al. 2013",
                        .has_chance = true,
                        .chance = 0,
                        .low = -1,
                        .high = 1},
    [ETHO_NOR_NOVEL_LATENCY] = {.name = "novel_latency_s",
                                .title = "Latency to the novel object",
                                .definition = "time to the first visit, as the file gives it",
                                .source = ENNACEUR,
                                SECONDS},
    [ETHO_NOR_FAMILIAR_LATENCY] = {.name = "familiar_latency_s",
                                   .title = "Latency to the familiar object",
                                   .definition = "time to the first visit, as the file gives it",
                                   .source = ENNACEUR,
                                   SECONDS},
    [ETHO_NOR_NOVEL_BOUTS] = {.name = "novel_bouts",
                              .title = "Visits to the novel object",
                              .unit = "",
                              .definition = "number of bouts, as the file gives it",
                              .source = ENNACEUR,
                              .low = 0,
                              .high = (double)NAN},
    [ETHO_NOR_FAMILIAR_BOUTS] = {.name = "familiar_bouts",
                                 .title = "Visits to the familiar object",
                                 .unit = "",
                                 .definition = "number of bouts, as the file gives it",
                                 .source = ENNACEUR,
                                 .low = 0,
                                 .high = (double)NAN},
};

static const etho_rule_info rules[] = {
    {.name = "min_total_exploration_s",
     .summary = "explored both objects together less than the threshold in the test (usual: 20 s)",
     .measure = "total_exploration_s",
     .relation = ETHO_BELOW,
     .threshold = 20,
     .flags = true},
    {.name = "min_training_exploration_s",
     .summary = "explored both objects together less than the threshold in training (usual: 20 s)",
     .measure = "total_exploration_s",
     .relation = ETHO_BELOW,
     .threshold = 20,
     .training = true},
    {.name = "training_preference",
     .summary =
         "preferred one of the two equal objects in training: share outside the range (usual: 0.2 to 0.8)",
     .measure = "object_bias",
     .otherwise = "side_bias",
     .relation = ETHO_OUTSIDE,
     .threshold = 0.2,
     .threshold_high = 0.8,
     .training = true,
     .flags = true},
    {.name = "object_not_sampled",
     .summary = "one object was explored for no longer than the threshold in training (usual: 0 s, never)",
     .measure = "least_object_s",
     .relation = ETHO_AT_MOST,
     .threshold = 0,
     .training = true,
     .flags = true},
    {.name = "declared", .summary = "the study names this animal, with a reason", .relation = ETHO_NAMED},
};

static int fits(const etho_trials *t) {
  if (etho_column_filled(t, "novel_s") && etho_column_filled(t, "familiar_s")) return 3;
  if (etho_column_filled(t, "left_s") && etho_column_filled(t, "right_s")) return 2;
  return etho_column_filled(t, "object_a_s") && etho_column_filled(t, "object_b_s") ? 2 : 0;
}

static const char *const time_columns[] = {"novel_s", "familiar_s", "left_s",
                                           "right_s", "object_a_s", "object_b_s"};

/* Exploration cannot last longer than the trial. */
static void check_length(etho_batch *batch) {
  const etho_trials *t = batch->trials;
  size_t length_column = etho_trials_find(t, "duration_s");
  for (size_t r = 0; r < etho_trials_rows(t); r++) {
    double length = etho_cell_number(t, r, length_column);
    if (!isfinite(length)) length = batch->options->trial_length_s;
    double first, second, total;
    etho_nor_pair(batch, r, &first, &second);
    const etho_series *series = etho_trials_series(t, r);
    total = series ? series->most_s : first + second;
    if (isfinite(length) && total > length && series)
      etho_issues_add(batch->issues, "E-TIME-LENGTH", etho_trials_file(t, r), series->most_line, 0,
                      "check the unit (seconds?) and the trial's length", "%g s at the objects in a trial of %g s", total,
                      length);
    else if (isfinite(length) && total > length)
      etho_batch_issue(batch, r, "E-TIME-LENGTH", "check the unit (seconds?) and the trial's length",
                       "%g s at the objects in a trial of %g s", total, length);
  }
}

static void check_side(etho_batch *batch) {
  const etho_trials *t = batch->trials;
  size_t column = etho_trials_find(t, "novel_side");
  for (size_t r = 0; column != ETHO_NOT_FOUND && r < etho_trials_rows(t); r++) {
    const char *text = etho_cell_text(t, r, column, batch->arena);
    if (text && etho_side_of(text) < 0)
      etho_batch_issue(batch, r, "E-NOVEL-SIDE", "write left or right (L or R)",
                       "novel side '%s' is neither left nor right", text);
  }
}

static void check_index(etho_batch *batch, const etho_session *session, double total) {
  if (total > 0 || session->kind != ETHO_PHASE_TEST || !isfinite(total)) return;
  size_t row = session->trial[0];
  etho_batch_issue(batch, row, "W-NO-EXPLORATION", "the index is missing for this session, not 0",
                   "animal '%s' explored neither object", batch->animal[session->animal].name);
}

static void check_sums(etho_batch *batch) {
  size_t sessions = 0;
  for (size_t s = 0; s < batch->n_sessions; s++)
    sessions += etho_session_trials(batch, &batch->session[s]) > 1;
  if (sessions)
    etho_issues_add(batch->issues, "N-TRIALS-SUMMED", etho_trials_file(batch->trials, 0), 0, 0,
                    "tell trials apart by a phase, day or session column to have an index of each",
                    "%zu session%s of several trials: their times are added up", sessions,
                    sessions == 1 ? "" : "s");
}

static bool prepare(etho_batch *batch) {
  for (size_t i = 0; i < sizeof time_columns / sizeof *time_columns; i++)
    etho_batch_check_column(batch, time_columns[i]);
  check_length(batch);
  check_side(batch);
  const char *bin = etho_nor_bin_column(batch->trials);
  bool summed = etho_trials_have_series(batch->trials); /* by a reader that has looked for rows twice */
  bool numbered = !bin && (summed || etho_column_filled(batch->trials, "trial"));
  if (!summed && !etho_batch_check_twice(batch, bin ? bin : numbered ? "trial" : NULL)) return false;
  if (numbered) check_sums(batch);
  for (size_t s = 0; s < batch->n_sessions; s++) {
    etho_nor_times times = etho_nor_sum(batch, &batch->session[s]);
    check_index(batch, &batch->session[s], times.first + times.second);
  }
  return etho_nor_bins_prepare(batch);
}

static double share(double part, double other) {
  return part + other > 0 ? part / (part + other) : (double)NAN;
}

static void compute_test(const etho_nor_times *t, double *value) {
  double total = t->novel + t->familiar;
  value[ETHO_NOR_NOVEL] = t->novel;
  value[ETHO_NOR_FAMILIAR] = t->familiar;
  value[ETHO_NOR_DIFFERENCE] = t->novel - t->familiar;
  if (total > 0) value[ETHO_NOR_INDEX] = (t->novel - t->familiar) / total;
  value[ETHO_NOR_RECOGNITION] = share(t->novel, t->familiar);
}

static bool compute(const etho_batch *batch, const etho_session *session, double *value) {
  etho_nor_times t = etho_nor_sum(batch, session);
  value[ETHO_NOR_TOTAL] = t.first + t.second;
  value[ETHO_NOR_LEAST] = fmin(t.first, t.second + 0 * t.first);
  if (isfinite(t.left) && isfinite(t.right)) value[ETHO_NOR_SIDE_BIAS] = share(t.right, t.left);
  if (session->kind == ETHO_PHASE_TRAINING)
    value[ETHO_NOR_OBJECT_BIAS] = etho_nor_object_bias(batch, session, &t);
  if (session->kind != ETHO_PHASE_TEST) return true;
  compute_test(&t, value);
  etho_nor_gather(batch, session, "latency_s", &value[ETHO_NOR_NOVEL_LATENCY],
                  &value[ETHO_NOR_FAMILIAR_LATENCY]);
  etho_nor_gather(batch, session, "bouts", &value[ETHO_NOR_NOVEL_BOUTS], &value[ETHO_NOR_FAMILIAR_BOUTS]);
  return etho_nor_bins_compute(batch, session, value);
}

/* e1 - e2: the training that precedes a test session is the animal's last one. */
static void relate(const etho_batch *batch, double *const *value) {
  for (size_t s = 0; s < batch->n_sessions; s++) {
    if (batch->session[s].kind != ETHO_PHASE_TEST) continue;
    const etho_animal *animal = &batch->animal[batch->session[s].animal];
    for (size_t k = animal->first; k < s; k++)
      if (batch->session[k].kind == ETHO_PHASE_TRAINING)
        value[s][ETHO_NOR_HABITUATION] = value[k][ETHO_NOR_TOTAL] - value[s][ETHO_NOR_TOTAL];
  }
}

const etho_assay etho_assay_nor = {
    .name = "nor",
    .summary = "novel object recognition: does the animal prefer the object it has not seen?",
    .columns = "animal and novel_s with familiar_s, or left_s and right_s with novel_side, or object_a_s and "
               "object_b_s with novel_object",
    .measure = measures,
    .n_measures = ETHO_NOR_MEASURES,
    .rule = rules,
    .n_rules = sizeof rules / sizeof *rules,
    .fits = fits,
    .prepare = prepare,
    .compute = compute,
    .relate = relate,
};
