#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "stats/chi_mixture.h"
#include "stats/monotone_root.h"
#include "stats/range_family.h"
#include "stats/tails.h"

static int node_at_least(const etho_range_family *f, double z) {
  return (int)fmax(0, floor((z - f->first) / f->step));
}

/* 1 - (1 - x)^n without loss for small x: x (1 + (1 - x) + ... + (1 - x)^(n - 1)) for few terms. */
static double any_of(double x, double n) {
  if (n > 8) return -expm1(n * log1p(-x));
  double sum = 1;
  for (double i = 1; i < n; i++) sum = 1 + (1 - x) * sum;
  return x * sum;
}

/* P(range > w): given that the smallest is z, the others lie above z, and not all of them below z + w. With
 * x = P(Z > z + w | Z > z) that is 1 - (1 - x)^(k - 1); no step loses digits for small x. */
static double range_above(double w, const void *context) {
  const etho_range_family *f = context;
  if (w <= 0) return 1;
  double low = w > 12.8 ? -0.5 * w - 6.4 : -sqrt(0.5 * w * w + 80);
  double high = w < 18 ? 9 - 0.5 * w : 6.4 - 0.5 * w, sum = 0;
  int last = node_at_least(f, high) + 1;
  for (int i = node_at_least(f, low); i <= last && i < f->n_nodes; i++) {
    double x = etho_normal_upper(f->first + i * f->step + w) / f->above[i];
    sum += f->weight[i] * any_of(x, f->k - 1);
  }
  return fmin(1, sum);
}

/* P(range <= w) directly. For z < -w / 2 the difference of tails is taken in the other tail. */
static double range_below(double w, const etho_range_family *f) {
  if (w <= 0) return 0;
  double sum = 0, others = f->k - 1;
  for (int i = node_at_least(f, -9 - w); i < f->n_nodes; i++) {
    double z = f->first + i * f->step;
    double inside = z > -0.5 * w ? f->above[i] - etho_normal_upper(z + w)
                                 : etho_normal_upper(-z - w) - etho_normal_upper(-z);
    sum += f->weight[i] * pow(fmax(0, inside), others);
  }
  return fmin(1, sum);
}

/* The integrand is as narrow as 1 / sqrt(k) where the range is small, which is where the lower tail comes
 * from; in the upper tail that part hardly counts. */
void etho_range_family_init(etho_range_family *f, double k, bool lower, bool tabulated) {
  f->k = k;
  f->lower = lower;
  f->tabulated = tabulated;
  f->step = lower ? 0.55 / sqrt(k) : 0.4 * fmin(1, sqrt(5 / k));
  f->first = -40;
  f->n_nodes = (int)fmin(ETHO_RANGE_NODES, 50 / f->step);
  for (int i = 0; i < f->n_nodes; i++) {
    double z = f->first + i * f->step;
    f->above[i] = etho_normal_upper(z);
    f->weight[i] = f->step * k * etho_normal_pdf(z);
    if (!lower) f->weight[i] *= pow(f->above[i], k - 1);
  }
  etho_tail_table_init(&f->table, range_above, f, 0.25);
}

static double normal_above(double w, etho_range_family *f) {
  return f->tabulated ? etho_tail_table_at(&f->table, w) : range_above(w, f);
}

typedef struct scaled {
  etho_range_family *family;
  double q;
} scaled;

static double scaled_above(double s, const void *context) {
  const scaled *c = context;
  return normal_above(c->q * s, c->family);
}

static double scaled_below(double s, const void *context) {
  const scaled *c = context;
  return range_below(c->q * s, c->family);
}

/* Many means: the range varies little, which makes its tail steep. */
static double width_of(const etho_range_family *f) {
  return f->k <= 20 ? (double)INFINITY : 0.12;
}

/* In the tail P(range > w) falls like exp(-w^2 / 4): the mode of s follows. */
double etho_range_family_sf(etho_range_family *f, double q, double df) {
  if (isnan(q)) return q;
  if (q <= 0) return 1;
  if (isinf(q)) return 0;
  if (isinf(df)) return normal_above(q, f);
  scaled context = {f, q};
  return etho_chi_mixture(df, sqrt(df / (df + 0.5 * q * q)), width_of(f), scaled_above, &context);
}

double etho_range_family_cdf(etho_range_family *f, double q, double df) {
  if (isnan(q)) return q;
  if (q <= 0) return 0;
  if (isinf(q)) return 1;
  if (isinf(df)) return range_below(q, f);
  scaled context = {f, q};
  return etho_chi_mixture(df, 1, width_of(f), scaled_below, &context);
}

typedef struct wanted {
  etho_range_family *family;
  double df, log_tail;
} wanted;

static double log_off(double log_q, const void *context) {
  const wanted *c = context;
  double q = exp(log_q);
  if (c->family->lower) return c->log_tail - log(fmax(etho_range_family_cdf(c->family, q, c->df), 1e-320));
  return log(fmax(etho_range_family_sf(c->family, q, c->df), 1e-320)) - c->log_tail;
}

/* First guess: Bonferroni's bound over the k (k - 1) / 2 pairs, which is near the truth for small p. */
double etho_range_family_quantile(etho_range_family *f, double p, double df) {
  double each = p / (f->k * (f->k - 1)), t = etho_t_upper_quantile(each, df);
  double density = isinf(df) ? etho_normal_pdf(t) : gsl_ran_tdist_pdf(t, df);
  wanted context = {f, df, f->lower ? log1p(-p) : log(p)};
  double slope = -fmax(1e-3, t * density / each);
  return exp(etho_root_decreasing(log_off, &context, log(M_SQRT2 * t), slope, -700, 700, 1e-9));
}

static bool in_domain(double q, double k, double df) {
  return !isnan(q) && k >= 2 && k <= 1000 && df >= 1;
}

double etho_range_sf(double q, double k, double df) {
  if (!in_domain(q, k, df)) return (double)NAN;
  etho_range_family family;
  etho_range_family_init(&family, k, false, false);
  return etho_range_family_sf(&family, q, df);
}

double etho_range_cdf(double q, double k, double df) {
  if (!in_domain(q, k, df)) return (double)NAN;
  etho_range_family family;
  etho_range_family_init(&family, k, true, false);
  return etho_range_family_cdf(&family, q, df);
}

double etho_range_quantile(double p, double k, double df) {
  if (!in_domain(0, k, df) || !(p > 0 && p < 1)) return (double)NAN;
  etho_range_family family;
  etho_range_family_init(&family, k, p >= 0.5, true);
  return etho_range_family_quantile(&family, p, df);
}
