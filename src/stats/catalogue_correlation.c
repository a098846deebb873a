#include <math.h>

#include "base/arena.h"
#include "ethostat/stats/correlation.h"
#include "stats/registry.h"

typedef etho_status correlation_fn(const double *x, const double *y, size_t n, const etho_options *options,
                                   etho_row *row, etho_error *error);

/* The complete pairs of one group (-1: all rows). */
static size_t gather(const etho_input *input, int group, double *x, double *y, size_t *missing) {
  size_t n = 0;
  *missing = 0;
  for (size_t i = 0; i < input->n; i++) {
    if (group >= 0 && input->by.code[i] != group) continue;
    bool known = isfinite(input->x[i]) && isfinite(input->y[i]);
    *missing += !known;
    if (known) x[n] = input->x[i], y[n++] = input->y[i];
  }
  return n;
}

/* A row per group, or one for all. */
static etho_status each_group(const etho_input *input, const etho_options *options, correlation_fn *run,
                              etho_rows *rows, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  double *x = arena ? ETHO_NEW(arena, double, input->n + 1) : NULL,
         *y = arena ? ETHO_NEW(arena, double, input->n + 1) : NULL;
  etho_status status = x && y ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  int n_groups = input->by.code ? (int)input->by.n_levels : 1;
  for (int g = 0; g < n_groups && status == ETHO_OK; g++) {
    etho_row *row = etho_rows_add(rows);
    size_t missing, n = gather(input, input->by.code ? g : -1, x, y, &missing);
    if (input->by.code) etho_row_text(row, "group", input->by.level[g]);
    if (missing)
      etho_rows_note(rows, "%zu pair%s with a missing value dropped%s%s", missing, missing == 1 ? "" : "s",
                     input->by.code ? " in " : "", input->by.code ? input->by.level[g] : "");
    status = run(x, y, n, options, row, error);
  }
  etho_arena_free(arena);
  return status;
}

static etho_status pearson(const etho_input *input, const etho_options *options, etho_rows *rows,
                           etho_error *error) {
  return each_group(input, options, etho_pearson, rows, error);
}

static etho_status spearman(const etho_input *input, const etho_options *options, etho_rows *rows,
                            etho_error *error) {
  return each_group(input, options, etho_spearman, rows, error);
}

static etho_status kendall(const etho_input *input, const etho_options *options, etho_rows *rows,
                           etho_error *error) {
  return each_group(input, options, etho_kendall, rows, error);
}

#define SHAPE "--x COL --y COL: a pair a row; --by COL gives a row per group"
enum { OPTIONS = ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_GROUPS | ETHO_OPT_CONTROL };

const etho_procedure etho_catalogue_correlation[] = {
    {.name = "pearson",
     .summary = "product-moment correlation with Fisher's interval",
     .shape = SHAPE,
     .source = "Pearson 1896; Fisher 1915, 1921",
     .method = "Pearson correlation",
     .roles = ETHO_ROLE_XY,
     .optional = ETHO_ROLE_BY,
     .options = OPTIONS,
     .frame = pearson},
    {.name = "spearman",
     .summary = "rank correlation rho, exact for few pairs",
     .shape = SHAPE,
     .source = "Spearman 1904; Best & Roberts 1975; Bonett & Wright 2000",
     .method = "Spearman rank correlation",
     .roles = ETHO_ROLE_XY,
     .optional = ETHO_ROLE_BY,
     .options = OPTIONS | ETHO_OPT_EXACT,
     .frame = spearman},
    {.name = "kendall",
     .summary = "rank correlation tau-b, exact for few pairs",
     .shape = SHAPE,
     .source = "Kendall 1938, 1970; Fieller, Hartley & Pearson 1957",
     .method = "Kendall rank correlation",
     .roles = ETHO_ROLE_XY,
     .optional = ETHO_ROLE_BY,
     .options = OPTIONS | ETHO_OPT_EXACT,
     .frame = kendall},
    {0},
};
