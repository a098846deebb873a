/* model/design.h - terms and values become a matrix. */
#ifndef ETHO_MODEL_DESIGN_H
#define ETHO_MODEL_DESIGN_H

#include "model/variable.h"

typedef enum etho_coding {
  ETHO_TREATMENT, /* a column per level but the first */
  ETHO_SUM        /* deviations from the mean of the levels; the last level is minus the sum of the others */
} etho_coding;

/* Column-major n x p. */
typedef struct etho_design {
  size_t n, p;
  long double *x;
  size_t *term;      /* per column: 0 = intercept, k = k-th term of the list (from 1) */
  const char **name; /* "(Intercept)", "armCAR-T", "armCAR-T:day" */
} etho_design;

/* R's rule of coding (Chambers & Hastie 1992, 2.4.1): a factor of a term has contrasts when the term without
 * it is contained in an earlier term (or is empty), else a column per level. Without intercept the first
 * factor has a column per level. values: one per variable of terms, n rows each. ETHO_ERR_DATA: a factor with
 * a single level, more columns than can be fitted. */
etho_status etho_design_make(const etho_terms *terms, const etho_term_list *list, const etho_values *values,
                             size_t n, etho_coding coding, etho_arena *arena, etho_design *design,
                             etho_error *error);

#endif
