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

/* Two-sided exact binomial p against one half: twice the smaller tail, as the distribution is symmetric. */
static double half_binomial_p(size_t k, size_t n) {
  if (n - k < k) k = n - k;
  double log_first = lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1);
  double term = exp(log_first - (double)n * log(2)), tail = 0;
  if (n <= 1000) { /* the products are exact enough to keep every digit */
    term = ldexp(1, -(int)n);
    for (size_t i = 1; i <= k; i++) term *= (double)(n - k + i) / (double)i;
  }
  for (size_t i = k; term > 0; i--) {
    tail += term;
    if (i == 0) break;
    term *= (double)i / (double)(n - i + 1);
  }
  return fmin(1, 2 * tail);
}

static void put_share(size_t part, size_t whole, double *value) {
  if (whole) *value = (double)part / (double)whole;
}

static void put_choices(const etho_tmaze_counts *c, double *value) {
  if (c->known > 0) {
    value[ETHO_TMAZE_SUCCESS] = c->correct / c->known;
    value[ETHO_TMAZE_FAILURE] = (c->known - c->correct) / c->known;
    value[ETHO_TMAZE_CORRECT] = c->correct;
  }
  value[ETHO_TMAZE_TRIALS] = c->known > 0 ? c->known : (double)c->n_chosen;
  put_share(c->n_alternated, c->n_pairs, &value[ETHO_TMAZE_ALTERNATION]);
  put_share(c->n_shifted[1], c->n_after[1], &value[ETHO_TMAZE_WIN_SHIFT]);
  put_share(c->n_shifted[0], c->n_after[0], &value[ETHO_TMAZE_LOSE_SHIFT]);
  put_share(c->n_right, c->n_chosen, &value[ETHO_TMAZE_SIDE_BIAS]);
  if (c->n_outcomes) value[ETHO_TMAZE_LONGEST_RUN] = (double)c->longest_run;
  if (!c->n_chosen) return;
  value[ETHO_TMAZE_LONGEST_SIDE_RUN] = (double)c->longest_side_run;
  value[ETHO_TMAZE_SIDE_BIAS_P] = half_binomial_p(c->n_right, c->n_chosen);
}

static void put_latencies(const etho_tmaze_counts *c, bool cutoff, double *value) {
  if (!c->latencies) return;
  value[ETHO_TMAZE_LATENCY_MEAN] = c->latency_sum / (double)c->latencies;
  value[ETHO_TMAZE_LATENCY_MEDIAN] = c->latency_median;
  if (cutoff) value[ETHO_TMAZE_CENSORED] = (double)c->censored;
}

/* A series of several sessions is a phase. */
static bool compute(const etho_batch *batch, const etho_session *session, double *value) {
  const etho_tmaze *maze = batch->own;
  size_t s = session->piece ? session->piece[0] : (size_t)(session - batch->session);
  const etho_tmaze_phase *phase = &maze->phase[maze->phase_of[s]];
  const etho_tmaze_counts *counts = session->piece ? &phase->counts : &maze->counts[s];
  put_choices(counts, value);
  put_latencies(counts, isfinite(batch->options->cutoff_s), value);
  if (session->kind != ETHO_PHASE_TEST) return true;
  value[ETHO_TMAZE_TO_CRITERION] = phase->learnt.to_criterion;
  value[ETHO_TMAZE_SESSIONS_TO_CRITERION] = phase->learnt.sessions_to_criterion;
  value[ETHO_TMAZE_SLOPE] = phase->learnt.slope;
  value[ETHO_TMAZE_SESSION_SLOPE] = phase->learnt.session_slope;
  return true;
}

static bool prepare(etho_batch *batch) {
  return etho_tmaze_prepare(batch) && etho_tmaze_count(batch);
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
    .prepare = prepare,
    .compute = compute,
};
