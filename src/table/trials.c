/* Tidy trials: a column is numbers or text; rows know their source. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "table/series.h"

typedef struct column {
  const char *name;
  bool is_text;
  double *number; /* one of the two, `room` entries */
  const char **text;
  size_t room;
} column;

typedef struct source {
  const char *file;
  size_t line;
  const etho_series *series; /* NULL = the row is one trial */
} source;

struct etho_trials {
  etho_arena *arena;
  column *column;
  size_t n_columns, column_room;
  size_t next; /* the column after the one that was asked for last: rows are filled in order */
  source *source;
  size_t n_rows, source_room;
  etho_series_store **store; /* shared: they hold what the rows' series point to */
  size_t n_stores, store_room;
  bool failed;
};

etho_trials *etho_trials_new(void) {
  etho_trials *trials = calloc(1, sizeof *trials);
  if (trials && !(trials->arena = etho_arena_new())) {
    free(trials);
    return NULL;
  }
  return trials;
}

void etho_trials_free(etho_trials *trials) {
  if (!trials) return;
  for (size_t i = 0; i < trials->n_stores; i++) etho_series_store_release(trials->store[i]);
  etho_arena_free(trials->arena);
  free(trials);
}

/* Make room for all rows; new cells are missing. */
static bool reserve(etho_trials *trials, column *c) {
  size_t before = c->room;
  if (before >= trials->source_room && before) return true;
  size_t room = trials->source_room ? trials->source_room : 8;
  if (c->is_text) {
    const char **moved = etho_arena_grow(trials->arena, c->text, &c->room, room, sizeof *moved);
    if (!moved) return !(trials->failed = true);
    c->text = moved;
    return true;
  }
  double *moved = etho_arena_grow(trials->arena, c->number, &c->room, room, sizeof *moved);
  if (!moved) return !(trials->failed = true);
  c->number = moved;
  for (size_t r = before; r < c->room; r++) c->number[r] = (double)NAN;
  return true;
}

size_t etho_trials_find(const etho_trials *trials, const char *name) {
  for (size_t c = 0; c < trials->n_columns; c++)
    if (strcmp(trials->column[c].name, name) == 0) return c;
  return ETHO_NOT_FOUND;
}

size_t etho_trials_column(etho_trials *trials, const char *name, bool is_text) {
  bool in_order = trials->next < trials->n_columns && strcmp(trials->column[trials->next].name, name) == 0;
  size_t found = in_order ? trials->next : etho_trials_find(trials, name);
  trials->next = found == ETHO_NOT_FOUND ? trials->n_columns + 1 : found + 1;
  if (found != ETHO_NOT_FOUND) return found;
  column *list = etho_arena_grow(trials->arena, trials->column, &trials->column_room, trials->n_columns + 1,
                                 sizeof *list);
  column added = {.name = etho_arena_text(trials->arena, name), .is_text = is_text};
  if (list) trials->column = list;
  if (!list || !added.name || !reserve(trials, &added)) {
    trials->failed = true;
    return ETHO_NOT_FOUND;
  }
  trials->column[trials->n_columns] = added;
  return trials->n_columns++;
}

size_t etho_trials_add(etho_trials *trials, const char *file, size_t line) {
  source *list =
      etho_arena_grow(trials->arena, trials->source, &trials->source_room, trials->n_rows + 1, sizeof *list);
  if (!list) {
    trials->failed = true;
    return ETHO_NOT_FOUND;
  }
  trials->source = list;
  for (size_t c = 0; c < trials->n_columns; c++)
    if (!reserve(trials, &trials->column[c])) return ETHO_NOT_FOUND;
  const char *last = trials->n_rows ? list[trials->n_rows - 1].file : NULL;
  bool same = last && file && strcmp(last, file) == 0;
  list[trials->n_rows] =
      (source){same || !file ? (file ? last : NULL) : etho_arena_text(trials->arena, file), line, NULL};
  return trials->n_rows++;
}

static column *cell(etho_trials *trials, size_t row, size_t c) {
  bool valid = c < trials->n_columns && row < trials->n_rows && row < trials->column[c].room;
  return valid ? &trials->column[c] : NULL;
}

void etho_trials_set_number(etho_trials *trials, size_t row, size_t c, double value) {
  column *at = cell(trials, row, c);
  if (at && !at->is_text) at->number[row] = value;
}

void etho_trials_set_text(etho_trials *trials, size_t row, size_t c, const char *value) {
  column *at = cell(trials, row, c);
  if (!at || !at->is_text) return;
  /* most cells say what the one above says */
  const char *above = value && row ? at->text[row - 1] : NULL;
  at->text[row] = above && strcmp(above, value) == 0 ? above : etho_arena_text(trials->arena, value);
  if (value && !at->text[row]) trials->failed = true;
}

size_t etho_trials_rows(const etho_trials *trials) {
  return trials->n_rows;
}

size_t etho_trials_columns(const etho_trials *trials) {
  return trials->n_columns;
}

const char *etho_trials_name(const etho_trials *trials, size_t c) {
  return trials->column[c].name;
}

bool etho_trials_is_text(const etho_trials *trials, size_t c) {
  return trials->column[c].is_text;
}

double etho_trials_number(const etho_trials *trials, size_t row, size_t c) {
  bool valid = c < trials->n_columns && !trials->column[c].is_text && row < trials->n_rows;
  return valid ? trials->column[c].number[row] : (double)NAN;
}

const char *etho_trials_text(const etho_trials *trials, size_t row, size_t c) {
  bool valid = c < trials->n_columns && trials->column[c].is_text && row < trials->n_rows;
  return valid ? trials->column[c].text[row] : NULL;
}

const char *etho_trials_file(const etho_trials *trials, size_t row) {
  return trials->source[row].file;
}

size_t etho_trials_line(const etho_trials *trials, size_t row) {
  return trials->source[row].line;
}

etho_status etho_trials_status(const etho_trials *trials) {
  return trials->failed ? ETHO_ERR_MEMORY : ETHO_OK;
}

void etho_trials_share(etho_trials *trials, etho_series_store *store) {
  etho_series_store **list =
      etho_arena_grow(trials->arena, trials->store, &trials->store_room, trials->n_stores + 1, sizeof *list);
  if (!list) {
    trials->failed = true;
    return;
  }
  trials->store = list;
  list[trials->n_stores++] = etho_series_store_retain(store);
}

void etho_trials_set_series(etho_trials *trials, size_t row, const etho_series *series) {
  if (row < trials->n_rows) trials->source[row].series = series;
}

const etho_series *etho_trials_series(const etho_trials *trials, size_t row) {
  return trials->source[row].series;
}

bool etho_trials_have_series(const etho_trials *trials) {
  return trials->n_stores > 0;
}

size_t etho_trials_count(const etho_trials *trials) {
  size_t n = 0;
  for (size_t r = 0; r < trials->n_rows; r++) n += trials->source[r].series ? trials->source[r].series->n : 1;
  return n;
}

void etho_trials_append(etho_trials *trials, const etho_trials *other) {
  size_t before = trials->n_rows;
  for (size_t i = 0; i < other->n_stores; i++) etho_trials_share(trials, other->store[i]);
  for (size_t r = 0; r < other->n_rows; r++) {
    size_t row = etho_trials_add(trials, other->source[r].file, other->source[r].line);
    if (row != ETHO_NOT_FOUND) trials->source[row].series = other->source[r].series;
  }
  for (size_t c = 0; c < other->n_columns && !trials->failed; c++) {
    const column *from = &other->column[c];
    size_t to = etho_trials_column(trials, from->name, from->is_text);
    for (size_t r = 0; r < other->n_rows && to != ETHO_NOT_FOUND; r++) {
      if (from->is_text)
        etho_trials_set_text(trials, before + r, to, from->text[r]);
      else
        etho_trials_set_number(trials, before + r, to, from->number[r]);
    }
  }
  if (other->failed) trials->failed = true;
}
