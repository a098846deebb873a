#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/distribution.h"
#include "ethostat/stats/posthoc.h"
#include "stats/comparison.h"
#include "stats/dunnett_family.h"

typedef struct family {
  etho_arms arms;
  etho_options options;
  etho_dunnett_family range;
  bool comparable; /* the control and another group have values: range is made */
  double critical; /* NaN until known */
} family;

/* false: out of memory. The family holds the groups that have values. */
static bool family_make(family *f, const etho_sample *group, size_t n_groups, const etho_options *options) {
  f->options = options ? *options : etho_options_default();
  f->critical = (double)NAN;
  double *lambda = malloc((n_groups + 1) * sizeof *lambda);
  if (!lambda || !etho_arms_make(group, n_groups, &f->arms)) return free(lambda), false;
  size_t k = 0;
  for (size_t i = 1; i < n_groups; i++)
    if (group[i].n) lambda[k++] = sqrt((double)group[i].n / ((double)group[i].n + (double)group[0].n));
  f->comparable = k && group[0].n;
  bool two_sided = f->options.alternative == ETHO_TWO_SIDED;
  bool made = !f->comparable || etho_dunnett_family_init(&f->range, lambda, k, two_sided, true);
  if (!made) etho_arms_free(&f->arms);
  free(lambda);
  return made;
}

static etho_status pair(void *context, size_t a, size_t b, etho_row *row, etho_error *error) {
  (void)error;
  family *f = context;
  if (etho_pooled_refused(&f->arms, a, b, row)) {
    etho_row_comparison_refused(row, f->arms.arm[b].centre - f->arms.arm[a].centre, &f->options);
    return ETHO_OK;
  }
  etho_difference d = etho_difference_pooled(&f->arms, a, b);
  bool two_sided = f->options.alternative == ETHO_TWO_SIDED;
  if (isnan(f->critical))
    f->critical = etho_dunnett_family_quantile(&f->range, 1 - f->options.conf_level, d.df);
  double t = d.estimate / d.std_error;
  double toward = two_sided ? fabs(t) : f->options.alternative == ETHO_LESS ? -t : t;
  double p = etho_dunnett_family_sf(&f->range, toward, d.df);
  etho_row_comparison(row, &d, 0, p, f->critical, &f->options);
  return ETHO_OK;
}

etho_status etho_dunnett(const etho_sample *group, size_t n_groups, const etho_options *options,
                         etho_rows *rows, etho_error *error) {
  family f;
  if (!family_make(&f, group, n_groups, options))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  size_t first = etho_rows_count(rows);
  if (!f.options.control && n_groups)
    etho_rows_note(rows, "the control is the first group, %s", group[0].label);
  etho_status status = etho_each_pair(group, n_groups, true, pair, &f, rows, error);
  if (status == ETHO_OK) etho_rows_familywise(rows, first, "dunnett");
  etho_arms_free(&f.arms);
  if (f.comparable) etho_dunnett_family_free(&f.range);
  return status;
}
