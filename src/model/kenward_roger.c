/* Kenward & Roger (1997, Biometrics 53): the covariance of the fixed effects corrected for the estimation of
 * the variance parameters, and the F test with its own scale and degrees of freedom. The covariance structure
 * is linear in the (co)variances, so the second derivatives of their formula (5) vanish. */
#include <math.h>
#include <string.h>

#include "model/mixed.h"

enum { MAX_EFFECTS = 3000 };

typedef struct parameter {
  size_t block, i, j; /* covariance of effects i <= j of a block */
} parameter;

typedef struct work {
  const etho_mixed *m;
  etho_arena *arena;
  size_t n, q, r, k; /* rows, random effects, fixed effects, covariance parameters (without the residual) */
  double *u, *u2;    /* V^-1 Q, V^-2 Q (n x r) */
  double *c, *d;     /* Z'u, Z'u2 (q x r) */
  double *h, *mm;    /* H = I - Lambda A^-1 Lambda'B and M = Z'V^-1 Z (q x q) */
  double *sc, *msc;  /* S_s C and M S_s C of every parameter (k times q x r) */
  parameter *parameter;
  double *trace, *p, *qq; /* (k+1)^2; (k+1) r x r; (k+1)^2 r x r */
} work;

/* x = V^-1 x (n values) */
static void solve_v(const work *w, double *x, double *effects, double *zb) {
  const etho_random *random = &w->m->random;
  etho_random_transposed(random, x, effects);
  etho_random_apply_lambda(random, effects, true);
  etho_sparse_forward(&random->factor, effects);
  etho_sparse_backward(&random->factor, effects);
  etho_random_apply_lambda(random, effects, false);
  etho_random_multiply(random, effects, zb);
  for (size_t i = 0; i < w->n; i++) x[i] = (x[i] - zb[i]) / w->m->sigma2;
}

static bool project_fixed(work *w) {
  size_t n = w->n, r = w->r, q = w->q;
  w->u = ETHO_NEW(w->arena, double, n *r + 1), w->u2 = ETHO_NEW(w->arena, double, n *r + 1);
  w->c = ETHO_NEW(w->arena, double, q *r + 1), w->d = ETHO_NEW(w->arena, double, q *r + 1);
  double *effects = ETHO_NEW(w->arena, double, q + 1), *zb = ETHO_NEW(w->arena, double, n + 1);
  long double *column = ETHO_NEW(w->arena, long double, n + 1);
  if (!column || !w->u || !w->u2 || !w->c || !w->d || !effects || !zb) return false;
  for (size_t a = 0; a < r; a++) {
    etho_qr_column(&w->m->ols.qr, a, column);
    for (size_t i = 0; i < n; i++) w->u[a * n + i] = (double)column[i];
    solve_v(w, w->u + a * n, effects, zb);
    memcpy(w->u2 + a * n, w->u + a * n, n * sizeof *zb);
    solve_v(w, w->u2 + a * n, effects, zb);
    etho_random_transposed(&w->m->random, w->u + a * n, w->c + a * q);
    etho_random_transposed(&w->m->random, w->u2 + a * n, w->d + a * q);
  }
  return true;
}

static bool project_random(work *w) {
  size_t q = w->q;
  const etho_random *random = &w->m->random;
  w->h = ETHO_NEW(w->arena, double, q *q + 1), w->mm = ETHO_NEW(w->arena, double, q *q + 1);
  double *unit = ETHO_NEW(w->arena, double, q + 1);
  if (!w->h || !w->mm || !unit) return false;
  for (size_t j = 0; j < q; j++) {
    double *h = w->h + j * q;
    unit[j] = 1;
    etho_random_cross_multiply(random, unit, h);
    etho_random_apply_lambda(random, h, true);
    etho_sparse_forward(&random->factor, h);
    etho_sparse_backward(&random->factor, h);
    etho_random_apply_lambda(random, h, false);
    for (size_t i = 0; i < q; i++) h[i] = unit[i] - h[i];
    etho_random_cross_multiply(random, h, w->mm + j * q);
    for (size_t i = 0; i < q; i++) w->mm[j * q + i] /= w->m->sigma2;
    unit[j] = 0;
  }
  return true;
}

/* out = S x for one parameter: effects i and j of every level exchanged (q values). */
static void apply_s(const work *w, const parameter *s, const double *x, double *out) {
  const etho_block *block = &w->m->random.block[s->block];
  memset(out, 0, w->q * sizeof *out);
  for (size_t l = 0; l < block->levels; l++) {
    size_t at = block->offset + l * block->q;
    out[at + s->i] = x[at + s->j];
    out[at + s->j] = x[at + s->i];
  }
}

/* tr(S_s M S_t M) */
static double trace_pair(const work *w, const parameter *s, const parameter *t) {
  const etho_block *bs = &w->m->random.block[s->block], *bt = &w->m->random.block[t->block];
  double sum = 0;
  for (size_t l = 0; l < bs->levels; l++)
    for (size_t k = 0; k < bt->levels; k++) {
      size_t a = bs->offset + l * bs->q, b = bt->offset + k * bt->q;
      for (int x = 0; x < (s->i == s->j ? 1 : 2); x++)
        for (int y = 0; y < (t->i == t->j ? 1 : 2); y++) {
          size_t s1 = a + (x ? s->j : s->i), s2 = a + (x ? s->i : s->j);
          size_t t1 = b + (y ? t->j : t->i), t2 = b + (y ? t->i : t->j);
          sum += w->mm[t1 * w->q + s2] * w->mm[s1 * w->q + t2];
        }
    }
  return sum;
}

/* tr(S N), N = Z'V^-2 Z = H'M / sigma^2 */
static double trace_residual(const work *w, const parameter *s) {
  const etho_block *block = &w->m->random.block[s->block];
  double sum = 0;
  for (size_t l = 0; l < block->levels; l++) {
    const double *h = w->h + (block->offset + l * block->q + s->i) * w->q;
    const double *m = w->mm + (block->offset + l * block->q + s->j) * w->q;
    for (size_t i = 0; i < w->q; i++) sum += h[i] * m[i] * (s->i == s->j ? 1 : 2);
  }
  return sum / w->m->sigma2;
}

/* tr(V^-2) = (n - q + tr(H H)) / sigma^4, as V^-1 = (I - Z T' ...) has trace terms in T = I - H. */
static double trace_inverse_squared(const work *w) {
  double sum = (double)w->n - (double)w->q, q2 = w->m->sigma2 * w->m->sigma2;
  for (size_t i = 0; i < w->q; i++)
    for (size_t j = 0; j < w->q; j++) sum += w->h[j * w->q + i] * w->h[i * w->q + j];
  return sum / q2;
}

/* out (r x r) = sign * A'B for two rows x r matrices. */
static void product(const double *a, const double *b, size_t rows, size_t r, double sign, double *out) {
  for (size_t i = 0; i < r; i++)
    for (size_t j = 0; j < r; j++) {
      double sum = 0;
      for (size_t k = 0; k < rows; k++) sum += a[i * rows + k] * b[j * rows + k];
      out[j * r + i] = sign * sum;
    }
}

static bool list_parameters(work *w) {
  const etho_random *random = &w->m->random;
  w->parameter = ETHO_NEW(w->arena, parameter, random->n_theta + 1);
  if (!w->parameter) return false;
  for (size_t b = 0; b < random->n_blocks; b++)
    for (size_t i = 0; i < random->block[b].q; i++)
      for (size_t j = i; j < random->block[b].q; j++) w->parameter[w->k++] = (parameter){b, i, j};
  return true;
}

static bool multiply_parameters(work *w) {
  size_t q = w->q, r = w->r;
  w->sc = ETHO_NEW(w->arena, double, w->k *q *r + 1), w->msc = ETHO_NEW(w->arena, double, w->k *q *r + 1);
  if (!w->sc || !w->msc) return false;
  for (size_t s = 0; s < w->k; s++)
    for (size_t a = 0; a < r; a++) {
      double *sc = w->sc + (s * r + a) * q, *msc = w->msc + (s * r + a) * q;
      apply_s(w, &w->parameter[s], w->c + a * q, sc);
      for (size_t j = 0; j < q; j++)
        for (size_t i = 0; i < q && sc[j] != 0; i++) msc[i] += w->mm[j * q + i] * sc[j];
    }
  return true;
}

/* The matrices P_s, Q_st and traces of Kenward & Roger's formulas (4) to (6); the residual variance is the
 * last. */
static bool fill_matrices(work *w) {
  size_t k = w->k, all = k + 1, r = w->r, q = w->q, size = r * r;
  w->trace = ETHO_NEW(w->arena, double, all *all), w->p = ETHO_NEW(w->arena, double, all *size + 1);
  w->qq = ETHO_NEW(w->arena, double, all *all *size + 1);
  if (!w->trace || !w->p || !w->qq) return false;
  for (size_t s = 0; s < k; s++) {
    const double *sc = w->sc + s * r * q;
    product(w->c, sc, q, r, -1, w->p + s * size);
    w->trace[s * all + k] = w->trace[k * all + s] = trace_residual(w, &w->parameter[s]);
    product(sc, w->d, q, r, 1, w->qq + (s * all + k) * size);
    product(w->d, sc, q, r, 1, w->qq + (k * all + s) * size);
    for (size_t t = 0; t < k; t++) {
      w->trace[s * all + t] = trace_pair(w, &w->parameter[s], &w->parameter[t]);
      product(sc, w->msc + t * r * q, q, r, 1, w->qq + (s * all + t) * size);
    }
  }
  product(w->u, w->u, w->n, r, -1, w->p + k * size);
  product(w->u, w->u2, w->n, r, 1, w->qq + (k * all + k) * size);
  w->trace[k * all + k] = trace_inverse_squared(w);
  return true;
}

/* out = A B, all r x r */
static void multiply(const double *a, const double *b, size_t r, double *out) {
  memset(out, 0, r * r * sizeof *out);
  for (size_t j = 0; j < r; j++)
    for (size_t k = 0; k < r; k++)
      for (size_t i = 0; i < r; i++) out[j * r + i] += a[k * r + i] * b[j * r + k];
}

static double trace_of_product(const double *a, const double *b, size_t r) {
  double sum = 0;
  for (size_t i = 0; i < r; i++)
    for (size_t j = 0; j < r; j++) sum += a[j * r + i] * b[i * r + j];
  return sum;
}

/* W = 2 (information)^-1, over the directions that carry information. */
static bool make_weights(const work *w, etho_kenward_roger *kr) {
  size_t k = w->k + 1, r = w->r, size = r * r;
  double *info = ETHO_NEW(w->arena, double, 3 * k * k + k + 2 * size + 1);
  if (!info) return false;
  double *scratch = info + k * k, *vectors = scratch + k * k, *values = vectors + k * k, *fp = values + k,
         *fp2 = fp + size;
  for (size_t s = 0; s < k; s++)
    for (size_t t = 0; t < k; t++) {
      multiply(kr->vcov, w->p + s * size, r, fp);
      multiply(kr->vcov, w->p + t * size, r, fp2);
      info[t * k + s] = w->trace[s * k + t] - 2 * trace_of_product(kr->vcov, w->qq + (s * k + t) * size, r) +
                        trace_of_product(fp, fp2, r);
    }
  for (size_t s = 0; s < k; s++)
    for (size_t t = 0; t < s; t++)
      info[t * k + s] = info[s * k + t] = (info[t * k + s] + info[s * k + t]) / 2;
  double *scale = ETHO_NEW(w->arena, double, k + 1);
  if (!scale) return false;
  for (size_t s = 0; s < k; s++) scale[s] = info[s * k + s] > 0 ? 1 / sqrt(info[s * k + s]) : 0;
  for (size_t s = 0; s < k * k; s++) info[s] *= scale[s / k] * scale[s % k];
  etho_symmetric_eigen(info, k, scratch, values, vectors);
  for (size_t v = 0; v < k; v++)
    for (size_t s = 0; s < k && values[v] > 1e-12; s++)
      for (size_t t = 0; t < k; t++)
        kr->w[t * k + s] += 2 * vectors[v * k + s] * vectors[v * k + t] / values[v] * scale[s] * scale[t];
  return true;
}

static bool adjust_covariance(const work *w, etho_kenward_roger *kr) {
  size_t k = w->k + 1, r = w->r, size = r * r;
  double *sum = ETHO_NEW(w->arena, double, 4 * size + 1);
  if (!sum) return false;
  double *fp = sum + size, *pfp = fp + size, *half = pfp + size;
  for (size_t s = 0; s < k; s++)
    for (size_t t = 0; t < k; t++) {
      multiply(kr->vcov, w->p + t * size, r, fp);
      multiply(w->p + s * size, fp, r, pfp);
      for (size_t i = 0; i < size; i++) sum[i] += kr->w[t * k + s] * (w->qq[(s * k + t) * size + i] - pfp[i]);
    }
  multiply(kr->vcov, sum, r, half);
  multiply(half, kr->vcov, r, fp);
  for (size_t i = 0; i < r; i++)
    for (size_t j = 0; j < r; j++)
      kr->adjusted[j * r + i] = kr->vcov[j * r + i] + fp[j * r + i] + fp[i * r + j];
  return true;
}

etho_status etho_kenward_roger_make(const etho_mixed *mixed, etho_kenward_roger *kr, etho_error *error) {
  etho_arena *arena = mixed->problem->arena;
  work w = {.m = mixed, .arena = arena, .n = mixed->n, .q = mixed->random.q, .r = mixed->rank};
  *kr = (etho_kenward_roger){.mixed = mixed, .k = mixed->random.n_theta + 1, .vcov = mixed->vcov_q};
  if (w.q > MAX_EFFECTS) {
    etho_error_set(error, ETHO_ERR_USAGE, "Kenward-Roger is not for %zu random effects (at most %d)", w.q,
                   (int)MAX_EFFECTS);
    etho_error_hint(error, "with so many levels --df satterthwaite gives the same");
    return ETHO_ERR_USAGE;
  }
  kr->w = ETHO_NEW(arena, double, kr->k * kr->k), kr->adjusted = ETHO_NEW(arena, double, w.r *w.r + 1);
  bool made = kr->w && kr->adjusted && list_parameters(&w) && project_fixed(&w) && project_random(&w) &&
              multiply_parameters(&w) && fill_matrices(&w) && make_weights(&w, kr) &&
              adjust_covariance(&w, kr);
  kr->p = w.p;
  return made ? ETHO_OK : etho_model_no_memory(error);
}

/* ---- tests -------------------------------------------------------------------------------------------- */

typedef struct scaled_f {
  double a1, a2, q;
} scaled_f;

/* Section 3.2 of the paper: the scale and denominator df that match the moments of F. */
static void match_moments(const scaled_f *s, double *df2, double *scale) {
  double q = s->q, b = (s->a1 + 6 * s->a2) / (2 * q);
  double g = ((q + 1) * s->a1 - (q + 4) * s->a2) / ((q + 2) * s->a2), c = 3 * q + 2 * (1 - g);
  double c1 = g / c, c2 = (q - g) / c, c3 = (q + 2 - g) / c;
  double v0 = 1 + c1 * b, v1 = 1 - c2 * b, v2 = 1 - c3 * b;
  if (fabs(v0) < 1e-10) v0 = 0;
  double ratio = fabs(v1) < 1e-14 ? 1 : (1 - s->a2 / q) / v1;
  double rho = ratio * ratio * v0 / v2 / q;
  *df2 = 4 + (q + 2) / (q * rho - 1);
  *scale = fabs(*df2 - 2) < 1e-2 ? 1 : *df2 * (1 - s->a2 / q) / (*df2 - 2);
}

/* rows: q x r in the basis. theta = L'(L Phi L')^-1 L. */
static bool test_in_basis(const etho_kenward_roger *kr, const double *rows, size_t q, const double *value,
                          double *f, double *df2) {
  size_t r = kr->mixed->rank, size = r * r, k = kr->k;
  etho_arena *arena = kr->mixed->problem->arena;
  double *block = ETHO_NEW(arena, double, 2 * q * q + q * r + 3 * size + k * size + 2 * q + r + 1);
  if (!block) return false;
  double *cov = block, *adjusted = cov + q * q, *solved = adjusted + q * q, *theta = solved + q * r,
         *tf = theta + size;
  double *tfp = tf + size, *all = tfp + size, *x = all + k * size;
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++)
      for (size_t a = 0; a < r; a++)
        for (size_t b = 0; b < r; b++) {
          cov[j * q + i] += rows[i * r + a] * kr->vcov[b * r + a] * rows[j * r + b];
          adjusted[j * q + i] += rows[i * r + a] * kr->adjusted[b * r + a] * rows[j * r + b];
        }
  if (!etho_cholesky(cov, q) || !etho_cholesky(adjusted, q)) return false;
  for (size_t a = 0; a < r; a++) {
    for (size_t i = 0; i < q; i++) x[i] = rows[i * r + a];
    etho_cholesky_solve(cov, q, x);
    for (size_t b = 0; b < r; b++)
      for (size_t i = 0; i < q; i++) theta[a * r + b] += rows[i * r + b] * x[i];
  }
  multiply(theta, kr->vcov, r, tf);
  scaled_f s = {.q = (double)q};
  for (size_t i = 0; i < k; i++) {
    multiply(tf, kr->p + i * size, r, tfp);
    multiply(tfp, kr->vcov, r, all + i * size);
  }
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) {
      double ti = 0, tj = 0;
      for (size_t a = 0; a < r; a++) ti += all[i * size + a * r + a], tj += all[j * size + a * r + a];
      s.a1 += kr->w[j * k + i] * ti * tj;
      s.a2 += kr->w[j * k + i] * trace_of_product(all + i * size, all + j * size, r);
    }
  double scale;
  match_moments(&s, df2, &scale);
  memcpy(x, value, q * sizeof *x);
  etho_forward_solve(adjusted, q, x);
  *f = 0;
  for (size_t i = 0; i < q; i++) *f += x[i] * x[i] / (double)q;
  *f *= scale;
  return true;
}

bool etho_kenward_roger_test(const void *context, const double *l, size_t q, double *f, double *df1,
                             double *df2) {
  const etho_kenward_roger *kr = context;
  const etho_mixed *m = kr->mixed;
  size_t r = m->rank, p = m->problem->design.p;
  double *rows = ETHO_NEW(m->problem->arena, double, q *r + q + 1), *value;
  if (!rows) return false;
  value = rows + q * r;
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < p; j++) {
      value[i] += l[i * p + j] * m->beta[j];
      for (size_t a = 0; a < r; a++) rows[i * r + a] += l[i * p + j] * m->basis[j * r + a];
    }
  *df1 = (double)q;
  return test_in_basis(kr, rows, q, value, f, df2);
}

double etho_kenward_roger_df(const void *context, const double *l) {
  double f, df1, df2 = (double)NAN;
  return etho_kenward_roger_test(context, l, 1, &f, &df1, &df2) ? df2 : (double)NAN;
}
