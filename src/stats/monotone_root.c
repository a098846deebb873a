#include "stats/monotone_root.h"

#include <math.h>
#include <stdbool.h>

typedef struct bracket {
  double low, high;
  bool low_known, high_known;
} bracket;

/* Where the secant points, kept inside the bracket; while one side is open, a step is at most 2 (1 + |x|). */
static double next_point(const bracket *b, double x, double fx, double slope, bool stalled) {
  double next = slope < 0 ? x - fx / slope : (double)NAN;
  bool closed = b->low_known && b->high_known;
  if (closed && (stalled || !(next > b->low && next < b->high))) return 0.5 * (b->low + b->high);
  double longest = 2 * (1 + fabs(x));
  if (!closed && !(fabs(next - x) <= longest)) next = fx > 0 ? x + longest : x - longest;
  return fmax(b->low, fmin(b->high, next));
}

double etho_root_decreasing(etho_decreasing_fn *f, const void *context, double x0, double slope, double low,
                            double high, double tolerance) {
  bracket b = {low, high, false, false};
  double x = fmax(low, fmin(high, x0)), width = (double)INFINITY;
  double fx = f(x, context);
  int slow = 0;
  for (int i = 0; i < 200; i++) {
    if (isnan(fx)) return (double)NAN;
    if (fx == 0) return x;
    if (fx > 0)
      b.low = x, b.low_known = true;
    else
      b.high = x, b.high_known = true;
    if (b.low_known && b.high_known) {
      slow = b.high - b.low > 0.5 * width ? slow + 1 : 0;
      width = b.high - b.low;
    }
    double next = next_point(&b, x, fx, slope, slow > 3);
    if (slow > 3) slow = 0;
    double moved = next - x;
    if (fabs(moved) <= tolerance * (1 + fabs(x)) || next == x) return next;
    double f_next = f(next, context);
    if (f_next != fx) slope = (f_next - fx) / moved;
    x = next;
    fx = f_next;
  }
  return (double)NAN;
}
