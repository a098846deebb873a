/* model/formula.h - a formula as a tree. R's notation and precedence: from tight to loose
 *   ^   unary + -   :   * /   + -   | ||   ~
 * The same tree is read as model algebra (terms.h) or, inside functions and I(), as arithmetic (variable.h).
 */
#ifndef ETHO_MODEL_FORMULA_H
#define ETHO_MODEL_FORMULA_H

#include "base/arena.h"
#include "base/text.h"
#include "ethostat/base.h"

typedef enum etho_node_kind {
  ETHO_NODE_NUMBER,
  ETHO_NODE_NAME,   /* a column */
  ETHO_NODE_CALL,   /* name(left, right): one or two arguments */
  ETHO_NODE_BINARY, /* left op right; op is + - * / : ^ | or D for || */
  ETHO_NODE_UNARY,  /* op left */
  ETHO_NODE_PAREN   /* (left) */
} etho_node_kind;

typedef struct etho_node {
  etho_node_kind kind;
  char op;
  size_t at; /* byte offset in the formula, for messages */
  double number;
  const char *name;
  struct etho_node *left, *right;
} etho_node;

typedef struct etho_formula {
  const char *source;
  etho_node *response; /* NULL for "~ x" */
  etho_node *terms;
} etho_formula;

/* Parse. ETHO_ERR_USAGE: the message names the character (counted from 1) and what stands before it. */
etho_status etho_formula_parse(const char *source, etho_arena *arena, etho_formula *formula,
                               etho_error *error);

/* Fail at a place of the formula: "formula, character 6: <message> (after 'y ~ a')". Returns ETHO_ERR_USAGE.
 */
etho_status etho_formula_error(const char *source, size_t at, etho_error *error, const char *format, ...)
    ETHO_PRINTF(4, 5);

/* As R's deparse writes it: "log(x + 1)", "I(x^2)", "`Novel (s)`". */
void etho_formula_print(etho_text *out, const etho_node *node);

#endif
