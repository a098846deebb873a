/* Cells that pack several facts, as LIMS export them: "Novel arm Duration/time:1/phase:Test". They take
 * themselves apart: each cell is NAME/key:value/key:value with the same keys, so nothing has to be declared.
 */
#include <string.h>

#include "base/number.h"
#include "import/reshape.h"

enum { MOST_KEYS = 6, KEY_SIZE = 24, ROWS_LEAST = 4 };

typedef struct packed {
  char key[MOST_KEYS][KEY_SIZE];
  size_t n;
} packed;

static bool is_key_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The keys of one cell, from the right: "/phase:Test" ends the text or stands before another key. false: it
 * is not packed. */
static bool read_keys(const char *text, packed *p) {
  const char *at = text;
  p->n = 0;
  while ((at = strchr(at, '/'))) {
    size_t n = 1;
    while (is_key_byte(at[n])) n++;
    bool key = n > 1 && n <= KEY_SIZE && at[n] == ':' && at[n + 1] && at > text;
    if (key && p->n < MOST_KEYS) {
      memcpy(p->key[p->n], at + 1, n - 1);
      p->key[p->n++][n - 1] = '\0';
    } else if (p->n) {
      return false; /* a slash behind a key */
    }
    at++;
  }
  return p->n > 0;
}

static bool same_keys(const packed *a, const packed *b) {
  if (a->n != b->n) return false;
  for (size_t i = 0; i < a->n; i++)
    if (strcmp(a->key[i], b->key[i]) != 0) return false;
  return true;
}

static bool packed_column(const etho_table *table, size_t column, packed *p) {
  size_t rows = 0;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    packed now;
    if (!read_keys(etho_table_text(table, r, column), rows ? &now : p) || (rows && !same_keys(p, &now)))
      return false;
    rows++;
  }
  return rows >= ROWS_LEAST;
}

/* The column of the numbers: called so, or the only one of numbers. */
static size_t value_column(const etho_table *table) {
  static const char *const names[] = {"data", "value", "values", "result", "measurement", "data_value"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (etho_table_find(table, names[i]) != ETHO_NOT_FOUND) return etho_table_find(table, names[i]);
  return ETHO_NOT_FOUND;
}

/* "time:3" is the third time bin. */
static const char *part_name(const char *key) {
  static const char *const bins[] = {"time", "bin", "minute", "min", "timebin", "time_bin", "interval"};
  for (size_t i = 0; i < sizeof bins / sizeof *bins; i++)
    if (etho_text_equal_fold(key, bins[i])) return "bin";
  return key;
}

etho_status etho_table_unpack(etho_source *source, etho_table **table, etho_error *error) {
  packed p = {0};
  size_t n = etho_table_columns(*table), column = 0, values = value_column(*table);
  if (values == ETHO_NOT_FOUND) return ETHO_OK;
  while (column < n && !packed_column(*table, column, &p)) column++;
  if (column == n) return ETHO_OK;
  etho_text pattern = {0};
  etho_text_append(&pattern, "^(?<measure>.*)");
  for (size_t i = 0; i < p.n; i++)
    etho_text_format(&pattern, "/%s:(?<%s>[^/]*)", p.key[i], part_name(p.key[i]));
  etho_text_char(&pattern, '$');
  const char *header = etho_arena_text(source->arena, etho_table_header(*table, column));
  const char *value = etho_arena_text(source->arena, etho_table_header(*table, values));
  const char *text = pattern.failed ? NULL : etho_arena_text(source->arena, etho_text_get(&pattern));
  etho_text_free(&pattern);
  if (!header || !value || !text) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_issues_add(source->issues, "N-PACKED", source->path, etho_table_dialect(*table)->header_line,
                  column + 1, "declare \"patterns\" and \"wider\" in the study file if that is wrong",
                  "column '%.60s' packs several facts: taken apart by %.200s, with the numbers of '%.60s'",
                  header, text, value);
  source->packed = header;
  const etho_pair declared = {header, text};
  etho_status status = etho_table_split(source, table, &declared, error);
  return status == ETHO_OK ? etho_table_wider(source, table, "measure", value, error) : status;
}
