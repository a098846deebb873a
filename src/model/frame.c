#include "model/frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

etho_status etho_model_no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

const etho_column *etho_frame_find(const etho_frame *frame, const char *name) {
  for (size_t i = 0; i < frame->n_columns; i++)
    if (strcmp(frame->column[i].name, name) == 0) return &frame->column[i];
  return NULL;
}

size_t etho_frame_line(const etho_frame *frame, size_t row) {
  return frame->line ? frame->line[row] : row + 1;
}

static int compare_text(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_number(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static size_t hash_of(const char *text) {
  uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
  for (; *text; text++) h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
  return (size_t)(h ^ h >> 29);
}

/* Distinct texts in the order they are met: an open table of their numbers + 1, twice as wide as they need.
 */
typedef struct dictionary {
  etho_arena *arena;
  const char **text;
  size_t n, capacity, *slot, size;
} dictionary;

/* Slot of text: its own or the empty one for it. */
static size_t find_slot(const dictionary *d, const char *text) {
  size_t at = hash_of(text) & (d->size - 1);
  while (d->slot[at] && strcmp(d->text[d->slot[at] - 1], text) != 0) at = (at + 1) & (d->size - 1);
  return at;
}

static bool widen(dictionary *d) {
  d->size = d->size ? 4 * d->size : 64;
  d->slot = ETHO_NEW(d->arena, size_t, d->size);
  for (size_t k = 0; k < d->n && d->slot; k++) d->slot[find_slot(d, d->text[k])] = k + 1;
  return d->slot != NULL;
}

/* The number of text, new or known; -1: out of memory. */
static int look_up(dictionary *d, const char *text) {
  if (2 * d->n >= d->size && !widen(d)) return -1;
  size_t at = find_slot(d, text);
  if (d->slot[at]) return (int)d->slot[at] - 1;
  const char **grown = etho_arena_grow(d->arena, d->text, &d->capacity, d->n + 1, sizeof *grown);
  if (!grown) return -1;
  d->text = grown;
  d->text[d->n++] = text;
  d->slot[at] = d->n;
  return (int)d->n - 1;
}

etho_status etho_factor_from_text(const char *const *text, size_t n, etho_arena *arena, etho_column *column,
                                  etho_error *error) {
  dictionary d = {.arena = arena};
  int *code = ETHO_NEW(arena, int, n + 1);
  if (!code) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++) {
    bool again = i && text[i] && text[i - 1] && strcmp(text[i], text[i - 1]) == 0;
    code[i] = !text[i] ? -1 : again ? code[i - 1] : look_up(&d, text[i]);
    if (text[i] && code[i] < 0) return etho_model_no_memory(error);
  }
  const char **level = ETHO_NEW(arena, const char *, d.n + 1);
  int *rank = ETHO_NEW(arena, int, d.n + 1);
  if (!level || !rank) return etho_model_no_memory(error);
  if (d.n) memcpy(level, d.text, d.n * sizeof *level);
  qsort(level, d.n, sizeof *level, compare_text);
  for (size_t k = 0; k < d.n; k++) rank[d.slot[find_slot(&d, level[k])] - 1] = (int)k;
  for (size_t i = 0; i < n; i++)
    if (code[i] >= 0) code[i] = rank[code[i]];
  column->is_factor = true;
  column->number = NULL;
  column->code = code, column->level = level, column->n_levels = d.n;
  return ETHO_OK;
}

static const char *number_label(double value, etho_arena *arena) {
  char text[ETHO_NUMBER_SIZE];
  etho_number_print(text, value);
  return etho_arena_text(arena, text);
}

etho_status etho_factor_from_numbers(const double *number, size_t n, etho_arena *arena, etho_column *column,
                                     etho_error *error) {
  double *sorted = ETHO_NEW(arena, double, n + 1);
  int *code = ETHO_NEW(arena, int, n + 1);
  if (!sorted || !code) return etho_model_no_memory(error);
  size_t m = 0, distinct = 0;
  for (size_t i = 0; i < n; i++)
    if (!isnan(number[i])) sorted[m++] = number[i];
  qsort(sorted, m, sizeof *sorted, compare_number);
  for (size_t i = 0; i < m; i++)
    if (!distinct || sorted[distinct - 1] != sorted[i]) sorted[distinct++] = sorted[i];
  const char **level = ETHO_NEW(arena, const char *, distinct + 1);
  if (!level) return etho_model_no_memory(error);
  for (size_t k = 0; k < distinct; k++)
    if (!(level[k] = number_label(sorted[k], arena))) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++) {
    double *at =
        isnan(number[i]) ? NULL : bsearch(&number[i], sorted, distinct, sizeof *sorted, compare_number);
    code[i] = at ? (int)(at - sorted) : -1;
  }
  column->is_factor = true;
  column->number = NULL;
  column->code = code, column->level = level, column->n_levels = distinct;
  return ETHO_OK;
}

static void note_stray_text(const etho_table *table, size_t c, size_t stray, size_t stray_row, size_t numbers,
                            etho_issues *issues) {
  if (!stray || numbers < 4 * stray) return;
  etho_issues_add(issues, "W-MODEL-TEXT", etho_table_name(table), etho_table_line(table, stray_row), c + 1,
                  "correct the cell, or leave the row out with --where",
                  "column '%s' is taken as groups, not numbers, because of '%s'", etho_table_header(table, c),
                  etho_table_text(table, stray_row, c));
}

static etho_status read_text(const etho_table *table, size_t c, etho_arena *arena, etho_column *column,
                             etho_error *error) {
  size_t n = etho_table_rows(table);
  const char **text = ETHO_NEW(arena, const char *, n + 1);
  if (!text) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++)
    text[i] = etho_table_missing(table, i, c) ? NULL : etho_table_text(table, i, c);
  return etho_factor_from_text(text, n, arena, column, error);
}

static etho_status read_column(const etho_table *table, size_t c, bool as_text, etho_arena *arena,
                               etho_column *column, etho_issues *issues, etho_error *error) {
  if (as_text) return read_text(table, c, arena, column, error);
  size_t n = etho_table_rows(table), stray = 0, stray_row = 0, numbers = 0;
  double *number = ETHO_NEW(arena, double, n + 1);
  if (!number) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++) {
    number[i] = (double)NAN;
    if (etho_table_missing(table, i, c)) continue;
    if (etho_table_number(table, i, c, &number[i]))
      numbers++;
    else if (stray++ == 0)
      stray_row = i;
  }
  column->number = number;
  if (!stray) return ETHO_OK;
  note_stray_text(table, c, stray, stray_row, numbers, issues);
  return read_text(table, c, arena, column, error);
}

etho_status etho_frame_from_table(const etho_table *table, const char *const *name, const bool *as_text,
                                  size_t n_names, etho_arena *arena, etho_frame *frame, etho_issues *issues,
                                  etho_error *error) {
  size_t n = etho_table_rows(table);
  size_t *line = ETHO_NEW(arena, size_t, n + 1);
  frame->column = ETHO_NEW(arena, etho_column, n_names + 1);
  if (!line || !frame->column) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++) line[i] = etho_table_line(table, i);
  frame->n = n, frame->n_columns = 0, frame->line = line;
  for (size_t i = 0; i < n_names; i++) {
    size_t c;
    if (etho_frame_find(frame, name[i])) continue;
    etho_status status = etho_table_require(table, name[i], &c, error);
    if (status != ETHO_OK) return status;
    etho_column *column = &frame->column[frame->n_columns];
    column->name = name[i];
    status = read_column(table, c, as_text && as_text[i], arena, column, issues, error);
    if (status != ETHO_OK) return status;
    frame->n_columns++;
  }
  return ETHO_OK;
}

static etho_status keep_factor(etho_column *column, const bool *keep, size_t n, etho_arena *arena,
                               etho_error *error) {
  int *index = ETHO_NEW(arena, int, column->n_levels + 1), *code = ETHO_NEW(arena, int, n + 1);
  const char **level = ETHO_NEW(arena, const char *, column->n_levels + 1);
  if (!index || !code || !level) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++)
    if (keep[i] && column->code[i] >= 0) index[column->code[i]] = 1;
  size_t used = 0, m = 0;
  for (size_t k = 0; k < column->n_levels; k++) {
    if (!index[k]) continue;
    index[k] = (int)used;
    level[used++] = column->level[k];
  }
  for (size_t i = 0; i < n; i++)
    if (keep[i]) code[m++] = column->code[i] < 0 ? -1 : index[column->code[i]];
  column->code = code, column->level = level, column->n_levels = used;
  return ETHO_OK;
}

etho_status etho_frame_keep(etho_frame *frame, const bool *keep, etho_arena *arena, etho_error *error) {
  size_t n = frame->n, m = 0;
  size_t *line = ETHO_NEW(arena, size_t, n + 1);
  if (!line) return etho_model_no_memory(error);
  for (size_t i = 0; i < n; i++)
    if (keep[i]) line[m++] = etho_frame_line(frame, i);
  for (size_t c = 0; c < frame->n_columns; c++) {
    etho_column *column = &frame->column[c];
    if (column->is_factor) {
      etho_status status = keep_factor(column, keep, n, arena, error);
      if (status != ETHO_OK) return status;
      continue;
    }
    double *number = ETHO_NEW(arena, double, m + 1);
    if (!number) return etho_model_no_memory(error);
    for (size_t i = 0, k = 0; i < n; i++)
      if (keep[i]) number[k++] = column->number[i];
    column->number = number;
  }
  frame->n = m, frame->line = line;
  return ETHO_OK;
}

static etho_status level_first(etho_column *column, size_t first, size_t n, etho_arena *arena,
                               etho_error *error) {
  const char **level = ETHO_NEW(arena, const char *, column->n_levels + 1);
  int *code = ETHO_NEW(arena, int, n + 1);
  if (!level || !code) return etho_model_no_memory(error);
  level[0] = column->level[first];
  for (size_t k = 0, at = 1; k < column->n_levels; k++)
    if (k != first) level[at++] = column->level[k];
  for (size_t i = 0; i < n; i++) {
    int c = column->code[i];
    code[i] = c < 0 || (size_t)c > first ? c : (size_t)c == first ? 0 : c + 1;
  }
  column->level = level, column->code = code;
  return ETHO_OK;
}

etho_status etho_frame_control(etho_frame *frame, const char *control, etho_arena *arena, bool *found,
                               etho_error *error) {
  *found = false;
  for (size_t c = 0; c < frame->n_columns; c++) {
    etho_column *column = &frame->column[c];
    for (size_t k = 0; column->is_factor && k < column->n_levels; k++) {
      if (strcmp(column->level[k], control) != 0) continue;
      *found = true;
      return level_first(column, k, frame->n, arena, error);
    }
  }
  return ETHO_OK;
}
