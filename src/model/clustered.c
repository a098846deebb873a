/* The models of the main job: animals in cages, trials of animals. Each is fitted beside the analysis that
 * takes every value as independent, and a sentence says whether the conclusion holds. */
#include <math.h>
#include <string.h>

#include "ethostat/model.h"
#include "base/text.h"
#include "model/frame.h"
#include "stats/tails.h"

typedef struct clustered {
  const char *response, *group; /* names */
  const double *value;
  const char *const *arm, *const *cluster;
  size_t n;
  etho_model_options options;
} clustered;

static bool more_than_one_arm(const clustered *c) {
  const char *first = NULL;
  for (size_t i = 0; i < c->n; i++) {
    if (!c->arm[i] || !c->cluster[i] || isnan(c->value[i])) continue;
    if (!first)
      first = c->arm[i];
    else if (strcmp(first, c->arm[i]) != 0)
      return true;
  }
  return false;
}

static etho_status run(const clustered *c, bool arm, bool random, etho_rows *rows, etho_error *error) {
  etho_model_column column[] = {{.name = "response", .number = c->value},
                                {.name = "arm", .text = c->arm},
                                {.name = c->group, .text = c->cluster}};
  etho_text formula = {0};
  etho_model_options options = c->options;
  if (!arm) options.control = NULL;
  etho_text_format(&formula, "response ~ %s", arm ? "arm" : "1");
  if (random) etho_text_format(&formula, " + (1 | %s)", c->group);
  etho_status status = formula.failed ? etho_model_no_memory(error)
                                      : etho_model_run_columns(etho_text_get(&formula), column, 3, c->n,
                                                               &options, rows, NULL, error);
  etho_text_free(&formula);
  return status;
}

static const etho_row *find_row(const etho_rows *rows, size_t from, const char *table, const char *key,
                                const char *value) {
  for (size_t i = from; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    const char *t = etho_row_get_text(row, "table"), *v = key ? etho_row_get_text(row, key) : NULL;
    if (t && strcmp(t, table) == 0 && (!key || (v && strcmp(v, value) == 0))) return row;
  }
  return NULL;
}

static void copy_field(etho_row *to, const char *as, const etho_row *from, const char *name) {
  etho_row_number(to, as, from ? etho_row_get_number(from, name) : (double)NAN);
}

static void conclude(const clustered *c, etho_row *row, double plain, double mixed, const char *unit) {
  double alpha = 1 - c->options.conf_level, icc = etho_row_get_number(row, "icc");
  if (isnan(plain) || isnan(mixed)) return;
  bool holds = (plain < alpha) == (mixed < alpha);
  etho_row_bool(row, "holds", holds);
  etho_row_format(
      row, "conclusion",
      "With the %s as a random effect p = %.3g (%s alone: p = %.3g; ICC %.2f): the conclusion %s.", c->group,
      mixed, unit, plain, isnan(icc) ? 0 : icc,
      holds           ? "holds"
      : mixed < alpha ? "changes: the difference becomes significant"
                      : "does not hold: the difference is no longer significant");
}

static void refuse(etho_row *row, const char *const *field, size_t n, const etho_error *error) {
  for (size_t i = 0; i < n; i++) etho_row_null(row, field[i]);
  etho_row_note(row, "%s", error->message);
}

/* A model that the data cannot carry is a null and a note; memory and usage faults go up. */
static bool is_refusal(etho_status status) {
  return status == ETHO_ERR_DATA || status == ETHO_ERR_NUMERIC;
}

static etho_status fit_cage(const clustered *c, etho_rows *rows, etho_error *error) {
  static const char *const fields[] = {"icc", "design_effect", "statistic", "p_value"};
  size_t before = etho_rows_count(rows);
  etho_error why = {0};
  etho_rows *plain = etho_rows_new();
  if (!plain) return etho_model_no_memory(error);
  bool compare = more_than_one_arm(c);
  etho_status status = run(c, compare, true, rows, &why), alone = ETHO_OK;
  if (compare) alone = run(c, true, false, plain, NULL);
  if (status == ETHO_OK || is_refusal(status)) {
    const etho_row *random = find_row(rows, before, "random", "group", c->group),
                   *test = find_row(rows, before, "anova", "term", "arm");
    const etho_row *animals = alone == ETHO_OK ? find_row(plain, 0, "anova", "term", "arm") : NULL;
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "table", "cage");
    etho_row_text(row, "response", c->response);
    if (status != ETHO_OK)
      refuse(row, fields, 4, &why);
    else {
      copy_field(row, "icc", random, "icc"), copy_field(row, "design_effect", random, "design_effect");
      copy_field(row, "n_groups", random, "n_groups"), copy_field(row, "statistic", test, "statistic");
      copy_field(row, "df1", test, "df1"), copy_field(row, "df2", test, "df2"),
          copy_field(row, "p_value", test, "p_value");
      if (!test) etho_row_note(row, "there is one arm: nothing to compare");
    }
    copy_field(row, "animal_statistic", animals, "statistic"),
        copy_field(row, "animal_p_value", animals, "p_value");
    if (test && animals && status == ETHO_OK)
      conclude(c, row, etho_row_get_number(animals, "p_value"), etho_row_get_number(test, "p_value"),
               "animals");
    status = etho_rows_status(rows);
  } else if (error)
    *error = why;
  etho_rows_free(plain);
  return status;
}

static etho_status fit_trials(const clustered *c, etho_rows *rows, etho_error *error) {
  static const char *const fields[] = {"icc", "design_effect", "lr_statistic", "p_value"};
  size_t before = etho_rows_count(rows);
  etho_error why = {0};
  etho_rows *plain = etho_rows_new(), *null = etho_rows_new();
  bool compare = more_than_one_arm(c);
  etho_status status = plain && null ? run(c, compare, true, rows, &why) : etho_model_no_memory(&why),
              alone = ETHO_OK, smaller = ETHO_OK;
  if (status == ETHO_OK && compare)
    alone = run(c, true, false, plain, NULL), smaller = run(c, false, true, null, NULL);
  if (status == ETHO_OK || is_refusal(status)) {
    const etho_row *random = find_row(rows, before, "random", "group", c->group),
                   *fit = find_row(rows, before, "fit", NULL, NULL);
    const etho_row *less = compare && smaller == ETHO_OK ? find_row(null, 0, "fit", NULL, NULL) : NULL;
    const etho_row *test = find_row(rows, before, "anova", "term", "arm"),
                   *trials = alone == ETHO_OK ? find_row(plain, 0, "anova", "term", "arm") : NULL;
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "table", "trials");
    etho_row_text(row, "response", c->response);
    if (status != ETHO_OK)
      refuse(row, fields, 4, &why);
    else {
      copy_field(row, "icc", random, "icc"), copy_field(row, "design_effect", random, "design_effect");
      copy_field(row, "n_groups", random, "n_groups");
      double ratio =
          less ? fmax(0, 2 * (etho_row_get_number(fit, "logLik") - etho_row_get_number(less, "logLik")))
               : (double)NAN;
      double df = test ? etho_row_get_number(test, "df") : (double)NAN,
             p = isnan(ratio) || isnan(df) ? (double)NAN : etho_chi2_upper(ratio, df);
      etho_row_number(row, "lr_statistic", ratio), etho_row_number(row, "lr_df", df),
          etho_row_number(row, "p_value", p);
      if (!compare) etho_row_note(row, "there is one arm: nothing to compare");
      copy_field(row, "trial_p_value", trials, "p_value");
      if (trials) conclude(c, row, etho_row_get_number(trials, "p_value"), p, "trials");
    }
    status = etho_rows_status(rows);
  } else if (error)
    *error = why;
  etho_rows_free(plain), etho_rows_free(null);
  return status;
}

static clustered prepare(const char *response_name, const double *value, const char *const *arm,
                         const char *const *cluster, const char *group, size_t n, const char *control,
                         const etho_model_options *options) {
  clustered c = {.response = response_name ? response_name : "response",
                 .group = group,
                 .value = value,
                 .arm = arm,
                 .cluster = cluster,
                 .n = n};
  c.options = options ? *options : etho_model_options_default();
  c.options.control = control;
  c.options.emmeans = c.options.contrasts = c.options.weights = NULL;
  return c;
}

etho_status etho_model_cage(const char *response_name, const double *response, const char *const *arm,
                            const char *const *cage, size_t n, const char *control,
                            const etho_model_options *options, etho_rows *rows, etho_error *error) {
  clustered c = prepare(response_name, response, arm, cage, "cage", n, control, options);
  c.options.family = "gaussian";
  if (!more_than_one_arm(&c)) c.options.control = NULL;
  return fit_cage(&c, rows, error);
}

etho_status etho_model_trials(const char *response_name, const double *correct, const char *const *arm,
                              const char *const *animal, size_t n, const char *control,
                              const etho_model_options *options, etho_rows *rows, etho_error *error) {
  clustered c = prepare(response_name, correct, arm, animal, "animal", n, control, options);
  c.options.family = "binomial";
  if (!more_than_one_arm(&c)) c.options.control = NULL;
  return fit_trials(&c, rows, error);
}
