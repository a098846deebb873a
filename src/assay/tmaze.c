/* T-maze of discrete trials: each trial is a choice that is right or wrong. */
#include "assay/tmaze.h"

#include <math.h>

#define RATE .unit = "", .low = 0, .high = 1
#define COUNT .unit = "", .low = 0, .high = (double)NAN
#define SECONDS .unit = "s", .low = 0, .high = (double)NAN
#define OPEN .unit = "", .low = (double)NAN, .high = (double)NAN
#define DEACON "Deacon & Rawlins 2006"

static const etho_measure measures[ETHO_TMAZE_MEASURES] = {
    [ETHO_TMAZE_SUCCESS] = {.name = "success_rate",
                            .title = "Success rate",
                            .definition = "correct trials / trials of known outcome",
                            .source = DEACON,
                            .has_chance = true,
                            .chance = 0.5,
                            .takes_chance = true,
                            .primary = true,
                            RATE},
    [ETHO_TMAZE_FAILURE] = {.name = "failure_rate",
                            .title = "Failure rate",
                            .definition = "1 - success rate",
                            .source = DEACON,
                            RATE},
    [ETHO_TMAZE_ALTERNATION] = {.name = "alternation_rate",
                                .title = "Alternation rate",
                                .definition =
                                    "share of trials whose choice is not the sample arm, or, without sample "
                                    "arms, not the choice of the trial before in the same session",
                                .source = DEACON,
                                .has_chance = true,
                                .chance = 0.5,
                                .takes_chance = true,
                                .primary = true,
                                RATE},
    [ETHO_TMAZE_TRIALS] = {.name = "n_trials",
                           .title = "Trials",
                           .definition =
                               "trials of known outcome; where no outcome is known, trials with a choice",
                           .source = "count",
                           COUNT},
    [ETHO_TMAZE_CORRECT] = {.name = "n_correct",
                            .title = "Correct trials",
                            .definition = "trials with the correct choice",
                            .source = "count",
                            COUNT},
    [ETHO_TMAZE_LATENCY_MEAN] = {.name = "latency_mean_s",
                                 .title = "Mean latency",
                                 .definition =
                                     "mean over trials of min(latency, cut-off): restricted to the cut-off",
                                 .source = DEACON,
                                 .secondary = true,
                                 SECONDS},
    [ETHO_TMAZE_LATENCY_MEDIAN] = {.name = "latency_median_s",
                                   .title = "Median latency",
                                   .definition =
                                       "median over trials; missing when it falls among the trials that "
                                       "reached the cut-off",
                                   .source = DEACON,
                                   SECONDS},
    [ETHO_TMAZE_CENSORED] = {.name = "n_censored",
                             .title = "Trials at the cut-off",
                             .definition = "trials whose latency reached the cut-off",
                             .source = "count",
                             COUNT},
    [ETHO_TMAZE_SIDE_BIAS] = {.name = "side_bias",
                              .title = "Side bias (right)",
                              .definition =
                                  "right choices / choices (of other arm names: the second in byte order)",
                              .source = DEACON,
                              .has_chance = true,
                              .chance = 0.5,
                              .secondary = true,
                              RATE},
    [ETHO_TMAZE_SIDE_BIAS_P] = {.name = "side_bias_p",
                                .title = "p of the side bias",
                                .definition =
                                    "two-sided exact binomial p of the choices against one half, this "
                                    "animal alone",
                                .source = "Clopper & Pearson 1934",
                                RATE},
    [ETHO_TMAZE_WIN_SHIFT] = {.name = "win_shift",
                              .title = "Win-shift",
                              .definition = "share of trials after a correct one in which the choice changed",
                              .source = "Olton & Schlosberg 1978",
                              RATE},
    [ETHO_TMAZE_LOSE_SHIFT] = {.name = "lose_shift",
                               .title = "Lose-shift",
                               .definition = "share of trials after a wrong one in which the choice changed",
                               .source = "Olton & Schlosberg 1978",
                               RATE},
    [ETHO_TMAZE_LONGEST_RUN] = {.name = "longest_run",
                                .title = "Longest run of correct trials",
                                .definition = "most correct trials in a row",
                                .source = "count",
                                COUNT},
    [ETHO_TMAZE_LONGEST_SIDE_RUN] = {.name = "longest_side_run",
                                     .title = "Longest run on one side",
                                     .definition = "most choices of one side in a row",
                                     .source = "count",
                                     COUNT},
    [ETHO_TMAZE_TO_CRITERION] = {.name = "trials_to_criterion",
                                 .title = "Trials to criterion",
                                 .definition =
                                     "number of the trial that first completes a window with enough correct "
                                     "trials (8 of 10), over all sessions of the phase; missing when never",
                                 .source = DEACON,
                                 COUNT},
    [ETHO_TMAZE_SESSIONS_TO_CRITERION] = {.name = "sessions_to_criterion",
                                          .title = "Sessions to criterion",
                                          .definition =
                                              "number of the first session of the phase whose success rate "
                                              "reaches the criterion's share (8/10); missing when never",
                                          .source = DEACON,
                                          COUNT},
    [ETHO_TMAZE_SLOPE] = {.name = "learning_slope",
                          .title = "Learning slope per trial",
                          .definition =
                              "least-squares slope of correct (0/1) on the trial's number, over all sessions "
                              "of the phase",
                          .source = "least squares",
                          .has_chance = true,
                          .chance = 0,
                          OPEN},
    [ETHO_TMAZE_SESSION_SLOPE] = {.name = "learning_slope_session",
                                  .title = "Learning slope per session",
                                  .definition =
                                      "least-squares slope of the success rate on the session's number",
                                  .source = "least squares",
                                  .has_chance = true,
                                  .chance = 0,
                                  OPEN},
};

static const etho_rule_info rules[] = {
    {.name = "min_trials",
     .summary = "fewer trials of known outcome than the threshold (usual: 8)",
     .measure = "n_trials",
     .relation = ETHO_BELOW,
     .threshold = 8},
    {.name = "side_preference",
     .summary = "chose one side nearly always: share of right choices outside the range (usual: 0.1 to 0.9)",
     .measure = "side_bias",
     .relation = ETHO_OUTSIDE,
     .threshold = 0.1,
     .threshold_high = 0.9},
    {.name = "max_latency_mean_s",
     .summary = "mean latency above the threshold in seconds (usual: 120)",
     .measure = "latency_mean_s",
     .relation = ETHO_ABOVE,
     .threshold = 120},
    {.name = "declared", .summary = "the study names this animal, with a reason", .relation = ETHO_NAMED},
};

static int fits(const etho_trials *t) {
  for (size_t r = 0; r < etho_trials_rows(t) && etho_trials_have_series(t); r++)
    if (etho_trials_series(t, r) && etho_trials_series(t, r)->trial) return 2;
  if (etho_column_filled(t, "correct") || etho_column_filled(t, "choice")) return 2;
  return etho_column_filled(t, "n_correct") && etho_column_filled(t, "n_trials") ? 2 : 0;
}

static void compute_rates(const etho_tmaze_series *series, double *value) {
  double known = 0, correct = 0, chosen = 0;
  for (size_t i = 0; i < series->n; i++) {
    const etho_tmaze_trial *t = &series->trial[i];
    if (isfinite(t->n_trials)) {
      known += t->n_trials;
      correct += t->n_correct;
    } else if (t->correct >= 0) {
      known++;
      correct += t->correct;
    }
    chosen += t->choice >= 0;
  }
  if (known > 0) {
    value[ETHO_TMAZE_SUCCESS] = correct / known;
    value[ETHO_TMAZE_FAILURE] = (known - correct) / known;
    value[ETHO_TMAZE_CORRECT] = correct;
  }
  value[ETHO_TMAZE_TRIALS] = known > 0 ? known : chosen;
}

static void compute_alternation(const etho_tmaze_series *series, bool samples, double *value) {
  double n = 0, alternated = 0;
  for (size_t i = 0; i < series->n; i++) {
    const etho_tmaze_trial *now = &series->trial[i];
    int before = -1;
    if (samples)
      before = now->sample;
    else if (etho_tmaze_follows(series, i))
      before = series->trial[i - 1].choice;
    if (now->choice < 0 || before < 0) continue;
    n++;
    alternated += now->choice != before;
  }
  if (n > 0) value[ETHO_TMAZE_ALTERNATION] = alternated / n;
}

static bool compute(const etho_batch *batch, const etho_session *session, double *value) {
  etho_tmaze *maze = batch->own;
  etho_tmaze_series *series = &maze->session;
  if (!etho_tmaze_gather(batch, session, series)) return false;
  compute_rates(series, value);
  compute_alternation(series, maze->samples, value);
  etho_tmaze_side(series, value);
  etho_tmaze_sequence(series, value);
  return etho_tmaze_latency(batch, series, value) && etho_tmaze_learning(batch, session, value);
}

const etho_assay etho_assay_tmaze = {
    .name = "tmaze",
    .summary = "T-maze of discrete trials: does the animal choose the right arm?",
    .columns =
        "animal and correct, or choice (with sample for rewarded alternation), or n_correct with n_trials",
    .measure = measures,
    .n_measures = ETHO_TMAZE_MEASURES,
    .rule = rules,
    .n_rules = sizeof rules / sizeof *rules,
    .pools = true,
    .fits = fits,
    .prepare = etho_tmaze_prepare,
    .compute = compute,
};
