#include "model/minimise.h"

#include <math.h>
#include <string.h>

#include "model/linear.h"

enum { MAX_ITERATIONS = 300 };

typedef struct search {
  etho_objective *f;
  void *context;
  size_t d;
  double *x, *h, *gradient, *next_gradient, *direction, *trial, *hessian, *work, *values, *vectors, *update,
      *wide;
  double value;
  int evaluations;
} search;

static double evaluate(search *s, const double *x) {
  s->evaluations++;
  double value = s->f(x, s->context);
  return isnan(value) ? (double)INFINITY : value;
}

static void central_gradient(search *s, double *x, double *g) {
  for (size_t i = 0; i < s->d; i++) {
    double at = x[i];
    x[i] = at + s->h[i];
    double up = evaluate(s, x);
    x[i] = at - s->h[i];
    double down = evaluate(s, x);
    x[i] = at;
    g[i] = (up - down) / (2 * s->h[i]);
  }
}

void etho_hessian(etho_objective *f, void *context, double *x, size_t d, const double *h, double value,
                  double *hessian) {
  for (size_t i = 0; i < d; i++) {
    double xi = x[i];
    x[i] = xi + h[i];
    double up = f(x, context);
    x[i] = xi - h[i];
    double down = f(x, context);
    x[i] = xi;
    hessian[i * d + i] = (up - 2 * value + down) / (h[i] * h[i]);
    for (size_t j = 0; j < i; j++) {
      double xj = x[j], sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        double si = corner & 1 ? -1 : 1, sj = corner & 2 ? -1 : 1;
        x[i] = xi + si * h[i], x[j] = xj + sj * h[j];
        sum += si * sj * f(x, context);
      }
      x[i] = xi, x[j] = xj;
      hessian[i * d + j] = hessian[j * d + i] = sum / (4 * h[i] * h[j]);
    }
  }
}

/* Second differences take ten times the step of first ones: the rounding of the value counts twice over. */
static void measure_hessian(search *s) {
  for (size_t i = 0; i < s->d; i++) s->wide[i] = 10 * s->h[i];
  etho_hessian(s->f, s->context, s->x, s->d, s->wide, s->value, s->hessian);
  s->evaluations += (int)(2 * s->d * s->d);
}

/* direction = -|H|^-1 g, eigenvalues made positive; returns the expected decrease g'|H|^-1 g / 2. */
static double newton_direction(search *s, bool *indefinite) {
  size_t d = s->d;
  for (size_t k = 0; k < d * d; k++)
    if (!isfinite(s->hessian[k])) s->hessian[k] = k % (d + 1) == 0 ? 1 : 0;
  etho_symmetric_eigen(s->hessian, d, s->work, s->values, s->vectors);
  double largest = 0, decrease = 0;
  for (size_t k = 0; k < d; k++) largest = fmax(largest, fabs(s->values[k]));
  *indefinite = d && s->values[0] < -1e-5 * largest;
  memset(s->direction, 0, d * sizeof *s->direction);
  for (size_t k = 0; k < d; k++) {
    double lambda = fmax(fabs(s->values[k]), 1e-8 * largest + 1e-12), dot = 0;
    for (size_t i = 0; i < d; i++) dot += s->vectors[k * d + i] * s->gradient[i];
    for (size_t i = 0; i < d; i++) s->direction[i] -= dot / lambda * s->vectors[k * d + i];
    decrease += dot * dot / lambda / 2;
  }
  return decrease;
}

/* Halve the step until the value falls enough (Armijo). */
static bool line_search(search *s, double decrease, double *step) {
  for (*step = 1; *step > 1e-10; *step /= 2) {
    for (size_t i = 0; i < s->d; i++) s->trial[i] = s->x[i] + *step * s->direction[i];
    double value = evaluate(s, s->trial);
    if (value > s->value - 1e-4 * *step * decrease) continue;
    s->value = value;
    memcpy(s->x, s->trial, s->d * sizeof *s->x);
    return true;
  }
  return false;
}

static void update_bfgs(search *s, double step) {
  size_t d = s->d;
  double sy = 0, shs = 0;
  double *hs = s->update;
  for (size_t i = 0; i < d; i++) {
    hs[i] = 0;
    for (size_t j = 0; j < d; j++) hs[i] += s->hessian[j * d + i] * step * s->direction[j];
  }
  for (size_t i = 0; i < d; i++) {
    sy += step * s->direction[i] * (s->next_gradient[i] - s->gradient[i]);
    shs += step * s->direction[i] * hs[i];
  }
  if (!(sy > 1e-12 * fabs(shs)) || !(shs > 0)) return;
  for (size_t i = 0; i < d; i++)
    for (size_t j = 0; j < d; j++)
      s->hessian[j * d + i] +=
          (s->next_gradient[i] - s->gradient[i]) * (s->next_gradient[j] - s->gradient[j]) / sy -
          hs[i] * hs[j] / shs;
}

/* Off a saddle, along the most negative curvature. */
static bool leave_saddle(search *s) {
  for (double length = 0.5; length > 1e-3; length /= 2) {
    for (size_t i = 0; i < s->d; i++) s->trial[i] = s->x[i] + length * s->vectors[i];
    double value = evaluate(s, s->trial);
    if (!(value < s->value - 1e-9)) continue;
    s->value = value;
    memcpy(s->x, s->trial, s->d * sizeof *s->x);
    return true;
  }
  return false;
}

/* One full Newton step at the end: the value no longer tells, the gradient does. */
static void polish(search *s) {
  bool indefinite;
  central_gradient(s, s->x, s->gradient);
  newton_direction(s, &indefinite);
  for (size_t i = 0; i < s->d; i++) s->trial[i] = s->x[i] + s->direction[i];
  double value = indefinite ? (double)INFINITY : evaluate(s, s->trial);
  if (!(value <= s->value + 1e-9)) return;
  s->value = value;
  memcpy(s->x, s->trial, s->d * sizeof *s->x);
}

static bool allocate(search *s, etho_arena *arena) {
  size_t d = s->d;
  double *block = ETHO_NEW(arena, double, 8 * d + 3 * d * d + 1);
  if (!block) return false;
  double **vectors[] = {&s->h,     &s->gradient, &s->next_gradient, &s->direction,
                        &s->trial, &s->values,   &s->update,        &s->wide};
  for (size_t k = 0; k < sizeof vectors / sizeof *vectors; k++) *vectors[k] = block + k * d;
  s->hessian = block + 8 * d, s->work = s->hessian + d * d, s->vectors = s->work + d * d;
  return true;
}

static void run(search *s, bool measured, double tolerance, etho_minimum *minimum) {
  int at_optimum = 0;
  if (!measured) measure_hessian(s);
  measured = true;
  central_gradient(s, s->x, s->gradient);
  for (int iteration = 0; iteration < MAX_ITERATIONS && !minimum->converged; iteration++) {
    bool indefinite;
    double step, decrease = newton_direction(s, &indefinite);
    bool moved = decrease > tolerance && line_search(s, decrease, &step);
    if (moved) {
      central_gradient(s, s->x, s->next_gradient);
      update_bfgs(s, step);
      memcpy(s->gradient, s->next_gradient, s->d * sizeof *s->gradient);
      at_optimum = 0;
      continue;
    }
    if (at_optimum++ == 0) { /* look again with a measured Hessian */
      measure_hessian(s);
      continue;
    }
    if (indefinite && leave_saddle(s)) {
      central_gradient(s, s->x, s->gradient);
      at_optimum = 0;
      continue;
    }
    minimum->converged = decrease <= 1e3 * tolerance + 1e-7 || at_optimum > 2;
    if (decrease > 1e-4) minimum->converged = false;
    if (!minimum->converged && at_optimum > 2) break;
  }
}

bool etho_minimise(etho_objective *f, void *context, double *x, size_t d, const double *step,
                   const double *hessian, double tolerance, etho_arena *arena, etho_minimum *minimum) {
  search s = {.f = f, .context = context, .d = d, .x = x};
  *minimum = (etho_minimum){0};
  if (!allocate(&s, arena)) return false;
  for (size_t i = 0; i < d; i++) s.h[i] = 1e-4 * step[i];
  if (hessian) memcpy(s.hessian, hessian, d * d * sizeof *hessian);
  s.value = evaluate(&s, x);
  if (d == 0)
    minimum->converged = true;
  else
    run(&s, hessian != NULL, tolerance, minimum);
  if (d && minimum->converged) polish(&s);
  minimum->value = s.value;
  minimum->hessian = s.hessian;
  minimum->evaluations = s.evaluations;
  return true;
}
