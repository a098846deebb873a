#include "model/design.h"

#include <string.h>

enum { MAX_COLUMNS = 4000 };

/* One factor or number inside a term: how many columns it has and their values for a row. */
typedef struct part {
  const etho_values *values;
  const char *label;
  bool contrasts;
  size_t columns;
} part;

static bool uses_contrasts(const etho_term_list *list, size_t t, size_t variable) {
  uint64_t margin = list->term[t].mask & ~(UINT64_C(1) << variable);
  if (!margin) return true;
  for (size_t k = 0; k < t; k++)
    if ((margin & ~list->term[k].mask) == 0) return true;
  return false;
}

/* The factor that has all its levels because there is no intercept: the first factor of the first term with
 * one. */
static bool first_factor(const etho_term_list *list, const etho_values *values, size_t *term,
                         size_t *variable) {
  for (*term = 0; *term < list->n_terms; (*term)++)
    for (*variable = 0; *variable < ETHO_MAX_VARIABLES; (*variable)++)
      if ((list->term[*term].mask >> *variable & 1) && values[*variable].is_factor) return true;
  return false;
}

static etho_status term_parts(const etho_terms *terms, const etho_term_list *list, const etho_values *values,
                              size_t t, part *parts, size_t *n_parts, etho_error *error) {
  size_t full_term = ETHO_MAX_TERMS, full_variable = 0;
  if (!list->intercept && !first_factor(list, values, &full_term, &full_variable)) full_term = ETHO_MAX_TERMS;
  *n_parts = 0;
  for (size_t v = 0; v < terms->n_variables; v++) {
    if (!(list->term[t].mask >> v & 1)) continue;
    part *one = &parts[(*n_parts)++];
    *one = (part){.values = &values[v], .label = terms->variable[v].label, .columns = 1};
    if (!values[v].is_factor) continue;
    one->contrasts = uses_contrasts(list, t, v) && !(full_term == t && full_variable == v);
    if (one->contrasts && values[v].n_levels < 2) {
      etho_error_set(error, ETHO_ERR_DATA, "'%s' has %s: nothing to compare", terms->variable[v].label,
                     values[v].n_levels ? "one level only" : "no values");
      if (values[v].n_levels)
        etho_error_hint(error, "all rows used have %s = '%s'", terms->variable[v].label, values[v].level[0]);
      return ETHO_ERR_DATA;
    }
    one->columns = values[v].n_levels - one->contrasts;
  }
  return ETHO_OK;
}

static long double part_value(const part *one, etho_coding coding, size_t row, size_t column) {
  if (!one->values->is_factor) return one->values->number[row];
  size_t code = (size_t)one->values->code[row];
  if (!one->contrasts) return code == column;
  if (coding == ETHO_TREATMENT) return code == column + 1;
  return code == one->values->n_levels - 1 ? -1 : code == column;
}

static void part_name(const part *one, etho_coding coding, size_t column, etho_text *out) {
  etho_text_append(out, one->label);
  if (!one->values->is_factor) return;
  if (one->contrasts && coding == ETHO_SUM)
    etho_text_format(out, "%zu", column + 1);
  else
    etho_text_append(out, one->values->level[column + one->contrasts]);
}

/* Column k of the term is the product of its parts' columns, the first part running fastest. */
static bool fill_column(const part *parts, size_t n_parts, etho_coding coding, size_t k, size_t n,
                        long double *x, etho_arena *arena, const char **name) {
  etho_text text = {0};
  for (size_t i = 0; i < n; i++) x[i] = 1;
  for (size_t j = 0; j < n_parts; j++) {
    size_t column = k % parts[j].columns;
    k /= parts[j].columns;
    for (size_t i = 0; i < n; i++) x[i] *= part_value(&parts[j], coding, i, column);
    if (j) etho_text_char(&text, ':');
    part_name(&parts[j], coding, column, &text);
  }
  *name = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return *name != NULL;
}

static size_t product(const part *parts, size_t n_parts) {
  size_t columns = 1;
  for (size_t j = 0; j < n_parts; j++)
    if ((columns *= parts[j].columns) > MAX_COLUMNS) return MAX_COLUMNS + 1;
  return columns;
}

static etho_status count_columns(const etho_terms *terms, const etho_term_list *list,
                                 const etho_values *values, size_t *p, etho_error *error) {
  part parts[ETHO_MAX_VARIABLES];
  size_t n_parts;
  *p = list->intercept;
  for (size_t t = 0; t < list->n_terms; t++) {
    etho_status status = term_parts(terms, list, values, t, parts, &n_parts, error);
    if (status != ETHO_OK) return status;
    *p += product(parts, n_parts);
    if (*p <= MAX_COLUMNS) continue;
    etho_error_set(error, ETHO_ERR_DATA, "the term '%s' needs more than %d coefficients", list->term[t].label,
                   (int)MAX_COLUMNS);
    etho_error_hint(error, "an animal or cage is better a random effect: (1 | animal)");
    return ETHO_ERR_DATA;
  }
  return ETHO_OK;
}

etho_status etho_design_make(const etho_terms *terms, const etho_term_list *list, const etho_values *values,
                             size_t n, etho_coding coding, etho_arena *arena, etho_design *design,
                             etho_error *error) {
  size_t p, at = 0, n_parts;
  part parts[ETHO_MAX_VARIABLES];
  etho_status status = count_columns(terms, list, values, &p, error);
  if (status != ETHO_OK) return status;
  *design = (etho_design){.n = n, .p = p};
  design->x = ETHO_NEW(arena, long double, n *p + 1);
  design->term = ETHO_NEW(arena, size_t, p + 1);
  design->name = ETHO_NEW(arena, const char *, p + 1);
  if (!design->x || !design->term || !design->name) return etho_model_no_memory(error);
  if (list->intercept) {
    for (size_t i = 0; i < n; i++) design->x[i] = 1;
    design->name[at++] = "(Intercept)";
  }
  for (size_t t = 0; t < list->n_terms; t++) {
    status = term_parts(terms, list, values, t, parts, &n_parts, error);
    if (status != ETHO_OK) return status;
    size_t columns = product(parts, n_parts);
    for (size_t k = 0; k < columns; k++, at++) {
      design->term[at] = t + 1;
      if (!fill_column(parts, n_parts, coding, k, n, design->x + at * n, arena, &design->name[at]))
        return etho_model_no_memory(error);
    }
  }
  return ETHO_OK;
}
