/* Nothing fits: what is missing, nearest names first, and what can be done with the table as it is. */
#include "import/unfit.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

enum { MOST_GROUPS = 10, ANIMAL_COLUMNS = 3 };

static void nearest_header(const etho_source *source, const char *wanted, etho_text *out) {
  size_t n = etho_table_columns(source->table);
  const char **names = ETHO_NEW(source->arena, const char *, n);
  for (size_t c = 0; names && c < n; c++) names[c] = etho_table_header(source->table, c);
  if (names) etho_nearest_names(out, wanted, names, n);
}

static void list_headers(const etho_source *source, etho_text *out) {
  size_t n = etho_table_columns(source->table);
  for (size_t c = 0; c < n && c < 10; c++)
    etho_text_format(out, "%s'%.40s'", c ? ", " : "", etho_table_header(source->table, c));
  if (n > 10) etho_text_append(out, ", ...");
}

/* For a proposed study file: the question, and the headers that are there. */
static void gap_column(etho_source *source, const char *role, const char *what, const char *headers) {
  const char *pair[] = {role, NULL};
  if (!etho_role_find(role)) pair[0] = "novel_s", pair[1] = "familiar_s";
  for (size_t i = 0; i < 2 && pair[i]; i++) {
    etho_text question = {0};
    etho_text_format(
        &question, "%s. The header of the column of %s: one of %s%s", what, etho_role_find(pair[i])->meaning,
        headers,
        pair[1]
            ? "; or delete novel_s and familiar_s and declare choice, correct, sequence ... instead, or set "
              "\"assay\": \"outcome\" and \"response\" to compare a column as it is"
            : "");
    etho_source_gap(source, (etho_gap){"columns", pair[i], etho_table_header(source->table, 0),
                                       etho_text_get(&question)});
    etho_text_free(&question);
  }
}

static void missing_column(etho_source *source, const char *role, const char *what, const char *declare) {
  static const char *const other[] = {"", "_s", "_id"};
  etho_text near = {0}, hint = {0}, headers = {0};
  nearest_header(source, role, &near);
  for (size_t i = 1; i < 3 && !near.length; i++) {
    etho_text longer = {0};
    etho_text_format(&longer, "%s%s", role, other[i]);
    nearest_header(source, etho_text_get(&longer), &near);
    etho_text_free(&longer);
  }
  list_headers(source, &headers);
  if (near.length)
    etho_text_format(&hint, "is it %s? Declare it: %s; the columns are %s", etho_text_get(&near), declare,
                     etho_text_get(&headers));
  else
    etho_text_format(&hint, "declare it: %s; the columns are %s", declare, etho_text_get(&headers));
  etho_issues_add(source->issues, "E-COLUMN-MISSING", source->path,
                  etho_table_dialect(source->table)->header_line, 0, etho_text_get(&hint), "%s", what);
  gap_column(source, role, what, etho_text_get(&headers));
  etho_text_free(&near);
  etho_text_free(&hint);
  etho_text_free(&headers);
}

bool etho_column_groups(const etho_table *table, size_t column, size_t *n_groups) {
  const char *seen[MOST_GROUPS];
  size_t n = 0, filled = 0;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    const char *text = etho_table_text(table, r, column);
    double value;
    if (etho_text_missing(text)) continue;
    if (etho_number_parse(text, strlen(text), etho_table_dialect(table)->decimal, &value)) return false;
    size_t k = 0;
    while (k < n && strcmp(seen[k], text) != 0) k++;
    if (k == MOST_GROUPS) return false;
    if (k == n) seen[n++] = text;
    filled++;
  }
  *n_groups = n;
  return n >= 2 && filled >= 2 * n;
}

/* The arms as they were found, else the first column that looks like them. */
static size_t group_column(const etho_source *source, size_t *n_groups) {
  const etho_binding *arm = etho_source_bound(source, "arm");
  if (arm && etho_column_groups(source->table, arm->column, n_groups)) return arm->column;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    bool bound = false;
    for (size_t i = 0; i < source->n_bindings; i++) bound = bound || source->binding[i].column == c;
    if (!bound && etho_column_groups(source->table, c, n_groups)) return c;
  }
  return ETHO_NOT_FOUND;
}

/* How often a column's value differs from the row before, twice where it has fractions; 0 = it is no measure:
 * text, or it says who and when. */
static size_t measure_like(const etho_source *source, size_t column) {
  size_t changes = 0;
  double value, last = 0;
  bool fraction = false;
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    if (b->column == column && (strcmp(b->role->kind, "text") == 0 || strcmp(b->role->kind, "number") == 0))
      return 0;
  }
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    if (etho_table_missing(source->table, r, column)) continue;
    if (!etho_table_number(source->table, r, column, &value)) return 0;
    changes += value < last || value > last;
    fraction = fraction || floor(value) < value;
    last = value;
  }
  return fraction ? 2 * changes : changes;
}

/* Columns of numbers can be compared as they are: the commands, ready to be run. */
static void offer_outcome(const etho_source *source, etho_text *out) {
  size_t n = etho_table_columns(source->table), column = n, most = 0, groups = 0;
  for (size_t c = 0; c < n; c++) {
    size_t like = measure_like(source, c);
    if (like > most) most = like, column = c;
  }
  size_t by = group_column(source, &groups);
  if (column == n) return;
  etho_text_format(
      out,
      "; or take a column of numbers as a finished measure: ethostat analyze '%s' --assay outcome "
      "--response '%.60s'",
      source->path, etho_table_header(source->table, column));
  if (by != ETHO_NOT_FOUND)
    etho_text_format(out, ", or ethostat test %s '%s' --value '%.60s' --by '%.60s'",
                     groups > 2 ? "anova_welch" : "t_welch", source->path,
                     etho_table_header(source->table, column), etho_table_header(source->table, by));
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_plain(const char *text, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strchr("()[]{}.*+?|^$\\\"", text[i])) return false;
  return true;
}

/* "201012-1", "201012-2", ...: headers that differ in a number at their end may be animals. The pattern that
 * fits them. */
static bool animal_columns(const etho_source *source, etho_text *pattern) {
  const etho_table *table = source->table;
  for (size_t c = 0; c < etho_table_columns(table); c++) {
    const char *header = etho_table_header(table, c);
    size_t n = strlen(header), stem, alike = 0;
    for (stem = n; stem && is_digit(header[stem - 1]);) stem--;
    if (stem == n || !is_plain(header, stem) || strncmp(header, "column_", 7) == 0) continue;
    for (size_t d = 0; d < etho_table_columns(table); d++) {
      const char *other = etho_table_header(table, d);
      if (strncmp(other, header, stem) == 0 && is_digit(other[stem]) &&
          !other[stem + strspn(other + stem, "0123456789")])
        alike++;
    }
    if (alike < ANIMAL_COLUMNS) continue;
    etho_text_format(pattern, "^(?<animal>%.*s[0-9]+)$", (int)stem, header);
    return true;
  }
  return false;
}

static void tell_animal(etho_source *source) {
  etho_text pattern = {0}, hint = {0};
  const char *what = "no column says which animal a row belongs to";
  if (animal_columns(source, &pattern)) {
    etho_text_format(
        &hint,
        "is each column an animal? Declare \"longer\": {\"pattern\": \"%s\", \"values\": \"value\"} and "
        "\"assay\": \"outcome\"; else declare \"columns\": {\"animal\": its header}",
        etho_text_get(&pattern));
    etho_issues_add(source->issues, "E-COLUMN-MISSING", source->path,
                    etho_table_dialect(source->table)->header_line, 0, etho_text_get(&hint), "%s", what);
    etho_text headers = {0};
    list_headers(source, &headers);
    gap_column(source, "animal", what, etho_text_get(&headers));
    etho_text_free(&headers);
  } else {
    missing_column(source, "animal", what, "\"columns\": {\"animal\": its header}");
  }
  etho_text_free(&pattern);
  etho_text_free(&hint);
}

/* Animals with their arm, sex or cage and nothing that was measured: a file to be joined to the trials. */
static bool tell_key(etho_source *source) {
  static const char *const design[] = {"animal",    "arm",        "sex",         "cage",
                                       "recording", "novel_side", "novel_object"};
  bool animal = etho_source_has(source, "animal") || etho_source_has(source, "recording");
  if (!animal || source->n_bindings < 2) return false;
  for (size_t i = 0; i < source->n_bindings; i++) {
    bool known = false;
    for (size_t k = 0; k < sizeof design / sizeof *design; k++)
      known = known || strcmp(source->binding[i].role->name, design[k]) == 0;
    if (!known) return false;
  }
  if (etho_table_columns(source->table) > source->n_bindings + 2) return false;
  for (size_t c = 0; c < etho_table_columns(source->table); c++)
    if (measure_like(source, c)) return false;
  etho_text hint = {0};
  etho_text_format(
      &hint, "join it to the files of the trials: --animals '%s', or \"animals\": \"%s\" in the study file",
      source->path, source->path);
  etho_issues_add(source->issues, "E-FILE-KEY", source->path, etho_table_dialect(source->table)->header_line,
                  0, etho_text_get(&hint), "the file tells who the animals are, and holds no trials");
  etho_text_free(&hint);
  return true;
}

static bool tell_half(etho_source *source) {
  static const char *const pair[3][2] = {
      {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}};
  for (size_t i = 0; i < 3; i++)
    for (int k = 0; k < 2; k++) {
      if (!etho_source_has(source, pair[i][k]) || etho_source_has(source, pair[i][!k])) continue;
      etho_text what = {0}, declare = {0};
      etho_text_format(&what, "a column was found for %s, but none for %s", pair[i][k], pair[i][!k]);
      etho_text_format(&declare, "\"columns\": {\"%s\": its header}", pair[i][!k]);
      missing_column(source, pair[i][!k], etho_text_get(&what), etho_text_get(&declare));
      etho_text_free(&what);
      etho_text_free(&declare);
      return true;
    }
  return false;
}

/* What was understood is told, and what was not. */
static void tell_columns(etho_source *source) {
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    const char *header = etho_table_header(source->table, c), *role = NULL;
    for (size_t i = 0; i < source->n_bindings; i++)
      if (source->binding[i].column == c) role = source->binding[i].role->name;
    if (role)
      etho_source_mapped(source, role, header);
    else
      etho_source_ignored(source, header);
  }
}

/* Names of columns stand down the first column: the table lies on its side. */
static bool is_transposed(const etho_source *source) {
  size_t n = 0;
  for (size_t r = 0; r < etho_table_rows(source->table) && r < 40; r++) {
    etho_header_sense sense = etho_header_parse(etho_table_text(source->table, r, 0), false);
    n += sense.role && sense.rank < 100;
  }
  return n >= 2 && etho_table_columns(source->table) > 2;
}

void etho_source_unfit(etho_source *source) {
  tell_columns(source);
  if (is_transposed(source)) {
    etho_issues_add(source->issues, "E-TABLE-TRANSPOSED", source->path,
                    etho_table_dialect(source->table)->header_line, 1,
                    "copy it and paste it transposed (Paste Special), so that each animal has a row",
                    "the names of the columns stand one below the other: the table lies on its side");
    return;
  }
  if (etho_table_columns(source->table) == 1) {
    const etho_grid *grid = source->grid;
    etho_issues_add(
        source->issues, "E-FORMAT-UNKNOWN", source->path, etho_table_dialect(source->table)->header_line, 1,
        grid->spaced ? "open it in a spreadsheet program with the space as separator and save it as "
                       "CSV; in R: write.csv(x, row.names = FALSE)"
        : grid->sep  ? "correct the line sep=, or remove it"
                     : "separate columns by comma, semicolon, tab or |, or declare the delimiter",
        grid->spaced ? "only spaces separate the columns: where one begins is not known"
        : grid->sep  ? "the file has one column only: it is not separated as its line sep= says"
                     : "the file has one column only: its delimiter was not found");
    return;
  }
  if (tell_key(source)) return;
  if (!etho_source_has(source, "animal")) tell_animal(source);
  if (tell_half(source)) return;
  etho_text declare = {0};
  etho_text_append(
      &declare,
      "\"columns\": {\"novel_s\": its header, \"familiar_s\": its header}, or choice, correct, sequence");
  offer_outcome(source, &declare);
  missing_column(
      source, "novel",
      "no columns hold what a trial measured: times at two objects, choices, correct trials or arm entries",
      etho_text_get(&declare));
  etho_text_free(&declare);
}
