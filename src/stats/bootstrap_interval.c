#include "stats/bootstrap_interval.h"

#include <float.h>
#include <math.h>

#include "stats/rank_result.h"
#include "base/select.h"
#include "stats/tails.h"

void etho_jackknife_add(etho_jackknife *jackknife, const double *without, size_t n) {
  if (n < 2) return;
  double mean = 0, count = (double)n;
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(without[i])) jackknife->known = false;
    mean += (without[i] - without[0]) / count;
  }
  for (size_t i = 0; i < n; i++) {
    double influence = (count - 1) / count * (mean - (without[i] - without[0]));
    jackknife->squares += influence * influence;
    jackknife->cubes += influence * influence * influence;
  }
}

/* Move what exists to the front; how many. */
static size_t drop_missing(double *value, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (isfinite(value[i])) value[kept++] = value[i];
  return kept;
}

/* Order statistic number (n + 1) p, between neighbours by linear interpolation; the extremes stand for what
 * is beyond. */
static double limit_at(const double *value, size_t n, double p, double *scratch) {
  double position = fmin(fmax(((double)n + 1) * p, 1), (double)n), below = floor(position), next;
  double low = etho_select_two(value, n, (size_t)below - 1, scratch, &next);
  return low + (position - below) * (next - low);
}

static void summarise(etho_bootstrap *r, const double *value) {
  double sum = 0, squares = 0, count = (double)r->used;
  for (size_t i = 0; i < r->used; i++) sum += value[i] - r->estimate;
  r->bias = sum / count;
  for (size_t i = 0; i < r->used; i++) {
    double d = value[i] - r->estimate - r->bias;
    squares += d * d;
  }
  r->std_error = sqrt(squares / (count - 1));
}

/* Share of resamples below the estimate, ties half; rounding does not break a tie. */
static double share_below(const etho_bootstrap *r, const double *value) {
  double slack = 8 * DBL_EPSILON * (fabs(r->estimate) + r->std_error);
  size_t below = 0, at = 0;
  for (size_t i = 0; i < r->used; i++) {
    double d = value[i] - r->estimate;
    below += d < -slack;
    at += fabs(d) <= slack;
  }
  return ((double)below + (double)at / 2) / (double)r->used;
}

static bool bca_levels(etho_bootstrap *r, const double *value, const etho_jackknife *jackknife, double tail,
                       double *low, double *high) {
  double share = share_below(r, value);
  if (share <= 0 || share >= 1 || !jackknife->known || !(jackknife->squares > 0)) {
    r->why = share <= 0 || share >= 1
                 ? "every resample lies on one side of the estimate: BCa does not exist"
                 : "the statistic does not exist when a value is left out: BCa does not exist";
    return false;
  }
  r->z0 = -etho_normal_upper_quantile(share);
  r->acceleration = jackknife->cubes / (6 * pow(jackknife->squares, 1.5));
  double z = etho_normal_upper_quantile(tail), left = r->z0 - z, right = r->z0 + z;
  if (1 - r->acceleration * left <= 0 || 1 - r->acceleration * right <= 0) {
    r->why = "the acceleration is too large for this confidence level: BCa does not exist";
    return false;
  }
  *low = etho_normal_upper(-(r->z0 + left / (1 - r->acceleration * left)));
  *high = etho_normal_upper(-(r->z0 + right / (1 - r->acceleration * right)));
  return true;
}

void etho_bootstrap_limits(etho_bootstrap *result, etho_bootstrap_kind kind, double estimate, double *values,
                           size_t n, const etho_jackknife *jackknife, double *pivot,
                           double std_error_estimate, double *scratch, const etho_options *options) {
  etho_bootstrap r = {
      .estimate = estimate, .z0 = (double)NAN, .acceleration = (double)NAN, .used = drop_missing(values, n)};
  double tail = etho_rank_tail(options), low = tail, high = 1 - tail;
  *result = r;
  if (r.used < 2 || !isfinite(estimate)) {
    result->std_error = result->bias = (double)NAN;
    result->why = isfinite(estimate) ? "too few resamples in which the statistic exists"
                                     : "the statistic does not exist";
    return;
  }
  summarise(&r, values);
  r.known = r.std_error > 2 * DBL_EPSILON * fabs(estimate);
  if (!r.known) r.why = "all resamples give the same value: there is no spread to build an interval on";
  if (r.known && kind == ETHO_BCA) r.known = bca_levels(&r, values, jackknife, tail, &low, &high);
  if (r.known && kind == ETHO_STUDENTIZED) {
    size_t used = drop_missing(pivot, n);
    r.known = used > 1 && std_error_estimate > 0;
    if (!r.known) r.why = "the resamples have no standard error: no studentized interval";
    if (r.known) r.conf_low = estimate - std_error_estimate * limit_at(pivot, used, high, scratch);
    if (r.known) r.conf_high = estimate - std_error_estimate * limit_at(pivot, used, low, scratch);
  } else if (r.known) {
    r.conf_low = limit_at(values, r.used, low, scratch);
    r.conf_high = limit_at(values, r.used, high, scratch);
    double mirrored = 2 * estimate - r.conf_high;
    if (kind == ETHO_BASIC) r.conf_high = 2 * estimate - r.conf_low, r.conf_low = mirrored;
  }
  *result = r;
}
