/* Cells into trials: what a cell is read as, and one message where it is not what its column holds. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/recode.h"
#include "import/source.h"

enum { SHOWN = 20 };

bool etho_source_shows(etho_source *source, size_t column, const char *code) {
  size_t n = etho_table_columns(source->table);
  if (!source->told) source->told = ETHO_NEW(source->arena, etho_told, n);
  if (!source->told || column >= n) return true;
  etho_told *told = &source->told[column];
  told->code = code;
  return ++told->n <= SHOWN;
}

void etho_source_tell_rest(etho_source *source) {
  for (size_t c = 0; source->told && c < etho_table_columns(source->table); c++) {
    const etho_told *told = &source->told[c];
    if (told->n > SHOWN)
      etho_issues_add(source->issues, told->code, source->path, 0, etho_table_field(source->table, c),
                      "see the first ones above", "%zu more cells of column '%.60s' cannot be used",
                      told->n - SHOWN, etho_table_header(source->table, c));
  }
}

/* Is the row or the cell told already? */
static bool is_told(const etho_source *source, size_t table_row, const char *text) {
  if (etho_table_row_is_ragged(source->table, table_row)) return true;
  return source->grid && source->grid->damaged && strstr(text, "\xEF\xBF\xBD");
}

/* Why a cell is no number or time: what to do about it. */
static const char *remedy_of(const etho_binding *b, const char *text) {
  static const char *const high[] = {"\xEF\xBC", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E"};
  if (strcmp(b->role->kind, "truth") == 0)
    return "write 1 or 0, yes or no, TRUE or FALSE, correct or incorrect";
  if (text[0] == '>' || text[0] == '<') return "write the number alone; declare the cut-off as a setting";
  if (text[0] == '=') return "the formula was exported, not its value: export the values";
  if (text[0] == '\'')
    return "remove the apostrophes: type the number in a cell that is formatted as a number";
  if (strpbrk(text, "%$") || strstr(text, "\xE2\x82\xAC"))
    return "write the number without a sign of its unit";
  for (size_t i = 0; i < sizeof high / sizeof *high; i++)
    if (strstr(text, high[i]))
      return i ? "remove the typographic quotes" : "type the digits half-width (0-9)";
  if (strchr(text, ',')) return "if the comma is the decimal mark, declare it: --decimal ','";
  return strcmp(b->role->kind, "time") == 0
             ? "write seconds (12.3) or m:ss; leave the cell empty or write NA where it is not known"
             : "write a number; leave the cell empty or write NA where it is not known";
}

static void not_a_number(etho_source *source, const etho_binding *b, size_t table_row, const char *text) {
  bool time = strcmp(b->role->kind, "time") == 0, truth = strcmp(b->role->kind, "truth") == 0;
  size_t line = etho_table_line(source->table, table_row), field = etho_table_field(source->table, b->column);
  const char *header = etho_table_header(source->table, b->column);
  bool declared = source->options->dialect.decimal != 0;
  bool grouped = etho_text_grouped(text, etho_table_dialect(source->table)->decimal);
  if (is_told(source, table_row, text) || (grouped && !declared)) return;
  if (!truth && (grouped || etho_text_grouped_by_space(text))) {
    if (etho_source_shows(source, b->column, "E-NUM-THOUSANDS"))
      etho_issues_add(
          source->issues, "E-NUM-THOUSANDS", source->path, line, field,
          "remove the thousands separators (in Excel: format the cells as Number without the 1000 "
          "separator)",
          "'%.60s' in column '%.60s' has a separator that may group thousands", text, header);
  } else if (etho_source_shows(source, b->column, "E-CELL-TEXT")) {
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, line, field, remedy_of(b, text),
                    "'%.60s' in column '%.60s' is not %s", text, header,
                    truth  ? "a yes or no"
                    : time ? "a time"
                           : "a number");
  }
}

/* "Trial 3" and "T3" are 3. */
static bool trailing_number(const char *text, double *value) {
  size_t n = strlen(text), i = n;
  while (i && text[i - 1] >= '0' && text[i - 1] <= '9') i--;
  return i < n && n - i < 10 && etho_number_parse(text + i, n - i, '.', value);
}

/* 3.0 is 3 also where the decimal mark is a comma. */
static bool whole_with_point(const char *text, double *value) {
  size_t n = strspn(text, "0123456789");
  return n && strcmp(text + n, ".0") == 0 && etho_number_parse(text, n, '.', value);
}

static bool cell_value(etho_source *source, const etho_binding *b, const char *text, double *value) {
  char decimal = etho_table_dialect(source->table)->decimal;
  if (strcmp(b->role->kind, "truth") == 0) {
    int truth = etho_truth_word(text);
    *value = truth;
    return truth >= 0;
  }
  if (strcmp(b->role->kind, "keys") == 0) {
    for (*value = 0; *text; text++) *value += *text == b->role->synonyms[0];
    return true;
  }
  if (strcmp(b->role->kind, "measure") == 0) return etho_measure_parse(text, decimal, value);
  if (strcmp(b->role->kind, "time") == 0) {
    if (!etho_time_parse(text, decimal, value)) return false;
    size_t n = strlen(text);
    bool bare = etho_number_parse(text, n, decimal, value);
    if (bare) *value *= b->factor; /* a cell with its own unit or m:ss is in seconds already */
    return true;
  }
  if (etho_number_parse(text, strlen(text), decimal, value) || whole_with_point(text, value)) return true;
  return strcmp(b->role->name, "trial") == 0 && trailing_number(text, value);
}

static void check_range(etho_source *source, const etho_binding *b, size_t table_row, double *value) {
  bool time = strcmp(b->role->kind, "time") == 0, count = strcmp(b->role->kind, "count") == 0;
  size_t line = etho_table_line(source->table, table_row);
  const char *header = etho_table_header(source->table, b->column);
  bool negative = (time || count) && *value < 0, fraction = count && floor(*value) != *value;
  if (!negative && !fraction) return;
  const char *code = !negative ? "E-COUNT-FRACTION" : time ? "E-TIME-NEGATIVE" : "E-COUNT-NEGATIVE";
  bool shown =
      !etho_table_row_is_ragged(source->table, table_row) && etho_source_shows(source, b->column, code);
  if (shown && negative)
    etho_issues_add(source->issues, code, source->path, line, etho_table_field(source->table, b->column),
                    "correct the cell, or write NA where it is not known",
                    "%s is negative (%g) in column '%.60s'", time ? "a time" : "a count", *value, header);
  else if (shown)
    etho_issues_add(source->issues, code, source->path, line, etho_table_field(source->table, b->column),
                    "give whole numbers, or declare the column as something else",
                    "%g in column '%.60s' is not a whole number", *value, header);
  *value = (double)NAN;
}

void etho_source_blank(etho_source *source, size_t column, size_t row, size_t n) {
  etho_blank *list = etho_arena_grow(source->arena, source->blank, &source->blank_capacity,
                                     source->n_blanks + 1, sizeof *list);
  if (!list) return;
  source->blank = list;
  list[source->n_blanks++] = (etho_blank){column, row, n};
}

static bool is_blank(const etho_source *source, size_t column, size_t row) {
  for (size_t i = 0; i < source->n_blanks; i++) {
    const etho_blank *b = &source->blank[i];
    if (b->column == column && row >= b->row && row - b->row < b->n) return true;
  }
  return false;
}

void etho_source_set(etho_source *source, size_t row, const etho_binding *b, size_t table_row) {
  const char *text = etho_table_text(source->table, table_row, b->column);
  bool words = strcmp(b->role->kind, "text") == 0;
  size_t column = etho_trials_column(source->trials, b->role->name, words);
  const char *other = etho_recode_of(source->options, b->role->name, text);
  bool sign = source->arm_signs && text[0] && strcmp(b->role->name, "arm") == 0;
  if (other && (!words || etho_text_missing(text)))
    text = other; /* what is text is recoded with all trials */
  if (source->truth_signs && strcmp(b->role->kind, "truth") == 0)
    text = strcmp(text, "+") == 0 ? "1" : strcmp(text, "-") == 0 ? "0" : text;
  if ((etho_text_missing(text) && !sign) || is_blank(source, b->column, table_row)) return;
  if (words) {
    etho_trials_set_text(source->trials, row, column, text);
    return;
  }
  if (etho_text_missing_number(text)) return;
  double value;
  if (!cell_value(source, b, text, &value)) {
    not_a_number(source, b, table_row, text);
    return;
  }
  check_range(source, b, table_row, &value);
  etho_trials_set_number(source->trials, row, column, value);
}

void etho_source_tell_signs(etho_source *source, size_t table_row, size_t column, size_t n) {
  etho_issues_add(source->issues, "W-TRUTH-SIGN", source->path, etho_table_line(source->table, table_row),
                  etho_table_field(source->table, column), "write 1 and 0, and NA for what is not known",
                  "'-' beside '+' is taken as incorrect (%zu cells)", n);
}
