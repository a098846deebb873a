/* All splits, listed or counted. */
#include <stdlib.h>
#include <string.h>

#include "stats/permutation_split.h"
#include "stats/rank_distribution.h"
#include "stats/subset_sums.h"
#include "stats/subset_table.h"

static double choose(double n, double k) {
  double ways = 1;
  for (double i = 1; i <= k; i++) ways = ways * (n - k + i) / i;
  return round(ways);
}

/* Steps that the table of whole-number sums takes; infinite when the values are on no grid. */
static double grid_cost(const etho_split_problem *p) {
  return p->grid ? etho_subset_cost(p->grid, p->n, p->n2) : (double)INFINITY;
}

static bool halves_fit(const etho_split_problem *p, bool asked) {
  return p->n <= (asked ? 48 : 44);
}

bool etho_split_exact_fits(const etho_split_problem *p, bool asked) {
  double ways = choose((double)p->n, fmin((double)p->n1, (double)p->n2));
  if (p->statistic == ETHO_SPLIT_T) return p->n <= 2 * ETHO_TABLE && ways <= (asked ? 1e10 : 2e7);
  if (p->statistic == ETHO_SPLIT_MEDIAN) return ways * (double)p->n <= (asked ? 1e10 : 2e8);
  return halves_fit(p, asked) || grid_cost(p) <= (asked ? 2e10 : 5e8);
}

static bool by_grid(const etho_split_problem *p, etho_extreme *result) {
  etho_counts counts;
  if (!etho_subset_counts(p->grid, p->n, p->n2, &counts)) return false;
  etho_tails t = etho_counts_tails(&counts, p->grid_sum2);
  bool less = p->alternative == ETHO_LESS, greater = p->alternative == ETHO_GREATER;
  result->total = counts.total;
  result->extreme = counts.total * (less ? t.lower : greater ? t.upper : t.two_sided);
  result->least = counts.total * (less ? t.least_lower : greater ? t.least_upper : t.least_two_sided);
  etho_counts_free(&counts);
  return true;
}

static double count_sums(const etho_sums half[2], size_t m, etho_limits limits, double total) {
  if (etho_limits_meet(limits)) return total;
  double count = 0;
  if (!isinf(limits.high)) count += etho_sums_from(&half[0], &half[1], m, limits.high);
  if (!isinf(limits.low)) count += etho_sums_up_to(&half[0], &half[1], m, limits.low);
  return count;
}

static bool by_halves(const etho_split_problem *p, etho_extreme *result) {
  etho_sums half[2] = {0};
  size_t m = p->n2, first = p->n / 2;
  bool done = etho_sums_by_size(&half[0], p->value, first) &&
              etho_sums_by_size(&half[1], p->value + first, p->n - first);
  if (done) {
    double centre = (double)m * p->total / (double)p->n, least = 0, greatest = 0;
    for (size_t i = 0; i < m; i++) least += p->value[i], greatest += p->value[p->n - 1 - i];
    double hardest = etho_hardest(least, greatest, centre, p->alternative);
    result->total = choose((double)p->n, (double)m);
    result->extreme =
        count_sums(half, m, etho_limits_of(p->sum2, p->slack, centre, p->alternative), result->total);
    result->least =
        count_sums(half, m, etho_limits_of(hardest, p->slack, centre, p->alternative), result->total);
  }
  etho_sums_free(&half[0]);
  etho_sums_free(&half[1]);
  return done;
}

/* One pass over all splits: how many are extreme, and the least and greatest score. */
typedef struct pass {
  etho_limits limits;
  double count, least, greatest;
} pass;

static inline void visit(pass *seen, double score) {
  seen->count += etho_is_extreme(seen->limits, score);
  if (score < seen->least) seen->least = score;
  if (score > seen->greatest) seen->greatest = score;
}

static pass pass_with(etho_limits limits) {
  return (pass){limits, 0, (double)INFINITY, -(double)INFINITY};
}

static inline double t_score(const etho_split_problem *p, double sum, double square) {
  double top, bottom;
  etho_split_t(p, sum, square, &top, &bottom);
  return top == 0 ? 0 : top / bottom;
}

static void list_t(const etho_split_problem *p, const etho_subset_table half[2], pass *seen) {
  const etho_subset_table *a = &half[0], *b = &half[1];
  pass now = *seen;
  for (size_t k = 0; k <= a->n && k <= p->n2; k++) {
    size_t rest = p->n2 - k;
    if (rest > b->n) continue;
    for (size_t i = a->first[k]; i < a->first[k + 1]; i++)
      for (size_t j = b->first[rest]; j < b->first[rest + 1]; j++)
        visit(&now, t_score(p, a->sum[i] + b->sum[j], a->square[i] + b->square[j]));
  }
  *seen = now;
}

static bool all_t(const etho_split_problem *p, etho_extreme *result) {
  etho_subset_table half[2] = {0};
  size_t first = p->n / 2;
  bool done = etho_subset_table_make(&half[0], p->value, first) &&
              etho_subset_table_make(&half[1], p->value + first, p->n - first);
  if (done) {
    double score = p->observed * fabs(p->observed);
    pass observed = pass_with(etho_limits_of(score, p->t_slack, 0, p->alternative));
    list_t(p, half, &observed);
    double hardest = etho_hardest(observed.least, observed.greatest, 0, p->alternative);
    pass ends =
        pass_with(etho_limits_of(hardest, fmax(p->t_slack, 1e-10 * fabs(hardest)), 0, p->alternative));
    list_t(p, half, &ends);
    *result = (etho_extreme){observed.count, choose((double)p->n, (double)p->n2), ends.count, true};
  }
  etho_subset_table_free(&half[0]);
  etho_subset_table_free(&half[1]);
  return done;
}

double etho_split_medians(const etho_split_problem *p, const unsigned char *flag) {
  size_t seen[2] = {0, 0}, size[2] = {p->n1, p->n2};
  double low[2] = {0, 0}, high[2] = {0, 0};
  for (size_t i = 0; i < p->n; i++) {
    int g = flag[i];
    if (seen[g] == (size[g] - 1) / 2) low[g] = p->value[i];
    if (seen[g]++ == size[g] / 2) high[g] = p->value[i];
  }
  return (low[1] + high[1]) / 2 - (low[0] + high[0]) / 2;
}

/* All subsets of n2 of n in lexicographic order, by moving the last index that can still move. */
static void list_medians(const etho_split_problem *p, size_t *chosen, unsigned char *flag, pass *seen) {
  size_t m = p->n2;
  memset(flag, 0, p->n);
  for (size_t i = 0; i < m; i++) chosen[i] = i, flag[i] = 1;
  for (;;) {
    visit(seen, etho_split_medians(p, flag));
    size_t i = m;
    while (i > 0 && chosen[i - 1] == p->n - m + i - 1) flag[chosen[--i]] = 0;
    if (i == 0) return;
    flag[chosen[i - 1]] = 0;
    for (size_t next = chosen[i - 1] + 1; i <= m; i++, next++) chosen[i - 1] = next, flag[next] = 1;
  }
}

static bool all_medians(const etho_split_problem *p, etho_extreme *result) {
  size_t *chosen = malloc((p->n2 + 1) * sizeof *chosen);
  unsigned char *flag = malloc(p->n + 1);
  bool done = chosen && flag;
  if (done) {
    pass observed = pass_with(etho_limits_of(p->observed, p->slack, 0, p->alternative));
    list_medians(p, chosen, flag, &observed);
    double hardest = etho_hardest(observed.least, observed.greatest, 0, p->alternative);
    pass ends = pass_with(etho_limits_of(hardest, p->slack, 0, p->alternative));
    list_medians(p, chosen, flag, &ends);
    *result = (etho_extreme){observed.count, choose((double)p->n, (double)p->n2), ends.count, true};
  }
  free(chosen);
  free(flag);
  return done;
}

bool etho_split_exact(const etho_split_problem *p, etho_extreme *result) {
  *result = (etho_extreme){.exact = true};
  if (p->statistic == ETHO_SPLIT_T) return all_t(p, result);
  if (p->statistic == ETHO_SPLIT_MEDIAN) return all_medians(p, result);
  bool halves = halves_fit(p, true) && ldexp(1, (int)(p->n + 1) / 2) * 4 < grid_cost(p);
  return halves ? by_halves(p, result) : by_grid(p, result);
}
