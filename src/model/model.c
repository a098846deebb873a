/* From a formula and data to the right fit. */
#include "ethostat/model.h"

#include <math.h>
#include <string.h>

#include "model/problem.h"

etho_model_options etho_model_options_default(void) {
  return (etho_model_options){
      .family = "gaussian", .df = "satterthwaite", .ties = "efron", .conf_level = 0.95, .seed = 20240229};
}

static etho_status check_one_of(const char *what, const char *value, const char *const *allowed,
                                etho_error *error) {
  size_t n = 0;
  for (; allowed[n]; n++)
    if (strcmp(allowed[n], value) == 0) return ETHO_OK;
  etho_text list = {0};
  for (size_t i = 0; i < n; i++) etho_text_format(&list, "%s%s", i ? ", " : "", allowed[i]);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no %s '%s'", what, value);
  etho_error_hint(error, "one of: %s", etho_text_get(&list));
  etho_text_free(&list);
  return ETHO_ERR_USAGE;
}

static etho_status complete_options(const etho_model_options *given, etho_model_options *o,
                                    etho_error *error) {
  static const char *const families[] = {"gaussian", "binomial", "beta-binomial", "cox", NULL};
  static const char *const dfs[] = {"satterthwaite", "kenward-roger", NULL};
  static const char *const ties[] = {"efron", "breslow", NULL};
  etho_model_options otherwise = etho_model_options_default();
  *o = given ? *given : otherwise;
  if (!o->family) o->family = otherwise.family;
  if (!o->df) o->df = otherwise.df;
  if (!o->ties) o->ties = otherwise.ties;
  if (!o->type) o->type = 2;
  etho_status status = check_one_of("family", o->family, families, error);
  if (status == ETHO_OK) status = check_one_of("df method", o->df, dfs, error);
  if (status == ETHO_OK) status = check_one_of("way with ties", o->ties, ties, error);
  if (status != ETHO_OK) return status;
  if (o->type < 1 || o->type > 3)
    return etho_error_set(error, ETHO_ERR_USAGE, "sums of squares are of type 1, 2 or 3, not %d", o->type);
  if (!(o->conf_level > 0 && o->conf_level < 1))
    return etho_error_set(error, ETHO_ERR_USAGE, "the confidence level must lie between 0 and 1");
  if (o->agq < 0 || o->agq > 100) return etho_error_set(error, ETHO_ERR_USAGE, "--agq takes 1 to 100 nodes");
  return ETHO_OK;
}

static etho_status fit(etho_problem *problem, etho_error *error) {
  const char *family = problem->options->family;
  bool mixed = problem->terms->n_random > 0;
  if (strcmp(family, "gaussian") == 0)
    return mixed ? etho_fit_mixed(problem, error) : etho_fit_least_squares(problem, error);
  if (strcmp(family, "binomial") == 0)
    return mixed ? etho_fit_binomial_mixed(problem, error) : etho_fit_binomial(problem, error);
  if (mixed) return etho_error_set(error, ETHO_ERR_USAGE, "the %s family takes no random terms", family);
  return strcmp(family, "cox") == 0 ? etho_fit_cox(problem, error) : etho_fit_beta_binomial(problem, error);
}

/* surv() and cbind() say their family: they have no place in the default one. */
static void choose_family(etho_problem *problem, etho_model_options *o) {
  if (strcmp(o->family, "gaussian") != 0) return;
  if (problem->terms->response == ETHO_RESPONSE_SURV) o->family = "cox";
  if (problem->terms->response == ETHO_RESPONSE_CBIND) o->family = "binomial";
}

static etho_status run(etho_problem *problem, etho_error *error) {
  size_t before = etho_rows_count(problem->rows);
  etho_status status = etho_problem_make(problem, error);
  if (status == ETHO_OK) status = fit(problem, error);
  if (status == ETHO_OK) status = etho_rows_status(problem->rows);
  if (status != ETHO_OK) etho_rows_truncate(problem->rows, before);
  return status;
}

static etho_status parse(const char *source, etho_problem *problem, const char *const **names,
                         size_t *n_names, etho_error *error) {
  etho_formula formula;
  problem->terms = ETHO_NEW(problem->arena, etho_terms, 1);
  if (!problem->terms) return etho_model_no_memory(error);
  etho_status status = etho_formula_parse(source, problem->arena, &formula, error);
  if (status == ETHO_OK) status = etho_terms_make(&formula, problem->arena, problem->terms, error);
  if (status == ETHO_OK) status = etho_terms_columns(problem->terms, problem->arena, names, n_names, error);
  if (status != ETHO_OK || !problem->options->weights) return status;
  const char **more = ETHO_NEW(problem->arena, const char *, *n_names + 1);
  if (!more) return etho_model_no_memory(error);
  memcpy(more, *names, *n_names * sizeof *more);
  more[(*n_names)++] = problem->options->weights;
  *names = more;
  return ETHO_OK;
}

/* Columns that only ever name groups of random terms are ids. */
static bool *id_columns(const etho_problem *problem, const char *const *names, size_t n) {
  const etho_terms *terms = problem->terms;
  bool *is_id = ETHO_NEW(problem->arena, bool, n + 1);
  const char *other[256];
  size_t n_other = 0;
  uint64_t effects = 0;
  for (size_t t = 0; t < terms->fixed.n_terms; t++) effects |= terms->fixed.term[t].mask;
  for (size_t r = 0; r < terms->n_random; r++)
    for (size_t t = 0; t < terms->random[r].effects.n_terms; t++)
      effects |= terms->random[r].effects.term[t].mask;
  etho_node_columns(terms->y, other, &n_other, 256);
  etho_node_columns(terms->y2, other, &n_other, 256);
  for (size_t v = 0; v < terms->n_variables; v++)
    if ((effects >> v & 1) || terms->variable[v].node->kind != ETHO_NODE_NAME)
      etho_node_columns(terms->variable[v].node, other, &n_other, 256);
  if (problem->options->weights && n_other < 256) other[n_other++] = problem->options->weights;
  for (size_t i = 0; i < n && is_id; i++) {
    is_id[i] = true;
    for (size_t k = 0; k < n_other; k++)
      if (strcmp(names[i], other[k]) == 0) is_id[i] = false;
  }
  return is_id;
}

etho_status etho_model_run(const char *formula, const etho_table *data, const etho_model_options *options,
                           etho_rows *rows, etho_issues *issues, etho_error *error) {
  etho_model_options o;
  etho_problem problem = {.arena = etho_arena_new(), .options = &o, .rows = rows, .issues = issues};
  const char *const *names;
  size_t n_names;
  if (!problem.arena) return etho_model_no_memory(error);
  etho_status status = complete_options(options, &o, error);
  if (status == ETHO_OK) status = parse(formula, &problem, &names, &n_names, error);
  if (status == ETHO_OK) choose_family(&problem, &o);
  if (status == ETHO_OK) {
    bool *is_id = id_columns(&problem, names, n_names);
    status = is_id ? etho_frame_from_table(data, names, is_id, n_names, problem.arena, &problem.frame, issues,
                                           error)
                   : etho_model_no_memory(error);
  }
  if (status == ETHO_OK) status = run(&problem, error);
  etho_arena_free(problem.arena);
  return status;
}

static const etho_model_column *find_column(const etho_model_column *column, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(column[i].name, name) == 0) return &column[i];
  return NULL;
}

static etho_status take_column(const etho_model_column *from, size_t n, etho_arena *arena, etho_column *to,
                               etho_error *error) {
  to->name = from->name;
  if (from->text) return etho_factor_from_text(from->text, n, arena, to, error);
  double *number = ETHO_NEW(arena, double, n + 1);
  if (!number) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++) number[i] = isfinite(from->number[i]) ? from->number[i] : (double)NAN;
  to->number = number;
  return ETHO_OK;
}

static etho_status frame_from_columns(const etho_model_column *column, size_t n_columns, size_t n,
                                      const char *const *names, size_t n_names, etho_problem *problem,
                                      etho_error *error) {
  problem->frame = (etho_frame){.n = n, .column = ETHO_NEW(problem->arena, etho_column, n_names + 1)};
  if (!problem->frame.column) return etho_model_no_memory(error);
  for (size_t i = 0; i < n_names; i++) {
    if (etho_frame_find(&problem->frame, names[i])) continue;
    const etho_model_column *from = find_column(column, n_columns, names[i]);
    if (!from) return etho_error_set(error, ETHO_ERR_USAGE, "there is no column '%s'", names[i]);
    etho_status status =
        take_column(from, n, problem->arena, &problem->frame.column[problem->frame.n_columns++], error);
    if (status != ETHO_OK) return status;
  }
  return ETHO_OK;
}

etho_status etho_model_run_columns(const char *formula, const etho_model_column *column, size_t n_columns,
                                   size_t n, const etho_model_options *options, etho_rows *rows,
                                   etho_issues *issues, etho_error *error) {
  etho_model_options o;
  etho_problem problem = {.arena = etho_arena_new(), .options = &o, .rows = rows, .issues = issues};
  const char *const *names;
  size_t n_names;
  if (!problem.arena) return etho_model_no_memory(error);
  etho_status status = complete_options(options, &o, error);
  if (status == ETHO_OK) status = parse(formula, &problem, &names, &n_names, error);
  if (status == ETHO_OK) choose_family(&problem, &o);
  if (status == ETHO_OK) status = frame_from_columns(column, n_columns, n, names, n_names, &problem, error);
  if (status == ETHO_OK) status = run(&problem, error);
  etho_arena_free(problem.arena);
  return status;
}
