#include <math.h>

#include "stats/proportion.h"
#include "stats/registry.h"
#include "stats/survival_steps.h"
#include "stats/tails.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- curves and rank tests
 * --------------------------------------------------------------------------------------- */

typedef etho_status times_fn(const etho_times *group, size_t k, const etho_options *options, etho_rows *rows,
                             etho_error *error);

static etho_status with_times(const etho_input *input, const etho_options *options, times_fn *run,
                              etho_rows *rows, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_times *group;
  size_t k;
  etho_status status = etho_times_make(input, arena, &group, &k, rows, error);
  if (status == ETHO_OK) status = run(group, k, options, rows, error);
  etho_arena_free(arena);
  return status;
}

static etho_status curves(const etho_times *group, size_t k, const etho_options *options, etho_rows *rows,
                          etho_error *error) {
  etho_status status = ETHO_OK;
  for (size_t g = 0; g < k && status == ETHO_OK; g++)
    status = etho_kaplan_meier(&group[g], options, rows, error);
  return status;
}

static etho_status kaplan_meier_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                      etho_error *error) {
  return with_times(input, options, curves, rows, error);
}

static etho_status logrank(const etho_times *group, size_t k, const etho_options *options, etho_rows *rows,
                           etho_error *error) {
  return etho_logrank(group, k, ETHO_WEIGHT_LOGRANK, options, rows, error);
}

static etho_status logrank_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                 etho_error *error) {
  return with_times(input, options, logrank, rows, error);
}

static etho_status gehan(const etho_times *group, size_t k, const etho_options *options, etho_rows *rows,
                         etho_error *error) {
  etho_rank_weight weight = etho_variant_is(options, "peto")          ? ETHO_WEIGHT_PETO
                            : etho_variant_is(options, "tarone_ware") ? ETHO_WEIGHT_TARONE_WARE
                                                                      : ETHO_WEIGHT_GEHAN;
  return etho_logrank(group, k, weight, options, rows, error);
}

static etho_status gehan_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                               etho_error *error) {
  return with_times(input, options, gehan, rows, error);
}

static etho_status rmst_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                              etho_error *error) {
  return with_times(input, options, etho_rmst, rows, error);
}

/* ---- Cox
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct cox_data {
  size_t n, p, levels; /* the first levels - 1 columns stand for the groups */
  double *time, *event, *x;
} cox_data;

static bool is_usable(const etho_input *in, size_t i) {
  return (!in->by.code || in->by.code[i] >= 0) && isfinite(in->time[i]) && !isnan(in->event[i]) &&
         (!in->x || isfinite(in->x[i])) && (!in->y || isfinite(in->y[i]));
}

static bool fill_cox(const etho_input *in, etho_arena *arena, cox_data *d) {
  d->levels = in->by.code ? in->by.n_levels : 1;
  d->p = (d->levels ? d->levels - 1 : 0) + (in->x != NULL) + (in->y != NULL);
  d->time = ETHO_NEW(arena, double, in->n + 1), d->event = ETHO_NEW(arena, double, in->n + 1);
  d->x = ETHO_NEW(arena, double, in->n * d->p + 1);
  if (!d->time || !d->event || !d->x) return false;
  for (size_t i = 0; i < in->n; i++) {
    if (!is_usable(in, i)) continue;
    double *x = &d->x[d->n * d->p];
    if (in->by.code && in->by.code[i] > 0) x[in->by.code[i] - 1] = 1;
    if (in->x) x[d->levels - 1] = in->x[i];
    if (in->y) x[d->p - 1] = in->y[i];
    d->time[d->n] = in->time[i], d->event[d->n++] = in->event[i];
  }
  return true;
}

static void name_term(const etho_input *in, const cox_data *d, size_t j, etho_row *row) {
  etho_row_text(row, "part", "coefficient");
  if (j + 1 < d->levels) {
    etho_row_text(row, "term", in->by.name ? in->by.name : "group");
    etho_row_text(row, "group1", in->by.level[0]);
    etho_row_text(row, "group2", in->by.level[j + 1]);
  } else {
    etho_row_text(row, "term", in->x && j == d->levels - 1 ? "x" : "y");
  }
}

static void set_coefficient(const etho_cox *fit, size_t j, const etho_options *options, etho_row *row) {
  static const char *const names[] = {"estimate",     "std_error",        "statistic",
                                      "p_value",      "conf_low",         "conf_high",
                                      "hazard_ratio", "hazard_ratio_low", "hazard_ratio_high"};
  if (fit->state[j] != ETHO_COX_FINITE) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) etho_row_null(row, names[i]);
    if (fit->state[j] == ETHO_COX_INFINITE)
      etho_row_note(row,
                    "no finite estimate: the likelihood keeps rising as the coefficient goes to %s infinity "
                    "(no events on one side); see the likelihood ratio test",
                    fit->coefficient[j] > 0 ? "plus" : "minus");
    else
      etho_row_note(row, fit->events ? "does not vary among those at risk, or follows from the other terms"
                                     : "no events");
    return;
  }
  double b = fit->coefficient[j], error = fit->std_error[j],
         half = etho_z_two_sided(options->conf_level) * error;
  etho_row_number(row, "estimate", b);
  etho_row_number(row, "std_error", error);
  etho_row_number(row, "statistic", b / error);
  etho_row_text(row, "statistic_name", "z");
  etho_row_number(row, "p_value", etho_normal_p_value(b / error, ETHO_TWO_SIDED));
  etho_row_number(row, "conf_low", b - half);
  etho_row_number(row, "conf_high", b + half);
  etho_row_number(row, "hazard_ratio", exp(b));
  etho_row_number(row, "hazard_ratio_low", exp(b - half));
  etho_row_number(row, "hazard_ratio_high", exp(b + half));
}

static void add_model_rows(const etho_cox *fit, etho_rows *rows) {
  double ratio = fmax(0, 2 * (fit->log_likelihood - fit->log_likelihood_null));
  const struct {
    const char *term;
    double statistic;
  } test[] = {{"likelihood_ratio", ratio}, {"wald", fit->wald}, {"score", fit->score}};
  for (size_t i = 0; i < sizeof test / sizeof *test; i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "part", "model");
    etho_row_text(row, "term", test[i].term);
    etho_row_number(row, "n", (double)fit->n);
    etho_row_number(row, "events", (double)fit->events);
    if (!fit->df)
      etho_row_note(row, fit->events ? "no term can be estimated" : "no events");
    else if (isnan(test[i].statistic))
      etho_row_note(row, "a coefficient is infinite");
    etho_row_number(row, "statistic", fit->df ? test[i].statistic : (double)NAN);
    etho_row_text(row, "statistic_name", "chi2");
    etho_row_number(row, "df", (double)fit->df);
    etho_row_number(row, "p_value", etho_chi2_upper(test[i].statistic, (double)fit->df));
    etho_row_number(row, "log_likelihood", fit->log_likelihood);
    etho_row_number(row, "log_likelihood_null", fit->log_likelihood_null);
  }
}

static etho_status cox_rows(const etho_input *input, const cox_data *d, const etho_options *options,
                            etho_rows *rows, etho_error *error) {
  etho_cox fit;
  etho_status status =
      etho_cox_fit(d->time, d->event, d->x, d->n, d->p, etho_variant_is(options, "breslow"), &fit, error);
  if (status != ETHO_OK) return status;
  size_t first = etho_rows_count(rows);
  for (size_t j = 0; j < d->p; j++) {
    etho_row *row = etho_rows_add(rows);
    name_term(input, d, j, row);
    set_coefficient(&fit, j, options, row);
  }
  if (options->adjust) status = etho_adjust_rows(rows, first, options->adjust, error);
  add_model_rows(&fit, rows);
  return status;
}

static etho_status cox_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                             etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_times *checked;
  size_t k;
  cox_data d = {0};
  etho_status status = etho_times_make(input, arena, &checked, &k, rows, error); /* checks and notes */
  if (status == ETHO_OK && !fill_cox(input, arena, &d)) status = no_memory(error);
  if (status == ETHO_OK && d.p == 0 && !input->by.code) {
    status = etho_error_set(error, ETHO_ERR_USAGE, "cox needs --by, or a covariate --x");
  }
  if (status == ETHO_OK) status = cox_rows(input, &d, options, rows, error);
  etho_arena_free(arena);
  return status;
}

enum { TIMES = ETHO_ROLE_TIME | ETHO_ROLE_EVENT, GROUP_OPTIONS = ETHO_OPT_CONTROL | ETHO_OPT_GROUPS };
static const char shape[] = "--time, --event (1 happened, 0 censored at the cut-off), --by the groups";

const etho_procedure etho_catalogue_survival[] = {
    {.name = "kaplan_meier",
     .summary = "share still without the event over time, and the median latency",
     .shape = "--time, --event (1 happened, 0 censored at the cut-off); --by a curve each",
     .source = "Kaplan & Meier 1958; Greenwood 1926; Brookmeyer & Crowley 1982",
     .method = "Kaplan-Meier estimate",
     .roles = TIMES,
     .optional = ETHO_ROLE_BY,
     .options = ETHO_OPT_CONF | ETHO_OPT_VARIANT | GROUP_OPTIONS,
     .variants = "log,log_log,plain",
     .frame = kaplan_meier_frame},
    {.name = "logrank",
     .summary = "do latencies with censoring differ between groups?",
     .shape = shape,
     .source = "Mantel 1966; Peto & Peto 1972",
     .method = "Log-rank test",
     .roles = TIMES | ETHO_ROLE_BY,
     .options = ETHO_OPT_ADJUST | GROUP_OPTIONS,
     .frame = logrank_frame},
    {.name = "gehan",
     .summary = "the log-rank test with more weight on early times",
     .shape = shape,
     .source = "Gehan 1965; Breslow 1970; Tarone & Ware 1977; Peto & Peto 1972",
     .method = "Gehan-Breslow-Wilcoxon test",
     .roles = TIMES | ETHO_ROLE_BY,
     .options = ETHO_OPT_ADJUST | ETHO_OPT_VARIANT | GROUP_OPTIONS,
     .variants = "gehan,tarone_ware,peto",
     .frame = gehan_frame},
    {.name = "rmst",
     .summary = "mean latency up to a common time (--mu), and its differences",
     .shape = "--time, --event; --by the groups; --mu the time to stop at",
     .source = "Royston & Parmar 2013; Uno et al. 2014",
     .method = "Restricted mean survival time",
     .roles = TIMES,
     .optional = ETHO_ROLE_BY,
     .options = ETHO_OPT_MU | ETHO_OPT_CONF | ETHO_OPT_ALTERNATIVE | ETHO_OPT_ADJUST | GROUP_OPTIONS,
     .frame = rmst_frame},
    {.name = "cox",
     .summary = "hazard ratios of groups, with covariates if wanted",
     .shape = "--time, --event, --by the groups; --x and --y covariates",
     .source = "Cox 1972; Efron 1977; Breslow 1974",
     .method = "Cox proportional hazards regression",
     .roles = TIMES,
     .optional = ETHO_ROLE_BY | ETHO_ROLE_XY,
     .options = ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_VARIANT | GROUP_OPTIONS,
     .variants = "efron,breslow",
     .frame = cox_frame},
    {0},
};
