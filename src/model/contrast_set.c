/* The named families of contrasts, and the user's own from a file. */
#include <math.h>
#include <string.h>

#include "model/emmeans.h"

typedef struct maker {
  const etho_problem *problem;
  const etho_means *means;
  const char **level; /* joined labels of the means of one group */
  etho_contrast_set *set;
  etho_error *error;
} maker;

static const char *format_text(etho_arena *arena, const char *format, const char *a, const char *b) {
  etho_text text = {0};
  for (const char *c = format; *c; c++) {
    if (*c == '1')
      etho_text_append(&text, a);
    else if (*c == '2')
      etho_text_append(&text, b);
    else
      etho_text_char(&text, *c);
  }
  const char *made = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return made;
}

static etho_status allocate(maker *m, size_t k) {
  etho_contrast_set *s = m->set;
  etho_arena *arena = m->problem->arena;
  s->weight = ETHO_NEW(arena, double, k * s->m + 1);
  s->label = ETHO_NEW(arena, const char *, k + 1);
  s->group1 = ETHO_NEW(arena, const char *, k + 1);
  s->group2 = ETHO_NEW(arena, const char *, k + 1);
  return s->weight && s->label && s->group1 && s->group2 ? ETHO_OK : etho_model_no_memory(m->error);
}

/* group2 - group1 */
static etho_status add_pair(maker *m, size_t a, size_t b) {
  etho_contrast_set *s = m->set;
  s->weight[s->k * s->m + b] = 1;
  s->weight[s->k * s->m + a] = -1;
  s->group1[s->k] = m->level[a], s->group2[s->k] = m->level[b];
  s->label[s->k] = format_text(m->problem->arena, "2 - 1", m->level[a], m->level[b]);
  return s->label[s->k++] ? ETHO_OK : etho_model_no_memory(m->error);
}

static etho_status make_pairs(maker *m, bool control_only) {
  size_t n = m->set->m;
  m->set->adjust = control_only ? "dunnett" : "tukey";
  etho_status status = allocate(m, control_only ? n : n * n);
  for (size_t a = 0; a < (control_only ? 1 : n); a++)
    for (size_t b = a + 1; b < n && status == ETHO_OK; b++) status = add_pair(m, a, b);
  return status;
}

/* Whole numbers proportional to w, the smallest positive one at least 1. */
static void whole_numbers(double *w, size_t n) {
  double least = (double)INFINITY;
  for (size_t i = 0; i < n; i++)
    if (w[i] > 0.01) least = fmin(least, w[i]);
  for (size_t i = 0; i < n; i++) w[i] /= least;
  for (int tries = 0; tries < 50; tries++) {
    double off = 0;
    for (size_t i = 0; i < n; i++) off = fmax(off, fabs(w[i] - round(w[i])));
    if (off <= 0.05) break;
    for (size_t i = 0; i < n; i++) w[i] /= off;
  }
  for (size_t i = 0; i < n; i++) w[i] = round(w[i]);
}

static void orthogonal_polynomial(size_t n, size_t degree, double basis[][512], double *w) {
  double centre = ((double)n - 1) / 2, norm = 0;
  for (size_t i = 0; i < n; i++) w[i] = pow(((double)i - centre) / centre, (double)degree);
  for (int pass = 0; pass < 2; pass++)
    for (size_t d = 0; d < degree; d++) {
      double dot = 0;
      for (size_t i = 0; i < n; i++) dot += w[i] * basis[d][i];
      for (size_t i = 0; i < n; i++) w[i] -= dot * basis[d][i];
    }
  for (size_t i = 0; i < n; i++) norm += w[i] * w[i];
  for (size_t i = 0; i < n; i++) basis[degree][i] = w[i] / sqrt(norm), w[i] = basis[degree][i];
}

static etho_status make_polynomials(maker *m) {
  static const char *const names[] = {"linear", "quadratic", "cubic", "quartic", "degree 5", "degree 6"};
  size_t n = m->set->m, degrees = n - 1 < 6 ? n - 1 : 6;
  double basis[7][512];
  m->set->adjust = "none";
  if (n > 512) return etho_error_set(m->error, ETHO_ERR_DATA, "too many groups for polynomials");
  etho_status status = allocate(m, 6);
  if (status != ETHO_OK || n < 2) return status;
  for (size_t i = 0; i < n; i++) basis[0][i] = 1 / sqrt((double)n);
  for (size_t d = 1; d <= degrees; d++) {
    double *w = m->set->weight + m->set->k * n;
    orthogonal_polynomial(n, d, basis, w);
    whole_numbers(w, n);
    m->set->label[m->set->k++] = names[d - 1];
  }
  return ETHO_OK;
}

/* ---- differences of differences ---------------------------------------------------------------------- */

static size_t target_levels(const maker *m, size_t t, const char **level) {
  const etho_means *means = m->means;
  size_t n = 0;
  for (size_t i = 0; i < m->set->m; i++) {
    const char *text = means->level[i * means->n_targets + t];
    size_t k = 0;
    while (k < n && strcmp(level[k], text) != 0) k++;
    if (k == n && n < 64) level[n++] = text;
  }
  return n;
}

static double cell_sign(const maker *m, size_t i, size_t t, const char *group1, const char *group2) {
  const char *text = m->means->level[i * m->means->n_targets + t];
  return strcmp(text, group2) == 0 ? 1 : strcmp(text, group1) == 0 ? -1 : 0;
}

/* From the contrasts over targets before t (weights w, label) to those with a pair of t's levels. */
static etho_status extend_interaction(maker *m, size_t t, const double *w, const char *label) {
  size_t n = m->set->m, targets = m->means->n_targets - m->means->n_by;
  if (t == targets) {
    memcpy(m->set->weight + m->set->k * n, w, n * sizeof *w);
    m->set->label[m->set->k++] = label;
    return ETHO_OK;
  }
  const char *level[64];
  size_t levels = target_levels(m, t, level);
  double *next = ETHO_NEW(m->problem->arena, double, n + 1);
  if (!next) return etho_model_no_memory(m->error);
  for (size_t a = 0; a < levels; a++)
    for (size_t b = a + 1; b < levels; b++) {
      const char *pair = format_text(m->problem->arena, t ? " x (2 - 1)" : "(2 - 1)", level[a], level[b]);
      const char *both = pair ? format_text(m->problem->arena, "12", label, pair) : NULL;
      if (!both) return etho_model_no_memory(m->error);
      for (size_t i = 0; i < n; i++) next[i] = w[i] * cell_sign(m, i, t, level[a], level[b]);
      etho_status status = extend_interaction(m, t + 1, next, both);
      if (status != ETHO_OK) return status;
    }
  return ETHO_OK;
}

static etho_status make_interaction(maker *m) {
  size_t n = m->set->m, most = 1;
  for (size_t t = 0; t < m->means->n_targets - m->means->n_by; t++) {
    const char *level[64];
    size_t levels = target_levels(m, t, level);
    most *= levels * (levels - 1) / 2;
    if (most > 2000) return etho_error_set(m->error, ETHO_ERR_DATA, "more than 2000 interaction contrasts");
  }
  double *ones = ETHO_NEW(m->problem->arena, double, n + 1);
  m->set->adjust = "none";
  etho_status status = allocate(m, most);
  if (status != ETHO_OK || !ones) return ones ? status : etho_model_no_memory(m->error);
  for (size_t i = 0; i < n; i++) ones[i] = 1;
  return extend_interaction(m, 0, ones, "");
}

/* ---- from a file --------------------------------------------------------------------------------------- */

static etho_status column_group(maker *m, const etho_table *table, size_t c, size_t *group) {
  const char *header = etho_table_header(table, c);
  for (*group = 0; *group < m->set->m; ++*group)
    if (strcmp(m->level[*group], header) == 0) return ETHO_OK;
  etho_text near = {0};
  etho_nearest_names(&near, header, m->level, m->set->m);
  etho_error_set(m->error, ETHO_ERR_USAGE, "%s: column '%s' is not one of the means", etho_table_name(table),
                 header);
  etho_error_hint(m->error, "a column `contrast` with names, and one column of weights per group%s%s",
                  near.length ? "; did you mean " : "", etho_text_get(&near));
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static etho_status read_weights(maker *m, const etho_table *table) {
  size_t name = etho_table_find(table, "contrast");
  etho_status status = allocate(m, etho_table_rows(table));
  m->set->adjust = "none";
  for (size_t r = 0; r < etho_table_rows(table) && status == ETHO_OK; r++, m->set->k++) {
    const char *label = name == ETHO_NOT_FOUND ? "" : etho_table_text(table, r, name);
    m->set->label[r] = etho_arena_text(m->problem->arena, label);
    if (!m->set->label[r]) return etho_model_no_memory(m->error);
    for (size_t c = 0; c < etho_table_columns(table) && status == ETHO_OK; c++) {
      size_t group;
      double weight = 0;
      if (c == name) continue;
      status = column_group(m, table, c, &group);
      if (status != ETHO_OK || etho_table_missing(table, r, c)) continue;
      if (!etho_table_number(table, r, c, &weight))
        return etho_error_set(m->error, ETHO_ERR_DATA, "%s, line %zu: the weight '%s' is not a number",
                              etho_table_name(table), etho_table_line(table, r),
                              etho_table_text(table, r, c));
      m->set->weight[r * m->set->m + group] = weight;
    }
  }
  return status;
}

static etho_status make_from_file(maker *m, const char *path) {
  etho_table *table = NULL;
  if (!strpbrk(path, "./\\")) {
    etho_error_set(m->error, ETHO_ERR_USAGE, "there are no contrasts '%s'", path);
    etho_error_hint(m->error, "pairwise, trt.vs.ctrl, poly, interaction, or a CSV file of weights");
    return ETHO_ERR_USAGE;
  }
  etho_status status = etho_table_read(path, NULL, &table, m->problem->issues, m->error);
  if (status == ETHO_OK) status = read_weights(m, table);
  etho_table_free(table);
  return status;
}

/* "CAR-T" or, for several targets, "CAR-T day1". */
static etho_status join_levels(maker *m) {
  const etho_means *means = m->means;
  m->level = ETHO_NEW(m->problem->arena, const char *, m->set->m + 1);
  if (!m->level) return etho_model_no_memory(m->error);
  for (size_t i = 0; i < m->set->m; i++) {
    const char *label = means->level[i * means->n_targets];
    for (size_t t = 1; t < means->n_targets - means->n_by && label; t++)
      label = format_text(m->problem->arena, "1 2", label, means->level[i * means->n_targets + t]);
    if (!(m->level[i] = label)) return etho_model_no_memory(m->error);
  }
  return ETHO_OK;
}

etho_status etho_contrast_set_make(const etho_problem *problem, const char *kind, const etho_means *means,
                                   etho_contrast_set *set, etho_error *error) {
  *set = (etho_contrast_set){.m = means->per_group};
  maker m = {problem, means, NULL, set, error};
  if (set->m > 1000) return etho_error_set(error, ETHO_ERR_DATA, "more than 1000 means to contrast");
  etho_status status = join_levels(&m);
  if (status != ETHO_OK) return status;
  if (strcmp(kind, "pairwise") == 0) return make_pairs(&m, false);
  if (strcmp(kind, "trt.vs.ctrl") == 0) return make_pairs(&m, true);
  if (strcmp(kind, "poly") == 0) return make_polynomials(&m);
  if (strcmp(kind, "interaction") == 0) return make_interaction(&m);
  return make_from_file(&m, kind);
}
