#include "stats/hypergeometric.h"

#include <math.h>
#include <stdlib.h>

/* P(x + 1) / P(x), as a logarithm. */
static double log_ratio(const etho_hypergeometric *h, double x, double log_odds) {
  double up = (h->row - x) * (h->column - x), down = (x + 1) * (h->total - h->row - h->column + x + 1);
  return log(up) - log(down) + log_odds;
}

/* The ratio falls with x: the mode is the first x whose ratio is below 1. */
static double find_mode(const etho_hypergeometric *h, double log_odds) {
  double below = h->low - 1, at = h->high;
  while (at - below > 1) {
    double middle = floor((below + at) / 2);
    if (log_ratio(h, middle, log_odds) < 0)
      at = middle;
    else
      below = middle;
  }
  return at;
}

/* Steps from the mode in one direction until the weight vanishes. */
static size_t reach(const etho_hypergeometric *h, double mode, int step, double log_odds) {
  double log_weight = 0, end = step > 0 ? h->high : h->low;
  size_t n = 0;
  for (double x = mode; x != end && log_weight > -740; x += step, n++)
    log_weight += step > 0 ? log_ratio(h, x, log_odds) : -log_ratio(h, x - 1, log_odds);
  return n;
}

bool etho_hypergeometric_init(etho_hypergeometric *h, double row, double column, double total,
                              double log_odds) {
  *h = (etho_hypergeometric){.row = row, .column = column, .total = total};
  h->low = fmax(0, row + column - total);
  h->high = fmin(row, column);
  double mode = find_mode(h, log_odds), odds = exp(log_odds);
  size_t down = reach(h, mode, -1, log_odds), up = reach(h, mode, +1, log_odds);
  h->first = mode - (double)down;
  h->n = down + up + 1;
  h->weight = calloc(h->n, sizeof *h->weight);
  if (!h->weight) return false;
  h->weight[down] = 1;
  for (size_t i = down; i > 0; i--) {
    double x = h->first + (double)i - 1;
    double ratio = (row - x) * (column - x) / ((x + 1) * (total - row - column + x + 1)) * odds;
    h->weight[i - 1] = h->weight[i] / ratio;
  }
  for (size_t i = down; i + 1 < h->n; i++) {
    double x = h->first + (double)i;
    h->weight[i + 1] =
        h->weight[i] * ((row - x) * (column - x) / ((x + 1) * (total - row - column + x + 1)) * odds);
  }
  return true;
}

void etho_hypergeometric_free(etho_hypergeometric *h) {
  free(h->weight);
  h->weight = NULL;
}

/* Sum of the weights from one end towards the mode: small terms first. */
static double sum_low(const etho_hypergeometric *h, double x) {
  double sum = 0;
  for (size_t i = 0; i < h->n && h->first + (double)i <= x; i++) sum += h->weight[i];
  return sum;
}

static double sum_high(const etho_hypergeometric *h, double x) {
  double sum = 0;
  for (size_t i = h->n; i-- > 0 && h->first + (double)i >= x;) sum += h->weight[i];
  return sum;
}

double etho_hypergeometric_lower(const etho_hypergeometric *h, double x) {
  double below = sum_low(h, x), above = sum_high(h, x + 1);
  return below / (below + above);
}

double etho_hypergeometric_upper(const etho_hypergeometric *h, double x) {
  double above = sum_high(h, x), below = sum_low(h, x - 1);
  return above / (below + above);
}

double etho_hypergeometric_two_sided(const etho_hypergeometric *h, double x) {
  double at = x - h->first, limit = 0, rare = 0, common = 0;
  if (at >= 0 && at < (double)h->n) limit = h->weight[(size_t)at] * (1 + 1e-7);
  for (size_t i = 0, j = h->n; i < j;) { /* from both ends inward */
    double weight = h->weight[i] <= h->weight[j - 1] ? h->weight[i++] : h->weight[--j];
    if (weight <= limit)
      rare += weight;
    else
      common += weight;
  }
  return rare / (rare + common);
}

double etho_hypergeometric_mean(const etho_hypergeometric *h) {
  double sum = 0, mean = 0;
  for (size_t i = 0; i < h->n; i++) sum += h->weight[i], mean += h->weight[i] * (double)i;
  return h->first + mean / sum;
}
