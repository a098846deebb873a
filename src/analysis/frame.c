/* The columns of a table by the role they play -> the input of a procedure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/factor.h"
#include "base/text.h"
#include "ethostat/analysis.h"

struct etho_frame {
  etho_arena *arena;
  etho_input input;
};

typedef struct builder {
  const etho_table *table;
  etho_arena *arena;
  etho_issues *issues;
  etho_error *error;
  etho_status status;
  size_t bad_cells;
} builder;

static bool fail_memory(builder *b) {
  b->status = etho_error_set(b->error, ETHO_ERR_MEMORY, "out of memory");
  return false;
}

/* A column by its header; false on failure or when the role is not given. */
static bool find_column(builder *b, const char *header, size_t *column) {
  if (!header || b->status != ETHO_OK) return false;
  b->status = etho_table_require(b->table, header, column, b->error);
  return b->status == ETHO_OK;
}

/* TRUE/FALSE and yes/no as 1 and 0: a column of them is a column of numbers. */
static bool parse_boolean(const char *text, double *value) {
  static const char *const yes[] = {"true", "yes", "t", "y"}, *const no[] = {"false", "no", "f", "n"};
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
    if (etho_text_equal_fold(text, yes[i])) return *value = 1, true;
    if (etho_text_equal_fold(text, no[i])) return *value = 0, true;
  }
  return false;
}

static bool column_is_boolean(const etho_table *table, size_t column) {
  bool any = false;
  double value;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    if (etho_table_missing(table, r, column)) continue;
    if (!parse_boolean(etho_table_text(table, r, column), &value)) return false;
    any = true;
  }
  return any;
}

static bool is_infinity(const char *text) {
  while (*text == '+' || *text == '-') text++;
  return etho_text_equal_fold(text, "inf") || etho_text_equal_fold(text, "infinity");
}

static void report_cell(builder *b, size_t row, size_t column) {
  const char *text = etho_table_text(b->table, row, column), *name = etho_table_name(b->table);
  size_t line = etho_table_line(b->table, row);
  b->bad_cells++;
  if (is_infinity(text))
    etho_issues_add(b->issues, "E-CELL-INFINITE", name, line, column + 1,
                    "use NA for a value that is not known", "'%s' in column '%s' is not a finite number",
                    text, etho_table_header(b->table, column));
  else
    etho_issues_add(b->issues, "E-CELL-TEXT", name, line, column + 1,
                    "correct the cell, use NA for a missing value, or name another column",
                    "'%.80s' in column '%s' is not a number", text, etho_table_header(b->table, column));
}

static const double *numbers(builder *b, const char *header) {
  size_t column;
  if (!find_column(b, header, &column)) return NULL;
  size_t n = etho_table_rows(b->table);
  double *value = ETHO_NEW(b->arena, double, n + 1);
  if (!value) return fail_memory(b), NULL;
  bool boolean = column_is_boolean(b->table, column);
  for (size_t r = 0; r < n; r++) {
    value[r] = (double)NAN;
    if (etho_table_missing(b->table, r, column)) continue;
    bool known = boolean ? parse_boolean(etho_table_text(b->table, r, column), &value[r])
                         : etho_table_number(b->table, r, column, &value[r]);
    if (!known || !isfinite(value[r])) {
      value[r] = (double)NAN;
      report_cell(b, r, column);
    }
  }
  return value;
}

static etho_factor factor(builder *b, const char *header) {
  size_t column;
  etho_factor none = {0}, made;
  if (!find_column(b, header, &column)) return none;
  size_t n = etho_table_rows(b->table);
  const char **text = ETHO_NEW(b->arena, const char *, n + 1);
  if (!text) return fail_memory(b), none;
  for (size_t r = 0; r < n; r++)
    text[r] = etho_table_missing(b->table, r, column) ? NULL : etho_table_text(b->table, r, column);
  char decimal = etho_table_dialect(b->table)->decimal;
  if (!etho_factor_make(b->arena, etho_table_header(b->table, column), text, n, decimal ? decimal : '.',
                        &made))
    return fail_memory(b), none;
  return made;
}

static void numeric_roles(builder *b, const etho_selection *s, etho_input *in) {
  in->value = numbers(b, s->value);
  in->x = numbers(b, s->x), in->y = numbers(b, s->y);
  in->count = numbers(b, s->count), in->total = numbers(b, s->total);
  in->time = numbers(b, s->time), in->event = numbers(b, s->event);
  in->p = numbers(b, s->p), in->weight = numbers(b, s->weight);
}

static void factor_roles(builder *b, const etho_selection *s, etho_input *in) {
  in->by = factor(b, s->by), in->subject = factor(b, s->subject), in->cluster = factor(b, s->cluster);
  in->rater = factor(b, s->rater), in->category = factor(b, s->category);
  for (size_t k = 0; k < s->n_within; k++) in->within[k] = factor(b, s->within[k]);
  for (size_t k = 0; k < s->n_between; k++) in->between[k] = factor(b, s->between[k]);
  in->n_within = s->n_within, in->n_between = s->n_between;
}

static etho_status finish(builder *b) {
  if (b->status != ETHO_OK || !b->bad_cells) return b->status;
  etho_error_set(b->error, ETHO_ERR_DATA,
                 "%s: %zu cell%s not a finite number in a column that should hold numbers",
                 etho_table_name(b->table), b->bad_cells, b->bad_cells == 1 ? " is" : "s are");
  etho_error_hint(b->error, "correct the cells listed, or use NA where a value is missing");
  return ETHO_ERR_DATA;
}

etho_status etho_frame_new(const etho_table *table, const etho_selection *selection, etho_frame **frame,
                           etho_issues *issues, etho_error *error) {
  *frame = NULL;
  if (selection->n_within > ETHO_MAX_FACTORS || selection->n_between > ETHO_MAX_FACTORS)
    return etho_error_set(error, ETHO_ERR_USAGE, "at most %d factors of a kind", (int)ETHO_MAX_FACTORS);
  etho_frame *made = calloc(1, sizeof *made);
  if (!made || !(made->arena = etho_arena_new())) {
    free(made);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  builder b = {.table = table, .arena = made->arena, .issues = issues, .error = error};
  made->input.n = etho_table_rows(table);
  if (selection->value) made->input.response = etho_arena_text(made->arena, selection->value);
  numeric_roles(&b, selection, &made->input);
  factor_roles(&b, selection, &made->input);
  etho_status status = finish(&b);
  if (status == ETHO_OK)
    *frame = made;
  else
    etho_frame_free(made);
  return status;
}

const etho_input *etho_frame_input(const etho_frame *frame) {
  return &frame->input;
}

void etho_frame_free(etho_frame *frame) {
  if (!frame) return;
  etho_arena_free(frame->arena);
  free(frame);
}
