/* model/mixed.h - linear mixed models by the profiled deviance (Bates et al. 2015, J Stat Softw 67,
 * section 3.4).
 *
 * X is replaced by its orthonormal factor and y by its least-squares residual, so that an offset of 1e9 costs
 * nothing; an evaluation works on cross-products only and does not see the rows. */
#ifndef ETHO_MODEL_MIXED_H
#define ETHO_MODEL_MIXED_H

#include "model/least_squares.h"
#include "model/minimise.h"
#include "model/random_effects.h"

/* Levels of a single random effect that share z'z. */
typedef struct etho_stratum {
  double zz, levels;
  double *products; /* rank + 1 square, lower: sums over the levels of (Z'Q, Z'r)' (Z'Q, Z'r) */
  size_t level;     /* while they are gathered */
} etho_stratum;

typedef struct etho_mixed {
  const etho_problem *problem;
  etho_random random;
  etho_least_squares ols;
  size_t n, rank;
  double *zq,
      *zr;   /* Z'Q (q x rank) with Q the orthonormal basis of X, Z'r (q) with r the least-squares residual */
  double rr; /* r'r */
  double log_scale; /* sum of log weights */
  double log_r;     /* log |R'R| of X = QR */
  bool reml;
  etho_stratum *stratum; /* for a single random effect; none otherwise */
  size_t n_strata;
  /* state of the last evaluation */
  double *lq, *lr; /* L^-1 Lambda' Z'Q, L^-1 Lambda' Z'r: of etho_mixed_settle where there are strata */
  double *rx;      /* Cholesky factor of Q'V^-1 Q (relative) */
  double *gamma;   /* fixed effects in the basis Q, beyond least squares */
  double log_determinant, log_rx, pwrss;
  /* the fit */
  double *theta, deviance, sigma2;
  double *beta, *vcov; /* in the columns of the design */
  double *hessian;     /* of the deviance in (theta, sigma), n_theta + 1 square */
  double *jacobian;    /* d vcov(gamma) / d (theta, sigma): (n_theta + 1) matrices rank x rank */
  double *vcov_q;      /* rank x rank: covariance in the basis Q */
  double *basis;       /* rank x p: l in the basis = basis l */
  bool singular;
} etho_mixed;

etho_status etho_mixed_make(const etho_problem *problem, bool reml, etho_mixed *mixed, etho_error *error);
/* Deviance (-2 log likelihood, or the REML criterion) with sigma profiled out; INFINITY where it has none. */
double etho_mixed_deviance(const double *theta, void *mixed);
/* The same with sigma given; theta NULL = the Lambda that is set. */
double etho_mixed_deviance_at(etho_mixed *mixed, const double *theta, double sigma);
/* Evaluate at the fitted theta, with the factor of the random effects, lq and lr. */
bool etho_mixed_settle(etho_mixed *mixed);
/* Find theta and fill the fit. ETHO_ERR_NUMERIC when nothing converges. */
etho_status etho_mixed_fit(etho_mixed *mixed, etho_error *error);
/* Scan of starting points; theta: n_theta values out. f is etho_mixed_deviance or the like. */
void etho_mixed_start(const etho_random *random, etho_objective *f, void *context, double *theta);
/* Components that are at the edge: theta set to 0 where that is no worse. */
bool etho_mixed_snap(const etho_random *random, etho_objective *f, void *context, double *theta,
                     double *value);

/* Degrees of freedom. */
bool etho_satterthwaite_make(etho_mixed *mixed);
double etho_satterthwaite_df(const void *mixed, const double *l);
bool etho_satterthwaite_test(const void *mixed, const double *l, size_t q, double *f, double *df1,
                             double *df2);

typedef struct etho_kenward_roger {
  const etho_mixed *mixed;
  size_t k;                /* variance parameters */
  double *vcov, *adjusted; /* rank x rank in the basis Q */
  double *p, *w;           /* k matrices rank x rank; k x k */
} etho_kenward_roger;

etho_status etho_kenward_roger_make(const etho_mixed *mixed, etho_kenward_roger *kr, etho_error *error);
double etho_kenward_roger_df(const void *kr, const double *l);
bool etho_kenward_roger_test(const void *kr, const double *l, size_t q, double *f, double *df1, double *df2);

/* Profile likelihood limits of the standard deviations (ML, as lme4's confint): low and high per parameter,
 * in the order of blocks: sd of each effect (q <= 2), the correlation (q = 2), at the end sigma. NaN where
 * there is none. */
typedef struct etho_profile {
  double *low, *high;
  size_t n;
} etho_profile;
etho_status etho_mixed_profile(const etho_problem *problem, const etho_mixed *mixed, etho_profile *profile,
                               etho_error *error);

etho_status etho_report_mixed(etho_problem *problem, etho_mixed *mixed, etho_error *error);
/* The rows of "random" for any mixed fit; residual < 0: none (binomial), the latent variance pi^2/3 counts.
 */
void etho_report_random(const etho_problem *problem, const etho_random *random, double scale, double residual,
                        const etho_profile *profile);
/* Rows of "blups" from the effects of z (b = Lambda u). */
void etho_report_blups(const etho_problem *problem, const etho_random *random, const double *effects);
/* Notes which component is at zero. */
void etho_report_singular(const etho_problem *problem, const etho_random *random);

#endif
