/* An Excel workbook to a grid. */
#include "table/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#ifdef ETHO_WITH_XLSX

static void tell_sheet(const etho_xlsx_workbook *workbook, const etho_xlsx_package *package,
                       const etho_xlsx_sheet *chosen) {
  etho_text others = {0};
  for (size_t i = 0; i < workbook->n_sheets && others.length < 300; i++) {
    const etho_xlsx_sheet *sheet = &workbook->sheet[i];
    if (sheet != chosen && sheet->part)
      etho_text_format(&others, "%s'%.60s'", others.length ? ", " : "", sheet->name);
  }
  if (others.length)
    etho_issues_add(package->issues, "N-XLSX-SHEET", package->name, 0, 0, "name another with --sheet",
                    "the sheet '%.60s' was read; the workbook also has %s", chosen->name,
                    etho_text_get(&others));
  etho_text_free(&others);
}

/* The names of all worksheets, for those who read every one. */
static char *all_sheets(const etho_xlsx_workbook *workbook) {
  etho_text names = {0};
  for (size_t i = 0; i < workbook->n_sheets; i++)
    if (workbook->sheet[i].part) etho_text_format(&names, "%s\x1F", workbook->sheet[i].name);
  size_t size = names.length + 1;
  char *copy = names.failed ? NULL : malloc(size);
  if (copy) memcpy(copy, etho_text_get(&names), size);
  etho_text_free(&names);
  return copy;
}

static etho_status read_sheet(etho_xlsx_workbook *workbook, etho_xlsx_package *package, etho_grid *grid,
                              etho_error *error) {
  const etho_xlsx_sheet *sheet;
  const char *wanted = grid->dialect.sheet;
  etho_status status = etho_xlsx_workbook_read(workbook, package, error);
  if (status == ETHO_OK) status = etho_xlsx_choose(workbook, package, wanted, &sheet, error);
  if (status != ETHO_OK) return status;
  size_t size = strlen(sheet->name) + 1;
  grid->sheet = malloc(size);
  grid->sheets = all_sheets(workbook);
  if (!grid->sheet || !grid->sheets) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  grid->dialect.sheet = memcpy(grid->sheet, sheet->name, size);
  if (!wanted) tell_sheet(workbook, package, sheet);
  return etho_xlsx_sheet_read(workbook, package, sheet->part, grid, error);
}

etho_status etho_xlsx_grid(etho_grid *grid, const char *data, size_t length, etho_issues *issues,
                           etho_error *error) {
  etho_error own = {0};
  if (!error) error = &own; /* handlers report through it */
  etho_xlsx_package package = {.name = grid->name, .issues = issues};
  etho_xlsx_workbook workbook = {.arena = etho_arena_new()};
  etho_status status = workbook.arena ? etho_xlsx_open(&package, data, length, error)
                                      : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status == ETHO_OK) status = read_sheet(&workbook, &package, grid, error);
  etho_xlsx_close(&package);
  etho_arena_free(workbook.arena);
  return status;
}

#else

etho_status etho_xlsx_grid(etho_grid *grid, const char *data, size_t length, etho_issues *issues,
                           etho_error *error) {
  static const char hint[] = "save the sheet as CSV (UTF-8) and read that; or install libzip-dev and "
                             "libexpat1-dev and build ethostat again";
  (void)data, (void)length;
  etho_issues_add(
      issues, "E-FILE-BINARY", grid->name, 0, 0, hint,
      "this is an Excel workbook (.xlsx) or another zip archive, and this build cannot read them");
  etho_error_set(error, ETHO_ERR_DATA, "'%s': this build cannot read Excel workbooks (.xlsx)", grid->name);
  etho_error_hint(error, "%s", hint);
  return ETHO_ERR_DATA;
}

#endif
