#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/distribution.h"
#include "stats/chi_mixture.h"
#include "stats/monotone_root.h"
#include "stats/tails.h"

/* Comparisons with the same correlation are one term: T_i = lambda Z_0 + root Z_i, root = sqrt(1 - lambda^2).
 */
typedef struct term {
  double lambda, root, count;
} term;

typedef struct family {
  term *term;
  size_t n_terms;
  double k, step;
  bool two_sided;
} family;

typedef struct scaled {
  const family *family;
  double d;
} scaled;

static int compare_lambda(const void *a, const void *b) {
  const term *x = a, *y = b;
  return x->lambda < y->lambda ? -1 : x->lambda > y->lambda;
}

/* false: a lambda outside [0, 1), or out of memory. */
static bool family_make(family *f, const double *lambda, size_t k, bool two_sided) {
  *f = (family){.k = (double)k, .two_sided = two_sided, .term = k ? malloc(k * sizeof *f->term) : NULL};
  if (!f->term) return false;
  double least_root = 1;
  for (size_t i = 0; i < k; i++) {
    if (!(lambda[i] >= 0 && lambda[i] < 1)) return free(f->term), false;
    f->term[i] = (term){lambda[i], sqrt((1 - lambda[i]) * (1 + lambda[i])), 1};
    least_root = fmin(least_root, f->term[i].root);
  }
  qsort(f->term, k, sizeof *f->term, compare_lambda);
  for (size_t i = 0; i < k; i++) {
    if (f->n_terms && f->term[f->n_terms - 1].lambda == f->term[i].lambda)
      f->term[f->n_terms - 1].count++;
    else
      f->term[f->n_terms++] = f->term[i];
  }
  f->step = 0.5 * least_root;
  return true;
}

/* Given the shared Z_0 = z the comparisons are independent: P(any exceeds w | z) = 1 - prod (1 - x_i). */
static double any_exceeds(const family *f, double w, double z) {
  double log_none = 0;
  for (size_t i = 0; i < f->n_terms; i++) {
    const term *t = &f->term[i];
    double x = etho_normal_upper((w - t->lambda * z) / t->root);
    if (f->two_sided) x += etho_normal_upper((w + t->lambda * z) / t->root);
    if (x >= 1) return 1;
    log_none += t->count * log1p(-x);
  }
  return -expm1(log_none);
}

/* z is where pdf(z) P(T_i > w | z) is not negligible: around lambda w with standard deviation root, and
 * beyond w / lambda as far as pdf(z) itself reaches. */
static void shared_range(const family *f, double w, double *low, double *high) {
  *low = w > 0 ? (double)INFINITY : -9;
  *high = sqrt(81 + w * w);
  for (size_t i = 0; i < f->n_terms && w > 0; i++)
    *low = fmin(*low, f->term[i].lambda * w - 9 * f->term[i].root);
}

static double exceeds(double w, const family *f) {
  double low, high, sum = 0;
  shared_range(f, w, &low, &high);
  if (f->two_sided && low < 0) {
    for (double z = f->step; z <= high; z += f->step) sum += 2 * etho_normal_pdf(z) * any_exceeds(f, w, z);
    return f->step * (sum + etho_normal_pdf(0) * any_exceeds(f, w, 0));
  }
  for (double z = low; z <= high; z += f->step) sum += etho_normal_pdf(z) * any_exceeds(f, w, z);
  return f->step * sum * (f->two_sided ? 2 : 1);
}

static double scaled_exceeds(double s, const void *context) {
  const scaled *c = context;
  return exceeds(c->d * s, c->family);
}

/* In the tail P(exceeds w) falls like exp(-w^2 / 2): the mode of s follows. */
static double upper_tail(double d, const family *f, double df) {
  if (isinf(df)) return fmin(1, exceeds(d, f));
  scaled context = {f, d};
  return etho_chi_mixture(df, d > 0 ? sqrt(df / (df + d * d)) : 1, f->k <= 10 ? (double)INFINITY : 0.12,
                          scaled_exceeds, &context);
}

double etho_dunnett_sf(double d, const double *lambda, size_t k, double df, bool two_sided) {
  family f;
  if (isnan(d) || !(df >= 1) || !family_make(&f, lambda, k, two_sided)) return (double)NAN;
  double p = two_sided && d <= 0 ? 1 : isinf(d) ? (d < 0) : upper_tail(d, &f, df);
  free(f.term);
  return p;
}

typedef struct wanted {
  const family *family;
  double df, log_p;
} wanted;

static double log_off(double d, const void *context) {
  const wanted *c = context;
  if (c->family->two_sided && d <= 0) return -c->log_p;
  return log(fmax(upper_tail(d, c->family, c->df), 1e-320)) - c->log_p;
}

/* First guess: Bonferroni's bound, which is near the truth for small p. */
double etho_dunnett_quantile(double p, const double *lambda, size_t k, double df, bool two_sided) {
  family f;
  if (!(df >= 1) || !(p > 0 && p < 1) || !family_make(&f, lambda, k, two_sided)) return (double)NAN;
  double each = p / f.k / (two_sided ? 2 : 1), t, density;
  if (isinf(df))
    t = gsl_cdf_ugaussian_Qinv(each), density = gsl_ran_ugaussian_pdf(t);
  else
    t = etho_t_upper_quantile(each, df), density = gsl_ran_tdist_pdf(t, df);
  wanted context = {&f, df, log(p)};
  double root = etho_root_decreasing(log_off, &context, t, -density / each, two_sided ? 0 : -(double)INFINITY,
                                     (double)INFINITY, 1e-9);
  free(f.term);
  return root;
}
