#include "ethostat/base.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

struct etho_row {
  etho_rows *owner;
  etho_field *field;
  size_t n, capacity;
};

struct etho_rows {
  etho_arena *arena;
  etho_row **row;
  size_t n, capacity;
  const char **note;
  size_t n_notes, note_capacity;
  bool failed;
};

etho_rows *etho_rows_new(void) {
  etho_rows *rows = calloc(1, sizeof *rows);
  if (rows && !(rows->arena = etho_arena_new())) {
    free(rows);
    return NULL;
  }
  return rows;
}

void etho_rows_free(etho_rows *rows) {
  if (!rows) return;
  etho_arena_free(rows->arena);
  free(rows);
}

etho_row *etho_rows_add(etho_rows *rows) {
  if (!rows) return NULL;
  etho_row **list = etho_arena_grow(rows->arena, rows->row, &rows->capacity, rows->n + 1, sizeof *list);
  if (list) rows->row = list;
  etho_row *row = ETHO_NEW(rows->arena, etho_row, 1);
  if (!list || !row) {
    rows->failed = true;
    return NULL;
  }
  row->owner = rows;
  rows->row[rows->n++] = row;
  return row;
}

size_t etho_rows_count(const etho_rows *rows) {
  return rows ? rows->n : 0;
}

etho_row *etho_rows_at(const etho_rows *rows, size_t index) {
  return rows && index < rows->n ? rows->row[index] : NULL;
}

void etho_rows_truncate(etho_rows *rows, size_t index) {
  if (rows && index < rows->n) rows->n = index;
}

etho_status etho_rows_status(const etho_rows *rows) {
  return rows && !rows->failed ? ETHO_OK : ETHO_ERR_MEMORY;
}

void etho_rows_note(etho_rows *rows, const char *format, ...) {
  if (!rows) return;
  etho_text text = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&text, format, arguments);
  va_end(arguments);
  bool known = text.failed;
  for (size_t i = 0; i < rows->n_notes && !known; i++) known = strcmp(rows->note[i], etho_text_get(&text)) == 0;
  if (!known) {
    const char **list = etho_arena_grow(rows->arena, rows->note, &rows->note_capacity, rows->n_notes + 1, sizeof *list);
    const char *copy = etho_arena_text(rows->arena, etho_text_get(&text));
    if (list) rows->note = list;
    if (list && copy) rows->note[rows->n_notes++] = copy;
    else rows->failed = true;
  }
  rows->failed = rows->failed || text.failed;
  etho_text_free(&text);
}

size_t etho_rows_note_count(const etho_rows *rows) {
  return rows ? rows->n_notes : 0;
}

const char *etho_rows_note_at(const etho_rows *rows, size_t index) {
  return rows && index < rows->n_notes ? rows->note[index] : NULL;
}

const etho_field *etho_row_find(const etho_row *row, const char *name) {
  if (!row) return NULL;
  for (size_t i = 0; i < row->n; i++) /* the first letter decides most: a report asks millions of times */
    if (row->field[i].name[0] == name[0] && strcmp(row->field[i].name, name) == 0) return &row->field[i];
  return NULL;
}

/* Rows of one result have the same fields in the same order: a name is kept once, in the row before. */
static const char *keep_name(etho_row *row, const char *name) {
  const etho_rows *rows = row->owner;
  const etho_row *before = rows->n > 1 && rows->row[rows->n - 1] == row ? rows->row[rows->n - 2] : NULL;
  if (before && row->n < before->n && strcmp(before->field[row->n].name, name) == 0) return before->field[row->n].name;
  return etho_arena_text(rows->arena, name);
}

static size_t usual_length(const etho_row *row) {
  const etho_rows *rows = row->owner;
  size_t n = rows->n > 1 && rows->row[rows->n - 1] == row ? rows->row[rows->n - 2]->n : 0;
  return n ? n : 8;
}

static void set(etho_row *row, etho_field value) {
  if (!row) return;
  const etho_field *known = etho_row_find(row, value.name);
  if (known) {
    value.name = known->name;
    row->field[known - row->field] = value;
    return;
  }
  etho_arena *arena = row->owner->arena;
  etho_field *list = row->field;
  if (!list) /* most rows are as long as the one before */
    list = etho_arena_alloc(arena, row->capacity = usual_length(row), sizeof *list);
  else
    list = etho_arena_grow(arena, list, &row->capacity, row->n + 1, sizeof *list);
  if (list) row->field = list;
  value.name = keep_name(row, value.name);
  if (list && value.name) row->field[row->n++] = value;
  else row->owner->failed = true;
}

void etho_row_null(etho_row *row, const char *name) {
  set(row, (etho_field){.name = name, .kind = ETHO_NULL});
}

void etho_row_number(etho_row *row, const char *name, double value) {
  set(row, (etho_field){.name = name, .kind = isfinite(value) ? ETHO_NUMBER : ETHO_NULL,
                        .number = isfinite(value) ? value : 0});
}

void etho_row_bool(etho_row *row, const char *name, bool value) {
  set(row, (etho_field){.name = name, .kind = ETHO_BOOL, .number = value});
}

void etho_row_text(etho_row *row, const char *name, const char *value) {
  if (!row) return;
  const char *copy = etho_arena_text(row->owner->arena, value);
  if (value && !copy) row->owner->failed = true;
  set(row, (etho_field){.name = name, .kind = copy ? ETHO_TEXT : ETHO_NULL, .text = copy});
}

static void set_text(etho_row *row, const char *name, etho_text *text) {
  if (text->failed) row->owner->failed = true;
  else etho_row_text(row, name, etho_text_get(text));
  etho_text_free(text);
}

void etho_row_format(etho_row *row, const char *name, const char *format, ...) {
  if (!row) return;
  etho_text text = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&text, format, arguments);
  va_end(arguments);
  set_text(row, name, &text);
}

void etho_row_note(etho_row *row, const char *format, ...) {
  if (!row) return;
  etho_text text = {0};
  const char *before = etho_row_get_text(row, "note");
  if (before) etho_text_format(&text, "%s; ", before);
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&text, format, arguments);
  va_end(arguments);
  set_text(row, "note", &text);
}

size_t etho_row_count(const etho_row *row) {
  return row ? row->n : 0;
}

const etho_field *etho_row_at(const etho_row *row, size_t index) {
  return row && index < row->n ? &row->field[index] : NULL;
}

double etho_row_get_number(const etho_row *row, const char *name) {
  const etho_field *field = etho_row_find(row, name);
  return field && (field->kind == ETHO_NUMBER || field->kind == ETHO_BOOL) ? field->number : (double)NAN;
}

const char *etho_row_get_text(const etho_row *row, const char *name) {
  const etho_field *field = etho_row_find(row, name);
  return field && field->kind == ETHO_TEXT ? field->text : NULL;
}

void etho_row_copy(etho_row *row, const etho_row *source) {
  etho_row_copy_without(row, source, "");
}

void etho_row_copy_without(etho_row *row, const etho_row *source, const char *name) {
  for (size_t i = 0; row && i < etho_row_count(source); i++) {
    const etho_field *field = &source->field[i];
    if (strcmp(field->name, name) == 0) continue;
    if (field->kind == ETHO_TEXT) etho_row_text(row, field->name, field->text);
    else set(row, *field);
  }
}
