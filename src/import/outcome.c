/* outcome-table: no trials to be measured, but measures that are finished: a row per animal (and session), a
 * column each. */
#include <math.h>
#include <string.h>

#include "import/format.h"
#include "import/tidy.h"

static bool is_design(const char *role) {
  static const char *const design[] = {"animal",  "arm", "sex",   "cage", "phase",
                                       "session", "day", "trial", "bin",  "recording"};
  for (size_t i = 0; i < sizeof design / sizeof *design; i++)
    if (strcmp(design[i], role) == 0) return true;
  return false;
}

static bool is_numeric(const etho_table *table, size_t column) {
  size_t numbers = 0;
  double value;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    if (etho_table_missing(table, r, column)) continue;
    if (!etho_measure_parse(etho_table_text(table, r, column), etho_table_dialect(table)->decimal, &value))
      return false;
    numbers++;
  }
  return numbers > 0;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Is `word` a whole word of the header? */
static bool has_word(const char *header, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; header[i]; i++) {
    size_t k = 0;
    while (k < n && (header[i + k] | 0x20) == word[k]) k++;
    bool begins = i == 0 || !is_letter(header[i - 1]);
    if (k == n && begins && (!is_letter(header[i + n]) || word[n - 1] == 'x')) return true;
  }
  return false;
}

/* Headers of what a laboratory works out from its trials. */
bool etho_index_header(const char *header) {
  static const char *const words[] = {"alternation", "alternations", "index",     "ratio",
                                      "preference",  "recognition",  "objectrec", "discrimination",
                                      "percent",     "percentage",   "pct",       "score",
                                      "di",          "ri",           "dr"};
  if (etho_text_equal_fold(header, "index")) return false; /* numbers the rows */
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (has_word(header, words[i])) return true;
  return header[0] && header[1] && strchr(header, '%');
}

enum { MOST_KEYS = 6, KEYS_LEAST = 5, MOST_COLUMNS = 5000 };

/* "rrgrrggr": the keys that a scorer pressed, one for each event. Their letters; NULL = other text. */
static const char *keys_of(const etho_source *source, size_t column) {
  char seen[MOST_KEYS + 1] = "";
  size_t filled = 0, pressed = 0, n = 0;
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    const char *text = etho_table_text(source->table, r, column);
    if (etho_text_missing(text)) continue;
    filled++;
    for (; *text; text++, pressed++) {
      if (!is_letter(*text) || (!strchr(seen, *text) && n == MOST_KEYS)) return NULL;
      if (!strchr(seen, *text)) seen[n++] = *text, seen[n] = '\0';
    }
  }
  return filled > 1 && pressed >= KEYS_LEAST * filled && pressed >= 2 * n * filled
             ? etho_arena_text(source->arena, seen)
             : NULL;
}

static bool animal_twice(const etho_source *source, const etho_binding *animal) {
  const etho_table *table = source->table;
  for (size_t r = 0; r < etho_table_rows(table); r++)
    for (size_t k = 0; k < r && k < 2000; k++)
      if (strcmp(etho_table_text(table, r, animal->column), etho_table_text(table, k, animal->column)) == 0)
        return true;
  return false;
}

/* Taken without being asked for only where nothing else can be meant: animals or arms, one row each, indices,
 * and no column of any test. */
static int fits(etho_source *source) {
  const etho_binding *animal = etho_source_bound(source, "animal");
  bool value = etho_source_bound(source, "value") != NULL, index = false;
  if (!animal && !etho_source_bound(source, "arm")) return 0;
  if (etho_table_columns(source->table) > MOST_COLUMNS)
    return 0; /* no table of outcomes, and each would be a column of trials */
  for (size_t i = 0; i < source->n_bindings && !value; i++) {
    const char *role = source->binding[i].role->name;
    if (!is_design(role) && strcmp(role, "correct") != 0 && strcmp(role, "n_correct") != 0) return 0;
  }
  if (animal && !value && animal_twice(source, animal)) return 0;
  for (size_t c = 0; c < etho_table_columns(source->table); c++)
    index = index || (etho_index_header(etho_table_header(source->table, c)) && is_numeric(source->table, c));
  if (value && source->n_bindings < etho_table_columns(source->table))
    return 0; /* what the values are of stands in another */
  if (value) return source->evidence = "a column 'value' beside animals or arms", 40;
  return index ? (source->evidence = "a row per animal and columns of finished measures, such as indices", 40)
               : 0;
}

/* A count for each key: "Value : r". */
static size_t bind_keys(const etho_source *source, size_t column, const char *keys, etho_binding *list) {
  size_t n = strlen(keys);
  etho_role_info *own = ETHO_NEW(source->arena, etho_role_info, n + 1);
  for (size_t i = 0; own && i < n; i++) {
    etho_text name = {0};
    etho_text_format(&name, "%s : %c", etho_table_header(source->table, column), keys[i]);
    own[i] = (etho_role_info){.name = etho_arena_text(source->arena, etho_text_get(&name)),
                              .kind = "keys",
                              .synonyms = etho_arena_text_n(source->arena, &keys[i], 1)};
    etho_text_free(&name);
    if (!own[i].name || !own[i].synonyms) return 0;
    list[i] = (etho_binding){.column = column, .role = &own[i], .factor = 1, .bin = (double)NAN};
  }
  return own ? n : 0;
}

/* Roles of a test are not looked for, but where they are declared: every column of numbers is taken as it is
 * called. */
static bool bind_outcomes(etho_source *source) {
  size_t n = etho_table_columns(source->table), kept = 0;
  bool *used = ETHO_NEW(source->arena, bool, n + 1);
  etho_binding *list = ETHO_NEW(source->arena, etho_binding, source->n_bindings + MOST_KEYS * n + 1);
  etho_role_info *own = ETHO_NEW(source->arena, etho_role_info, n + 1);
  if (!used || !list || !own) return false;
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    if (!is_design(b->role->name) && !b->declared) continue;
    list[kept++] = *b;
    used[b->column] = true;
  }
  for (size_t c = 0; c < n; c++) {
    const char *header = etho_table_header(source->table, c);
    const char *keys = used[c] ? NULL : keys_of(source, c);
    if (keys) kept += bind_keys(source, c, keys, list + kept);
    if (used[c] || keys || is_design(header) || !is_numeric(source->table, c)) continue;
    own[c] = (etho_role_info){.name = header, .kind = "measure"};
    list[kept++] = (etho_binding){.column = c, .role = &own[c], .factor = 1, .bin = (double)NAN};
  }
  source->binding = list;
  source->n_bindings = kept;
  return true;
}

/* A latency that is blank was not reached: left out, the slow animals would be missing from the mean. */
static void tell_blanks(etho_source *source) {
  double cutoff;
  bool declared = etho_source_setting_number(source, "cutoff_s", &cutoff);
  for (size_t i = 0; i < source->n_bindings && !declared; i++) {
    const etho_binding *b = &source->binding[i];
    size_t blanks = 0, first = 0;
    if (!has_word(b->role->name, "latency")) continue;
    for (size_t r = 0; r < etho_table_rows(source->table); r++)
      if (etho_table_missing(source->table, r, b->column) && !blanks++) first = r;
    if (blanks)
      etho_issues_add(
          source->issues, "W-LATENCY-BLANK", source->path, etho_table_line(source->table, first),
          etho_table_field(source->table, b->column),
          "if they mean that it was not reached, declare \"settings\": {\"cutoff_s\": \"60\"} (the trial's "
          "length): they count as that",
          "%zu cells of column '%.60s' are blank: taken as missing", blanks,
          etho_table_header(source->table, b->column));
  }
}

static void set_outcome(etho_source *source, size_t row, const etho_binding *b, size_t table_row) {
  double cutoff;
  bool latency = strcmp(b->role->kind, "measure") == 0 && has_word(b->role->name, "latency");
  if (latency && etho_table_missing(source->table, table_row, b->column) &&
      etho_source_setting_number(source, "cutoff_s", &cutoff))
    etho_source_number(source, row, b->role->name, cutoff);
  else
    etho_source_set(source, row, b, table_row);
}

static etho_status read(etho_source *source, etho_error *error) {
  if (!bind_outcomes(source)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_tidy_tell(source);
  tell_blanks(source);
  for (size_t r = 0; r < etho_table_rows(source->table); r++) {
    size_t row = etho_tidy_row(source, r);
    for (size_t i = 0; row != ETHO_NOT_FOUND && i < source->n_bindings; i++)
      set_outcome(source, row, &source->binding[i], r);
  }
  if (etho_trials_status(source->trials) != ETHO_OK)
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return ETHO_OK;
}

const etho_format etho_format_outcome_table = {
    .name = "outcome-table",
    .summary =
        "finished measures, a row per animal (and session) and a column each: indices, latencies, counts",
    .fits = fits,
    .read = read,
};
