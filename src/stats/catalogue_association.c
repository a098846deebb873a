#include <math.h>

#include "stats/contingency.h"
#include "stats/proportion.h"
#include "stats/registry.h"

enum {
  OUTCOME = ETHO_ROLE_COUNT | ETHO_ROLE_TOTAL | ETHO_ROLE_VALUE | ETHO_ROLE_CATEGORY | ETHO_ROLE_WEIGHT
};
enum { GROUP_OPTIONS = ETHO_OPT_CONTROL | ETHO_OPT_GROUPS };

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- one proportion per group
 * ------------------------------------------------------------------------------ */

typedef etho_status proportion_fn(double count, double total, const etho_options *options, etho_row *row,
                                  etho_error *error);

/* Every row of counts is an experiment of its own where no groups are named. */
static etho_status each_row(const etho_input *input, const etho_options *options, proportion_fn *test,
                            etho_rows *rows, etho_error *error) {
  etho_status status = ETHO_OK;
  size_t missing = 0;
  for (size_t i = 0; i < input->n && status == ETHO_OK; i++) {
    if (input->count[i] != input->count[i] || input->total[i] != input->total[i]) {
      missing++;
      continue;
    }
    status = test(input->count[i], input->total[i], options, etho_rows_add(rows), error);
  }
  if (missing)
    etho_rows_note(rows, "%zu row%s with a missing value dropped", missing, missing == 1 ? "" : "s");
  if (status == ETHO_OK && missing == input->n) status = test(0, 0, options, etho_rows_add(rows), error);
  return status;
}

static etho_status each_group(const etho_input *input, const etho_options *options, proportion_fn *test,
                              etho_arena *arena, etho_rows *rows, etho_error *error) {
  etho_proportion *group;
  size_t n;
  etho_status status = etho_proportions_make(input, arena, &group, &n, rows, error);
  for (size_t g = 0; g < n && status == ETHO_OK; g++) {
    etho_row *row = etho_rows_add(rows);
    if (group[g].label) etho_row_text(row, "group", group[g].label);
    status = test(group[g].count, group[g].total, options, row, error);
  }
  return status;
}

static etho_status one_proportion(const etho_input *input, const etho_options *options, proportion_fn *test,
                                  etho_arena *arena, etho_rows *rows, etho_error *error) {
  etho_input by_subject = *input;
  if (!input->by.code && input->subject.code) by_subject.by = input->subject;
  if (!by_subject.by.code && input->count && input->total) return each_row(input, options, test, rows, error);
  return each_group(&by_subject, options, test, arena, rows, error);
}

static etho_status binomial_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                  etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_status status = one_proportion(input, options, etho_binomial_test, arena, rows, error);
  etho_arena_free(arena);
  return status;
}

/* ---- several proportions
 * ------------------------------------------------------------------------------------- */

/* All pairs, or all against the control, which stands first. */
static etho_status compare_pairs(const etho_proportion *group, size_t n, const etho_options *options,
                                 etho_rows *rows, etho_error *error) {
  size_t first = etho_rows_count(rows);
  for (size_t a = 0; a < (options->control ? 1 : n); a++)
    for (size_t b = a + 1; b < n; b++) {
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "method", "Two-sample test of proportions; Newcombe's interval of the difference");
      etho_status status = etho_proportion_compare(&group[a], &group[b], options, row, error);
      if (status != ETHO_OK) return status;
    }
  bool family = etho_rows_count(rows) - first > 1 || options->adjust;
  return family ? etho_adjust_rows(rows, first, options->adjust ? options->adjust : "holm", error) : ETHO_OK;
}

static etho_status proportion_all(const etho_input *input, const etho_options *options, etho_arena *arena,
                                  etho_rows *rows, etho_error *error) {
  etho_status status = one_proportion(input, options, etho_proportion_test, arena, rows, error);
  if (status != ETHO_OK || !input->by.code) return status;
  etho_proportion *group;
  size_t n;
  status = etho_proportions_make(input, arena, &group, &n, rows, error);
  return status == ETHO_OK ? compare_pairs(group, n, options, rows, error) : status;
}

static etho_status proportion_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                    etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_status status = proportion_all(input, options, arena, rows, error);
  etho_arena_free(arena);
  return status;
}

static etho_status risk_difference_frame(const etho_input *input, const etho_options *options,
                                         etho_rows *rows, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_proportion *group;
  size_t n;
  etho_status status = etho_proportions_make(input, arena, &group, &n, rows, error);
  if (status == ETHO_OK && n < 2) {
    etho_row *row = etho_rows_add(rows);
    etho_row_null(row, "estimate");
    etho_row_note(row, "two groups are needed, %zu found", n);
  } else if (status == ETHO_OK) {
    status = compare_pairs(group, n, options, rows, error);
  }
  etho_arena_free(arena);
  return status;
}

static etho_status trend_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                               etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_proportion *group;
  size_t n;
  etho_status status = etho_proportions_make(input, arena, &group, &n, rows, error);
  if (status == ETHO_OK) status = etho_proportion_trend(group, n, options, etho_rows_add(rows), error);
  etho_arena_free(arena);
  return status;
}

/* ---- tables
 * ---------------------------------------------------------------------------------------------------- */

typedef etho_status table_fn(const etho_contingency *table, const etho_options *options, etho_row *row,
                             etho_error *error);

static void name_pair(const etho_contingency *table, etho_row *row) {
  double margin[2];
  if (table->rows != 2) return;
  etho_contingency_margins(table, margin, NULL);
  etho_row_text(row, "group1", table->row_label[0]);
  etho_row_text(row, "group2", table->row_label[1]);
  etho_row_number(row, "n1", margin[0]);
  etho_row_number(row, "n2", margin[1]);
}

/* The whole table, and with --adjust or --control every pair of its rows. */
static etho_status test_table(const etho_contingency *table, const etho_options *options, table_fn *test,
                              etho_arena *arena, etho_rows *rows, etho_error *error) {
  etho_row *whole = etho_rows_add(rows);
  name_pair(table, whole);
  etho_status status = test(table, options, whole, error);
  if (status != ETHO_OK || table->rows < 3 || (!options->adjust && !options->control)) return status;
  size_t first = etho_rows_count(rows);
  for (size_t a = 0; a < (options->control ? 1 : table->rows); a++)
    for (size_t b = a + 1; b < table->rows && status == ETHO_OK; b++) {
      etho_contingency pair = etho_contingency_pair(table, a, b, arena);
      if (!pair.count) return no_memory(error);
      etho_row *row = etho_rows_add(rows);
      name_pair(&pair, row);
      status = test(&pair, options, row, error);
    }
  if (status != ETHO_OK) return status;
  return etho_adjust_rows(rows, first, options->adjust ? options->adjust : "holm", error);
}

static etho_status table_frame(const etho_input *input, const etho_options *options, table_fn *test,
                               etho_rows *rows, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_contingency table;
  etho_status status = etho_contingency_make(input, arena, &table, rows, error);
  if (status == ETHO_OK) status = test_table(&table, options, test, arena, rows, error);
  etho_arena_free(arena);
  return status;
}

static etho_status fisher_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                etho_error *error) {
  return table_frame(input, options, etho_fisher_exact, rows, error);
}

static etho_status g_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                           etho_error *error) {
  return table_frame(input, options, etho_g_test, rows, error);
}

/* One categorical column without groups: are its values equally frequent (or as --weights say)? */
static etho_status goodness_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                  etho_error *error) {
  etho_arena *arena = etho_arena_new();
  size_t n = input->category.n_levels;
  int *code = arena ? ETHO_NEW(arena, int, input->n + 1) : NULL;
  const char *const one = "all";
  etho_input all = *input;
  all.by = (etho_factor){"all", &one, 1, code};
  etho_contingency table;
  etho_status status = code ? etho_contingency_make(&all, arena, &table, rows, error) : no_memory(error);
  if (status == ETHO_OK && options->n_weights && options->n_weights != n)
    status =
        etho_error_set(error, ETHO_ERR_USAGE, "%zu weights given for %zu categories", options->n_weights, n);
  if (status == ETHO_OK) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "method", "Pearson's chi-square test of given shares");
    status = etho_goodness_of_fit(table.count, options->n_weights ? options->weights : NULL, n, row, error);
  }
  etho_arena_free(arena);
  return status;
}

static etho_status chi_square_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                    etho_error *error) {
  if (!input->by.code && input->category.code) return goodness_frame(input, options, rows, error);
  return table_frame(input, options, etho_chi_square, rows, error);
}

static const char table_shape[] =
    "--by the groups and --category the outcome, one observation a row (or --weight how many); "
    "or --by with --count and --total";
static const char trials_shape[] = "--count and --total, one row an experiment (--by adds up each group); "
                                   "or --value with 0 and 1; or --category with two values";

const etho_procedure etho_catalogue_association[] = {
    {.name = "binomial",
     .summary = "exact test of a success rate against chance, with four confidence intervals",
     .shape = trials_shape,
     .source = "Clopper & Pearson 1934; Wilson 1927; Agresti & Coull 1998; Brown, Cai & DasGupta 2001",
     .method = "Exact binomial test",
     .optional = OUTCOME | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = ETHO_OPT_MU | ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | GROUP_OPTIONS,
     .frame = binomial_frame},
    {.name = "proportion",
     .summary = "score test of each success rate against chance and of each pair of groups",
     .shape = trials_shape,
     .source = "Wilson 1927; Newcombe 1998",
     .method = "Score test of a proportion",
     .optional = OUTCOME | ETHO_ROLE_BY | ETHO_ROLE_SUBJECT,
     .options = ETHO_OPT_MU | ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_VARIANT |
                GROUP_OPTIONS,
     .variants = "continuity,plain",
     .frame = proportion_frame},
    {.name = "risk_difference",
     .summary = "difference of two success rates with Newcombe's interval",
     .shape =
         "--by the groups with --count and --total, or --value with 0 and 1, or --category with two values",
     .source = "Newcombe 1998, method 10",
     .method = "Two-sample test of proportions; Newcombe's interval of the difference",
     .roles = ETHO_ROLE_BY,
     .optional = OUTCOME,
     .options = ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_VARIANT | GROUP_OPTIONS,
     .variants = "continuity,plain",
     .frame = risk_difference_frame},
    {.name = "fisher",
     .summary = "Fisher's exact test of a table; odds ratio for 2 x 2",
     .shape = table_shape,
     .source = "Fisher 1935; Cornfield 1956; Mehta & Patel 1983",
     .method = "Fisher's exact test",
     .roles = ETHO_ROLE_BY,
     .optional = OUTCOME,
     .options = ETHO_OPT_MU | ETHO_OPT_ALTERNATIVE | ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_EXACT |
                ETHO_OPT_RESAMPLES | ETHO_OPT_SEED | GROUP_OPTIONS,
     .frame = fisher_frame},
    {.name = "chi_square",
     .summary =
         "Pearson's chi-square test of a table (2 x 2 with Yates's correction), or of one column's shares",
     .shape = table_shape,
     .source = "Pearson 1900; Yates 1934; Cramer 1946",
     .method = "Pearson's chi-square test",
     .optional = OUTCOME | ETHO_ROLE_BY,
     .options = ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_VARIANT | ETHO_OPT_WEIGHTS | GROUP_OPTIONS,
     .variants = "yates,plain",
     .frame = chi_square_frame},
    {.name = "g_test",
     .summary = "likelihood-ratio (G) test of a table",
     .shape = table_shape,
     .source = "Sokal & Rohlf 1995; Williams 1976",
     .method = "Likelihood-ratio (G) test",
     .roles = ETHO_ROLE_BY,
     .optional = OUTCOME,
     .options = ETHO_OPT_CONF | ETHO_OPT_ADJUST | ETHO_OPT_VARIANT | GROUP_OPTIONS,
     .variants = "plain,williams",
     .frame = g_frame},
    {.name = "trend",
     .summary = "Cochran-Armitage test of a trend in proportions over ordered groups",
     .shape = "--by the groups in order (--groups A,B,C) with --count and --total, or --value with 0 and 1, "
              "or --category; "
              "--weights gives their scores",
     .source = "Armitage 1955",
     .method = "Cochran-Armitage test for trend",
     .roles = ETHO_ROLE_BY,
     .optional = OUTCOME,
     .options = ETHO_OPT_ALTERNATIVE | ETHO_OPT_WEIGHTS | ETHO_OPT_GROUPS | ETHO_OPT_CONTROL,
     .frame = trend_frame},
    {0},
};
