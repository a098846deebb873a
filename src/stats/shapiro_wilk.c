/* Shapiro-Wilk normality test as a procedure: Shapiro & Wilk 1965; Royston 1995 (AS R94). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/stats/distribution.h"
#include "stats/registry.h"

static int compare_numbers(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void refuse(etho_row *row, const etho_sample *sample) {
  etho_row_null(row, "statistic");
  etho_row_null(row, "p_value");
  if (sample->n < 3)
    etho_row_note(row, "at least 3 values are needed, %zu found", sample->n);
  else if (sample->n > 5000)
    etho_row_note(row, "at most 5000 values are possible, %zu found", sample->n);
  else
    etho_row_note(row, "all values are the same");
}

static etho_status shapiro_wilk(const etho_sample *sample, const etho_options *options, etho_row *row,
                                etho_error *error) {
  (void)options;
  etho_row_text(row, "statistic_name", "W");
  if (sample->n < 3 || sample->n > 5000) return refuse(row, sample), ETHO_OK;
  double *sorted = malloc(sample->n * sizeof *sorted), w, p;
  if (!sorted) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  memcpy(sorted, sample->value, sample->n * sizeof *sorted);
  qsort(sorted, sample->n, sizeof *sorted, compare_numbers);
  if (etho_shapiro_wilk_sorted(sorted, sample->n, &w, &p)) {
    etho_row_number(row, "statistic", w);
    etho_row_number(row, "p_value", p);
  } else {
    refuse(row, sample);
  }
  free(sorted);
  return ETHO_OK;
}

const etho_procedure etho_catalogue_shapiro[] = {
    {.name = "shapiro_wilk",
     .summary = "does a sample look normal? Shapiro-Wilk W",
     .shape = "--value, and --by for one test per group; 3 to 5000 values each",
     .source = "Shapiro & Wilk 1965; Royston 1995, AS R94",
     .method = "Shapiro-Wilk normality test",
     .roles = ETHO_ROLE_VALUE,
     .optional = ETHO_ROLE_BY,
     .options = ETHO_OPT_GROUPS,
     .one = shapiro_wilk},
    {0},
};
