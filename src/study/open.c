/* Opening a study: from study.json, or from plain files with what the command line says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "study/study.h"

etho_study_options etho_study_options_default(void) {
  return (etho_study_options){.conf_level = (double)NAN, .cutoff_s = (double)NAN, .chance = (double)NAN,
                              .equivalence = (double)NAN, .width_mm = (double)NAN};
}

static bool is_study_file(const char *path) {
  size_t length = strlen(path);
  return length > 5 && strcmp(path + length - 5, ".json") == 0;
}

/* Copies of a list of texts, so that the study owns what it points to. */
static const char **copy_list(etho_arena *arena, const char *const *list, size_t n) {
  const char **copy = ETHO_NEW(arena, const char *, n + 1);
  for (size_t i = 0; copy && i < n; i++)
    if (!(copy[i] = etho_arena_text(arena, list[i]))) return NULL;
  return copy;
}

/* Files on the command line are read alike. */
static etho_status from_files(etho_study *study, const char *const *paths, size_t n_paths) {
  study->source = ETHO_NEW(study->arena, study_source, 1);
  if (!study->source) return ETHO_ERR_MEMORY;
  study->source->path = copy_list(study->arena, paths, n_paths);
  study->source->n_paths = n_paths;
  study->n_sources = 1;
  return study->source->path ? ETHO_OK : ETHO_ERR_MEMORY;
}

/* What the command line gives wins over the study file. NULL text is "not given"; false: out of memory. */
static bool take_text(etho_arena *arena, const char **target, const char *text) {
  if (!text) return true;
  *target = etho_arena_text(arena, text);
  return *target != NULL;
}

static void take_number(double *target, double value) {
  if (!isnan(value)) *target = value;
}

/* --assay with a study file: only the inputs of that assay. */
static void keep_assay(etho_study *study, const char *assay) {
  size_t kept = 0;
  for (size_t i = 0; i < study->n_sources; i++) {
    const char *declared = study->source[i].assay;
    if (!study->file || !assay || !declared || strcmp(declared, assay) == 0) study->source[kept++] = study->source[i];
  }
  study->narrowed = kept && kept < study->n_sources;
  if (kept) study->n_sources = kept;
}

static bool take_import(etho_study *study, const etho_study_options *options) {
  const char **animals = copy_list(study->arena, options->animals, options->n_animals);
  bool whole = animals != NULL;
  for (size_t i = 0; i < study->n_sources; i++) {
    etho_import_options *import = &study->source[i].import;
    whole = whole && take_text(study->arena, &import->from, options->from) &&
            take_text(study->arena, &study->source[i].assay, options->assay) &&
            take_text(study->arena, &import->dialect.encoding, options->dialect.encoding) &&
            take_text(study->arena, &import->dialect.sheet, options->dialect.sheet);
    if (options->dialect.delimiter) import->dialect.delimiter = options->dialect.delimiter;
    if (options->dialect.decimal) import->dialect.decimal = options->dialect.decimal;
    if (options->dialect.header_line) import->dialect.header_line = options->dialect.header_line;
    if (options->dialect.no_header) import->dialect.no_header = true;
    if (options->n_animals) import->joins = animals, import->n_joins = options->n_animals, import->join_options = NULL;
  }
  return whole;
}

static bool take_style(etho_study *study, const etho_study_options *options) {
  etho_figure_options *style = &study->style;
  take_number(&style->width_mm, options->width_mm);
  style->hide_ns = style->hide_ns || options->hide_ns;
  return take_text(study->arena, &style->theme, options->theme) &&
         take_text(study->arena, &style->palette, options->palette) &&
         take_text(study->arena, &style->error_bar, options->error_bar) &&
         take_text(study->arena, &style->labels, options->labels) &&
         take_text(study->arena, &style->order, options->order) &&
         take_text(study->arena, &style->charts, options->charts);
}

void etho_study_style(const etho_study *study, etho_figure_options *figures) {
  const char *formats = figures->formats;
  *figures = study->style;
  figures->formats = formats ? formats : study->style.formats;
}

static bool take_options(etho_study *study, const etho_study_options *options) {
  etho_design *design = &study->design;
  study->strict = options->strict;
  study->progress = options->progress, study->progress_context = options->progress_context;
  keep_assay(study, options->assay);
  take_number(&design->options.conf_level, options->conf_level);
  take_number(&design->equivalence, options->equivalence);
  take_number(&study->assay.cutoff_s, options->cutoff_s);
  take_number(&study->assay.chance, options->chance);
  if (options->resamples) design->options.resamples = options->resamples;
  if (options->seed_given) design->options.seed = options->seed;
  if (options->threads) design->options.threads = options->threads;
  return take_import(study, options) && take_style(study, options) && take_text(study->arena, &design->control, options->control) &&
         take_text(study->arena, &design->response, options->response) &&
         take_text(study->arena, &design->phase, options->phase) &&
         take_text(study->arena, &design->primary, options->primary) &&
         take_text(study->arena, &design->pairwise, options->pairwise) &&
         take_text(study->arena, &study->assay.reentries, options->reentries) &&
         take_text(study->arena, &study->command, options->command);
}

/* As a run was started: with files, or with the text of a study file. */
static etho_status from_run(etho_study *study, const char *const *paths, size_t n_paths, const char *study_text,
                            const etho_study_options *options, etho_issues *issues, etho_error *error) {
  etho_status status = study_text ? study_read_json(study, paths[0], study_text, strlen(study_text), issues, error)
                                  : from_files(study, paths, n_paths);
  if (status == ETHO_OK && !take_options(study, options)) status = ETHO_ERR_MEMORY;
  if (status == ETHO_OK && !study_record_run(study, paths, n_paths, options)) status = ETHO_ERR_MEMORY;
  return status;
}

/* A study.json, or the report.json of an earlier run. */
static etho_status from_json(etho_study *study, const char *path, const etho_study_options *options,
                             etho_issues *issues, etho_error *error) {
  enum { LIMIT = 256 * 1024 * 1024 };
  char *text;
  size_t length;
  study_rerun rerun;
  etho_status status = etho_file_read(path, LIMIT, &text, &length, error);
  if (status != ETHO_OK) return status;
  status = study_read_rerun(study, path, text, length, &rerun, issues, error);
  if (status == ETHO_OK && rerun.is_report) {
    rerun.options.threads = options->threads;
    rerun.options.progress = options->progress, rerun.options.progress_context = options->progress_context;
    study->figures = rerun.figures ? rerun.figures : "svg";
    study->n_recorded = rerun.n_inputs;
    status = from_run(study, rerun.path, rerun.n_paths, rerun.study, &rerun.options, issues, error);
  } else if (status == ETHO_OK) {
    status = from_run(study, &path, 1, text, options, issues, error);
  }
  free(text);
  return status;
}

const char *etho_study_figures(const etho_study *study) {
  return study->figures;
}

static etho_status fill(etho_study *study, const char *const *paths, size_t n_paths, const etho_study_options *options,
                        etho_issues *issues, etho_error *error) {
  bool file = n_paths == 1 && is_study_file(paths[0]);
  for (size_t i = 0; i < n_paths && n_paths > 1; i++)
    if (is_study_file(paths[i])) {
      etho_error_set(error, ETHO_ERR_USAGE, "'%s' is a study file: give it alone", paths[i]);
      etho_error_hint(error, "the study file names its own inputs");
      return ETHO_ERR_USAGE;
    }
  etho_status status = file ? from_json(study, paths[0], options, issues, error)
                            : from_run(study, paths, n_paths, NULL, options, issues, error);
  if (status == ETHO_ERR_MEMORY) return etho_error_set(error, status, "out of memory");
  if (status == ETHO_OK && etho_issues_count_of(issues, ETHO_PROBLEM))
    return etho_error_set(error, ETHO_ERR_DATA, "the study file has problems");
  return status;
}

etho_status etho_study_open(const char *const *paths, size_t n_paths, const etho_study_options *options,
                            etho_study **study, etho_issues *issues, etho_error *error) {
  etho_study_options defaults = etho_study_options_default();
  etho_study *made = calloc(1, sizeof *made);
  if (made && !(made->arena = etho_arena_new())) free(made), made = NULL;
  if (!made) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  made->design = etho_design_default();
  made->assay = etho_assay_options_default();
  made->style = etho_figure_options_default();
  etho_status status = fill(made, paths, n_paths, options ? options : &defaults, issues, error);
  if (status == ETHO_OK) *study = made;
  else etho_study_free(made);
  return status;
}

/* Rows of several inputs would have to be compared with each other. */
void etho_study_sum_from(etho_study *study, size_t bytes) {
  bool each = isfinite(study->assay.trial_length_s); /* every trial is held against it, and told with its line */
  if (study->n_sources == 1 && !each) study->source[0].import.sum_from = bytes;
}

void etho_study_free(etho_study *study) {
  if (!study) return;
  for (size_t i = 0; i < study->n_groups; i++) {
    etho_analysis_free(study->group[i].analysis);
    etho_measures_free(study->group[i].measures);
    etho_trials_free(study->group[i].trials);
  }
  for (size_t i = 0; i < study->n_imported; i++) etho_import_free(study->imported[i]);
  etho_arena_free(study->arena);
  free(study);
}
