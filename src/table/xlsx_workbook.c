/* The parts of a workbook that its sheets share: their list, number styles, strings. */
#ifdef ETHO_WITH_XLSX
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "table/xlsx.h"

typedef struct relation {
  const char *id, *type, *target;
} relation;

typedef struct relations {
  etho_arena *arena;
  const char *folder; /* that targets are relative to, with its slash */
  relation *list;
  size_t n, capacity;
  etho_error *error;
} relations;

static bool no_memory(etho_error *error) {
  etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return false;
}

/* "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/..." -> a part's name. */
static const char *resolve(etho_arena *arena, const char *folder, const char *target) {
  etho_text path = {0};
  if (*target == '/') {
    target++;
  } else {
    etho_text_append(&path, folder);
    while (strncmp(target, "../", 3) == 0 && path.length) {
      path.data[--path.length] = '\0';
      while (path.length && path.data[path.length - 1] != '/') path.data[--path.length] = '\0';
      target += 3;
    }
  }
  etho_text_append(&path, target);
  const char *part = path.failed ? NULL : etho_arena_text(arena, etho_text_get(&path));
  etho_text_free(&path);
  return part;
}

static bool relation_start(void *data, const char *element, const char *const *attribute) {
  relations *r = data;
  const char *id = etho_xlsx_attribute(attribute, "Id"), *type = etho_xlsx_attribute(attribute, "Type"),
             *target = etho_xlsx_attribute(attribute, "Target");
  if (strcmp(element, "Relationship") != 0 || !id || !type || !target) return true;
  relation *list = etho_arena_grow(r->arena, r->list, &r->capacity, r->n + 1, sizeof *list);
  if (!list) return no_memory(r->error);
  r->list = list;
  const char *kind = strrchr(type, '/');
  list[r->n] = (relation){etho_arena_text(r->arena, id), etho_arena_text(r->arena, kind ? kind + 1 : type),
                          resolve(r->arena, r->folder, target)};
  const relation *made = &list[r->n++];
  return (made->id && made->type && made->target) || no_memory(r->error);
}

static const char *target_of(const relations *r, const char *type) {
  for (size_t i = 0; i < r->n; i++)
    if (strcmp(r->list[i].type, type) == 0) return r->list[i].target;
  return NULL;
}

/* xl/workbook.xml -> xl/_rels/workbook.xml.rels */
static etho_status read_relations(relations *r, etho_xlsx_package *package, const char *part,
                                  etho_error *error) {
  static const etho_xlsx_events events = {.start = relation_start};
  const char *slash = strrchr(part, '/'), *base = slash ? slash + 1 : part;
  etho_text name = {0};
  etho_text_append_n(&name, part, (size_t)(base - part));
  r->folder = etho_arena_text(r->arena, etho_text_get(&name));
  r->error = error;
  etho_text_format(&name, "_rels/%s.rels", base);
  etho_status status = name.failed || !r->folder
                           ? etho_error_set(error, ETHO_ERR_MEMORY, "out of memory")
                           : etho_xlsx_parse(package, etho_text_get(&name), &events, r, error);
  etho_text_free(&name);
  return status;
}

/* ---- the workbook: its sheets and its calendar ---- */

typedef struct reading {
  etho_xlsx_workbook *workbook;
  const etho_xlsx_package *package;
  const relations *links;
  etho_error *error;
  etho_text text; /* of the string being read */
  unsigned phonetic;
  bool in_text, in_cell_formats;
  struct {
    unsigned id;
    const char *code;
  } * format; /* number formats of the file */
  size_t n_formats, format_capacity;
} reading;

static bool sheet_start(void *data, const char *element, const char *const *attribute) {
  reading *r = data;
  etho_xlsx_workbook *w = r->workbook;
  if (strcmp(element, "workbookPr") == 0)
    w->from_1904 = etho_xlsx_flag(etho_xlsx_attribute(attribute, "date1904"));
  const char *name = etho_xlsx_attribute(attribute, "name"), *id = etho_xlsx_attribute(attribute, "id");
  if (strcmp(element, "sheet") != 0 || !name || !id) return true;
  etho_xlsx_sheet *list =
      etho_arena_grow(w->arena, w->sheet, &w->sheet_capacity, w->n_sheets + 1, sizeof *list);
  if (!list) return no_memory(r->error);
  w->sheet = list;
  list[w->n_sheets] = (etho_xlsx_sheet){etho_arena_text(w->arena, name), etho_arena_text(w->arena, id), NULL};
  etho_xlsx_sheet *made = &list[w->n_sheets++];
  for (size_t i = 0; i < r->links->n; i++)
    if (strcmp(r->links->list[i].id, id) == 0 && strcmp(r->links->list[i].type, "worksheet") == 0)
      made->part = r->links->list[i].target;
  return (made->name && made->id) || no_memory(r->error);
}

/* ---- styles ---- */

static bool add_format(reading *r, const char *id, const char *code) {
  void *list = etho_arena_grow(r->workbook->arena, r->format, &r->format_capacity, r->n_formats + 1,
                               sizeof *r->format);
  if (!list) return no_memory(r->error);
  r->format = list;
  r->format[r->n_formats].id = (unsigned)strtoul(id, NULL, 10);
  r->format[r->n_formats].code = etho_arena_text(r->workbook->arena, code);
  return r->format[r->n_formats++].code || no_memory(r->error);
}

static bool add_style(reading *r, const char *id_text) {
  etho_xlsx_workbook *w = r->workbook;
  unsigned id = id_text ? (unsigned)strtoul(id_text, NULL, 10) : 0;
  const char *code = NULL;
  for (size_t i = 0; i < r->n_formats; i++)
    if (r->format[i].id == id) code = r->format[i].code;
  unsigned char *list = etho_arena_grow(w->arena, w->style, &w->style_capacity, w->n_styles + 1, 1);
  if (!list) return no_memory(r->error);
  w->style = list;
  w->style[w->n_styles++] = (unsigned char)etho_xlsx_shown_by(id, code);
  return true;
}

static bool style_start(void *data, const char *element, const char *const *attribute) {
  reading *r = data;
  const char *id = etho_xlsx_attribute(attribute, "numFmtId"),
             *code = etho_xlsx_attribute(attribute, "formatCode");
  if (strcmp(element, "cellXfs") == 0) r->in_cell_formats = true;
  if (strcmp(element, "numFmt") == 0 && id && code) return add_format(r, id, code);
  return !(r->in_cell_formats && strcmp(element, "xf") == 0) || add_style(r, id);
}

static bool style_end(void *data, const char *element) {
  reading *r = data;
  if (strcmp(element, "cellXfs") == 0) r->in_cell_formats = false;
  return true;
}

/* ---- shared strings: runs of rich text are joined, phonetic guides left out ---- */

static bool string_start(void *data, const char *element, const char *const *attribute) {
  (void)attribute;
  reading *r = data;
  if (strcmp(element, "si") == 0) etho_text_clear(&r->text);
  r->phonetic += strcmp(element, "rPh") == 0;
  r->in_text = strcmp(element, "t") == 0 && !r->phonetic;
  return true;
}

static bool string_text(void *data, const char *text, size_t length) {
  reading *r = data;
  if (r->in_text) etho_text_append_n(&r->text, text, length);
  return !r->text.failed || no_memory(r->error);
}

static bool string_end(void *data, const char *element) {
  reading *r = data;
  etho_xlsx_workbook *w = r->workbook;
  r->in_text = false;
  r->phonetic -= strcmp(element, "rPh") == 0;
  if (strcmp(element, "si") != 0) return true;
  const char **list =
      etho_arena_grow(w->arena, w->string, &w->string_capacity, w->n_strings + 1, sizeof *list);
  if (!list) return no_memory(r->error);
  w->string = list;
  etho_xlsx_unescape(&r->text);
  list[w->n_strings] = etho_arena_text(w->arena, etho_text_get(&r->text));
  return list[w->n_strings++] || no_memory(r->error);
}

/* A part that a workbook may lack. */
static etho_status parse_optional(const char *part, etho_xlsx_package *package,
                                  const etho_xlsx_events *events, reading *r, etho_error *error) {
  return part && etho_xlsx_has(package, part) ? etho_xlsx_parse(package, part, events, r, error) : ETHO_OK;
}

static etho_status read_parts(reading *r, etho_xlsx_package *package, const char *book, etho_error *error) {
  static const etho_xlsx_events sheets = {.start = sheet_start},
                                styles = {.start = style_start, .end = style_end},
                                strings = {.start = string_start, .end = string_end, .text = string_text};
  relations links = {.arena = r->workbook->arena};
  etho_status status = read_relations(&links, package, book, error);
  r->links = &links;
  if (status == ETHO_OK) status = etho_xlsx_parse(package, book, &sheets, r, error);
  if (status == ETHO_OK) status = parse_optional(target_of(&links, "styles"), package, &styles, r, error);
  if (status == ETHO_OK)
    status = parse_optional(target_of(&links, "sharedStrings"), package, &strings, r, error);
  return status;
}

etho_status etho_xlsx_workbook_read(etho_xlsx_workbook *workbook, etho_xlsx_package *package,
                                    etho_error *error) {
  static const char *const hint = "save the sheet as CSV (UTF-8) and read that";
  relations root = {.arena = workbook->arena};
  if (!etho_xlsx_has(package, "_rels/.rels"))
    return etho_xlsx_refuse(package, "E-FILE-BINARY", hint, error,
                            "this is a zip archive, but not an Excel workbook (.xlsx)");
  etho_status status = read_relations(&root, package, "", error);
  const char *book = status == ETHO_OK ? target_of(&root, "officeDocument") : NULL;
  size_t n = book ? strlen(book) : 0;
  if (status != ETHO_OK) return status;
  if (n < 4 || strcmp(book + n - 4, ".xml") != 0)
    return etho_xlsx_refuse(package, "E-FILE-BINARY", hint, error,
                            "this is an Office document, but its sheets are not readable as .xlsx");
  reading r = {.workbook = workbook, .package = package, .error = error};
  status = read_parts(&r, package, book, error);
  etho_text_free(&r.text);
  return status;
}

static const etho_xlsx_sheet *find_sheet(const etho_xlsx_workbook *w, const char *wanted) {
  for (size_t i = 0; wanted && i < w->n_sheets; i++)
    if (strcmp(w->sheet[i].name, wanted) == 0) return &w->sheet[i];
  for (size_t i = 0; wanted && i < w->n_sheets; i++)
    if (etho_text_equal_fold(w->sheet[i].name, wanted)) return &w->sheet[i];
  double number;
  if (wanted && etho_number_parse(wanted, strlen(wanted), '.', &number) && number >= 1 &&
      number <= (double)w->n_sheets && number == (double)(size_t)number)
    return &w->sheet[(size_t)number - 1];
  for (size_t i = 0; !wanted && i < w->n_sheets; i++)
    if (w->sheet[i].part) return &w->sheet[i];
  return NULL;
}

etho_status etho_xlsx_choose(const etho_xlsx_workbook *workbook, const etho_xlsx_package *package,
                             const char *wanted, const etho_xlsx_sheet **sheet, etho_error *error) {
  const etho_xlsx_sheet *found = find_sheet(workbook, wanted);
  if (found && found->part) {
    *sheet = found;
    return ETHO_OK;
  }
  if (!wanted)
    return etho_xlsx_refuse(package, "E-FILE-EMPTY", "give a workbook with a sheet of data", error,
                            "the workbook has no worksheet");
  etho_text names = {0};
  for (size_t i = 0; i < workbook->n_sheets && names.length < 400; i++)
    if (workbook->sheet[i].part)
      etho_text_format(&names, "%s'%.60s'", names.length ? ", " : "", workbook->sheet[i].name);
  etho_error_set(error, ETHO_ERR_USAGE,
                 found ? "in '%s', '%.80s' is no sheet of cells" : "'%s' has no sheet '%.80s'", package->name,
                 wanted);
  etho_error_hint(error, "its sheets are %s", etho_text_get(&names));
  etho_text_free(&names);
  return ETHO_ERR_USAGE;
}

#else
typedef int etho_xlsx_workbook_absent; /* a translation unit may not be empty */
#endif
