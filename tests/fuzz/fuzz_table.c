/* libFuzzer: any bytes as a table (text, or a workbook's archive), with how it is read in the first line: a
 * delimiter, a decimal mark, a digit for the header's line, and then an encoding. "auto" finds out. */
#include <string.h>

#include "fuzz.h"

static void declare(etho_dialect *dialect, const char *line) {
  size_t n = strlen(line);
  if (n < 3 || strcmp(line, "auto") == 0) return;
  if (strchr(",;\t|", line[0])) dialect->delimiter = line[0];
  if (strchr(".,", line[1])) dialect->decimal = line[1];
  if (line[2] >= '0' && line[2] <= '9') dialect->header_line = (size_t)(line[2] - '0');
  dialect->no_header = line[2] == 'n';
  if (line[3]) dialect->encoding = line + 3;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part = {(const char *)data, size};
  char line[24];
  etho_dialect dialect = {0};
  etho_issues *issues = etho_issues_new();
  etho_table *table = NULL;
  etho_error error = {0};
  fuzz_first_line(&part, line, sizeof line);
  declare(&dialect, line);
  etho_status status = etho_table_parse("fuzz", part.data, part.size, &dialect, &table, issues, &error);
  fuzz_check_issues(issues);
  fuzz_check_error(status, &error);
  if (status == ETHO_OK) {
    double sum = 0, value;
    size_t last = 0;
    for (size_t r = 0; r < etho_table_rows(table); r++) {
      FUZZ_REQUIRE(etho_table_line(table, r) > last, "row %zu: line %zu after %zu", r,
                   etho_table_line(table, r), last);
      last = etho_table_line(table, r);
      for (size_t c = 0; c < etho_table_columns(table); c++)
        if (!etho_table_missing(table, r, c) && etho_table_number(table, r, c, &value)) sum += value;
    }
    etho_table_filter(table, "animal!=1", &error);
    etho_table_filter(table, etho_table_columns(table) ? etho_table_header(table, 0) : "", &error);
    (void)sum;
  }
  etho_table_free(table);
  etho_issues_free(issues);
  return 0;
}
