/* arm-entries: one arm entry per cell, a column per entry ("1", "2", ... or "Entry 3"), or a column per
 * animal. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/format.h"
#include "import/tidy.h"

enum { COLUMNS_LEAST = 4, ARMS_LEAST = 3, MOST_ARMS = 8, ARM_LENGTH = 6 };

/* "7", "Entry 7", "arm_7" */
static bool entry_header(const char *header) {
  static const char *const words[] = {"",    "entry",     "e",      "visit",    "v",
                                      "arm", "arm entry", "choice", "position", "step"};
  size_t n = strlen(header), digits = n;
  while (digits && header[digits - 1] >= '0' && header[digits - 1] <= '9') digits--;
  if (digits == n) return false;
  while (digits && strchr(" -_.#", header[digits - 1])) digits--;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t w = strlen(words[i]), k = 0;
    while (k < w && k < digits && (header[k] | 0x20) == (words[i][k] | 0x20)) k++;
    if (k == w && w == digits) return true;
  }
  return false;
}

/* The arms that were met so far; false: the cell names none, or they are too many. */
typedef struct arms {
  const char *name[MOST_ARMS];
  size_t n, cells;
} arms;

static bool add_arm(arms *a, const char *text) {
  double value;
  if (strlen(text) > ARM_LENGTH || strpbrk(text, " ,;") || etho_number_parse(text, strlen(text), '.', &value))
    return false;
  a->cells++;
  for (size_t i = 0; i < a->n; i++)
    if (etho_text_equal_fold(a->name[i], text)) return true;
  if (a->n == MOST_ARMS) return false;
  a->name[a->n++] = text;
  return true;
}

static bool column_of_arms(const etho_table *table, size_t column, arms *a) {
  for (size_t r = 0; r < etho_table_rows(table); r++)
    if (!etho_table_missing(table, r, column) && !add_arm(a, etho_table_text(table, r, column))) return false;
  return true;
}

static bool is_arms(const arms *a, size_t columns) {
  return columns >= 2 && a->n >= ARMS_LEAST && a->cells >= 3 * a->n;
}

static bool entries_across(const etho_source *source) {
  size_t columns = 0;
  arms a = {0};
  if (!etho_source_bound(source, "animal")) return false;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    if (!entry_header(etho_table_header(source->table, c))) continue;
    if (!column_of_arms(source->table, c, &a)) return false;
    columns++;
  }
  return columns >= COLUMNS_LEAST && is_arms(&a, columns);
}

/* A column that numbers the entries, and nothing else that is known. */
static bool is_count(const etho_source *source, size_t column) {
  const char *header = etho_table_header(source->table, column);
  static const char *const names[] = {"entry",  "entries", "visit",    "no",   "nr",
                                      "number", "order",   "entry no", "trial"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (etho_text_equal_fold(header, names[i])) return true;
  return false;
}

static bool animals_across(const etho_source *source) {
  size_t columns = 0;
  arms a = {0};
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    if (c == 0 && is_count(source, c)) continue;
    if (!column_of_arms(source->table, c, &a)) return false;
    columns++;
  }
  return is_arms(&a, columns);
}

static int fits(etho_source *source) {
  if (entries_across(source)) return source->evidence = "a row per animal and a column per arm entry", 83;
  return animals_across(source)
             ? (source->evidence = "a column per animal, its arm entries below each other", 72)
             : 0;
}

/* One more entry; a blank between entries is told: the sequence would close over it. */
static void append_entry(etho_source *source, etho_text *sequence, bool *blank, size_t row, size_t column) {
  const char *text = etho_table_text(source->table, row, column);
  if (etho_text_missing(text)) {
    *blank = true;
    return;
  }
  if (*blank && sequence->length)
    etho_issues_add(source->issues, "E-SEQUENCE", source->path, etho_table_line(source->table, row),
                    etho_table_field(source->table, column),
                    "write the arm that is missing before it, or end the sequence there",
                    "an entry is missing before '%.20s'", text);
  *blank = false;
  if (sequence->length) etho_text_char(sequence, ' ');
  etho_text_append(sequence, text);
}

static void read_across(etho_source *source) {
  size_t kept = 0, n = etho_table_columns(source->table);
  for (size_t i = 0; i < source->n_bindings; i++)
    if (!entry_header(etho_table_header(source->table, source->binding[i].column)))
      source->binding[kept++] = source->binding[i];
  source->n_bindings = kept;
  etho_tidy_tell(source);
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    size_t row = etho_tidy_row(source, r);
    etho_text sequence = {0};
    bool blank = false;
    if (row == ETHO_NOT_FOUND) continue;
    for (size_t i = 0; i < source->n_bindings; i++) etho_source_set(source, row, &source->binding[i], r);
    for (size_t c = 0; c < n; c++)
      if (entry_header(etho_table_header(source->table, c))) append_entry(source, &sequence, &blank, r, c);
    etho_source_text(source, row, "sequence", etho_text_get(&sequence));
    etho_text_free(&sequence);
  }
}

static void read_down(etho_source *source) {
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    const char *header = etho_table_header(source->table, c);
    if (c == 0 && is_count(source, c)) continue;
    size_t row =
        etho_trials_add(source->trials, source->path, etho_table_dialect(source->table)->header_line);
    etho_text sequence = {0};
    bool blank = false;
    etho_source_mapped(source, "animal", header);
    etho_source_text(source, row, "animal", header);
    for (size_t r = 0; r < etho_table_rows(source->table); r++) append_entry(source, &sequence, &blank, r, c);
    etho_source_text(source, row, "sequence", etho_text_get(&sequence));
    etho_text_free(&sequence);
  }
}

static etho_status read(etho_source *source, etho_error *error) {
  if (entries_across(source))
    read_across(source);
  else
    read_down(source);
  if (etho_trials_status(source->trials) != ETHO_OK)
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return ETHO_OK;
}

const etho_format etho_format_arm_entries = {
    .name = "arm-entries",
    .summary = "continuous T- or Y-maze, one arm entry per cell: a column per entry, or a column per animal",
    .fits = fits,
    .read = read,
};
