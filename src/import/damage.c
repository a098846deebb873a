/* What spreadsheets do to data: ids turned into floats and dates, runs made by dragging a cell's corner. */
#include <math.h>
#include <string.h>

#include "import/run.h"

enum { SHOWN = 10, RUN_WHOLE = 6, RUN_FRACTION = 5 };

/* 10.119999999999999, 3.1000000000000001, 1.23E+11 */
static bool is_float_id(const char *text) {
  size_t digits = 0, same = 0;
  char last = 0;
  bool point = false, exponent = false;
  for (const char *c = text; *c; c++) {
    if ((*c == '.' || *c == ',') && !point)
      point = true;
    else if ((*c == 'E' || *c == 'e') && digits && (c[1] == '+' || c[1] == '-'))
      exponent = true, c++;
    else if (*c >= '0' && *c <= '9') {
      digits++;
      same = *c == last ? same + 1 : 1;
      last = *c;
    } else if (!(c == text && *c == '-'))
      return false;
    if (point && digits > 12 && same >= 5 && (last == '9' || last == '0')) return true;
  }
  return (point && digits >= 14) || (exponent && digits);
}

/* Bytes of the name of a month at the beginning of a text; 0 = none. */
static size_t month_at(const char *text) {
  static const char *const month[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",       "sep",
                                      "oct", "nov", "dec", "mai", "okt", "dez", "mrz", "m\xC3\xA4r"};
  for (size_t i = 0; i < sizeof month / sizeof *month; i++) {
    size_t n = strlen(month[i]), k = 0;
    while (k < n && (text[k] >= 'A' && text[k] <= 'Z' ? (char)(text[k] + 32) : text[k]) == month[i][k]) k++;
    if (k == n) return n;
  }
  return 0;
}

static size_t digits_at(const char *text) {
  return strspn(text, "0123456789");
}

/* The end of a date, or a time of day behind it. */
static bool ends_date(const char *text) {
  return !*text || ((*text == ' ' || *text == 'T') && digits_at(text + 1) && strchr(text, ':'));
}

/* 1-Mar, Mar-01, 1. Mrz, 1/2/2024, 2024-03-01, 01.03.2024 */
static bool is_date(const char *text) {
  size_t a = digits_at(text);
  if (!a) {
    size_t month = month_at(text);
    return month && text[month] == '-' && digits_at(text + month + 1) >= 2 &&
           !text[month + 1 + digits_at(text + month + 1)];
  }
  if (a > 4 || !text[a] || !strchr("-/.", text[a])) return false;
  const char *rest = text + a + 1;
  const char *word = rest + (text[a] == '.' && *rest == ' ');
  size_t month = a <= 2 ? month_at(word) : 0;
  if (month && (!word[month] || word[month] == '-' || word[month] == ' ')) return true;
  size_t b = digits_at(rest);
  if (b < 1 || b > 2 || rest[b] != text[a]) return false;
  size_t c = digits_at(rest + b + 1);
  return (c == 4 || (a == 4 && c >= 1 && c <= 2)) && ends_date(rest + b + 1 + c);
}

static void check_filled(etho_source *source, const etho_binding *b) {
  size_t n = etho_table_rows(source->table);
  for (size_t r = 0; r < n; r++)
    if (!etho_text_missing_number(etho_table_text(source->table, r, b->column))) return;
  if (n)
    etho_issues_add(
        source->issues, "W-COLUMN-EMPTY", source->path, etho_table_dialect(source->table)->header_line,
        etho_table_field(source->table, b->column),
        "look whether the export is complete, or whether another column holds the values",
        "the column '%.60s' has no value in any row", etho_table_header(source->table, b->column));
}

static void check_names(etho_source *source, const etho_binding *b) {
  size_t floats = 0, dates = 0;
  const char *header = etho_table_header(source->table, b->column);
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    const char *text = etho_table_text(source->table, r, b->column);
    size_t line = etho_table_line(source->table, r);
    if (is_float_id(text) && ++floats <= SHOWN)
      etho_issues_add(source->issues, "W-ID-FLOAT", source->path, line,
                      etho_table_field(source->table, b->column),
                      "format the column as text in the spreadsheet, type the names again and export",
                      "'%.60s' in column '%.60s' looks like a name that a spreadsheet turned into a number",
                      text, header);
    if (is_date(text) && ++dates <= SHOWN)
      etho_issues_add(
          source->issues, "W-ID-DATE", source->path, line, etho_table_field(source->table, b->column),
          "format the column as text in the spreadsheet, type the names again and export",
          "'%.60s' in column '%.60s' looks like a name that a spreadsheet turned into a date", text, header);
  }
}

bool etho_name_damaged(const char *text) {
  return is_float_id(text) || is_date(text);
}

/* Among many values a series of a few arises by chance: beyond a thousand each tenfold asks for one more. */
bool etho_run_is_long(const etho_run *run, size_t rows) {
  size_t needed = run->whole ? RUN_WHOLE : RUN_FRACTION;
  if (rows > 1000) needed += (size_t)ceil(log10((double)rows / 1000));
  return run->n >= needed && !(run->whole && run->step == 0);
}

void etho_run_end(etho_run *run, etho_run *ended) {
  *ended = *run;
  *run = (etho_run){0};
}

/* A run is no measurement: an error, until the study says "runs": "missing" (its cells are left out) or
 * "keep". */
static void tell_run(etho_source *source, const etho_binding *b, const etho_run *x, size_t *told) {
  if (!etho_run_is_long(x, etho_table_rows(source->table))) return;
  const char *declared = etho_source_setting(source, "runs"),
             *header = etho_table_header(source->table, b->column);
  bool missing = declared && strcmp(declared, "missing") == 0,
       keep = declared && strcmp(declared, "keep") == 0;
  size_t line = etho_table_line(source->table, x->first),
         last = etho_table_line(source->table, x->first + x->n - 1);
  size_t field = etho_table_field(source->table, b->column);
  if (x->step != 0 && missing) etho_source_blank(source, b->column, x->first, x->n);
  if (++*told > SHOWN) return;
  if (x->step == 0) {
    etho_issues_add(source->issues, "W-RUN-SAME", source->path, line, field,
                    "compare with the original records: filling down in a spreadsheet makes such series",
                    "%zu values in a row of column '%.60s' are %g (lines %zu to %zu)", x->n, header, x->value,
                    line, last);
    return;
  }
  etho_issues_add(
      source->issues, missing || keep ? "W-RUN-FILL" : "E-RUN-FILL", source->path, line, field,
      missing ? "they are left out, as the study file declares"
      : keep  ? "they are kept, as the study file declares"
              : "compare with the original records: dragging a cell's corner in a spreadsheet makes such "
                "series; correct them, or declare \"settings\": {\"runs\": \"missing\"} (or \"keep\")",
      "%zu values in a row of column '%.60s' change by exactly %g (lines %zu to %zu)", x->n, header, x->step,
      line, last);
}

static void check_runs(etho_source *source, const etho_binding *b) {
  etho_run run = {0}, ended;
  size_t told = 0;
  char decimal = etho_table_dialect(source->table)->decimal;
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    double value;
    const char *text = etho_table_text(source->table, r, b->column);
    if (etho_text_missing(text) || !etho_time_parse(text, decimal, &value)) {
      etho_run_end(&run, &ended);
      tell_run(source, b, &ended, &told);
    } else if (etho_run_next(&run, value, r, &ended)) {
      tell_run(source, b, &ended, &told);
    }
  }
  tell_run(source, b, &run, &told);
  if (told > SHOWN)
    etho_issues_add(source->issues, "W-RUN-FILL", source->path, 0, etho_table_field(source->table, b->column),
                    "see the first ones above", "%zu more series of equal steps in column '%.60s'",
                    told - SHOWN, etho_table_header(source->table, b->column));
}

void etho_source_check_columns(etho_source *source) {
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    if (strcmp(b->role->kind, "text") != 0) check_filled(source, b);
    if (strcmp(b->role->name, "animal") == 0 || strcmp(b->role->name, "arm") == 0) check_names(source, b);
    if (strcmp(b->role->kind, "time") == 0 && strcmp(b->role->name, "duration_s") != 0) check_runs(source, b);
  }
}
