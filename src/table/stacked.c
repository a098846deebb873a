/* Headers on two lines: the names of groups of columns above the columns' own, or their units below. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "table/internal.h"

enum { MOST_STACKED = 512 };

static bool is_number(const char *text) {
  double value;
  return etho_number_parse(text, strlen(text), '.', &value) ||
         etho_number_parse(text, strlen(text), ',', &value);
}

/* Filled cells of a record; 0 when one of them is a number. */
static size_t count_words(const etho_grid *grid, size_t record) {
  size_t n = 0;
  for (size_t f = 0; f < grid->record[record].count; f++) {
    const char *text = etho_grid_text(grid, record, f);
    if (is_number(text)) return 0;
    n += text[0] != '\0';
  }
  return n;
}

/* The last filled cell of the record up to the field: a heading reaches over the empty cells behind it. */
static const char *heading_at(const etho_grid *grid, size_t record, size_t field) {
  for (size_t f = field + 1; f-- > 0;)
    if (etho_grid_text(grid, record, f)[0]) return etho_grid_text(grid, record, f);
  return "";
}

static const char *join_names(etho_table *table, const char *group, const char *name) {
  etho_text both = {0};
  etho_text_format(&both, "%s%s%s", group, group[0] ? " " : "", name);
  const char *kept = both.failed ? NULL : etho_arena_text(table->arena, etho_text_get(&both));
  etho_text_free(&both);
  return kept;
}

/* ---- groups above: the names themselves repeat ---- */

static bool is_repeated(const etho_table *table, const char *const *names, size_t column) {
  for (size_t c = 0; c < table->n_columns; c++)
    if (c != column && table->named[c] && etho_text_equal_fold(names[c], names[column])) return true;
  return false;
}

static bool any_repeated(const etho_table *table, const char *const *names) {
  for (size_t c = 0; c < table->n_columns; c++)
    if (table->named[c] && is_repeated(table, names, c)) return true;
  return false;
}

static bool all_named(const etho_table *table) {
  for (size_t c = 0; c < table->n_columns; c++)
    if (!table->named[c]) return false;
  return true;
}

/* Names that repeat are told apart by the line above, when that makes them all different; false: no memory.
 */
static bool take_groups_above(etho_table *table, size_t header, bool *taken) {
  const char **joined = ETHO_NEW(table->arena, const char *, table->n_columns);
  if (!joined) return false;
  for (size_t c = 0; c < table->n_columns; c++) {
    bool repeated = is_repeated(table, table->header, c);
    joined[c] = repeated ? join_names(table, heading_at(table->grid, header - 1, c), table->header[c])
                         : table->header[c];
    if (!joined[c]) return false;
  }
  *taken = !any_repeated(table, joined);
  if (*taken) table->header = joined;
  return true;
}

static bool may_have_groups_above(const etho_table *table, size_t header) {
  return header && table->n_columns > 2 && table->n_columns <= MOST_STACKED && all_named(table) &&
         count_words(table->grid, header - 1) > 0 && !is_repeated(table, table->header, 0) &&
         any_repeated(table, table->header);
}

/* ---- names below: the line found is that of the groups ---- */

/* Words here, and a number below one of them. */
static bool stands_on_numbers(const etho_grid *grid, size_t record) {
  for (size_t f = 0; f < grid->record[record].count; f++)
    if (!etho_text_missing(etho_grid_text(grid, record, f)) && is_number(etho_grid_text(grid, record + 1, f)))
      return true;
  return false;
}

/* Every column without a name has one on the next line, which has none for others or tells apart those whose
 * names repeat. */
static bool has_names_below(const etho_table *table, size_t header) {
  const etho_grid *grid = table->grid;
  size_t below = header + 1;
  bool completes = false, leaves = false;
  if (below + 1 >= grid->n_records || table->n_columns > MOST_STACKED || count_words(grid, below) < 2 ||
      !stands_on_numbers(grid, below))
    return false;
  for (size_t c = 0; c < table->n_columns; c++) {
    bool name = etho_grid_text(grid, below, c)[0] != '\0';
    if (!table->named[c] && !name) return false;
    completes = completes || !table->named[c];
    leaves = leaves || !name;
  }
  return (completes && leaves) || any_repeated(table, table->header);
}

static bool take_names_below(etho_table *table, size_t header) {
  const etho_grid *grid = table->grid;
  for (size_t c = 0; c < table->n_columns; c++) {
    const char *name = etho_grid_text(grid, header + 1, c);
    if (!name[0]) continue;
    table->header[c] = join_names(table, heading_at(grid, header, c), name);
    table->named[c] = true;
    if (!table->header[c]) return false;
  }
  return true;
}

/* ---- units below ---- */

static bool is_listed(const char *text, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (etho_text_equal_fold(text, list[i])) return true;
  return false;
}

/* 2 = a unit of time, 1 = another or a dash, 0 = none. */
static int unit_of(const char *text) {
  static const char *const time[] = {"s", "sec", "secs", "second", "seconds", "ms", "msec", "min", "minutes"};
  static const char *const other[] = {"%",  "cm",  "mm",     "m",     "cm/s",  "m/s",      "g",   "kg", "n",
                                      "#",  "-",   "px",     "pixel", "count", "L/R",      "0/1", "h",  "deg",
                                      "Hz", "fps", "frames", "text",  "id",    "\xC2\xB0", "a.u."};
  char bare[16] = "";
  size_t n = strlen(text);
  bool bracket = n > 2 && strchr("([", text[0]) && strchr(")]", text[n - 1]);
  if (bracket) text++, n -= 2;
  if (n >= sizeof bare) return 0;
  memcpy(bare, text, n);
  if (is_listed(bare, time, sizeof time / sizeof *time)) return 2;
  return is_listed(bare, other, sizeof other / sizeof *other);
}

static bool is_unit_line(const etho_table *table, size_t record) {
  bool time = false;
  if (record + 1 >= table->grid->n_records) return false;
  for (size_t f = 0; f < table->grid->record[record].count; f++) {
    const char *text = etho_grid_text(table->grid, record, f);
    int unit = text[0] ? unit_of(text) : 1;
    if (!unit) return false;
    time = time || unit == 2;
  }
  return time;
}

static bool take_units(etho_table *table, size_t record) {
  for (size_t c = 0; c < table->n_columns; c++) {
    const char *text = etho_grid_text(table->grid, record, c);
    if (!text[0] || strcmp(text, "-") == 0 || strpbrk(table->header[c], "([")) continue;
    char unit[24];
    bool bracket = strchr("([", text[0]) != NULL;
    size_t n = strlen(text) - (bracket ? 2 : 0);
    unit[0] = '(';
    memcpy(unit + 1, text + bracket, n);
    memcpy(unit + 1 + n, ")", 2);
    table->header[c] = join_names(table, table->header[c], unit);
    if (!table->header[c]) return false;
  }
  return true;
}

static void tell(const etho_table *table, size_t record, const char *what, etho_issues *issues) {
  const char *last = table->header[table->n_columns - 1];
  etho_issues_add(issues, "N-STACKED", table->grid->name, table->grid->record[record].line, 0,
                  "put one line of names above the data, if that is wrong",
                  "this line holds %s: read together with the names ('%.60s')", what, last);
}

bool etho_table_stack_header(etho_table *table, size_t header, size_t *below, etho_issues *issues) {
  *below = 0;
  if (may_have_groups_above(table, header)) {
    bool taken;
    if (!take_groups_above(table, header, &taken)) return false;
    table->groups_above = taken;
    if (taken) tell(table, header - 1, "names of groups of columns", issues);
  } else if (has_names_below(table, header)) {
    if (!take_names_below(table, header)) return false;
    *below = 1;
    tell(table, header, "names of groups of columns", issues);
  }
  if (!is_unit_line(table, header + 1 + *below)) return true;
  ++*below;
  if (!take_units(table, header + *below)) return false;
  tell(table, header + *below, "units", issues);
  return true;
}
