#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "stats/chi_mixture.h"
#include "stats/monotone_root.h"
#include "stats/tails.h"

enum { MAX_NODES = 3000 };

/* The range of k normals with known sigma. A fixed grid of values z of the smallest of them, with what does
 * not depend on the range w computed once. */
typedef struct range_grid {
  double k, step, first; /* node i is at first + i * step */
  int n_nodes;
  double above[MAX_NODES];   /* P(Z > z) */
  double weight[MAX_NODES];  /* step k pdf(z) P(Z > z)^(k - 1) */
  double density[MAX_NODES]; /* step k pdf(z) */
} range_grid;

typedef struct range_context {
  const range_grid *grid;
  double q;
} range_context;

static const double widest = 54; /* the range of normals exceeds it with less than 1e-310 (k <= 1000) */

/* The integrand is as narrow as 1 / sqrt(k) where the range is small, which is where the lower tail comes
 * from; in the upper tail that part hardly counts. */
static void grid_fill(range_grid *grid, double k, bool lower) {
  grid->k = k;
  grid->step = lower ? 0.55 / sqrt(k) : 0.4 * fmin(1, sqrt(5 / k));
  grid->first = -40;
  grid->n_nodes = (int)(50 / grid->step);
  for (int i = 0; i < grid->n_nodes; i++) {
    double z = grid->first + i * grid->step;
    grid->above[i] = etho_normal_upper(z);
    grid->density[i] = grid->step * k * etho_normal_pdf(z);
    grid->weight[i] = grid->density[i] * pow(grid->above[i], k - 1);
  }
}

static int node_at_least(const range_grid *grid, double z) {
  return (int)fmax(0, floor((z - grid->first) / grid->step));
}

/* P(range > w): given that the smallest is z, the others lie above z, and not all of them below z + w. With
 * x = P(Z > z + w | Z > z) that is 1 - (1 - x)^(k - 1); no step loses digits for small x. */
static double range_above(double w, const range_grid *grid) {
  if (w <= 0) return 1;
  if (w > widest) return 0;
  double low = w > 12.8 ? -0.5 * w - 6.4 : -sqrt(0.5 * w * w + 80),
         high = 9 - 0.5 * w > 0 ? 9 - 0.5 * w : 6.4 - 0.5 * w;
  int last = node_at_least(grid, high) + 1;
  double sum = 0, others = grid->k - 1;
  for (int i = node_at_least(grid, low); i <= last && i < grid->n_nodes; i++) {
    double z = grid->first + i * grid->step, x = etho_normal_upper(z + w) / grid->above[i];
    sum += grid->weight[i] * -expm1(others * log1p(-x));
  }
  return fmin(1, sum);
}

/* P(range <= w) directly. For z < 0 the difference of tails is taken in the other tail. */
static double range_below(double w, const range_grid *grid) {
  if (w <= 0) return 0;
  double sum = 0, others = grid->k - 1;
  for (int i = node_at_least(grid, -9 - w); i < grid->n_nodes; i++) {
    double z = grid->first + i * grid->step;
    double inside = z > -0.5 * w ? grid->above[i] - etho_normal_upper(z + w)
                                 : etho_normal_upper(-z - w) - etho_normal_upper(-z);
    sum += grid->density[i] * pow(fmax(0, inside), others);
  }
  return fmin(1, sum);
}

static double scaled_above(double s, const void *context) {
  const range_context *c = context;
  return range_above(c->q * s, c->grid);
}

static double scaled_below(double s, const void *context) {
  const range_context *c = context;
  return range_below(c->q * s, c->grid);
}

/* In the tail P(range > w) falls like exp(-w^2 / 4): the mode of s follows. */
static double upper_tail(double q, double df, const range_grid *grid) {
  if (q <= 0) return 1;
  if (isinf(q)) return 0;
  if (isinf(df)) return range_above(q, grid);
  range_context context = {grid, q};
  double width = grid->k <= 20 ? (double)INFINITY : 0.12;
  return etho_chi_mixture(df, sqrt(df / (df + 0.5 * q * q)), width, scaled_above, &context);
}

static double lower_tail(double q, double df, const range_grid *grid) {
  if (q <= 0) return 0;
  if (isinf(q)) return 1;
  if (isinf(df)) return range_below(q, grid);
  range_context context = {grid, q};
  return etho_chi_mixture(df, 1, grid->k <= 20 ? (double)INFINITY : 0.12, scaled_below, &context);
}

static bool in_domain(double q, double k, double df) {
  return !isnan(q) && k >= 2 && k <= 1000 && df >= 1;
}

double etho_range_sf(double q, double k, double df) {
  if (!in_domain(q, k, df)) return (double)NAN;
  range_grid grid;
  grid_fill(&grid, k, false);
  return upper_tail(q, df, &grid);
}

double etho_range_cdf(double q, double k, double df) {
  if (!in_domain(q, k, df)) return (double)NAN;
  range_grid grid;
  grid_fill(&grid, k, true);
  return lower_tail(q, df, &grid);
}

/* Above p = 1/2 the equation is solved for the lower tail. */
static const double use_lower = -0.7;

typedef struct wanted {
  const range_grid *grid;
  double df, log_p, log_not_p;
} wanted;

static double log_off(double log_q, const void *context) {
  const wanted *c = context;
  double q = exp(log_q);
  if (c->log_p < use_lower) return log(fmax(upper_tail(q, c->df, c->grid), 1e-320)) - c->log_p;
  return c->log_not_p - log(fmax(lower_tail(q, c->df, c->grid), 1e-320));
}

/* First guess: Bonferroni's bound over the k (k - 1) / 2 pairs, which is near the truth for small p. */
double etho_range_quantile(double p, double k, double df) {
  if (!in_domain(0, k, df) || !(p > 0 && p < 1)) return (double)NAN;
  range_grid grid;
  grid_fill(&grid, k, log(p) >= use_lower);
  double each = p / (k * (k - 1)), t, density;
  if (isinf(df))
    t = gsl_cdf_ugaussian_Qinv(each), density = gsl_ran_ugaussian_pdf(t);
  else
    t = etho_t_upper_quantile(each, df), density = gsl_ran_tdist_pdf(t, df);
  wanted context = {&grid, df, log(p), log1p(-p)};
  double slope = -fmax(1e-3, t * density / each);
  double root = etho_root_decreasing(log_off, &context, log(M_SQRT2 * t), slope, -700, 700, 1e-9);
  return exp(root);
}
