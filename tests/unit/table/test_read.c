/* Text in, cells and issues out: every quirk of a delimited file with its stated outcome. */
#include "base/text.h"
#include "ethostat/table.h"
#include "tap.h"

static void show_issues(etho_text *out, const etho_issues *issues) {
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    etho_text_format(out, "%s%s@%zu:%zu", i ? " " : "", issue->code, issue->line, issue->column);
    if (!issue->hint[0]) etho_text_append(out, " (no hint!)");
  }
}

static void show_table(etho_text *out, const etho_table *table) {
  for (size_t c = 0; c < etho_table_columns(table); c++)
    etho_text_format(out, "%s%s", c ? "," : "", etho_table_header(table, c));
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    etho_text_format(out, "/%zu:", etho_table_line(table, r));
    for (size_t c = 0; c < etho_table_columns(table); c++) {
      double value;
      if (c) etho_text_char(out, ',');
      if (etho_table_missing(table, r, c)) etho_text_append(out, "NA");
      else if (etho_table_number(table, r, c, &value)) etho_text_number(out, value);
      else etho_text_format(out, "'%s'", etho_table_text(table, r, c));
    }
  }
}

/* Parse; compare "header/line:cells/..." (or "refused: message") and the issues "CODE@line:column ...". */
static void reads_n(const char *name, const char *data, size_t length, const etho_dialect *dialect, const char *cells,
                    const char *codes) {
  etho_issues *issues = etho_issues_new();
  etho_table *table = NULL;
  etho_error error = {0};
  etho_text got = {0}, said = {0};
  if (etho_table_parse("t.csv", data, length, dialect, &table, issues, &error) == ETHO_OK) show_table(&got, table);
  else etho_text_append(&got, "refused");
  show_issues(&said, issues);
  char title[200];
  snprintf(title, sizeof title, "%s: cells", name);
  is_text(etho_text_get(&got), cells, title);
  snprintf(title, sizeof title, "%s: issues", name);
  is_text(etho_text_get(&said), codes, title);
  etho_table_free(table);
  etho_issues_free(issues);
  etho_text_free(&got);
  etho_text_free(&said);
}

#define READS(name, data, cells, codes) reads_n(name, data, sizeof(data) - 1, NULL, cells, codes)

static void test_delimiters(void) {
  READS("comma", "a,b\n1,x\n2,y\n", "a,b/2:1,'x'/3:2,'y'", "");
  READS("semicolon and decimal comma", "a;b\n1,5;x\n2,25;y\n", "a,b/2:1.5,'x'/3:2.25,'y'", "");
  READS("decimal comma everywhere", "a;b\n1,5;2,5\n2,5;3,5\n", "a,b/2:1.5,2.5/3:2.5,3.5", "");
  READS("tab", "a\tb\n1\t\n\t2\n", "a,b/2:1,NA/3:NA,2", "");
  READS("pipe", "a|b\n1|2\n", "a,b/2:1,2", "");
  READS("sep line", "sep=;\na;b\n1;2\n", "a,b/3:1,2", "");
  READS("sep line, CRLF, quoted", "\"sep=,\"\r\na,b\r\n1,2\r\n", "a,b/3:1,2", "");
  READS("quoted decimal comma", "a,b\n\"1,5\",x\n\"2,25\",y\n", "a,b/2:1.5,'x'/3:2.25,'y'", "");
  READS("commas inside quotes", "a;b\n\"x, y, z\";1\n\"u, v, w\";2\n", "a,b/2:'x, y, z',1/3:'u, v, w',2", "");
  READS("one column", "value\n1\n2.5\n\n3\n", "value/2:1/3:2.5/5:3", "");
  READS("numbers as headers", "2019,2020\n1,2\n3,4\n", "2019,2020/2:1,2/3:3,4", "");
}

static void test_lines(void) {
  READS("CRLF", "a,b\r\n1,2\r\n3,4", "a,b/2:1,2/3:3,4", "");
  READS("CR only", "a,b\r1,2\r3,4\r", "a,b/2:1,2/3:3,4", "");
  READS("mixed ends", "a,b\r\n1,2\r3,4\n5,6", "a,b/2:1,2/3:3,4/4:5,6", "");
  READS("blank lines", "\n\na,b\n\n1,2\n  \n,\n3,4\n\n", "a,b/5:1,2/8:3,4", "");
  READS("a quoted line end counts", "a,b\n\"x\ny\",2\n3,4\n", "a,b/2:'x\ny',2/4:3,4", "");
  READS("header with a line end", "\"a\n(s)\",b\n1,2\n", "a\n(s),b/3:1,2", "");
  READS("doubled quotes", "a,b\n\"say \"\"hi\"\"\",2\n", "a,b/2:'say \"hi\"',2", "");
  READS("spaces", " a , b \n 1 ,\" x \"\n", "a,b/2:1,'x'", "");
  READS("no-break space is blank", "a,b\n\xC2\xA0,1\n", "a,b/2:NA,1", "");
}

static void test_encodings(void) {
  READS("UTF-8 mark", "\xEF\xBB\xBF" "a,b\n1,2\n", "a,b/2:1,2", "");
  READS("UTF-16LE mark", "\xFF\xFE" "a\0,\0b\0\n\0" "1\0,\0" "2\0\n\0", "a,b/2:1,2", "");
  READS("UTF-16BE mark", "\xFE\xFF" "\0a\0,\0b\0\n\0" "1\0,\0" "2\0\n", "a,b/2:1,2", "");
  READS("UTF-16LE without mark", "a\0,\0b\0\n\0" "1\0,\0" "2\0\n\0", "a,b/2:1,2", "");
  READS("UTF-8", "caf\xC3\xA9,b\n1,2\n", "caf\xC3\xA9,b/2:1,2", "");
  READS("Windows-1252", "caf\xE9,b\n1,\xB5g\n", "caf\xC3\xA9,b/2:1,'\xC2\xB5g'", "W-FILE-ENCODING@1:1");
  READS("invalid byte", "a,b\n1,\xFFx\n", "a,b/2:1,'\xEF\xBF\xBDx'", "E-FILE-ENCODING@2:2");
  READS("surrogate", "a,b\n1,\xED\xA0\xBD\n", "a,b/2:1,'\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD'",
        "E-FILE-ENCODING@2:2");
  READS("NUL", "a,b\n1,x\0y\n", "a,b/2:1,'x\xEF\xBF\xBDy'", "E-FILE-NUL@2:2");
  etho_dialect japanese = {.encoding = "CP932"};
  reads_n("CP932", "a,b\n1,\x83\x7D\n", 9, &japanese, "a,b/2:1,'\xE3\x83\x9E'", "");
}

static void test_refusals(void) {
  READS("empty", "", "refused", "E-FILE-EMPTY@0:0");
  READS("blank", "\n \n", "refused", "E-FILE-EMPTY@0:0");
  READS("mark only", "\xEF\xBB\xBF", "refused", "E-FILE-EMPTY@0:0");
  READS("binary", "\001\002\003\004\005\006a,b\n", "refused", "E-FILE-BINARY@0:0");
  READS("header only", "a,b\n", "a,b", "E-FILE-NO-ROWS@1:0");
}

static void test_structure(void) {
  READS("short row", "a,b,c\n1,2,3\n4,5\n", "a,b,c/2:1,2,3/3:4,5,NA", "E-CSV-RAGGED@3:3");
  READS("long row", "a,b\n1,2\n3,4,5\n", "a,b/2:1,2/3:3,4", "E-CSV-RAGGED@3:3");
  READS("unquoted decimal comma", "a,b\n1,2\n1,5,2\n", "a,b/2:1,2/3:1,5", "E-CSV-RAGGED@3:3");
  READS("trailing delimiters", "a,b,\n1,2,\n3,4,\n", "a,b/2:1,2/3:3,4", "");
  READS("trailing delimiters in rows", "a,b\n1,2,\n3,4,\n", "a,b/2:1,2/3:3,4", "");
  READS("short header", "a,b\n1,2,3\n4,5,6\n", "a,b/2:1,2/3:4,5", "E-HEADER-SHORT@1:3");
  READS("open quote", "a,b\n1,2\n3,\"x\n5,6\n7,8\n", "a,b/2:1,2", "E-CSV-QUOTE@3:2");
  READS("open quote on the last line", "a,b\n1,2\n\"3,4", "a,b/2:1,2", "E-CSV-QUOTE@3:1");
  READS("text after a quote", "a,b\n\"x\"y,2\"\n", "a,b/2:'x','2\"'", "E-CSV-QUOTE-TEXT@2:1 W-CSV-QUOTE@2:2");
  READS("quote inside a cell", "a,b\n5\" box,2\n", "a,b/2:'5\" box',2", "W-CSV-QUOTE@2:1");
  READS("duplicate header", "a,b,a\n1,2,3\n", "a,b,a/2:1,2,3", "E-HEADER-DUPLICATE@1:3");
  READS("empty header", "a,,b\n1,2,3\n", "a,column_2,b/2:1,2,3", "W-HEADER-EMPTY@1:2");
  READS("title rows", "NOR May 2024,,\n\nanimal,arm,t\nm1,x,2\nm2,y,3\n", "animal,arm,t/4:'m1','x',2/5:'m2','y',3",
        "N-CSV-TITLE@1:0");
  READS("side by side", "a,b,,a,b\n1,2,,3,4\n", "a,b,column_3,a,b/2:1,2,NA,3,4",
        "E-TABLE-SIDE@1:3");
  READS("summary rows", "id,t\nm1,2\nm2,4\nMean,3\nSEM,1\nn,2\n", "id,t/2:'m1',2/3:'m2',4",
        "W-ROW-SUMMARY@4:0 W-ROW-SUMMARY@5:0 W-ROW-SUMMARY@6:0");
  READS("a strain called SD", "strain,t\nLE,1\nLE,2\nSD,3\n", "strain,t/2:'LE',1/3:'LE',2/4:'SD',3", "");
  READS("repeated header", "a,b\n1,2\na,b\n3,4\n", "a,b/2:1,2/4:3,4", "W-ROW-HEADER@3:0");
  etho_dialect none = {.no_header = true};
  reads_n("no header", "1,2\n3,4\n", 8, &none, "column_1,column_2/1:1,2/2:3,4", "");
  etho_dialect third = {.header_line = 3};
  reads_n("declared header", "x,y\n1,2\na,b\n3,4\n", 16, &third, "a,b/4:3,4", "");
}

static void test_cells(void) {
  READS("missing", "a,b,c,d\n,NA,N/A,nan\n-,--,*,.\n#N/A,NaN,na,n/a\n1,1,1,1\n",
        "a,b,c,d/2:NA,NA,NA,NA/3:NA,NA,NA,NA/4:NA,NA,NA,NA/5:1,1,1,1", "");
  READS("spreadsheet errors", "a,b\n#DIV/0!,1\n2,#VALUE!\n", "a,b/2:NA,1/3:2,NA", "W-CELL-ERROR@2:1 W-CELL-ERROR@3:2");
  READS("thousands", "a,b\n\"1,234.5\",x\n", "a,b/2:'1,234.5','x'", "E-NUM-THOUSANDS@2:1");
  READS("thousands or decimals", "a,b\n\"1,234\",2.5\n", "a,b/2:'1,234',2.5", "E-NUM-THOUSANDS@2:1");
  READS("three decimals", "a;b\n7,025;0,117\n12,908;0,12\n", "a,b/2:7.025,0.117/3:12.908,0.12", "");
  READS("German thousands", "a;b\n1.234,5;1,5\n", "a,b/2:'1.234,5',1.5", "E-NUM-THOUSANDS@2:1");
  READS("ids stay text", "id,t\n007,1e2\n1.10,-.5\n", "id,t/2:7,100/3:1.1,-0.5", "");
}

static size_t rows_after(const char *condition, etho_error *error) {
  static const char data[] = "id,phase,day,p<0.05\n1.1,test,1,yes\n1.10,train,2,no\n2,test,10,yes\n";
  etho_table *table;
  if (etho_table_parse("t.csv", data, sizeof data - 1, NULL, &table, NULL, error) != ETHO_OK) return 99;
  size_t n = etho_table_filter(table, condition, error) == ETHO_OK ? etho_table_rows(table) : 99;
  etho_table_free(table);
  return n;
}

static void test_filter(void) {
  static const struct { const char *condition; size_t rows; } cases[] = {
      {"phase=test", 2}, {"phase == test", 2}, {"phase!=test", 1}, {"day<=2", 2}, {"day>2", 1},    {"day=10.0", 1},
      {"id=1.1", 1},     {"id=1.10", 1},       {"p<0.05=yes", 2},  {"Phase=test", 2}, {"phase=none", 0}, {"phse=test", 99},
      {"phase", 99},     {"day<x", 99},        {"", 99}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    etho_error error = {0};
    size_t n = rows_after(cases[i].condition, &error);
    ok(n == cases[i].rows, "filter '%s' keeps %zu (got %zu)", cases[i].condition, cases[i].rows, n);
  }
  etho_error error = {0};
  rows_after("phse=test", &error);
  is_text(error.hint, "did you mean 'phase'?", "an unknown column names the nearest");
}

static void test_files(void) {
  etho_table *table = NULL;
  etho_error error = {0};
  ok(etho_table_read("no/such.csv", NULL, &table, NULL, &error) == ETHO_ERR_IO && !table, "a missing file is an I/O error");
  ok(etho_table_read("/", NULL, &table, NULL, &error) == ETHO_ERR_IO, "a folder is not a file");
  etho_dialect wrong = {.encoding = "no-such-encoding"};
  ok(etho_table_parse("t", "a\n1\n", 4, &wrong, &table, NULL, &error) == ETHO_ERR_USAGE, "an unknown encoding is a usage error");
  ok(etho_table_parse("t", "a\n1\n", 4, NULL, &table, NULL, &error) == ETHO_OK, "issues may be NULL");
  ok(strlen(etho_table_sha256(table)) == 64, "the bytes' SHA-256");
  etho_table_free(table);
}

static void test_trials(void) {
  etho_trials *a = etho_trials_new(), *b = etho_trials_new();
  size_t animal = etho_trials_column(a, "animal", true);
  for (size_t r = 0; r < 100; r++) {
    size_t row = etho_trials_add(a, "f.csv", r + 2);
    etho_trials_set_text(a, row, animal, "m");
  }
  size_t time = etho_trials_column(a, "novel_s", false);
  ok(isnan(etho_trials_number(a, 99, time)), "a new column is missing in every row");
  etho_trials_set_number(a, 99, time, 2);
  etho_trials_append(b, a);
  etho_trials_append(b, a);
  ok(etho_trials_rows(b) == 200 && etho_trials_number(b, 199, etho_trials_find(b, "novel_s")) == 2, "append keeps cells");
  ok(etho_trials_line(b, 100) == 2, "append keeps lines");
  is_text(etho_trials_file(b, 150), "f.csv", "append keeps files");
  is_text(etho_trials_text(b, 5, etho_trials_find(b, "animal")), "m", "append keeps text");
  etho_trials_free(a);
  etho_trials_free(b);
}

int main(void) {
  test_delimiters();
  test_lines();
  test_encodings();
  test_refusals();
  test_structure();
  test_cells();
  test_filter();
  test_files();
  test_trials();
  return done();
}
