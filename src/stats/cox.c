/* Cox's partial likelihood by Newton's method. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ethostat/stats/survival.h"
#include "stats/semidefinite.h"

enum { MAX_ITERATIONS = 60 };

typedef struct problem {
  size_t n, p;
  bool breslow;
  const double **x;     /* n rows of p covariates, latest time first; centred and scaled */
  double *time, *event; /* in the same order */
  double s0, d0;        /* sums of risk over the risk set and over the deaths at one time */
  double *s1, *d1;      /* weighted by x */
  double *s2, *d2;      /* weighted by x x', lower triangle */
  double *score, *information;
  double *risk; /* exp(x b) over its largest */
} problem;

typedef struct keyed {
  double time, event;
  size_t index;
} keyed;

static int compare_latest(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  if (x->time != y->time) return x->time > y->time ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

static void add_to(double w, const double *x, size_t p, double *s0, double *s1, double *s2) {
  *s0 += w;
  for (size_t i = 0; i < p; i++) {
    s1[i] += w * x[i];
    for (size_t j = 0; j <= i; j++) s2[i * p + j] += w * x[i] * x[j];
  }
}

/* Take the deaths at one time into score and information; `share` of them has already left the risk set
 * (Efron). */
static void add_death(problem *m, double share, double times, double *log_likelihood) {
  double s0 = m->s0 - share * m->d0;
  *log_likelihood -= times * log(s0);
  for (size_t i = 0; i < m->p; i++) {
    double mean_i = (m->s1[i] - share * m->d1[i]) / s0;
    m->score[i] -= times * mean_i;
    for (size_t j = 0; j <= i; j++) {
      double mean_j = (m->s1[j] - share * m->d1[j]) / s0;
      m->information[i * m->p + j] +=
          times * ((m->s2[i * m->p + j] - share * m->d2[i * m->p + j]) / s0 - mean_i * mean_j);
    }
  }
}

static void clear_sums(problem *m) {
  m->s0 = 0;
  memset(m->s1, 0, m->p * sizeof *m->s1);
  memset(m->s2, 0, m->p * m->p * sizeof *m->s2);
  memset(m->score, 0, m->p * sizeof *m->score);
  memset(m->information, 0, m->p * m->p * sizeof *m->information);
}

/* exp(x b) over its largest, whose logarithm is returned; events find x b again as log(risk) + that. */
static double set_risks(problem *m, const double *b) {
  double largest = -(double)INFINITY;
  for (size_t i = 0; i < m->n; i++) {
    double linear = 0;
    for (size_t j = 0; j < m->p; j++) linear += m->x[i][j] * b[j];
    m->risk[i] = linear;
    largest = fmax(largest, linear);
  }
  return largest;
}

/* Log partial likelihood at b, with score and information (lower triangle). */
static double evaluate(problem *m, const double *b) {
  double largest = set_risks(m, b), log_likelihood = 0;
  clear_sums(m);
  for (size_t i = 0; i < m->n;) {
    double time = m->time[i], deaths = 0;
    m->d0 = 0;
    memset(m->d1, 0, m->p * sizeof *m->d1);
    memset(m->d2, 0, m->p * m->p * sizeof *m->d2);
    for (; i < m->n && m->time[i] == time; i++) {
      double risk = exp(m->risk[i] - largest);
      add_to(risk, m->x[i], m->p, &m->s0, m->s1, m->s2);
      if (m->event[i] == 0) continue;
      deaths++;
      log_likelihood += m->risk[i] - largest;
      for (size_t j = 0; j < m->p; j++) m->score[j] += m->x[i][j];
      add_to(risk, m->x[i], m->p, &m->d0, m->d1, m->d2);
    }
    if (deaths > 0 && m->breslow)
      add_death(m, 0, deaths, &log_likelihood);
    else
      for (double l = 0; l < deaths; l++) add_death(m, l / deaths, 1, &log_likelihood);
  }
  return log_likelihood;
}

static bool allocate(problem *m, etho_arena *arena) {
  size_t p = m->p, n = m->n;
  m->x = ETHO_NEW(arena, const double *, n + 1);
  m->time = ETHO_NEW(arena, double, n + 1), m->event = ETHO_NEW(arena, double, n + 1);
  m->risk = ETHO_NEW(arena, double, n + 1);
  m->s1 = ETHO_NEW(arena, double, p + 1), m->d1 = ETHO_NEW(arena, double, p + 1);
  m->s2 = ETHO_NEW(arena, double, p *p + 1), m->d2 = ETHO_NEW(arena, double, p *p + 1);
  m->score = ETHO_NEW(arena, double, p + 1), m->information = ETHO_NEW(arena, double, p *p + 1);
  return m->x && m->time && m->event && m->risk && m->s1 && m->d1 && m->s2 && m->d2 && m->score &&
         m->information;
}

/* Columns about their mean in units of their standard deviation (1 for a constant column). */
static bool standardize(const double *x, problem *m, double *scale, etho_arena *arena, const keyed *order) {
  double *z = ETHO_NEW(arena, double, m->n * m->p + 1);
  if (!z) return false;
  for (size_t j = 0; j < m->p; j++) {
    double mean = 0, first = x[j], squares = 0;
    for (size_t i = 0; i < m->n; i++) mean += (x[i * m->p + j] - first) / (double)m->n;
    for (size_t i = 0; i < m->n; i++) squares += pow(x[i * m->p + j] - first - mean, 2);
    scale[j] = squares > 0 ? sqrt(squares / (double)m->n) : 1;
    for (size_t i = 0; i < m->n; i++)
      z[i * m->p + j] = (x[order[i].index * m->p + j] - first - mean) / scale[j];
  }
  for (size_t i = 0; i < m->n; i++) m->x[i] = z + i * m->p;
  return true;
}

/* ---- Newton
 * ------------------------------------------------------------------------------------------------------ */

typedef struct newton {
  double *b, *trial, *step, *factor;
  bool *skip;
} newton;

static void take_step(problem *m, newton *w) {
  memcpy(w->factor, m->information, m->p * m->p * sizeof(double));
  etho_semidefinite_factor(w->factor, m->p, 1e-13, w->skip);
  memcpy(w->step, m->score, m->p * sizeof(double));
  etho_semidefinite_solve(w->factor, m->p, w->skip, w->step);
}

static double largest_step(const problem *m, const newton *w) {
  double largest = 0;
  for (size_t j = 0; j < m->p; j++) largest = fmax(largest, fabs(w->step[j]));
  return largest;
}

/* Climb from b = 0. Stops at the maximum, or where the likelihood no longer rises though the steps go on. */
static void climb(problem *m, newton *w, etho_cox *fit) {
  double now = fit->log_likelihood_null;
  for (fit->iterations = 1; fit->iterations <= MAX_ITERATIONS; fit->iterations++) {
    take_step(m, w);
    double largest = largest_step(m, w), cut = largest > 5 ? 5 / largest : 1, next = -(double)INFINITY;
    if (largest < 1e-12) break;
    for (int halving = 0; halving < 30; halving++, cut /= 2) {
      for (size_t j = 0; j < m->p; j++) w->trial[j] = w->b[j] + cut * w->step[j];
      next = evaluate(m, w->trial);
      if (next >= now - 1e-12 * fabs(now)) break;
    }
    memcpy(w->b, w->trial, m->p * sizeof(double));
    bool flat = fabs(next - now) <= 1e-13 * (fabs(now) + 1);
    now = next;
    if (flat && (largest < 1e-7 || largest > 0.05)) break;
  }
  take_step(m, w);
  fit->log_likelihood = now;
}

static void mark_infinite(const problem *m, const newton *w, etho_cox *fit) {
  fit->converged = true;
  for (size_t j = 0; j < m->p; j++) {
    if (fit->state[j] == ETHO_COX_ALIASED) continue;
    bool runs_away = fabs(w->step[j]) > 1e-4 || w->skip[j];
    if (!runs_away) continue;
    fit->state[j] = ETHO_COX_INFINITE;
    fit->converged = false;
  }
}

/* Standard errors and Wald's test from the factored information, back on the scale of the data. */
static void finish(const problem *m, newton *w, const double *scale, etho_cox *fit) {
  size_t p = m->p;
  for (size_t j = 0; j < p; j++) {
    memset(w->trial, 0, p * sizeof(double));
    w->trial[j] = 1;
    etho_semidefinite_solve(w->factor, p, w->skip, w->trial);
    for (size_t i = 0; i < p; i++) fit->covariance[i * p + j] = w->trial[i] / (scale[i] * scale[j]);
    fit->coefficient[j] = w->b[j] / scale[j];
    fit->std_error[j] = sqrt(w->trial[j]) / scale[j];
  }
  fit->wald = 0;
  for (size_t i = 0; i < p; i++)
    for (size_t j = 0; j < p; j++)
      fit->wald += w->b[i] * m->information[(i > j ? i * p + j : j * p + i)] * w->b[j];
  if (!fit->converged) fit->wald = (double)NAN;
}

static void fit_problem(problem *m, newton *w, const double *scale, etho_cox *fit) {
  fit->log_likelihood_null = evaluate(m, w->b);
  memcpy(w->factor, m->information, m->p * m->p * sizeof(double));
  fit->df = etho_semidefinite_factor(w->factor, m->p, 1e-10, w->skip);
  for (size_t j = 0; j < m->p; j++) fit->state[j] = w->skip[j] ? ETHO_COX_ALIASED : ETHO_COX_FINITE;
  memcpy(w->step, m->score, m->p * sizeof(double));
  etho_semidefinite_solve(w->factor, m->p, w->skip, w->step);
  for (size_t j = 0; j < m->p; j++) fit->score += w->step[j] * m->score[j];
  climb(m, w, fit);
  mark_infinite(m, w, fit);
  finish(m, w, scale, fit);
}

/* Rows in order of time, columns standardized. false: out of memory. */
static bool prepare(problem *m, const double *time, const double *event, const double *x, double *scale,
                    etho_arena *arena) {
  keyed *order = ETHO_NEW(arena, keyed, m->n + 1);
  if (!order || !allocate(m, arena)) return false;
  for (size_t i = 0; i < m->n; i++) order[i] = (keyed){time[i], event[i], i};
  qsort(order, m->n, sizeof *order, compare_latest);
  for (size_t i = 0; i < m->n; i++) m->time[i] = order[i].time, m->event[i] = order[i].event;
  return m->n == 0 || standardize(x, m, scale, arena, order);
}

etho_status etho_cox_fit(const double *time, const double *event, const double *x, size_t n, size_t p,
                         bool breslow, etho_cox *fit, etho_error *error) {
  if (p > ETHO_COX_MAX_TERMS)
    return etho_error_set(error, ETHO_ERR_USAGE, "%zu terms are more than the %d that fit", p,
                          ETHO_COX_MAX_TERMS);
  *fit = (etho_cox){.p = p, .n = n};
  for (size_t i = 0; i < n; i++) fit->events += event[i] != 0;
  etho_arena *arena = etho_arena_new();
  problem m = {.n = n, .p = p, .breslow = breslow};
  double scale[ETHO_COX_MAX_TERMS];
  newton w = {0};
  bool fine = arena && prepare(&m, time, event, x, scale, arena);
  if (fine) {
    w = (newton){ETHO_NEW(arena, double, p + 1), ETHO_NEW(arena, double, p + 1),
                 ETHO_NEW(arena, double, p + 1), ETHO_NEW(arena, double, p *p + 1),
                 ETHO_NEW(arena, bool, p + 1)};
    fine = w.b && w.trial && w.step && w.factor && w.skip;
  }
  if (fine) fit_problem(&m, &w, scale, fit);
  etho_arena_free(arena);
  return fine ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
