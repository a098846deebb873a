#include <math.h>

#include "stats/monotone_root.h"
#include "stats/power_form.h"
#include "stats/tails.h"

typedef struct search {
  const etho_power_form *form;
  etho_power_request request; /* n, n2 or effect is set at every step */
  double *unknown;
  bool by_root; /* the unknown is x^2: power is nearly straight in the root of n */
  double sign;
  double target; /* z of the power wanted */
} search;

static double z_of(double power) {
  return -etho_normal_upper_quantile(fmin(fmax(power, 1e-300), 1 - 0x1p-53));
}

static double power_of(const etho_power_form *form, etho_power_request r) {
  if (isnan(r.n1)) r.n1 = r.n;
  if (isnan(r.n2)) r.n2 = r.n;
  return fmin(1, form->power(&r));
}

static double miss(double x, const void *context) {
  search s = *(const search *)context;
  double value = s.by_root ? x * x : s.sign * x;
  if (s.by_root && isnan(s.request.n1))
    s.request.n = value;
  else if (s.by_root)
    s.request.n2 = value;
  else
    s.request.effect = value;
  return s.target - z_of(power_of(s.form, s.request));
}

static double solve_n(search *s, bool *at_bound) {
  const double most = 1e7; /* root of n */
  double low = sqrt(s->form->least_n), guess;
  s->by_root = true;
  *at_bound = miss(low, s) <= 0;
  if (*at_bound) return s->form->least_n;
  guess = fmax(low, 4 / fmax(fabs(s->request.effect), 1e-6));
  double root = etho_root_decreasing(miss, s, guess, -3 / guess, low, most, 1e-14);
  return root < most ? root * root : (double)NAN;
}

static double solve_effect(search *s) {
  double most = s->form->greatest_effect;
  bool two_sided = !s->form->one_sided || s->request.alternative == ETHO_TWO_SIDED;
  double n = isnan(s->request.n) ? fmin(s->request.n1, s->request.n2) : s->request.n;
  s->sign = s->form->one_sided && s->request.alternative == ETHO_LESS ? -1 : 1;
  double low = two_sided ? 0 : -most, slope = -sqrt(n / 2);
  if (!(miss(most, s) <= 0) || !(miss(low, s) >= 0)) return (double)NAN;
  double root = etho_root_decreasing(miss, s, fmin(most / 2, -s->target / slope + 1.7 / -slope), slope, low,
                                     most, 1e-14);
  return s->sign * root;
}

double etho_power_unknown(const etho_power_form *form, const etho_power_request *request, bool *at_bound) {
  search s = {.form = form, .request = *request, .target = z_of(request->power)};
  *at_bound = false;
  return isnan(request->effect) ? solve_effect(&s) : solve_n(&s, at_bound);
}

static void set_whole_n(etho_row *row, const etho_power_form *form, etho_power_request r, double n) {
  double whole = ceil(n - 1e-9 * n);
  etho_row_number(row, "n_needed", whole);
  if (isnan(r.n1))
    r.n = whole;
  else
    r.n2 = whole;
  etho_row_number(row, "power_at_n_needed", power_of(form, r));
}

static void set_sizes(etho_row *row, const etho_power_form *form, const etho_power_request *r) {
  if (!isnan(r->n1) && form->two_groups) {
    etho_row_number(row, "n1", r->n1);
    etho_row_number(row, "n2", r->n2);
  } else {
    etho_row_number(row, "n", r->n);
  }
}

etho_status etho_power_solve(const etho_power_design *design, const etho_power_request *request,
                             etho_rows *rows, etho_error *error) {
  (void)error;
  const etho_power_form *form = design->form;
  etho_power_request r = *request;
  etho_row *row = etho_rows_add(rows);
  bool at_bound = false;
  double found = isnan(r.power) ? (double)NAN : etho_power_unknown(form, &r, &at_bound);
  const char *solved = isnan(r.power) ? "power" : isnan(r.effect) ? "effect" : isnan(r.n1) ? "n" : "n2";
  bool sized = solved[0] == 'n';
  if (isnan(r.power))
    r.power = power_of(form, r);
  else if (!sized)
    r.effect = found;
  else if (isnan(r.n1))
    r.n = found;
  else
    r.n2 = found;
  etho_power_row_request(row, design, &r);
  etho_row_text(row, "solved_for", solved);
  set_sizes(row, form, &r);
  if (sized && isfinite(found)) set_whole_n(row, form, r, found);
  if (sized && isnan(found))
    etho_row_note(
        row, "no number of animals gives this power: the effect is 0, too small, or points the other way");
  if (!sized && isnan(r.effect)) etho_row_note(row, "no effect gives this power with this n");
  if (at_bound)
    etho_row_note(row, "%g is the least possible and already gives more than this power", form->least_n);
  return ETHO_OK;
}
