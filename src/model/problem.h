/* model/problem.h - a formula over data, made ready to fit, and what a fit gives to the common tables. */
#ifndef ETHO_MODEL_PROBLEM_H
#define ETHO_MODEL_PROBLEM_H

#include "ethostat/model.h"
#include "model/design.h"
#include "model/linear.h"

typedef struct etho_problem {
  etho_arena *arena;
  const etho_model_options *options;
  etho_terms *terms;
  etho_frame frame; /* the complete rows */
  size_t n;
  etho_values values[ETHO_MAX_VARIABLES];
  etho_design design;     /* treatment contrasts */
  etho_design sum_design; /* sum contrasts, for Type III */
  etho_design triangle;   /* R of design = QR: the same hypotheses from p rows */
  const long double *y;   /* response, successes or time */
  const long double *y2;  /* failures, trials or event; NULL for a plain response */
  const double *weight;   /* prior weights; NULL */
  etho_rows *rows;
  etho_issues *issues;
} etho_problem;

/* Terms, columns, complete rows, variables and designs. Counts and notes the rows left out. */
etho_status etho_problem_make(etho_problem *problem, etho_error *error);

/* Keep R for etho_hypothesis. false: out of memory. */
bool etho_problem_set_triangle(etho_problem *problem, const etho_qr *qr);
/* A response written a / b becomes the quotient. ETHO_ERR_DATA where b is 0. */
etho_status etho_problem_ratio(etho_problem *problem, etho_error *error);
/* Refuses cbind() and surv(), and a response without spread. */
etho_status etho_problem_check_gaussian(const etho_problem *problem, etho_error *error);

/* Coefficients with what is needed to test any combination of them, whatever the family. */
typedef struct etho_estimate {
  size_t p;
  const char *const *name;
  double *beta, *vcov;      /* p; p x p; 0 where not estimable */
  const bool *aliased;      /* p */
  const double *null_space; /* p x n_null */
  size_t n_null;
  const char *statistic_name; /* "t" or "z" */
  /* Degrees of freedom of l'beta; INFINITY for z. */
  double (*df)(const void *fit, const double *l);
  /* Joint test of q rows of L (q x p, row-major): F with df1, df2; df2 = INFINITY: chi-square = F * df1. */
  bool (*test)(const void *fit, const double *l, size_t q, double *f, double *df1, double *df2);
  const void *fit;
  const char *ratio_name; /* "odds_ratio", "hazard_ratio" or NULL */
} etho_estimate;

/* Is l'beta the same for all solutions (l orthogonal to the null space)? */
bool etho_estimate_estimable(const etho_estimate *estimate, const double *l);
double etho_estimate_value(const etho_estimate *estimate, const double *l);
double etho_estimate_variance(const etho_estimate *estimate, const double *l);

/* Wald chi-square of q rows of L (q x p, row-major) jointly; rank: how many of them are independent. false:
 * none, or out of memory. */
bool etho_wald(const etho_estimate *estimate, const double *l, size_t q, etho_arena *arena, double *chi2,
               size_t *rank);

/* Rows of the table "coefficients". */
void etho_report_coefficients(const etho_problem *problem, const etho_estimate *estimate);
/* `estimate`-like fields of one combination: std_error, statistic, df, p_value, conf_low, conf_high, ratio.
 */
void etho_report_combination(const etho_problem *problem, const etho_estimate *estimate, const double *l,
                             etho_row *row);
etho_row *etho_report_row(const etho_problem *problem, const char *table);
/* A row of "anova" for a term: likelihood ratio of the models with and without it; null and a note at df 0. */
void etho_report_ratio(const etho_problem *problem, const char *term, double ratio, double df);

/* The columns of the term (1 = first; 0 = intercept) are in design[from .. from + count). */
void etho_design_columns(const etho_design *design, size_t term, size_t *from, size_t *count);

/* Cells of the fixed interactions that hold no row: notes each ("no rows with arm = 'B' and day = '3'");
 * returns how many there are. */
size_t etho_problem_empty_cells(const etho_problem *problem, bool note);

/* Does term a contain term b (every variable of b, and more)? */
bool etho_term_contains(const etho_term_list *list, size_t a, size_t b);

/* Hypothesis rows of a term (0-based; intercept = SIZE_MAX) in terms of the treatment coefficients, for F
 * tables of fits without sums of squares. type 1 and 2: rows of the triangular factor of X with the columns
 * ordered by the type (Goodnight 1978); type 3: the term's coefficients under sum contrasts. false: out of
 * memory. *l: q x p, row-major. */
bool etho_hypothesis(const etho_problem *problem, int type, size_t term, double **l, size_t *q);

etho_status etho_fit_least_squares(etho_problem *problem, etho_error *error);
etho_status etho_fit_mixed(etho_problem *problem, etho_error *error);
etho_status etho_fit_binomial(etho_problem *problem, etho_error *error);
etho_status etho_fit_binomial_mixed(etho_problem *problem, etho_error *error);
etho_status etho_fit_beta_binomial(etho_problem *problem, etho_error *error);
etho_status etho_fit_cox(etho_problem *problem, etho_error *error);

/* --emmeans and --contrasts for any estimate; does nothing when they are not asked for. */
etho_status etho_report_emmeans(etho_problem *problem, const etho_estimate *estimate, etho_error *error);

#endif
