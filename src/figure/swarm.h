/* figure/swarm.h - where to put dots so that none covers another; and the shape of a distribution. */
#ifndef ETHO_FIGURE_SWARM_H
#define ETHO_FIGURE_SWARM_H

#include "base/arena.h"
#include "ethostat/base.h"

/* Beeswarm: y_mm[i] is where the dot must be; offset_mm[i] becomes how far it moves sideways. Dots of the
 * given diameter are placed in the order of y, each as near to the middle as it can without touching one
 * already placed; sides alternate. No random numbers, so the same data give the same picture. Offsets beyond
 * limit_mm are drawn in to it (dots then overlap). */
etho_status etho_swarm(const double *y_mm, size_t n, double diameter_mm, double limit_mm, double *offset_mm,
                       etho_arena *arena);

/* For qsort: doubles from low to high. */
int etho_double_compare(const void *a, const void *b);

/* Gaussian kernel density of n values at m points; bandwidth by Silverman's rule (0.9 min(sd, IQR/1.34)
 * n^-1/5). Values without spread give a bandwidth of `least`. Returns the bandwidth. value must be sorted. */
double etho_density(const double *value, size_t n, double least, const double *at, size_t m, double *density);

#endif
