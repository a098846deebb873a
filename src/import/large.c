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

static bool is_large(const etho_source *source) {
  struct stat info;
  if (is_reshaped(source->options)) return false;
  size_t least = source->options->sum_from;
  return least && stat(source->path, &info) == 0 && S_ISREG(info.st_mode) && (size_t)info.st_size >= least;
}

/* The first lines of the file, malloc'd; NULL = not to be had. */
static char *read_head(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *text = file ? malloc(ETHO_TALLY_HEAD + 1) : NULL;
  *length = text ? fread(text, 1, ETHO_TALLY_HEAD, file) : 0;
  bool all = *length < ETHO_TALLY_HEAD;
  while (!all && *length && text[*length - 1] != '\n') --*length;
  if (file) fclose(file);
  return text;
}

/* The head as a table with its columns mapped. false: it cannot be read without a word. */
static bool open_head(etho_source *head, const char *text, size_t length) {
  etho_error error = {0};
  bool readable = etho_grid_parse(head->path, text, length, &head->options->dialect, &head->grid,
                                  head->issues, &error) == ETHO_OK;
  if (!readable || etho_format_by_grid(head) || etho_source_table(head, 0, &error) != ETHO_OK ||
      head->raw != head->table || etho_source_map(head, &error) != ETHO_OK)
    return false;
  const etho_format *wanted = head->options->from ? etho_format_find(head->options->from) : NULL;
  const etho_format *format = wanted ? wanted : etho_format_by_columns(head);
  head->file->format = format ? format->name : "";
  bool tidy = strcmp(head->file->format, "tidy-nor") == 0 || strcmp(head->file->format, "tidy-tmaze") == 0;
  etho_tidy_drop_foreign(head);
  if (tidy)
    etho_tidy_apart(head); /* rows that only a column of another kind tells apart are for the careful way */
  return tidy && !etho_issues_count(head->issues);
}

static etho_status read_so(etho_source *source, etho_source *head, bool *done, etho_error *error) {
  size_t length;
  char *text = read_head(source->path, &length);
  etho_status status = ETHO_OK;
  if (text && length && open_head(head, text, length)) {
    status = etho_tally_read(source, head, text, length, done, error);
  }
  if (head->table && head->raw != head->table) etho_table_free(head->raw);
  if (head->table)
    etho_table_free(head->table);
  else
    etho_grid_free(head->grid);
  free(text);
  return status;
}

etho_status etho_large_read(etho_source *source, bool *done, etho_error *error) {
  *done = false;
  if (!is_large(source)) return ETHO_OK;
  etho_import_file file = {0};
  etho_issues *issues = etho_issues_new();
  if (!issues) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_source head = {.path = source->path,
                      .options = source->options,
                      .issues = issues,
                      .arena = source->arena,
                      .trials = source->trials,
                      .file = &file};
  etho_status status = read_so(source, &head, done, error);
  etho_issues_free(issues);
#ifdef __GLIBC__
  malloc_trim(0); /* what the pieces needed is given back before the measures ask for more */
#endif
  return status;
}
