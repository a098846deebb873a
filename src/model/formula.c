#include "model/formula.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

enum { MAX_DEPTH = 100, MAX_LENGTH = 16384 };

typedef enum token_kind { END, NUMBER, NAME, OPERATOR } token_kind;

typedef struct token {
  token_kind kind;
  char op; /* of OPERATOR: the character, D for || */
  size_t at, end;
  double number;
  const char *name;
  bool quoted;
} token;

typedef struct parser {
  const char *source;
  etho_arena *arena;
  etho_error *error;
  token now;
  int depth;
  etho_status status;
} parser;

static size_t characters(const char *text, size_t bytes) {
  size_t n = 0;
  for (size_t i = 0; i < bytes; i++) n += ((unsigned char)text[i] & 0xC0) != 0x80;
  return n;
}

etho_status etho_formula_error(const char *source, size_t at, etho_error *error, const char *format, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  size_t from = at > 40 ? at - 40 : 0;
  while (from < at && ((unsigned char)source[from] & 0xC0) == 0x80) from++;
  etho_error_set(error, ETHO_ERR_USAGE, "formula, character %zu: %s%s%.*s%s", characters(source, at) + 1,
                 message, at ? " (after '" : "", (int)(at - from), source + from, at ? "')" : "");
  return ETHO_ERR_USAGE;
}

static bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         ((unsigned char)c & 0x80);
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool continues_name(char c) {
  return starts_name(c) || is_digit(c);
}

static void fail_memory(parser *p) {
  p->status = etho_error_set(p->error, ETHO_ERR_MEMORY, "out of memory");
}

static void read_quoted(parser *p, token *t) {
  const char *start = p->source + t->at, *close = strchr(start + 1, *start);
  if (!close || close == start + 1) {
    p->status = etho_formula_error(p->source, t->at, p->error,
                                   close ? "an empty name" : "the quote %c is not closed", *start);
    return;
  }
  t->kind = NAME;
  t->quoted = true;
  t->name = etho_arena_text_n(p->arena, start + 1, (size_t)(close - start - 1));
  t->end = (size_t)(close - p->source) + 1;
  if (!t->name) fail_memory(p);
}

static void read_name(parser *p, token *t) {
  size_t end = t->at;
  while (continues_name(p->source[end])) end++;
  t->kind = NAME;
  t->name = etho_arena_text_n(p->arena, p->source + t->at, end - t->at);
  t->end = end;
  if (!t->name) fail_memory(p);
}

static void read_number(parser *p, token *t) {
  const char *s = p->source;
  size_t end = t->at;
  while (is_digit(s[end]) || s[end] == '.') end++;
  if ((s[end] == 'e' || s[end] == 'E') &&
      (is_digit(s[end + 1]) || ((s[end + 1] == '-' || s[end + 1] == '+') && is_digit(s[end + 2]))))
    for (end += 2; is_digit(s[end]);) end++;
  t->kind = NUMBER;
  t->end = end;
  if (!etho_number_parse(s + t->at, end - t->at, '.', &t->number))
    p->status =
        etho_formula_error(s, t->at, p->error, "'%.*s' is not a number", (int)(end - t->at), s + t->at);
}

static void advance(parser *p) {
  if (p->status != ETHO_OK) return;
  const char *s = p->source;
  size_t at = p->now.end;
  while (s[at] == ' ' || s[at] == '\t' || s[at] == '\n' || s[at] == '\r') at++;
  token t = {.at = at, .end = at + 1};
  if (s[at] == '\0')
    t.kind = END, t.end = at;
  else if (s[at] == '`' || s[at] == '"' || s[at] == '\'')
    read_quoted(p, &t);
  else if (is_digit(s[at]) || (s[at] == '.' && is_digit(s[at + 1])))
    read_number(p, &t);
  else if (starts_name(s[at]))
    read_name(p, &t);
  else if (strchr("+-*/:^()|~,", s[at])) {
    t.kind = OPERATOR;
    t.op = s[at];
    if (t.op == '|' && s[at + 1] == '|') t.op = 'D', t.end = at + 2;
  } else {
    p->status = etho_formula_error(s, at, p->error, "'%c' has no meaning in a formula", s[at]);
    etho_error_hint(p->error, "put column names with spaces or signs in backticks: `Novel (s)`");
  }
  p->now = t;
}

static bool at_op(const parser *p, char op) {
  return p->status == ETHO_OK && p->now.kind == OPERATOR && p->now.op == op;
}

static etho_node *node_new(parser *p, etho_node_kind kind, size_t at) {
  etho_node *node = p->status == ETHO_OK ? ETHO_NEW(p->arena, etho_node, 1) : NULL;
  if (!node) {
    if (p->status == ETHO_OK) fail_memory(p);
    return NULL;
  }
  node->kind = kind;
  node->at = at;
  return node;
}

static void unexpected(parser *p, const char *wanted) {
  if (p->status != ETHO_OK) return;
  const token *t = &p->now;
  if (t->kind == END)
    p->status =
        etho_formula_error(p->source, t->at, p->error, "the formula ends where %s is expected", wanted);
  else
    p->status = etho_formula_error(p->source, t->at, p->error, "unexpected '%.*s', %s is expected",
                                   (int)(t->end - t->at), p->source + t->at, wanted);
}

static etho_node *parse_bar(parser *p);
static etho_node *parse_sum(parser *p);

static void expect_close(parser *p) {
  if (at_op(p, ')'))
    advance(p);
  else
    unexpected(p, "')' or an operator");
}

static etho_node *parse_call(parser *p, const token *name) {
  etho_node *node = node_new(p, ETHO_NODE_CALL, name->at);
  advance(p);
  etho_node *left = parse_sum(p), *right = NULL;
  if (at_op(p, ',')) {
    advance(p);
    right = parse_sum(p);
  }
  expect_close(p);
  if (node) node->name = name->name, node->left = left, node->right = right;
  return node;
}

static etho_node *parse_primary(parser *p) {
  token t = p->now;
  etho_node *node = NULL;
  if (p->status != ETHO_OK) return NULL;
  if (t.kind == NUMBER) {
    if ((node = node_new(p, ETHO_NODE_NUMBER, t.at))) node->number = t.number;
    advance(p);
  } else if (t.kind == NAME) {
    advance(p);
    if (at_op(p, '(') && !t.quoted) return parse_call(p, &t);
    if ((node = node_new(p, ETHO_NODE_NAME, t.at))) node->name = t.name;
  } else if (at_op(p, '(')) {
    node = node_new(p, ETHO_NODE_PAREN, t.at);
    advance(p);
    etho_node *inner = parse_bar(p);
    expect_close(p);
    if (node) node->left = inner;
  } else {
    unexpected(p, "a column, a number or '('");
  }
  return node;
}

static etho_node *binary(parser *p, char op, size_t at, etho_node *left, etho_node *right) {
  etho_node *node = node_new(p, ETHO_NODE_BINARY, at);
  if (node) node->op = op, node->left = left, node->right = right;
  return node;
}

static etho_node *parse_unary(parser *p);

static etho_node *parse_power(parser *p) {
  etho_node *left = parse_primary(p);
  if (!at_op(p, '^')) return left;
  size_t at = p->now.at;
  advance(p);
  return binary(p, '^', at, left, parse_unary(p));
}

static etho_node *parse_unary(parser *p) {
  if (++p->depth > MAX_DEPTH && p->status == ETHO_OK)
    p->status = etho_formula_error(p->source, p->now.at, p->error, "the formula is nested too deeply");
  etho_node *node = NULL;
  if (at_op(p, '-') || at_op(p, '+')) {
    char op = p->now.op;
    node = node_new(p, ETHO_NODE_UNARY, p->now.at);
    advance(p);
    etho_node *inner = parse_unary(p);
    if (node) node->op = op, node->left = inner;
  } else if (p->status == ETHO_OK) {
    node = parse_power(p);
  }
  p->depth--;
  return node;
}

/* One level of left-associative operators; each level calls the tighter one. */
static etho_node *parse_left(parser *p, const char *ops, etho_node *(*tighter)(parser *)) {
  etho_node *left = tighter(p);
  while (p->status == ETHO_OK && p->now.kind == OPERATOR && strchr(ops, p->now.op)) {
    char op = p->now.op;
    size_t at = p->now.at;
    advance(p);
    left = binary(p, op, at, left, tighter(p));
  }
  return left;
}

static etho_node *parse_interaction(parser *p) {
  return parse_left(p, ":", parse_unary);
}

static etho_node *parse_product(parser *p) {
  return parse_left(p, "*/", parse_interaction);
}

static etho_node *parse_sum(parser *p) {
  return parse_left(p, "+-", parse_product);
}

static etho_node *parse_bar(parser *p) {
  return parse_left(p, "|D", parse_sum);
}

etho_status etho_formula_parse(const char *source, etho_arena *arena, etho_formula *formula,
                               etho_error *error) {
  parser p = {.source = source, .arena = arena, .error = error};
  *formula = (etho_formula){.source = source};
  if (strlen(source) > MAX_LENGTH) return etho_error_set(error, ETHO_ERR_USAGE, "the formula is too long");
  advance(&p);
  etho_node *response = at_op(&p, '~') ? NULL : parse_bar(&p);
  if (!at_op(&p, '~')) unexpected(&p, "'~' (as in: DI ~ arm)");
  advance(&p);
  etho_node *terms = parse_bar(&p);
  if (p.status == ETHO_OK && p.now.kind != END) unexpected(&p, "an operator (+ : * ^ -) or the end");
  if (p.status != ETHO_OK) return p.status;
  formula->response = response;
  formula->terms = terms;
  return ETHO_OK;
}

static void print_name(etho_text *out, const char *name) {
  bool plain = starts_name(*name) && !(name[0] == '.' && is_digit(name[1]));
  for (const char *c = name; *c && plain; c++) plain = continues_name(*c);
  if (!plain) etho_text_char(out, '`');
  etho_text_append(out, name);
  if (!plain) etho_text_char(out, '`');
}

static void print_binary(etho_text *out, const etho_node *node) {
  etho_formula_print(out, node->left);
  if (node->op == 'D')
    etho_text_append(out, " || ");
  else if (strchr("+-*|", node->op))
    etho_text_format(out, " %c ", node->op);
  else
    etho_text_char(out, node->op);
  etho_formula_print(out, node->right);
}

void etho_formula_print(etho_text *out, const etho_node *node) {
  if (!node) return;
  switch (node->kind) {
  case ETHO_NODE_NUMBER:
    etho_text_number(out, node->number);
    break;
  case ETHO_NODE_NAME:
    print_name(out, node->name);
    break;
  case ETHO_NODE_BINARY:
    print_binary(out, node);
    break;
  case ETHO_NODE_UNARY:
    etho_text_char(out, node->op);
    etho_formula_print(out, node->left);
    break;
  case ETHO_NODE_PAREN:
    etho_text_char(out, '(');
    etho_formula_print(out, node->left);
    etho_text_char(out, ')');
    break;
  case ETHO_NODE_CALL:
    etho_text_append(out, node->name);
    etho_text_char(out, '(');
    etho_formula_print(out, node->left);
    if (node->right) etho_text_append(out, ", ");
    etho_formula_print(out, node->right);
    etho_text_char(out, ')');
    break;
  }
}
