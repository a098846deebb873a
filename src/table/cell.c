/* What a cell says: missing, a number, a spreadsheet's error. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "table/internal.h"

bool etho_text_excel_error(const char *text) {
  static const char *const error[] = {"#DIV/0!", "#VALUE!", "#REF!",   "#NAME?",
                                      "#NUM!",   "#NULL!",  "#SPILL!", "#CALC!"};
  if (text[0] != '#') return false;
  for (size_t i = 0; i < sizeof error / sizeof *error; i++)
    if (etho_text_equal_fold(text, error[i])) return true;
  return false;
}

bool etho_text_missing(const char *text) {
  static const char *const token[] = {"NA",   "N/A",     "NaN",  "#N/A",  "null", "n.d.",
                                      "n.a.", "missing", "<NA>", "(null)"};
  if (!text[0]) return true;
  if (strcmp(text, "-") == 0 || strcmp(text, "--") == 0 || strcmp(text, "*") == 0 || strcmp(text, ".") == 0)
    return true;
  if (!strchr("nN#mM<(", text[0])) return false; /* all that follow begin so */
  for (size_t i = 0; i < sizeof token / sizeof *token; i++)
    if (etho_text_equal_fold(text, token[i])) return true;
  return etho_text_excel_error(text);
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
