/* stats/wide.h - numbers of twice the precision of a double (about 32 digits), as unevaluated sums high +
 * low. Sources: Dekker 1971; Knuth TAOCP 2, 4.2.2; Hida, Li & Bailey 2001 (the "accurate" addition). Inline;
 * exact steps use fma(), so the results are the same with every compiler. No overflow protection: keep
 * magnitudes within 1e-150..1e150. */
#ifndef ETHO_STATS_WIDE_H
#define ETHO_STATS_WIDE_H

#include <math.h>

typedef struct etho_wide {
  double high, low;
} etho_wide;

/* a + b without any loss. */
static inline etho_wide etho_wide_two_sum(double a, double b) {
  double s = a + b, part = s - a;
  return (etho_wide){s, (a - (s - part)) + (b - part)};
}

/* The same where |a| >= |b|. */
static inline etho_wide etho_wide_renormal(double a, double b) {
  double s = a + b;
  return (etho_wide){s, b - (s - a)};
}

static inline etho_wide etho_wide_add(etho_wide a, etho_wide b) {
  etho_wide s = etho_wide_two_sum(a.high, b.high), t = etho_wide_two_sum(a.low, b.low);
  s = etho_wide_renormal(s.high, s.low + t.high);
  return etho_wide_renormal(s.high, s.low + t.low);
}

static inline etho_wide etho_wide_negate(etho_wide a) {
  return (etho_wide){-a.high, -a.low};
}

static inline etho_wide etho_wide_subtract(etho_wide a, etho_wide b) {
  return etho_wide_add(a, etho_wide_negate(b));
}

static inline etho_wide etho_wide_multiply(etho_wide a, etho_wide b) {
  double p = a.high * b.high, e = fma(a.high, b.high, -p);
  return etho_wide_renormal(p, e + (a.high * b.low + a.low * b.high));
}

/* a / b for an ordinary b. */
static inline etho_wide etho_wide_over(etho_wide a, double b) {
  double q = a.high / b, p = q * b;
  etho_wide rest = etho_wide_subtract(a, (etho_wide){p, fma(q, b, -p)});
  return etho_wide_renormal(q, (rest.high + rest.low) / b);
}

static inline double etho_wide_round(etho_wide a) {
  return a.high + a.low;
}

#endif
