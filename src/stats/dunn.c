#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/posthoc.h"
#include "stats/comparison.h"
#include "stats/order.h"
#include "stats/tails.h"

typedef struct family {
  const etho_sample *group;
  double *mean_rank; /* per group; NaN when empty */
  double variance;   /* of a rank, corrected for ties; 0 when all values are equal */
  const etho_options *options;
} family;

/* Ranks over all groups together. The variance of a rank is N (N + 1) / 12 - sum(t^3 - t) / (12 (N - 1)). */
static bool rank_all(family *f, size_t n_groups) {
  size_t total = 0, at = 0;
  for (size_t g = 0; g < n_groups; g++) total += f->group[g].n;
  double *all = malloc((2 * total + 1) * sizeof *all), *rank = all + total, ties = 0, n = (double)total;
  if (!all) return false;
  for (size_t g = 0; g < n_groups; g++)
    for (size_t i = 0; i < f->group[g].n; i++) all[at++] = f->group[g].value[i];
  bool done = etho_ranks(all, total, rank, &ties) == 0;
  at = 0;
  for (size_t g = 0; done && g < n_groups; g++) {
    double sum = 0;
    for (size_t i = 0; i < f->group[g].n; i++) sum += rank[at++];
    f->mean_rank[g] = f->group[g].n ? sum / (double)f->group[g].n : (double)NAN;
  }
  f->variance = total > 1 ? (n * (n + 1) - ties / (n - 1)) / 12 : 0;
  free(all);
  return done;
}

static void refuse(etho_row *row, const etho_sample *x, const etho_sample *y, double estimate,
                   const family *f) {
  etho_row_comparison_refused(row, estimate, f->options);
  if (!x->n) etho_row_note(row, "%s has no values", x->label);
  if (!y->n) etho_row_note(row, "%s has no values", y->label);
  if (x->n && y->n) etho_row_note(row, "all values are the same: there is nothing to rank");
}

static etho_status pair(void *context, size_t a, size_t b, etho_row *row, etho_error *error) {
  (void)error;
  family *f = context;
  const etho_sample *x = &f->group[a], *y = &f->group[b];
  double estimate = f->mean_rank[b] - f->mean_rank[a];
  etho_row_number(row, "mean_rank1", f->mean_rank[a]);
  etho_row_number(row, "mean_rank2", f->mean_rank[b]);
  if (!x->n || !y->n || !(f->variance > 0)) return refuse(row, x, y, estimate, f), ETHO_OK;
  double se = sqrt(f->variance * (1 / (double)x->n + 1 / (double)y->n));
  etho_difference d = {estimate, se, (double)INFINITY};
  etho_row_comparison(row, &d, 0, etho_normal_p_value(estimate / se, f->options->alternative), (double)NAN,
                      f->options);
  return ETHO_OK;
}

etho_status etho_dunn(const etho_sample *group, size_t n_groups, const etho_options *options, etho_rows *rows,
                      etho_error *error) {
  etho_options defaults = etho_options_default();
  family f = {.group = group, .options = options ? options : &defaults};
  size_t first = etho_rows_count(rows);
  f.mean_rank = malloc((n_groups + 1) * sizeof *f.mean_rank);
  if (!f.mean_rank || !rank_all(&f, n_groups)) {
    free(f.mean_rank);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  etho_status status = etho_each_pair(group, n_groups, f.options->control != NULL, pair, &f, rows, error);
  const char *adjust = f.options->adjust ? f.options->adjust : "holm";
  if (status == ETHO_OK) status = etho_rows_family(rows, first, adjust, f.options, error);
  free(f.mean_rank);
  return status;
}
