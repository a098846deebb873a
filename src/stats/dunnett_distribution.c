#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/distribution.h"
#include "stats/chi_mixture.h"
#include "stats/dunnett_family.h"
#include "stats/monotone_root.h"
#include "stats/tails.h"

static int compare_lambda(const void *a, const void *b) {
  const etho_dunnett_term *x = a, *y = b;
  return x->lambda < y->lambda ? -1 : x->lambda > y->lambda;
}

static double exceeds(double w, const void *context);

bool etho_dunnett_family_init(etho_dunnett_family *f, const double *lambda, size_t k, bool two_sided,
                              bool tabulated) {
  f->k = (double)k, f->n_terms = 0, f->two_sided = two_sided, f->tabulated = tabulated;
  f->term = k ? malloc(k * sizeof *f->term) : NULL;
  if (!f->term) return false;
  double least_root = 1;
  for (size_t i = 0; i < k; i++) {
    if (!(lambda[i] >= 0 && lambda[i] < 1)) return free(f->term), false;
    f->term[i] = (etho_dunnett_term){lambda[i], sqrt((1 - lambda[i]) * (1 + lambda[i])), 1};
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
  etho_tail_table_init(&f->table, exceeds, f, 0.5);
  return true;
}

void etho_dunnett_family_free(etho_dunnett_family *family) {
  free(family->term);
}

/* Given the shared Z_0 = z the comparisons are independent: P(any exceeds w | z) = 1 - prod (1 - x_i). */
static double any_exceeds(const etho_dunnett_family *f, double w, double z) {
  double log_none = 0;
  for (size_t i = 0; i < f->n_terms; i++) {
    const etho_dunnett_term *t = &f->term[i];
    double x = etho_normal_upper((w - t->lambda * z) / t->root);
    if (f->two_sided) x += etho_normal_upper((w + t->lambda * z) / t->root);
    if (x >= 1) return 1;
    log_none += t->count * log1p(-x);
  }
  return -expm1(log_none);
}

/* z is where pdf(z) P(T_i > w | z) is not negligible: around lambda w with standard deviation root, and
 * beyond w / lambda as far as pdf(z) itself reaches. */
static void shared_range(const etho_dunnett_family *f, double w, double *low, double *high) {
  *low = w > 0 ? (double)INFINITY : -9;
  *high = w > 0 ? sqrt(81 + w * w) : 9;
  for (size_t i = 0; i < f->n_terms && w > 0; i++)
    *low = fmin(*low, f->term[i].lambda * w - 9 * f->term[i].root);
}

static double exceeds(double w, const void *context) {
  const etho_dunnett_family *f = context;
  double low, high, sum = 0;
  if (w > 40 || w < -40) return w < 0; /* beyond a double */
  shared_range(f, w, &low, &high);
  if (f->two_sided && low < 0) {
    for (double z = f->step; z <= high; z += f->step) sum += 2 * etho_normal_pdf(z) * any_exceeds(f, w, z);
    return f->step * (sum + etho_normal_pdf(0) * any_exceeds(f, w, 0));
  }
  for (double z = low; z <= high; z += f->step) sum += etho_normal_pdf(z) * any_exceeds(f, w, z);
  return f->step * sum * (f->two_sided ? 2 : 1);
}

static double normal_exceeds(double w, etho_dunnett_family *f) {
  return f->tabulated ? etho_tail_table_at(&f->table, w) : exceeds(w, f);
}

typedef struct scaled {
  etho_dunnett_family *family;
  double d;
} scaled;

static double scaled_exceeds(double s, const void *context) {
  const scaled *c = context;
  return normal_exceeds(c->d * s, c->family);
}

/* In the tail P(exceeds w) falls like exp(-w^2 / 2): the mode of s follows. */
double etho_dunnett_family_sf(etho_dunnett_family *f, double d, double df) {
  if (isnan(d)) return d;
  if (f->two_sided && d <= 0) return 1;
  if (isinf(d)) return d < 0;
  if (isinf(df)) return fmin(1, normal_exceeds(d, f));
  scaled context = {f, d};
  double start = d > 0 ? sqrt(df / (df + d * d)) : 1, width = f->k <= 10 ? (double)INFINITY : 0.12;
  return etho_chi_mixture(df, start, width, scaled_exceeds, &context);
}

typedef struct wanted {
  etho_dunnett_family *family;
  double df, log_p;
} wanted;

static double log_off(double d, const void *context) {
  const wanted *c = context;
  return log(fmax(etho_dunnett_family_sf(c->family, d, c->df), 1e-320)) - c->log_p;
}

/* First guess: Bonferroni's bound, which is near the truth for small p. */
double etho_dunnett_family_quantile(etho_dunnett_family *f, double p, double df) {
  double each = p / f->k / (f->two_sided ? 2 : 1), t = etho_t_upper_quantile(each, df);
  double density = isinf(df) ? etho_normal_pdf(t) : gsl_ran_tdist_pdf(t, df), open = (double)INFINITY;
  wanted context = {f, df, log(p)};
  return etho_root_decreasing(log_off, &context, t, -density / each, f->two_sided ? 0 : -open, open, 1e-9);
}

double etho_dunnett_sf(double d, const double *lambda, size_t k, double df, bool two_sided) {
  etho_dunnett_family f;
  if (!(df >= 1) || !etho_dunnett_family_init(&f, lambda, k, two_sided, false)) return (double)NAN;
  double p = etho_dunnett_family_sf(&f, d, df);
  etho_dunnett_family_free(&f);
  return p;
}

double etho_dunnett_quantile(double p, const double *lambda, size_t k, double df, bool two_sided) {
  etho_dunnett_family f;
  if (!(df >= 1) || !(p > 0 && p < 1) || !etho_dunnett_family_init(&f, lambda, k, two_sided, true))
    return (double)NAN;
  double d = etho_dunnett_family_quantile(&f, p, df);
  etho_dunnett_family_free(&f);
  return d;
}
