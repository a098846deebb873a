/* Profile-likelihood limits of the variance components: the ML deviance with one of them held, minimised over
 * the others, rises by the chi-square quantile (Bates et al. 2015, section 5.1; sd and correlation scale). */
#include <math.h>
#include <string.h>

#include "model/mixed.h"
#include "stats/tails.h"

/* Natural parameters: per block sd of each effect as written and (q = 2) the angle asin(correlation); then
 * log sigma. */
typedef struct natural {
  etho_mixed *m;
  size_t n;
  double *value;                    /* n */
  double *inverse[ETHO_MAX_RANDOM]; /* of the blocks' transforms */
  size_t held;                      /* index of the parameter that is fixed */
  double *step, *free, *hessian;
  double minimum;
  bool have_hessian;
} natural;

static void set_lambda(natural *p, size_t b, const double *v, double sigma) {
  const etho_block *block = &p->m->random.block[b];
  double *lambda = p->m->random.lambda[b], written[4] = {v[0], 0, 0, 0};
  if (block->q == 2) {
    written[1] = v[1] * sin(v[2]);
    written[3] = v[1] * cos(v[2]);
  }
  size_t q = block->q;
  for (size_t c = 0; c < q; c++)
    for (size_t i = 0; i < q; i++) {
      double sum = 0;
      for (size_t k = 0; k < q; k++) sum += p->inverse[b][k * q + i] * written[c * q + k];
      lambda[c * q + i] = sum / sigma;
    }
}

static double deviance(natural *p) {
  double sigma = exp(p->value[p->n - 1]);
  size_t at = 0;
  for (size_t b = 0; b < p->m->random.n_blocks; b++) {
    set_lambda(p, b, p->value + at, sigma);
    at += p->m->random.block[b].q == 2 ? 3 : 1;
  }
  return etho_mixed_deviance_at(p->m, NULL, sigma);
}

static double free_deviance(const double *x, void *context) {
  natural *p = context;
  size_t k = 0;
  for (size_t i = 0; i < p->n; i++)
    if (i != p->held) p->value[i] = x[k++];
  return deviance(p);
}

/* The deviance above its minimum with one parameter held at v; NaN: out of memory. */
static double rise(natural *p, double v) {
  double step[3 * ETHO_MAX_RANDOM + 1];
  etho_minimum minimum;
  size_t k = 0;
  p->value[p->held] = v;
  for (size_t i = 0; i < p->n; i++)
    if (i != p->held) p->free[k] = p->value[i], step[k++] = p->step[i];
  if (!etho_minimise(free_deviance, p, p->free, k, step, p->have_hessian ? p->hessian : NULL, 1e-7,
                     p->m->problem->arena, &minimum))
    return (double)NAN;
  memcpy(p->hessian, minimum.hessian, k * k * sizeof *p->hessian);
  p->have_hessian = true;
  free_deviance(p->free, p);
  return minimum.value - p->minimum;
}

/* Where the signed root of the rise reaches z: secants, the root being nearly straight. */
static double limit(natural *p, double from, double scale, double direction, double edge,
                    const double *start) {
  double z = etho_t_critical(p->m->problem->options->conf_level, (double)INFINITY, ETHO_TWO_SIDED);
  double a = from, za = 0, b = from + direction * scale, zb;
  memcpy(p->value, start, p->n * sizeof *start);
  p->have_hessian = false;
  for (int i = 0; i < 25; i++) {
    if (direction * (b - edge) > 0) b = edge;
    double up = rise(p, b);
    if (isnan(up)) return up;
    zb = sqrt(fmax(up, 0));
    if (b == edge && zb < z) return edge;
    if (fabs(zb - z) < 1e-6 * z) return b;
    double slope = (zb - za) / (b - a),
           next = slope * direction > 0 ? b + (z - zb) / slope : b + direction * scale;
    if (direction * (next - b) > 3 * fabs(b - from)) next = b + 3 * direction * fabs(b - from);
    if (fabs(next - b) < 1e-9 * fabs(b)) return next;
    a = b, za = zb, b = next;
  }
  return (double)NAN;
}

static bool invert_transform(const etho_block *block, etho_arena *arena, double **inverse) {
  size_t q = block->q;
  const double *t = block->transform;
  *inverse = ETHO_NEW(arena, double, q *q);
  if (!*inverse) return false;
  (*inverse)[0] = 1 / t[0];
  if (q == 2) {
    (*inverse)[3] = 1 / t[3];
    (*inverse)[2] = -t[2] / (t[0] * t[3]);
  }
  return true;
}

static void natural_start(natural *p, const double *theta, double sigma) {
  double c[4];
  size_t at = 0;
  etho_random_set_theta(&p->m->random, theta);
  for (size_t b = 0; b < p->m->random.n_blocks; b++) {
    etho_random_covariance(&p->m->random, b, c);
    double s = sigma * sqrt(c[0]);
    p->step[at] = fmax(s, 0.1 * sigma / fabs(p->inverse[b][0]));
    p->value[at++] = s;
    if (p->m->random.block[b].q != 2) continue;
    double s2 = sigma * sqrt(c[3]), r = s > 0 && s2 > 0 ? c[1] / sqrt(c[0] * c[3]) : 0;
    p->step[at] = fmax(s2, 0.1 * sigma / fabs(p->inverse[b][3]));
    p->value[at++] = s2;
    p->step[at] = 0.5;
    p->value[at++] = asin(fmax(-1, fmin(1, r)));
  }
  p->step[at] = 0.3;
  p->value[at] = log(sigma);
}

static etho_status prepare(natural *p, etho_mixed *ml, etho_error *error) {
  etho_arena *arena = ml->problem->arena;
  p->m = ml;
  for (size_t b = 0; b < ml->random.n_blocks; b++) {
    if (!invert_transform(&ml->random.block[b], arena, &p->inverse[b])) return etho_model_no_memory(error);
    p->n += ml->random.block[b].q == 2 ? 3 : 1;
  }
  p->n++;
  p->value = ETHO_NEW(arena, double, p->n), p->step = ETHO_NEW(arena, double, p->n);
  p->free = ETHO_NEW(arena, double, p->n), p->hessian = ETHO_NEW(arena, double, p->n * p->n);
  return p->value && p->step && p->free && p->hessian ? ETHO_OK : etho_model_no_memory(error);
}

static bool is_angle(const natural *p, size_t index) {
  size_t at = 0;
  for (size_t b = 0; b < p->m->random.n_blocks; b++) {
    if (p->m->random.block[b].q == 2 && index == at + 2) return true;
    at += p->m->random.block[b].q == 2 ? 3 : 1;
  }
  return false;
}

static void find_limits(natural *p, const double *start, size_t k, double *low, double *high) {
  const double half_pi = 1.5707963267948966;
  bool angle = is_angle(p, k), log_scale = k == p->n - 1;
  double step = angle ? 0.5 : log_scale ? 2 / sqrt((double)p->m->n) : fmax(0.3 * start[k], 0.3 * p->step[k]);
  p->held = k;
  *low = limit(p, start[k], step, -1, angle ? -half_pi : log_scale ? -700 : 0, start);
  *high = limit(p, start[k], step, 1, angle ? half_pi : (double)INFINITY, start);
  if (angle) *low = sin(*low), *high = sin(*high);
  if (log_scale) *low = exp(*low), *high = exp(*high);
}

etho_status etho_mixed_profile(const etho_problem *problem, const etho_mixed *mixed, etho_profile *profile,
                               etho_error *error) {
  natural p = {0};
  etho_mixed *ml = ETHO_NEW(problem->arena, etho_mixed, 1);
  if (!ml) return etho_model_no_memory(error);
  *ml = *mixed;
  ml->reml = false;
  *profile = (etho_profile){0};
  for (size_t b = 0; b < mixed->random.n_blocks; b++)
    if (mixed->random.block[b].q > 2) return ETHO_OK; /* no profile for three correlated effects */
  etho_status status = prepare(&p, ml, error);
  double *theta = ETHO_NEW(problem->arena, double, mixed->random.n_theta + 1);
  double *start = ETHO_NEW(problem->arena, double, p.n + 1),
         *step = ETHO_NEW(problem->arena, double, p.n + 1);
  profile->low = ETHO_NEW(problem->arena, double, p.n + 1),
  profile->high = ETHO_NEW(problem->arena, double, p.n + 1);
  if (status != ETHO_OK || !theta || !start || !step || !profile->low || !profile->high)
    return status != ETHO_OK ? status : etho_model_no_memory(error);
  memcpy(theta, mixed->theta, mixed->random.n_theta * sizeof *theta);
  etho_minimum minimum;
  for (size_t k = 0; k < mixed->random.n_theta; k++) step[k] = fmax(fabs(theta[k]), 0.1);
  if (!etho_minimise(etho_mixed_deviance, ml, theta, mixed->random.n_theta, step, NULL, 1e-10, problem->arena,
                     &minimum))
    return etho_model_no_memory(error);
  etho_mixed_snap(&ml->random, etho_mixed_deviance, ml, theta, &minimum.value);
  p.minimum = etho_mixed_deviance(theta, ml);
  natural_start(&p, theta, sqrt(ml->pwrss / (double)ml->n));
  memcpy(start, p.value, p.n * sizeof *start);
  for (profile->n = 0; profile->n < p.n; profile->n++)
    find_limits(&p, start, profile->n, &profile->low[profile->n], &profile->high[profile->n]);
  return ETHO_OK;
}
