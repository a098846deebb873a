/* model/variable.h - expressions of a formula worked out over a frame. */
#ifndef ETHO_MODEL_VARIABLE_H
#define ETHO_MODEL_VARIABLE_H

#include "model/frame.h"

/* double becomes long double on purpose in this layer; clang would warn at each place. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wdouble-promotion"
#endif
#include "model/terms.h"

/* The values of one variable. Numbers are long double so that powers of x keep their digits (NIST's Filip).
 */
typedef struct etho_values {
  bool is_factor;
  const long double *number; /* NaN = missing */
  const int *code;
  const char *const *level;
  size_t n_levels;
  bool by_number; /* factor(numeric column) */
} etho_values;

/* Evaluate an expression: column, number, + - * / ^, log log2 log10 log1p exp sqrt abs I, factor().
 * like: when given and a factor, levels are looked up there (for grids) instead of being made anew.
 * ETHO_ERR_USAGE: unknown function, text where numbers are needed (with the place). ETHO_ERR_DATA: log(0) and
 * its kind, with the line. */
etho_status etho_variable_evaluate(const char *source, const etho_node *node, const etho_frame *frame,
                                   const etho_values *like, etho_arena *arena, etho_values *values,
                                   etho_error *error);

#endif
