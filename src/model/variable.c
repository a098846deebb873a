#include "model/variable.h"

#include <math.h>
#include <string.h>

typedef struct context {
  const char *source;
  const etho_frame *frame;
  etho_arena *arena;
  etho_error *error;
} context;

static const struct {
  const char *name;
  long double (*apply)(long double);
} functions[] = {{"log", logl}, {"log2", log2l}, {"log10", log10l}, {"log1p", log1pl},
                 {"exp", expl}, {"sqrt", sqrtl}, {"abs", fabsl},    {"sin", sinl},
                 {"cos", cosl}, {"asin", asinl}, {"expm1", expm1l}, {"tanh", tanhl}};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

static etho_status unknown_function(context *c, const etho_node *node) {
  etho_formula_error(c->source, node->at, c->error, "there is no function '%s' in formulas", node->name);
  if (strcmp(node->name, "poly") == 0)
    etho_error_hint(c->error, "write x + I(x^2) instead of poly(x, 2)");
  else if (strcmp(node->name, "cbind") == 0 || strcmp(node->name, "surv") == 0)
    etho_error_hint(c->error, "%s() is the response: it stands before '~'", node->name);
  else
    etho_error_hint(c->error, "there are factor, I, log, log2, log10, log1p, exp, sqrt, abs");
  return ETHO_ERR_USAGE;
}

/* A transformation that has no value here (log of 0) stops; what is missing stays missing. */
static etho_status check_finite(context *c, const etho_node *node, const long double *in,
                                const long double *in2, const long double *out) {
  for (size_t i = 0; i < c->frame->n; i++) {
    if (isnan(in[i]) || (in2 && isnan(in2[i])) || isfinite(out[i])) continue;
    etho_text text = {0};
    etho_formula_print(&text, node);
    etho_error_set(c->error, ETHO_ERR_DATA, "%s has no value in line %zu", etho_text_get(&text),
                   etho_frame_line(c->frame, i));
    etho_error_hint(c->error, "leave the row out with --where, or use another transformation");
    etho_text_free(&text);
    return ETHO_ERR_DATA;
  }
  return ETHO_OK;
}

static etho_status number_of(context *c, const etho_node *node, long double **out);

static etho_status number_of_name(context *c, const etho_node *node, long double *v) {
  const etho_column *column = etho_frame_find(c->frame, node->name);
  if (!column) return etho_formula_error(c->source, node->at, c->error, "unknown column '%s'", node->name);
  if (column->is_factor)
    return etho_formula_error(c->source, node->at, c->error,
                              "'%s' holds text ('%s'), numbers are needed here", node->name,
                              column->n_levels ? column->level[0] : "");
  for (size_t i = 0; i < c->frame->n; i++) v[i] = column->number[i];
  return ETHO_OK;
}

static long double whole_power(long double x, int n) {
  long double result = 1;
  for (; n > 0; n >>= 1, x *= x)
    if (n & 1) result *= x;
  return result;
}

static long double power(long double x, long double y) {
  return y >= 0 && y <= 64 && y == (int)y ? whole_power(x, (int)y) : powl(x, y);
}

static void combine(char op, const long double *a, const long double *b, size_t n, long double *v) {
  for (size_t i = 0; i < n; i++)
    v[i] = op == '+'   ? a[i] + b[i]
           : op == '-' ? a[i] - b[i]
           : op == '*' ? a[i] * b[i]
           : op == '/' ? a[i] / b[i]
                       : power(a[i], b[i]);
}

static etho_status number_of_binary(context *c, const etho_node *node, long double *v) {
  long double *a, *b;
  if (!strchr("+-*/^", node->op))
    return etho_formula_error(c->source, node->at, c->error, "'%c' is not arithmetic",
                              node->op == 'D' ? '|' : node->op);
  etho_status status = number_of(c, node->left, &a);
  if (status == ETHO_OK) status = number_of(c, node->right, &b);
  if (status != ETHO_OK) return status;
  combine(node->op, a, b, c->frame->n, v);
  return check_finite(c, node, a, b, v);
}

static etho_status number_of_call(context *c, const etho_node *node, long double *v) {
  size_t f = 0;
  bool identity = strcmp(node->name, "I") == 0;
  while (f < N_FUNCTIONS && strcmp(functions[f].name, node->name) != 0) f++;
  if (!identity && f == N_FUNCTIONS) return unknown_function(c, node);
  if (node->right)
    return etho_formula_error(c->source, node->right->at, c->error, "%s() takes one argument", node->name);
  long double *a;
  etho_status status = number_of(c, node->left, &a);
  if (status != ETHO_OK) return status;
  for (size_t i = 0; i < c->frame->n; i++) v[i] = identity ? a[i] : functions[f].apply(a[i]);
  return check_finite(c, node, a, NULL, v);
}

static etho_status number_of(context *c, const etho_node *node, long double **out) {
  long double *v = ETHO_NEW(c->arena, long double, c->frame->n + 1), *a;
  if (!v) return etho_model_no_memory(c->error);
  *out = v;
  etho_status status;
  switch (node->kind) {
  case ETHO_NODE_NUMBER:
    for (size_t i = 0; i < c->frame->n; i++) v[i] = node->number;
    return ETHO_OK;
  case ETHO_NODE_NAME:
    return number_of_name(c, node, v);
  case ETHO_NODE_PAREN:
    return number_of(c, node->left, out);
  case ETHO_NODE_CALL:
    return number_of_call(c, node, v);
  case ETHO_NODE_BINARY:
    return number_of_binary(c, node, v);
  case ETHO_NODE_UNARY:
    break;
  }
  status = number_of(c, node->left, &a);
  for (size_t i = 0; i < c->frame->n && status == ETHO_OK; i++) v[i] = node->op == '-' ? -a[i] : a[i];
  return status;
}

static int level_of(const etho_values *like, const char *label) {
  for (size_t k = 0; k < like->n_levels; k++)
    if (strcmp(like->level[k], label) == 0) return (int)k;
  return -1;
}

static etho_status take_factor(context *c, const etho_column *column, const etho_values *like,
                               etho_values *values) {
  *values = (etho_values){
      .is_factor = true, .code = column->code, .level = column->level, .n_levels = column->n_levels};
  if (!like || !like->is_factor) return ETHO_OK;
  int *code = ETHO_NEW(c->arena, int, c->frame->n + 1);
  if (!code) return etho_model_no_memory(c->error);
  for (size_t i = 0; i < c->frame->n; i++)
    code[i] = column->code[i] < 0 ? -1 : level_of(like, column->level[column->code[i]]);
  values->code = code, values->level = like->level, values->n_levels = like->n_levels;
  return ETHO_OK;
}

static etho_status make_factor(context *c, const etho_node *node, const etho_values *like,
                               etho_values *values) {
  const etho_node *inner = node->left;
  if (node->right)
    return etho_formula_error(c->source, node->right->at, c->error, "factor() takes one argument");
  while (inner->kind == ETHO_NODE_PAREN) inner = inner->left;
  const etho_column *column = inner->kind == ETHO_NODE_NAME ? etho_frame_find(c->frame, inner->name) : NULL;
  if (column && column->is_factor) return take_factor(c, column, like, values);
  long double *v;
  etho_status status = number_of(c, inner, &v);
  if (status != ETHO_OK) return status;
  double *number = ETHO_NEW(c->arena, double, c->frame->n + 1);
  if (!number) return etho_model_no_memory(c->error);
  for (size_t i = 0; i < c->frame->n; i++) number[i] = (double)v[i];
  etho_column made = {0};
  status = etho_factor_from_numbers(number, c->frame->n, c->arena, &made, c->error);
  if (status == ETHO_OK) status = take_factor(c, &made, like, values);
  values->by_number = true;
  return status;
}

etho_status etho_variable_evaluate(const char *source, const etho_node *node, const etho_frame *frame,
                                   const etho_values *like, etho_arena *arena, etho_values *values,
                                   etho_error *error) {
  context c = {source, frame, arena, error};
  *values = (etho_values){0};
  if (node->kind == ETHO_NODE_PAREN)
    return etho_variable_evaluate(source, node->left, frame, like, arena, values, error);
  if (node->kind == ETHO_NODE_CALL &&
      (strcmp(node->name, "factor") == 0 || strcmp(node->name, "as.factor") == 0))
    return make_factor(&c, node, like, values);
  if (node->kind == ETHO_NODE_NAME) {
    const etho_column *column = etho_frame_find(frame, node->name);
    if (column && column->is_factor) return take_factor(&c, column, like, values);
  }
  long double *v;
  etho_status status = number_of(&c, node, &v);
  values->number = v;
  return status;
}
