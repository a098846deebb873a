/* Rows that claim to be the same trial, and the column that tells them apart though nobody said so: an age, a
 * date. */
#include <stdlib.h>
#include <string.h>

#include "import/tidy.h"

typedef struct keyed {
  const char *key;
  size_t row;
} keyed;

static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

static const char *key_of(etho_source *source, size_t row) {
  static const char *const roles[] = {"animal", "phase", "session", "day", "trial", "bin", "recording"};
  etho_text key = {0};
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
    const etho_binding *b = etho_source_bound(source, roles[i]);
    if (b) etho_text_append(&key, etho_table_text(source->table, row, b->column));
    etho_text_char(&key, '\x1F');
  }
  const char *kept = etho_arena_text(source->arena, etho_text_get(&key));
  etho_text_free(&key);
  return kept;
}

static bool is_bound(const etho_source *source, size_t column) {
  for (size_t i = 0; i < source->n_bindings; i++)
    if (source->binding[i].column == column) return true;
  return false;
}

/* Does the column differ in every two rows of one key, and say the same of many rows? A measure differs too,
 * but has as many values as rows. */
static size_t tells_apart(const etho_table *table, size_t column, const keyed *list, size_t n) {
  const char *seen[12];
  size_t n_seen = 0;
  for (size_t i = 0; i < n; i++) {
    const char *text = etho_table_text(table, list[i].row, column);
    bool again = i && strcmp(list[i].key, list[i - 1].key) == 0;
    if (etho_text_missing(text)) return 0;
    if (again && strcmp(text, etho_table_text(table, list[i - 1].row, column)) == 0) return 0;
    size_t k = 0;
    while (k < n_seen && strcmp(seen[k], text) != 0) k++;
    if (k == sizeof seen / sizeof *seen) return 0;
    if (k == n_seen) seen[n_seen++] = text;
  }
  return n_seen > 1 ? n_seen : 0;
}

void etho_tidy_apart(etho_source *source) {
  size_t n = etho_table_rows(source->table), twice = 0, first = 0;
  keyed *list = ETHO_NEW(source->arena, keyed, n + 1);
  if (!etho_source_bound(source, "animal") || !list) return;
  for (size_t r = 0; r < n; r++)
    if (!(list[r] = (keyed){key_of(source, r), r}).key) return;
  if (n) qsort(list, n, sizeof *list, by_key);
  for (size_t i = 1; i < n; i++)
    if (strcmp(list[i].key, list[i - 1].key) == 0 && !twice++) first = list[i].row;
  size_t best = ETHO_NOT_FOUND, least = 0;
  for (size_t c = 0; twice && c < etho_table_columns(source->table); c++) {
    size_t values = is_bound(source, c) ? 0 : tells_apart(source->table, c, list, n);
    if (values && (best == ETHO_NOT_FOUND || values < least)) best = c, least = values;
  }
  if (best == ETHO_NOT_FOUND) return;
  etho_text hint = {0};
  const char *header = etho_table_header(source->table, best);
  etho_text_format(
      &hint, "declare \"columns\": {\"session\": \"%.60s\"}, or read one of them: \"where\": \"%.60s=%.40s\"",
      header, header, etho_table_text(source->table, first, best));
  etho_issues_add(source->issues, "W-ROWS-APART", source->path, etho_table_line(source->table, first),
                  etho_table_field(source->table, best), etho_text_get(&hint),
                  "%zu rows are of an animal and session that stand here already: they differ in '%.60s'",
                  twice, header);
  etho_text_free(&hint);
}
