/* Tidy trials as CSV. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ethostat/import.h"

static void add_cell(etho_text *out, const char *text) {
  bool quote = strpbrk(text, ",\"\r\n;\t|") || text[0] == ' ' || (text[0] && text[strlen(text) - 1] == ' ');
  if (!quote) {
    etho_text_append(out, text);
    return;
  }
  etho_text_char(out, '"');
  for (; *text; text++) {
    if (*text == '"') etho_text_char(out, '"');
    etho_text_char(out, *text);
  }
  etho_text_char(out, '"');
}

/* Columns in the order of the vocabulary, others behind them. NULL: out of memory. */
static size_t *column_order(const etho_trials *trials) {
  size_t n = etho_trials_columns(trials), placed = 0;
  size_t *order = malloc((n + 1) * sizeof *order);
  for (size_t role = 0; order && role < etho_role_count(); role++) {
    size_t column = etho_trials_find(trials, etho_role_at(role)->name);
    if (column != ETHO_NOT_FOUND) order[placed++] = column;
  }
  size_t known = placed;
  for (size_t c = 0; order && c < n; c++) {
    bool seen = false;
    for (size_t k = 0; k < known && !seen; k++) seen = order[k] == c;
    if (!seen) order[placed++] = c;
  }
  return order;
}

static bool is_missing(const etho_trials *trials, size_t row, size_t column) {
  return !etho_trials_text(trials, row, column) && isnan(etho_trials_number(trials, row, column));
}

/* A row that holds an id and nothing else would be read back as a heading: it says NA. */
static void add_row(etho_text *out, const etho_trials *trials, const size_t *order, size_t n, size_t row) {
  size_t present = 0;
  for (size_t c = 0; c < n; c++) present += !is_missing(trials, row, c);
  for (size_t c = 0; c < n; c++) {
    const char *word = etho_trials_text(trials, row, order[c]);
    if (c) etho_text_char(out, ',');
    if (word)
      add_cell(out, word);
    else if (!is_missing(trials, row, order[c]))
      etho_text_number(out, etho_trials_number(trials, row, order[c]));
    else if (present < 2)
      etho_text_append(out, "NA");
  }
  etho_text_char(out, '\n');
}

etho_status etho_trials_csv(const etho_trials *trials, char **text, size_t *length, etho_error *error) {
  etho_text out = {0};
  size_t n = etho_trials_columns(trials), *order = column_order(trials);
  if (!order) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t c = 0; c < n; c++) {
    if (c) etho_text_char(&out, ',');
    add_cell(&out, etho_trials_name(trials, order[c]));
  }
  etho_text_char(&out, '\n');
  for (size_t r = 0; r < etho_trials_rows(trials); r++) add_row(&out, trials, order, n, r);
  free(order);
  if (out.failed) {
    etho_text_free(&out);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  *text = out.data;
  *length = out.length;
  return ETHO_OK;
}
