#include "import/fields.h"

#include <math.h>
#include <string.h>

static const double most_seconds = 1e13; /* a clock may count milliseconds since 1970 */

static char next(const char **p) {
  while (**p == ' ' || **p == '-' || **p == '_' || **p == '.') (*p)++;
  char c = **p;
  if (c) (*p)++;
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool etho_name_alike(const char *a, const char *b) {
  for (;;) {
    char x = next(&a), y = next(&b);
    if (x != y) return false;
    if (!x) return true;
  }
}

size_t etho_field_of(const etho_grid *grid, size_t record, const char *names) {
  for (const char *p = names; *p;) {
    const char *end = p + strcspn(p, "|");
    char name[64];
    size_t n = (size_t)(end - p) < sizeof name ? (size_t)(end - p) : sizeof name - 1;
    memcpy(name, p, n);
    name[n] = '\0';
    for (size_t f = 0; f < grid->record[record].count; f++)
      if (etho_name_alike(name, etho_grid_text(grid, record, f))) return f;
    p = *end ? end + 1 : end;
  }
  return ETHO_NOT_FOUND;
}

size_t etho_record_with(const etho_grid *grid, const char *const *names, size_t n) {
  for (size_t r = 0; r < grid->n_records && r < 80; r++) {
    size_t found = 0;
    while (found < n && etho_field_of(grid, r, names[found]) != ETHO_NOT_FOUND) found++;
    if (found == n) return r;
  }
  return ETHO_NOT_FOUND;
}

bool etho_time_goes_on(etho_source *source, size_t record, size_t field, double last_s, double time_s) {
  size_t line = source->grid->record[record].line;
  static const char *const hint = "export the recording again, sorted by time";
  if (time_s >= 0 && time_s <= most_seconds && !(time_s < last_s)) return true;
  if (isnan(time_s))
    etho_issues_add(source->issues, "E-TIME-ORDER", source->path, line, field + 1, hint,
                    "this line of a recording has no time");
  else if (time_s > most_seconds)
    etho_issues_add(source->issues, "E-TIME-ORDER", source->path, line, field + 1, hint,
                    "%g s is no time of a recording", time_s);
  else if (time_s < 0)
    etho_issues_add(source->issues, "E-TIME-NEGATIVE", source->path, line, field + 1,
                    "export the recording with times from its start",
                    "a time of the recording is negative (%g s)", time_s);
  else
    etho_issues_add(source->issues, "E-TIME-ORDER", source->path, line, field + 1, hint,
                    "the times do not increase from line to line: %g s stands after %g s", time_s, last_s);
  return false;
}

double etho_field_seconds(etho_source *source, size_t record, size_t field) {
  double value = (double)NAN;
  const char *text = field == ETHO_NOT_FOUND ? "" : etho_grid_text(source->grid, record, field);
  if (etho_text_missing(text)) return value;
  if (!etho_time_parse(text, etho_grid_decimal(source->grid, 0, NULL), &value))
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, source->grid->record[record].line, field + 1,
                    "export times as seconds (12.3) or m:ss", "'%.60s' is not a time", text);
  return value;
}
