#include "model/terms.h"

#include <string.h>

#include "model/frame.h"

/* A set of terms in order of mention. Mask 0 is the intercept. */
typedef struct set {
  etho_term *term;
  size_t n, capacity;
} set;

typedef struct builder {
  etho_terms *terms;
  etho_arena *arena;
  etho_error *error;
  size_t random_capacity;
} builder;

static etho_status usage(builder *b, size_t at, const char *what) {
  return etho_formula_error(b->terms->source, at, b->error, "%s", what);
}

static etho_status set_add(builder *b, set *s, uint64_t mask, size_t at) {
  for (size_t i = 0; i < s->n; i++)
    if (s->term[i].mask == mask) return ETHO_OK;
  if (s->n == ETHO_MAX_TERMS) return usage(b, at, "the formula has too many terms");
  etho_term *term = etho_arena_grow(b->arena, s->term, &s->capacity, s->n + 1, sizeof *term);
  if (!term) return etho_model_no_memory(b->error);
  s->term = term;
  s->term[s->n++] = (etho_term){.mask = mask, .at = at};
  return ETHO_OK;
}

static void set_remove(set *s, uint64_t mask) {
  size_t kept = 0;
  for (size_t i = 0; i < s->n; i++)
    if (s->term[i].mask != mask) s->term[kept++] = s->term[i];
  s->n = kept;
}

static const char *node_label(builder *b, const etho_node *node) {
  etho_text text = {0};
  etho_formula_print(&text, node);
  const char *label = text.failed ? NULL : etho_arena_text(b->arena, etho_text_get(&text));
  etho_text_free(&text);
  return label;
}

static etho_status variable_mask(builder *b, const etho_node *node, uint64_t *mask) {
  const char *label = node_label(b, node);
  if (!label) return etho_model_no_memory(b->error);
  etho_terms *t = b->terms;
  size_t i = 0;
  while (i < t->n_variables && strcmp(t->variable[i].label, label) != 0) i++;
  if (i == ETHO_MAX_VARIABLES) return usage(b, node->at, "the formula has more than 64 variables");
  if (i == t->n_variables) t->variable[t->n_variables++] = (etho_variable){node, label};
  *mask = UINT64_C(1) << i;
  return ETHO_OK;
}

static etho_status expand(builder *b, const etho_node *node, set *out);

static etho_status add_all(builder *b, set *out, const set *from) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < from->n && status == ETHO_OK; i++)
    status = set_add(b, out, from->term[i].mask, from->term[i].at);
  return status;
}

/* Every term of left joined with every term of right. */
static etho_status add_products(builder *b, set *out, const set *left, const set *right) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < left->n; i++)
    for (size_t j = 0; j < right->n && status == ETHO_OK; j++)
      status = set_add(b, out, left->term[i].mask | right->term[j].mask, right->term[j].at);
  return status;
}

static etho_status expand_power(builder *b, const etho_node *node, set *out) {
  const etho_node *power = node->right;
  if (power->kind != ETHO_NODE_NUMBER || power->number < 1 || power->number > 16 ||
      power->number != (int)power->number)
    return usage(b, power->at,
                 "a power of terms must be a whole number from 1 to 16; write I(x^2) for a square");
  set base = {0};
  etho_status status = expand(b, node->left, &base);
  if (status == ETHO_OK) status = add_all(b, out, &base);
  for (int k = 1; k < (int)power->number && status == ETHO_OK; k++) {
    set so_far = {0};
    status = add_all(b, &so_far, out);
    if (status == ETHO_OK) status = add_products(b, out, &so_far, &base);
  }
  return status;
}

static etho_status expand_sides(builder *b, const etho_node *node, set *left, set *right) {
  etho_status status = expand(b, node->left, left);
  return status == ETHO_OK ? expand(b, node->right, right) : status;
}

static etho_status expand_binary(builder *b, const etho_node *node, set *out) {
  set left = {0}, right = {0};
  if (node->op == '^') return expand_power(b, node, out);
  if (node->op == '|' || node->op == 'D')
    return usage(b, node->at, "a random term stands in parentheses, joined by +: y ~ arm + (1 | cage)");
  etho_status status = expand_sides(b, node, &left, &right);
  if (status != ETHO_OK) return status;
  if (node->op == '/') {
    uint64_t all = 0;
    for (size_t i = 0; i < left.n; i++) all |= left.term[i].mask;
    set joined = {0};
    status = set_add(b, &joined, all, node->at);
    if (status == ETHO_OK) status = add_all(b, out, &left);
    return status == ETHO_OK ? add_products(b, out, &joined, &right) : status;
  }
  if (node->op == '*') {
    status = add_all(b, out, &left);
    if (status == ETHO_OK) status = add_all(b, out, &right);
  }
  return status == ETHO_OK ? add_products(b, out, &left, &right) : status;
}

static etho_status expand_number(builder *b, const etho_node *node, set *out) {
  if (node->number == 1) return set_add(b, out, 0, node->at);
  if (node->number == 0) {
    set_remove(out, 0);
    return ETHO_OK;
  }
  return usage(b, node->at, "only 1 (intercept) and 0 (no intercept) are numbers that can be terms");
}

static etho_status remove_terms(builder *b, const etho_node *node, set *out) {
  if (node->kind == ETHO_NODE_NUMBER && node->number == 0) return set_add(b, out, 0, node->at);
  set gone = {0};
  etho_status status = expand(b, node, &gone);
  for (size_t i = 0; i < gone.n; i++) set_remove(out, gone.term[i].mask);
  return status;
}

static etho_status add_random(builder *b, const etho_node *bar, set *out);

/* node as one addend of a sum: terms are added to or (sign '-') taken from out. */
static etho_status expand_addend(builder *b, const etho_node *node, char sign, set *out) {
  if (node->kind == ETHO_NODE_BINARY && (node->op == '+' || node->op == '-')) {
    if (sign == '-') return usage(b, node->at, "take terms away one by one");
    etho_status status = expand_addend(b, node->left, '+', out);
    return status == ETHO_OK ? expand_addend(b, node->right, node->op, out) : status;
  }
  if (node->kind == ETHO_NODE_UNARY) return expand_addend(b, node->left, node->op == sign ? '+' : '-', out);
  if (node->kind == ETHO_NODE_PAREN && node->left->kind == ETHO_NODE_BINARY &&
      (node->left->op == '|' || node->left->op == 'D')) {
    if (sign == '-') return usage(b, node->at, "a random term cannot be taken away");
    return add_random(b, node->left, out);
  }
  if (sign == '-') return remove_terms(b, node, out);
  if (node->kind == ETHO_NODE_NUMBER) return expand_number(b, node, out);
  set added = {0};
  etho_status status = expand(b, node, &added);
  return status == ETHO_OK ? add_all(b, out, &added) : status;
}

static etho_status expand(builder *b, const etho_node *node, set *out) {
  uint64_t mask = 0;
  etho_status status;
  switch (node->kind) {
  case ETHO_NODE_NUMBER:
    return expand_number(b, node, out);
  case ETHO_NODE_NAME:
  case ETHO_NODE_CALL:
    status = variable_mask(b, node, &mask);
    return status == ETHO_OK ? set_add(b, out, mask, node->at) : status;
  case ETHO_NODE_PAREN:
    return expand_addend(b, node->left, '+', out);
  case ETHO_NODE_UNARY:
    return usage(b, node->at, "a sign must stand between terms");
  case ETHO_NODE_BINARY:
    break;
  }
  if (node->op == '+' || node->op == '-') return expand_addend(b, node, '+', out);
  return expand_binary(b, node, out);
}

static size_t order_of(uint64_t mask) {
  size_t n = 0;
  for (; mask; mask &= mask - 1) n++;
  return n;
}

static const char *joined_label(builder *b, const size_t *variable, size_t n) {
  etho_text text = {0};
  for (size_t i = 0; i < n; i++)
    etho_text_format(&text, "%s%s", i ? ":" : "", b->terms->variable[variable[i]].label);
  const char *label = text.failed ? NULL : etho_arena_text(b->arena, etho_text_get(&text));
  etho_text_free(&text);
  return label;
}

static const char *mask_label(builder *b, uint64_t mask) {
  size_t variable[ETHO_MAX_VARIABLES], n = 0;
  for (size_t v = 0; v < b->terms->n_variables; v++)
    if (mask >> v & 1) variable[n++] = v;
  return joined_label(b, variable, n);
}

/* Sort by order (stable), name the terms, set the intercept apart. */
static etho_status finish_list(builder *b, const set *s, etho_term_list *list) {
  list->term = ETHO_NEW(b->arena, etho_term, s->n + 1);
  if (!list->term) return etho_model_no_memory(b->error);
  list->intercept = false;
  for (size_t order = 0, found = 0; found < s->n && order <= ETHO_MAX_VARIABLES; order++)
    for (size_t i = 0; i < s->n; i++) {
      if (order_of(s->term[i].mask) != order) continue;
      found++;
      if (order == 0) {
        list->intercept = true;
        continue;
      }
      etho_term *term = &list->term[list->n_terms++];
      *term = s->term[i];
      if (!(term->label = mask_label(b, term->mask))) return etho_model_no_memory(b->error);
    }
  return ETHO_OK;
}

/* A grouping factor: its variables in the order they are written, the inner one first where it is nested. */
typedef struct grouping {
  uint64_t mask;
  size_t variable[ETHO_MAX_VARIABLES], n;
} grouping;

static etho_status list_variables(builder *b, const etho_node *node, bool nested, grouping *g) {
  if (!node || node->kind == ETHO_NODE_NUMBER) return ETHO_OK;
  if (node->kind != ETHO_NODE_NAME && node->kind != ETHO_NODE_CALL) {
    etho_status status = list_variables(b, nested ? node->right : node->left, nested, g);
    return status == ETHO_OK ? list_variables(b, nested ? node->left : node->right, nested, g) : status;
  }
  uint64_t mask;
  etho_status status = variable_mask(b, node, &mask);
  if (status != ETHO_OK || !(g->mask & mask)) return status;
  size_t v = 0;
  while (mask >> v != 1) v++;
  for (size_t i = 0; i < g->n; i++)
    if (g->variable[i] == v) return ETHO_OK;
  g->variable[g->n++] = v;
  return ETHO_OK;
}

static etho_status push_random(builder *b, const etho_term_list *effects, const grouping *group, size_t at) {
  etho_terms *t = b->terms;
  etho_random_term *random =
      etho_arena_grow(b->arena, t->random, &b->random_capacity, t->n_random + 1, sizeof *random);
  if (!random) return etho_model_no_memory(b->error);
  t->random = random;
  const char *label = joined_label(b, group->variable, group->n);
  size_t *variable = ETHO_NEW(b->arena, size_t, group->n + 1);
  if (!label || !variable) return etho_model_no_memory(b->error);
  memcpy(variable, group->variable, group->n * sizeof *variable);
  t->random[t->n_random++] = (etho_random_term){*effects, group->mask, variable, group->n, label, at};
  return ETHO_OK;
}

/* (a + b || g) is (1 | g) + (0 + a | g) + (0 + b | g). */
static etho_status push_effects(builder *b, const etho_term_list *effects, bool split, const grouping *group,
                                size_t at) {
  if (!split) return push_random(b, effects, group, at);
  etho_status status = ETHO_OK;
  etho_term_list one = {.intercept = true};
  if (effects->intercept) status = push_random(b, &one, group, at);
  for (size_t i = 0; i < effects->n_terms && status == ETHO_OK; i++) {
    etho_term_list single = {.term = &effects->term[i], .n_terms = 1};
    status = push_random(b, &single, group, at);
  }
  return status;
}

static etho_status add_random(builder *b, const etho_node *bar, set *out) {
  (void)out;
  set effects = {0}, groups = {0};
  etho_term_list list = {0};
  etho_status status = set_add(b, &effects, 0, bar->at);
  if (status == ETHO_OK) status = expand_addend(b, bar->left, '+', &effects);
  if (status == ETHO_OK) status = finish_list(b, &effects, &list);
  if (status != ETHO_OK) return status;
  if (!list.intercept && !list.n_terms) return usage(b, bar->at, "there is no effect before the bar");
  const etho_node *group = bar->right;
  while (group->kind == ETHO_NODE_PAREN) group = group->left;
  bool nested = group->kind == ETHO_NODE_BINARY && group->op == '/';
  status = expand(b, group, &groups);
  if (status != ETHO_OK) return status;
  set_remove(&groups, 0);
  if (!groups.n) return usage(b, bar->right->at, "the group after the bar must be a column");
  for (size_t i = 0; i < groups.n && status == ETHO_OK; i++) {
    grouping one = {.mask = groups.term[i].mask};
    status = list_variables(b, group, nested, &one);
    if (status == ETHO_OK) status = push_effects(b, &list, bar->op == 'D', &one, bar->at);
  }
  return status;
}

static etho_status read_response(builder *b, const etho_node *node) {
  etho_terms *t = b->terms;
  if (!node) return usage(b, 0, "there is no response before '~'");
  while (node->kind == ETHO_NODE_PAREN) node = node->left;
  t->response = ETHO_RESPONSE_PLAIN;
  t->y = node;
  if (!(t->response_label = node_label(b, node))) return etho_model_no_memory(b->error);
  if (node->kind == ETHO_NODE_CALL) {
    if (strcmp(node->name, "cbind") == 0) t->response = ETHO_RESPONSE_CBIND;
    if (strcmp(node->name, "surv") == 0 || strcmp(node->name, "Surv") == 0) t->response = ETHO_RESPONSE_SURV;
    if (t->response != ETHO_RESPONSE_PLAIN) {
      t->y = node->left, t->y2 = node->right;
      if (!t->y2) return usage(b, node->at, "cbind(correct, wrong) and surv(time, event) take two columns");
    }
  } else if (node->kind == ETHO_NODE_BINARY && node->op == '/') {
    t->response = ETHO_RESPONSE_RATIO;
    t->y = node->left, t->y2 = node->right;
  }
  return ETHO_OK;
}

etho_status etho_terms_make(const etho_formula *formula, etho_arena *arena, etho_terms *terms,
                            etho_error *error) {
  *terms = (etho_terms){.source = formula->source};
  builder b = {.terms = terms, .arena = arena, .error = error};
  set fixed = {0};
  etho_status status = read_response(&b, formula->response);
  if (status == ETHO_OK) status = set_add(&b, &fixed, 0, formula->terms->at);
  if (status == ETHO_OK) status = expand_addend(&b, formula->terms, '+', &fixed);
  return status == ETHO_OK ? finish_list(&b, &fixed, &terms->fixed) : status;
}

bool etho_node_columns(const etho_node *node, const char **names, size_t *n, size_t capacity) {
  if (!node) return true;
  if (node->kind == ETHO_NODE_NAME) {
    for (size_t i = 0; i < *n; i++)
      if (strcmp(names[i], node->name) == 0) return true;
    if (*n == capacity) return false;
    names[(*n)++] = node->name;
    return true;
  }
  return etho_node_columns(node->left, names, n, capacity) &&
         etho_node_columns(node->right, names, n, capacity);
}

etho_status etho_terms_columns(const etho_terms *terms, etho_arena *arena, const char *const **names,
                               size_t *n, etho_error *error) {
  enum { CAPACITY = 256 };
  const char **list = ETHO_NEW(arena, const char *, CAPACITY);
  if (!list) return etho_model_no_memory(error);
  *n = 0;
  bool fits =
      etho_node_columns(terms->y, list, n, CAPACITY) && etho_node_columns(terms->y2, list, n, CAPACITY);
  for (size_t i = 0; i < terms->n_variables && fits; i++)
    fits = etho_node_columns(terms->variable[i].node, list, n, CAPACITY);
  if (!fits) return etho_error_set(error, ETHO_ERR_USAGE, "the formula names more than %d columns", CAPACITY);
  *names = list;
  return ETHO_OK;
}
