/* The zip archive around a workbook, and its XML parts one event at a time, within limits. */
#include "table/xlsx.h"

#include <string.h>

#include "base/text.h"

bool etho_xlsx_is(const char *data, size_t length) {
  return length >= 4 && memcmp(data, "PK\003\004", 4) == 0;
}

#ifdef ETHO_WITH_XLSX
#include <expat.h>
#include <zip.h>

etho_status etho_xlsx_refuse(const etho_xlsx_package *package, const char *code, const char *hint,
                             etho_error *error, const char *format, ...) {
  etho_text what = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&what, format, arguments);
  va_end(arguments);
  etho_issues_add(package->issues, code, package->name, 0, 0, hint, "%s", etho_text_get(&what));
  etho_error_set(error, ETHO_ERR_DATA, "'%s': %s", package->name, etho_text_get(&what));
  etho_error_hint(error, "%s", hint);
  etho_text_free(&what);
  return ETHO_ERR_DATA;
}

static etho_status refuse_damaged(const etho_xlsx_package *package, etho_error *error, const char *part,
                                  const char *why) {
  return etho_xlsx_refuse(package, "E-XLSX-DAMAGED",
                          "open it in a spreadsheet and save it again, or save the sheet as CSV", error,
                          "the workbook is damaged (%s: %s)", part, why);
}

etho_status etho_xlsx_open(etho_xlsx_package *package, const char *data, size_t length, etho_error *error) {
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t *source = zip_source_buffer_create(data, length, 0, &problem);
  package->archive = source ? zip_open_from_source(source, ZIP_RDONLY, &problem) : NULL;
  if (!package->archive && source) zip_source_free(source);
  etho_status status = ETHO_OK;
  if (!package->archive)
    status = zip_error_code_zip(&problem) == ZIP_ER_MEMORY
                 ? etho_error_set(error, ETHO_ERR_MEMORY, "out of memory")
                 : refuse_damaged(package, error, "zip archive", zip_error_strerror(&problem));
  zip_error_fini(&problem);
  return status;
}

void etho_xlsx_close(etho_xlsx_package *package) {
  if (package->archive) zip_discard(package->archive);
  package->archive = NULL;
}

bool etho_xlsx_has(const etho_xlsx_package *package, const char *part) {
  return zip_name_locate(package->archive, part, ZIP_FL_NOCASE) >= 0;
}

static const char *local_name(const char *name) {
  const char *colon = strrchr(name, ':');
  return colon ? colon + 1 : name;
}

const char *etho_xlsx_attribute(const char *const *attribute, const char *name) {
  for (size_t i = 0; attribute[i]; i += 2)
    if (strcmp(local_name(attribute[i]), name) == 0 && strncmp(attribute[i], "xmlns", 5) != 0)
      return attribute[i + 1];
  return NULL;
}

bool etho_xlsx_flag(const char *value) {
  return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

typedef struct parse {
  XML_Parser parser;
  const etho_xlsx_events *events;
  void *data;
  size_t depth;
  bool stopped, forbidden;
} parse;

static void stop(parse *p) {
  p->stopped = true;
  XML_StopParser(p->parser, XML_FALSE);
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attribute) {
  parse *p = data;
  if (++p->depth > ETHO_XLSX_MOST_NESTED) {
    p->forbidden = true;
    stop(p);
  } else if (!p->stopped && !p->events->start(p->data, local_name(name), (const char *const *)attribute)) {
    stop(p);
  }
}

static void on_end(void *data, const XML_Char *name) {
  parse *p = data;
  p->depth--;
  if (!p->stopped && p->events->end && !p->events->end(p->data, local_name(name))) stop(p);
}

static void on_text(void *data, const XML_Char *text, int length) {
  parse *p = data;
  if (!p->stopped && p->events->text && !p->events->text(p->data, text, (size_t)length)) stop(p);
}

/* No workbook has a document type; entities that it declares are how XML reads other files and blows up. */
static void on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                       int internal) {
  (void)name, (void)system, (void)public, (void)internal;
  parse *p = data;
  p->forbidden = true;
  stop(p);
}

static etho_status refuse_size(const etho_xlsx_package *package, const char *part, etho_error *error) {
  return etho_xlsx_refuse(package, "E-XLSX-LIMIT", "save the sheet as CSV and read that", error,
                          "the workbook unpacks to far more than a table of trials holds (%s)", part);
}

static bool is_too_large(const etho_xlsx_package *package, size_t read, const zip_stat_t *facts) {
  if (package->unpacked > ETHO_XLSX_MOST_PART) return true;
  return read > ETHO_XLSX_RATIO_FREE && facts->valid & ZIP_STAT_COMP_SIZE &&
         read / ETHO_XLSX_RATIO > facts->comp_size;
}

static etho_status parse_failure(const etho_xlsx_package *package, const parse *p, const char *part,
                                 etho_error *error) {
  if (p->forbidden)
    return etho_xlsx_refuse(package, "E-XLSX-FORBIDDEN",
                            "save it again with a spreadsheet program, or save the sheet as CSV", error,
                            "the workbook holds what no spreadsheet writes (%s declares a document type or "
                            "entities, or nests too deep)",
                            part);
  if (p->stopped) return error->status != ETHO_OK ? error->status : ETHO_ERR_DATA;
  enum XML_Error code = XML_GetErrorCode(p->parser);
  if (code == XML_ERROR_NO_MEMORY) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  return refuse_damaged(package, error, part, XML_ErrorString(code));
}

static etho_status feed(etho_xlsx_package *package, zip_file_t *file, const zip_stat_t *facts, parse *p,
                        const char *part, etho_error *error) {
  enum { CHUNK = 1 << 16 };
  size_t total = 0;
  for (;;) {
    void *buffer = XML_GetBuffer(p->parser, CHUNK);
    if (!buffer) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    zip_int64_t n = zip_fread(file, buffer, CHUNK);
    if (n < 0) return refuse_damaged(package, error, part, zip_file_strerror(file));
    total += (size_t)n, package->unpacked += (size_t)n;
    if (is_too_large(package, total, facts)) return refuse_size(package, part, error);
    if (XML_ParseBuffer(p->parser, (int)n, n == 0) != XML_STATUS_OK)
      return parse_failure(package, p, part, error);
    if (n == 0) return ETHO_OK;
  }
}

etho_status etho_xlsx_parse(etho_xlsx_package *package, const char *part, const etho_xlsx_events *events,
                            void *data, etho_error *error) {
  zip_int64_t index = zip_name_locate(package->archive, part, ZIP_FL_NOCASE);
  zip_stat_t facts;
  zip_stat_init(&facts);
  if (index < 0) return refuse_damaged(package, error, part, "this part is missing");
  zip_stat_index(package->archive, (zip_uint64_t)index, 0, &facts);
  if (facts.valid & ZIP_STAT_SIZE && facts.size > ETHO_XLSX_MOST_PART)
    return refuse_size(package, part, error);
  zip_file_t *file = zip_fopen_index(package->archive, (zip_uint64_t)index, 0);
  if (!file) return refuse_damaged(package, error, part, zip_strerror(package->archive));
  parse p = {.parser = XML_ParserCreate(NULL), .events = events, .data = data};
  etho_status status = ETHO_ERR_MEMORY;
  if (p.parser) {
    XML_SetUserData(p.parser, &p);
    XML_SetElementHandler(p.parser, on_start, on_end);
    XML_SetCharacterDataHandler(p.parser, on_text);
    XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
    status = feed(package, file, &facts, &p, part, error);
    XML_ParserFree(p.parser);
  } else {
    etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  zip_fclose(file);
  return status;
}

#endif
