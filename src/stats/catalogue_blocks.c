/* Repeated yes/no and ranks: subjects under several conditions. */
#include <math.h>

#include "stats/blocks.h"
#include "stats/registry.h"

enum { GROUP_OPTIONS = ETHO_OPT_CONTROL | ETHO_OPT_GROUPS };

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* The 0/1 values of an input: its value column, or 1 for the last of two categories. NaN where missing. */
static etho_status binary_value(const etho_input *input, etho_arena *arena, const double **value,
                                etho_error *error) {
  *value = input->value;
  if (input->value) return ETHO_OK;
  if (!input->category.code || input->category.n_levels != 2) {
    etho_error_set(error, input->category.code ? ETHO_ERR_DATA : ETHO_ERR_USAGE, "yes/no answers are needed");
    etho_error_hint(error, "--value with 0 and 1, or --category with two values");
    return input->category.code ? ETHO_ERR_DATA : ETHO_ERR_USAGE;
  }
  double *made = ETHO_NEW(arena, double, input->n + 1);
  if (!made) return no_memory(error);
  for (size_t i = 0; i < input->n; i++)
    made[i] = input->category.code[i] < 0 ? (double)NAN : input->category.code[i];
  *value = made;
  return ETHO_OK;
}

enum {
  MCNEMAR_OPTIONS = ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_EXACT | ETHO_OPT_VARIANT | GROUP_OPTIONS
};

static const etho_procedure mcnemar_of_values = {
    .name = "mcnemar",
    .shape = "--value with 0 and 1, --by the two conditions, --subject",
    .method = "McNemar's test",
    .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
    .options = MCNEMAR_OPTIONS,
    .variants = "continuity,plain",
    .paired = etho_mcnemar};

static etho_status mcnemar_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                 etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_input in = *input;
  etho_status status = binary_value(input, arena, &in.value, error);
  in.category = (etho_factor){0};
  if (status == ETHO_OK) status = etho_procedure_run(&mcnemar_of_values, &in, options, rows, error);
  etho_arena_free(arena);
  return status;
}

typedef etho_status blocks_fn(const double *value, size_t n, size_t k, etho_row *row, etho_error *error);

static etho_status blocks_frame(const etho_input *input, const double *value, blocks_fn *test,
                                etho_arena *arena, etho_rows *rows, etho_error *error) {
  etho_blocks blocks;
  etho_status status =
      etho_blocks_make(value, &input->subject, &input->by, input->n, arena, &blocks, rows, error);
  return status == ETHO_OK ? test(blocks.value, blocks.n, blocks.k, etho_rows_add(rows), error) : status;
}

static etho_status cochran_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                 etho_error *error) {
  (void)options;
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  const double *value;
  etho_status status = binary_value(input, arena, &value, error);
  if (status == ETHO_OK) status = blocks_frame(input, value, etho_cochran_q, arena, rows, error);
  etho_arena_free(arena);
  return status;
}

static etho_status friedman_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                  etho_error *error) {
  (void)options;
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_status status = blocks_frame(input, input->value, etho_friedman, arena, rows, error);
  etho_arena_free(arena);
  return status;
}

const etho_procedure etho_catalogue_blocks[] = {
    {.name = "mcnemar",
     .summary = "did paired yes/no answers change?",
     .shape = "--value with 0 and 1 (or --category with two values), --by the two conditions, --subject",
     .source = "McNemar 1947; Liddell 1983",
     .method = "McNemar's test",
     .roles = ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .optional = ETHO_ROLE_VALUE | ETHO_ROLE_CATEGORY,
     .options = MCNEMAR_OPTIONS,
     .variants = "continuity,plain",
     .frame = mcnemar_frame},
    {.name = "cochran_q",
     .summary = "repeated yes/no answers under three or more conditions",
     .shape = "--value with 0 and 1 (or --category with two values), --by the conditions, --subject",
     .source = "Cochran 1950",
     .method = "Cochran's Q test",
     .roles = ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .optional = ETHO_ROLE_VALUE | ETHO_ROLE_CATEGORY,
     .options = GROUP_OPTIONS,
     .frame = cochran_frame},
    {.name = "friedman",
     .summary = "repeated measures by ranks within each subject",
     .shape = "--value, --by the conditions, --subject",
     .source = "Friedman 1937; Kendall & Babington Smith 1939; Iman & Davenport 1980",
     .method = "Friedman rank sum test",
     .roles = ETHO_ROLE_VALUE | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = GROUP_OPTIONS,
     .frame = friedman_frame},
    {0},
};
