/* Which trials belong to which assay: files of several may be given at once. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "study/study.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

/* ---- the assay of some trials ---- */

static etho_status assay_of(const study_source *source, const etho_trials *trials, const etho_assay **assay,
                            etho_error *error) {
  *assay = source->assay ? etho_assay_find(source->assay) : etho_assay_detect(trials, error);
  if (*assay) return ETHO_OK;
  if (!source->assay) return error && error->status ? error->status : ETHO_ERR_DATA;
  const char *names[16];
  size_t n = 0;
  char near[256];
  for (; n < etho_assay_count() && n < sizeof names / sizeof *names; n++) names[n] = etho_assay_name(etho_assay_at(n));
  etho_error_set(error, ETHO_ERR_USAGE, "there is no assay '%s'", source->assay);
  if (etho_suggest(near, sizeof near, source->assay, names, n)) etho_error_hint(error, "did you mean %s?", near);
  else etho_error_hint(error, "`ethostat list assays` shows them all");
  return ETHO_ERR_USAGE;
}

static study_group *group_for(etho_study *study, const etho_assay *assay, const char *response) {
  for (size_t i = 0; i < study->n_groups; i++)
    if (study->group[i].assay == assay) return &study->group[i];
  study_group *group = &study->group[study->n_groups];
  *group = (study_group){.assay = assay, .response = response, .trials = etho_trials_new()};
  if (!group->trials) return NULL;
  study->n_groups++;
  return group;
}

/* Values in columns per group are no trials: they can be converted, and no assay measures them. */
static bool only_values(const etho_trials *trials) {
  return etho_trials_find(trials, "value") != ETHO_NOT_FOUND && !etho_assay_detect(trials, NULL);
}

etho_status study_require_assay(const etho_study *study, etho_error *error) {
  if (study->n_groups || !study->n_imported) return ETHO_OK;
  const etho_trials *trials = etho_import_trials(study->imported[0]);
  if (!only_values(trials)) return ETHO_OK;
  const etho_assay *assay;
  return assay_of(&study->source[0], trials, &assay, error);
}

/* ---- the trials of one file ---- */

static bool has_value(const etho_trials *trials, size_t c, size_t first, size_t n) {
  bool text = etho_trials_is_text(trials, c);
  for (size_t r = first; r < first + n; r++)
    if (text ? etho_trials_text(trials, r, c) != NULL : !isnan(etho_trials_number(trials, r, c))) return true;
  return false;
}

/* A copy of rows first..first+n-1 with the columns that hold something there. */
static etho_trials *part_of(const etho_trials *trials, size_t first, size_t n) {
  etho_trials *part = etho_trials_new();
  for (size_t r = first; part && r < first + n; r++)
    etho_trials_add(part, etho_trials_file(trials, r), etho_trials_line(trials, r));
  for (size_t c = 0; part && c < etho_trials_columns(trials); c++) {
    if (!has_value(trials, c, first, n)) continue;
    bool text = etho_trials_is_text(trials, c);
    size_t to = etho_trials_column(part, etho_trials_name(trials, c), text);
    for (size_t r = 0; r < n; r++) {
      if (text) etho_trials_set_text(part, r, to, etho_trials_text(trials, first + r, c));
      else etho_trials_set_number(part, r, to, etho_trials_number(trials, first + r, c));
    }
  }
  if (part && etho_trials_status(part) == ETHO_OK) return part;
  etho_trials_free(part);
  return NULL;
}

/* Files with the same columns are of the same assay: each set of columns is looked at once. */
typedef struct shape { const char *columns; const etho_assay *assay; } shape;

typedef struct shapes {
  shape *item;
  size_t n, capacity;
  const etho_assay **of_file;
  const etho_assay *only; /* the assay of all files that have one */
  bool several, unknown;
} shapes;

static const char *columns_of(etho_study *study, const etho_trials *trials, const etho_import_file *file) {
  etho_text names = {0};
  for (size_t c = 0; c < etho_trials_columns(trials); c++)
    if (has_value(trials, c, file->first_trial, file->n_trials)) etho_text_format(&names, "%s,", etho_trials_name(trials, c));
  const char *kept = names.failed ? NULL : etho_arena_text(study->arena, etho_text_get(&names));
  etho_text_free(&names);
  return kept;
}

static etho_status look_at_file(etho_study *study, shapes *s, const etho_trials *trials, const etho_import_file *file,
                                const etho_assay **assay, etho_error *error) {
  const char *columns = columns_of(study, trials, file);
  if (!columns) return no_memory(error);
  size_t i = 0;
  while (i < s->n && strcmp(s->item[i].columns, columns) != 0) i++;
  if (i == s->n) {
    shape *grown = etho_arena_grow(study->arena, s->item, &s->capacity, s->n + 1, sizeof *grown);
    etho_trials *part = grown ? part_of(trials, file->first_trial, file->n_trials) : NULL;
    if (!part) return no_memory(error);
    s->item = grown;
    grown[s->n++] = (shape){columns, etho_assay_detect(part, NULL)};
    etho_trials_free(part);
  }
  *assay = s->item[i].assay;
  return ETHO_OK;
}

static etho_status look_at_files(etho_study *study, const etho_import_result *result, shapes *s, etho_error *error) {
  const etho_trials *trials = etho_import_trials(result);
  size_t n = etho_import_file_count(result);
  s->of_file = ETHO_NEW(study->arena, const etho_assay *, n + 1);
  if (!s->of_file) return no_memory(error);
  for (size_t i = 0; i < n; i++) {
    const etho_import_file *file = etho_import_file_at(result, i);
    if (!file->n_trials) continue;
    etho_status status = look_at_file(study, s, trials, file, &s->of_file[i], error);
    if (status != ETHO_OK) return status;
    if (!s->of_file[i]) s->unknown = true;
    else if (!s->only) s->only = s->of_file[i];
    else s->several = s->several || s->of_file[i] != s->only;
  }
  return ETHO_OK;
}

static etho_status append_to(etho_study *study, const study_source *source, const etho_assay *assay,
                             const etho_trials *trials, etho_error *error) {
  study_group *group = group_for(study, assay, source->response);
  if (!group) return no_memory(error);
  etho_trials_append(group->trials, trials);
  return etho_trials_status(group->trials) == ETHO_OK ? ETHO_OK : no_memory(error);
}

/* A file that fits no assay among files of several. */
static etho_status tell_unknown(const etho_import_file *file, const etho_trials *part, etho_error *error) {
  etho_error own = {0};
  etho_assay_detect(part, &own);
  etho_error_set(error, own.status ? own.status : ETHO_ERR_DATA, "'%.300s': %.600s", file->path, own.message);
  etho_error_hint(error, "%s", own.hint);
  return own.status ? own.status : ETHO_ERR_DATA;
}

/* Each file to its assay; wanted: only those of one. */
static etho_status append_parts(etho_study *study, const study_source *source, const etho_import_result *result,
                                const shapes *s, const etho_assay *wanted, etho_error *error) {
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < etho_import_file_count(result) && status == ETHO_OK; i++) {
    const etho_import_file *file = etho_import_file_at(result, i);
    if (!file->n_trials || (wanted && s->of_file[i] && s->of_file[i] != wanted)) continue;
    etho_trials *part = part_of(etho_import_trials(result), file->first_trial, file->n_trials);
    if (!part) return no_memory(error);
    const etho_assay *assay = s->of_file[i] ? s->of_file[i] : wanted;
    status = assay ? append_to(study, source, assay, part, error) : tell_unknown(file, part, error);
    etho_trials_free(part);
  }
  return status;
}

static bool any_of(const shapes *s, const etho_import_result *result, const etho_assay *wanted) {
  for (size_t i = 0; wanted && i < etho_import_file_count(result); i++)
    if (s->of_file[i] == wanted) return true;
  return false;
}

etho_status study_group_trials(etho_study *study, const study_source *source, const etho_import_result *result,
                               etho_error *error) {
  const etho_trials *trials = etho_import_trials(result);
  const etho_assay *assay = NULL, *wanted = source->assay ? etho_assay_find(source->assay) : NULL;
  shapes s = {0};
  bool declared = source->assay && study->file; /* with the command line's --assay some of several files may be meant */
  if (!declared && etho_import_file_count(result) > 1) {
    etho_status status = look_at_files(study, result, &s, error);
    if (status != ETHO_OK) return status;
  }
  if (s.several && (!source->assay || any_of(&s, result, wanted))) return append_parts(study, source, result, &s, wanted, error);
  if (source->assay) s.only = NULL;
  if (!source->assay && !s.only && only_values(trials)) return ETHO_OK;
  etho_status status = s.only ? ETHO_OK : assay_of(source, trials, &assay, error);
  return status == ETHO_OK ? append_to(study, source, s.only ? s.only : assay, trials, error) : status;
}
