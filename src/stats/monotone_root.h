/* stats/monotone_root.h - the zero of a decreasing function. Internal. */
#ifndef ETHO_STATS_MONOTONE_ROOT_H
#define ETHO_STATS_MONOTONE_ROOT_H

typedef double etho_decreasing_fn(double x, const void *context);

/* Secant steps from x0 with a first guess of the slope (negative), kept inside the bracket that the signs
 * seen so far give, and inside [low, high] (may be infinite). Stops when the step is below tolerance * (1 +
 * |x|). Returns low or high when the zero lies beyond; NaN when the function gives NaN or 200 steps do not
 * suffice. */
double etho_root_decreasing(etho_decreasing_fn *f, const void *context, double x0, double slope, double low,
                            double high, double tolerance);

#endif
