/* ethostat/stats.h - statistical procedures as pure functions over arrays, and the registry that names them.
 *
 *   double control[] = {0.31, 0.22, 0.40}, cart[] = {0.05, -0.10, 0.12};
 *   etho_rows *rows = etho_rows_new();
 *   etho_t_welch(&(etho_sample){"control", control, 3}, &(etho_sample){"CAR-T", cart, 3}, NULL,
 *                etho_rows_add(rows), NULL);
 *
 * Every procedure follows the same contract
 *   - Data come as etho_sample (label, values, n), finite values only: missing ones are dropped, counted and noted by
 *     the caller (etho_procedure_run does it). Nothing is modified, nothing is kept.
 *   - Results are fields of rows (names in docs/statistics.md).
 *   - A difference is group2 - group1; the control, where there is one, is group1.
 *   - What cannot be computed (n too small, zero variance) is ETHO_OK with null in place of the figure and a `note`
 *     that says why. Only memory and usage faults are errors.
 *   - options NULL means etho_options_default().
 */
#ifndef ETHOSTAT_STATS_H
#define ETHOSTAT_STATS_H

#include "ethostat/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- data ------------------------------------------------------------------------------------------ */

typedef struct etho_sample {
  const char *label;   /* the group's name; may be NULL */
  const double *value; /* n finite values */
  size_t n;
} etho_sample;

/* A categorical column. code[i] is an index into level, -1 where missing. */
typedef struct etho_factor {
  const char *name;         /* the column's name */
  const char *const *level; /* n_levels distinct labels, in the order of presentation */
  size_t n_levels;
  const int *code;          /* one per observation; NULL = the factor is not given */
} etho_factor;

enum { ETHO_MAX_FACTORS = 8 };

/* The columns of a tidy table by the role they play. Numbers that are missing are NaN; a role that is not given is
 * NULL (or .code == NULL). All columns have length n. */
typedef struct etho_input {
  size_t n;
  const char *response; /* the name of the value column; may be NULL */
  const double *value;
  etho_factor by;       /* the groups that are compared */
  etho_factor subject;  /* who was measured: pairing and repeated measures */
  etho_factor cluster;  /* the cage */
  etho_factor within[ETHO_MAX_FACTORS];
  size_t n_within;
  etho_factor between[ETHO_MAX_FACTORS];
  size_t n_between;
  etho_factor rater;    /* or condition/format, for agreement */
  etho_factor category; /* a second categorical column, for contingency tables */
  const double *x, *y;          /* correlation, agreement */
  const double *count, *total;  /* successes of trials */
  const double *time, *event;   /* latency; 1 = happened, 0 = censored */
  const double *p;              /* p-values, for `adjust` */
  const double *weight;         /* frequencies */
} etho_input;

enum etho_role {
  ETHO_ROLE_VALUE = 1 << 0, ETHO_ROLE_BY = 1 << 1, ETHO_ROLE_SUBJECT = 1 << 2, ETHO_ROLE_CLUSTER = 1 << 3,
  ETHO_ROLE_WITHIN = 1 << 4, ETHO_ROLE_BETWEEN = 1 << 5, ETHO_ROLE_RATER = 1 << 6, ETHO_ROLE_CATEGORY = 1 << 7,
  ETHO_ROLE_XY = 1 << 8, ETHO_ROLE_COUNT = 1 << 9, ETHO_ROLE_TOTAL = 1 << 10, ETHO_ROLE_TIME = 1 << 11,
  ETHO_ROLE_EVENT = 1 << 12, ETHO_ROLE_P = 1 << 13, ETHO_ROLE_WEIGHT = 1 << 14
};

/* ---- options --------------------------------------------------------------------------------------- */

typedef enum etho_alternative { ETHO_TWO_SIDED, ETHO_LESS, ETHO_GREATER } etho_alternative;
typedef enum etho_exactness { ETHO_AUTO, ETHO_EXACT, ETHO_APPROXIMATE } etho_exactness;

typedef struct etho_options {
  double mu;                    /* the null value: mean, shift, probability, rho */
  bool mu_given;                /* else the procedure's own default (0; 0.5 for probabilities) */
  etho_alternative alternative;
  double conf_level;            /* 0.95 */
  const char *adjust;           /* name of an adjustment (see etho_adjust); NULL = the procedure's own default */
  etho_exactness exact;
  const char *zeros;            /* "wilcox" (default) or "pratt" */
  int quantile_type;            /* 1 to 9, Hyndman & Fan 1996; 7 */
  int moment_type;              /* skewness and kurtosis type 1, 2 or 3 (default, as e1071) */
  double trim;                  /* share trimmed from each end: 0.2 */
  size_t resamples;             /* 5000 */
  uint64_t seed;                /* 20240229 */
  int threads;                  /* 0 = as many as there are processors; never changes a result */
  const char *control;          /* label of the control group; NULL = none declared */
  const char *const *groups;    /* --groups: these levels, in this order */
  size_t n_groups;
  const char *statistic;        /* of permutation and bootstrap: mean, median, t, hedges_g, ...; NULL = default */
  const char *variant;          /* a named form of a procedure: center=, ci=, bounds=, ties=...; NULL = default */
  double bound_low, bound_high; /* equivalence bounds; NaN = not given */
  const double *weights;        /* contrast weights in the order of the groups */
  size_t n_weights;
} etho_options;

etho_options etho_options_default(void);

/* What a procedure honours; an option that a user gives and the procedure does not take is a usage error. */
enum etho_option {
  ETHO_OPT_MU = 1 << 0, ETHO_OPT_ALTERNATIVE = 1 << 1, ETHO_OPT_CONF = 1 << 2, ETHO_OPT_ADJUST = 1 << 3,
  ETHO_OPT_EXACT = 1 << 4, ETHO_OPT_ZEROS = 1 << 5, ETHO_OPT_QUANTILE = 1 << 6, ETHO_OPT_MOMENTS = 1 << 7,
  ETHO_OPT_TRIM = 1 << 8, ETHO_OPT_RESAMPLES = 1 << 9, ETHO_OPT_SEED = 1 << 10, ETHO_OPT_CONTROL = 1 << 11,
  ETHO_OPT_GROUPS = 1 << 12, ETHO_OPT_STATISTIC = 1 << 13, ETHO_OPT_VARIANT = 1 << 14, ETHO_OPT_BOUNDS = 1 << 15,
  ETHO_OPT_WEIGHTS = 1 << 16, ETHO_OPT_THREADS = 1 << 17
};

/* ---- registry -------------------------------------------------------------------------------------- */

typedef etho_status etho_one_fn(const etho_sample *sample, const etho_options *options, etho_row *row, etho_error *error);
typedef etho_status etho_two_fn(const etho_sample *group1, const etho_sample *group2, const etho_options *options,
                                etho_row *row, etho_error *error);
typedef etho_status etho_many_fn(const etho_sample *group, size_t n_groups, const etho_options *options,
                                 etho_rows *rows, etho_error *error);
typedef etho_status etho_frame_fn(const etho_input *input, const etho_options *options, etho_rows *rows,
                                  etho_error *error);

/* One row of the catalogue. One of one, two, paired, many, frame is set; or several of the first three, and the columns
 * that are given choose: paired with --by and --subject, else two with --by, else one. The driver cuts the input to the
 * shape, drops and notes what is missing, and fills `group`, `group1`, `group2`, `n`, `n1`, `n2`:
 *   one     each group on its own (all values together when no --by is given)
 *   two     two independent groups; with more, every pair (or every group against --control), adjusted together
 *   paired  two conditions matched by --subject: both samples have the same length and order
 *   many    all groups at once
 *   frame   the whole input; drops its own missing values */
typedef struct etho_procedure {
  const char *name;     /* what users type: "t_welch" */
  const char *summary;  /* one line */
  const char *shape;    /* one line: the data it wants */
  const char *source;   /* reference */
  const char *method;   /* default text of `method`: "Welch two-sample t test" */
  unsigned roles;       /* required */
  unsigned optional;    /* also used when given */
  unsigned options;     /* etho_option bits it honours */
  const char *adjust;   /* default adjustment of a family; NULL = "holm" for two/paired with several pairs */
  const char *own_adjust; /* comma-separated adjustments that only this procedure knows; NULL = none */
  const char *variants; /* comma-separated values of --variant, first is the default; NULL = none */
  const char *statistics; /* comma-separated values of --statistic, first is the default; NULL = none */
  etho_one_fn *one;
  etho_two_fn *two;
  etho_two_fn *paired;
  etho_many_fn *many;
  etho_frame_fn *frame;
} etho_procedure;

size_t etho_procedure_count(void);
const etho_procedure *etho_procedure_at(size_t index);
const etho_procedure *etho_procedure_find(const char *name); /* NULL when unknown */

/* Run a procedure on an input: select groups, cut to shape, drop missing, run, adjust.
 * ETHO_ERR_USAGE when a required role is missing or a group name does not exist (nearest names in the hint). */
etho_status etho_procedure_run(const etho_procedure *procedure, const etho_input *input, const etho_options *options,
                               etho_rows *rows, etho_error *error);

#ifdef __cplusplus
}
#endif

#include "ethostat/stats/adjust.h"      /* p-value adjustment */
#include "ethostat/stats/agreement.h"   /* icc, bland_altman, cohens_kappa, lins_ccc */
#include "ethostat/stats/anova.h"       /* anova_oneway, anova_welch, kruskal_wallis */
#include "ethostat/stats/association.h" /* contingency tables, proportions */
#include "ethostat/stats/correlation.h" /* pearson, spearman, kendall */
#include "ethostat/stats/describe.h"    /* descriptives, normality, equal variances, outliers */
#include "ethostat/stats/distribution.h" /* distributions that GSL lacks */
#include "ethostat/stats/posthoc.h"     /* tukey, games_howell, dunnett, dunn, contrasts */
#include "ethostat/stats/power.h"       /* sample size, power, detectable effect */
#include "ethostat/stats/rank.h"        /* mann_whitney, signed rank, sign */
#include "ethostat/stats/repeated.h"    /* rm_anova */
#include "ethostat/stats/resample.h"    /* permutation, bootstrap */
#include "ethostat/stats/selftest.h"    /* certified figures on this machine */
#include "ethostat/stats/survival.h"    /* kaplan_meier, logrank, cox */
#include "ethostat/stats/t_test.h"      /* t tests, tost, effect sizes */

#endif
