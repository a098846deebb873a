#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/correlation.h"
#include "stats/correlation_result.h"
#include "stats/order.h"
#include "stats/pairing.h"
#include "stats/rank_result.h"
#include "stats/tails.h"

enum { EXACT_BELOW = 50, TABLE_UP_TO = 170 }; /* R's rule; 170! still fits a double */
static const double cells_at_once = 1.5e6, cells_when_asked = 4e7;

typedef struct tie_sums {
  double pairs, five, three;
} tie_sums; /* sums of t(t-1), t(t-1)(2t+5), t(t-1)(t-2) */

typedef struct concordance {
  size_t n;
  double s; /* concordant less discordant pairs */
  double concordant, tied_y_only;
  tie_sums x, y;
  double tau;
} concordance;

static bool sum_ties(const double *value, size_t n, tie_sums *sums) {
  double *sorted = etho_sorted_copy(value, n);
  if (!sorted) return false;
  for (size_t first = 0, next; first < n; first = next) {
    for (next = first + 1; next < n && sorted[next] == sorted[first];) next++;
    double t = (double)(next - first), pairs = t * (t - 1);
    sums->pairs += pairs;
    sums->five += pairs * (2 * t + 5);
    sums->three += pairs * (t - 2);
  }
  free(sorted);
  return true;
}

static bool compare_pairs(const double *x, const double *y, size_t n, concordance *c) {
  *c = (concordance){.n = n};
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) {
      int dx = (x[i] > x[j]) - (x[i] < x[j]), dy = (y[i] > y[j]) - (y[i] < y[j]);
      c->s += dx * dy;
      c->concordant += dx * dy > 0;
      c->tied_y_only += dx != 0 && dy == 0;
    }
  double all = (double)n * ((double)n - 1);
  if (!sum_ties(x, n, &c->x) || !sum_ties(y, n, &c->y)) return false;
  c->tau = fmin(1, fmax(-1, 2 * c->s / sqrt((all - c->x.pairs) * (all - c->y.pairs))));
  return true;
}

/* Variance of s given the ties (Kendall 1970, 4.9). */
static double spread(const concordance *c) {
  double n = (double)c->n, variance = (n * (n - 1) * (2 * n + 5) - c->x.five - c->y.five) / 18;
  variance += c->x.pairs * c->y.pairs / (2 * n * (n - 1));
  if (c->n > 2) variance += c->x.three * c->y.three / (9 * n * (n - 1) * (n - 2));
  return sqrt(variance);
}

static int64_t *whole_ranks(const double *value, size_t n) {
  double *rank = malloc((n + 1) * sizeof *rank);
  int64_t *whole = malloc((n + 1) * sizeof *whole);
  bool done = rank && whole && etho_ranks(value, n, rank, NULL) == 0;
  for (size_t i = 0; done && i < n; i++) whole[i] = (int64_t)(2 * rank[i]);
  free(rank);
  if (done) return whole;
  free(whole);
  return NULL;
}

/* Given ties: every pairing, for small n. */
static bool tied_tails(const double *x, const double *y, const concordance *c, double cells, bool *known,
                       etho_tails *tails) {
  int64_t *rank_x = whole_ranks(x, c->n), *rank_y = whole_ranks(y, c->n);
  etho_counts counts = {0};
  bool done =
      rank_x && rank_y && etho_pairing_counts(ETHO_CONCORDANCE, rank_x, rank_y, c->n, cells, known, &counts);
  if (done && *known) *tails = etho_counts_tails(&counts, (int64_t)(2 * c->concordant + c->tied_y_only));
  etho_counts_free(&counts);
  free(rank_x);
  free(rank_y);
  return done;
}

static bool exact_tails(const double *x, const double *y, const concordance *c, bool asked, bool *known,
                        etho_tails *tails) {
  *known = false;
  if (c->x.pairs + c->y.pairs > 0)
    return c->n > 20 || tied_tails(x, y, c, asked ? cells_when_asked : cells_at_once, known, tails);
  if (c->n >= EXACT_BELOW && !(asked && c->n <= TABLE_UP_TO)) return true;
  etho_counts counts;
  if (!etho_inversion_counts(c->n, &counts)) return false;
  *tails = etho_counts_tails(&counts, (int64_t)c->concordant);
  *known = true;
  etho_counts_free(&counts);
  return true;
}

static bool write_p(const double *x, const double *y, const concordance *c, const etho_options *options,
                    etho_row *row) {
  etho_tails tails;
  bool known, asked = options->exact == ETHO_EXACT, ties = c->x.pairs + c->y.pairs > 0;
  if (!exact_tails(x, y, c, asked, &known, &tails)) return false;
  double z = c->s / spread(c), p_approximate = etho_normal_p_value(z, options->alternative);
  double p_exact =
      known ? etho_correlation_pick(options, tails.lower, tails.upper, tails.two_sided) : (double)NAN;
  bool exact = known && (asked || (options->exact == ETHO_AUTO && !ties));
  etho_row_number(row, "statistic", exact && !ties ? c->concordant : z);
  etho_row_text(row, "statistic_name", exact && !ties ? "T" : "z");
  etho_row_number(row, "p_value", exact ? p_exact : p_approximate);
  etho_row_bool(row, "exact", exact);
  if (known || asked) etho_row_number(row, "p_exact", p_exact);
  etho_row_number(row, "p_approximate", p_approximate);
  if (asked && !known) etho_row_note(row, "too many pairs for an exact p: the approximation stands in");
  etho_correlation_alternative(row, options);
  if (known)
    etho_rank_write_attainable(
        row, etho_correlation_pick(options, tails.least_lower, tails.least_upper, tails.least_two_sided),
        options);
  return true;
}

etho_status etho_kendall(const double *x, const double *y, size_t n, const etho_options *options,
                         etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_row_number(row, "n", (double)n);
  if (!etho_correlation_possible(x, y, n, 2, row)) return ETHO_OK;
  concordance c;
  bool done = compare_pairs(x, y, n, &c);
  if (done) {
    etho_correlation_interval(row, c.tau, n > 4 ? sqrt(0.437 / ((double)n - 4)) : (double)NAN, options);
    done = write_p(x, y, &c, options, row);
  }
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
