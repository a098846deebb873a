#include "stats/arms.h"

#include <math.h>
#include <stdlib.h>

static void pool(etho_arms *arms) {
  double largest_sd = 0, largest = 0, squares = 0;
  for (size_t i = 0; i < arms->n_arms; i++) {
    const etho_moments *m = &arms->arm[i].m;
    if (m->n) largest = fmax(largest, fmax(fabs(m->min), fabs(m->max)));
    if (m->n > 1) arms->df += (double)m->n - 1, largest_sd = fmax(largest_sd, m->sd);
  }
  for (size_t i = 0; i < arms->n_arms && largest_sd > 0; i++) {
    const etho_moments *m = &arms->arm[i].m;
    if (m->n > 1) squares += ((double)m->n - 1) * pow(m->sd / largest_sd, 2);
  }
  arms->pooled_sd = arms->df > 0 ? largest_sd * sqrt(squares / arms->df) : (double)NAN;
  arms->has_spread = arms->df > 0 && !etho_is_rounding_noise(arms->pooled_sd, largest);
}

bool etho_arms_make(const etho_sample *group, size_t n_groups, etho_arms *arms) {
  *arms = (etho_arms){.arm = calloc(n_groups + 1, sizeof *arms->arm), .n_arms = n_groups};
  if (!arms->arm) return false;
  for (size_t i = 0; i < n_groups; i++)
    if (group[i].n) {
      arms->shift = group[i].value[0];
      break;
    }
  for (size_t i = 0; i < n_groups; i++) {
    etho_wide sum = etho_sum_about(group[i].value, group[i].n, arms->shift);
    double centre = group[i].n ? etho_wide_round(etho_wide_over(sum, (double)group[i].n)) : (double)NAN;
    arms->arm[i] = (etho_arm){group[i].label, etho_moments_of(group[i].value, group[i].n), centre};
  }
  pool(arms);
  return true;
}

void etho_arms_free(etho_arms *arms) {
  free(arms->arm);
}

etho_difference etho_difference_pooled(const etho_arms *arms, size_t a, size_t b) {
  const etho_arm *x = &arms->arm[a], *y = &arms->arm[b];
  double se = arms->pooled_sd * sqrt(1 / (double)x->m.n + 1 / (double)y->m.n);
  return (etho_difference){y->centre - x->centre, se, arms->df};
}

etho_difference etho_difference_welch(const etho_arms *arms, size_t a, size_t b) {
  const etho_arm *x = &arms->arm[a], *y = &arms->arm[b];
  double df_x = (double)x->m.n - 1, df_y = (double)y->m.n - 1, larger = fmax(x->m.sem, y->m.sem);
  double u = pow(x->m.sem / larger, 2), v = pow(y->m.sem / larger, 2);
  double df = (u + v) * (u + v) / (u * u / df_x + v * v / df_y);
  return (etho_difference){y->centre - x->centre, larger * sqrt(u + v), fmax(df, fmin(df_x, df_y))};
}

etho_difference etho_difference_student(const etho_arms *arms, size_t a, size_t b) {
  const etho_arm *x = &arms->arm[a], *y = &arms->arm[b];
  double n = (double)x->m.n, m = (double)y->m.n, df = n + m - 2;
  double sd_x = x->m.n > 1 ? x->m.sd : 0, sd_y = y->m.n > 1 ? y->m.sd : 0;
  double sd = hypot(sd_x * sqrt((n - 1) / df), sd_y * sqrt((m - 1) / df));
  return (etho_difference){y->centre - x->centre, sd * sqrt(1 / n + 1 / m), df};
}

/* Notes every arm of the two with fewer values than needed. */
static bool too_few(const etho_arms *arms, size_t a, size_t b, size_t least, etho_row *row) {
  bool refused = false;
  for (size_t i = 0, at = a; i < 2; i++, at = b) {
    size_t n = arms->arm[at].m.n;
    if (n >= least) continue;
    refused = true;
    etho_row_note(row, "%s has %zu value%s, %zu %s needed", arms->arm[at].label, n, n == 1 ? "" : "s", least,
                  least == 1 ? "is" : "are");
  }
  return refused;
}

bool etho_pooled_refused(const etho_arms *arms, size_t a, size_t b, etho_row *row) {
  if (too_few(arms, a, b, 1, row)) return true;
  if (arms->has_spread) return false;
  if (arms->df > 0)
    etho_row_note(row, "no group has any spread: without it there is no standard error");
  else
    etho_row_note(row, "no group has two values: without them there is no standard error");
  return true;
}

bool etho_welch_refused(const etho_arms *arms, size_t a, size_t b, etho_row *row) {
  if (too_few(arms, a, b, 2, row)) return true;
  const etho_arm *x = &arms->arm[a], *y = &arms->arm[b];
  if (x->m.constant && y->m.constant) {
    etho_row_note(row, "neither %s nor %s has any spread: without it there is no standard error", x->label,
                  y->label);
    return true;
  }
  if (x->m.constant || y->m.constant)
    etho_row_note(row, "all values of %s are the same: its variance counts as 0",
                  x->m.constant ? x->label : y->label);
  return false;
}

bool etho_student_refused(const etho_arms *arms, size_t a, size_t b, etho_row *row) {
  if (too_few(arms, a, b, 1, row)) return true;
  const etho_arm *x = &arms->arm[a], *y = &arms->arm[b];
  if (!x->m.constant || !y->m.constant) return false;
  if (x->m.n + y->m.n < 3)
    etho_row_note(row, "%s and %s have one value each", x->label, y->label);
  else
    etho_row_note(row, "neither %s nor %s has any spread: without it there is no standard error", x->label,
                  y->label);
  return true;
}
