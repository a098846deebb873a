/* stats/power_form.h - designs whose power has a formula. Internal. */
#ifndef ETHO_STATS_POWER_FORM_H
#define ETHO_STATS_POWER_FORM_H

#include "ethostat/stats/power.h"

/* Power of a request in which everything but power is known (n1 and n2 set where the design has two groups).
 */
typedef double etho_power_fn(const etho_power_request *request);

typedef struct etho_power_form {
  etho_power_fn *power;
  double least_n;         /* the smallest n that the formula takes */
  double greatest_effect; /* the bound of a search for the effect */
  bool two_groups;        /* has n1 and n2 */
  bool one_sided;         /* takes an alternative */
} etho_power_form;

extern const etho_power_form etho_power_t_one_sample, etho_power_t_two_sample, etho_power_t_paired,
    etho_power_anova, etho_power_proportions, etho_power_correlation;

/* The `run` of designs with a form. */
etho_status etho_power_solve(const etho_power_design *design, const etho_power_request *request,
                             etho_rows *rows, etho_error *error);
/* The unknown (n or effect) of a request; NaN when there is none, *at_bound when least_n already suffices. */
double etho_power_unknown(const etho_power_form *form, const etho_power_request *request, bool *at_bound);

/* The `run` of the simulated designs. form: true for cages, false for repeated measures. */
etho_status etho_power_simulate(const etho_power_design *design, const etho_power_request *request,
                                etho_rows *rows, etho_error *error);

/* The fields that tell what was asked; shared by both. */
void etho_power_row_request(etho_row *row, const etho_power_design *design,
                            const etho_power_request *request);

#endif
