#include "model/emmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/tails.h"

/* A raw column of the predictors and the values it takes in the reference grid. */
typedef struct axis {
  const etho_column *column;
  const double *number; /* NULL for factors */
  size_t n;
  bool target;
} axis;

typedef struct grid {
  axis *axis;
  size_t n_axes, cells;
} grid;

static bool inside_factor(const etho_node *node, const char *name) {
  if (!node) return false;
  if (node->kind == ETHO_NODE_CALL && strcmp(node->name, "factor") == 0) {
    const char *names[64];
    size_t n = 0;
    etho_node_columns(node, names, &n, 64);
    for (size_t i = 0; i < n; i++)
      if (strcmp(names[i], name) == 0) return true;
  }
  return inside_factor(node->left, name) || inside_factor(node->right, name);
}

static int compare_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* A numeric column stands at its mean; at all its values when it is used as a factor, or when it has only two
 * (as emmeans does). */
static etho_status number_axis(const etho_problem *problem, axis *a, bool as_factor, etho_error *error) {
  size_t n = problem->n, distinct = 0;
  double *value = ETHO_NEW(problem->arena, double, n + 1);
  if (!value) return etho_model_no_memory(error);
  memcpy(value, a->column->number, n * sizeof *value);
  long double sum = 0;
  for (size_t i = 0; i < n; i++) sum += value[i];
  qsort(value, n, sizeof *value, compare_double);
  for (size_t i = 0; i < n; i++)
    if (!distinct || value[distinct - 1] != value[i]) value[distinct++] = value[i];
  if (!as_factor && distinct > 2) value[0] = (double)(sum / (long double)n), distinct = 1;
  a->number = value, a->n = distinct;
  return ETHO_OK;
}

static bool fixed_uses(const etho_problem *problem, const char *name, bool *as_factor) {
  const etho_terms *terms = problem->terms;
  uint64_t used = 0;
  bool found = false;
  for (size_t t = 0; t < terms->fixed.n_terms; t++) used |= terms->fixed.term[t].mask;
  *as_factor = false;
  for (size_t v = 0; v < terms->n_variables; v++) {
    if (!(used >> v & 1)) continue;
    const char *names[256];
    size_t n = 0;
    etho_node_columns(terms->variable[v].node, names, &n, 256);
    for (size_t i = 0; i < n; i++)
      if (strcmp(names[i], name) == 0) found = true;
    if (inside_factor(terms->variable[v].node, name)) *as_factor = true;
  }
  return found;
}

static etho_status make_grid(const etho_problem *problem, grid *g, etho_error *error) {
  const etho_frame *frame = &problem->frame;
  g->axis = ETHO_NEW(problem->arena, axis, frame->n_columns + 1);
  if (!g->axis) return etho_model_no_memory(error);
  g->cells = 1;
  for (size_t c = 0; c < frame->n_columns; c++) {
    bool as_factor;
    if (!fixed_uses(problem, frame->column[c].name, &as_factor)) continue;
    axis *a = &g->axis[g->n_axes++];
    *a = (axis){.column = &frame->column[c], .n = frame->column[c].n_levels};
    etho_status status = a->column->is_factor ? ETHO_OK : number_axis(problem, a, as_factor, error);
    if (status != ETHO_OK) return status;
    if ((g->cells *= a->n) > 100000)
      return etho_error_set(error, ETHO_ERR_DATA, "the grid of marginal means has more than 100000 cells");
  }
  return ETHO_OK;
}

/* ---- the specification: "arm", "arm * day", "arm:day | sex" ---------------------------------------- */

static const etho_node *strip(const etho_node *node) {
  while (node && (node->kind == ETHO_NODE_PAREN ||
                  (node->kind == ETHO_NODE_CALL &&
                   (strcmp(node->name, "factor") == 0 || strcmp(node->name, "I") == 0))))
    node = node->left;
  return node;
}

static etho_status add_target(const etho_problem *problem, const char *source, const etho_node *node, grid *g,
                              size_t *target, size_t *n, etho_error *error) {
  node = strip(node);
  if (node && node->kind == ETHO_NODE_BINARY && strchr("+:*", node->op)) {
    etho_status status = add_target(problem, source, node->left, g, target, n, error);
    return status == ETHO_OK ? add_target(problem, source, node->right, g, target, n, error) : status;
  }
  if (!node || node->kind != ETHO_NODE_NAME)
    return etho_formula_error(source, node ? node->at : 0, error,
                              "--emmeans takes names of columns: arm, 'arm | day'");
  for (size_t a = 0; a < g->n_axes; a++) {
    if (strcmp(g->axis[a].column->name, node->name) != 0) continue;
    if (!g->axis[a].target) target[(*n)++] = a;
    g->axis[a].target = true;
    return ETHO_OK;
  }
  const char *names[256];
  for (size_t a = 0; a < g->n_axes && a < 256; a++) names[a] = g->axis[a].column->name;
  etho_text near = {0};
  etho_nearest_names(&near, node->name, names, g->n_axes < 256 ? g->n_axes : 256);
  etho_error_set(error, ETHO_ERR_USAGE, "--emmeans: '%s' is not in the fixed part of the model", node->name);
  if (near.length) etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

/* "a | b" is parsed as the random-term bar of a formula "~ (a | b)". */
static etho_status parse_spec(const etho_problem *problem, const char *spec, grid *g, size_t *target,
                              size_t *n, size_t *n_by, etho_error *error) {
  etho_formula formula;
  etho_text text = {0};
  const char *tilde = strchr(spec, '~');
  etho_text_format(&text, "~%s", tilde ? tilde + 1 : spec);
  const char *source = etho_arena_text(problem->arena, etho_text_get(&text));
  etho_text_free(&text);
  if (!source) return etho_model_no_memory(error);
  etho_status status = etho_formula_parse(source, problem->arena, &formula, error);
  if (status != ETHO_OK) return status;
  const etho_node *node = formula.terms;
  bool bar = node->kind == ETHO_NODE_BINARY && node->op == '|';
  status = add_target(problem, source, bar ? node->left : node, g, target, n, error);
  size_t left = *n;
  if (status == ETHO_OK && bar) status = add_target(problem, source, node->right, g, target, n, error);
  *n_by = *n - left;
  return status;
}

/* ---- rows of L ----------------------------------------------------------------------------------------- */

/* The grid as a frame: every combination of the axes, the first running fastest. */
static etho_status grid_frame(const etho_problem *problem, const grid *g, etho_frame *frame,
                              etho_error *error) {
  *frame = (etho_frame){.n = g->cells, .n_columns = g->n_axes};
  frame->column = ETHO_NEW(problem->arena, etho_column, g->n_axes + 1);
  if (!frame->column) return etho_model_no_memory(error);
  size_t step = 1;
  for (size_t a = 0; a < g->n_axes; a++) {
    const axis *x = &g->axis[a];
    int *code = ETHO_NEW(problem->arena, int, g->cells + 1);
    double *number = ETHO_NEW(problem->arena, double, g->cells + 1);
    if (!code || !number) return etho_model_no_memory(error);
    for (size_t i = 0; i < g->cells; i++) {
      size_t k = i / step % x->n;
      code[i] = (int)k;
      if (x->number) number[i] = x->number[k];
    }
    frame->column[a] = *x->column;
    frame->column[a].code = x->number ? NULL : code;
    frame->column[a].number = x->number ? number : NULL;
    step *= x->n;
  }
  return ETHO_OK;
}

static etho_status grid_design(const etho_problem *problem, const grid *g, etho_design *design,
                               etho_error *error) {
  etho_frame frame;
  const etho_terms *terms = problem->terms;
  etho_values *values = ETHO_NEW(problem->arena, etho_values, ETHO_MAX_VARIABLES);
  uint64_t used = 0;
  if (!values) return etho_model_no_memory(error);
  etho_status status = grid_frame(problem, g, &frame, error);
  for (size_t t = 0; t < terms->fixed.n_terms; t++) used |= terms->fixed.term[t].mask;
  for (size_t v = 0; v < terms->n_variables && status == ETHO_OK; v++)
    if (used >> v & 1)
      status = etho_variable_evaluate(terms->source, terms->variable[v].node, &frame, &problem->values[v],
                                      problem->arena, &values[v], error);
  if (status != ETHO_OK) return status;
  return etho_design_make(terms, &terms->fixed, values, g->cells, ETHO_TREATMENT, problem->arena, design,
                          error);
}

static const char *axis_label(const axis *a, size_t k, etho_arena *arena) {
  if (!a->number) return a->column->level[k];
  char text[ETHO_NUMBER_SIZE];
  etho_number_print(text, a->number[k]);
  return etho_arena_text(arena, text);
}

static etho_status allocate(const etho_problem *problem, const grid *g, const size_t *target, etho_means *m,
                            etho_error *error) {
  m->n = 1, m->per_group = 1;
  for (size_t t = 0; t < m->n_targets; t++) {
    m->n *= g->axis[target[t]].n;
    if (t < m->n_targets - m->n_by) m->per_group *= g->axis[target[t]].n;
  }
  m->l = ETHO_NEW(problem->arena, double, m->n * m->p + 1);
  m->variable = ETHO_NEW(problem->arena, const char *, m->n_targets + 1);
  m->level = ETHO_NEW(problem->arena, const char *, m->n * m->n_targets + 1);
  m->number = ETHO_NEW(problem->arena, double, m->n * m->n_targets + 1);
  if (!m->l || !m->variable || !m->level || !m->number) return etho_model_no_memory(error);
  for (size_t t = 0; t < m->n_targets; t++) m->variable[t] = g->axis[target[t]].column->name;
  for (size_t i = 0; i < m->n; i++) {
    size_t rest = i;
    for (size_t t = 0; t < m->n_targets; t++) {
      const axis *a = &g->axis[target[t]];
      size_t k = rest % a->n;
      rest /= a->n;
      if (!(m->level[i * m->n_targets + t] = axis_label(a, k, problem->arena)))
        return etho_model_no_memory(error);
      m->number[i * m->n_targets + t] = a->number ? a->number[k] : (double)NAN;
    }
  }
  return ETHO_OK;
}

/* The mean of the cell i of the grid it belongs to, equal weights over what is not a target. */
static size_t cell_of_means(const grid *g, const size_t *target, size_t n_targets, size_t i) {
  size_t cell = 0, size = 1;
  for (size_t t = 0; t < n_targets; t++) {
    size_t step = 1;
    for (size_t a = 0; a < target[t]; a++) step *= g->axis[a].n;
    cell += size * (i / step % g->axis[target[t]].n);
    size *= g->axis[target[t]].n;
  }
  return cell;
}

etho_status etho_means_make(const etho_problem *problem, const char *spec, etho_means *means,
                            etho_error *error) {
  grid g = {0};
  *means = (etho_means){.p = problem->design.p};
  etho_design design;
  etho_status status = make_grid(problem, &g, error);
  size_t *target = ETHO_NEW(problem->arena, size_t, g.n_axes + 1);
  if (status == ETHO_OK && !target) status = etho_model_no_memory(error);
  if (status == ETHO_OK)
    status = parse_spec(problem, spec, &g, target, &means->n_targets, &means->n_by, error);
  if (status == ETHO_OK) status = grid_design(problem, &g, &design, error);
  if (status == ETHO_OK) status = allocate(problem, &g, target, means, error);
  if (status != ETHO_OK) return status;
  double weight = (double)means->n / (double)g.cells;
  for (size_t i = 0; i < g.cells; i++) {
    double *l = means->l + cell_of_means(&g, target, means->n_targets, i) * means->p;
    for (size_t j = 0; j < means->p; j++) l[j] += weight * (double)design.x[j * g.cells + i];
  }
  return ETHO_OK;
}

/* ---- report ----------------------------------------------------------------------------------------------
 */

static void report_levels(const etho_means *means, size_t i, size_t from, etho_row *row) {
  for (size_t t = from; t < means->n_targets; t++) {
    double number = means->number[i * means->n_targets + t];
    if (isnan(number))
      etho_row_text(row, means->variable[t], means->level[i * means->n_targets + t]);
    else
      etho_row_number(row, means->variable[t], number);
  }
}

static double inverse_logit(double x) {
  return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

/* Means of a logit model are given as probabilities: the error by the delta method, the interval transformed.
 */
static void report_probability(etho_row *row) {
  double eta = etho_row_get_number(row, "estimate"), se = etho_row_get_number(row, "std_error");
  double p = inverse_logit(eta);
  etho_row_number(row, "linear", eta);
  etho_row_number(row, "linear_std_error", se);
  etho_row_number(row, "estimate", p);
  etho_row_number(row, "std_error", se * p * inverse_logit(-eta));
  etho_row_number(row, "conf_low", inverse_logit(etho_row_get_number(row, "conf_low")));
  etho_row_number(row, "conf_high", inverse_logit(etho_row_get_number(row, "conf_high")));
}

static void report_mean(const etho_problem *problem, const etho_estimate *estimate, const double *l,
                        etho_row *row) {
  double value = etho_estimate_value(estimate, l), se = sqrt(fmax(0, etho_estimate_variance(estimate, l)));
  double df = estimate->df(estimate->fit, l);
  etho_row_number(row, "estimate", value);
  if (!(df > 0)) {
    etho_row_null(row, "std_error");
    etho_row_note(row, "no residual degrees of freedom");
    return;
  }
  double half = se > 0 ? se * etho_t_critical(problem->options->conf_level, df, ETHO_TWO_SIDED) : 0;
  etho_row_number(row, "std_error", se);
  if (isfinite(df)) etho_row_number(row, "df", df);
  etho_row_number(row, "conf_low", value - half);
  etho_row_number(row, "conf_high", value + half);
  etho_row_number(row, "conf_level", problem->options->conf_level);
  bool logit = estimate->ratio_name && strcmp(estimate->ratio_name, "odds_ratio") == 0;
  if (logit) report_probability(row);
}

etho_status etho_report_emmeans(etho_problem *problem, const etho_estimate *estimate, etho_error *error) {
  const etho_model_options *o = problem->options;
  if (!o->emmeans && o->contrasts)
    return etho_error_set(error, ETHO_ERR_USAGE, "--contrasts needs --emmeans: of which means?");
  if (!o->emmeans) return ETHO_OK;
  etho_means means;
  etho_status status = etho_means_make(problem, o->emmeans, &means, error);
  if (status != ETHO_OK) return status;
  for (size_t i = 0; i < means.n; i++) {
    const double *l = means.l + i * means.p;
    etho_row *row = etho_report_row(problem, "emmeans");
    report_levels(&means, i, 0, row);
    if (etho_estimate_estimable(estimate, l))
      report_mean(problem, estimate, l, row);
    else {
      etho_row_null(row, "estimate");
      etho_row_note(row, "not estimable: it rests on a combination of groups without rows");
    }
  }
  return o->contrasts ? etho_report_contrasts(problem, estimate, &means, error) : ETHO_OK;
}
