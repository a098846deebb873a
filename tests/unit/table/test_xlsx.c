/* Workbooks in, cells and issues out. The files are made by tests/fixtures/xlsx/make.py; what their CSV would be
 * stands in kinds.csv, the dates come from Python's datetime. */
#include "base/text.h"
#include "ethostat/table.h"
#include "tap.h"

#define FOLDER "tests/fixtures/xlsx/"

static void codes_of(etho_text *out, const etho_issues *issues) {
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    etho_text_format(out, "%s%s@%zu:%zu", i ? " " : "", issue->code, issue->line, issue->column);
    if (!issue->hint[0]) etho_text_append(out, " (no hint!)");
  }
}

static etho_table *read_file(const char *path, const char *sheet, etho_text *codes, etho_status *status,
                             etho_error *error) {
  etho_dialect dialect = {.sheet = sheet};
  etho_issues *issues = etho_issues_new();
  etho_table *table = NULL;
  *status = etho_table_read(path, &dialect, &table, issues, error);
  codes_of(codes, issues);
  etho_issues_free(issues);
  return table;
}

static bool same_cells(const etho_table *a, const etho_table *b) {
  bool same = a && b && etho_table_rows(a) == etho_table_rows(b) && etho_table_columns(a) == etho_table_columns(b);
  for (size_t c = 0; same && c < etho_table_columns(a); c++) {
    same = same && strcmp(etho_table_header(a, c), etho_table_header(b, c)) == 0;
    for (size_t r = 0; r < etho_table_rows(a); r++) {
      const char *x = etho_table_text(a, r, c), *y = etho_table_text(b, r, c);
      if (strcmp(x, y) != 0) printf("# row %zu, column %zu: '%s' and '%s'\n", r + 1, c + 1, x, y), same = false;
      same = same && etho_table_line(a, r) == etho_table_line(b, r);
    }
  }
  return same;
}

static void equals_csv(const char *file, const char *csv) {
  etho_text codes = {0};
  etho_status status;
  etho_error error = {0};
  char path[200], other[200];
  snprintf(path, sizeof path, FOLDER "%s", file);
  snprintf(other, sizeof other, FOLDER "%s", csv);
  etho_table *a = read_file(path, NULL, &codes, &status, &error), *b = read_file(other, NULL, &codes, &status, &error);
  ok(same_cells(a, b), "%s reads as %s", file, csv);
  ok(a && b && !etho_table_dialect(b)->sheet, "a text file has no sheet");
  is_text(a ? etho_table_dialect(a)->sheet : NULL, "First", "the sheet that was read is told");
  etho_table_free(a);
  etho_table_free(b);
  etho_text_free(&codes);
}

/* first: text of the first row's first and last cell, "a|b". */
static void reads(const char *file, const char *sheet, const char *first, const char *codes_wanted) {
  etho_text codes = {0}, got = {0};
  etho_status status;
  etho_error error = {0};
  char path[200], name[300];
  snprintf(path, sizeof path, FOLDER "%s", file);
  etho_table *t = read_file(path, sheet, &codes, &status, &error);
  if (t && etho_table_rows(t))
    etho_text_format(&got, "%zu: %s|%s", etho_table_line(t, 0), etho_table_text(t, 0, 0),
                     etho_table_text(t, 0, etho_table_columns(t) - 1));
  snprintf(name, sizeof name, "%s: the first row", file);
  is_text(etho_text_get(&got), first, name);
  snprintf(name, sizeof name, "%s: issues", file);
  is_text(etho_text_get(&codes), codes_wanted, name);
  etho_table_free(t);
  etho_text_free(&got);
  etho_text_free(&codes);
}

static void refuses(const char *file, const char *sheet, etho_status wanted, const char *codes_wanted) {
  etho_text codes = {0};
  etho_status status;
  etho_error error = {0};
  char path[200], name[300];
  snprintf(path, sizeof path, FOLDER "%s", file);
  etho_table *t = read_file(path, sheet, &codes, &status, &error);
  ok(!t && status == wanted && error.status == wanted && error.message[0] && error.hint[0],
     "%s is refused with a remedy: %s", file, error.message);
  snprintf(name, sizeof name, "%s: issues", file);
  is_text(etho_text_get(&codes), codes_wanted, name);
  etho_table_free(t);
  etho_text_free(&codes);
}

#ifdef ETHO_WITH_XLSX

static void every_cut(void) {
  FILE *file = fopen(FOLDER "kinds.xlsx", "rb");
  char data[4096];
  size_t length = file ? fread(data, 1, sizeof data, file) : 0, read = 0;
  if (file) fclose(file);
  for (size_t i = 0; i < length; i++) {
    etho_table *t = NULL;
    char changed[4096];
    memcpy(changed, data, length);
    changed[i] = (char)(changed[i] ^ 0x55);
    etho_error error = {0};
    read += etho_table_parse("x", changed, length, NULL, &t, NULL, &error) == ETHO_OK;
    etho_table_free(t);
    t = NULL;
    if (etho_table_parse("x", data, i, NULL, &t, NULL, &error) == ETHO_OK && i > 3) read += 1000000;
    etho_table_free(t);
  }
  ok(length > 2000 && read < length, "no cut and no changed byte of a workbook does harm");
}

int main(void) {
  equals_csv("kinds.xlsx", "kinds.csv");
  equals_csv("prefixed.xlsx", "kinds.csv");
  reads("kinds.xlsx", "Zweites Blatt", "2: m1|CAR-T", "");
  reads("kinds.xlsx", "zweites blatt", "2: m1|CAR-T", "");
  reads("kinds.xlsx", "2", "2: m1|CAR-T", "");
  reads("calendar_1904.xlsx", NULL, "2: a|2019-05-27", "");
  reads("gaps.xlsx", NULL, "5: |", "W-XLSX-HIDDEN@5:0 W-XLSX-MERGED@0:0 E-HEADER-SHORT@1:3");
  reads("escapes.xlsx", NULL, "2: m-1|1\r\n2\xC3\xA9\xE2\x82\xAC", "W-CELL-INVISIBLE@3:1");
  reads("formula.xlsx", NULL, "2: a|3", "E-XLSX-FORMULA@2:2");
  reads("times.xlsx", NULL, "2: a|1:05", "W-XLSX-TIME@2:2");
  refuses("kinds.xlsx", "Third", ETHO_ERR_USAGE, "");
  refuses("kinds.xlsx", "0", ETHO_ERR_USAGE, "");
  refuses("kinds.xlsx", "3", ETHO_ERR_USAGE, "");
  refuses("entity_bomb.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-FORBIDDEN@0:0");
  refuses("entity_file.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-FORBIDDEN@0:0");
  refuses("deep.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-FORBIDDEN@0:0");
  refuses("ratio.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-LIMIT@0:0");
  refuses("cells.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-LIMIT@0:0");
  refuses("far.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-LIMIT@0:0");
  refuses("order.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-DAMAGED@0:0");
  refuses("rows_back.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-DAMAGED@0:0");
  refuses("string_missing.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-DAMAGED@0:0");
  refuses("not_xml.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-DAMAGED@0:0");
  refuses("cut_off.xlsx", NULL, ETHO_ERR_DATA, "E-XLSX-DAMAGED@0:0");
  refuses("empty.xlsx", NULL, ETHO_ERR_DATA, "E-FILE-EMPTY@0:0");
  refuses("other_zip.xlsx", NULL, ETHO_ERR_DATA, "E-FILE-BINARY@0:0");
  every_cut();
  return done();
}

#else

int main(void) {
  refuses("kinds.xlsx", NULL, ETHO_ERR_DATA, "E-FILE-BINARY@0:0");
  (void)equals_csv, (void)reads;
  return done();
}

#endif
