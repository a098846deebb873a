/* Decimal point or decimal comma: decided for the whole file, never for one cell. */
#include <string.h>

#include "base/text.h"
#include "table/grid.h"

typedef enum shape { SHAPE_OTHER, SHAPE_POINT, SHAPE_COMMA, SHAPE_COMMA_THREE, SHAPE_GROUPED } shape;

static size_t digits(const char *text) {
  size_t n = 0;
  while (text[n] >= '0' && text[n] <= '9') n++;
  return n;
}

static bool is_end(const char *text) {
  if (*text == 'e' || *text == 'E') {
    text += 1 + (text[1] == '-' || text[1] == '+');
    size_t n = digits(text);
    return n && !text[n];
  }
  return !*text;
}

/* 12.5 is POINT; 12,5 is COMMA; 1,234 could be either (COMMA_THREE); 1,234.5, 1.234,5 and 1,234,567 are
 * grouped. */
static shape shape_of(const char *text) {
  if (*text == '-' || *text == '+') text++;
  size_t whole = digits(text);
  char mark = text[whole];
  if (mark != '.' && mark != ',') return SHAPE_OTHER;
  const char *rest = text + whole + 1;
  size_t fraction = digits(rest);
  if (whole + fraction == 0) return SHAPE_OTHER;
  if (is_end(rest + fraction)) {
    if (mark == '.') return SHAPE_POINT;
    bool group = fraction == 3 && whole >= 1 && whole <= 3 && text[0] != '0' && !rest[fraction];
    return group ? SHAPE_COMMA_THREE : SHAPE_COMMA;
  }
  if (whole > 3 || !whole || fraction != 3) return SHAPE_OTHER;
  char other = mark == '.' ? ',' : '.';
  size_t groups = 1;
  rest += 3;
  while (*rest == mark && digits(rest + 1) == 3) rest += 4, groups++;
  if (!*rest) return groups > 1 ? SHAPE_GROUPED : SHAPE_OTHER;
  return *rest == other && digits(rest + 1) && !rest[1 + digits(rest + 1)] ? SHAPE_GROUPED : SHAPE_OTHER;
}

bool etho_text_grouped(const char *text, char decimal) {
  shape s = shape_of(text);
  return s == SHAPE_GROUPED || (s == SHAPE_COMMA_THREE && decimal == '.');
}

/* Bytes of a space or apostrophe that may group digits; 0 = none. */
static size_t group_mark(const char *text) {
  static const char *const mark[] = {
      " ", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x87", "\xE2\x80\x99"};
  for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
    if (strncmp(text, mark[i], strlen(mark[i])) == 0) return strlen(mark[i]);
  return 0;
}

bool etho_text_grouped_by_space(const char *text) {
  size_t groups = 0, n = digits(text);
  if (!n || n > 3) return false;
  for (text += n; group_mark(text) && digits(text + group_mark(text)) == 3; groups++)
    text += group_mark(text) + 3;
  if (*text == '.' || *text == ',') text += 1 + digits(text + 1);
  return groups && !*text;
}

typedef struct tally {
  size_t point, comma, three, grouped; /* cells */
  size_t point_columns, comma_columns;
} tally;

enum { SHOWN = 20 };

static void report(etho_grid *grid, size_t first, bool three_too, etho_issues *issues) {
  size_t n = 0;
  for (size_t r = first; r < grid->n_records; r++)
    for (size_t f = 0; f < grid->record[r].count; f++) {
      const char *text = etho_grid_text(grid, r, f);
      shape s = shape_of(text);
      if (s != SHAPE_GROUPED && !(three_too && s == SHAPE_COMMA_THREE)) continue;
      if (++n <= SHOWN)
        etho_issues_add(
            issues, "E-NUM-THOUSANDS", grid->name, grid->record[r].line, f + 1,
            "remove the thousands separators (in Excel: format the cells as Number without the 1000 "
            "separator) or, where the comma is the decimal mark, declare it: --decimal ','",
            "'%.60s' has a separator that may group thousands", text);
    }
  if (n > SHOWN)
    etho_issues_add(issues, "E-NUM-THOUSANDS", grid->name, 0, 0, "remove the thousands separators",
                    "%zu more cells with a separator that may group thousands", n - SHOWN);
}

/* 3.0 is written by programs for whole numbers in any country. */
static bool is_flag(const char *text) {
  return strcmp(text + digits(text), ".0") == 0;
}

static tally count_shapes(const etho_grid *grid, size_t first, size_t field) {
  tally t = {0};
  for (size_t r = first; r < grid->n_records; r++) {
    if (field >= grid->record[r].count) continue;
    const char *text = etho_grid_text(grid, r, field);
    if ((text[0] < '0' || text[0] > '9') && !strchr("+-.,", text[0])) continue;
    shape s = shape_of(text);
    if (s == SHAPE_POINT && is_flag(text)) continue;
    t.point += s == SHAPE_POINT, t.comma += s == SHAPE_COMMA;
    t.three += s == SHAPE_COMMA_THREE, t.grouped += s == SHAPE_GROUPED;
  }
  return t;
}

static tally count_all(const etho_grid *grid, size_t first) {
  tally all = {0};
  size_t fields = 0;
  for (size_t r = first; r < grid->n_records; r++)
    if (grid->record[r].count > fields) fields = grid->record[r].count;
  for (size_t f = 0; f < fields; f++) {
    tally t = count_shapes(grid, first, f);
    all.point += t.point, all.comma += t.comma, all.three += t.three, all.grouped += t.grouped;
    all.point_columns += t.point > t.comma, all.comma_columns += t.comma > t.point;
  }
  return all;
}

char etho_grid_decimal(etho_grid *grid, size_t first, etho_issues *issues) {
  if (grid->dialect.decimal) return grid->dialect.decimal;
  tally t = count_all(grid, first);
  bool comma_file = grid->dialect.delimiter != ',';
  char decimal = '.';
  /* ids such as 1.10 look like numbers with a point: of as many columns of each, the commas are decimals */
  bool columns = comma_file && t.comma_columns && t.comma_columns >= t.point_columns;
  if (t.comma > t.point || columns || (!t.point && t.three && (t.comma || comma_file))) decimal = ',';
  bool ambiguous = t.three && decimal == '.';
  if (ambiguous || t.grouped) report(grid, first, ambiguous, issues);
  if (decimal == ',' && !t.comma)
    etho_issues_add(issues, "W-NUM-COMMA", grid->name, 0, 0,
                    "declare it to be sure: --decimal ',' or --decimal '.'",
                    "numbers such as 1,234 are read with a decimal comma (1.234)");
  return grid->dialect.decimal = decimal;
}
