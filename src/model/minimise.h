/* model/minimise.h - a smooth function of a few variables to its minimum.
 *
 * Quasi-Newton (BFGS) on central differences, started from a measured or given Hessian, finished by Newton
 * steps on a measured one, which is also returned. Variance parameters are left unbounded: the deviance is
 * the same for -theta. */
#ifndef ETHO_MODEL_MINIMISE_H
#define ETHO_MODEL_MINIMISE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* May return INFINITY where there is no value. */
typedef double etho_objective(const double *x, void *context);

typedef struct etho_minimum {
  double value;
  double *hessian; /* d x d at the minimum */
  bool converged;
  int evaluations;
} etho_minimum;

/* x: start and result; step: typical sizes of the variables (differences are 1e-4 of them). hessian: first
 * guess or NULL. tolerance: of the expected decrease. false: out of memory. */
bool etho_minimise(etho_objective *f, void *context, double *x, size_t d, const double *step,
                   const double *hessian, double tolerance, etho_arena *arena, etho_minimum *minimum);

/* Central second differences at x. */
void etho_hessian(etho_objective *f, void *context, double *x, size_t d, const double *h, double value,
                  double *hessian);

#endif
