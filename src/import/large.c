#include "import/large.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import/format.h"
#include "import/tally.h"
#include "import/tidy.h"

/* What a study file declares about the shape of a table needs all of it. */
static bool is_reshaped(const etho_import_options *o) {
  return o->n_patterns || o->n_where || o->longer || o->wider_names || o->pattern;
}

enum { HEAD = 1 << 18, COLUMNS_FROM = 1 << 22 }; /* bytes */

static size_t size_of(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISREG(info.st_mode) ? (size_t)info.st_size : 0;
}

/* The first lines of the file, malloc'd; NULL = not to be had. */
static char *read_head(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *text = file ? malloc(HEAD + 1) : NULL;
  *length = text ? fread(text, 1, HEAD, file) : 0;
  bool all = *length < HEAD;
  while (!all && *length && text[*length - 1] != '\n') --*length;
  if (file) fclose(file);
  return text;
}

/* A column without a value in the head may have none at all, which is told: for the careful way too. */
static bool has_empty_column(const etho_source *head) {
  size_t n = etho_table_rows(head->table), r = 0;
  for (size_t i = 0; i < head->n_bindings; i++) {
    for (r = 0; r < n && etho_text_missing_number(etho_table_text(head->table, r, head->binding[i].column));)
      r++;
    if (r == n) return true;
  }
  return false;
}

/* The head as a table with its columns mapped. false: it cannot be read without a word. */
static bool map_head(etho_source *head) {
  etho_error error = {0};
  if (etho_source_table(head, 0, &error) != ETHO_OK || head->raw != head->table ||
      etho_source_map(head, &error) != ETHO_OK)
    return false;
  const etho_format *wanted = head->options->from ? etho_format_find(head->options->from) : NULL;
  const etho_format *format = wanted ? wanted : etho_format_by_columns(head);
  head->file->format = format ? format->name : "";
  bool tidy = strcmp(head->file->format, "tidy-nor") == 0 || strcmp(head->file->format, "tidy-tmaze") == 0;
  etho_tidy_drop_foreign(head);
  if (tidy)
    etho_tidy_apart(head); /* rows that only a column of another kind tells apart are for the careful way */
  return tidy && !etho_issues_count(head->issues) && !has_empty_column(head);
}

/* The columns that the format needs into source->grid. */
static etho_status read_columns(etho_source *source, etho_source *head, const etho_format *format,
                                etho_error *error) {
  size_t n = head->grid->record[head->grid->n_records - 1].count, first = 0;
  bool *keep = ETHO_NEW(source->arena, bool, n + 1);
  bool known = keep && format->columns && format->columns(head, keep, n, &first);
  if (!known || etho_issues_count(head->issues) || first >= head->grid->n_records) return ETHO_OK;
  return etho_grid_read_columns(source->path, head->grid, first, keep, n, &source->grid, error);
}

static etho_status read_so(etho_source *source, etho_source *head, bool sums, bool *done, etho_error *error) {
  size_t length;
  char *text = read_head(source->path, &length);
  etho_status status = ETHO_OK;
  bool readable = text && length &&
                  etho_grid_parse(head->path, text, length, &head->options->dialect, &head->grid,
                                  head->issues, NULL) == ETHO_OK;
  free(text);
  if (!readable) return status;
  const etho_format *format =
      head->options->from ? etho_format_find(head->options->from) : etho_format_by_grid(head);
  if (format && !format->fits)
    status = read_columns(source, head, format, error);
  else if (sums && map_head(head))
    status = etho_tally_read(source, head, done, error);
  if (head->table)
    etho_table_free(head->table);
  else
    etho_grid_free(head->grid);
  return status;
}

etho_status etho_large_read(etho_source *source, bool alone, bool *done, etho_error *error) {
  size_t size = size_of(source->path), sum_from = source->options->sum_from;
  bool sums = alone && sum_from && size >= sum_from && !is_reshaped(source->options);
  *done = false;
  if (!sums && size < COLUMNS_FROM) return ETHO_OK;
  etho_import_file file = {0};
  etho_issues *issues = etho_issues_new();
  if (!issues) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_source head = {.path = source->path,
                      .options = source->options,
                      .issues = issues,
                      .arena = source->arena,
                      .trials = source->trials,
                      .file = &file};
  etho_status status = read_so(source, &head, sums, done, error);
  etho_issues_free(issues);
#ifdef __GLIBC__
  malloc_trim(0); /* what the pieces needed is given back before the measures ask for more */
#endif
  return status;
}
