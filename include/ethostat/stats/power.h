/* ethostat/stats/power.h - sample size, power, detectable effect. Contract and conventions: ethostat/stats.h.
 *
 *   etho_power_request ask = etho_power_request_default();
 *   ask.design = "t_two_sample", ask.effect = 0.8, ask.power = 0.9;   // n is left NaN: solved for
 *   etho_power_run(&ask, rows, &error);                               // n 33.8, n_needed 34
 *
 * Exactly one of n, effect and power is left NaN. Conventions are those of R's pwr: effects d, f, h and r of
 * Cohen 1988; n is per group and may be fractional; a two-sided power counts rejections on both sides. */
#ifndef ETHOSTAT_STATS_POWER_H
#define ETHOSTAT_STATS_POWER_H

#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NaN = not given. */
typedef struct etho_power_request {
  const char *design; /* a name of the registry below */
  double n;           /* per group (pairs, animals); both groups of t_two_sample and proportions */
  double n1, n2;      /* instead of n where the groups differ; n1 alone: n2 is solved for */
  double effect;      /* d, f, h or r; sign matters for one-sided alternatives (group2 - group1) */
  double p1, p2;      /* proportions: instead of effect; h = 2 asin sqrt(p2) - 2 asin sqrt(p1) */
  double power;
  double alpha; /* 0.05 */
  etho_alternative alternative;
  double groups; /* anova: k >= 2; clustered, repeated: arms, 2 by default (effect is d; with more it is f) */
  double icc;    /* clustered, repeated: share of variance between cages (animals), 0 to 1 */
  double cluster_size; /* clustered: animals in a cage */
  double sessions;     /* repeated: measurements of an animal */
  size_t simulations;  /* 10000 */
  uint64_t seed;
  int threads; /* 0 = as many as there are processors; never changes a result */
} etho_power_request;

etho_power_request etho_power_request_default(void);

/* A design. run expects a request that etho_power_run has checked. */
typedef struct etho_power_design {
  const char *name, *summary;
  const char *needs;       /* one line: what a request gives */
  const char *effect_name; /* "d", "f", "h", "r" */
  const char *source;
  etho_status (*run)(const struct etho_power_design *design, const etho_power_request *request,
                     etho_rows *rows, etho_error *error);
  const void *form; /* what run needs to know of the design */
} etho_power_design;

size_t etho_power_design_count(void);
const etho_power_design *etho_power_design_at(size_t index);
const etho_power_design *etho_power_design_find(const char *name); /* NULL when unknown */

/* Solve for what is missing. Adds a row: design, solved_for, n (or n1, n2), n_needed (whole animals per
 * group) with power_at_n_needed, effect, effect_name, power, alpha, alternative. clustered and repeated are
 * simulated (random intercept model, total variance 1): a first row for the analysis with the unit of the
 * design (means of cages or animals), with std_error and conf_low, conf_high (Wilson) of the simulated power
 * and power_exact where theory gives it, and a second for the analysis that takes every value as independent,
 * with its type_1_error. ETHO_ERR_USAGE: unknown design (nearest names in the hint), not exactly one unknown,
 * arguments out of range. What has no solution (no effect, power below alpha) is null with a note. */
etho_status etho_power_run(const etho_power_request *request, etho_rows *rows, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
