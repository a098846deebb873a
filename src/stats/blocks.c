#include "stats/blocks.h"

#include <math.h>

#include "base/text.h"

static etho_status fill(const double *value, const etho_factor *subject, const etho_factor *condition,
                        size_t n, double *matrix, etho_error *error) {
  size_t k = condition->n_levels;
  for (size_t i = 0; i < n; i++) {
    int s = subject->code[i], c = condition->code[i];
    if (s < 0 || c < 0 || !isfinite(value[i])) continue;
    double *cell = &matrix[(size_t)s * k + (size_t)c];
    if (!isnan(*cell)) {
      etho_error_set(error, ETHO_ERR_DATA, "subject '%s' has more than one value in '%s'", subject->level[s],
                     condition->level[c]);
      etho_error_hint(error, "choose rows with --where, or average them first");
      return ETHO_ERR_DATA;
    }
    *cell = value[i];
  }
  return ETHO_OK;
}

static bool is_complete(const double *row, size_t k, bool *any) {
  bool complete = true;
  *any = false;
  for (size_t c = 0; c < k; c++) {
    if (isnan(row[c]))
      complete = false;
    else
      *any = true;
  }
  return complete;
}

static void note_incomplete(etho_rows *rows, const etho_text *names, size_t left_out) {
  if (!left_out) return;
  etho_rows_note(
      rows, "%zu subject%s without a value in every condition left out: %s%s (a mixed model would keep %s)",
      left_out, left_out == 1 ? "" : "s", etho_text_get(names), left_out > 10 ? ", ..." : "",
      left_out == 1 ? "it" : "them");
}

etho_status etho_blocks_make(const double *value, const etho_factor *subject, const etho_factor *condition,
                             size_t n, etho_arena *arena, etho_blocks *blocks, etho_rows *rows,
                             etho_error *error) {
  size_t k = condition->n_levels, subjects = subject->n_levels, left_out = 0;
  double *matrix = ETHO_NEW(arena, double, subjects *k + 1);
  int *who = ETHO_NEW(arena, int, subjects + 1);
  if (!matrix || !who) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < subjects * k; i++) matrix[i] = (double)NAN;
  etho_status status = fill(value, subject, condition, n, matrix, error);
  if (status != ETHO_OK) return status;
  etho_text names = {0};
  *blocks = (etho_blocks){matrix, who, 0, k};
  for (size_t s = 0; s < subjects; s++) {
    bool any, complete = is_complete(&matrix[s * k], k, &any);
    if (any && !complete && left_out++ < 10)
      etho_text_format(&names, "%s%s", names.length ? ", " : "", subject->level[s]);
    if (!complete || !k) continue;
    for (size_t c = 0; c < k; c++) matrix[blocks->n * k + c] = matrix[s * k + c];
    who[blocks->n++] = (int)s;
  }
  note_incomplete(rows, &names, left_out);
  etho_text_free(&names);
  return ETHO_OK;
}
