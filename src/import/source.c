/* What every format needs: the table, settings, cells into trials with their issues. */
#include "import/source.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/recode.h"
#include "import/reshape.h"

etho_status etho_source_table(etho_source *source, size_t header_line, etho_error *error) {
  if (source->table) return ETHO_OK;
  etho_dialect dialect = source->options->dialect;
  if (header_line && !dialect.header_line) dialect.header_line = header_line;
  etho_status status = etho_table_from_grid(source->grid, &dialect, &source->table, source->issues, error);
  if (status != ETHO_OK) source->grid = NULL;
  return status == ETHO_OK ? etho_source_reshape(source, error) : status;
}

static void *grow_by_one(etho_arena *arena, const void *array, size_t n, size_t size) {
  if (n & (n - 1)) return (void *)(uintptr_t)array; /* room is a power of two: full only when n is one */
  void *moved = etho_arena_alloc(arena, n ? n * 2 : 1, size);
  if (moved && n) memcpy(moved, array, n * size);
  return moved;
}

void etho_source_mapped(etho_source *source, const char *role, const char *header) {
  etho_import_file *file = source->file;
  for (size_t i = 0; i < file->n_mapped; i++)
    if (strcmp(file->mapped[i].value, header) == 0 && strcmp(file->mapped[i].name, role) == 0) return;
  etho_pair *list = grow_by_one(source->arena, file->mapped, file->n_mapped, sizeof *list);
  size_t *field = grow_by_one(source->arena, file->mapped_field, file->n_mapped, sizeof *field);
  if (!list || !field) return;
  size_t column = source->table ? etho_table_find(source->table, header) : ETHO_NOT_FOUND;
  field[file->n_mapped] = column == ETHO_NOT_FOUND ? 0 : etho_table_field(source->table, column);
  file->mapped_field = field;
  list[file->n_mapped] =
      (etho_pair){etho_arena_text(source->arena, role), etho_arena_text(source->arena, header)};
  file->mapped = list;
  if (list[file->n_mapped].name && list[file->n_mapped].value) file->n_mapped++;
}

static void add_header(etho_source *source, const char *const **headers, size_t *n, const char *header) {
  const char **list = grow_by_one(source->arena, *headers, *n, sizeof *list);
  if (!list) return;
  list[*n] = etho_arena_text(source->arena, header);
  *headers = list;
  if (list[*n]) (*n)++;
}

void etho_source_ignored(etho_source *source, const char *header) {
  add_header(source, &source->file->ignored, &source->file->n_ignored, header);
}

void etho_source_group(etho_source *source, const char *header) {
  add_header(source, &source->file->groups, &source->file->n_groups, header);
}

const char *etho_source_setting(const etho_source *source, const char *name) {
  const etho_import_options *options = source->options;
  for (size_t i = 0; i < options->n_settings; i++)
    if (strcmp(options->settings[i].name, name) == 0) return options->settings[i].value;
  return NULL;
}

bool etho_source_setting_number(etho_source *source, const char *name, double *value) {
  const char *text = etho_source_setting(source, name);
  if (!text) return false;
  if (etho_number_parse(text, strlen(text), '.', value)) return true;
  etho_issues_add(source->issues, "E-SETTING", source->path, 0, 0, "write a plain number, such as 30",
                  "the setting '%s' is '%.80s', which is not a number", name, text);
  return false;
}

void etho_source_gap(etho_source *source, etho_gap gap) {
  etho_import_file *file = source->file;
  for (size_t i = 0; i < file->n_gaps; i++)
    if (strcmp(file->gaps[i].object, gap.object) == 0 && strcmp(file->gaps[i].name, gap.name) == 0) return;
  etho_gap *list = grow_by_one(source->arena, file->gaps, file->n_gaps, sizeof *list);
  if (!list) return;
  list[file->n_gaps] =
      (etho_gap){gap.object, etho_arena_text(source->arena, gap.name),
                 etho_arena_text(source->arena, gap.example), etho_arena_text(source->arena, gap.question)};
  file->gaps = list;
  if (list[file->n_gaps].name && list[file->n_gaps].example && list[file->n_gaps].question) file->n_gaps++;
}

void etho_source_need(etho_source *source, const char *name, const char *example, const char *why) {
  etho_text hint = {0};
  etho_source_gap(source, (etho_gap){"settings", name, example, why});
  etho_text_format(&hint, "declare the setting in the study file: \"settings\": {\"%s\": \"%s\"}", name,
                   example);
  etho_issues_add(source->issues, "E-SETTING-MISSING", source->path, 0, 0, etho_text_get(&hint),
                  "'%s' must be declared: %s", name, why);
  etho_text_free(&hint);
}

void etho_source_text(etho_source *source, size_t row, const char *name, const char *value) {
  if (!value || etho_text_missing(value)) return;
  size_t column = etho_trials_column(source->trials, name, true);
  etho_trials_set_text(source->trials, row, column, value);
}

void etho_source_number(etho_source *source, size_t row, const char *name, double value) {
  size_t column = etho_trials_column(source->trials, name, false);
  etho_trials_set_number(source->trials, row, column, value);
}

const char *etho_source_base(const etho_source *source) {
  const char *slash = strrchr(source->path, '/');
  const char *base = slash ? slash + 1 : source->path;
  const char *dot = strrchr(base, '.');
  size_t n = dot && dot != base ? (size_t)(dot - base) : strlen(base);
  if (!source->sheet) return etho_arena_text_n(source->arena, base, n);
  etho_text name = {0};
  etho_text_append_n(&name, base, n);
  etho_text_format(&name, " %s", source->sheet);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&name));
  etho_text_free(&name);
  return kept;
}
