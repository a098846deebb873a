/* base/select.h - order statistics without sorting. */
#ifndef ETHO_BASE_SELECT_H
#define ETHO_BASE_SELECT_H

#include <stddef.h>

/* The k-th smallest (k = 0 .. n - 1) of finite values, which are reordered: those before k are no greater,
 * those after no less. Expected O(n) (Hoare 1961, pivot by the median of three). */
double etho_select(double *value, size_t n, size_t k);

/* The same, leaving values alone; scratch takes n doubles. *next gets the one after (the k-th itself when it
 * is the last). A sample says between which two values the answer lies (Floyd & Rivest 1975); what lies
 * between them is few. */
double etho_select_two(const double *value, size_t n, size_t k, double *scratch, double *next);

#endif
