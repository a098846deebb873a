/* model/terms.h - what a formula means: variables, fixed terms as sets of variables, random terms, the
 * response. */
#ifndef ETHO_MODEL_TERMS_H
#define ETHO_MODEL_TERMS_H

#include "model/formula.h"

enum { ETHO_MAX_VARIABLES = 64, ETHO_MAX_TERMS = 512 };

/* A variable is an expression that stands in terms: a column, factor(x), log(x), I(x^2). */
typedef struct etho_variable {
  const etho_node *node;
  const char *label; /* as printed: "factor(day)" */
} etho_variable;

typedef struct etho_term {
  uint64_t mask;     /* bit i: variable i takes part */
  const char *label; /* "arm:day" */
  size_t at;
} etho_term;

/* A sum of terms, lower orders first; the intercept apart. */
typedef struct etho_term_list {
  bool intercept;
  etho_term *term;
  size_t n_terms;
} etho_term_list;

/* (effects | group), one entry per grouping factor: (1 | a/b) makes two. */
typedef struct etho_random_term {
  etho_term_list effects;
  uint64_t group;         /* the grouping factor: interaction of these variables, */
  const size_t *variable; /* in the order of the label */
  size_t n_variables;
  const char *label; /* "animal:cage" */
  size_t at;
} etho_random_term;

typedef enum etho_response_kind {
  ETHO_RESPONSE_PLAIN, /* an expression */
  ETHO_RESPONSE_CBIND, /* cbind(successes, failures) */
  ETHO_RESPONSE_RATIO, /* successes / trials */
  ETHO_RESPONSE_SURV   /* surv(time, event) */
} etho_response_kind;

typedef struct etho_terms {
  const char *source;
  etho_variable variable[ETHO_MAX_VARIABLES];
  size_t n_variables;
  etho_term_list fixed;
  etho_random_term *random;
  size_t n_random;
  etho_response_kind response;
  const etho_node *y, *y2; /* y2: failures, trials or event */
  const char *response_label;
} etho_terms;

/* Read a formula as model algebra. ETHO_ERR_USAGE with the place of the fault. */
etho_status etho_terms_make(const etho_formula *formula, etho_arena *arena, etho_terms *terms,
                            etho_error *error);

/* The columns that node mentions, appended to names (distinct); false when there are more than capacity. */
bool etho_node_columns(const etho_node *node, const char **names, size_t *n, size_t capacity);

/* All columns of the formula: response first, then in the order of mention. */
etho_status etho_terms_columns(const etho_terms *terms, etho_arena *arena, const char *const **names,
                               size_t *n, etho_error *error);

#endif
