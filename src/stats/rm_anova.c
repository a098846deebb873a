/* Repeated-measures analysis of variance. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ethostat/stats/repeated.h"
#include "stats/moments.h"
#include "stats/rm_contrasts.h"
#include "stats/semidefinite.h"
#include "stats/tails.h"

typedef struct analysis {
  const etho_rm_design *design;
  etho_arena *arena;
  size_t cells, groups; /* within and between cells */
  size_t *group;        /* the between cell of each subject */
  double *size;         /* subjects per between cell */
  double df_error;      /* between subjects: n - groups */
  double largest;       /* |value| */
  double all_errors;    /* error sums of squares of all strata together */
} analysis;

/* A stratum: the contrasts of one set of within factors, their means per between cell, and the error matrix.
 */
typedef struct stratum {
  unsigned mask;
  size_t q;
  double *mean;  /* groups x q */
  double *error; /* q x q, sums of squares and products within between cells */
  double ss;     /* its trace */
} stratum;

static void make_scores(const analysis *a, const etho_contrasts *contrasts, double *score) {
  const etho_rm_design *d = a->design;
  double shift = d->n ? d->value[0] : 0;
  for (size_t i = 0; i < d->n; i++)
    for (size_t j = 0; j < contrasts->n; j++) {
      double sum = 0;
      for (size_t c = 0; c < a->cells; c++)
        sum += (d->value[i * a->cells + c] - shift) * contrasts->c[c * contrasts->n + j];
      score[i * contrasts->n + j] = sum;
    }
}

static bool make_stratum(const analysis *a, unsigned mask, stratum *s) {
  etho_contrasts contrasts = etho_contrasts_make(a->design->within, a->design->n_within, mask, a->arena);
  size_t q = contrasts.n, n = a->design->n;
  *s = (stratum){.mask = mask, .q = q};
  double *score = ETHO_NEW(a->arena, double, n *q + 1);
  s->mean = ETHO_NEW(a->arena, double, a->groups *q + 1);
  s->error = ETHO_NEW(a->arena, double, q *q + 1);
  if (!contrasts.c || !score || !s->mean || !s->error) return false;
  make_scores(a, &contrasts, score);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < q; j++) s->mean[a->group[i] * q + j] += score[i * q + j] / a->size[a->group[i]];
  for (size_t i = 0; i < n; i++) {
    const double *mean = &s->mean[a->group[i] * q], *z = &score[i * q];
    for (size_t j = 0; j < q; j++)
      for (size_t k = 0; k <= j; k++) s->error[j * q + k] += (z[j] - mean[j]) * (z[k] - mean[k]);
  }
  for (size_t j = 0; j < q; j++) {
    s->ss += s->error[j * q + j];
    for (size_t k = 0; k < j; k++) s->error[k * q + j] = s->error[j * q + k];
  }
  return true;
}

/* ---- sphericity
 * --------------------------------------------------------------------------------------------------- */

static double greenhouse_geisser(const stratum *s) {
  double squares = 0, q = (double)s->q;
  for (size_t i = 0; i < s->q * s->q; i++) squares += s->error[i] * s->error[i];
  return s->ss * s->ss / (q * squares);
}

/* Mauchly's W and its p-value, NaN for a singular error matrix. In the second-order term R has 3 times the
 * number of cells where Anderson (1958) has 3 times the number of contrasts; R's form is kept. false: out of
 * memory. */
static bool mauchly(const analysis *a, const stratum *s, double *w, double *p_value) {
  double *factor = ETHO_NEW(a->arena, double, s->q * s->q + 1), log_w = 0;
  bool *skip = ETHO_NEW(a->arena, bool, s->q + 1);
  *w = *p_value = (double)NAN;
  if (!factor || !skip) return false;
  memcpy(factor, s->error, s->q * s->q * sizeof *factor);
  if (etho_semidefinite_factor(factor, s->q, 1e-12, skip) < s->q) return true;
  double q = (double)s->q, n = a->df_error;
  for (size_t i = 0; i < s->q; i++) log_w += 2 * log(factor[i * s->q + i]) - log(s->ss / q);
  double rho = 1 - (2 * q * q + q + 2) / (6 * q * n), f = q * (q + 1) / 2 - 1, z = -n * rho * log_w;
  double second = (q + 2) * (q - 1) * (q - 2) * (2 * q * q * q + 6 * q * q + 3 * (double)a->cells + 2) /
                  (288 * (n * q * rho) * (n * q * rho));
  double p1 = etho_chi2_upper(z, f), p2 = etho_chi2_upper(z, f + 4);
  *w = exp(log_w);
  *p_value = fmax(0, fmin(1, p1 + second * (p2 - p1)));
  return true;
}

static void set_corrected(etho_row *row, const char *name, double f, double epsilon, double df1, double df2) {
  etho_row_number(row, name, etho_f_upper(f, fmin(1, epsilon) * df1, fmin(1, epsilon) * df2));
}

static bool set_sphericity(const analysis *a, const stratum *s, double f, double df1, double df2,
                           etho_row *row) {
  double w, p, q = (double)s->q, gg = greenhouse_geisser(s);
  if (!mauchly(a, s, &w, &p)) return false;
  double hf = ((a->df_error + 1) * q * gg - 2) / (q * (a->df_error - q * gg));
  etho_row_number(row, "mauchly_w", w);
  etho_row_number(row, "mauchly_p", p);
  etho_row_number(row, "epsilon_gg", gg);
  set_corrected(row, "p_gg", f, gg, df1, df2);
  if (isnan(w)) {
    etho_row_null(row, "epsilon_hf");
    etho_row_null(row, "p_hf");
    etho_row_note(row,
                  "too few subjects for %zu contrasts: sphericity cannot be tested, nor Huynh-Feldt applied",
                  s->q);
  } else {
    etho_row_number(row, "epsilon_hf", hf);
    set_corrected(row, "p_hf", f, hf, df1, df2);
  }
  return true;
}

/* ---- terms
 * ---------------------------------------------------------------------------------------------------------
 */

/* Sum of squares of between contrasts C (groups x r) of the stratum's means: trace of (C'M)' (C' diag(1/n)
 * C)^-1 (C'M). */
static bool hypothesis_ss(const analysis *a, const stratum *s, const etho_contrasts *between, double *ss) {
  size_t r = between->n;
  double *v = ETHO_NEW(a->arena, double, r *r + 1), *b = ETHO_NEW(a->arena, double, r + 1);
  double *solved = ETHO_NEW(a->arena, double, r + 1);
  bool *skip = ETHO_NEW(a->arena, bool, r + 1);
  if (!v || !b || !solved || !skip) return false;
  for (size_t g = 0; g < a->groups; g++)
    for (size_t i = 0; i < r; i++)
      for (size_t j = 0; j < r; j++)
        v[i * r + j] += between->c[g * r + i] * between->c[g * r + j] / a->size[g];
  etho_semidefinite_factor(v, r, 1e-13, skip);
  *ss = 0;
  for (size_t k = 0; k < s->q; k++) {
    for (size_t i = 0; i < r; i++) {
      b[i] = 0;
      for (size_t g = 0; g < a->groups; g++) b[i] += between->c[g * r + i] * s->mean[g * s->q + k];
      solved[i] = b[i];
    }
    etho_semidefinite_solve(v, r, skip, solved);
    for (size_t i = 0; i < r; i++) *ss += b[i] * solved[i];
  }
  return true;
}

static void name_term(const etho_rm_design *d, unsigned within, unsigned between, etho_row *row) {
  etho_text term = {0};
  for (size_t f = 0; f < d->n_between; f++)
    if (between & (1u << f)) etho_text_format(&term, "%s%s", term.length ? ":" : "", d->between[f].name);
  for (size_t f = 0; f < d->n_within; f++)
    if (within & (1u << f)) etho_text_format(&term, "%s%s", term.length ? ":" : "", d->within[f].name);
  etho_row_text(row, "term", etho_text_get(&term));
  etho_text_free(&term);
}

static void set_untestable(etho_row *row, const char *why) {
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
  etho_row_note(row, "%s", why);
}

static bool add_term(const analysis *a, const stratum *s, unsigned mask, etho_rows *rows) {
  etho_contrasts between = etho_contrasts_make(a->design->between, a->design->n_between, mask, a->arena);
  double ss;
  if (!between.c || !hypothesis_ss(a, s, &between, &ss)) return false;
  double df1 = (double)(s->q * between.n), df2 = (double)s->q * a->df_error, ms = ss / df1,
         ms_error = s->ss / df2;
  etho_row *row = etho_rows_add(rows);
  name_term(a->design, s->mask, mask, row);
  etho_row_number(row, "n", (double)a->design->n);
  etho_row_number(row, "ss", ss);
  etho_row_number(row, "df1", df1);
  etho_row_number(row, "ms", ms);
  etho_row_number(row, "ss_error", s->ss);
  etho_row_number(row, "df2", df2);
  if (!isfinite(ss + s->ss)) return set_untestable(row, "the numbers are too large to square"), true;
  if (!(a->df_error > 0))
    return set_untestable(row, "more subjects are needed: no degrees of freedom for error"), true;
  etho_row_number(row, "ms_error", ms_error);
  if (etho_is_rounding_noise(sqrt(ms_error), a->largest))
    return set_untestable(row, "subjects do not differ in this contrast: no error variance"), true;
  etho_row_number(row, "statistic", ms / ms_error);
  etho_row_text(row, "statistic_name", "F");
  etho_row_number(row, "p_value", etho_f_upper(ms / ms_error, df1, df2));
  etho_row_number(row, "ges", ss / (ss + a->all_errors));
  etho_row_number(row, "pes", ss / (ss + s->ss));
  return s->q < 2 || set_sphericity(a, s, ms / ms_error, df1, df2, row);
}

static bool add_all_terms(analysis *a, etho_rows *rows) {
  unsigned n_within = 1u << a->design->n_within, n_between = 1u << a->design->n_between;
  stratum *strata = ETHO_NEW(a->arena, stratum, n_within);
  if (!strata) return false;
  for (unsigned w = 0; w < n_within; w++) {
    if (!make_stratum(a, w, &strata[w])) return false;
    a->all_errors += strata[w].ss;
  }
  for (unsigned w = 0; w < n_within; w++)
    for (unsigned b = 0; b < n_between; b++)
      if ((w || b) && !add_term(a, &strata[w], b, rows)) return false;
  return true;
}

/* Which between cell each subject is in. *empty: some cell has none. */
static bool count_groups(analysis *a, bool *empty) {
  const etho_rm_design *d = a->design;
  a->group = ETHO_NEW(a->arena, size_t, d->n + 1);
  a->size = ETHO_NEW(a->arena, double, a->groups + 1);
  if (!a->group || !a->size) return false;
  for (size_t i = 0; i < d->n; i++) {
    for (size_t f = 0; f < d->n_between; f++)
      a->group[i] = a->group[i] * d->between[f].levels + (size_t)d->group[i * d->n_between + f];
    a->size[a->group[i]]++;
  }
  *empty = false;
  for (size_t g = 0; g < a->groups; g++) *empty = *empty || a->size[g] == 0;
  return true;
}

static void add_refusal(etho_rows *rows, const char *why) {
  etho_row *row = etho_rows_add(rows);
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
  etho_row_note(row, "%s", why);
}

static const char *reason_to_refuse(const etho_rm_design *design) {
  if (design->n == 0) return "no subject has a value in every condition";
  for (size_t f = 0; f < design->n_within; f++)
    if (design->within[f].levels < 2) return "a within factor has a single level";
  for (size_t f = 0; f < design->n_between; f++)
    if (design->between[f].levels < 2) return "a between factor has a single level";
  return NULL;
}

etho_status etho_rm_anova(const etho_rm_design *design, const etho_options *options, etho_rows *rows,
                          etho_error *error) {
  (void)options;
  const char *why = reason_to_refuse(design);
  if (why) return add_refusal(rows, why), ETHO_OK;
  analysis a = {.design = design, .arena = etho_arena_new()};
  if (!a.arena) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  a.cells = etho_cell_count(design->within, design->n_within);
  a.groups = etho_cell_count(design->between, design->n_between);
  a.df_error = (double)design->n - (double)a.groups;
  for (size_t i = 0; i < design->n * a.cells; i++) a.largest = fmax(a.largest, fabs(design->value[i]));
  bool empty, fine = count_groups(&a, &empty);
  if (fine && empty)
    add_refusal(rows,
                "a combination of the between factors has no subjects: its terms have no Type III test");
  else if (fine)
    fine = add_all_terms(&a, rows);
  etho_arena_free(a.arena);
  return fine ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
