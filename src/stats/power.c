#include "ethostat/stats/power.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stats/power_form.h"
#include "stats/t_report.h"

static const bool cages = true, sessions = false;

static const etho_power_design designs[] = {
    {"t_one_sample", "one group against a value, such as chance (t test)", "n, effect d; --alternative", "d",
     "Cohen 1988, 2", etho_power_solve, &etho_power_t_one_sample},
    {"t_two_sample", "two independent groups, equal or unequal n (t test)",
     "n (or n1, n2), effect d; --alternative", "d", "Cohen 1988, 2", etho_power_solve,
     &etho_power_t_two_sample},
    {"t_paired", "two conditions of the same animals (paired t test)",
     "n pairs, effect d of the differences; --alternative", "d", "Cohen 1988, 2", etho_power_solve,
     &etho_power_t_paired},
    {"anova", "several independent groups of equal n (one-way ANOVA)", "groups, n per group, effect f", "f",
     "Cohen 1988, 8", etho_power_solve, &etho_power_anova},
    {"proportions", "two independent proportions (arcsine test)",
     "n (or n1, n2), effect h or p1 and p2; --alternative", "h", "Cohen 1988, 6", etho_power_solve,
     &etho_power_proportions},
    {"correlation", "a correlation against 0", "n pairs, effect r; --alternative", "r",
     "Cohen 1988, 3 and 12.3", etho_power_solve, &etho_power_correlation},
    {"clustered", "arms of animals that share cages, whole cages treated alike (simulated)",
     "n animals per arm, effect d (f for more than 2 groups), icc, cluster_size; groups, simulations, seed",
     "d", "Donner & Klar 2000", etho_power_simulate, &cages},
    {"repeated", "arms of animals measured in several sessions (simulated)",
     "n animals per arm, effect d (f for more than 2 groups), icc, sessions; groups, simulations, seed", "d",
     "Diggle, Heagerty, Liang & Zeger 2002, 2.4", etho_power_simulate, &sessions},
};

enum { N_DESIGNS = sizeof designs / sizeof *designs };

size_t etho_power_design_count(void) {
  return N_DESIGNS;
}

const etho_power_design *etho_power_design_at(size_t index) {
  return index < N_DESIGNS ? &designs[index] : NULL;
}

const etho_power_design *etho_power_design_find(const char *name) {
  for (size_t i = 0; name && i < N_DESIGNS; i++)
    if (strcmp(designs[i].name, name) == 0) return &designs[i];
  return NULL;
}

etho_power_request etho_power_request_default(void) {
  const double unknown = (double)NAN;
  return (etho_power_request){.n = unknown,
                              .n1 = unknown,
                              .n2 = unknown,
                              .effect = unknown,
                              .p1 = unknown,
                              .p2 = unknown,
                              .power = unknown,
                              .alpha = 0.05,
                              .groups = unknown,
                              .icc = unknown,
                              .cluster_size = unknown,
                              .sessions = unknown,
                              .simulations = 10000,
                              .seed = 20240229};
}

static etho_status unknown_design(const char *name, etho_error *error) {
  const char *names[N_DESIGNS];
  for (size_t i = 0; i < N_DESIGNS; i++) names[i] = designs[i].name;
  etho_text near = {0};
  if (name) etho_nearest_names(&near, name, names, N_DESIGNS);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no power design '%s'", name ? name : "");
  if (near.length)
    etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  else
    etho_error_hint(
        error,
        "known: t_one_sample, t_two_sample, t_paired, anova, proportions, correlation, clustered, repeated");
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static etho_status usage(const etho_power_design *design, const char *problem, etho_error *error) {
  etho_error_set(error, ETHO_ERR_USAGE, "power %s: %s", design->name, problem);
  etho_error_hint(error, "it takes %s", design->needs);
  return ETHO_ERR_USAGE;
}

static bool outside(double x, double low, double high) {
  return !isnan(x) && !(x >= low && x <= high);
}

static etho_status check_unknowns(const etho_power_design *d, const etho_power_request *r, bool two_groups,
                                  etho_error *error) {
  if (!two_groups && (!isnan(r->n1) || !isnan(r->n2))) return usage(d, "takes one n, not n1 and n2", error);
  if (!isnan(r->n) && (!isnan(r->n1) || !isnan(r->n2))) return usage(d, "give either n or n1 and n2", error);
  if (isnan(r->n1) && !isnan(r->n2)) return usage(d, "give n1 when only one group's n is known", error);
  bool n_unknown = isnan(r->n) && (isnan(r->n1) || isnan(r->n2));
  int unknowns = n_unknown + isnan(r->effect) + isnan(r->power);
  if (unknowns != 1)
    return usage(d, "leave out exactly one of n, effect and power: that one is solved for", error);
  return ETHO_OK;
}

static etho_status check_ranges(const etho_power_design *d, const etho_power_request *r, double least_n,
                                double most_effect, etho_error *error) {
  if (!(r->alpha > 0 && r->alpha < 1)) return usage(d, "alpha is between 0 and 1", error);
  if (!isnan(r->power) && !(r->power > 0 && r->power < 1)) return usage(d, "power is between 0 and 1", error);
  if (outside(r->n, least_n, 1e14) || outside(r->n1, least_n, 1e14) || outside(r->n2, least_n, 1e14))
    return usage(d, least_n > 3 ? "n is at least 4" : "n is at least 2", error);
  if (outside(r->effect, -most_effect, most_effect)) return usage(d, "this effect is out of range", error);
  return ETHO_OK;
}

static etho_status check_form(const etho_power_design *d, const etho_power_request *r, etho_error *error) {
  const etho_power_form *form = d->form;
  bool needs_groups = d->form == &etho_power_anova;
  if (needs_groups && !(r->groups >= 2 && r->groups <= 10000))
    return usage(d, "give the number of groups, 2 or more", error);
  if (!form->one_sided && r->alternative != ETHO_TWO_SIDED)
    return usage(d, "has no one-sided alternative", error);
  etho_status status = check_unknowns(d, r, form->two_groups, error);
  return status == ETHO_OK ? check_ranges(d, r, form->least_n, form->greatest_effect, error) : status;
}

static etho_status check_simulated(const etho_power_design *d, const etho_power_request *r,
                                   etho_error *error) {
  double repeats = *(const bool *)d->form ? r->cluster_size : r->sessions;
  if (!(r->icc >= 0 && r->icc <= 1))
    return usage(d, "the intraclass correlation (icc) is between 0 and 1", error);
  if (!(repeats >= 1 && repeats <= 10000 && repeats == floor(repeats)))
    return usage(d,
                 *(const bool *)d->form ? "cluster_size is a whole number, 1 or more"
                                        : "sessions is a whole number, 1 or more",
                 error);
  if (!isnan(r->groups) && !(r->groups >= 2 && r->groups <= 100 && r->groups == floor(r->groups)))
    return usage(d, "groups is a whole number from 2 to 100", error);
  if (r->groups > 2 && r->alternative != ETHO_TWO_SIDED)
    return usage(d, "more than two arms have no one-sided alternative", error);
  if (r->simulations < 100 || r->simulations > 100000000)
    return usage(d, "simulations: 100 to 100000000", error);
  if (!isnan(r->n) && (r->n != floor(r->n) || r->n > 1e6))
    return usage(d, "n is a whole number of animals", error);
  etho_status status = check_unknowns(d, r, false, error);
  return status == ETHO_OK ? check_ranges(d, r, 2, 1000, error) : status;
}

void etho_power_row_request(etho_row *row, const etho_power_design *design,
                            const etho_power_request *request) {
  etho_row_text(row, "design", design->name);
  etho_row_number(row, "power", request->power);
  etho_row_number(row, "effect", request->effect);
  etho_row_text(row, "effect_name", design->effect_name);
  etho_row_number(row, "alpha", request->alpha);
  etho_row_text(row, "alternative", etho_alternative_name(request->alternative));
  if (!isnan(request->groups)) etho_row_number(row, "groups", request->groups);
}

etho_status etho_power_run(const etho_power_request *request, etho_rows *rows, etho_error *error) {
  const etho_power_design *design = etho_power_design_find(request->design);
  if (!design) return unknown_design(request->design, error);
  etho_power_request r = *request;
  if (!isnan(r.p1) || !isnan(r.p2)) {
    if (design->form != &etho_power_proportions || !isnan(r.effect))
      return usage(design, "p1 and p2 take the place of the effect of proportions", error);
    if (!(r.p1 >= 0 && r.p1 <= 1 && r.p2 >= 0 && r.p2 <= 1))
      return usage(design, "give both p1 and p2, between 0 and 1", error);
    r.effect = 2 * asin(sqrt(r.p2)) - 2 * asin(sqrt(r.p1));
  }
  bool simulated = design->run == etho_power_simulate;
  etho_status status = simulated ? check_simulated(design, &r, error) : check_form(design, &r, error);
  size_t first = etho_rows_count(rows);
  if (status == ETHO_OK) status = design->run(design, &r, rows, error);
  if (status == ETHO_OK && etho_rows_status(rows) != ETHO_OK)
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status != ETHO_OK) etho_rows_truncate(rows, first);
  return status;
}
