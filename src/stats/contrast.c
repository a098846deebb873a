/* Contrasts of means, alone and as a planned family with closed testing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ethostat/stats/posthoc.h"
#include "stats/comparison.h"
#include "stats/joint_test.h"
#include "stats/tails.h"

enum { POOLED, WELCH };
static const char *const variant_names[] = {"pooled", "welch"};

enum { MAX_CLOSED = 12 };

typedef struct family {
  etho_arms arms;
  const etho_options *options;
  const double *weights; /* m rows of arms.n_arms */
  size_t m;
  size_t variant;
} family;

static const double *weights_of(const family *f, size_t c) {
  return f->weights + c * f->arms.n_arms;
}

static void set_weights(etho_row *row, const double *weight, size_t n) {
  etho_text text = {0};
  for (size_t g = 0; g < n; g++) {
    if (g) etho_text_append(&text, ", ");
    etho_text_number(&text, weight[g]);
  }
  etho_row_text(row, "weights", etho_text_get(&text));
  etho_text_free(&text);
}

/* Arms with weight 0 do not matter, but for the pooled variance. */
static bool refused(const family *f, const double *weight, etho_row *row) {
  size_t least = f->variant == WELCH ? 2 : 1, used = 0, constant = 0;
  bool refuse = false;
  for (size_t g = 0; g < f->arms.n_arms; g++) {
    const etho_arm *arm = &f->arms.arm[g];
    if (weight[g] == 0) continue;
    used++;
    constant += arm->m.constant;
    if (arm->m.n >= least) continue;
    refuse = true;
    etho_row_note(row, "%s has %zu value%s, %zu %s needed", arm->label, arm->m.n, arm->m.n == 1 ? "" : "s",
                  least, least == 1 ? "is" : "are");
  }
  if (!used)
    etho_row_note(row, "all weights are 0");
  else if (!refuse && (f->variant == WELCH ? constant == used : !f->arms.has_spread))
    etho_row_note(row, "no group has any spread: without it there is no standard error"), refuse = true;
  return refuse || !used;
}

/* Scaled by the largest sd against overflow. */
static etho_difference contrast_of(const family *f, const double *weight) {
  double estimate = 0, total = 0, variance = 0, spread = 0, largest = 0;
  for (size_t g = 0; g < f->arms.n_arms; g++)
    if (weight[g] != 0 && f->arms.arm[g].m.n > 1) largest = fmax(largest, f->arms.arm[g].m.sd);
  if (f->variant == POOLED) largest = f->arms.pooled_sd;
  for (size_t g = 0; g < f->arms.n_arms; g++) {
    const etho_arm *arm = &f->arms.arm[g];
    if (weight[g] == 0) continue;
    double n = (double)arm->m.n, sd = f->variant == POOLED ? 1 : arm->m.sd / largest;
    double part = weight[g] * weight[g] * sd * sd / n;
    estimate += weight[g] * arm->centre;
    total += weight[g];
    variance += part;
    if (f->variant == WELCH) spread += part * part / (n - 1);
  }
  estimate += total * f->arms.shift;
  return (etho_difference){estimate, largest * sqrt(variance),
                           f->variant == POOLED ? f->arms.df : variance * variance / spread};
}

static void add_contrast(const family *f, size_t c, const char *name, etho_rows *rows) {
  const double *weight = weights_of(f, c);
  etho_row *row = etho_rows_add(rows);
  double mu = f->options->mu, total = 0, size = 0;
  if (name) etho_row_text(row, "term", name);
  set_weights(row, weight, f->arms.n_arms);
  double n = 0;
  for (size_t g = 0; g < f->arms.n_arms; g++) n += (double)f->arms.arm[g].m.n;
  etho_row_number(row, "n", n);
  for (size_t g = 0; g < f->arms.n_arms; g++) total += weight[g], size += fabs(weight[g]);
  if (fabs(total) > 1e-9 * size)
    etho_row_note(row, "the weights do not add up to 0: this is not a difference between groups");
  if (refused(f, weight, row)) {
    etho_row_comparison_refused(row, (double)NAN, f->options);
    return;
  }
  etho_difference d = contrast_of(f, weight);
  double p = etho_t_p_value((d.estimate - mu) / d.std_error, d.df, f->options->alternative);
  etho_row_comparison(row, &d, mu, p, (double)NAN, f->options);
}

/* p-value of the intersection of the hypotheses in set, of those that could be tested. */
static double intersection_p(const family *f, const etho_rows *rows, size_t first, unsigned set) {
  const double *chosen[MAX_CLOSED];
  size_t n = 0;
  double least = 1;
  for (size_t c = 0; c < f->m; c++) {
    if (!(set >> c & 1)) continue;
    chosen[n++] = weights_of(f, c);
    least = fmin(least, etho_row_get_number(etho_rows_at(rows, first + c), "p_value"));
  }
  if (n == 1) return least;
  if (f->options->alternative != ETHO_TWO_SIDED || f->options->mu != 0) return fmin(1, (double)n * least);
  return etho_joint_p(&f->arms, chosen, n, f->variant == POOLED);
}

static void close_family(const family *f, etho_rows *rows, size_t first) {
  double adjusted[MAX_CLOSED] = {0};
  unsigned testable = 0;
  for (size_t c = 0; c < f->m; c++)
    if (!isnan(etho_row_get_number(etho_rows_at(rows, first + c), "p_value"))) testable |= 1U << c;
  for (unsigned set = 1; set < 1U << f->m; set++) {
    if (set & ~testable) continue;
    double p = intersection_p(f, rows, first, set);
    for (size_t c = 0; c < f->m; c++)
      if (set >> c & 1) adjusted[c] = isnan(p) || isnan(adjusted[c]) ? (double)NAN : fmax(adjusted[c], p);
  }
  for (size_t c = 0; c < f->m; c++) {
    etho_row *row = etho_rows_at(rows, first + c);
    etho_row_number(row, "p_adjusted", testable >> c & 1 ? adjusted[c] : (double)NAN);
    etho_row_text(row, "adjust", "closed");
  }
}

static etho_status check_weights(const double *weights, size_t count, etho_error *error) {
  for (size_t i = 0; i < count; i++)
    if (!isfinite(weights[i]))
      return etho_error_set(error, ETHO_ERR_USAGE, "a contrast weight is not a number");
  return ETHO_OK;
}

etho_status etho_contrast_family(const etho_sample *group, size_t n_groups, const double *weights,
                                 const char *const *names, size_t m, const etho_options *options,
                                 etho_rows *rows, etho_error *error) {
  etho_options defaults = etho_options_default();
  family f = {.options = options ? options : &defaults, .weights = weights, .m = m};
  const char *adjust = f.options->adjust ? f.options->adjust : "holm";
  bool closed = strcmp(adjust, "closed") == 0;
  size_t first = etho_rows_count(rows);
  etho_status status = check_weights(weights, m * n_groups, error);
  if (status == ETHO_OK) status = etho_variant_find(f.options, variant_names, 2, &f.variant, error);
  if (status == ETHO_OK && closed && m > MAX_CLOSED)
    status = etho_error_set(error, ETHO_ERR_USAGE, "closed testing takes at most %d contrasts, not %zu",
                            MAX_CLOSED, m);
  if (status != ETHO_OK) return status;
  if (!etho_arms_make(group, n_groups, &f.arms))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t c = 0; c < m; c++) add_contrast(&f, c, names ? names[c] : NULL, rows);
  status = etho_rows_family(rows, first, adjust, f.options, error);
  if (status == ETHO_OK && closed && etho_rows_status(rows) == ETHO_OK) close_family(&f, rows, first);
  etho_arms_free(&f.arms);
  return status;
}

etho_status etho_contrast(const etho_sample *group, size_t n_groups, const etho_options *options,
                          etho_rows *rows, etho_error *error) {
  size_t given = options ? options->n_weights : 0;
  if (!given || !n_groups || given % n_groups) {
    etho_error_set(error, ETHO_ERR_USAGE, "contrast needs a weight per group: %zu group%s, %zu weight%s",
                   n_groups, n_groups == 1 ? "" : "s", given, given == 1 ? "" : "s");
    etho_error_hint(error, "--weights 1,-1,0 gives three groups their weights, in the order of the groups");
    return ETHO_ERR_USAGE;
  }
  return etho_contrast_family(group, n_groups, options->weights, NULL, given / n_groups, options, rows,
                              error);
}
