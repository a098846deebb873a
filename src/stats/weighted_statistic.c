#include "stats/weighted_statistic.h"

#include <math.h>
#include <string.h>

#include "stats/standardized.h"

typedef struct group_sums {
  double n, mean, squares;
} group_sums; /* mean less centre; squares about it */

static void sums_of(const etho_pool *p, const uint32_t *weight, group_sums sums[2]) {
  double n[2] = {0, 0}, sum[2] = {0, 0};
  for (size_t i = 0; i < p->n; i++) {
    double w = weight[i];
    n[p->group[i]] += w;
    sum[p->group[i]] += w * p->value[i];
  }
  for (int g = 0; g < 2; g++) sums[g] = (group_sums){n[g], n[g] > 0 ? sum[g] / n[g] : (double)NAN, 0};
  for (size_t i = 0; i < p->n; i++) {
    double d = p->value[i] - sums[p->group[i]].mean;
    if (weight[i]) sums[p->group[i]].squares += weight[i] * d * d;
  }
}

/* Variance of the mean; NaN for n < 2. */
static double mean_variance(const group_sums *s) {
  return s->n > 1 ? s->squares / (s->n - 1) / s->n : (double)NAN;
}

static double mean(const etho_pool *p, const uint32_t *weight, double *error) {
  group_sums s[2];
  sums_of(p, weight, s);
  if (error) *error = sqrt(mean_variance(&s[0]));
  return p->centre + s[0].mean;
}

static double mean_difference(const etho_pool *p, const uint32_t *weight, double *error) {
  group_sums s[2];
  sums_of(p, weight, s);
  if (error) *error = sqrt(mean_variance(&s[0]) + mean_variance(&s[1]));
  return s[1].mean - s[0].mean;
}

static double hedges_g(const etho_pool *p, const uint32_t *weight, double *error) {
  group_sums s[2];
  sums_of(p, weight, s);
  double n = s[0].n + s[1].n, squares = s[0].squares + s[1].squares, unknown = (double)NAN;
  double g = s[0].n > 0 && s[1].n > 0 && squares > 0
                 ? etho_hedges_correction(n - 2) * (s[1].mean - s[0].mean) / sqrt(squares / (n - 2))
                 : unknown;
  if (error) *error = sqrt(n / (s[0].n * s[1].n) + g * g / (2 * n));
  return g;
}

/* The k-th value (from 0) of a group. */
static double kth(const etho_pool *p, const uint32_t *weight, int group, uint64_t k) {
  uint64_t seen = 0;
  for (size_t i = 0; i < p->n; i++)
    if (p->group[i] == group && (seen += weight[i]) > k) return p->value[i];
  return (double)NAN;
}

static double group_median(const etho_pool *p, const uint32_t *weight, int group) {
  uint64_t n = 0;
  for (size_t i = 0; i < p->n; i++)
    if (p->group[i] == group) n += weight[i];
  if (n == 0) return (double)NAN;
  double upper = kth(p, weight, group, n / 2);
  return n % 2 ? upper : (kth(p, weight, group, n / 2 - 1) + upper) / 2;
}

static double median(const etho_pool *p, const uint32_t *weight, double *error) {
  if (error) *error = (double)NAN;
  return p->centre + group_median(p, weight, 0);
}

static double median_difference(const etho_pool *p, const uint32_t *weight, double *error) {
  if (error) *error = (double)NAN;
  return group_median(p, weight, 1) - group_median(p, weight, 0);
}

/* Cliff's delta, and the sums of squares that its variance needs, in one walk over the blocks of equal
 * values. */
typedef struct dominance {
  double n[2], wins, ties, squares[2];
} dominance;

static dominance dominance_of(const etho_pool *p, const uint32_t *weight) {
  dominance d = {0};
  double below[2] = {0, 0};
  for (size_t i = 0; i < p->n; i++) d.n[p->group[i]] += weight[i];
  for (size_t first = 0, next; first < p->n; first = next) {
    double here[2] = {0, 0};
    for (next = first; next < p->n && p->value[next] == p->value[first]; next++)
      here[p->group[next]] += weight[next];
    d.wins += here[1] * below[0] - here[0] * below[1];
    d.ties += here[0] * here[1];
    for (int g = 0; g < 2; g++) { /* how far a value of group g dominates the other group */
      int other = 1 - g;
      double row = (2 * below[other] + here[other]) / d.n[other] - 1;
      d.squares[g] += here[g] * row * row;
    }
    below[0] += here[0], below[1] += here[1];
  }
  return d;
}

static double cliffs_delta(const etho_pool *p, const uint32_t *weight, double *error) {
  dominance d = dominance_of(p, weight);
  double n1 = d.n[0], n2 = d.n[1], pairs = n1 * n2;
  if (!(pairs > 0)) return (double)NAN;
  double delta = d.wins / pairs;
  if (error) {
    double rows = d.squares[0] - n1 * delta * delta, columns = d.squares[1] - n2 * delta * delta;
    double cells = pairs - d.ties - pairs * delta * delta;
    *error = sqrt((n2 * n2 * rows + n1 * n1 * columns - cells) / (pairs * (n1 - 1) * (n2 - 1)));
  }
  return delta;
}

static const etho_statistic statistics[] = {
    {"mean", mean, 1, true},
    {"median", median, 1, false},
    {"mean_difference", mean_difference, 2, true},
    {"median_difference", median_difference, 2, false},
    {"hedges_g", hedges_g, 2, true},
    {"cliffs_delta", cliffs_delta, 2, true},
};

const etho_statistic *etho_statistic_find(const char *name) {
  for (size_t i = 0; i < sizeof statistics / sizeof *statistics; i++)
    if (strcmp(statistics[i].name, name) == 0) return &statistics[i];
  return NULL;
}
