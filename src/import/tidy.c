/* Tidy tables: a row is a trial (or holds a training and a test, or several time bins, in columns of their
 * own). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "import/format.h"
#include "import/tidy.h"
#include "import/unfit.h"

/* One trial made of each table row: its phase and bin when columns name them. */
typedef struct group {
  const char *phase;
  double bin;
  bool rest; /* takes the exploration columns that name no phase */
} group;

enum { MOST_GROUPS = 256 };

static bool is_exploration(const etho_binding *b) {
  static const char *const begin[] = {"novel_", "familiar_", "left_", "right_", "object_a_", "object_b_"};
  if (strcmp(b->role->kind, "text") == 0) return false;
  for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
    if (strncmp(b->role->name, begin[i], strlen(begin[i])) == 0) return true;
  return false;
}

static bool same_text(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_bin(double a, double b) {
  return (isnan(a) && isnan(b)) || a == b;
}

static void add_group(group *list, size_t *n, group g) {
  for (size_t i = 0; i < *n; i++)
    if (same_text(list[i].phase, g.phase) && same_bin(list[i].bin, g.bin)) return;
  if (*n < MOST_GROUPS) list[(*n)++] = g;
}

/* Whole times beside binned ones: the bins repeat them and are left out. */
static void drop_bins(etho_source *source) {
  bool whole = false;
  for (size_t i = 0; i < source->n_bindings; i++)
    whole = whole || (is_exploration(&source->binding[i]) && isnan(source->binding[i].bin));
  size_t kept = 0;
  for (size_t i = 0; i < source->n_bindings; i++) {
    if (whole && !isnan(source->binding[i].bin)) continue;
    source->binding[kept++] = source->binding[i];
  }
  source->n_bindings = kept;
}

static size_t find_groups(const etho_source *source, group *list) {
  size_t n = 0;
  bool rest = false, training = false, test = false;
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    if (!is_exploration(b)) continue;
    if (b->phase || !isnan(b->bin)) add_group(list, &n, (group){b->phase, b->bin, false});
    rest = rest || (!b->phase && isnan(b->bin));
    training = training || same_text(b->phase, "training");
    test = test || same_text(b->phase, "test");
  }
  if (n && rest && training != test)
    add_group(list, &n, (group){training ? "test" : "training", (double)NAN, true});
  if (!n) list[n++] = (group){NULL, (double)NAN, true};
  return n;
}

static bool belongs(const etho_binding *b, const group *g) {
  if (strcmp(b->role->name, "total_s") == 0)
    return same_bin(b->bin, g->bin) && (!b->phase || same_text(b->phase, g->phase));
  if (!is_exploration(b)) return true;
  if (!b->phase && isnan(b->bin)) return g->rest;
  return (!b->phase || same_text(b->phase, g->phase)) && (isnan(b->bin) || same_bin(b->bin, g->bin));
}

/* A row without an id is told, unless it holds nothing that is measured. */
static bool row_has_animal(etho_source *source, const etho_binding *animal, size_t table_row) {
  if (!etho_table_missing(source->table, table_row, animal->column)) return true;
  bool any = false;
  etho_text hint = {0};
  for (size_t i = 0; i < source->n_bindings; i++)
    any = any || !etho_table_missing(source->table, table_row, source->binding[i].column);
  etho_text_format(
      &hint,
      "write the id in every row (unmerge cells and fill down), or delete the row, or leave such rows out: "
      "\"where\": \"%.60s!=\"",
      etho_table_header(source->table, animal->column));
  any = any && !etho_table_row_is_ragged(source->table, table_row);
  if (any && etho_source_shows(source, animal->column, "E-NO-ANIMAL"))
    etho_issues_add(source->issues, "E-NO-ANIMAL", source->path, etho_table_line(source->table, table_row),
                    etho_table_field(source->table, animal->column), etho_text_get(&hint),
                    "this row names no animal");
  etho_text_free(&hint);
  return false;
}

/* A heading between rows ("CAR-T" alone), or a note: not an animal. */
static bool is_heading(etho_source *source, const etho_binding *animal, size_t table_row) {
  size_t n = etho_table_columns(source->table);
  for (size_t c = 0; c < n; c++)
    if (c != animal->column && etho_table_text(source->table, table_row, c)[0]) return false;
  if (etho_table_row_is_ragged(source->table, table_row)) return n > 1;
  etho_issues_add(source->issues, "W-ROW-LABEL", source->path, etho_table_line(source->table, table_row),
                  etho_table_field(source->table, animal->column),
                  "repeat headings in a column of their own; write NA for an animal without data",
                  "the row holds nothing but '%.60s': skipped",
                  etho_table_text(source->table, table_row, animal->column));
  return n > 1;
}

size_t etho_tidy_row(etho_source *source, size_t table_row) {
  const etho_binding *animal = etho_source_bound(source, "animal");
  if (animal && !row_has_animal(source, animal, table_row)) return ETHO_NOT_FOUND;
  if (animal && is_heading(source, animal, table_row)) return ETHO_NOT_FOUND;
  size_t row = etho_trials_add(source->trials, source->path, etho_table_line(source->table, table_row));
  bool named = etho_source_pattern_names(source, "animal");
  if (source->options->pattern) etho_source_pattern(source, row, etho_source_base(source));
  if (!animal && !named) {
    char name[40];
    snprintf(name, sizeof name, "row %zu", table_row + 1);
    etho_source_text(source, row, "animal", name);
  }
  return row;
}

void etho_tidy_map(etho_source *source) {
  size_t n = etho_table_columns(source->table), groups;
  for (size_t c = 0; c < n; c++) {
    const etho_binding *bound = NULL;
    for (size_t i = 0; i < source->n_bindings; i++)
      if (source->binding[i].column == c) bound = &source->binding[i];
    if (bound)
      etho_source_mapped(source, bound->role->name, etho_table_header(source->table, c));
    else
      etho_source_ignored(source, etho_table_header(source->table, c));
    if (!bound && etho_column_groups(source->table, c, &groups))
      etho_source_group(source, etho_table_header(source->table, c));
  }
}

void etho_tidy_tell(etho_source *source) {
  etho_tidy_map(source);
  etho_tidy_apart(source);
  etho_tidy_index(source);
  etho_source_check_shifts(source);
  etho_tidy_remarks(source);
  if (!etho_source_bound(source, "animal") && !etho_source_pattern_names(source, "animal"))
    etho_issues_add(source->issues, "W-ANIMAL-ROW", source->path,
                    etho_table_dialect(source->table)->header_line, 0,
                    "add a column with the animals' ids, or declare which column it is",
                    "no column names the animal: every row is taken as an animal of its own");
  etho_source_check_columns(source);
}

void etho_tidy_drop_foreign(etho_source *source) {
  static const char *const roles[] = {"time_s", "object", "object_type", "position", "value"};
  size_t kept = 0;
  for (size_t i = 0; i < source->n_bindings; i++) {
    bool foreign = false;
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
      foreign = foreign || strcmp(source->binding[i].role->name, roles[k]) == 0;
    if (!foreign) source->binding[kept++] = source->binding[i];
  }
  source->n_bindings = kept;
}

/* The number of trials behind a number of correct ones: from the header ("out of 10"), the study file, or the
 * incorrect ones. false: it is not to be had, which is told. */
static bool find_total(etho_source *source, double *total) {
  const etho_binding *correct = etho_source_bound(source, "n_correct");
  *total = (double)NAN;
  if (!correct || etho_source_has(source, "n_trials") || etho_source_has(source, "n_incorrect")) return true;
  if (etho_source_setting_number(source, "trials_per_session", total)) return true;
  if (etho_header_total(etho_table_header(source->table, correct->column), total)) return true;
  if (etho_source_has(source, "choice") || etho_source_has(source, "correct") ||
      etho_source_has(source, "novel_s"))
    return true;
  etho_source_need(source, "trials_per_session", "10",
                   "the cells are numbers of correct trials: out of how many?");
  return false;
}

static void set_total(etho_source *source, size_t row, double total) {
  size_t correct = etho_trials_find(source->trials, "n_correct"),
         wrong = etho_trials_find(source->trials, "n_incorrect");
  if (correct == ETHO_NOT_FOUND || isnan(etho_trials_number(source->trials, row, correct))) return;
  if (!isnan(total))
    etho_source_number(source, row, "n_trials", total);
  else if (wrong != ETHO_NOT_FOUND && !etho_source_has(source, "n_trials"))
    etho_source_number(source, row, "n_trials",
                       etho_trials_number(source->trials, row, correct) +
                           etho_trials_number(source->trials, row, wrong));
}

etho_status etho_tidy_read(etho_source *source, etho_error *error) {
  group list[MOST_GROUPS];
  etho_tidy_drop_foreign(source);
  drop_bins(source);
  double total;
  size_t n_groups = find_groups(source, list);
  etho_tidy_tell(source);
  if (!find_total(source, &total)) return ETHO_OK;
  for (size_t r = 0; r < etho_table_rows(source->table); r++)
    for (size_t g = 0; g < n_groups; g++) {
      size_t row = etho_tidy_row(source, r);
      if (row == ETHO_NOT_FOUND) break;
      for (size_t i = 0; i < source->n_bindings; i++)
        if (belongs(&source->binding[i], &list[g])) etho_source_set(source, row, &source->binding[i], r);
      if (list[g].phase) etho_source_text(source, row, "phase", list[g].phase);
      if (!isnan(list[g].bin)) etho_source_number(source, row, "bin", list[g].bin);
      set_total(source, row, total);
    }
  if (etho_trials_status(source->trials) != ETHO_OK)
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return ETHO_OK;
}

/* ---- which of the tidy shapes ---- */

static bool has_pair(const etho_source *source, const char *a, const char *b) {
  return etho_source_has(source, a) && etho_source_has(source, b);
}

static bool has_id(etho_source *source) {
  return etho_source_has(source, "animal") || etho_source_has(source, "arm") ||
         etho_source_pattern_names(source, "animal");
}

static int fits_nor(etho_source *source) {
  if (!has_id(source)) return 0;
  if (has_pair(source, "novel_s", "familiar_s"))
    return source->evidence = "columns of time at the novel and the familiar object", 90;
  if (has_pair(source, "left_s", "right_s"))
    return source->evidence = "columns of time at the left and the right object", 85;
  if (has_pair(source, "object_a_s", "object_b_s"))
    return source->evidence = "columns of time at two objects", 85;
  return 0;
}

static int fits_tmaze(etho_source *source) {
  if (!has_id(source)) return 0;
  if (etho_source_has(source, "choice"))
    return source->evidence = "a column with the arm of the maze that was chosen", 80;
  if (etho_source_has(source, "correct"))
    return source->evidence = "a column that says whether the choice was correct", 80;
  if (has_pair(source, "n_correct", "n_trials"))
    return source->evidence = "columns with the numbers of correct and of all trials", 75;
  if (has_pair(source, "n_correct", "n_incorrect"))
    return source->evidence = "columns with the numbers of correct and of incorrect trials", 74;
  if (etho_source_has(source, "n_correct") && etho_source_bound(source, "animal"))
    return source->evidence = "a column with the number of correct trials", 45;
  return 0;
}

static int fits_sequence(etho_source *source) {
  if (!has_id(source) || !etho_source_has(source, "sequence")) return 0;
  return source->evidence = "a column with sequences of arm entries", 82;
}

const etho_format etho_format_tidy_nor = {
    .name = "tidy-nor",
    .summary = "object recognition, a row per trial: novel and familiar, left and right, or object A and B",
    .fits = fits_nor,
    .read = etho_tidy_read,
};

const etho_format etho_format_tidy_tmaze = {
    .name = "tidy-tmaze",
    .summary = "T- or Y-maze, a row per trial (choice, sample arm, correct, latency) or per session "
               "(n_correct, n_trials)",
    .fits = fits_tmaze,
    .read = etho_tidy_read,
};

const etho_format etho_format_arm_sequence = {
    .name = "arm-sequence",
    .summary = "continuous T- or Y-maze, a row per session with the sequence of arm entries (ABCACB)",
    .fits = fits_sequence,
    .read = etho_tidy_read,
};
