/* What the order and the time of T-maze trials tell: rates, sides, runs, shifts, latency, learning. Every
 * trial is looked at once; phases are counted in parallel. */
#include <math.h>
#include <stdlib.h>

#include "assay/tmaze.h"
#include "base/parallel.h"
#include "base/select.h"

enum { TRIAL_NS = 30 }; /* what a trial costs, for deciding about threads */

/* Room for a phase's trials. */
typedef struct scratch {
  double *latency, *other; /* latencies of the sessions in their order; room for the median */
  double *correct;         /* known outcomes of the phase */
  size_t n_latencies, n_correct;
} scratch;

/* The trial before, and what runs up to it. */
typedef struct walk {
  int choice, correct;
  size_t run, side_run;
} walk;

/* ---- trials ---------------------------------------------------------------------------------------------
 */

static signed char part_of(uint32_t trial, unsigned shift) {
  uint32_t bits = trial >> shift & ETHO_SERIES_NONE;
  return (signed char)(bits == ETHO_SERIES_NONE ? -1 : (int)bits);
}

etho_tmaze_trial etho_tmaze_unpack(const etho_series *series, uint32_t packed) {
  return (etho_tmaze_trial){.choice = part_of(packed, 0),
                            .sample = part_of(packed, ETHO_SERIES_SAMPLE),
                            .correct = part_of(packed, ETHO_SERIES_CORRECT),
                            .latency_s = etho_series_latency(series, packed),
                            .n_correct = (double)NAN,
                            .n_trials = (double)NAN};
}

/* Without branches: what the animal does next is a toss-up for the processor too. */
static void count_choice(etho_tmaze_counts *c, walk *w, const etho_tmaze_trial *t, bool samples) {
  int choice = t->choice, before = samples ? t->sample : w->choice, won = w->correct == 1;
  int chosen = choice >= 0, pair = chosen & (before >= 0);
  int shift = chosen & (w->choice >= 0) & (w->correct >= 0);
  c->n_chosen += (unsigned)chosen;
  c->n_right += choice == 1;
  c->n_pairs += (unsigned)pair;
  c->n_alternated += (unsigned)(pair & (choice != before));
  c->n_after[won] += (unsigned)shift;
  c->n_shifted[won] += (unsigned)(shift & (choice != w->choice));
  w->run = t->correct == 1 ? w->run + 1 : 0;
  w->side_run = ((choice == w->choice ? w->side_run : 0) + 1) * (unsigned)chosen;
  c->longest_run = w->run > c->longest_run ? w->run : c->longest_run;
  c->longest_side_run = w->side_run > c->longest_side_run ? w->side_run : c->longest_side_run;
  w->choice = choice;
  w->correct = t->correct;
}

/* The latency counts up to the cut-off. */
static void count_latency(etho_tmaze_counts *c, scratch *room, double latency_s, double cutoff) {
  if (!isfinite(latency_s)) return;
  bool censored = latency_s >= cutoff;
  double v = censored ? cutoff : latency_s;
  room->latency[room->n_latencies++] = v;
  c->latencies++;
  c->latency_sum += v;
  c->censored += censored;
}

static void count_trial(etho_tmaze_counts *c, walk *w, scratch *room, const etho_tmaze_trial *t, bool samples,
                        double cutoff) {
  count_choice(c, w, t, samples);
  count_latency(c, room, t->latency_s, cutoff);
  bool outcome = t->correct >= 0;
  room->correct[room->n_correct] = t->correct;
  room->n_correct += outcome;
  c->n_outcomes += outcome;
  if (isfinite(t->n_trials)) {
    c->known += t->n_trials;
    c->correct += t->n_correct;
  } else {
    c->known += outcome;
    c->correct += t->correct == 1;
  }
}

static void count_row(const etho_batch *batch, size_t row, etho_tmaze_counts *c, walk *w, scratch *room) {
  const etho_tmaze *maze = batch->own;
  const etho_series *series = etho_trials_series(batch->trials, row);
  double cutoff = isfinite(batch->options->cutoff_s) ? batch->options->cutoff_s : (double)INFINITY;
  if (!series) {
    count_trial(c, w, room, &maze->trial[row], maze->samples, cutoff);
    return;
  }
  bool derived = !maze->outcomes, samples = maze->samples;
  for (const etho_series_chunk *chunk = series->trial; chunk; chunk = chunk->next)
    for (size_t i = 0; i < chunk->n; i++) {
      etho_tmaze_trial t = etho_tmaze_unpack(series, chunk->trial[i]);
      if (derived && t.choice >= 0 && t.sample >= 0) t.correct = t.choice != t.sample;
      count_trial(c, w, room, &t, samples, cutoff);
    }
}

/* ---- sessions and phases --------------------------------------------------------------------------------
 */

/* The median only where enough trials ended before the cut-off. */
static double median(const etho_tmaze_counts *c, const double *latency, double *other) {
  size_t n = c->latencies;
  if (!n || n - c->censored <= n / 2) return (double)NAN;
  double next, found = etho_select_two(latency, n, (n - 1) / 2, other, &next);
  return n % 2 ? found : (found + next) / 2;
}

static void count_session(const etho_batch *batch, size_t s, etho_tmaze_counts *counts, scratch *room) {
  const etho_session *session = &batch->session[s];
  walk w = {.choice = -1, .correct = -1};
  etho_tmaze_counts c = {0};
  size_t first = room->n_latencies;
  for (size_t i = 0; i < session->n_trials; i++) count_row(batch, session->trial[i], &c, &w, room);
  c.latency_median = median(&c, room->latency + first, room->other);
  *counts = c;
}

static void add_counts(etho_tmaze_counts *sum, const etho_tmaze_counts *c) {
  sum->known += c->known, sum->correct += c->correct, sum->n_outcomes += c->n_outcomes;
  sum->n_chosen += c->n_chosen, sum->n_right += c->n_right;
  sum->n_pairs += c->n_pairs, sum->n_alternated += c->n_alternated;
  for (int k = 0; k < 2; k++) sum->n_after[k] += c->n_after[k], sum->n_shifted[k] += c->n_shifted[k];
  if (c->longest_run > sum->longest_run) sum->longest_run = c->longest_run;
  if (c->longest_side_run > sum->longest_side_run) sum->longest_side_run = c->longest_side_run;
  sum->latencies += c->latencies, sum->censored += c->censored, sum->latency_sum += c->latency_sum;
}

/* Least squares over a series of numbers y[0..n) at 1..n. */
static double slope(const double *y, size_t n) {
  double sum = 0, sxy = 0, m = (double)n;
  for (size_t i = 0; i < n; i++) sum += y[i];
  double mean = sum / m, centre = (m + 1) / 2;
  for (size_t i = 0; i < n; i++) sxy += ((double)(i + 1) - centre) * (y[i] - mean);
  return n > 1 ? sxy / (m * (m * m - 1) / 12) : (double)NAN;
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

/* Success rates of the phase's sessions; those of unknown outcome are left out. */
static size_t session_rates(const etho_tmaze_counts *counts, size_t n, double *rate) {
  size_t n_rates = 0;
  for (size_t i = 0; i < n; i++)
    if (counts[i].known > 0) rate[n_rates++] = counts[i].correct / counts[i].known;
  return n_rates;
}

static void learn(const etho_assay_options *o, const etho_tmaze_counts *counts, const scratch *room,
                  etho_tmaze_phase *phase) {
  etho_tmaze_learnt *learnt = &phase->learnt;
  double *rate = room->other;
  size_t n = room->n_correct, n_rates = session_rates(counts, phase->n, rate);
  *learnt = (etho_tmaze_learnt){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
  if (n && o->criterion_of)
    learnt->to_criterion = trials_to_criterion(room->correct, n, o->criterion_correct, o->criterion_of);
  if (n > 1) learnt->slope = slope(room->correct, n);
  if (n_rates < 2) return;
  learnt->session_slope = slope(rate, n_rates);
  double need = (double)o->criterion_correct / (double)(o->criterion_of ? o->criterion_of : 1);
  for (size_t k = n_rates; k-- > 0;)
    if (rate[k] >= need) learnt->sessions_to_criterion = (double)(k + 1);
}

static void count_phase(const etho_batch *batch, etho_tmaze_phase *phase, scratch *room) {
  etho_tmaze *maze = batch->own;
  room->n_latencies = room->n_correct = 0;
  for (size_t s = phase->first; s < phase->first + phase->n; s++) {
    count_session(batch, s, &maze->counts[s], room);
    add_counts(&phase->counts, &maze->counts[s]);
  }
  phase->counts.latency_median = median(&phase->counts, room->latency, room->other);
  learn(batch->options, &maze->counts[phase->first], room, phase);
}

/* A task of its own. */
static bool count_one(void *job, size_t p) {
  const etho_batch *batch = job;
  etho_tmaze_phase *phase = &((const etho_tmaze *)batch->own)->phase[p];
  size_t n = phase->n + 1;
  for (size_t s = phase->first; s < phase->first + phase->n; s++)
    n += etho_session_trials(batch, &batch->session[s]);
  double *memory = malloc(3 * n * sizeof *memory);
  if (!memory) return false;
  scratch room = {.latency = memory, .other = memory + n, .correct = memory + 2 * n};
  count_phase(batch, phase, &room);
  free(memory);
  return true;
}

static bool same_phase(const etho_session *a, const etho_session *b) {
  return a->animal == b->animal && a->kind == b->kind && etho_text_same(a->phase, b->phase);
}

/* Sessions of a phase stand together: number them, then look where each begins. */
static bool find_phases(etho_batch *batch, etho_tmaze *maze) {
  maze->phase_of = ETHO_NEW(batch->arena, size_t, batch->n_sessions + 1);
  if (!maze->phase_of) return false;
  for (size_t s = 0; s < batch->n_sessions; s++) {
    if (!s || !same_phase(&batch->session[s - 1], &batch->session[s])) maze->n_phases++;
    maze->phase_of[s] = maze->n_phases - 1;
  }
  maze->phase = ETHO_NEW(batch->arena, etho_tmaze_phase, maze->n_phases + 1);
  for (size_t s = 0; maze->phase && s < batch->n_sessions; s++) {
    etho_tmaze_phase *phase = &maze->phase[maze->phase_of[s]];
    if (!phase->n++) phase->first = s;
  }
  return maze->phase != NULL;
}

bool etho_tmaze_count(etho_batch *batch) {
  etho_tmaze *maze = batch->own;
  maze->counts = ETHO_NEW(batch->arena, etho_tmaze_counts, batch->n_sessions + 1);
  if (!maze->counts || !find_phases(batch, maze)) return false;
  double work = (double)etho_trials_count(batch->trials) * TRIAL_NS;
  return etho_parallel(count_one, batch, maze->n_phases, 0, work);
}
