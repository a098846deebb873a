#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/rank.h"
#include "stats/hodges_lehmann.h"
#include "stats/order.h"
#include "stats/rank_result.h"

enum { EXACT_BELOW = 50 };             /* per group: R's rule */
static const double little_work = 1e9; /* beside the normal approximation: a tenth of a second */
static const double most_work = 2e10;  /* additions that --exact may ask for: some ten seconds */

typedef struct two_samples {
  double *sorted1, *sorted2; /* as given */
  int64_t *score;            /* twice the midranks of group1, then of group2 - mu */
  size_t n1, n2;
  double ties;  /* sum of t^3 - t over both groups */
  int64_t sum2; /* of the scores of group2 */
} two_samples;

static void release(two_samples *d) {
  free(d->sorted1);
  free(d->sorted2);
  free(d->score);
}

static bool rank_together(const etho_sample *group1, const etho_sample *group2, double mu, two_samples *d) {
  size_t n = d->n1 + d->n2;
  double *all = malloc((n + 1) * sizeof *all), *rank = malloc((n + 1) * sizeof *rank);
  bool done = all && rank;
  if (done) {
    for (size_t i = 0; i < d->n1; i++) all[i] = group1->value[i];
    for (size_t i = 0; i < d->n2; i++) all[d->n1 + i] = group2->value[i] - mu;
    done = etho_ranks(all, n, rank, &d->ties) == 0;
  }
  for (size_t i = 0; done && i < n; i++) {
    d->score[i] = (int64_t)(2 * rank[i]);
    if (i >= d->n1) d->sum2 += d->score[i];
  }
  free(all);
  free(rank);
  return done;
}

static bool prepare(const etho_sample *group1, const etho_sample *group2, double mu, two_samples *d) {
  *d = (two_samples){.n1 = group1->n, .n2 = group2->n};
  d->sorted1 = etho_sorted_copy(group1->value, d->n1);
  d->sorted2 = etho_sorted_copy(group2->value, d->n2);
  d->score = malloc((d->n1 + d->n2 + 1) * sizeof *d->score);
  return d->sorted1 && d->sorted2 && d->score && rank_together(group1, group2, mu, d);
}

static bool small(const two_samples *d) {
  return d->n1 < EXACT_BELOW && d->n2 < EXACT_BELOW;
}

static bool wants_exact(const two_samples *d, const etho_options *options) {
  return options->exact == ETHO_EXACT || (options->exact == ETHO_AUTO && small(d));
}

/* Exact where it is cheap or asked for. false: out of memory. */
static bool exact_p(const two_samples *d, const etho_options *options, etho_rank_p *p) {
  size_t n = d->n1 + d->n2;
  double cost = etho_subset_cost(d->score, n, d->n2);
  if (cost > (options->exact == ETHO_EXACT || small(d) ? most_work : little_work)) return true;
  etho_counts counts;
  if (!etho_subset_counts(d->score, n, d->n2, &counts)) return false;
  p->tails = etho_counts_tails(&counts, d->sum2);
  p->exact_known = true;
  etho_counts_free(&counts);
  return true;
}

static double spread_of(const two_samples *d, double ties) {
  double n1 = (double)d->n1, n2 = (double)d->n2, n = n1 + n2;
  return sqrt(n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1))));
}

/* Ties within the groups, which are the ones that remain at almost every shift. */
static double ties_within(const double *sorted, size_t n) {
  double ties = 0;
  for (size_t first = 0, next; first < n; first = next) {
    for (next = first + 1; next < n && sorted[next] == sorted[first];) next++;
    double size = (double)(next - first);
    ties += size * size * size - size;
  }
  return ties;
}

/* Tie-free distribution of W for these sizes, from 0 up. */
static bool untied_counts(const two_samples *d, etho_counts *counts) {
  size_t n = d->n1 + d->n2;
  int64_t *rank = malloc(n * sizeof *rank);
  for (size_t i = 0; rank && i < n; i++) rank[i] = (int64_t)i;
  bool done = rank && etho_subset_counts(rank, n, d->n2, counts);
  free(rank);
  return done;
}

static bool write_shift(const two_samples *d, bool exact, const etho_options *options, etho_row *row) {
  size_t pairs = d->n1 * d->n2, cut;
  double coverage = (double)NAN;
  if (exact) {
    etho_counts counts;
    if (!untied_counts(d, &counts)) return false;
    cut = etho_rank_cut_exact(&counts, options, &coverage);
    etho_counts_free(&counts);
  } else {
    double within = ties_within(d->sorted1, d->n1) + ties_within(d->sorted2, d->n2);
    cut = etho_rank_cut_normal((double)pairs, spread_of(d, within), etho_rank_tail(options));
  }
  etho_row_number(row, "estimate", etho_difference_median(d->sorted1, d->n1, d->sorted2, d->n2));
  etho_rank_write_interval(row, etho_difference_order(d->sorted1, d->n1, d->sorted2, d->n2, cut),
                           etho_difference_order(d->sorted1, d->n1, d->sorted2, d->n2, pairs + 1 - cut),
                           options);
  if (exact) etho_rank_write_coverage(row, coverage, options);
  return true;
}

static bool write_test(const two_samples *d, const etho_options *options, etho_row *row) {
  double pairs = (double)d->n1 * (double)d->n2, n2 = (double)d->n2;
  double u2 = (double)d->sum2 / 2 - n2 * (n2 + 1) / 2;
  etho_rank_p p = {.prefer_exact = wants_exact(d, options), .step = 0.5};
  p.deviation = u2 - pairs / 2;
  p.spread = spread_of(d, d->ties);
  p.normal_known = p.spread > 0;
  if (!exact_p(d, options, &p)) return false;
  bool exact_cut = p.prefer_exact && p.exact_known && (d->ties == 0 || options->exact == ETHO_EXACT);
  if (!write_shift(d, exact_cut, options, row)) return false;
  etho_row_number(row, "statistic", u2);
  etho_row_text(row, "statistic_name", "W");
  etho_row_number(row, "u1", pairs - u2);
  etho_row_number(row, "u2", u2);
  if (p.normal_known)
    etho_rank_write_p(row, &p, options);
  else
    etho_rank_refuse(row, "all values are equal: there is nothing to rank");
  etho_row_number(row, "effect", (2 * u2 - pairs) / pairs);
  etho_row_text(row, "effect_name", "rank_biserial");
  return true;
}

etho_status etho_mann_whitney(const etho_sample *group1, const etho_sample *group2,
                              const etho_options *options, etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  if (group1->n == 0 || group2->n == 0) {
    etho_row_null(row, "estimate");
    etho_row_null(row, "statistic");
    etho_rank_refuse(row, "each group needs at least one value");
    return ETHO_OK;
  }
  two_samples d;
  bool done = prepare(group1, group2, options->mu, &d) && write_test(&d, options, row);
  release(&d);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
