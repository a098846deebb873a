/* What the order and the time of T-maze trials tell: latency, sides, runs, shifts, learning. */
#include <math.h>
#include <stdlib.h>

#include "assay/tmaze.h"

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sum of what is left after the latency is cut at the cut-off; the median only where enough trials ended
 * before it. */
bool etho_tmaze_latency(const etho_batch *batch, const etho_tmaze_series *series, double *value) {
  etho_tmaze *maze = batch->own;
  double *latency =
      etho_arena_grow(batch->arena, maze->latency, &maze->latency_room, series->n + 1, sizeof *latency);
  double cutoff = batch->options->cutoff_s, sum = 0;
  if (!latency) return false;
  maze->latency = latency;
  size_t n = 0, censored = 0;
  for (size_t i = 0; i < series->n; i++) {
    double v = series->trial[i].latency_s;
    if (!isfinite(v)) continue;
    bool at_cutoff = isfinite(cutoff) && v >= cutoff;
    latency[n++] = at_cutoff ? cutoff : v;
    sum += latency[n - 1];
    censored += at_cutoff;
  }
  if (!n) return true;
  qsort(latency, n, sizeof *latency, ascending);
  value[ETHO_TMAZE_LATENCY_MEAN] = sum / (double)n;
  if (isfinite(cutoff)) value[ETHO_TMAZE_CENSORED] = (double)censored;
  if (n - censored > n / 2) value[ETHO_TMAZE_LATENCY_MEDIAN] = (latency[(n - 1) / 2] + latency[n / 2]) / 2;
  return true;
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

void etho_tmaze_side(const etho_tmaze_series *series, double *value) {
  size_t n = 0, right = 0;
  for (size_t i = 0; i < series->n; i++) {
    int choice = series->trial[i].choice;
    n += choice >= 0;
    right += choice == 1;
  }
  if (!n) return;
  value[ETHO_TMAZE_SIDE_BIAS] = (double)right / (double)n;
  value[ETHO_TMAZE_SIDE_BIAS_P] = half_binomial_p(right, n);
}

static void compute_shifts(const etho_tmaze_series *series, double *value) {
  double n[2] = {0, 0}, shifted[2] = {0, 0};
  for (size_t i = 1; i < series->n; i++) {
    const etho_tmaze_trial *before = &series->trial[i - 1], *now = &series->trial[i];
    if (!etho_tmaze_follows(series, i) || before->correct < 0 || before->choice < 0 || now->choice < 0)
      continue;
    n[before->correct]++;
    shifted[before->correct] += now->choice != before->choice;
  }
  if (n[1] > 0) value[ETHO_TMAZE_WIN_SHIFT] = shifted[1] / n[1];
  if (n[0] > 0) value[ETHO_TMAZE_LOSE_SHIFT] = shifted[0] / n[0];
}

/* A trial of unknown outcome ends a run; so does the end of a session. */
static void compute_runs(const etho_tmaze_series *series, double *value) {
  size_t run = 0, longest = 0, side_run = 0, longest_side = 0;
  bool outcomes = false, choices = false;
  for (size_t i = 0; i < series->n; i++) {
    const etho_tmaze_trial *now = &series->trial[i];
    bool follows = etho_tmaze_follows(series, i);
    const etho_tmaze_trial *before = follows ? now - 1 : NULL;
    outcomes = outcomes || now->correct >= 0;
    choices = choices || now->choice >= 0;
    run = now->correct == 1 ? (follows ? run : 0) + 1 : 0;
    side_run = now->choice < 0 ? 0 : (before && before->choice == now->choice ? side_run : 0) + 1;
    if (run > longest) longest = run;
    if (side_run > longest_side) longest_side = side_run;
  }
  if (outcomes) value[ETHO_TMAZE_LONGEST_RUN] = (double)longest;
  if (choices) value[ETHO_TMAZE_LONGEST_SIDE_RUN] = (double)longest_side;
}

void etho_tmaze_sequence(const etho_tmaze_series *series, double *value) {
  compute_shifts(series, value);
  compute_runs(series, value);
}

/* A series of numbers y[0..n) at 1..n. */
static double slope(const double *y, size_t n) {
  double mean = 0, sxy = 0, sxx = 0, centre = ((double)n + 1) / 2;
  for (size_t i = 0; i < n; i++) mean += y[i] / (double)n;
  for (size_t i = 0; i < n; i++) {
    double x = (double)(i + 1) - centre;
    sxy += x * (y[i] - mean);
    sxx += x * x;
  }
  return n > 1 ? sxy / sxx : (double)NAN;
}

static double trials_to_criterion(const double *correct, size_t n, size_t need, size_t of) {
  double in_window = 0;
  for (size_t i = 0; i < n; i++) {
    in_window += correct[i];
    if (i >= of) in_window -= correct[i - of];
    if (i + 1 >= of && in_window >= (double)need) return (double)(i + 1);
  }
  return (double)NAN;
}

/* Success rates of the sessions in a pooled series; returns how many. Sessions of unknown outcome are left
 * out. */
static size_t session_rates(const etho_tmaze_series *series, double *rate) {
  size_t n = 0;
  double known = 0, correct = 0;
  for (size_t i = 0; i < series->n; i++) {
    const etho_tmaze_trial *t = &series->trial[i];
    if (isfinite(t->n_trials)) {
      known += t->n_trials;
      correct += t->n_correct;
    } else if (t->correct >= 0) {
      known++;
      correct += t->correct;
    }
    bool last = i + 1 == series->n || series->sitting[i + 1] != series->sitting[i];
    if (!last) continue;
    if (known > 0) rate[n++] = correct / known;
    known = correct = 0;
  }
  return n;
}

/* room: two numbers for each trial of the series. */
static etho_tmaze_learnt learn(const etho_assay_options *o, const etho_tmaze_series *series, double *room) {
  etho_tmaze_learnt learnt = {.to_criterion = (double)NAN,
                              .sessions_to_criterion = (double)NAN,
                              .slope = (double)NAN,
                              .session_slope = (double)NAN};
  double *correct = room, *rate = room + series->n;
  size_t n = 0, n_rates = session_rates(series, rate);
  for (size_t i = 0; i < series->n; i++)
    if (series->trial[i].correct >= 0) correct[n++] = series->trial[i].correct;
  if (n && o->criterion_of)
    learnt.to_criterion = trials_to_criterion(correct, n, o->criterion_correct, o->criterion_of);
  if (n > 1) learnt.slope = slope(correct, n);
  if (n_rates < 2) return learnt;
  learnt.session_slope = slope(rate, n_rates);
  double need = (double)o->criterion_correct / (double)(o->criterion_of ? o->criterion_of : 1);
  for (size_t k = n_rates; k-- > 0;)
    if (rate[k] >= need) learnt.sessions_to_criterion = (double)(k + 1);
  return learnt;
}

bool etho_tmaze_learning(const etho_batch *batch, const etho_session *session, double *value) {
  etho_tmaze *maze = batch->own;
  etho_tmaze_learnt *learnt = &maze->learnt;
  if (session->kind != ETHO_PHASE_TEST) return true;
  bool same =
      learnt->known && learnt->animal == session->animal && etho_text_same(learnt->phase, session->phase);
  if (!same) {
    etho_session pooled;
    if (!etho_session_pool(batch, session->animal, session->phase, &pooled) ||
        !etho_tmaze_gather(batch, &pooled, &maze->phase))
      return false;
    double *room = etho_arena_grow(batch->arena, maze->latency, &maze->latency_room, 2 * maze->phase.n + 2,
                                   sizeof *room);
    if (!room) return false;
    maze->latency = room;
    *learnt = learn(batch->options, &maze->phase, room);
    learnt->known = true;
    learnt->animal = session->animal;
    learnt->phase = session->phase;
  }
  value[ETHO_TMAZE_TO_CRITERION] = learnt->to_criterion;
  value[ETHO_TMAZE_SESSIONS_TO_CRITERION] = learnt->sessions_to_criterion;
  value[ETHO_TMAZE_SLOPE] = learnt->slope;
  value[ETHO_TMAZE_SESSION_SLOPE] = learnt->session_slope;
  return true;
}
