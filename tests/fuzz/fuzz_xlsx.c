/* libFuzzer: the XML parts of a workbook, cut by "====" lines: sheet, shared strings, styles, workbook, its
 * relations; an absent or empty one is the usual. They are zipped here, so that no checksum stands in the
 * way. Input that begins as an archive is read as it is (fuzz_table has those too). */
#include <string.h>
#include <zip.h>

#include "fuzz.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MAIN " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define LINK(id, type, target)                                                                               \
  "<Relationship Id=\"" id "\" Type=\"" OFFICE "/" type "\" Target=\"" target "\"/>"

static const char root[] = HEAD RELATIONS LINK("r1", "officeDocument", "xl/workbook.xml") "</Relationships>";

static const struct {
  const char *name, *usual;
} parts[] = {
    {"xl/worksheets/sheet1.xml", HEAD "<worksheet" MAIN "><sheetData/></worksheet>"},
    {"xl/sharedStrings.xml",
     HEAD "<sst" MAIN "><si><t>animal</t></si><si><t>novel_s</t></si><si><t>m1</t></si></sst>"},
    {"xl/styles.xml", HEAD "<styleSheet" MAIN
                           "><numFmts><numFmt numFmtId=\"171\" formatCode=\"[h]:mm:ss\"/></numFmts><cellXfs>"
                           "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf "
                           "numFmtId=\"45\"/><xf numFmtId=\"171\"/>"
                           "<xf numFmtId=\"21\"/></cellXfs></styleSheet>"},
    {"xl/workbook.xml", HEAD "<workbook" MAIN " xmlns:r=\"" OFFICE
                             "\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     HEAD RELATIONS LINK("s1", "worksheet", "worksheets/sheet1.xml") LINK("s2", "styles", "styles.xml")
         LINK("s3", "sharedStrings", "sharedStrings.xml") "</Relationships>"}};

enum { N_PARTS = sizeof parts / sizeof *parts };

static void add(zip_t *archive, const char *name, const char *data, size_t size) {
  zip_source_t *source = zip_source_buffer(archive, data, size, 0);
  zip_int64_t index = source ? zip_file_add(archive, name, source, 0) : -1;
  if (index >= 0) zip_set_file_compression(archive, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* The archive's bytes; NULL where they could not be made. */
static char *zipped(const fuzz_part *part, size_t *size) {
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &problem);
  zip_t *archive = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &problem) : NULL;
  if (!archive) return NULL;
  zip_source_keep(memory);
  add(archive, "_rels/.rels", root, sizeof root - 1);
  for (size_t i = 0; i < N_PARTS; i++)
    add(archive, parts[i].name, part[i].size ? part[i].data : parts[i].usual,
        part[i].size ? part[i].size : strlen(parts[i].usual));
  char *bytes = NULL;
  zip_stat_t facts;
  if (zip_close(archive) == 0 && zip_source_open(memory) == 0 && zip_source_stat(memory, &facts) == 0 &&
      (bytes = malloc(facts.size))) {
    *size = (size_t)zip_source_read(memory, bytes, facts.size);
    zip_source_close(memory);
  }
  zip_source_free(memory);
  return bytes;
}

static void read_workbook(const char *bytes, size_t size) {
  etho_issues *issues = etho_issues_new();
  etho_table *table = NULL;
  etho_error error = {0};
  etho_status status = etho_table_parse("fuzz.xlsx", bytes, size, NULL, &table, issues, &error);
  fuzz_check_issues(issues);
  fuzz_check_error(status, &error);
  double sum = 0, value;
  for (size_t r = 0; status == ETHO_OK && r < etho_table_rows(table); r++)
    for (size_t c = 0; c < etho_table_columns(table); c++)
      if (!etho_table_missing(table, r, c) && etho_table_number(table, r, c, &value)) sum += value;
  (void)sum;
  etho_table_free(table);
  etho_issues_free(issues);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part[N_PARTS];
  if (size > 2 && data[0] == 'P' && data[1] == 'K') {
    read_workbook((const char *)data, size);
    return 0;
  }
  fuzz_split(data, size, part, N_PARTS);
  size_t length = 0;
  char *bytes = zipped(part, &length);
  if (bytes) read_workbook(bytes, length);
  free(bytes);
  return 0;
}
