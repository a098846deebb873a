/* All pairs by the studentized range (Tukey-Kramer, Games-Howell) or by Scheffe's F: the family is controlled
 * by the distribution itself. */
#include <math.h>

#include "ethostat/stats/distribution.h"
#include "ethostat/stats/posthoc.h"
#include "stats/comparison.h"
#include "stats/range_family.h"
#include "stats/tails.h"

/* What distinguishes the three. */
typedef struct kind {
  const char *name;
  size_t least_n; /* values that a group needs to be compared */
  etho_difference (*difference)(const etho_arms *arms, size_t a, size_t b);
  bool (*refused)(const etho_arms *arms, size_t a, size_t b, etho_row *row);
  bool by_range;  /* else by Scheffe's F */
  bool shared_df; /* one critical value for all pairs */
} kind;

typedef struct family {
  const kind *kind;
  etho_arms arms;
  etho_options options;
  double k;        /* groups that have the values they need */
  double critical; /* of |t|; NaN until known */
  etho_range_family range;
} family;

static double p_of(family *f, double t, double df) {
  double k = f->k;
  if (f->kind->by_range) return etho_range_family_sf(&f->range, M_SQRT2 * fabs(t), df);
  return etho_f_upper(t * t / (k - 1), k - 1, df);
}

static double critical_of(family *f, double df) {
  double k = f->k, tail = 1 - f->options.conf_level;
  if (f->kind->by_range)
    return M_SQRT1_2 *
           (tail < 0.5 ? etho_range_family_quantile(&f->range, tail, df) : etho_range_quantile(tail, k, df));
  return sqrt((k - 1) * etho_f_upper_quantile(tail, k - 1, df));
}

static etho_status pair(void *context, size_t a, size_t b, etho_row *row, etho_error *error) {
  (void)error;
  family *f = context;
  if (f->kind->refused(&f->arms, a, b, row)) {
    etho_row_comparison_refused(row, f->arms.arm[b].centre - f->arms.arm[a].centre, &f->options);
    if (f->kind->by_range) etho_row_null(row, "q");
    return ETHO_OK;
  }
  etho_difference d = f->kind->difference(&f->arms, a, b);
  if (isnan(f->critical) || !f->kind->shared_df) f->critical = critical_of(f, d.df);
  double t = d.estimate / d.std_error;
  etho_row_comparison(row, &d, 0, p_of(f, t, d.df), f->critical, &f->options);
  if (!f->kind->by_range) return ETHO_OK;
  etho_row_number(row, "q", M_SQRT2 * fabs(t));
  etho_row_number(row, "critical", M_SQRT2 * f->critical);
  return ETHO_OK;
}

static etho_status run(const kind *which, const etho_sample *group, size_t n_groups,
                       const etho_options *options, etho_rows *rows, etho_error *error) {
  family f = {.kind = which, .options = options ? *options : etho_options_default(), .critical = (double)NAN};
  f.options.alternative = ETHO_TWO_SIDED;
  if (!etho_arms_make(group, n_groups, &f.arms))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < n_groups; i++) f.k += group[i].n >= which->least_n;
  if (which->by_range) etho_range_family_init(&f.range, fmin(fmax(2, f.k), ETHO_MOST_PAIRED), false, true);
  size_t first = etho_rows_count(rows);
  etho_status status = etho_each_pair(group, n_groups, false, pair, &f, rows, error);
  if (status == ETHO_OK) etho_rows_familywise(rows, first, which->name);
  etho_arms_free(&f.arms);
  return status;
}

etho_status etho_tukey(const etho_sample *group, size_t n_groups, const etho_options *options,
                       etho_rows *rows, etho_error *error) {
  static const kind tukey = {"tukey", 1, etho_difference_pooled, etho_pooled_refused, true, true};
  return run(&tukey, group, n_groups, options, rows, error);
}

etho_status etho_games_howell(const etho_sample *group, size_t n_groups, const etho_options *options,
                              etho_rows *rows, etho_error *error) {
  static const kind games_howell = {"games_howell",     2,    etho_difference_welch,
                                    etho_welch_refused, true, false};
  return run(&games_howell, group, n_groups, options, rows, error);
}

etho_status etho_scheffe(const etho_sample *group, size_t n_groups, const etho_options *options,
                         etho_rows *rows, etho_error *error) {
  static const kind scheffe = {"scheffe", 1, etho_difference_pooled, etho_pooled_refused, false, true};
  return run(&scheffe, group, n_groups, options, rows, error);
}
