#include "stats/groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/moments.h"

bool etho_groups_make(const etho_sample *group, size_t n_groups, etho_row *row, etho_groups *groups) {
  *groups = (etho_groups){0};
  size_t n = 0;
  for (size_t g = 0; g < n_groups; g++) n += group[g].n;
  groups->group = malloc((n_groups + 1) * sizeof *groups->group);
  groups->value = malloc((n + 1) * sizeof *groups->value);
  if (!groups->group || !groups->value) {
    etho_groups_free(groups);
    return false;
  }
  for (size_t g = 0; g < n_groups; g++) {
    if (group[g].n == 0) {
      etho_row_note(row, "%s has no values and is left out", group[g].label ? group[g].label : "a group");
      continue;
    }
    double *place = groups->value + groups->n;
    memcpy(place, group[g].value, group[g].n * sizeof *place);
    groups->group[groups->k++] = (etho_sample){group[g].label, place, group[g].n};
    groups->n += group[g].n;
  }
  etho_row_number(row, "n", (double)groups->n);
  etho_row_number(row, "n_groups", (double)groups->k);
  return true;
}

void etho_groups_free(etho_groups *groups) {
  free(groups->group);
  free(groups->value);
  *groups = (etho_groups){0};
}

bool etho_groups_suffice(const etho_groups *groups, etho_row *row) {
  if (groups->k >= 2) return true;
  etho_row_note(row, "two groups are needed, %zu found", groups->k);
  return false;
}

const etho_sample *etho_groups_smaller(const etho_groups *groups, size_t least) {
  for (size_t g = 0; g < groups->k; g++)
    if (groups->group[g].n < least) return &groups->group[g];
  return NULL;
}

etho_sums etho_groups_sums(const etho_groups *groups) {
  double n = (double)groups->n, shift = groups->value[0], largest = 0;
  etho_wide total = etho_sum_about(groups->value, groups->n, shift), grand = etho_wide_over(total, n);
  etho_wide between = {0, 0}, within = {0, 0};
  for (size_t g = 0; g < groups->k; g++) {
    const etho_sample *s = &groups->group[g];
    etho_wide mean = etho_wide_over(etho_sum_about(s->value, s->n, shift), (double)s->n);
    etho_wide off = etho_wide_subtract(mean, grand), square = etho_wide_multiply(off, off);
    between = etho_wide_add(between, etho_wide_multiply(square, (etho_wide){(double)s->n, 0}));
    within = etho_wide_add(within, etho_squares_about(s->value, s->n, shift, mean));
  }
  for (size_t i = 0; i < groups->n; i++) largest = fmax(largest, fabs(groups->value[i]));
  etho_sums sums = {.ss_between = etho_wide_round(between),
                    .ss_within = etho_wide_round(within),
                    .df1 = (double)groups->k - 1,
                    .df2 = n - (double)groups->k};
  sums.flat = !(sums.df2 > 0) || etho_is_rounding_noise(sqrt(sums.ss_within / sums.df2), largest);
  return sums;
}
