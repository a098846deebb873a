/* model/frame.h - the columns a model uses: numbers or factors, filled from a table or from arrays. */
#ifndef ETHO_MODEL_FRAME_H
#define ETHO_MODEL_FRAME_H

#include "base/arena.h"
#include "ethostat/table.h"

typedef struct etho_column {
  const char *name;
  bool is_factor;
  const double *number;     /* NaN = missing; NULL for factors */
  const int *code;          /* index into level, -1 = missing; NULL for numbers */
  const char *const *level; /* sorted by bytes, a declared control first */
  size_t n_levels;
} etho_column;

typedef struct etho_frame {
  size_t n, n_columns;
  etho_column *column;
  const size_t *line; /* source line of each row; NULL = rows count from 1 */
} etho_frame;

/* The named columns of a table. A column is numeric when every cell that is not missing is a number, else a
 * factor; mostly numeric columns that one cell turns into text are noted in issues. as_text (NULL = none)
 * marks columns that are ids: always factors, "1.10" is not "1.1". ETHO_ERR_USAGE for an unknown column, with
 * the nearest names. */
etho_status etho_frame_from_table(const etho_table *table, const char *const *name, const bool *as_text,
                                  size_t n_names, etho_arena *arena, etho_frame *frame, etho_issues *issues,
                                  etho_error *error);

const etho_column *etho_frame_find(const etho_frame *frame, const char *name); /* NULL when absent */
size_t etho_frame_line(const etho_frame *frame, size_t row);

/* Drop the rows where keep is false and the levels that no row has any more. */
etho_status etho_frame_keep(etho_frame *frame, const bool *keep, etho_arena *arena, etho_error *error);

/* Make `control` the first level of the first factor (in the order of the frame) that has it; *found says
 * whether. */
etho_status etho_frame_control(etho_frame *frame, const char *control, etho_arena *arena, bool *found,
                               etho_error *error);

/* Levels and codes of texts (NULL = missing), levels sorted by bytes. */
etho_status etho_factor_from_text(const char *const *text, size_t n, etho_arena *arena, etho_column *column,
                                  etho_error *error);

/* Levels and codes of numbers (NaN = missing), sorted by value, labelled by their shortest decimals. */
etho_status etho_factor_from_numbers(const double *number, size_t n, etho_arena *arena, etho_column *column,
                                     etho_error *error);

etho_status etho_model_no_memory(etho_error *error);

#endif
