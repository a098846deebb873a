#include <stdlib.h>

#include "stats/registry.h"

/* One family per level of `by`, or one in all. Rows stay in the order of the input. */
static etho_status adjust_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                etho_error *error) {
  const char *method = options->adjust ? options->adjust : "holm";
  size_t families = input->by.code ? input->by.n_levels : 1;
  double *adjusted = malloc((2 * input->n + 1) * sizeof *adjusted), *p = adjusted + input->n;
  if (!adjusted) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < input->n && status == ETHO_OK; i++)
    if (input->p[i] < 0 || input->p[i] > 1)
      status = etho_error_set(error, ETHO_ERR_DATA, "row %zu: %g is not a p-value (0 to 1)", i + 1, input->p[i]);
  for (size_t f = 0; f < families && status == ETHO_OK; f++) {
    size_t m = 0;
    for (size_t i = 0; i < input->n; i++)
      if (!input->by.code || input->by.code[i] == (int)f) p[m++] = input->p[i];
    status = etho_adjust(p, m, method, p, error);
    m = 0;
    for (size_t i = 0; i < input->n; i++)
      if (!input->by.code || input->by.code[i] == (int)f) adjusted[i] = p[m++];
  }
  for (size_t i = 0; i < input->n && status == ETHO_OK; i++) {
    bool known = !input->by.code || input->by.code[i] >= 0;
    if (!known) continue;
    etho_row *row = etho_rows_add(rows);
    if (input->by.code) etho_row_text(row, "group", input->by.level[input->by.code[i]]);
    etho_row_number(row, "p_value", input->p[i]);
    etho_row_number(row, "p_adjusted", adjusted[i]);
    etho_row_text(row, "adjust", method);
  }
  free(adjusted);
  return status;
}

const etho_procedure etho_catalogue_adjust[] = {
    {.name = "adjust",
     .summary = "adjust a column of p-values for their number",
     .shape = "--p COL: one p-value a row; --by COL names the families",
     .source = "Holm 1979; Hochberg 1988; Hommel 1988; Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001",
     .roles = ETHO_ROLE_P,
     .optional = ETHO_ROLE_BY,
     .options = ETHO_OPT_ADJUST,
     .frame = adjust_frame},
    {0},
};
