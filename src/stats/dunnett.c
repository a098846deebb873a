#include <math.h>
#include <stdlib.h>

#include "ethostat/stats/distribution.h"
#include "ethostat/stats/posthoc.h"
#include "stats/comparison.h"

typedef struct family {
  etho_arms arms;
  etho_options options;
  double *lambda; /* of the groups that have values */
  size_t k;
  double critical; /* NaN until known */
} family;

static bool family_make(family *f, const etho_sample *group, size_t n_groups, const etho_options *options) {
  *f = (family){.options = options ? *options : etho_options_default(), .critical = (double)NAN};
  f->lambda = malloc((n_groups + 1) * sizeof *f->lambda);
  if (!f->lambda || !etho_arms_make(group, n_groups, &f->arms)) return free(f->lambda), false;
  for (size_t i = 1; i < n_groups; i++)
    if (group[i].n) f->lambda[f->k++] = sqrt((double)group[i].n / ((double)group[i].n + (double)group[0].n));
  return true;
}

static etho_status pair(void *context, size_t a, size_t b, etho_row *row, etho_error *error) {
  family *f = context;
  if (etho_pooled_refused(&f->arms, a, b, row)) {
    etho_row_comparison_refused(row, f->arms.arm[b].centre - f->arms.arm[a].centre, &f->options);
    return ETHO_OK;
  }
  etho_difference d = etho_difference_pooled(&f->arms, a, b);
  bool two_sided = f->options.alternative == ETHO_TWO_SIDED;
  if (isnan(f->critical))
    f->critical = etho_dunnett_quantile(1 - f->options.conf_level, f->lambda, f->k, d.df, two_sided);
  double t = d.estimate / d.std_error;
  double toward = two_sided ? fabs(t) : f->options.alternative == ETHO_LESS ? -t : t;
  double p = etho_dunnett_sf(toward, f->lambda, f->k, d.df, two_sided);
  if (isnan(f->critical)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
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
  free(f.lambda);
  return status;
}
