/* Writing a study's results: everything into a folder beside the target first, then into place. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "study/study.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- the report's borrowed view of a study ---- */

/* "folder/name" in the arena. */
static char *join(etho_arena *arena, const char *folder, const char *name) {
  size_t a = strlen(folder), b = strlen(name);
  char *path = ETHO_NEW(arena, char, a + b + 2);
  if (path) snprintf(path, a + b + 2, "%s/%s", folder, name);
  return path;
}

static const char *study_title(const etho_study *study) {
  if (study->title) return study->title;
  return study->n_sources == 1 && study->source[0].n_paths == 1 ? study->source[0].path[0] : "Behaviour study";
}

/* Of a large file the digest is made only here, where it is told. */
static const char *digest_of(etho_arena *arena, const etho_import_file *file) {
  char hex[65];
  if (file->sha256) return file->sha256;
  return etho_file_sha256(file->path, hex, NULL) == ETHO_OK ? etho_arena_text(arena, hex) : NULL;
}

static bool fill_inputs(const etho_study *study, etho_arena *arena, etho_report *report) {
  size_t n = etho_study_file_count(study), k = 0;
  etho_report_input *input = ETHO_NEW(arena, etho_report_input, n + study->n_joined + 2);
  if (!input) return false;
  if (study->file) input[k++] = study->study_input;
  for (size_t i = 0; i < n; i++) {
    const etho_import_file *file = etho_study_file(study, i);
    input[k++] = (etho_report_input){file->path, digest_of(arena, file), file->format, file->rows};
  }
  for (size_t i = 0; i < study->n_joined; i++) input[k++] = study->joined[i];
  report->input = input;
  report->n_inputs = k;
  return true;
}

/* "figures/di.svg" of "FOLDER/figures/di.svg". */
static const char *within(const char *folder, const char *path) {
  size_t length = folder && path ? strlen(folder) : 0;
  return length && strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : path;
}

/* The SVG of a figure for the HTML page; NULL when it was not drawn as one. */
static const char *read_svg(etho_arena *arena, const char *file) {
  size_t length = file ? strlen(file) : 0;
  if (length < 5 || strcmp(file + length - 4, ".svg") != 0) return NULL;
  char *data = NULL;
  const char *kept = NULL;
  if (etho_file_read(file, 0, &data, &length, NULL) == ETHO_OK) kept = etho_arena_text(arena, data);
  free(data);
  return kept;
}

static bool fill_figures(const etho_figures *figures, const char *folder, etho_arena *arena, etho_report *report,
                         etho_report_figure **kept) {
  size_t n = figures ? etho_figures_count(figures) : 0;
  etho_report_figure *figure = ETHO_NEW(arena, etho_report_figure, n + 1);
  if (!figure) return false;
  for (size_t i = 0; i < n; i++) {
    const etho_figure *from = etho_figures_at(figures, i);
    figure[i] = (etho_report_figure){from->assay, from->chart, within(folder, from->file),
                                     within(folder, from->data_file), from->caption, from->alt, NULL};
  }
  if (kept) *kept = figure;
  report->figure = figure;
  report->n_figures = n;
  return true;
}

/* What was given, with the kinds of figures when they are written. */
static bool fill_run(const etho_study *study, etho_arena *arena, const etho_figure_options *figures, bool drawn,
                     etho_report *report) {
  etho_report_fact *given = ETHO_NEW(arena, etho_report_fact, study->run.n_given + 1);
  if (!given) return false;
  size_t n = 0;
  for (; n < study->run.n_given; n++) given[n] = study->run.given[n];
  const char *kinds = figures && figures->formats ? figures->formats : "svg";
  if (figures) given[n++] = (etho_report_fact){.name = "figures", .value = drawn ? kinds : "none"};
  report->run = study->run;
  report->run.given = given;
  report->run.n_given = n;
  report->option = study_option_facts(study, arena, drawn ? figures : NULL, &report->n_options);
  return report->option != NULL;
}

static etho_status study_report(const etho_study *study, const etho_issues *issues, const etho_figures *figures,
                                const etho_figure_options *options, const char *folder, etho_arena *arena,
                                etho_report *report, etho_report_figure **figure, etho_error *error) {
  const etho_analysis **analyses = ETHO_NEW(arena, const etho_analysis *, study->n_groups + 1);
  if (!analyses) return no_memory(error);
  *report = (etho_report){.title = study_title(study), .command = study->command, .seed = study->design.options.seed,
                          .declared = study->declared, .n_declared = study->n_declared, .analysis = analyses,
                          .issues = issues};
  for (size_t i = 0; i < study->n_groups; i++)
    if (study->group[i].analysis) analyses[report->n_analyses++] = study->group[i].analysis;
  bool whole = fill_inputs(study, arena, report) && fill_figures(figures, folder, arena, report, figure) &&
               fill_run(study, arena, options, figures != NULL, report);
  return whole ? ETHO_OK : no_memory(error);
}

etho_status etho_study_render(const etho_study *study, const char *format, const etho_issues *issues, char **text,
                              size_t *length, etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  etho_report report;
  bool summary = strcmp(format, "summary") == 0;
  etho_document *document = NULL;
  etho_status status = study_report(study, issues, NULL, NULL, NULL, arena, &report, NULL, error);
  if (status == ETHO_OK) status = etho_document_new(&report, summary, &document, error);
  if (status == ETHO_OK) status = etho_document_render(document, summary ? "text" : format, text, length, error);
  etho_document_free(document);
  etho_arena_free(arena);
  return status;
}

/* ---- folders ---- */

typedef etho_status visit_fn(void *context, const char *path, const char *name, bool is_folder, etho_error *error);

static etho_status each_entry(etho_arena *arena, const char *folder, visit_fn *visit, void *context, etho_error *error) {
  DIR *stream = opendir(folder);
  if (!stream) return ETHO_OK;
  etho_status status = ETHO_OK;
  for (struct dirent *entry; status == ETHO_OK && (entry = readdir(stream));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    char *path = join(arena, folder, entry->d_name);
    struct stat info;
    if (!path) status = no_memory(error);
    else if (lstat(path, &info) == 0) status = visit(context, path, entry->d_name, S_ISDIR(info.st_mode), error);
  }
  closedir(stream);
  return status;
}

static etho_status remove_entry(void *context, const char *path, const char *name, bool is_folder, etho_error *error) {
  (void)name;
  if (is_folder) each_entry(context, path, remove_entry, context, error);
  if (is_folder) rmdir(path);
  else unlink(path);
  return ETHO_OK;
}

static void remove_tree(etho_arena *arena, const char *folder) {
  each_entry(arena, folder, remove_entry, arena, NULL);
  rmdir(folder);
}

typedef struct move_context { etho_arena *arena; const char *to; } move_context;

static etho_status move_entry(void *context, const char *path, const char *name, bool is_folder, etho_error *error) {
  move_context *move = context;
  char *target = join(move->arena, move->to, name);
  struct stat info;
  if (!target) return no_memory(error);
  if (is_folder && lstat(target, &info) != 0 && rename(path, target) == 0) return ETHO_OK; /* nothing to merge with */
  if (!is_folder)
    return rename(path, target) == 0
               ? ETHO_OK
               : etho_error_set(error, ETHO_ERR_IO, "cannot write '%s': %s", target, strerror(errno));
  etho_status status = etho_directory_make(target, error);
  move_context inner = {move->arena, target};
  if (status == ETHO_OK) status = each_entry(move->arena, path, move_entry, &inner, error);
  rmdir(path);
  return status;
}

/* ---- the files ---- */

typedef struct table_context { etho_arena *arena; const char *folder; } table_context;

static etho_status write_table(void *context, const char *name, const char *csv, size_t length, etho_error *error) {
  table_context *to = context;
  size_t size = strlen(name) + 5;
  char *file = ETHO_NEW(to->arena, char, size), *path;
  if (file) snprintf(file, size, "%s.csv", name);
  if (!file || !(path = join(to->arena, to->folder, file))) return no_memory(error);
  return etho_file_create(path, csv, length, error);
}

static etho_status write_one(etho_arena *arena, const etho_document *document, const char *folder, const char *file,
                             const char *format, etho_error *error) {
  char *text, *path = join(arena, folder, file);
  size_t length;
  if (!path) return no_memory(error);
  etho_status status = etho_document_render(document, format, &text, &length, error);
  if (status != ETHO_OK) return status;
  status = etho_file_create(path, text, length, error);
  free(text);
  return status;
}

/* What does not need the figures themselves. */
static etho_status write_texts(etho_arena *arena, const etho_document *document, const char *folder, etho_error *error) {
  static const struct { const char *file, *format; } reports[] = {
      {"report.json", "json"}, {"report.md", "markdown"}, {"report.txt", "text"}};
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < sizeof reports / sizeof *reports && status == ETHO_OK; i++)
    status = write_one(arena, document, folder, reports[i].file, reports[i].format, error);
  char *tables = join(arena, folder, "tables");
  if (!tables) return no_memory(error);
  table_context context = {arena, tables};
  if (status == ETHO_OK) status = etho_directory_make(tables, error);
  return status == ETHO_OK ? etho_document_tables(document, write_table, &context, error) : status;
}

/* Figures go into the staging folder; their failure does not stop the rest. */
static etho_figures *begin_figures(const etho_study *study, etho_arena *arena, etho_plotter *plotter, const char *folder,
                                   const etho_figure_options *options, etho_error *drawn) {
  const etho_analysis **analyses = ETHO_NEW(arena, const etho_analysis *, study->n_groups + 1);
  char *figures = join(arena, folder, "figures");
  etho_figures *list = NULL;
  if (!analyses || !figures) {
    no_memory(drawn);
    return NULL;
  }
  for (size_t i = 0; i < study->n_groups; i++) analyses[i] = study->group[i].analysis;
  if (etho_directory_make(figures, drawn) == ETHO_OK)
    etho_figures_begin(plotter, analyses, study->n_groups, figures, options, &list, drawn);
  return list;
}

/* The texts are written while gnuplot draws; then the page with the figures in it. */
static etho_status write_with(const etho_study *study, etho_arena *arena, const char *folder, etho_plotter *plotter,
                              const etho_figures *figures, const etho_figure_options *options,
                              const etho_issues *issues, etho_error *drawn, etho_error *error) {
  etho_report report;
  etho_report_figure *figure = NULL;
  etho_status status = study_report(study, issues, figures, options, folder, arena, &report, &figure, error);
  etho_document *document = NULL;
  if (status == ETHO_OK) status = etho_document_new(&report, false, &document, error);
  if (status == ETHO_OK) status = write_texts(arena, document, folder, error);
  if (status == ETHO_OK && figures) etho_figures_finish(plotter, drawn);
  if (status == ETHO_OK && drawn->status == ETHO_OK) {
    for (size_t i = 0; i < report.n_figures; i++) figure[i].svg = read_svg(arena, etho_figures_at(figures, i)->file);
    status = write_one(arena, document, folder, "report.html", "html", error);
  }
  etho_document_free(document);
  return status;
}

static etho_status fill_folder(etho_study *study, etho_arena *arena, const char *folder, etho_plotter *plotter,
                               const etho_figure_options *options, const etho_issues *issues, etho_error *drawn,
                               etho_error *error) {
  etho_error local = {0};
  etho_figures *figures = plotter ? begin_figures(study, arena, plotter, folder, options, &local) : NULL;
  if (local.status != ETHO_OK) *drawn = local;
  etho_error later = {0};
  etho_status status = write_with(study, arena, folder, plotter, figures, options, issues, &later, error);
  if (status == ETHO_OK && later.status != ETHO_OK) { /* the reports must not speak of figures that are not there */
    *drawn = later;
    etho_error none = {0};
    status = write_with(study, arena, folder, NULL, NULL, options, issues, &none, error);
  }
  etho_figures_free(figures);
  return status;
}

etho_status etho_study_write(etho_study *study, const char *directory, etho_plotter *plotter,
                             const etho_figure_options *figures, const etho_issues *issues, etho_error *drawn,
                             etho_error *error) {
  etho_arena *arena = etho_arena_new();
  if (!arena) return no_memory(error);
  struct stat info;
  bool was_there = stat(directory, &info) == 0;
  etho_status status = etho_directory_make(directory, error);
  char *staging = join(arena, directory, ".ethostat-XXXXXX");
  if (status == ETHO_OK && !staging) status = no_memory(error);
  if (status == ETHO_OK && !mkdtemp(staging))
    status = etho_error_set(error, ETHO_ERR_IO, "cannot write into '%s': %s", directory, strerror(errno));
  if (status == ETHO_OK) {
    status = fill_folder(study, arena, staging, plotter, figures, issues, drawn, error);
    move_context move = {arena, directory};
    bool stop = study->progress && !study->progress(study->progress_context, 1, 1, NULL);
    if (status == ETHO_OK && stop) status = etho_error_set(error, ETHO_ERR_IO, "stopped: nothing was written");
    if (status == ETHO_OK) status = each_entry(arena, staging, move_entry, &move, error);
    remove_tree(arena, staging);
  }
  if (status != ETHO_OK && !was_there) rmdir(directory);
  etho_arena_free(arena);
  return status;
}
