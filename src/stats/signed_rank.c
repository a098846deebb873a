#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/rank.h"
#include "stats/hodges_lehmann.h"
#include "stats/order.h"
#include "stats/paired_difference.h"
#include "stats/rank_result.h"

enum { EXACT_BELOW = 50 }; /* R's rule, on what is ranked */
static const double little_work = 1e8,
                    most_work = 2e10; /* additions: as a matter of course, when asked for */

typedef struct signed_sample {
  double *difference; /* those that the test keeps: all for Pratt, the non-zero ones for Wilcoxon */
  double *kept;       /* their values before mu was subtracted, ascending */
  int64_t *score;     /* twice the midranks of |difference|, of the non-zero ones */
  size_t n, n_zero, n_scores;
  double ties;                /* sum of t^3 - t over equal magnitudes */
  double v, expected, spread; /* sum of the positive ranks; its moments given ties and zeros */
  int64_t v2;                 /* twice v */
} signed_sample;

static void release(signed_sample *d) {
  free(d->difference);
  free(d->kept);
  free(d->score);
}

static bool allocate(signed_sample *d, size_t n) {
  *d = (signed_sample){0};
  d->difference = malloc((n + 1) * sizeof *d->difference);
  d->kept = malloc((n + 1) * sizeof *d->kept);
  d->score = malloc((n + 1) * sizeof *d->score);
  return d->difference && d->kept && d->score;
}

static bool rank_magnitudes(signed_sample *d) {
  double *rank = malloc((d->n + 1) * sizeof *rank), *magnitude = malloc((d->n + 1) * sizeof *magnitude);
  for (size_t i = 0; magnitude && i < d->n; i++) magnitude[i] = fabs(d->difference[i]);
  bool done = rank && magnitude && etho_ranks(magnitude, d->n, rank, &d->ties) == 0;
  double squares = 0;
  for (size_t i = 0; done && i < d->n; i++) {
    if (d->difference[i] == 0) continue;
    int64_t score = (int64_t)(2 * rank[i]);
    d->score[d->n_scores++] = score;
    if (d->difference[i] > 0) d->v2 += score;
    d->expected += rank[i] / 2;
    squares += rank[i] * rank[i];
  }
  d->v = (double)d->v2 / 2;
  d->spread = sqrt(squares) / 2;
  free(rank);
  free(magnitude);
  return done;
}

static bool prepare(const etho_sample *sample, const etho_options *options, signed_sample *d) {
  bool pratt = strcmp(options->zeros, "pratt") == 0;
  if (!allocate(d, sample->n)) return false;
  for (size_t i = 0; i < sample->n; i++) {
    double difference = sample->value[i] - options->mu;
    d->n_zero += difference == 0;
    if (difference == 0 && !pratt) continue;
    d->difference[d->n] = difference;
    d->kept[d->n++] = sample->value[i];
  }
  etho_sort(d->kept, d->n);
  return rank_magnitudes(d);
}

static bool exact_p(const signed_sample *d, const etho_options *options, etho_rank_p *p) {
  bool small = d->n < EXACT_BELOW;
  p->prefer_exact = options->exact == ETHO_EXACT || (options->exact == ETHO_AUTO && small);
  if (etho_sign_cost(d->score, d->n_scores) >
      (small || options->exact == ETHO_EXACT ? most_work : little_work))
    return true;
  etho_counts counts;
  if (!etho_sign_counts(d->score, d->n_scores, &counts)) return false;
  p->tails = etho_counts_tails(&counts, d->v2);
  p->exact_known = true;
  etho_counts_free(&counts);
  return true;
}

/* Distribution of V for n values without ties or zeros. */
static bool untied_counts(size_t n, etho_counts *counts) {
  int64_t *rank = malloc((n + 1) * sizeof *rank);
  for (size_t i = 0; rank && i < n; i++) rank[i] = (int64_t)i + 1;
  bool done = rank && etho_sign_counts(rank, n, counts);
  free(rank);
  return done;
}

static double untied_spread(const signed_sample *d) {
  double n = (double)d->n, ties = 0;
  for (size_t first = 0, next; first < d->n; first = next) {
    for (next = first + 1; next < d->n && d->kept[next] == d->kept[first];) next++;
    double size = (double)(next - first);
    ties += size * size * size - size;
  }
  return sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48);
}

static bool write_location(const signed_sample *d, bool exact, const etho_options *options, etho_row *row) {
  size_t averages = d->n * (d->n + 1) / 2, cut;
  double coverage = (double)NAN;
  if (exact) {
    etho_counts counts;
    if (!untied_counts(d->n, &counts)) return false;
    cut = etho_rank_cut_exact(&counts, options, &coverage);
    etho_counts_free(&counts);
  } else {
    cut = etho_rank_cut_normal((double)averages, untied_spread(d), etho_rank_tail(options));
  }
  if (cut > averages) cut = averages;
  etho_row_number(row, "estimate", etho_walsh_median(d->kept, d->n));
  etho_rank_write_interval(row, etho_walsh_order(d->kept, d->n, cut),
                           etho_walsh_order(d->kept, d->n, averages + 1 - cut), options);
  if (exact) etho_rank_write_coverage(row, coverage, options);
  return true;
}

static bool write_test(const signed_sample *d, const etho_options *options, etho_row *row) {
  etho_row_number(row, "n_zero", (double)d->n_zero);
  if (d->n_scores == 0) {
    etho_row_null(row, "estimate");
    etho_row_null(row, "statistic");
    etho_rank_refuse(row,
                     d->n_zero ? "every value equals the null value: there is nothing to rank" : "no values");
    return true;
  }
  if (d->n_zero)
    etho_row_note(row, "%zu zero%s %s", d->n_zero, d->n_zero == 1 ? "" : "s",
                  d->n == d->n_scores ? "dropped (--zeros wilcox)" : "ranked, then dropped (--zeros pratt)");
  etho_rank_p p = {.deviation = d->v - d->expected, .spread = d->spread, .step = 0.5, .normal_known = true};
  if (!exact_p(d, options, &p)) return false;
  bool plain = d->ties == 0 && d->n_zero == 0;
  bool exact_cut = p.prefer_exact && p.exact_known && (plain || options->exact == ETHO_EXACT);
  if (!write_location(d, exact_cut, options, row)) return false;
  etho_row_number(row, "statistic", d->v);
  etho_row_text(row, "statistic_name", "V");
  etho_row_number(row, "v", d->v);
  etho_rank_write_p(row, &p, options);
  etho_row_number(row, "effect", p.deviation / d->expected);
  etho_row_text(row, "effect_name", "rank_biserial");
  return true;
}

etho_status etho_wilcoxon_signed_rank(const etho_sample *sample, const etho_options *options, etho_row *row,
                                      etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  if (strcmp(options->zeros, "wilcox") != 0 && strcmp(options->zeros, "pratt") != 0)
    return etho_error_set(error, ETHO_ERR_USAGE, "--zeros is wilcox or pratt, not '%s'", options->zeros);
  signed_sample d;
  bool done = prepare(sample, options, &d) && write_test(&d, options, row);
  release(&d);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

etho_status etho_wilcoxon_signed_rank_paired(const etho_sample *group1, const etho_sample *group2,
                                             const etho_options *options, etho_row *row, etho_error *error) {
  return etho_run_on_differences(etho_wilcoxon_signed_rank, group1, group2, options, row, error);
}
