#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/correlation.h"
#include "stats/correlation_result.h"
#include "stats/order.h"
#include "stats/pairing.h"
#include "stats/rank_result.h"
#include "stats/tails.h"

enum { EXACT_UP_TO = 9, SERIES_UP_TO = 1290 }; /* as in R */
static const double cells_at_once = 1.5e6, cells_when_asked = 4e7;

typedef struct ranked {
  int64_t *x, *y; /* midranks, doubled */
  size_t n;
  bool ties;
  double r, s;     /* s = (n^3 - n)(1 - r)/6; a whole number without ties */
  int64_t product; /* sum of x y */
} ranked;

static bool rank(const double *value, size_t n, int64_t *doubled, bool *ties) {
  double *ranks = malloc((n + 1) * sizeof *ranks), tie_sum = 0;
  bool done = ranks && etho_ranks(value, n, ranks, &tie_sum) == 0;
  for (size_t i = 0; done && i < n; i++) doubled[i] = (int64_t)(2 * ranks[i]);
  if (tie_sum > 0) *ties = true;
  free(ranks);
  return done;
}

static bool prepare(const double *x, const double *y, size_t n, ranked *d) {
  *d = (ranked){.x = malloc((n + 1) * sizeof *d->x), .y = malloc((n + 1) * sizeof *d->y), .n = n};
  if (!d->x || !d->y || !rank(x, n, d->x, &d->ties) || !rank(y, n, d->y, &d->ties)) return false;
  double xx = 0, yy = 0, xy = 0, squares = 0, mean = (double)n + 1; /* of doubled ranks */
  for (size_t i = 0; i < n; i++) {
    double dx = (double)d->x[i] - mean, dy = (double)d->y[i] - mean, apart = (double)(d->x[i] - d->y[i]) / 2;
    xx += dx * dx, yy += dy * dy, xy += dx * dy;
    squares += apart * apart;
    d->product += d->x[i] * d->y[i];
  }
  double count = (double)n;
  d->r = fmin(1, fmax(-1, xy / sqrt(xx * yy)));
  d->s = d->ties ? (count * count * count - count) * (1 - d->r) / 6 : squares;
  return true;
}

/* P(S >= s), or P(S < s), by the Edgeworth series of AS 89 (Best & Roberts 1975). It may stray to 0 and
 * below, far out. */
static double edgeworth(double s, double n, bool upper) {
  double most = n * (n * n - 1) / 3;
  if (s <= 0 || s > most) return (s <= 0) == upper ? 1 : 0;
  double b = 1 / n, x = (6 * (s - 1) * b / (n * n - 1) - 1) * sqrt(1 / b - 1), y = x * x;
  double inner = 0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y);
  double outer = -0.0758 + b * (0.1033 + 0.3932 * b) - y * b * (0.0879 + 0.0151 * b - y * inner);
  double u = x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * outer) / exp(y / 2);
  return fmin(1, upper ? u + etho_normal_upper(x) : etho_normal_upper(-x) - u);
}

/* A small S is a positive correlation. */
static double series_p(const ranked *d, const etho_options *options) {
  double n = (double)d->n, upper = edgeworth(d->s, n, true), lower = edgeworth(d->s + 2, n, false);
  double two = fmin(1, 2 * (d->s > (n * n * n - n) / 6 ? upper : lower));
  return etho_correlation_pick(options, upper, lower, two);
}

static double t_p(const ranked *d, const etho_options *options) {
  if (d->n < 3) return (double)NAN;
  double df = (double)d->n - 2, rest = (1 - d->r) * (1 + d->r);
  double t = rest > 0 ? d->r * sqrt(df / rest) : copysign((double)INFINITY, d->r);
  return etho_t_p_value(t, df, options->alternative);
}

/* Exact tails of the sum of products; undoubled where all ranks are whole, which quarters the table. */
static bool exact_tails(const ranked *d, double cells, bool *known, etho_tails *tails) {
  int64_t x[64], y[64], observed = 0, unit = d->ties ? 1 : 2;
  etho_counts counts;
  *known = false;
  if (d->n > sizeof x / sizeof *x) return true;
  for (size_t i = 0; i < d->n; i++) {
    x[i] = (d->x[i] - 2) / unit;
    y[i] = (d->y[i] - 2) / unit;
    observed += x[i] * y[i];
  }
  if (!etho_pairing_counts(ETHO_RANK_PRODUCTS, x, y, d->n, cells, known, &counts)) return false;
  if (*known) *tails = etho_counts_tails(&counts, observed);
  etho_counts_free(&counts);
  return true;
}

static bool write_p(const ranked *d, const etho_options *options, etho_row *row) {
  etho_tails tails;
  bool known, asked = options->exact == ETHO_EXACT;
  if (!exact_tails(d, asked ? cells_when_asked : cells_at_once, &known, &tails)) return false;
  double p_exact =
      known ? etho_correlation_pick(options, tails.lower, tails.upper, tails.two_sided) : (double)NAN;
  bool series = !d->ties && d->n <= SERIES_UP_TO && d->n > EXACT_UP_TO && options->exact != ETHO_APPROXIMATE;
  double p_approximate = series ? series_p(d, options) : t_p(d, options);
  if (series && !(p_approximate > 0)) { /* the series fails this far out */
    p_approximate = known ? p_exact : t_p(d, options);
    etho_row_note(row, "the Edgeworth series gives no p this small: %s stands in",
                  known ? "the exact p" : "Student's t");
  }
  bool exact = known && (asked || (options->exact == ETHO_AUTO && !d->ties && d->n <= EXACT_UP_TO));
  etho_row_number(row, "p_value", exact ? p_exact : p_approximate);
  etho_row_bool(row, "exact", exact);
  if (known || asked) etho_row_number(row, "p_exact", p_exact);
  etho_row_number(row, "p_approximate", p_approximate);
  if (asked && !known) etho_row_note(row, "too many pairs for an exact p: the approximation stands in");
  if (!exact && isnan(p_approximate)) etho_row_note(row, "too few pairs for the approximation: use --exact");
  etho_correlation_alternative(row, options);
  if (known)
    etho_rank_write_attainable(
        row, etho_correlation_pick(options, tails.least_lower, tails.least_upper, tails.least_two_sided),
        options);
  return true;
}

etho_status etho_spearman(const double *x, const double *y, size_t n, const etho_options *options,
                          etho_row *row, etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_row_number(row, "n", (double)n);
  if (!etho_correlation_possible(x, y, n, 2, row)) return ETHO_OK;
  ranked d;
  bool done = prepare(x, y, n, &d);
  if (done) {
    double error_z = n > 3 ? sqrt((1 + d.r * d.r / 2) / ((double)n - 3)) : (double)NAN;
    etho_correlation_interval(row, d.r, error_z, options);
    etho_row_number(row, "statistic", d.s);
    etho_row_text(row, "statistic_name", "S");
    done = write_p(&d, options, row);
  }
  free(d.x);
  free(d.y);
  return done ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
