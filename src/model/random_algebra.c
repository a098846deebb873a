/* Products with Z and Lambda, and the matrix they make. */
#include <string.h>

#include "model/random_effects.h"

/* One effect per level: pairs and levels are the same. */
static void cross_single(etho_random *r, const double *weight) {
  const double *z = r->block[0].z;
  const int *level = r->block[0].level;
  for (size_t i = 0; i < r->n; i++) r->cross[level[i]] += (weight ? weight[i] : 1) * z[i] * z[i];
}

void etho_random_cross(etho_random *r, const double *weight) {
  size_t slots = r->n_blocks * (r->n_blocks + 1) / 2, n = r->n;
  memset(r->cross, 0, r->n_cross * sizeof *r->cross);
  if (r->n_blocks == 1 && r->block[0].q == 1) {
    cross_single(r, weight);
    return;
  }
  for (size_t i = 0; i < n; i++)
    for (size_t b = 0; b < r->n_blocks; b++)
      for (size_t a = 0; a <= b; a++) {
        const etho_block *x = &r->block[a], *y = &r->block[b];
        double *cross = r->cross + r->pair[r->row_pair[i * slots + b * (b + 1) / 2 + a]].b_from;
        double w = weight ? weight[i] : 1;
        for (size_t c = 0; c < x->q; c++) {
          double f = w * x->z[c * n + i];
          for (size_t k = 0; k < y->q; k++) cross[c * y->q + k] += f * y->z[k * n + i];
        }
      }
}

void etho_random_set_theta(etho_random *r, const double *theta) {
  for (size_t b = 0; b < r->n_blocks; b++) {
    size_t q = r->block[b].q, at = r->block[b].theta;
    memset(r->lambda[b], 0, sizeof r->lambda[b]);
    for (size_t c = 0; c < q; c++)
      for (size_t k = c; k < q; k++) r->lambda[b][c * q + k] = theta[at++];
  }
}

/* out (qb x qa) = Lambda_b' M Lambda_a */
static void sandwich(const double *lb, size_t qb, const double *m, const double *la, size_t qa, double *out) {
  double half[ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS];
  for (size_t c = 0; c < qa; c++)
    for (size_t k = 0; k < qb; k++) {
      double sum = 0;
      for (size_t j = 0; j < qa; j++) sum += m[j * qb + k] * la[c * qa + j];
      half[c * qb + k] = sum;
    }
  for (size_t c = 0; c < qa; c++)
    for (size_t k = 0; k < qb; k++) {
      double sum = 0;
      for (size_t j = 0; j < qb; j++) sum += lb[k * qb + j] * half[c * qb + j];
      out[c * qb + k] = sum;
    }
}

bool etho_random_factor(etho_random *r) {
  double block[ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS];
  for (size_t p = 0; p < r->n_pairs; p++) {
    const etho_pair *pair = &r->pair[p];
    size_t qa = r->block[pair->a].q, qb = r->block[pair->b].q;
    bool diagonal = pair->a == pair->b;
    if (qa == 1 && qb == 1)
      block[0] = r->lambda[pair->a][0] * r->lambda[pair->b][0] * r->cross[pair->b_from];
    else
      sandwich(r->lambda[pair->b], qb, r->cross + pair->b_from, r->lambda[pair->a], qa, block);
    for (size_t c = 0; c < qa; c++) {
      size_t from = diagonal ? c : 0;
      for (size_t k = from; k < qb; k++) r->a.value[pair->at[c] + k - from] = block[c * qb + k];
      if (diagonal) r->a.value[pair->at[c]] += 1;
    }
  }
  return etho_sparse_factorise(&r->a, &r->factor);
}

void etho_random_transposed(const etho_random *r, const double *v, double *zv) {
  memset(zv, 0, r->q * sizeof *zv);
  for (size_t b = 0; b < r->n_blocks; b++) {
    const etho_block *block = &r->block[b];
    for (size_t c = 0; c < block->q; c++) {
      const double *z = block->z + c * r->n;
      double *out = zv + block->offset + c;
      for (size_t i = 0; i < r->n; i++) out[(size_t)block->level[i] * block->q] += z[i] * v[i];
    }
  }
}

void etho_random_multiply(const etho_random *r, const double *effects, double *zb) {
  memset(zb, 0, r->n * sizeof *zb);
  for (size_t b = 0; b < r->n_blocks; b++) {
    const etho_block *block = &r->block[b];
    for (size_t c = 0; c < block->q; c++) {
      const double *z = block->z + c * r->n, *in = effects + block->offset + c;
      for (size_t i = 0; i < r->n; i++) zb[i] += z[i] * in[(size_t)block->level[i] * block->q];
    }
  }
}

void etho_random_apply_lambda(const etho_random *r, double *u, bool transposed) {
  for (size_t b = 0; b < r->n_blocks; b++) {
    size_t q = r->block[b].q;
    const double *l = r->lambda[b];
    if (q == 1) {
      for (size_t k = 0; k < r->block[b].levels; k++) u[r->block[b].offset + k] *= l[0];
      continue;
    }
    for (size_t k = 0; k < r->block[b].levels; k++) {
      double *x = u + r->block[b].offset + k * q, y[ETHO_MAX_EFFECTS];
      for (size_t i = 0; i < q; i++) {
        y[i] = 0;
        for (size_t j = 0; j < q; j++) y[i] += (transposed ? l[i * q + j] : l[j * q + i]) * x[j];
      }
      memcpy(x, y, q * sizeof *x);
    }
  }
}

void etho_random_covariance(const etho_random *r, size_t b, double *covariance) {
  size_t q = r->block[b].q;
  double m[ETHO_MAX_EFFECTS * ETHO_MAX_EFFECTS];
  for (size_t c = 0; c < q; c++)
    for (size_t i = 0; i < q; i++) {
      m[c * q + i] = 0;
      for (size_t k = 0; k < q; k++)
        m[c * q + i] += r->block[b].transform[k * q + i] * r->lambda[b][c * q + k];
    }
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++) {
      double sum = 0;
      for (size_t c = 0; c < q; c++) sum += m[c * q + i] * m[c * q + j];
      covariance[j * q + i] = sum;
    }
}

void etho_random_cross_multiply(const etho_random *r, const double *x, double *bx) {
  memset(bx, 0, r->q * sizeof *bx);
  for (size_t p = 0; p < r->n_pairs; p++) {
    const etho_pair *pair = &r->pair[p];
    size_t qa = r->block[pair->a].q, qb = r->block[pair->b].q;
    bool diagonal = pair->a == pair->b;
    for (size_t c = 0; c < qa; c++) {
      const double *cross = r->cross + pair->b_from + c * qb;
      for (size_t k = 0; k < qb; k++) {
        size_t row_of = pair->row + k, column_of = pair->column + c;
        bx[row_of] += cross[k] * x[column_of];
        if (!diagonal) bx[column_of] += cross[k] * x[row_of];
      }
    }
  }
}
