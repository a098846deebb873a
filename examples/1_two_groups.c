/* 1. Two groups: Welch's t test and Hedges g from two arrays.
 *
 *   cc examples/1_two_groups.c $(pkg-config --cflags --libs --static ethostat) -o two_groups && ./two_groups */
#include <ethostat.h>
#include <stdio.h>

int main(void) {
  const double control[] = {0.31, 0.22, 0.40, 0.28, 0.35}, cart[] = {0.05, -0.10, 0.12, 0.02, 0.08};
  const etho_sample group1 = {"control", control, 5}, group2 = {"CAR-T", cart, 5};
  etho_rows *rows = etho_rows_new();
  etho_row *row = etho_rows_add(rows);
  etho_options options = etho_options_default();
  etho_error error = {0};
  if (etho_t_welch(&group1, &group2, &options, row, &error) != ETHO_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  printf("difference %.3f [%.3f, %.3f], t(%.1f) = %.2f, p = %.4f, Hedges g = %.2f\n", etho_row_get_number(row, "estimate"),
         etho_row_get_number(row, "conf_low"), etho_row_get_number(row, "conf_high"), etho_row_get_number(row, "df"),
         etho_row_get_number(row, "statistic"), etho_row_get_number(row, "p_value"), etho_row_get_number(row, "hedges_g"));
  etho_rows_free(rows);
  return 0;
}
