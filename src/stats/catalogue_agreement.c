#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/blocks.h"
#include "stats/proportion.h"
#include "stats/registry.h"
#include "stats/split.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static etho_status icc_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                             etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_blocks blocks;
  etho_status status =
      etho_blocks_make(input->value, &input->subject, &input->rater, input->n, arena, &blocks, rows, error);
  if (status == ETHO_OK) status = etho_icc(blocks.value, blocks.n, blocks.k, options, rows, error);
  etho_arena_free(arena);
  return status;
}

/* ---- two measurements
 * -------------------------------------------------------------------------------------------- */

static etho_status needs_pairs(etho_error *error) {
  etho_error_set(error, ETHO_ERR_USAGE, "two measurements of the same things are needed");
  etho_error_hint(error, "--x and --y, or --subject, --rater and --value");
  return ETHO_ERR_USAGE;
}

/* Columns x and y, rows in which both are known. */
static etho_status pair_of_columns(const etho_input *input, etho_arena *arena, etho_sample *x, etho_sample *y,
                                   etho_rows *rows, etho_error *error) {
  double *a = ETHO_NEW(arena, double, input->n + 1), *b = ETHO_NEW(arena, double, input->n + 1);
  if (!a || !b) return no_memory(error);
  size_t n = 0;
  for (size_t i = 0; i < input->n; i++)
    if (isfinite(input->x[i]) && isfinite(input->y[i])) a[n] = input->x[i], b[n++] = input->y[i];
  size_t missing = input->n - n;
  if (missing)
    etho_rows_note(rows, "%zu row%s with a missing value dropped", missing, missing == 1 ? "" : "s");
  *x = (etho_sample){"x", a, n};
  *y = (etho_sample){"y", b, n};
  return ETHO_OK;
}

static etho_status run_pair(const etho_sample *a, const etho_sample *b, etho_two_fn *test,
                            const etho_options *options, etho_rows *rows, etho_error *error) {
  etho_row *row = etho_rows_add(rows);
  etho_row_text(row, "group1", a->label);
  etho_row_text(row, "group2", b->label);
  etho_row_number(row, "n", (double)a->n);
  return test(a, b, options, row, error);
}

static etho_status each_pair_of_raters(const etho_input *input, etho_two_fn *test,
                                       const etho_options *options, etho_arena *arena, etho_rows *rows,
                                       etho_error *error) {
  etho_input by_rater = *input;
  by_rater.by = input->rater;
  etho_split split;
  etho_status status = etho_split_make(&by_rater, arena, &split, rows, error);
  if (status == ETHO_OK && split.duplicates)
    return etho_error_set(error, ETHO_ERR_DATA, "subject '%s' has more than one value from '%s'",
                          split.duplicate_subject, split.duplicate_group);
  if (status == ETHO_OK && split.n_groups < 2) {
    etho_row *row = etho_rows_add(rows);
    etho_row_null(row, "estimate");
    etho_row_note(row, "two raters are needed, %zu found", split.n_groups);
  }
  for (size_t a = 0; a < split.n_groups && status == ETHO_OK; a++)
    for (size_t b = a + 1; b < split.n_groups && status == ETHO_OK; b++) {
      etho_sample first, second;
      if (!etho_split_pair(&split, a, b, arena, &first, &second)) return no_memory(error);
      status = run_pair(&first, &second, test, options, rows, error);
    }
  return status;
}

static etho_status pairs_frame(const etho_input *input, const etho_options *options, etho_two_fn *test,
                               etho_rows *rows, etho_error *error) {
  bool long_form = input->value && input->subject.code && input->rater.code;
  if (!long_form && !(input->x && input->y)) return needs_pairs(error);
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_status status;
  if (long_form) {
    status = each_pair_of_raters(input, test, options, arena, rows, error);
  } else {
    etho_sample x, y;
    status = pair_of_columns(input, arena, &x, &y, rows, error);
    if (status == ETHO_OK) status = run_pair(&x, &y, test, options, rows, error);
  }
  etho_arena_free(arena);
  return status;
}

static etho_status bland_altman_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                      etho_error *error) {
  return pairs_frame(input, options, etho_bland_altman, rows, error);
}

static etho_status lins_ccc_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                  etho_error *error) {
  return pairs_frame(input, options, etho_lins_ccc, rows, error);
}

/* ---- kappa
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct ordered {
  double number;
  size_t index;
} ordered;

static int compare_ordered(const void *a, const void *b) {
  const ordered *x = a, *y = b;
  if (x->number != y->number) return x->number < y->number ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* The place of each category: by value where all are numbers ("10" after "9"), else as they stand. */
static etho_status number_categories(const etho_factor *category, etho_arena *arena, double **place,
                                     etho_error *error) {
  size_t k = category->n_levels;
  ordered *order = ETHO_NEW(arena, ordered, k + 1);
  *place = ETHO_NEW(arena, double, k + 1);
  if (!order || !*place) return no_memory(error);
  bool numbers = true;
  for (size_t i = 0; i < k; i++) {
    order[i] = (ordered){(double)i, i};
    numbers =
        numbers && etho_number_parse(category->level[i], strlen(category->level[i]), '.', &order[i].number);
  }
  for (size_t i = 0; i < k && !numbers; i++) order[i].number = (double)i;
  qsort(order, k, sizeof *order, compare_ordered);
  for (size_t i = 0; i < k; i++) (*place)[order[i].index] = (double)i;
  return ETHO_OK;
}

static int compare_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The ratings of both samples as 0..k-1 in order of their values. */
static bool encode(const etho_sample *a, const etho_sample *b, int *first, int *second, size_t *k) {
  size_t n = a->n + b->n, distinct = 0;
  double *all = malloc((n + 1) * sizeof *all);
  if (!all) return false;
  for (size_t i = 0; i < a->n; i++) all[i] = a->value[i], all[a->n + i] = b->value[i];
  qsort(all, n, sizeof *all, compare_double);
  for (size_t i = 0; i < n; i++)
    if (!distinct || all[distinct - 1] != all[i]) all[distinct++] = all[i];
  for (size_t i = 0; i < a->n; i++) {
    first[i] = (int)((const double *)bsearch(&a->value[i], all, distinct, sizeof *all, compare_double) - all);
    second[i] =
        (int)((const double *)bsearch(&b->value[i], all, distinct, sizeof *all, compare_double) - all);
  }
  free(all);
  *k = distinct;
  return true;
}

static etho_status kappa_pair(const etho_sample *a, const etho_sample *b, const etho_options *options,
                              etho_row *row, etho_error *error) {
  int *first = malloc((2 * a->n + 1) * sizeof *first);
  size_t k;
  if (!first || !encode(a, b, first, first + a->n, &k)) return free(first), no_memory(error);
  etho_kappa_weight weight = etho_variant_is(options, "linear")      ? ETHO_KAPPA_LINEAR
                             : etho_variant_is(options, "quadratic") ? ETHO_KAPPA_QUADRATIC
                                                                     : ETHO_KAPPA_UNWEIGHTED;
  etho_status status =
      k > 2000 ? etho_error_set(error, ETHO_ERR_DATA,
                                "%zu different ratings are no categories; for measurements use icc", k)
               : etho_cohens_kappa(first, first + a->n, a->n, k, weight, options, row, error);
  free(first);
  return status;
}

static etho_status kappa_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                               etho_error *error) {
  if (!input->category.code) return pairs_frame(input, options, kappa_pair, rows, error);
  etho_arena *arena = etho_arena_new();
  double *place = NULL, *value = arena ? ETHO_NEW(arena, double, input->n + 1) : NULL;
  etho_status status = value ? number_categories(&input->category, arena, &place, error) : no_memory(error);
  for (size_t i = 0; i < input->n && status == ETHO_OK; i++) {
    int code = input->category.code[i];
    value[i] = code < 0 ? (double)NAN : place[code];
  }
  etho_input coded = *input;
  coded.value = value;
  if (status == ETHO_OK) status = pairs_frame(&coded, options, kappa_pair, rows, error);
  etho_arena_free(arena);
  return status;
}

static const char pairs_shape[] = "--x and --y; or --value, --subject and --rater (every pair of raters)";

const etho_procedure etho_catalogue_agreement[] = {
    {.name = "icc",
     .summary = "intraclass correlation of raters, all six forms",
     .shape = "--value, --subject, --rater; every subject rated by every rater",
     .source = "Shrout & Fleiss 1979; McGraw & Wong 1996",
     .method = "Intraclass correlation",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_RATER,
     .options = ETHO_OPT_CONF,
     .frame = icc_frame},
    {.name = "bland_altman",
     .summary = "bias and limits of agreement of two ways to measure",
     .shape = pairs_shape,
     .source = "Bland & Altman 1986, 1999",
     .method = "Bland-Altman limits of agreement",
     .optional = ETHO_ROLE_XY | ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_RATER,
     .options = ETHO_OPT_CONF,
     .frame = bland_altman_frame},
    {.name = "cohens_kappa",
     .summary = "agreement of two raters on categories beyond chance",
     .shape = "--category (or --value), --subject and --rater; or numbered categories in --x and --y",
     .source = "Cohen 1960, 1968; Fleiss, Cohen & Everitt 1969",
     .method = "Cohen's kappa",
     .optional = ETHO_ROLE_CATEGORY | ETHO_ROLE_XY | ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_RATER,
     .options = ETHO_OPT_CONF | ETHO_OPT_VARIANT,
     .variants = "unweighted,linear,quadratic",
     .frame = kappa_frame},
    {.name = "lins_ccc",
     .summary = "concordance of two ways to measure",
     .shape = pairs_shape,
     .source = "Lin 1989, 2000",
     .method = "Lin's concordance correlation coefficient",
     .optional = ETHO_ROLE_XY | ETHO_ROLE_VALUE | ETHO_ROLE_SUBJECT | ETHO_ROLE_RATER,
     .options = ETHO_OPT_CONF,
     .frame = lins_ccc_frame},
    {0},
};
