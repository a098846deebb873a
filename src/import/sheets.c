/* Workbooks that hold a recording on each sheet, as EthoVision and BORIS write them. */
#include <string.h>

#include "import/format.h"
#include "import/pattern.h"

static void tell_again(etho_issues *issues, const etho_issues *own, const char *path) {
  for (size_t i = 0; i < etho_issues_count(own); i++) {
    const etho_issue *issue = etho_issues_at(own, i);
    etho_issues_add(issues, issue->code, path, issue->line, issue->column, issue->hint, "%s", issue->message);
  }
}

/* "book.xlsx [Track 2]" in messages; the name of the file stays what it is. */
static const char *path_of(const etho_source *source, const char *sheet) {
  etho_text path = {0};
  etho_text_format(&path, "%s [%s]", source->path, sheet);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&path));
  etho_text_free(&path);
  return kept;
}

static etho_status read_sheet(etho_source *source, const etho_format *format, const char *name,
                              size_t *n_read, etho_error *error) {
  etho_import_options options = *source->options;
  etho_issues *own = etho_issues_new();
  etho_source other = {.path = source->path,
                       .sheet = name,
                       .options = &options,
                       .issues = own,
                       .arena = source->arena,
                       .trials = source->trials,
                       .file = source->file};
  options.dialect.sheet = name;
  if (!own) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = etho_grid_read(source->path, &options.dialect, &other.grid, own, error);
  bool same = status == ETHO_OK && etho_format_by_grid(&other) == format;
  if (same) {
    ++*n_read;
    status = format->read(&other, error);
    tell_again(source->issues, own, path_of(source, name));
  }
  if (status == ETHO_ERR_DATA && !same) status = ETHO_OK; /* an empty sheet */
  etho_issues_free(own);
  if (other.table)
    etho_table_free(other.table);
  else
    etho_grid_free(other.grid);
  etho_pattern_free(other.name_pattern);
  return status;
}

etho_status etho_source_other_sheets(etho_source *source, const etho_format *format, etho_error *error) {
  char *names = etho_arena_text(source->arena, source->grid->sheets);
  size_t n_read = 1;
  etho_status status = names ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (char *name = names; name && *name && status == ETHO_OK;) {
    char *end = strchr(name, '\x1F');
    *end = '\0';
    if (strcmp(name, source->sheet) != 0) status = read_sheet(source, format, name, &n_read, error);
    name = end + 1;
  }
  if (status == ETHO_OK && n_read > 1)
    etho_issues_add(source->issues, "N-XLSX-SHEETS", source->path, 0, 0,
                    "to read one of them alone, name it with --sheet",
                    "%zu sheets hold recordings: all were read", n_read);
  return status;
}
