/* Conditions on rows: "phase=test", "day!=1", "trial<=10". */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "table/internal.h"

typedef enum relation { EQUAL, UNEQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL } relation;

typedef struct condition {
  char *column, *value; /* own copies, trimmed */
  relation relation;
} condition;

static const struct {
  const char *sign;
  relation relation;
} signs[] = {{"!=", UNEQUAL}, {"<=", LESS_EQUAL}, {">=", GREATER_EQUAL}, {"==", EQUAL},
             {"=", EQUAL},    {"<", LESS},        {">", GREATER}};

static char *copy_trimmed(const char *text, size_t length) {
  while (length && (*text == ' ' || *text == '\t')) text++, length--;
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
  char *copy = malloc(length + 1);
  if (!copy) return NULL;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

static bool cut(const char *text, size_t at, condition *out) {
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
    size_t n = strlen(signs[k].sign);
    if (strncmp(text + at, signs[k].sign, n) != 0) continue;
    out->relation = signs[k].relation;
    out->column = copy_trimmed(text, at);
    out->value = copy_trimmed(text + at + n, strlen(text + at + n));
    return true;
  }
  return false;
}

static void condition_clear(condition *c) {
  free(c->column);
  free(c->value);
  *c = (condition){0};
}

/* A header may hold signs of its own ("p<0.05"): the first cut whose left side is a column wins, else the
 * first. */
static bool parse_condition(const etho_table *table, const char *text, condition *out) {
  condition first = {0};
  bool found = false;
  for (size_t at = 1; text[0] && text[at]; at++) {
    condition c = {0};
    if (!cut(text, at, &c)) continue;
    bool known = c.column && etho_table_find(table, c.column) != ETHO_NOT_FOUND;
    if (known || !found) {
      condition_clear(&first);
      first = c;
      found = true;
      if (known) break;
    } else {
      condition_clear(&c);
    }
    if (text[at + 1] == '=') at++;
  }
  *out = first;
  return found;
}

static bool holds(relation wanted, double order) {
  switch (wanted) {
  case EQUAL:
    return order == 0;
  case UNEQUAL:
    return order != 0;
  case LESS:
    return order < 0;
  case LESS_EQUAL:
    return order <= 0;
  case GREATER:
    return order > 0;
  case GREATER_EQUAL:
    return order >= 0;
  }
  return false;
}

/* By value where both are numbers, unless the very text occurs in the column (ids 1.1 and 1.10 stay apart).
 */
static bool row_holds(const etho_table *table, size_t row, size_t column, const condition *c, bool numeric,
                      double wanted) {
  const char *text = etho_table_text(table, row, column);
  double value;
  bool ordering = c->relation != EQUAL && c->relation != UNEQUAL;
  if (numeric && etho_table_number(table, row, column, &value))
    return holds(c->relation, value < wanted ? -1 : value > wanted);
  if (ordering) return false;
  return holds(c->relation, strcmp(text, c->value) != 0);
}

static bool text_occurs(const etho_table *table, size_t column, const char *value) {
  for (size_t r = 0; r < table->n_rows; r++)
    if (strcmp(etho_table_text(table, r, column), value) == 0) return true;
  return false;
}

static etho_status apply(etho_table *table, const condition *c, const char *text, etho_error *error) {
  size_t column;
  etho_status status = etho_table_require(table, c->column, &column, error);
  if (status != ETHO_OK) return status;
  double wanted = 0;
  bool ordering = c->relation != EQUAL && c->relation != UNEQUAL;
  bool numeric = etho_number_parse(c->value, strlen(c->value), '.', &wanted);
  if (ordering && !numeric)
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "the condition '%s' compares with '%s', which is not a number", text, c->value);
  if (!ordering && numeric && text_occurs(table, column, c->value)) numeric = false;
  size_t kept = 0;
  for (size_t r = 0; r < table->n_rows; r++)
    if (row_holds(table, r, column, c, numeric, wanted)) table->row[kept++] = table->row[r];
  table->n_rows = kept;
  return ETHO_OK;
}

etho_status etho_table_filter(etho_table *table, const char *condition_text, etho_error *error) {
  condition c;
  if (!parse_condition(table, condition_text, &c)) {
    etho_error_set(error, ETHO_ERR_USAGE, "'%s' is not a condition", condition_text);
    etho_error_hint(error, "write COLUMN=VALUE, COLUMN!=VALUE, or <, <=, >, >= with a number");
    return ETHO_ERR_USAGE;
  }
  etho_status status = c.column && c.value ? apply(table, &c, condition_text, error)
                                           : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  condition_clear(&c);
  return status;
}
