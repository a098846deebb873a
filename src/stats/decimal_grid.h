/* stats/decimal_grid.h - decimal values as whole numbers. */
#ifndef ETHO_STATS_DECIMAL_GRID_H
#define ETHO_STATS_DECIMAL_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* whole[i] = value[i] * 10^d for the least d in 0..9 that makes all of them whole numbers under 2^40, to
 * within the rounding of the doubles, or to within error, which differences inherit from larger values. false
 * when there is none. */
bool etho_decimal_grid(const double *value, size_t n, double error, int64_t *whole);

#endif
