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
bool etho_tmaze_latency(const etho_batch *batch, const etho_session *session, double *value) {
  const etho_tmaze *maze = batch->own;
  double *latency = ETHO_NEW(batch->arena, double, session->n_trials + 1), cutoff = batch->options->cutoff_s,
         sum = 0;
  if (!latency) return false;
  size_t n = 0, censored = 0;
  for (size_t i = 0; i < session->n_trials; i++) {
    double v = maze->trial[session->trial[i]].latency_s;
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

void etho_tmaze_side(const etho_tmaze *maze, const etho_session *session, double *value) {
  size_t n = 0, right = 0;
  for (size_t i = 0; i < session->n_trials; i++) {
    int choice = maze->trial[session->trial[i]].choice;
    n += choice >= 0;
    right += choice == 1;
  }
  if (!n) return;
  value[ETHO_TMAZE_SIDE_BIAS] = (double)right / (double)n;
  value[ETHO_TMAZE_SIDE_BIAS_P] = half_binomial_p(right, n);
}

static void compute_shifts(const etho_tmaze *maze, const etho_session *session, double *value) {
  double n[2] = {0, 0}, shifted[2] = {0, 0};
  for (size_t i = 1; i < session->n_trials; i++) {
    const etho_tmaze_trial *before = &maze->trial[session->trial[i - 1]],
                           *now = &maze->trial[session->trial[i]];
    if (!etho_tmaze_follows(session, i) || before->correct < 0 || before->choice < 0 || now->choice < 0)
      continue;
    n[before->correct]++;
    shifted[before->correct] += now->choice != before->choice;
  }
  if (n[1] > 0) value[ETHO_TMAZE_WIN_SHIFT] = shifted[1] / n[1];
  if (n[0] > 0) value[ETHO_TMAZE_LOSE_SHIFT] = shifted[0] / n[0];
}

/* A trial of unknown outcome ends a run; so does the end of a session. */
static void compute_runs(const etho_tmaze *maze, const etho_session *session, double *value) {
  size_t run = 0, longest = 0, side_run = 0, longest_side = 0;
  bool outcomes = false, choices = false;
  for (size_t i = 0; i < session->n_trials; i++) {
    const etho_tmaze_trial *now = &maze->trial[session->trial[i]];
    bool follows = etho_tmaze_follows(session, i);
    const etho_tmaze_trial *before = follows ? &maze->trial[session->trial[i - 1]] : NULL;
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

void etho_tmaze_sequence(const etho_tmaze *maze, const etho_session *session, double *value) {
  compute_shifts(maze, session, value);
  compute_runs(maze, session, value);
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
static size_t session_rates(const etho_tmaze *maze, const etho_session *series, double *rate) {
  size_t n = 0;
  double known = 0, correct = 0;
  for (size_t i = 0; i < series->n_trials; i++) {
    const etho_tmaze_trial *t = &maze->trial[series->trial[i]];
    if (isfinite(t->n_trials)) {
      known += t->n_trials;
      correct += t->n_correct;
    } else if (t->correct >= 0) {
      known++;
      correct += t->correct;
    }
    bool last = i + 1 == series->n_trials || series->piece[i + 1] != series->piece[i];
    if (!last) continue;
    if (known > 0) rate[n++] = correct / known;
    known = correct = 0;
  }
  return n;
}

bool etho_tmaze_learning(const etho_batch *batch, const etho_session *session, double *value) {
  const etho_tmaze *maze = batch->own;
  const etho_assay_options *o = batch->options;
  etho_session series;
  if (session->kind != ETHO_PHASE_TEST) return true;
  if (!etho_session_pool(batch, session->animal, session->phase, &series)) return false;
  double *correct = ETHO_NEW(batch->arena, double, series.n_trials + 1);
  double *rate = ETHO_NEW(batch->arena, double, series.n_trials + 1);
  if (!correct || !rate) return false;
  size_t n = 0, n_rates = session_rates(maze, &series, rate);
  for (size_t i = 0; i < series.n_trials; i++)
    if (maze->trial[series.trial[i]].correct >= 0) correct[n++] = maze->trial[series.trial[i]].correct;
  if (n && o->criterion_of)
    value[ETHO_TMAZE_TO_CRITERION] = trials_to_criterion(correct, n, o->criterion_correct, o->criterion_of);
  if (n > 1) value[ETHO_TMAZE_SLOPE] = slope(correct, n);
  if (n_rates < 2) return true;
  value[ETHO_TMAZE_SESSION_SLOPE] = slope(rate, n_rates);
  double need = (double)o->criterion_correct / (double)(o->criterion_of ? o->criterion_of : 1);
  for (size_t k = n_rates; k-- > 0;)
    if (rate[k] >= need) value[ETHO_TMAZE_SESSIONS_TO_CRITERION] = (double)(k + 1);
  return true;
}
