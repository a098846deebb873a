#include "stats/contingency.h"

#include <math.h>

#include "stats/proportion.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

double etho_contingency_margins(const etho_contingency *table, double *row, double *column) {
  double total = 0;
  for (size_t j = 0; column && j < table->columns; j++) column[j] = 0;
  for (size_t i = 0; i < table->rows; i++) {
    double sum = 0;
    for (size_t j = 0; j < table->columns; j++) {
      double count = table->count[i * table->columns + j];
      sum += count;
      if (column) column[j] += count;
    }
    if (row) row[i] = sum;
    total += sum;
  }
  return total;
}

static void note_dropped(etho_rows *rows, size_t missing) {
  if (missing)
    etho_rows_note(rows, "%zu row%s with a missing value dropped", missing, missing == 1 ? "" : "s");
}

/* The count that a row of the input stands for; NaN where missing. */
static etho_status frequency(const etho_input *input, size_t i, double *weight, etho_error *error) {
  *weight = input->weight ? input->weight[i] : 1;
  if (*weight < 0 || isinf(*weight))
    return etho_error_set(error, ETHO_ERR_DATA, "row %zu: %g is not a number of observations", i + 1,
                          *weight);
  return ETHO_OK;
}

static etho_status tabulate(const etho_input *input, double *count, etho_rows *rows, etho_error *error) {
  size_t missing = 0;
  for (size_t i = 0; i < input->n; i++) {
    int a = input->by.code[i], b = input->category.code[i];
    double weight;
    etho_status status = frequency(input, i, &weight, error);
    if (status != ETHO_OK) return status;
    if (a == -2) continue; /* a group that was not asked for */
    if (a < 0 || b < 0 || isnan(weight))
      missing++;
    else
      count[(size_t)a * input->category.n_levels + (size_t)b] += weight;
  }
  note_dropped(rows, missing);
  return ETHO_OK;
}

etho_status etho_contingency_make(const etho_input *input, etho_arena *arena, etho_contingency *table,
                                  etho_rows *rows, etho_error *error) {
  static const char *const outcome[] = {"failure", "success"};
  if (!input->by.code) {
    etho_error_set(error, ETHO_ERR_USAGE, "a table needs --by");
    etho_error_hint(error, "--by the groups and --category the outcome, or --by with --count and --total");
    return ETHO_ERR_USAGE;
  }
  bool counted = input->category.code != NULL;
  size_t r = input->by.n_levels, c = counted ? input->category.n_levels : 2;
  double *count = ETHO_NEW(arena, double, r *c + 1);
  if (!count) return no_memory(error);
  *table = (etho_contingency){r, c, count, input->by.level, counted ? input->category.level : outcome};
  if (counted) return tabulate(input, count, rows, error);
  etho_proportion *group;
  etho_status status = etho_proportions_make(input, arena, &group, &r, rows, error);
  for (size_t i = 0; i < r && status == ETHO_OK; i++)
    count[2 * i] = group[i].total - group[i].count, count[2 * i + 1] = group[i].count;
  return status;
}

etho_contingency etho_contingency_compact(const etho_contingency *table, etho_arena *arena) {
  double *row = ETHO_NEW(arena, double, table->rows + 1),
         *column = ETHO_NEW(arena, double, table->columns + 1);
  double *count = ETHO_NEW(arena, double, table->rows * table->columns + 1);
  const char **row_label = ETHO_NEW(arena, const char *, table->rows + 1);
  const char **column_label = ETHO_NEW(arena, const char *, table->columns + 1);
  if (!row || !column || !count || !row_label || !column_label) return (etho_contingency){0};
  etho_contingency_margins(table, row, column);
  etho_contingency out = {0, 0, count, row_label, column_label};
  for (size_t j = 0; j < table->columns; j++)
    if (column[j] > 0) column_label[out.columns++] = table->column_label ? table->column_label[j] : NULL;
  size_t at = 0;
  for (size_t i = 0; i < table->rows; i++) {
    if (!(row[i] > 0)) continue;
    row_label[out.rows++] = table->row_label ? table->row_label[i] : NULL;
    for (size_t j = 0; j < table->columns; j++)
      if (column[j] > 0) count[at++] = table->count[i * table->columns + j];
  }
  return out;
}

etho_contingency etho_contingency_pair(const etho_contingency *table, size_t a, size_t b, etho_arena *arena) {
  double *count = ETHO_NEW(arena, double, 2 * table->columns + 1);
  const char **label = ETHO_NEW(arena, const char *, 2);
  if (!count || !label) return (etho_contingency){0};
  for (size_t j = 0; j < table->columns; j++) {
    count[j] = table->count[a * table->columns + j];
    count[table->columns + j] = table->count[b * table->columns + j];
  }
  if (table->row_label) label[0] = table->row_label[a], label[1] = table->row_label[b];
  return (etho_contingency){2, table->columns, count, label, table->column_label};
}

/* Successes and trials that row i adds; NaN where missing. */
static etho_status outcome_of(const etho_input *input, size_t i, double *count, double *total,
                              etho_error *error) {
  etho_status status = frequency(input, i, total, error);
  if (status != ETHO_OK) return status;
  if (input->count) {
    *count = input->count[i], *total = input->total[i];
    if (isnan(*count) || isnan(*total)) return ETHO_OK;
    status = etho_count_check(*count, *total, NULL);
    if (status != ETHO_OK)
      etho_error_set(error, status, "row %zu: %.15g of %.15g are not successes of trials", i + 1, *count,
                     *total);
    etho_error_hint(error, "counts are whole numbers, and a count is between 0 and its total");
  } else if (input->value) {
    double value = input->value[i];
    *count = value * *total;
    if (!isnan(value) && value != 0 && value != 1) {
      status = etho_error_set(error, ETHO_ERR_DATA, "row %zu: %g is neither 0 nor 1", i + 1, value);
      etho_error_hint(error, "give a column of 0 and 1, or --count and --total");
    }
  } else {
    int code = input->category.code[i];
    *count = code < 0 ? (double)NAN : code == (int)input->category.n_levels - 1 ? *total : 0;
  }
  return status;
}

static etho_status check_source(const etho_input *input, etho_error *error) {
  bool pair = input->count && input->total, two = input->category.code && input->category.n_levels == 2;
  if (pair || (!input->count && !input->total && (input->value || two))) return ETHO_OK;
  if (input->category.code && !input->count)
    etho_error_set(error, ETHO_ERR_DATA, "column '%s' has %zu different values; a proportion needs two",
                   input->category.name ? input->category.name : "category", input->category.n_levels);
  else
    etho_error_set(error, ETHO_ERR_USAGE, "successes of trials are needed");
  etho_error_hint(error, "--count and --total, or --value with 0 and 1, or --category with two values");
  return input->category.code && !input->count ? ETHO_ERR_DATA : ETHO_ERR_USAGE;
}

etho_status etho_proportions_make(const etho_input *input, etho_arena *arena, etho_proportion **group,
                                  size_t *n, etho_rows *rows, etho_error *error) {
  etho_status status = check_source(input, error);
  if (status != ETHO_OK) return status;
  *n = input->by.code ? input->by.n_levels : 1;
  *group = ETHO_NEW(arena, etho_proportion, *n + 1);
  if (!*group) return no_memory(error);
  for (size_t g = 0; g < *n; g++) (*group)[g].label = input->by.code ? input->by.level[g] : NULL;
  size_t missing = 0;
  for (size_t i = 0; i < input->n; i++) {
    int g = input->by.code ? input->by.code[i] : 0;
    double count = 0, total = 0;
    if (g == -2) continue;
    status = outcome_of(input, i, &count, &total, error);
    if (status != ETHO_OK) return status;
    if (g < 0 || isnan(count) || isnan(total))
      missing++;
    else
      (*group)[g].count += count, (*group)[g].total += total;
  }
  note_dropped(rows, missing);
  return ETHO_OK;
}
