/* ethostat/model.h - models by formula: least squares, mixed, binomial, beta-binomial, Cox, and marginal means. */
#ifndef ETHOSTAT_MODEL_H
#define ETHOSTAT_MODEL_H

#include "ethostat/stats.h"
#include "ethostat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct etho_model_options {
  const char *family;    /* "gaussian" (default), "binomial", "beta-binomial", "cox" */
  int type;              /* sums of squares: 1, 2, 3; 0 = 2 */
  bool ml;               /* maximum likelihood instead of REML */
  int agq;               /* adaptive Gauss-Hermite nodes; 0 or 1 = Laplace */
  const char *df;        /* "satterthwaite" (default), "kenward-roger" */
  const char *emmeans;   /* "arm", "arm | day"; NULL = none */
  const char *contrasts; /* "pairwise", "trt.vs.ctrl", "poly", or a CSV file of weights; NULL = none */
  const char *adjust;    /* "tukey", "dunnett", "holm", ..., "none"; NULL = by contrast */
  const char *control;   /* reference level of the first factor that has it; NULL = first level */
  const char *ties;      /* "efron" (default), "breslow" */
  const char *weights;   /* column of prior weights (trials of a proportion); NULL = none */
  double conf_level;     /* 0.95 */
  uint64_t seed;
} etho_model_options;

etho_model_options etho_model_options_default(void);

/* Fit and report. Every row says its place in `table`: "fit", "coefficients", "anova", "random", "emmeans",
 * "contrasts", "diagnostics". ETHO_ERR_USAGE: formula errors (the message points at the character) and unknown columns. */
etho_status etho_model_run(const char *formula, const etho_table *data, const etho_model_options *options,
                           etho_rows *rows, etho_issues *issues, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
