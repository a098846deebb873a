#include "model/random_effects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *etho_random_label(const etho_block *block, etho_arena *arena) {
  etho_text text = {0};
  const etho_term_list *effects = &block->term->effects;
  etho_text_append(&text, effects->intercept ? (effects->n_terms ? "(" : "(1") : "(0 + ");
  for (size_t t = 0; t < effects->n_terms; t++)
    etho_text_format(&text, "%s%s", t ? " + " : "", effects->term[t].label);
  etho_text_format(&text, " | %s)", block->label);
  const char *label = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return label;
}

/* ---- levels ------------------------------------------------------------------------------------------ */

static int compare_key(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static etho_status as_factor(const etho_problem *problem, size_t v, etho_column *column, etho_error *error) {
  const etho_values *values = &problem->values[v];
  if (values->is_factor) {
    *column = (etho_column){
        .is_factor = true, .code = values->code, .level = values->level, .n_levels = values->n_levels};
    return ETHO_OK;
  }
  double *number = ETHO_NEW(problem->arena, double, problem->n + 1);
  if (!number) return etho_model_no_memory(error);
  for (size_t i = 0; i < problem->n; i++) number[i] = (double)values->number[i];
  return etho_factor_from_numbers(number, problem->n, problem->arena, column, error);
}

static etho_status single_factor(const etho_problem *problem, size_t v, etho_block *block,
                                 etho_error *error) {
  etho_column column = {0};
  etho_status status = as_factor(problem, v, &column, error);
  if (status != ETHO_OK) return status;
  block->levels = column.n_levels;
  block->level_name = ETHO_NEW(problem->arena, const char *, column.n_levels + 1);
  block->level = ETHO_NEW(problem->arena, int, problem->n + 1);
  if (!block->level || !block->level_name) return etho_model_no_memory(error);
  memcpy(block->level, column.code, problem->n * sizeof *block->level);
  memcpy(block->level_name, column.level, column.n_levels * sizeof *block->level_name);
  return ETHO_OK;
}

/* Levels of a : b are the combinations that occur. */
static etho_status joined_factor(const etho_problem *problem, etho_block *block, size_t v,
                                 etho_error *error) {
  etho_block more = {0};
  size_t n = problem->n;
  etho_status status = single_factor(problem, v, &more, error);
  uint64_t *key = ETHO_NEW(problem->arena, uint64_t, n + 1),
           *sorted = ETHO_NEW(problem->arena, uint64_t, n + 1);
  if (status != ETHO_OK || !key || !sorted) return status != ETHO_OK ? status : etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++)
    sorted[i] = key[i] = (uint64_t)block->level[i] * more.levels + (uint64_t)more.level[i];
  qsort(sorted, n, sizeof *sorted, compare_key);
  size_t distinct = 0;
  for (size_t i = 0; i < n; i++)
    if (!distinct || sorted[distinct - 1] != sorted[i]) sorted[distinct++] = sorted[i];
  const char **name = ETHO_NEW(problem->arena, const char *, distinct + 1);
  if (!name) return etho_model_no_memory(error);
  for (size_t k = 0; k < distinct; k++) {
    etho_text text = {0};
    etho_text_format(&text, "%s:%s", block->level_name[sorted[k] / more.levels],
                     more.level_name[sorted[k] % more.levels]);
    name[k] = text.failed ? NULL : etho_arena_text(problem->arena, etho_text_get(&text));
    etho_text_free(&text);
    if (!name[k]) return etho_model_no_memory(error);
  }
  for (size_t i = 0; i < n; i++) {
    uint64_t *at = bsearch(&key[i], sorted, distinct, sizeof *sorted, compare_key);
    block->level[i] = at ? (int)(at - sorted) : 0;
  }
  block->level_name = name, block->levels = distinct;
  return ETHO_OK;
}

static etho_status make_levels(const etho_problem *problem, etho_block *block, etho_error *error) {
  etho_status status = single_factor(problem, block->term->variable[0], block, error);
  for (size_t i = 1; i < block->term->n_variables && status == ETHO_OK; i++)
    status = joined_factor(problem, block, block->term->variable[i], error);
  if (status != ETHO_OK || block->levels > 1) return status;
  etho_error_set(error, ETHO_ERR_DATA, "'%s' has one level only ('%s'): it cannot be a random effect",
                 block->label, block->level_name[0]);
  etho_error_hint(error, "leave (… | %s) out of the formula", block->label);
  return ETHO_ERR_DATA;
}

/* ---- effects ----------------------------------------------------------------------------------------- */

static etho_status collinear_effects(const etho_problem *problem, const etho_block *block,
                                     etho_error *error) {
  etho_error_set(error, ETHO_ERR_DATA, "the random effects of %s are collinear",
                 etho_random_label(block, problem->arena));
  etho_error_hint(error, "one of them is a combination of the others: leave it out");
  return ETHO_ERR_DATA;
}

/* z = Q sqrt(n) with Z = Q R: effects as written = sqrt(n) R^-1 * effects of z. */
static etho_status orthogonalise(const etho_problem *problem, const etho_design *d, etho_block *block,
                                 etho_error *error) {
  size_t n = d->n, q = d->p;
  etho_qr qr;
  long double *column = ETHO_NEW(problem->arena, long double, n + q + 1), root = sqrtl((long double)n);
  block->z = ETHO_NEW(problem->arena, double, n *q + 1);
  block->transform = ETHO_NEW(problem->arena, double, q *q + 1);
  if (!column || !block->z || !block->transform || !etho_qr_make(d->x, n, q, NULL, NULL, problem->arena, &qr))
    return etho_model_no_memory(error);
  if (qr.rank < q) return collinear_effects(problem, block, error);
  for (size_t k = 0; k < q; k++) {
    long double sign = etho_qr_r(&qr, k, k) < 0 ? -1 : 1;
    memset(column, 0, n * sizeof *column);
    column[k] = sign * root;
    etho_qr_apply(&qr, column);
    for (size_t i = 0; i < n; i++) block->z[k * n + i] = (double)column[i];
    memset(column, 0, q * sizeof *column);
    column[k] = sign * root;
    etho_qr_back_solve(&qr, column);
    for (size_t i = 0; i < q; i++) block->transform[k * q + i] = (double)column[i];
  }
  return ETHO_OK;
}

/* (1 | g): a column of ones is orthogonal as it is. */
static etho_status intercept_only(const etho_problem *problem, etho_block *block, etho_error *error) {
  const char **effect = ETHO_NEW(problem->arena, const char *, 1);
  block->z = ETHO_NEW(problem->arena, double, problem->n + 1);
  block->transform = ETHO_NEW(problem->arena, double, 1);
  if (!effect || !block->z || !block->transform) return etho_model_no_memory(error);
  for (size_t i = 0; i < problem->n; i++) block->z[i] = 1;
  block->transform[0] = 1;
  effect[0] = "(Intercept)";
  block->q = 1, block->effect = effect;
  return ETHO_OK;
}

static etho_status check_number(const etho_problem *problem, const etho_block *block, etho_error *error) {
  if (block->levels * block->q < problem->n) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA,
                 "%s asks for %zu random effects from %zu rows: they cannot be told from the residual",
                 etho_random_label(block, problem->arena), block->levels * block->q, problem->n);
  etho_error_hint(error, "a random effect needs several rows per level of '%s'", block->label);
  return ETHO_ERR_DATA;
}

static etho_status make_effects(const etho_problem *problem, bool strict, etho_block *block,
                                etho_error *error) {
  const etho_term_list *effects = &block->term->effects;
  etho_design design;
  if (effects->intercept && !effects->n_terms) {
    etho_status made = intercept_only(problem, block, error);
    return made == ETHO_OK && strict ? check_number(problem, block, error) : made;
  }
  etho_status status = etho_design_make(problem->terms, effects, problem->values, problem->n, ETHO_TREATMENT,
                                        problem->arena, &design, error);
  if (status != ETHO_OK) return status;
  block->q = design.p, block->effect = design.name;
  if (design.p > ETHO_MAX_EFFECTS)
    return etho_error_set(error, ETHO_ERR_DATA, "%s has more than %d effects per level",
                          etho_random_label(block, problem->arena), (int)ETHO_MAX_EFFECTS);
  if (strict) status = check_number(problem, block, error);
  return status == ETHO_OK ? orthogonalise(problem, &design, block, error) : status;
}

/* ---- the sparse pattern ------------------------------------------------------------------------------- */

static int more_levels_first(const void *a, const void *b) {
  const etho_block *x = a, *y = b;
  return (x->levels < y->levels) - (x->levels > y->levels);
}

static size_t pair_slot(size_t a, size_t b) {
  return b * (b + 1) / 2 + a;
}

/* Rows by level of a block: order[start[l] .. start[l+1]). */
static bool rows_by_level(const etho_block *block, size_t n, etho_arena *arena, size_t **start,
                          size_t **order) {
  *start = ETHO_NEW(arena, size_t, block->levels + 2);
  *order = ETHO_NEW(arena, size_t, n + 1);
  if (!*start || !*order) return false;
  for (size_t i = 0; i < n; i++) (*start)[block->level[i] + 2]++;
  for (size_t l = 2; l <= block->levels + 1; l++) (*start)[l] += (*start)[l - 1];
  for (size_t i = 0; i < n; i++) (*order)[(*start)[block->level[i] + 1]++] = i;
  return true;
}

typedef struct pattern_builder {
  etho_random *r;
  etho_arena *arena;
  size_t pair_capacity, row_capacity, *partner, *partner_pair;
} pattern_builder;

static bool grow_column(pattern_builder *p, size_t entries) {
  etho_sparse *a = &p->r->a;
  size_t *row = etho_arena_grow(p->arena, a->row, &p->row_capacity, entries, sizeof *row);
  if (row) a->row = row;
  return row != NULL;
}

static bool add_pair(pattern_builder *p, size_t a, size_t b) {
  etho_random *r = p->r;
  etho_pair *pair = etho_arena_grow(p->arena, r->pair, &p->pair_capacity, r->n_pairs + 1, sizeof *pair);
  if (!pair) return false;
  r->pair = pair;
  r->pair[r->n_pairs++] = (etho_pair){.a = a, .b = b, .b_from = r->n_cross};
  r->n_cross += r->block[a].q * r->block[b].q;
  return true;
}

/* The pairs of level l of block a, itself first, then the levels of later blocks it meets. */
static bool level_pairs(pattern_builder *p, size_t a, const size_t *rows, size_t n_rows, size_t *first) {
  etho_random *r = p->r;
  size_t slots = r->n_blocks * (r->n_blocks + 1) / 2;
  *first = r->n_pairs;
  if (!add_pair(p, a, a)) return false;
  for (size_t k = 0; k < n_rows; k++) r->row_pair[rows[k] * slots + pair_slot(a, a)] = *first;
  for (size_t b = a + 1; b < r->n_blocks; b++) {
    size_t from = r->n_pairs;
    for (size_t k = 0; k < n_rows; k++) {
      size_t m = (size_t)r->block[b].level[rows[k]];
      size_t known = p->partner_pair[m];
      if (known < from || known >= r->n_pairs || p->partner[known - from] != m) {
        known = r->n_pairs;
        p->partner[known - from] = m;
        p->partner_pair[m] = known;
        if (!add_pair(p, a, b)) return false;
      }
      r->row_pair[rows[k] * slots + pair_slot(a, b)] = known;
    }
    for (size_t k = from; k < r->n_pairs; k++)
      r->pair[k].row = p->partner[k - from]; /* the level, until its columns are laid */
  }
  return true;
}

/* The columns of level l of block a in the lower triangle. */
static bool lay_columns(pattern_builder *p, size_t a, size_t level, size_t first) {
  etho_random *r = p->r;
  size_t q = r->block[a].q, base = r->block[a].offset + level * q, *partner = p->partner;
  for (size_t k = first + 1; k < r->n_pairs; k++) partner[k - first] = r->pair[k].row;
  for (size_t c = 0; c < q; c++) {
    size_t used = r->a.start[base + c], need = used + q - c;
    for (size_t k = first + 1; k < r->n_pairs; k++) need += r->block[r->pair[k].b].q;
    if (!grow_column(p, need)) return false;
    r->pair[first].at[c] = used;
    r->pair[first].column = r->pair[first].row = base;
    for (size_t i = c; i < q; i++) r->a.row[used++] = base + i;
    for (size_t k = first + 1; k < r->n_pairs; k++) {
      const etho_block *b = &r->block[r->pair[k].b];
      r->pair[k].at[c] = used;
      r->pair[k].column = base, r->pair[k].row = b->offset + partner[k - first] * b->q;
      for (size_t i = 0; i < b->q; i++) r->a.row[used++] = b->offset + partner[k - first] * b->q + i;
    }
    r->a.start[base + c + 1] = used;
  }
  return true;
}

static bool make_pattern(etho_random *r, etho_arena *arena) {
  size_t most = 0, slots = r->n_blocks * (r->n_blocks + 1) / 2;
  for (size_t b = 0; b < r->n_blocks; b++) most = r->block[b].levels > most ? r->block[b].levels : most;
  pattern_builder p = {.r = r, .arena = arena};
  p.partner = ETHO_NEW(arena, size_t, most * r->n_blocks + 2);
  p.partner_pair = ETHO_NEW(arena, size_t, most + 1);
  r->a = (etho_sparse){.n = r->q, .start = ETHO_NEW(arena, size_t, r->q + 2)};
  r->row_pair = ETHO_NEW(arena, size_t, r->n * slots + 1);
  if (!p.partner || !p.partner_pair || !r->a.start || !r->row_pair) return false;
  for (size_t a = 0; a < r->n_blocks; a++) {
    size_t *start, *order, first;
    if (!rows_by_level(&r->block[a], r->n, arena, &start, &order)) return false;
    for (size_t l = 0; l < r->block[a].levels; l++)
      if (!level_pairs(&p, a, order + start[l], start[l + 1] - start[l], &first) ||
          !lay_columns(&p, a, l, first))
        return false;
  }
  r->cross = ETHO_NEW(arena, double, r->n_cross + 1);
  r->a.value = ETHO_NEW(arena, double, r->a.start[r->q] + 1);
  return r->cross && r->a.value && etho_sparse_analyse(&r->a, arena, &r->factor);
}

etho_status etho_random_make(const etho_problem *problem, bool strict, etho_random *random,
                             etho_error *error) {
  *random = (etho_random){.n = problem->n, .n_blocks = problem->terms->n_random};
  if (random->n_blocks > ETHO_MAX_RANDOM)
    return etho_error_set(error, ETHO_ERR_USAGE, "more than %d random terms", (int)ETHO_MAX_RANDOM);
  for (size_t b = 0; b < random->n_blocks; b++) {
    etho_block *block = &random->block[b];
    block->term = &problem->terms->random[b];
    block->label = block->term->label;
    etho_status status = make_levels(problem, block, error);
    if (status == ETHO_OK) status = make_effects(problem, strict, block, error);
    if (status != ETHO_OK) return status;
    block->theta = random->n_theta;
    random->n_theta += block->q * (block->q + 1) / 2;
  }
  qsort(random->block, random->n_blocks, sizeof *random->block, more_levels_first);
  random->n_theta = 0;
  for (size_t b = 0; b < random->n_blocks; b++) {
    etho_block *block = &random->block[b];
    block->offset = random->q, block->theta = random->n_theta;
    random->q += block->levels * block->q;
    random->n_theta += block->q * (block->q + 1) / 2;
  }
  return make_pattern(random, problem->arena) ? ETHO_OK : etho_model_no_memory(error);
}
