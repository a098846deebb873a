#include "stats/fisher.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

#include "stats/contingency.h"
#include "stats/hypergeometric.h"
#include "stats/proportion.h"

/* ---- 2 x 2
 * ------------------------------------------------------------------------------------------------- */

typedef enum wanted { WANT_MEAN, WANT_LOWER, WANT_UPPER } wanted;

typedef struct root_problem {
  double row, column, total, x;
  wanted what;
  double target;
  bool failed;
} root_problem;

/* What the distribution of the first cell gives at this log odds ratio, minus the target. */
static double miss(double log_odds, void *context) {
  root_problem *problem = context;
  etho_hypergeometric h;
  if (!etho_hypergeometric_init(&h, problem->row, problem->column, problem->total, log_odds)) {
    problem->failed = true;
    return 0;
  }
  double value = problem->what == WANT_MEAN    ? etho_hypergeometric_mean(&h)
                 : problem->what == WANT_LOWER ? etho_hypergeometric_lower(&h, problem->x)
                                               : etho_hypergeometric_upper(&h, problem->x);
  etho_hypergeometric_free(&h);
  return value - problem->target;
}

/* The log odds ratio at which `what` equals target; `miss` is monotone in it. */
static double solve(root_problem *problem) {
  double low = -1, high = 1, rising = problem->what == WANT_LOWER ? -1 : 1;
  while (low > -600 && miss(low, problem) * rising > 0) low *= 2;
  while (high < 600 && miss(high, problem) * rising < 0) high *= 2;
  gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  gsl_function function = {miss, problem};
  double root = (double)NAN;
  if (solver && miss(low, problem) * miss(high, problem) <= 0 &&
      gsl_root_fsolver_set(solver, &function, low, high) == GSL_SUCCESS) {
    for (int step = 0; step < 200 && gsl_root_fsolver_iterate(solver) == GSL_SUCCESS; step++) {
      low = gsl_root_fsolver_x_lower(solver), high = gsl_root_fsolver_x_upper(solver);
      if (high - low < 1e-15 * fmax(1, fabs(low))) break;
    }
    root = gsl_root_fsolver_root(solver);
  }
  gsl_root_fsolver_free(solver);
  return root;
}

/* Conditional maximum likelihood: the odds ratio whose mean is the observed cell. */
static void set_odds_ratio(const etho_hypergeometric *h, double x, const etho_options *options,
                           etho_row *row) {
  double alpha = 1 - options->conf_level, low = 0, high = (double)INFINITY,
         estimate = x == h->low ? 0 : (double)INFINITY;
  double part = options->alternative == ETHO_TWO_SIDED ? alpha / 2 : alpha;
  root_problem problem = {h->row, h->column, h->total, x, WANT_MEAN, x, false};
  if (x > h->low && x < h->high) estimate = exp(solve(&problem));
  problem.what = WANT_UPPER, problem.target = part;
  if (x > h->low && options->alternative != ETHO_LESS) low = exp(solve(&problem));
  problem.what = WANT_LOWER;
  if (x < h->high && options->alternative != ETHO_GREATER) high = exp(solve(&problem));
  static const char *const names[2][3] = {{"estimate", "conf_low", "conf_high"},
                                          {"odds_ratio", "odds_ratio_low", "odds_ratio_high"}};
  for (int i = 0; i < 2; i++) {
    etho_row_number(row, names[i][0], estimate);
    etho_row_number(row, names[i][1], low);
    etho_row_number(row, names[i][2], high);
  }
  if (isinf(estimate))
    etho_row_note(row, "the odds ratio is infinite: an empty cell");
  else if (isinf(high))
    etho_row_note(row, "the interval has no upper end");
}

static double one_p(const etho_hypergeometric *h, double x, etho_alternative alternative) {
  if (alternative == ETHO_LESS) return etho_hypergeometric_lower(h, x);
  if (alternative == ETHO_GREATER) return etho_hypergeometric_upper(h, x);
  return fmin(1, etho_hypergeometric_two_sided(h, x));
}

etho_status etho_fisher_two_by_two(const etho_contingency *table, const etho_options *options, etho_row *row,
                                   etho_error *error) {
  double null_odds = options->mu_given ? options->mu : 1, margin_row[2], margin_column[2],
         x = table->count[0];
  if (!(null_odds > 0) || isinf(null_odds))
    return etho_error_set(error, ETHO_ERR_USAGE, "--mu %g is not an odds ratio: it must be above 0",
                          null_odds);
  double total = etho_contingency_margins(table, margin_row, margin_column);
  etho_hypergeometric h;
  if (!etho_hypergeometric_init(&h, margin_row[0], margin_column[0], total, log(null_odds)))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_row_number(row, "p_value", one_p(&h, x, options->alternative));
  etho_row_bool(row, "exact", true);
  set_odds_ratio(&h, x, options, row);
  etho_row_number(row, "null_value", null_odds);
  etho_risk_difference(table, options->conf_level, row);
  double least = fmin(one_p(&h, h.low, options->alternative), one_p(&h, h.high, options->alternative));
  etho_note_attainable(least, options, row);
  etho_hypergeometric_free(&h);
  return ETHO_OK;
}

/* ---- any table
 * --------------------------------------------------------------------------------------------- */

static etho_status larger(const etho_contingency *table, const etho_options *options, etho_row *row,
                          etho_error *error) {
  double p = (double)NAN, total = etho_contingency_margins(table, NULL, NULL);
  bool fine = options->exact == ETHO_APPROXIMATE || etho_fisher_enumerate(table, &p);
  if (fine && !isnan(p)) {
    etho_row_number(row, "p_value", p);
    etho_row_bool(row, "exact", true);
  } else if (fine && (options->exact == ETHO_EXACT || total > 1e7)) {
    etho_row_null(row, "p_value");
    etho_row_note(row, "too many tables have these margins to list them all; %s",
                  total > 1e7 ? "with so many observations use chi_square"
                              : "without --exact it is simulated");
  } else if (fine) {
    size_t extreme = 0, draws = options->resamples;
    fine = etho_fisher_simulate(table, draws, options->seed, &extreme);
    p = ((double)extreme + 1) / ((double)draws + 1);
    etho_row_number(row, "p_value", p);
    etho_row_bool(row, "exact", false);
    etho_row_number(row, "std_error", sqrt(p * (1 - p) / (double)draws));
    etho_row_number(row, "resamples", (double)draws);
    etho_row_number(row, "seed", (double)options->seed);
  }
  if (!fine) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (options->alternative != ETHO_TWO_SIDED || options->mu_given)
    etho_row_note(row, "a table larger than 2 x 2 has no direction and no odds ratio: the test is two-sided");
  return ETHO_OK;
}

static etho_status check_counts(const etho_contingency *table, etho_error *error) {
  for (size_t i = 0; i < table->rows * table->columns; i++)
    if (table->count[i] != floor(table->count[i]) || table->count[i] > 9007199254740992.0) {
      etho_error_set(error, ETHO_ERR_DATA, "%g is not a whole number of observations", table->count[i]);
      etho_error_hint(error, "an exact test counts; for weights use chi_square or g_test");
      return ETHO_ERR_DATA;
    }
  return ETHO_OK;
}

etho_status etho_fisher_exact(const etho_contingency *table, const etho_options *options, etho_row *row,
                              etho_error *error) {
  etho_options defaults = etho_options_default();
  if (!options) options = &defaults;
  etho_status status = check_counts(table, error);
  etho_arena *arena = etho_arena_new();
  etho_contingency compact = arena ? etho_contingency_compact(table, arena) : (etho_contingency){0};
  etho_row_number(row, "n", etho_contingency_margins(table, NULL, NULL));
  if (status == ETHO_OK && !compact.count) status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status == ETHO_OK) {
    size_t empty = table->rows + table->columns - compact.rows - compact.columns;
    if (empty)
      etho_row_note(row, "%zu empty row%s or column%s left out", empty, empty == 1 ? "" : "s",
                    empty == 1 ? "" : "s");
    if (compact.rows < 2 || compact.columns < 2) {
      etho_row_null(row, "p_value");
      etho_row_note(row, "nothing to compare: two groups and two outcomes that occur are needed");
    } else if (compact.rows == 2 && compact.columns == 2) {
      status = etho_fisher_two_by_two(&compact, options, row, error);
    } else {
      status = larger(&compact, options, row, error);
    }
  }
  etho_arena_free(arena);
  return status;
}
