/* Power by simulation of arms whose animals share cages, or are measured again and again. Both are a random
 * intercept: value = arm + unit + rest, with variances icc and 1 - icc; a unit is a cage of animals or an
 * animal with its sessions. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "stats/monotone_root.h"
#include "stats/power_form.h"
#include "stats/resample_blocks.h"
#include "stats/tails.h"

enum { MAX_ARMS = 100 };

/* What one analysis sees of a simulated study: values are unit means, or single values. */
typedef struct summary {
  double mean[MAX_ARMS];
  double size[MAX_ARMS];
  double squares; /* within arms */
  double df;
} summary;

typedef struct tally {
  size_t units, values, values_null;
} tally; /* rejections */

typedef struct study {
  size_t arms, units, repeats; /* units per arm; values per unit, but for the last */
  size_t last_repeats;
  double unit_sd, rest_sd;
  double shift[MAX_ARMS];
  double critical_units, critical_values; /* of t, or of F with more than two arms */
  etho_alternative alternative;
  uint64_t seed;
  size_t simulations;
  tally *block;
} study;

static double normal(etho_random *random) {
  return gsl_cdf_ugaussian_Pinv(etho_random_unit(random) + 0x1p-54);
}

/* Welford's running mean and sum of squares. */
static void take(double x, double *count, double *mean, double *squares) {
  double before = x - *mean;
  *count += 1;
  *mean += before / *count;
  *squares += before * (x - *mean);
}

static void simulate_arm(const study *s, size_t arm, etho_random *random, summary *units, summary *values) {
  double n_units = 0, unit_mean = 0, n_values = 0, value_mean = 0;
  for (size_t u = 0; u < s->units; u++) {
    double effect = s->unit_sd * normal(random), sum = 0;
    size_t repeats = u + 1 == s->units ? s->last_repeats : s->repeats;
    for (size_t i = 0; i < repeats; i++) {
      double x = effect + s->rest_sd * normal(random);
      sum += x;
      take(x, &n_values, &value_mean, &values->squares);
    }
    take(sum / (double)repeats, &n_units, &unit_mean, &units->squares);
  }
  units->mean[arm] = unit_mean, units->size[arm] = n_units, units->df += n_units - 1;
  values->mean[arm] = value_mean, values->size[arm] = n_values, values->df += n_values - 1;
}

static bool t_rejects(const study *s, const summary *x, const double *shift, double critical) {
  double difference = x->mean[1] + shift[1] - x->mean[0] - shift[0];
  double t = difference / sqrt(x->squares / x->df * (1 / x->size[0] + 1 / x->size[1]));
  if (s->alternative == ETHO_LESS) return t < -critical;
  return (s->alternative == ETHO_GREATER ? t : fabs(t)) > critical;
}

static bool f_rejects(const study *s, const summary *x, const double *shift, double critical) {
  double total = 0, n = 0, between = 0;
  for (size_t a = 0; a < s->arms; a++) total += x->size[a] * (x->mean[a] + shift[a]), n += x->size[a];
  for (size_t a = 0; a < s->arms; a++) between += x->size[a] * pow(x->mean[a] + shift[a] - total / n, 2);
  return between / (double)(s->arms - 1) > critical * x->squares / x->df;
}

static bool run_block(void *job, size_t block) {
  static const double none[MAX_ARMS] = {0};
  study *s = job;
  etho_random random = etho_random_stream(s->seed, block);
  bool (*rejects)(const study *, const summary *, const double *, double) =
      s->arms == 2 ? t_rejects : f_rejects;
  tally count = {0};
  for (size_t i = etho_resample_share(s->simulations, block); i > 0; i--) {
    summary units = {.df = 0}, values = {.df = 0};
    for (size_t a = 0; a < s->arms; a++) simulate_arm(s, a, &random, &units, &values);
    count.units += rejects(s, &units, s->shift, s->critical_units);
    count.values += rejects(s, &values, s->shift, s->critical_values);
    count.values_null += rejects(s, &values, none, s->critical_values);
  }
  s->block[block] = count;
  return true;
}

static double critical_of(const etho_power_request *r, size_t arms, double df) {
  if (arms > 2) return etho_f_upper_quantile(r->alpha, (double)arms - 1, df);
  return etho_t_upper_quantile(r->alternative == ETHO_TWO_SIDED ? r->alpha / 2 : r->alpha, df);
}

static void set_critical(study *s, const etho_power_request *r) {
  double k = (double)s->arms, units = (double)s->units;
  double values = (units - 1) * (double)s->repeats + (double)s->last_repeats;
  s->critical_units = critical_of(r, s->arms, k * (units - 1));
  s->critical_values = critical_of(r, s->arms, k * (values - 1));
}

/* Two arms differ by d. Of more, the first and last stand apart and the others in the middle, with standard
 * deviation f. */
static void set_shift(study *s, double effect) {
  if (s->arms == 2) {
    s->shift[1] = effect;
    return;
  }
  s->shift[0] = -effect * sqrt((double)s->arms / 2);
  s->shift[s->arms - 1] = -s->shift[0];
}

/* false: out of memory. */
static bool run(study *s, const etho_power_request *r, double effect, tally *total) {
  size_t blocks = etho_resample_blocks(s->simulations);
  double values = (double)(s->arms * s->units * s->repeats);
  set_critical(s, r);
  set_shift(s, effect);
  s->block = calloc(blocks, sizeof *s->block);
  bool done =
      s->block && etho_parallel(run_block, s, blocks, r->threads, (double)s->simulations * values * 50);
  *total = (tally){0};
  for (size_t b = 0; done && b < blocks; b++) {
    total->units += s->block[b].units;
    total->values += s->block[b].values;
    total->values_null += s->block[b].values_null;
  }
  free(s->block);
  return done;
}

/* Power in theory with so many units per arm, all of the same size: the means of units have variance
 * icc + (1 - icc) / repeats. */
static etho_power_request theory_of(const etho_power_request *r, const study *s) {
  etho_power_request t = *r;
  double sd = sqrt(r->icc + (1 - r->icc) / (double)s->repeats);
  t.groups = (double)s->arms;
  t.effect = r->effect / sd;
  t.n1 = t.n2 = (double)NAN;
  return t;
}

static const etho_power_form *form_of(const study *s) {
  return s->arms == 2 ? &etho_power_t_two_sample : &etho_power_anova;
}

static double theory_power(const etho_power_request *r, const study *s) {
  etho_power_request t = theory_of(r, s);
  t.n = t.n1 = t.n2 = (double)s->units;
  return form_of(s)->power(&t);
}

/* Fewest units whose simulated power reaches the one wanted, from theory's answer upward or downward. */
static bool find_units(study *s, const etho_power_request *r, bool *found) {
  etho_power_request t = theory_of(r, s);
  bool at_bound;
  double guess = etho_power_unknown(form_of(s), &t, &at_bound);
  size_t wanted = (size_t)ceil(r->power * (double)s->simulations);
  tally count;
  *found = guess <= 1e5;
  if (!*found) return true;
  s->units = (size_t)ceil(guess);
  s->last_repeats = s->repeats;
  if (!run(s, r, r->effect, &count)) return false;
  bool enough = count.units >= wanted;
  for (int step = 0; step < 50; step++) {
    if (enough && s->units == 2) return true;
    s->units += enough ? (size_t)-1 : 1;
    if (!run(s, r, r->effect, &count)) return false;
    if (enough && count.units < wanted) return s->units++, true;
    if (!enough && count.units >= wanted) return true;
  }
  return true;
}

typedef struct effect_search {
  study *study;
  const etho_power_request *request;
  double sign;
} effect_search;

static double miss(double effect, const void *context) {
  const effect_search *c = context;
  tally count;
  if (!run(c->study, c->request, c->sign * effect, &count)) return (double)NAN;
  double power = ((double)count.units + 0.5) / ((double)c->study->simulations + 1);
  return gsl_cdf_ugaussian_Pinv(c->request->power) - gsl_cdf_ugaussian_Pinv(power);
}

/* The same random numbers at every step make the simulated power grow steadily with the effect. */
static double find_effect(study *s, const etho_power_request *r) {
  effect_search search = {s, r, r->alternative == ETHO_LESS ? -1 : 1};
  double sd = sqrt(r->icc + (1 - r->icc) / (double)s->repeats), slope = -sqrt((double)s->units / 2) / sd;
  return search.sign * etho_root_decreasing(miss, &search, 2.5 / -slope, slope, 0, 1000, 1e-5);
}

/* Wilson's interval for a simulated share. */
static void set_share(etho_row *row, size_t count, size_t simulations) {
  double n = (double)simulations, p = (double)count / n, z = 1.959963984540054, z2 = z * z;
  double middle = (p + z2 / (2 * n)) / (1 + z2 / n),
         reach = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  etho_row_number(row, "power", p);
  etho_row_number(row, "std_error", sqrt(p * (1 - p) / n));
  etho_row_number(row, "conf_low", fmax(0, middle - reach));
  etho_row_number(row, "conf_high", fmin(1, middle + reach));
  etho_row_number(row, "conf_level", 0.95);
}

static etho_row *add_row(const etho_power_design *design, const etho_power_request *r, const study *s,
                         const char *solved, const char *analysis, etho_rows *rows) {
  bool cages = *(const bool *)design->form;
  double animals = cages ? (double)((s->units - 1) * s->repeats + s->last_repeats) : (double)s->units;
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "analysis", analysis);
  etho_power_row_request(row, design, r);
  etho_row_text(row, "effect_name", s->arms == 2 ? "d" : "f");
  etho_row_number(row, "groups", (double)s->arms);
  etho_row_text(row, "solved_for", solved);
  etho_row_number(row, "n", animals);
  if (cages) etho_row_number(row, "clusters", (double)s->units);
  etho_row_number(row, cages ? "cluster_size" : "sessions", (double)s->repeats);
  etho_row_number(row, "icc", r->icc);
  etho_row_number(row, "simulations", (double)s->simulations);
  etho_row_number(row, "seed", (double)s->seed);
  return row;
}

static void report(const etho_power_design *design, const etho_power_request *r, const study *s,
                   const char *solved, const tally *count, etho_rows *rows) {
  bool cages = *(const bool *)design->form;
  etho_row *row = add_row(design, r, s, solved, cages ? "means of cages" : "means of animals", rows);
  set_share(row, count->units, s->simulations);
  etho_row_number(row, "design_effect", 1 + ((double)s->repeats - 1) * r->icc);
  if (s->last_repeats == s->repeats) etho_row_number(row, "power_exact", theory_power(r, s));
  row = add_row(design, r, s, solved, "every value as if independent", rows);
  set_share(row, count->values, s->simulations);
  etho_row_number(row, "type_1_error", (double)count->values_null / (double)s->simulations);
  etho_row_note(row, "not a valid analysis of this design: its false positives are in type_1_error");
}

static void refuse(const etho_power_design *design, const etho_power_request *r, const study *s,
                   const char *solved, const char *reason, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  etho_power_row_request(row, design, r);
  etho_row_text(row, "effect_name", s->arms == 2 ? "d" : "f");
  etho_row_text(row, "solved_for", solved);
  etho_row_null(row, solved);
  etho_row_note(row, "%s", reason);
}

static study study_of(const etho_power_design *design, const etho_power_request *r) {
  bool cages = *(const bool *)design->form;
  study s = {.arms = isnan(r->groups) ? 2 : (size_t)r->groups,
             .repeats = (size_t)(cages ? r->cluster_size : r->sessions),
             .unit_sd = sqrt(r->icc),
             .rest_sd = sqrt(1 - r->icc),
             .alternative = r->alternative,
             .seed = r->seed,
             .simulations = r->simulations};
  s.last_repeats = s.repeats;
  if (isnan(r->n)) return s;
  size_t n = (size_t)r->n, left = cages ? n % s.repeats : 0;
  s.units = cages ? (n + s.repeats - 1) / s.repeats : n;
  if (left) s.last_repeats = left;
  return s;
}

etho_status etho_power_simulate(const etho_power_design *design, const etho_power_request *request,
                                etho_rows *rows, etho_error *error) {
  study s = study_of(design, request);
  etho_power_request r = *request;
  const char *solved = isnan(r.power) ? "power" : isnan(r.effect) ? "effect" : "n";
  bool found = true, done = true;
  tally count;
  if (!isnan(r.n) && s.units < 2)
    return refuse(design, &r, &s, solved, "each arm needs at least two cages", rows), ETHO_OK;
  if (isnan(r.n)) done = find_units(&s, &r, &found);
  if (done && !found)
    return refuse(design, &r, &s, solved, "no reasonable number of animals gives this power", rows), ETHO_OK;
  if (done && isnan(r.effect))
    r.effect = find_effect(&s, &r), found = isfinite(r.effect) && fabs(r.effect) < 1000;
  if (done && !found)
    return refuse(design, &r, &s, solved, "no effect gives this power with this n", rows), ETHO_OK;
  if (!done || !run(&s, &r, r.effect, &count)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  report(design, &r, &s, solved, &count, rows);
  return ETHO_OK;
}
