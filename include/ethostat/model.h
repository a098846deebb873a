/* ethostat/model.h - models by formula: least squares, mixed, binomial, beta-binomial, Cox, and marginal
 * means.
 *
 *   etho_model_options options = etho_model_options_default();
 *   options.emmeans = "arm";
 *   etho_model_run("DI ~ arm + (1 | cage)", table, &options, rows, issues, &error);
 *
 * The formula is R's: + : * ^ / - 1 0, parentheses, factor(x), log(x), I(x^2), random terms (1 | g), (1 |
 * g/h), (x | g), (x || g), responses y, cbind(correct, wrong), correct/trials, surv(time, event), names in
 * backticks. docs/models.md states what is fitted and what each field holds.
 */
#ifndef ETHOSTAT_MODEL_H
#define ETHOSTAT_MODEL_H

#include "ethostat/stats.h"
#include "ethostat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct etho_model_options {
  const char *family;    /* "gaussian" (default; surv() makes it cox, cbind() binomial), "binomial",
                            "beta-binomial", "cox" */
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
  bool blups; /* rows of the table "blups": predicted random effects */
} etho_model_options;

etho_model_options etho_model_options_default(void);

/* Fit and report. Every row says its place in `table`: "fit", "coefficients", "anova", "random", "blups",
 * "emmeans", "contrasts", "diagnostics". Notes of the result tell rows left out, empty cells, singular fits,
 * separation. options NULL = default. issues may be NULL. ETHO_ERR_USAGE: formula errors (the message points
 * at the character), unknown columns, levels and options. ETHO_ERR_DATA: a response that is constant, text or
 * all missing; a factor with one level; more random effects than data. ETHO_ERR_NUMERIC: no convergence, with
 * what was tried. */
etho_status etho_model_run(const char *formula, const etho_table *data, const etho_model_options *options,
                           etho_rows *rows, etho_issues *issues, etho_error *error);

/* A column given as an array: numbers (NaN = missing) or texts (NULL = missing); the other is NULL. */
typedef struct etho_model_column {
  const char *name;
  const double *number;
  const char *const *text;
} etho_model_column;

/* etho_model_run on arrays of n rows. */
etho_status etho_model_run_columns(const char *formula, const etho_model_column *column, size_t n_columns,
                                   size_t n, const etho_model_options *options, etho_rows *rows,
                                   etho_issues *issues, etho_error *error);

/* ---- the models of the main job ------------------------------------------------------------------------ */

/* Animals in cages: `response ~ arm + (1 | cage)` by REML with Satterthwaite df, and the same without the
 * cage for comparison. n animals; missing values are NaN or NULL. control: the reference arm; NULL = the
 * first in byte order. Rows: those of etho_model_run for the mixed model, then one row table = "cage" with
 * icc, design_effect, n_groups, statistic, df1, df2, p_value (F of arm in the mixed model), animal_statistic,
 * animal_p_value (F of the animals on their own), holds (both p-values on the same side of 1 - conf_level)
 * and `conclusion`, a sentence. Where the mixed model cannot be fitted (one cage, an animal per cage) the row
 * has null and a note; status ETHO_OK. */
etho_status etho_model_cage(const char *response_name, const double *response, const char *const *arm,
                            const char *const *cage, size_t n, const char *control,
                            const etho_model_options *options, etho_rows *rows, etho_error *error);

/* Trials of animals: `correct ~ arm + (1 | animal)`, binomial by Laplace (options->agq for quadrature).
 * correct is 0 or 1 (NaN = missing), one value per trial. Rows as above, the last with table = "trials": icc
 * and design_effect on the logit scale, n_groups, lr_statistic, lr_df, p_value (likelihood ratio of arm),
 * trial_p_value (the trials as if they were animals), holds and `conclusion`. With a single arm the
 * comparison is null. */
etho_status etho_model_trials(const char *response_name, const double *correct, const char *const *arm,
                              const char *const *animal, size_t n, const char *control,
                              const etho_model_options *options, etho_rows *rows, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
