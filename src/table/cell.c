/* What a cell says: missing, a number, a spreadsheet's error. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "table/internal.h"

/* #DIV/0!, #NAME?, #WERT!, ##### (too narrow a column), #GETTING_DATA, and LibreOffice's Err:502. */
bool etho_text_excel_error(const char *text) {
  if (text[0] == 'E') return strncmp(text, "Err:", 4) == 0 && strspn(text + 4, "0123456789") == 3 && !text[7];
  if (text[0] != '#') return false;
  size_t hashes = strspn(text, "#"), n = strlen(text);
  if (hashes == n) return n >= 3;
  if (etho_text_equal_fold(text, "#GETTING_DATA")) return true;
  if (hashes > 1 || n < 4 || n > 24 || (text[n - 1] != '!' && text[n - 1] != '?')) return false;
  return strcspn(text, " 123456789#") == 0 && strcspn(text + 1, " 123456789#") == n - 1;
}

bool etho_text_missing(const char *text) {
  static const char *const token[] = {"NA",   "N/A",  "NaN", "#N/A", "#NA",     "#NV",  "#N/D",  "#N/B",
                                      "n.d.", "n.a.", "n.a", "n.d",  "missing", "<NA>", "(null)"};
  static const char *const sign[] = {"-", "--", "*", ".", "\xE2\x80\x93", "\xE2\x80\x94"};
  if (!text[0]) return true;
  if (!strchr("nN#mM<(-*.\xE2"
              "E",
              text[0]))
    return false; /* all that follow begin so */
  for (size_t i = 0; i < sizeof sign / sizeof *sign; i++)
    if (strcmp(text, sign[i]) == 0) return true;
  for (size_t i = 0; i < sizeof token / sizeof *token; i++)
    if (etho_text_equal_fold(text, token[i])) return true;
  return etho_text_excel_error(text);
}

/* "null" may be a genotype. */
bool etho_text_missing_number(const char *text) {
  return etho_text_missing(text) || etho_text_equal_fold(text, "null") || strcmp(text, "\\N") == 0;
}

const char *etho_table_text(const etho_table *table, size_t row, size_t column) {
  return etho_grid_text(table->grid, table->row[row], column);
}

bool etho_table_missing(const etho_table *table, size_t row, size_t column) {
  return etho_text_missing(etho_table_text(table, row, column));
}

bool etho_table_number(const etho_table *table, size_t row, size_t column, double *value) {
  const char *text = etho_table_text(table, row, column);
  return etho_number_parse(text, strlen(text), table->grid->dialect.decimal, value);
}
