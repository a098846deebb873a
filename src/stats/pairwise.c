/* Single comparisons of all pairs (or against the control), adjusted together: t tests and rank sum tests. */
#include <math.h>

#include "ethostat/stats/posthoc.h"
#include "ethostat/stats/rank.h"
#include "stats/comparison.h"
#include "stats/tails.h"

/* A form of the t test. */
typedef struct form {
  etho_difference (*difference)(const etho_arms *arms, size_t a, size_t b);
  bool (*refused)(const etho_arms *arms, size_t a, size_t b, etho_row *row);
  const char *method;
} form;

static const char *const form_names[] = {"pooled", "welch", "unpooled", "student"};
static const form forms[] = {
    {etho_difference_pooled, etho_pooled_refused, "Pairwise t tests, pooled SD"},
    {etho_difference_welch, etho_welch_refused, "Pairwise Welch t tests"},
    {etho_difference_welch, etho_welch_refused, "Pairwise Welch t tests"},
    {etho_difference_student, etho_student_refused, "Pairwise Student t tests"},
};

typedef struct t_family {
  const form *form;
  etho_arms arms;
  const etho_options *options;
} t_family;

static etho_status t_pair(void *context, size_t a, size_t b, etho_row *row, etho_error *error) {
  (void)error;
  t_family *f = context;
  etho_row_text(row, "method", f->form->method);
  if (f->form->refused(&f->arms, a, b, row)) {
    etho_row_comparison_refused(row, f->arms.arm[b].centre - f->arms.arm[a].centre, f->options);
    return ETHO_OK;
  }
  etho_difference d = f->form->difference(&f->arms, a, b);
  double p = etho_t_p_value((d.estimate - f->options->mu) / d.std_error, d.df, f->options->alternative);
  etho_row_comparison(row, &d, f->options->mu, p, (double)NAN, f->options);
  return ETHO_OK;
}

etho_status etho_pairwise_t(const etho_sample *group, size_t n_groups, const etho_options *options,
                            etho_rows *rows, etho_error *error) {
  etho_options defaults = etho_options_default();
  t_family f = {.options = options ? options : &defaults};
  size_t chosen, first = etho_rows_count(rows);
  etho_status status = etho_variant_find(f.options, form_names, sizeof forms / sizeof *forms, &chosen, error);
  if (status != ETHO_OK) return status;
  f.form = &forms[chosen];
  if (!etho_arms_make(group, n_groups, &f.arms))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  status = etho_each_pair(group, n_groups, f.options->control != NULL, t_pair, &f, rows, error);
  const char *adjust = f.options->adjust ? f.options->adjust : "holm";
  if (status == ETHO_OK) status = etho_rows_family(rows, first, adjust, f.options, error);
  etho_arms_free(&f.arms);
  return status;
}

typedef struct rank_family {
  const etho_sample *group;
  etho_options options;
  double conf_level; /* of the family */
} rank_family;

static etho_status rank_pair(void *context, size_t a, size_t b, etho_row *row, etho_error *error) {
  rank_family *f = context;
  etho_status status = etho_mann_whitney(&f->group[a], &f->group[b], &f->options, row, error);
  etho_row_number(row, "conf_level", f->conf_level);
  return status;
}

etho_status etho_pairwise_wilcoxon(const etho_sample *group, size_t n_groups, const etho_options *options,
                                   etho_rows *rows, etho_error *error) {
  rank_family f = {.group = group, .options = options ? *options : etho_options_default()};
  const char *adjust = f.options.adjust ? f.options.adjust : "holm";
  bool against_first = f.options.control != NULL;
  size_t filled = 0, first = etho_rows_count(rows);
  for (size_t i = 0; i < n_groups; i++) filled += group[i].n > 0;
  size_t m = against_first ? filled - (group[0].n > 0) : filled * (filled - (filled > 0)) / 2;
  f.conf_level = f.options.conf_level;
  f.options.conf_level = 1 - etho_family_tail(&f.options, adjust, m);
  etho_status status = etho_each_pair(group, n_groups, against_first, rank_pair, &f, rows, error);
  return status == ETHO_OK ? etho_adjust_rows(rows, first, adjust, error) : status;
}
