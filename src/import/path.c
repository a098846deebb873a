/* The path of a body point: steady times, lost frames, short gaps. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "import/positions.h"

enum { MOST_FILLED = 1000000 };

bool etho_path_new(const etho_source *source, etho_path *path, size_t n) {
  size_t room = n ? n : 1;
  path->n = n;
  path->time_s = ETHO_NEW(source->arena, double, room);
  path->x = ETHO_NEW(source->arena, double, room), path->y = ETHO_NEW(source->arena, double, room);
  path->likelihood = ETHO_NEW(source->arena, double, room);
  return path->time_s && path->x && path->y && path->likelihood;
}

/* Two samples at one time are two animals. */
static bool is_one_animal(etho_source *source, const etho_path *p) {
  for (size_t i = 1; i < p->n; i++) {
    if (p->time_s[i] > p->time_s[i - 1]) continue;
    etho_issues_add(
        source->issues, "E-TIME-ORDER", source->path, p->line, 0,
        "export each animal apart, or assign the tracks to animals and export again",
        "the %zu. sample has the time of the one before (%g s): are there several animals in one track?",
        i + 1, p->time_s[i]);
    return false;
  }
  return true;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double usual_step(const etho_path *p) {
  size_t n = p->n > 1 ? p->n - 1 : 0;
  double *step = n ? malloc(n * sizeof *step) : NULL;
  if (!step) return 0;
  for (size_t i = 0; i < n; i++) step[i] = p->time_s[i + 1] - p->time_s[i];
  qsort(step, n, sizeof *step, by_size);
  double middle = step[n / 2];
  free(step);
  return middle;
}

/* Samples between i and i + 1 that the file leaves out. */
static double left_out(const etho_path *p, size_t i) {
  double steps = floor((p->time_s[i + 1] - p->time_s[i]) / p->step_s + 0.5);
  return steps > 1 ? steps - 1 : 0;
}

/* Are the times a frame rate's (a tenth may deviate), rather than those of events? */
static bool is_steady(const etho_path *p) {
  size_t odd = 0;
  for (size_t i = 0; i + 1 < p->n; i++) {
    double steps = (p->time_s[i + 1] - p->time_s[i]) / p->step_s;
    odd += fabs(steps - floor(steps + 0.5)) > 0.3;
  }
  return odd * 10 <= p->n;
}

static void copy_filled(const etho_path *p, etho_path *full) {
  for (size_t i = 0, k = 0; i < p->n; i++) {
    full->time_s[k] = p->time_s[i], full->x[k] = p->x[i], full->y[k] = p->y[i];
    full->likelihood[k] = p->likelihood ? p->likelihood[i] : 1;
    k++;
    size_t more = i + 1 < p->n ? (size_t)left_out(p, i) : 0;
    double step = more ? (p->time_s[i + 1] - p->time_s[i]) / (double)(more + 1) : 0;
    for (size_t m = 1; m <= more; m++, k++) {
      full->time_s[k] = p->rate > 0 ? (floor(p->time_s[i] * p->rate + 0.5) + (double)m) / p->rate
                                    : p->time_s[i] + (double)m * step;
      full->x[k] = full->y[k] = (double)NAN, full->likelihood[k] = 1;
    }
  }
}

bool etho_path_steady(etho_source *source, etho_path *p) {
  if (!is_one_animal(source, p)) return false;
  p->step_s = p->rate > 0 ? 1 / p->rate : usual_step(p);
  if (!(p->step_s > 0) || !is_steady(p)) return true;
  double more = 0, longest = 0;
  for (size_t i = 0; i + 1 < p->n; i++) {
    double out = left_out(p, i);
    more += out;
    if (out > longest) longest = out;
  }
  if (more == 0) return true;
  if (more > MOST_FILLED + 4 * (double)p->n) {
    etho_issues_add(source->issues, "E-TIME-GAP", source->path, p->line, 0,
                    "check the times, or export the parts as recordings of their own",
                    "the recording leaves out %.6g s, %.6g s of them at one place", more * p->step_s,
                    longest * p->step_s);
    return false;
  }
  etho_path full = *p;
  if (!etho_path_new(source, &full, p->n + (size_t)more)) return false;
  copy_filled(p, &full);
  *p = full;
  return true;
}

double etho_path_clean(etho_source *source, etho_path *p) {
  double least = 0.6, gap_s = 0.2;
  size_t lost = 0;
  etho_source_setting_number(source, "likelihood", &least);
  etho_source_setting_number(source, "gap_s", &gap_s);
  for (size_t i = 0; i < p->n; i++)
    if (p->likelihood && !(p->likelihood[i] >= least)) p->x[i] = p->y[i] = (double)NAN;
  for (size_t i = 0; i < p->n;) {
    size_t end = i;
    while (end < p->n && (isnan(p->x[end]) || isnan(p->y[end]))) end++;
    bool bridge = end > i && i > 0 && end < p->n && p->time_s[end] - p->time_s[i - 1] <= gap_s + 1e-9;
    for (size_t k = i; k < end && bridge; k++) {
      double part = (p->time_s[k] - p->time_s[i - 1]) / (p->time_s[end] - p->time_s[i - 1]);
      p->x[k] = p->x[i - 1] + part * (p->x[end] - p->x[i - 1]);
      p->y[k] = p->y[i - 1] + part * (p->y[end] - p->y[i - 1]);
    }
    lost += bridge ? 0 : end - i;
    i = end > i ? end : i + 1;
  }
  return p->n ? (double)lost / (double)p->n : 0;
}
