#include "report/sections.h"

#include <stdio.h>
#include <string.h>

/* Models say `table`, survival says `part`. */
static const char *field_of(const etho_rows *rows) {
  return etho_row_get_text(etho_rows_at(rows, 0), "table") ? "table" : "part";
}

static bool is_new(const etho_rows *rows, size_t row, const char *field, const char *name) {
  for (size_t r = 0; r < row; r++) {
    const char *before = etho_row_get_text(etho_rows_at(rows, r), field);
    if (before && strcmp(before, name) == 0) return false;
  }
  return true;
}

const char *section_name(const etho_rows *rows, size_t index) {
  const char *last = NULL, *field = field_of(rows);
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    const char *name = etho_row_get_text(etho_rows_at(rows, r), field);
    if (!name || (last && strcmp(last, name) == 0)) continue; /* a run of one section: looked up once */
    last = name;
    if (is_new(rows, r, field, name) && index-- == 0) return name;
  }
  return NULL;
}

void section_copy(const etho_rows *rows, const char *name, etho_rows *out) {
  const char *field = field_of(rows);
  for (size_t r = 0; r < etho_rows_count(rows); r++) {
    const etho_row *row = etho_rows_at(rows, r);
    const char *own = etho_row_get_text(row, field);
    if (!own || strcmp(own, name) != 0) continue;
    etho_row_copy_without(etho_rows_add(out), row, field);
  }
}

const char *section_title(const char *name, char *buffer, size_t size) {
  static const struct { const char *name, *title; } known[] = {
      {"anova", "Analysis of variance"}, {"emmeans", "Estimated marginal means"}, {"random", "Random effects"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].name, name) == 0) return known[i].title;
  snprintf(buffer, size, "%s", name);
  if (buffer[0] >= 'a' && buffer[0] <= 'z') buffer[0] = (char)(buffer[0] - 'a' + 'A');
  return buffer;
}
