/* Files to trials: detect, read, join, resolve, check. */
#include "ethostat/import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import/files.h"
#include "import/format.h"
#include "import/large.h"
#include "import/pattern.h"
#include "import/resolve.h"
#include "import/unfit.h"

struct etho_import_result {
  etho_arena *arena;
  etho_trials *trials;
  etho_import_file *file;
  size_t n_files;
  bool alone; /* one file: its rows need not be compared with those of others */
  etho_recodes_seen recodes;
};

void etho_import_free(etho_import_result *result) {
  if (!result) return;
  etho_trials_free(result->trials);
  etho_arena_free(result->arena);
  free(result);
}

etho_trials *etho_import_trials(const etho_import_result *result) {
  return result->trials;
}

size_t etho_import_file_count(const etho_import_result *result) {
  return result->n_files;
}

const etho_import_file *etho_import_file_at(const etho_import_result *result, size_t index) {
  return index < result->n_files ? &result->file[index] : NULL;
}

const etho_pair *etho_import_recodes(const etho_import_result *result, size_t *n) {
  *n = result->recodes.n;
  return result->recodes.pair;
}

static etho_status unknown_format(const char *name, etho_error *error) {
  const char *names[64];
  size_t n = 0;
  for (; n < etho_format_count() && n < 64; n++) names[n] = etho_format_name(n);
  etho_text near = {0};
  etho_nearest_names(&near, name, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no format '%.80s'", name);
  if (near.length)
    etho_error_hint(error, "did you mean %s? `ethostat list formats` shows all", etho_text_get(&near));
  else
    etho_error_hint(error, "`ethostat list formats` shows all");
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static etho_status read_columns(etho_source *source, const etho_format *format, etho_error *error) {
  etho_status status = etho_source_table(source, 0, error);
  if (status == ETHO_OK) status = etho_source_map(source, error);
  if (status != ETHO_OK) return status;
  if (!etho_table_rows(source->table)) return ETHO_OK; /* told already */
  if (!format)
    format = etho_format_by_columns(source);
  else
    source->evidence = "declared";
  if (!format) {
    etho_source_unfit(source);
    return ETHO_OK;
  }
  source->file->format = format->name;
  return format->read(source, error);
}

/* A format that was declared and is not there, or one with its header alone. */
static void tell_nothing(etho_source *source) {
  if (strcmp(source->file->format, "companion") == 0) return; /* told */
  if (source->table && etho_table_rows(source->table))
    etho_source_unfit(source);
  else
    etho_issues_add(source->issues, "E-FILE-NO-ROWS", source->path, 0, 0, "export it again, with the data",
                    "the file holds no trials");
}

static void record_file(etho_source *source) {
  etho_import_file *file = source->file;
  const etho_grid *grid = source->grid;
  if (!grid) return;
  file->sha256 = grid->sha256[0] ? etho_arena_text(source->arena, grid->sha256) : NULL;
  file->dialect = grid->dialect;
  file->dialect.encoding = etho_arena_text(source->arena, grid->dialect.encoding);
  file->dialect.sheet = etho_arena_text(source->arena, grid->dialect.sheet);
  if (!file->dialect.decimal) file->dialect.decimal = '.';
  if (!file->rows)
    file->rows = source->raw     ? source->raw_rows
                 : source->table ? etho_table_rows(source->table)
                                 : grid->n_records;
  file->evidence = source->evidence ? source->evidence : "no format fits";
  if (!file->format) file->format = "unknown";
}

static etho_status read_grid(etho_source *source, etho_error *error) {
  const etho_format *format =
      source->options->from ? etho_format_find(source->options->from) : etho_format_by_grid(source);
  if (!format || format->fits) return read_columns(source, format, error);
  source->file->format = format->name;
  if (source->options->from) source->evidence = "declared";
  bool every = format->sheets && source->grid->sheets && !source->options->dialect.sheet &&
               strchr(source->grid->sheets, '\x1F')[1];
  if (every) source->sheet = source->grid->sheet;
  etho_status status = format->read(source, error);
  if (every && status == ETHO_OK) status = etho_source_other_sheets(source, format, error);
  return status == ETHO_OK ? etho_source_keep(source, error) : status;
}

static etho_status read_file(etho_import_result *result, const char *path, const etho_import_options *options,
                             etho_import_file *file, etho_issues *issues, etho_error *error) {
  file->path = path;
  etho_source source = {.path = path,
                        .options = options,
                        .issues = issues,
                        .arena = result->arena,
                        .trials = etho_trials_new(),
                        .file = file};
  bool done = false;
  size_t problems = etho_issues_count_of(issues, ETHO_PROBLEM);
  etho_status status = source.trials ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status == ETHO_OK) status = etho_large_read(&source, result->alone, &done, error);
  if (status == ETHO_OK && !done) {
    if (!source.grid) status = etho_grid_read(path, &options->dialect, &source.grid, issues, error);
    if (status == ETHO_OK) status = read_grid(&source, error);
  }
  if (status == ETHO_OK) {
    etho_source_tell_rest(&source);
    if (!done && !etho_trials_rows(source.trials) && etho_issues_count_of(issues, ETHO_PROBLEM) == problems)
      tell_nothing(&source);
    record_file(&source);
    file->first_trial = etho_trials_rows(result->trials);
    file->n_trials = etho_trials_rows(source.trials);
    etho_trials_append(result->trials, source.trials);
  }
  if (source.raw != source.table) etho_table_free(source.raw);
  if (source.table)
    etho_table_free(source.table);
  else
    etho_grid_free(source.grid);
  etho_pattern_free(source.name_pattern);
  etho_trials_free(source.trials);
  return status;
}

static bool same_file(const char *a, const char *b) {
  struct stat x, y;
  if (strcmp(a, b) == 0) return true;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool is_join(const etho_import_options *options, const char *path) {
  for (size_t i = 0; i < options->n_joins; i++)
    if (same_file(options->joins[i], path)) return true;
  return false;
}

static etho_status tell_progress(const etho_import_options *options, size_t done, size_t total,
                                 const char *what, etho_error *error) {
  if (!options->progress || options->progress(options->progress_context, done, total, what)) return ETHO_OK;
  return etho_error_set(error, ETHO_ERR_IO, "stopped");
}

/* One unreadable file among several is an issue; the only one is an error. */
static etho_status read_all(etho_import_result *result, const etho_paths *paths,
                            const etho_import_options *options, etho_issues *issues, etho_error *error) {
  size_t readable = 0;
  result->alone = paths->n == 1;
  etho_status last = ETHO_OK;
  for (size_t i = 0; i < paths->n; i++) {
    if (paths->n > 1 && is_join(options, paths->path[i])) continue;
    etho_status status = tell_progress(options, i, paths->n, paths->path[i], error);
    if (status != ETHO_OK) return status;
    etho_import_file *file = &result->file[result->n_files++];
    status = read_file(result, paths->path[i], options, file, issues, error);
    if (status != ETHO_OK && status != ETHO_ERR_DATA) return status;
    if (status == ETHO_OK)
      readable++;
    else
      result->n_files--, *file = (etho_import_file){0}, last = status;
  }
  etho_status status = tell_progress(options, paths->n, paths->n, NULL, error);
  return status != ETHO_OK || readable ? status : last;
}

/* Nothing but files that accompany recordings: what each of them is has been told. */
static void tell_companions(const etho_import_result *result, etho_issues *issues) {
  bool all = result->n_files > 0 && etho_trials_rows(result->trials) == 0;
  for (size_t i = 0; i < result->n_files && all; i++) all = strcmp(result->file[i].format, "companion") == 0;
  if (all)
    etho_issues_add(issues, "E-FILE-COMPANION", result->file[0].path, 0, 0,
                    "give the recordings that it belongs to, as the warning above says",
                    "%s holds trials", result->n_files > 1 ? "none of the files" : "the file is not the one that");
}

static etho_status finish(etho_import_result *result, const etho_import_options *options, etho_issues *issues,
                          etho_error *error) {
  etho_trials *trials = result->trials;
  tell_companions(result, issues);
  result->recodes.arena = result->arena;
  if (!etho_trials_recode(trials, options, &result->recodes, issues))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = etho_trials_join(trials, options, result->arena, issues, error);
  if (status != ETHO_OK) return status;
  if (options->n_joins && !etho_trials_phases(trials, &result->recodes, issues)) /* a key file may say the phase */
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_trials_resolve(trials, options, issues);
  etho_trials_arms(trials, options, result->arena, issues);
  etho_trials_animals(trials, issues);
  etho_trials_check(trials, issues);
  if (etho_trials_status(trials) != ETHO_OK) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return ETHO_OK;
}

static etho_status import_paths(etho_import_result *result, const char *const *paths, size_t n_paths,
                                const etho_import_options *options, etho_issues *issues, etho_error *error) {
  if (options->from && !etho_format_find(options->from)) return unknown_format(options->from, error);
  etho_paths list = {0};
  etho_status status = etho_paths_expand(paths, n_paths, result->arena, &list, issues, error);
  if (status != ETHO_OK) return status;
  result->file = ETHO_NEW(result->arena, etho_import_file, list.n);
  if (!result->file) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  status = read_all(result, &list, options, issues, error);
  return status == ETHO_OK ? finish(result, options, issues, error) : status;
}

etho_status etho_import_files(const char *const *paths, size_t n_paths, const etho_import_options *options,
                              etho_import_result **result, etho_issues *issues, etho_error *error) {
  static const etho_import_options none = {0};
  if (!n_paths) return etho_error_set(error, ETHO_ERR_USAGE, "no file was given");
  etho_import_result *made = calloc(1, sizeof *made);
  if (made) {
    made->arena = etho_arena_new();
    made->trials = etho_trials_new();
  }
  etho_status status = made && made->arena && made->trials
                           ? import_paths(made, paths, n_paths, options ? options : &none, issues, error)
                           : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status != ETHO_OK)
    etho_import_free(made);
  else
    *result = made;
  return status;
}
