/* stats/semidefinite.h - small symmetric systems, without GSL's error handler. Internal. */
#ifndef ETHO_STATS_SEMIDEFINITE_H
#define ETHO_STATS_SEMIDEFINITE_H

#include <stdbool.h>
#include <stddef.h>

/* Factor the n x n positive semidefinite matrix a (row by row) in place into L L'. A row whose pivot falls
 * below tolerance times its diagonal depends on those before it: it is zeroed and skip[i] is set; solutions
 * hold 0 there. Returns the rank. */
size_t etho_semidefinite_factor(double *a, size_t n, double tolerance, bool *skip);
/* b := (L L')^-1 b. */
void etho_semidefinite_solve(const double *l, size_t n, const bool *skip, double *b);

#endif
