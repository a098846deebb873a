/* Do the hazards stay proportional? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/cox_fit.h"
#include "stats/tails.h"

typedef struct subject {
  double time, event, risk, transform; /* transform: 1 - Kaplan-Meier just before the time */
  const double *x;
} subject;

typedef struct sums {
  size_t p;
  double s0, d0;
  double *s1, *d1, *s2, *d2; /* over the risk set, over the deaths of the moment */
  double *score;             /* sum of g (x - mean) */
  double *i11, *i12, *i22;   /* information with g^0, g, g^2 */
} sums;

static int later_first(const void *a, const void *b) {
  double x = ((const subject *)a)->time, y = ((const subject *)b)->time;
  return (x < y) - (x > y);
}

static void fill_transform(subject *s, size_t n) {
  double survival = 1;
  for (size_t end = n; end > 0;) { /* from the earliest time on */
    size_t from = end;
    double deaths = 0;
    while (from > 0 && s[from - 1].time == s[end - 1].time) deaths += s[--from].event;
    for (size_t i = from; i < end; i++) s[i].transform = 1 - survival;
    survival *= 1 - deaths / (double)end;
    end = from;
  }
}

static void add_subject(sums *t, const subject *s) {
  size_t p = t->p;
  t->s0 += s->risk;
  t->d0 += s->event * s->risk;
  for (size_t a = 0; a < p; a++) {
    t->s1[a] += s->risk * s->x[a];
    t->d1[a] += s->event * s->risk * s->x[a];
    for (size_t b = 0; b < p; b++) {
      t->s2[b * p + a] += s->risk * s->x[a] * s->x[b];
      t->d2[b * p + a] += s->event * s->risk * s->x[a] * s->x[b];
    }
  }
}

/* One of the deaths of a moment; share: what of the dying is out of the risk set already (Efron), 0 for
 * Breslow. */
static void add_death(sums *t, double g, double share) {
  size_t p = t->p;
  double s0 = t->s0 - share * t->d0;
  for (size_t a = 0; a < p; a++) {
    double ma = (t->s1[a] - share * t->d1[a]) / s0;
    t->score[a] -= g * ma;
    for (size_t b = 0; b < p; b++) {
      double mb = (t->s1[b] - share * t->d1[b]) / s0;
      double v = (t->s2[b * p + a] - share * t->d2[b * p + a]) / s0 - ma * mb;
      t->i11[b * p + a] += v;
      t->i12[b * p + a] += g * v;
      t->i22[b * p + a] += g * g * v;
    }
  }
}

static void accumulate(sums *t, const subject *s, size_t n, double centre, bool breslow) {
  for (size_t from = 0, end; from < n; from = end) {
    double deaths = 0;
    t->d0 = 0;
    memset(t->d1, 0, t->p * sizeof *t->d1);
    memset(t->d2, 0, t->p * t->p * sizeof *t->d2);
    for (end = from; end < n && s[end].time == s[from].time; end++) {
      add_subject(t, &s[end]);
      deaths += s[end].event;
      for (size_t a = 0; a < t->p && s[end].event > 0; a++)
        t->score[a] += (s[end].transform - centre) * s[end].x[a];
    }
    for (double k = 0; k < deaths; k++) add_death(t, s[from].transform - centre, breslow ? 0 : k / deaths);
  }
}

/* U' (I22 - I21 I11^-1 I12)^-1 U over the columns [from, from + count). */
static bool score_test(const sums *t, size_t from, size_t count, etho_arena *arena, double *chi2) {
  size_t p = t->p;
  double *factor = ETHO_NEW(arena, double, p *p + count * count + p + count + 1);
  if (!factor) return false;
  double *v = factor + p * p, *column = v + count * count, *u = column + p;
  memcpy(factor, t->i11, p * p * sizeof *factor);
  *chi2 = (double)NAN;
  if (!etho_cholesky(factor, p)) return true;
  for (size_t b = 0; b < count; b++) {
    memcpy(column, t->i12 + (from + b) * p, p * sizeof *column);
    etho_cholesky_solve(factor, p, column);
    for (size_t a = 0; a < count; a++) {
      v[b * count + a] = t->i22[(from + b) * p + from + a];
      for (size_t k = 0; k < p; k++) v[b * count + a] -= t->i12[(from + a) * p + k] * column[k];
    }
  }
  if (!etho_cholesky(v, count)) return true;
  memcpy(u, t->score + from, count * sizeof *u);
  etho_forward_solve(v, count, u);
  *chi2 = 0;
  for (size_t a = 0; a < count; a++) *chi2 += u[a] * u[a];
  return true;
}

static etho_status report_test(const etho_cox_model *c, const sums *t, const char *term, size_t from,
                               size_t count, etho_error *error) {
  double chi2;
  if (!score_test(t, from, count, c->problem->arena, &chi2)) return etho_model_no_memory(error);
  etho_row *row = etho_report_row(c->problem, "diagnostics");
  etho_row_text(row, "test", "schoenfeld");
  etho_row_text(row, "term", term);
  etho_row_number(row, "statistic", chi2);
  etho_row_text(row, "statistic_name", "chi2");
  etho_row_number(row, "df", (double)count);
  etho_row_number(row, "p_value", isnan(chi2) ? chi2 : etho_chi2_upper(chi2, (double)count));
  if (isnan(chi2)) etho_row_note(row, "too few events to tell");
  return ETHO_OK;
}

static bool allocate(sums *t, size_t p, etho_arena *arena) {
  t->p = p;
  double *block = ETHO_NEW(arena, double, 3 * p + 5 * p * p + 1);
  if (!block) return false;
  t->s1 = block, t->d1 = block + p, t->score = block + 2 * p, t->s2 = block + 3 * p;
  t->d2 = t->s2 + p * p, t->i11 = t->d2 + p * p, t->i12 = t->i11 + p * p, t->i22 = t->i12 + p * p;
  return true;
}

etho_status etho_report_proportionality(const etho_cox_model *c, etho_error *error) {
  const etho_design *d = &c->problem->design;
  size_t p = d->p - 1, n = c->n;
  double events = 0, centre = 0;
  for (size_t j = 1; j <= p; j++)
    if (c->aliased[j]) return ETHO_OK;
  if (!p) return ETHO_OK;
  sums t = {0};
  subject *s = ETHO_NEW(c->problem->arena, subject, n + 1);
  double *x = ETHO_NEW(c->problem->arena, double, n *p + 1);
  if (!s || !x || !allocate(&t, p, c->problem->arena)) return etho_model_no_memory(error);
  for (size_t j = 0; j < p; j++) {
    long double mean = 0;
    for (size_t i = 0; i < n; i++) mean += d->x[(j + 1) * n + i] / (long double)n;
    for (size_t i = 0; i < n; i++) x[i * p + j] = (double)(d->x[(j + 1) * n + i] - mean);
  }
  for (size_t i = 0; i < n; i++) {
    double eta = 0;
    for (size_t j = 0; j < p; j++) eta += x[i * p + j] * c->beta[j + 1];
    s[i] = (subject){.time = c->time[i], .event = c->event[i], .risk = exp(eta), .x = x + i * p};
  }
  qsort(s, n, sizeof *s, later_first);
  fill_transform(s, n);
  for (size_t i = 0; i < n; i++) centre += s[i].event * s[i].transform, events += s[i].event;
  accumulate(&t, s, n, centre / events, strcmp(c->problem->options->ties, "breslow") == 0);
  etho_status status = ETHO_OK;
  for (size_t term = 0; term < c->problem->terms->fixed.n_terms && status == ETHO_OK; term++) {
    size_t from, count;
    etho_design_columns(d, term + 1, &from, &count);
    status = report_test(c, &t, c->problem->terms->fixed.term[term].label, from - 1, count, error);
  }
  return status == ETHO_OK ? report_test(c, &t, "GLOBAL", 0, p, error) : status;
}
