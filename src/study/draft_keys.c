/* Files that may say what the trials do not: beside the inputs, or among those that fit no format. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "import/source.h"
#include "study/draft.h"

enum { MOST_BESIDE = 60, LARGEST = 2 * 1024 * 1024 };

/* What a key file is for, in the words of its columns. */
static const char *const useful[] = {"arm", "sex", "cage", "novel_side", "novel_object", "phase", "session", "day"};

static bool is_measured(const etho_source *source) {
  static const char *const roles[] = {"novel_s", "familiar_s", "left_s", "right_s", "object_a_s", "object_b_s", "time_s",
                                      "choice", "correct", "n_correct", "sequence", "value"};
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (etho_source_has(source, roles[i])) return true;
  return false;
}

static bool holds(const etho_table *table, size_t column, const char *id) {
  for (size_t r = 0; r < etho_table_rows(table); r++)
    if (strcmp(etho_table_text(table, r, column), id) == 0) return true;
  return false;
}

/* How many of the animals (or recordings) of the trials the table names; *n = of how many. */
static size_t count_named(const struct study_draft *draft, const etho_table *table, size_t column, const char *role, size_t *n) {
  enum { MOST_IDS = 5000 };
  size_t named = 0;
  const char *seen[MOST_IDS];
  *n = 0;
  for (size_t i = 0; i < draft->n_inputs; i++) {
    const etho_trials *trials = etho_import_trials(draft->input[i].result);
    size_t from = etho_trials_find(trials, role);
    for (size_t r = 0; from != ETHO_NOT_FOUND && r < etho_trials_rows(trials) && *n < MOST_IDS; r++) {
      const char *id = etho_trials_text(trials, r, from);
      bool again = !id;
      for (size_t k = *n; k-- > 0 && !again;) again = strcmp(seen[k], id) == 0;
      if (again) continue;
      named += holds(table, column, id);
      seen[(*n)++] = id;
    }
  }
  return named;
}

static bool keep_key(etho_study *study, const char *path, const char *question) {
  struct study_draft *draft = study->draft;
  draft_key *grown = etho_arena_grow(study->arena, draft->key, &draft->key_capacity, draft->n_keys + 1, sizeof *grown);
  if (!grown) return false;
  draft->key = grown;
  draft->key[draft->n_keys] = (draft_key){etho_arena_text(study->arena, path), etho_arena_text(study->arena, question)};
  if (!draft->key[draft->n_keys].path || !draft->key[draft->n_keys].question) return false;
  draft->n_keys++;
  return true;
}

/* Do all trials have it already? */
static bool is_known(const struct study_draft *draft, const char *role) {
  for (size_t i = 0; i < draft->n_inputs; i++) {
    const etho_trials *trials = etho_import_trials(draft->input[i].result);
    size_t column = etho_trials_find(trials, role);
    if (etho_trials_rows(trials) && (column == ETHO_NOT_FOUND || !etho_trials_text(trials, 0, column))) return false;
  }
  return true;
}

/* 1 = kept as a key, 0 = no key, -1 = out of memory. */
static int judge(etho_study *study, etho_source *source, const char *where) {
  etho_text question = {0}, columns = {0};
  const char *role = etho_source_bound(source, "animal") ? "animal" : "recording";
  const etho_binding *by = etho_source_bound(source, role);
  size_t n = 0, named = 0;
  for (size_t i = 0; i < sizeof useful / sizeof *useful; i++)
    if (etho_source_bound(source, useful[i]) && !is_known(study->draft, useful[i])) etho_text_format(&columns, "%s%s", columns.length ? ", " : "", useful[i]);
  if (by && columns.length && !is_measured(source)) named = count_named(study->draft, source->table, by->column, role, &n);
  const char *slash = strrchr(source->path, '/');
  etho_text_format(&question, "is it %s? It %s, names %zu of %zu %s and has %s: write its name, or delete this line",
                   slash ? slash + 1 : source->path, where, named, n, strcmp(role, "animal") == 0 ? "animals" : "recordings",
                   etho_text_get(&columns));
  int kept = named ? keep_key(study, source->path, etho_text_get(&question)) ? 1 : -1 : 0;
  etho_text_free(&question);
  etho_text_free(&columns);
  return kept;
}

static int look_at_file(etho_study *study, const char *path, const char *where) {
  etho_issues *quiet = etho_issues_new();
  etho_import_file told = {.path = path};
  etho_import_options none = {0};
  etho_source source = {.path = path, .options = &none, .issues = quiet, .arena = study->arena, .file = &told};
  int kept = 0;
  bool readable = quiet && etho_table_read(path, NULL, &source.table, quiet, NULL) == ETHO_OK &&
                  etho_source_map(&source, NULL) == ETHO_OK;
  if (readable) kept = judge(study, &source, where);
  etho_table_free(source.table);
  etho_issues_free(quiet);
  return kept;
}

/* ---- among the files that were named ---- */

static int take_from_inputs(etho_study *study) {
  struct study_draft *draft = study->draft;
  size_t kept = 0;
  for (size_t i = 0; i < draft->n_inputs; i++) {
    draft_input *input = &draft->input[i];
    bool unknown = strcmp(input->format, "unknown") == 0 && input->n_paths == 1 && draft->n_inputs > 1;
    int key = unknown ? look_at_file(study, input->path[0], "was named with the others") : 0;
    if (key < 0) return -1;
    if (key) {
      etho_issues_free(input->issues);
      input->issues = NULL;
      continue;
    }
    draft_input moved = *input;
    draft->input[i] = draft->input[kept];
    draft->input[kept++] = moved;
  }
  if (kept < draft->n_inputs) draft->whole = false;
  draft->n_inputs = kept;
  return 0;
}

/* ---- beside them ---- */

static bool is_named(const etho_study *study, const char *path) {
  struct stat x, y;
  if (stat(path, &x) != 0 || !S_ISREG(x.st_mode) || x.st_size > LARGEST) return true;
  for (size_t i = 0; i < study->draft->n_inputs; i++)
    for (size_t k = 0; k < study->draft->input[i].n_paths; k++)
      if (stat(study->draft->input[i].path[k], &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino) return true;
  for (size_t i = 0; i < study->draft->n_keys; i++)
    if (stat(study->draft->key[i].path, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino) return true;
  return false;
}

static bool has_table_name(const char *name) {
  static const char *const endings[] = {".csv", ".tsv", ".txt", ".xlsx"};
  const char *dot = strrchr(name, '.');
  for (size_t i = 0; dot && name[0] != '.' && i < sizeof endings / sizeof *endings; i++)
    if (etho_text_equal_fold(dot, endings[i])) return true;
  return false;
}

static int by_name(const void *a, const void *b) {
  return etho_text_natural(*(const char *const *)a, *(const char *const *)b);
}

/* The tables in a folder, in order; a folder of hundreds is one of recordings, not of a key file. */
static const char **tables_in(etho_arena *arena, const char *folder, size_t *n) {
  DIR *open = opendir(folder[0] ? folder : ".");
  const char **list = ETHO_NEW(arena, const char *, MOST_BESIDE);
  struct dirent *entry;
  *n = 0;
  while (open && list && (entry = readdir(open)) && *n < MOST_BESIDE) {
    etho_text path = {0};
    etho_text_format(&path, "%s%s", folder, entry->d_name);
    if (has_table_name(entry->d_name) && (list[*n] = etho_arena_text(arena, etho_text_get(&path)))) ++*n;
    etho_text_free(&path);
  }
  if (open) closedir(open);
  if (list && *n) qsort(list, *n, sizeof *list, by_name);
  return list;
}

static int look_beside(etho_study *study) {
  const draft_input *first = study->draft->n_inputs ? study->draft->input : NULL;
  if (!first || !first->n_paths || strcmp(first->path[0], "-") == 0) return 0;
  const char *slash = strrchr(first->path[0], '/');
  const char *folder = etho_arena_text_n(study->arena, first->path[0], slash ? (size_t)(slash - first->path[0]) + 1 : 0);
  size_t n = 0;
  const char **list = folder ? tables_in(study->arena, folder, &n) : NULL;
  if (!list) return -1;
  for (size_t i = 0; i < n && n < MOST_BESIDE; i++)
    if (!is_named(study, list[i]) && look_at_file(study, list[i], "lies beside") < 0) return -1;
  return 0;
}

etho_status draft_keys(etho_study *study, etho_error *error) {
  if (study->source->import.n_joins) return ETHO_OK;
  bool whole = take_from_inputs(study) == 0 && look_beside(study) == 0;
  return whole ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
