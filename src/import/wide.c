/* Wide tables: a column per session or trial of a maze, a column per animal, a column per group (as Prism has
 * them). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/tidy.h"

/* The header without what follows in brackets, and without "%". */
static size_t bare_length(const char *header) {
  size_t n = strcspn(header, "([%");
  while (n && strchr(" -_", header[n - 1])) n--;
  return n;
}

/* "T1", "t_session12", "Trial 3", "Day 2 (%)": the word and the number; false for other headers. */
static bool series_header(const char *header, char word[24], double *number) {
  size_t n = bare_length(header), digits = n;
  while (digits && header[digits - 1] >= '0' && header[digits - 1] <= '9') digits--;
  if (digits == n || !digits || n - digits > 4) return false;
  size_t kept = 0;
  for (size_t i = 0; i < digits && kept < 23; i++)
    if (!strchr(" -_.#", header[i])) word[kept++] = (char)(header[i] | 0x20);
  word[kept] = '\0';
  static const char *const words[] = {
      "t",      "trial",  "session",      "s",           "sess",           "day",
      "d",      "run",    "tsession",     "tmaze",       "block",          "tmazetrial",
      "ttrial", "choice", "tmazesession", "tday",        "testday",        "sitzung",
      "tag",    "jour",   "dia",          "durchgang",   "essai",          "ensayo",
      "sesion", "seance", "correct",      "choicetrial", "percentsession", "successsession"};
  bool known = false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) known = known || strcmp(word, words[i]) == 0;
  return known && etho_number_parse(header + digits, n - digits, '.', number);
}

typedef struct shape {
  size_t columns, cells, truths, sides, numbers, above_one;
  size_t percents;                              /* cells and headers with a % */
  size_t plus, dashes, first_dash, dash_column; /* '-' beside '+' is a wrong choice, else it is missing */
} shape;

static void look(const etho_table *table, size_t column, shape *s) {
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    const char *text = etho_table_text(table, r, column);
    double value = 0;
    if (strcmp(text, "-") == 0 && !s->dashes++) s->first_dash = r, s->dash_column = column;
    if (etho_text_missing(text)) continue;
    s->plus += strcmp(text, "+") == 0;
    s->cells++;
    s->truths += etho_truth_word(text) >= 0;
    s->sides += etho_side_word(text, false) != NULL;
    s->numbers += etho_measure_parse(text, etho_table_dialect(table)->decimal, &value);
    s->above_one += value > 1;
    s->percents += strchr(text, '%') || strchr(etho_table_header(table, column), '%');
  }
}

/* What most cells are, all are meant to be; the others are told when they are read. */
static void settle(shape *s) {
  size_t *kind[] = {&s->truths, &s->sides, &s->numbers};
  for (size_t i = 0; i < 3; i++)
    if (*kind[i] == s->cells) return;
  for (size_t i = 0; i < 3; i++)
    if (*kind[i] * 5 >= s->cells * 3) {
      *kind[i] = s->cells;
      return;
    }
}

static shape series_shape(const etho_source *source) {
  shape s = {0};
  char word[24];
  double number;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    if (!series_header(etho_table_header(source->table, c), word, &number)) continue;
    s.columns++;
    look(source->table, c, &s);
  }
  settle(&s);
  return s;
}

static bool has_assay_columns(const etho_source *source) {
  static const char *const roles[] = {"novel_s", "left_s", "object_a_s", "sequence", "time_s"};
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (etho_source_has(source, roles[i])) return true;
  return false;
}

static int fits_series(etho_source *source) {
  shape s = series_shape(source);
  bool signs = s.plus && s.plus == s.cells; /* the dashes are not counted as cells */
  bool readable = s.cells && (signs || s.truths == s.cells || s.sides == s.cells || s.numbers == s.cells);
  if (s.columns < 2 || !readable || !etho_source_bound(source, "animal") || has_assay_columns(source))
    return 0;
  return source->evidence = "a column per trial or session of a maze", 84;
}

static void not_readable(etho_source *source, size_t table_row, size_t column, const char *hint) {
  if (etho_source_shows(source, column, "E-CELL-TEXT"))
    etho_issues_add(
        source->issues, "E-CELL-TEXT", source->path, etho_table_line(source->table, table_row),
        etho_table_field(source->table, column), hint, "'%.60s' in column '%.60s' is not like the others",
        etho_table_text(source->table, table_row, column), etho_table_header(source->table, column));
}

static bool is_wrong(const etho_source *source, size_t table_row, size_t column, const shape *s) {
  return s->plus && strcmp(etho_table_text(source->table, table_row, column), "-") == 0;
}

/* What a cell of the series is: "choice", "correct", or a count out of trials_per_session. */
static void set_cell(etho_source *source, size_t row, size_t table_row, size_t column, const shape *s,
                     double per_session) {
  const char *text = etho_table_text(source->table, table_row, column);
  double value;
  if (s->plus) text = strcmp(text, "-") == 0 ? "0" : strcmp(text, "+") == 0 ? "1" : text;
  if (etho_text_missing(text)) return;
  if (s->sides == s->cells) {
    if (!etho_side_word(text, false))
      not_readable(source, table_row, column, "write L or R, or NA");
    else
      etho_source_text(source, row, "choice", text);
  } else if (!s->above_one && (s->plus || s->truths == s->cells)) {
    int truth = etho_truth_word(text);
    if (truth < 0)
      not_readable(source, table_row, column, "write 1 or 0, or NA");
    else
      etho_source_number(source, row, "correct", truth);
  } else if (!etho_measure_parse(text, etho_table_dialect(source->table)->decimal, &value)) {
    not_readable(source, table_row, column, "write a number, or NA");
  } else {
    bool percent = s->percents || etho_source_setting(source, "percent");
    double correct = percent ? value / 100 * per_session : value;
    if (correct < 0 || correct > per_session || fabs(correct - round(correct)) > 0.02)
      etho_issues_add(source->issues, "E-COUNT-CORRECT", source->path,
                      etho_table_line(source->table, table_row), etho_table_field(source->table, column),
                      "check the cell and the setting trials_per_session; for per cent declare \"settings\": "
                      "{\"percent\": \"yes\"}",
                      "'%.40s' is not a number of correct trials out of %g", text, per_session);
    else {
      etho_source_number(source, row, "n_correct", round(correct));
      etho_source_number(source, row, "n_trials", per_session);
    }
  }
}

/* The first header of the series, as a pattern over all of them. */
static void series_pattern(const etho_source *source, etho_text *out) {
  char word[24];
  double number;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    const char *header = etho_table_header(source->table, c);
    if (!series_header(header, word, &number)) continue;
    size_t digits = bare_length(header);
    while (digits && header[digits - 1] >= '0' && header[digits - 1] <= '9') digits--;
    etho_text_format(out, "^%.*s(?<session>[0-9]+)", (int)digits, header);
    return;
  }
}

/* Counts need what they are out of; per cent may also be taken as finished measures. */
static void need_trials(etho_source *source, const shape *s) {
  etho_text why = {0}, pattern = {0};
  series_pattern(source, &pattern);
  etho_text_format(&why,
                   "the cells are %s: out of how many trials? (To take them as they are: \"assay\": "
                   "\"outcome\", \"longer\": "
                   "{\"pattern\": \"%s\", \"values\": \"%s\"})",
                   s->percents ? "per cent" : "counts", etho_text_get(&pattern),
                   s->percents ? "percent" : "count");
  etho_source_need(source, "trials_per_session", "10", etho_text_get(&why));
  etho_text_free(&why);
  etho_text_free(&pattern);
}

/* "Total correct" beside the trials says them again. */
static bool is_sum(const char *role) {
  return strcmp(role, "n_correct") == 0 || strcmp(role, "n_incorrect") == 0 ||
         strcmp(role, "n_trials") == 0 || strcmp(role, "correct") == 0 || strcmp(role, "choice") == 0;
}

static etho_status read_series(etho_source *source, etho_error *error) {
  shape s = series_shape(source);
  double per_session = (double)NAN, number;
  char word[24];
  bool counts = s.above_one || (!s.plus && s.sides != s.cells && s.truths != s.cells);
  if (counts && !etho_source_setting_number(source, "trials_per_session", &per_session)) {
    need_trials(source, &s);
    return ETHO_OK;
  }
  size_t kept = 0;
  for (size_t i = 0; i < source->n_bindings; i++)
    if (!series_header(etho_table_header(source->table, source->binding[i].column), word, &number) &&
        !is_sum(source->binding[i].role->name))
      source->binding[kept++] = source->binding[i];
  source->n_bindings = kept;
  etho_tidy_tell(source);
  if (s.plus && s.dashes) etho_source_tell_signs(source, s.first_dash, s.dash_column, s.dashes);
  for (size_t r = 0; r < etho_table_rows(source->table); r++)
    for (size_t c = 0; c < etho_table_columns(source->table); c++) {
      if (!series_header(etho_table_header(source->table, c), word, &number)) continue;
      if (etho_table_missing(source->table, r, c) && !is_wrong(source, r, c, &s)) continue; /* not run */
      size_t row = etho_tidy_row(source, r);
      if (row == ETHO_NOT_FOUND) break;
      for (size_t i = 0; i < source->n_bindings; i++) etho_source_set(source, row, &source->binding[i], r);
      if (strstr(word, "sess") || strcmp(word, "s") == 0 || word[0] == 'd' || counts) {
        char text[16];
        snprintf(text, sizeof text, "%g", number);
        etho_source_text(source, row, word[0] == 'd' ? "day" : "session", text);
      } else {
        etho_source_number(source, row, "trial", number);
      }
      set_cell(source, row, r, c, &s, per_session);
    }
  return etho_trials_status(source->trials) == ETHO_OK
             ? ETHO_OK
             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- a column per animal ---- */

static bool is_count_column(const etho_source *source, size_t column) {
  for (size_t i = 0; i < source->n_bindings; i++)
    if (source->binding[i].column == column) return true;
  return false;
}

/* "M1", "M2" or "101", "102": names that differ in their number. */
static bool numbered_headers(const etho_table *table) {
  const char *first = etho_table_header(table, 0);
  size_t stem = strcspn(first, "0123456789");
  for (size_t c = 0; c < etho_table_columns(table); c++) {
    const char *header = etho_table_header(table, c);
    if (strncmp(header, first, stem) != 0 || !header[stem] ||
        header[stem + strspn(header + stem, "0123456789")])
      return false;
  }
  return true;
}

/* Trials (or sessions, days) down, animals across, each cell 0/1 or L/R. Without a column that counts the
 * rows the headers must be names of one kind. */
static int fits_animals(etho_source *source) {
  static const char *const roles[] = {"trial", "session", "day"};
  size_t down = 0, across = 0;
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    down += etho_source_bound(source, roles[i]) != NULL;
  if (down != source->n_bindings || (!down && !numbered_headers(source->table))) return 0;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    shape s = {0};
    if (is_count_column(source, c)) continue;
    look(source->table, c, &s);
    settle(&s);
    bool signs = s.plus && s.plus == s.cells;
    if (!s.cells || s.above_one || (!signs && s.truths != s.cells && s.sides != s.cells)) return 0;
    across++;
  }
  if (across < 2) return 0;
  if (!down) return source->evidence = "a column per animal, its trials below each other", 50;
  return source->evidence = "a row per trial and a column per animal", 70;
}

static etho_status read_animals(etho_source *source, etho_error *error) {
  if (!source->n_bindings)
    etho_issues_add(source->issues, "W-TRIAL-ROW", source->path,
                    etho_table_dialect(source->table)->header_line, 0,
                    "add a column 'trial', or declare \"from\": \"prism-wide\" if each column is a group",
                    "no column numbers the trials: the rows are taken as trials 1, 2, 3 ...");
  for (size_t i = 0; i < source->n_bindings; i++)
    etho_source_mapped(source, source->binding[i].role->name,
                       etho_table_header(source->table, source->binding[i].column));
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    shape s = {0};
    if (is_count_column(source, c)) continue;
    look(source->table, c, &s);
    settle(&s);
    etho_source_mapped(source, "animal", etho_table_header(source->table, c));
    for (size_t r = 0; r < etho_table_rows(source->table); r++) {
      if (etho_table_missing(source->table, r, c) && !is_wrong(source, r, c, &s)) continue; /* not run */
      size_t row = etho_trials_add(source->trials, source->path, etho_table_line(source->table, r));
      etho_source_text(source, row, "animal", etho_table_header(source->table, c));
      for (size_t i = 0; i < source->n_bindings; i++) etho_source_set(source, row, &source->binding[i], r);
      if (!source->n_bindings) etho_source_number(source, row, "trial", (double)r + 1);
      set_cell(source, row, r, c, &s, 1);
    }
  }
  return etho_trials_status(source->trials) == ETHO_OK
             ? ETHO_OK
             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static int fits_wide(etho_source *source) {
  int series = fits_series(source);
  return series ? series : fits_animals(source);
}

static etho_status read_wide(etho_source *source, etho_error *error) {
  return fits_animals(source) ? read_animals(source, error) : read_series(source, error);
}

/* ---- a column per group ---- */

static int fits_prism(etho_source *source) {
  size_t n = etho_table_columns(source->table);
  if (n < 2 || source->n_bindings) return 0;
  for (size_t c = 0; c < n; c++) {
    shape s = {0};
    const char *header = etho_table_header(source->table, c);
    double value;
    look(source->table, c, &s);
    if (s.cells < 2 || s.numbers != s.cells || etho_number_parse(header, strlen(header), '.', &value))
      return 0;
  }
  return source->evidence = "only columns of numbers, one per group", 45;
}

static etho_status read_prism(etho_source *source, etho_error *error) {
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    const char *arm = etho_table_header(source->table, c);
    etho_source_mapped(source, "arm", arm);
    for (size_t r = 0, n = 0; r < etho_table_rows(source->table); r++) {
      double value;
      if (!etho_table_number(source->table, r, c, &value)) continue;
      size_t row = etho_trials_add(source->trials, source->path, etho_table_line(source->table, r));
      etho_text animal = {0};
      etho_text_format(&animal, "%s %zu", arm, ++n);
      etho_source_text(source, row, "animal", etho_text_get(&animal));
      etho_source_text(source, row, "arm", arm);
      etho_source_number(source, row, "value", value);
      etho_text_free(&animal);
    }
  }
  etho_issues_add(
      source->issues, "W-PRISM", source->path, etho_table_dialect(source->table)->header_line, 0,
      "compare the groups with: ethostat convert FILE | ethostat test t_welch - --value value --by arm",
      "each column is taken as a group and each of its cells as one animal; the cells are values, not "
      "trials");
  return etho_trials_status(source->trials) == ETHO_OK
             ? ETHO_OK
             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

const etho_format etho_format_wide_tmaze = {
    .name = "wide-tmaze",
    .summary = "T-maze, a column per trial or session (0/1, L/R or counts), or per animal",
    .fits = fits_wide,
    .read = read_wide};
const etho_format etho_format_prism_wide = {.name = "prism-wide",
                                            .summary = "a column of values per group, as Prism has them",
                                            .fits = fits_prism,
                                            .read = read_prism};
