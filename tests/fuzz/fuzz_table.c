/* libFuzzer: any bytes as a table, with a filter. Build: see tests/fuzz/README.md. */
#include <stddef.h>
#include <stdint.h>

#include "ethostat/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  etho_issues *issues = etho_issues_new();
  etho_table *table = NULL;
  etho_error error = {0};
  if (issues && etho_table_parse("fuzz", (const char *)data, size, NULL, &table, issues, &error) == ETHO_OK) {
    double sum = 0, value;
    for (size_t r = 0; r < etho_table_rows(table); r++)
      for (size_t c = 0; c < etho_table_columns(table); c++)
        if (!etho_table_missing(table, r, c) && etho_table_number(table, r, c, &value)) sum += value;
    etho_table_filter(table, "animal!=1", &error);
    etho_table_filter(table, etho_table_columns(table) ? etho_table_header(table, 0) : "", &error);
    (void)sum;
  }
  etho_table_free(table);
  etho_issues_free(issues);
  return 0;
}
