#include "stats/paired_difference.h"

#include <stdlib.h>

etho_status etho_run_on_differences(etho_one_fn *run, const etho_sample *group1, const etho_sample *group2,
                                    const etho_options *options, etho_row *row, etho_error *error) {
  if (group1->n != group2->n)
    return etho_error_set(error, ETHO_ERR_USAGE, "matched samples differ in size: %zu and %zu", group1->n,
                          group2->n);
  double *difference = malloc((group1->n + 1) * sizeof *difference);
  if (!difference) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < group1->n; i++) difference[i] = group2->value[i] - group1->value[i];
  etho_status status = run(&(etho_sample){NULL, difference, group1->n}, options, row, error);
  free(difference);
  return status;
}
