/* model/random_effects.h - the random part of a mixed model: blocks of effects per level of a grouping
 * factor, and the sparse matrix Lambda' Z' W Z Lambda + I whose factor carries them (Bates et al. 2015, J
 * Stat Softw 67). */
#ifndef ETHO_MODEL_RANDOM_EFFECTS_H
#define ETHO_MODEL_RANDOM_EFFECTS_H

#include "model/problem.h"
#include "model/sparse.h"

enum { ETHO_MAX_RANDOM = 16, ETHO_MAX_EFFECTS = 12 };

typedef struct etho_block {
  const etho_random_term *term;
  const char *label;         /* the group: "animal" */
  size_t q, levels;          /* effects per level */
  int *level;                /* of each row */
  const char **level_name;   /* levels */
  const char *const *effect; /* q names */
  double *z;                 /* n x q, column-major, orthogonalised: mean square 1 */
  double *transform;         /* q x q: effects as written = transform * effects of z */
  size_t offset;             /* of the block's first scalar effect */
  size_t theta;              /* first of its q (q + 1) / 2 parameters */
} etho_block;

/* Effects of two levels that meet in some row (or a level with itself). */
typedef struct etho_pair {
  size_t a, b;                 /* blocks, a <= b */
  size_t at[ETHO_MAX_EFFECTS]; /* where the entries of each of the q_a columns begin in the sparse matrix */
  size_t column, row;          /* first scalar effects of the level of a and of b */
  size_t b_from;               /* first of its q_b x q_a cross-products in `cross` */
} etho_pair;

typedef struct etho_random {
  size_t n, n_blocks, q, n_theta;
  etho_block block[ETHO_MAX_RANDOM]; /* most levels first: the elimination order */
  etho_pair *pair;
  size_t n_pairs, n_cross;
  size_t *row_pair; /* n x n_blocks (n_blocks + 1) / 2: the pairs of a row */
  double *cross;    /* Z' W Z by pairs */
  etho_sparse a;    /* Lambda' Z' W Z Lambda + I */
  etho_sparse_factor factor;
  double lambda[ETHO_MAX_RANDOM][ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS]; /* column-major templates */
} etho_random;

/* ETHO_ERR_DATA: a group with one level, collinear effects, more random effects than rows (where strict). */
etho_status etho_random_make(const etho_problem *problem, bool strict, etho_random *random,
                             etho_error *error);

void etho_random_cross(etho_random *random, const double *weight); /* fill cross; weight NULL = 1 */
void etho_random_set_theta(etho_random *random, const double *theta);
/* Assemble and factor; false when not positive definite. */
bool etho_random_factor(etho_random *random);
void etho_random_transposed(const etho_random *random, const double *v, double *zv); /* Z'v */
void etho_random_apply_lambda(const etho_random *random, double *u,
                              bool transposed);                                    /* u = Lambda u in place */
void etho_random_multiply(const etho_random *random, const double *b, double *zb); /* Zb */
void etho_random_cross_multiply(const etho_random *random, const double *x, double *bx); /* Z'WZ x */
/* Covariance of the effects as written, relative to the scale: transform Lambda Lambda' transform'. q x q. */
void etho_random_covariance(const etho_random *random, size_t block, double *covariance);
/* "(1 | cage)", "(day | animal)" */
const char *etho_random_label(const etho_block *block, etho_arena *arena);

#endif
