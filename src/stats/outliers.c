/* Outliers: flagged with their row, never dropped. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "ethostat/stats/describe.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/registry.h"
#include "stats/split.h"
#include "stats/t_report.h"
#include "stats/tails.h"

static const double unknown = (double)NAN;

/* One group of the input, with what is needed to name a value's row. */
typedef struct place {
  const etho_input *input;
  const etho_split *split;
  size_t group;
} place;

typedef etho_status group_fn(const place *at, const etho_sample *sample, const etho_options *options,
                             etho_rows *rows, etho_error *error);

static etho_status each_group(const etho_input *input, const etho_options *options, etho_rows *rows,
                              group_fn *run, etho_error *error) {
  etho_options defaults;
  options = etho_options_or_default(options, &defaults);
  etho_arena *arena = etho_arena_new();
  if (!arena) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_split split;
  etho_status status = etho_split_make(input, arena, &split, rows, error);
  for (size_t g = 0; status == ETHO_OK && g < split.n_groups; g++)
    status = run(&(place){input, &split, g}, &split.group[g], options, rows, error);
  etho_arena_free(arena);
  return status == ETHO_OK ? etho_rows_status(rows) : status;
}

static void set_group(etho_row *row, const etho_sample *sample) {
  if (sample->label) etho_row_text(row, "group", sample->label);
  etho_row_number(row, "n", (double)sample->n);
}

/* value, row and subject of the group's i-th value. */
static void set_value(etho_row *row, const place *at, size_t i) {
  etho_row_number(row, "value", at->split->group[at->group].value[i]);
  etho_row_number(row, "row", (double)at->split->row[at->group][i] + 1);
  int subject = at->split->subject ? at->split->subject[at->group][i] : -1;
  if (subject >= 0) etho_row_text(row, "subject", at->input->subject.level[subject]);
}

/* ---- Grubbs ------------------------------------------------------------------------------------------ */

/* The index of the value farthest from the mean, on the side that is asked for; the first of equals. */
static size_t most_extreme(const etho_sample *sample, const etho_moments *m, etho_alternative alternative) {
  size_t best = 0;
  double most = -(double)INFINITY;
  for (size_t i = 0; i < sample->n; i++) {
    double off = etho_deviation(m, sample->value[i]);
    if (alternative == ETHO_TWO_SIDED)
      off = fabs(off);
    else if (alternative == ETHO_LESS)
      off = -off;
    if (off > most) most = off, best = i;
  }
  return best;
}

/* The t of one value against the mean of the others: the same event as G, without G's cancellation. */
static double externally_studentized(const etho_sample *sample, size_t index, double *others) {
  size_t n = sample->n, rest = 0;
  for (size_t i = 0; i < n; i++)
    if (i != index) others[rest++] = sample->value[i];
  etho_moments m = etho_moments_of(others, rest);
  return m.constant ? unknown
                    : etho_deviation(&m, sample->value[index]) / (m.sd * sqrt(1 + 1 / (double)rest));
}

static void report_grubbs(etho_row *row, const etho_sample *sample, const etho_moments *m, size_t index,
                          double t, const etho_options *options) {
  bool two_sided = options->alternative == ETHO_TWO_SIDED;
  double n = (double)m->n, tail = etho_t_upper(fabs(t), n - 2);
  double p = isnan(t) ? unknown : fmin(1, (two_sided ? 2 : 1) * n * tail);
  etho_row_number(row, "statistic", fabs(etho_deviation(m, sample->value[index])) / m->sd);
  etho_row_text(row, "statistic_name", "G");
  etho_row_number(row, "p_value", p);
  if (isnan(p))
    etho_row_null(row, "flagged");
  else
    etho_row_bool(row, "flagged", p < 1 - options->conf_level);
  etho_row_text(row, "alternative", etho_alternative_name(options->alternative));
  if (isnan(p)) etho_row_note(row, "all other values are equal: the test cannot be computed");
}

static etho_status grubbs_group(const place *at, const etho_sample *sample, const etho_options *options,
                                etho_rows *rows, etho_error *error) {
  static const char *const nothing[] = {"statistic", "p_value", "flagged", "value", "row"};
  etho_row *row = etho_rows_add(rows);
  set_group(row, sample);
  etho_moments m = etho_moments_of(sample->value, sample->n);
  if (m.n < 3 || m.constant) {
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) etho_row_null(row, nothing[i]);
    if (m.n < 3)
      etho_row_note(row, "at least 3 values are needed, %zu found", m.n);
    else
      etho_row_note(row, "all values are equal");
    return ETHO_OK;
  }
  double *others = malloc(m.n * sizeof *others);
  if (!others) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  size_t index = most_extreme(sample, &m, options->alternative);
  report_grubbs(row, sample, &m, index, externally_studentized(sample, index, others), options);
  set_value(row, at, index);
  free(others);
  return ETHO_OK;
}

etho_status etho_grubbs(const etho_input *input, const etho_options *options, etho_rows *rows,
                        etho_error *error) {
  return each_group(input, options, rows, grubbs_group, error);
}

/* ---- a robust centre and scale, and what lies beyond ----------------------------------------------------
 */

/* A group judged: who is out, and by how much. */
typedef struct judgement {
  double center, scale;
  double *off; /* |value - center| / scale */
  double *p;   /* NaN where the method has none */
  bool *out;
  size_t n_out;
} judgement;

static bool judgement_make(judgement *j, size_t n) {
  *j = (judgement){.center = unknown, .scale = unknown};
  j->off = malloc((n + 1) * sizeof *j->off);
  j->p = malloc((n + 1) * sizeof *j->p);
  j->out = calloc(n + 1, sizeof *j->out);
  for (size_t i = 0; j->p && i < n; i++) j->p[i] = unknown;
  return j->off && j->p && j->out;
}

static void judgement_free(judgement *j) {
  free(j->off), free(j->p), free(j->out);
}

/* The group's row, then one for each outlier. */
static void report_judgement(const place *at, const etho_sample *sample, const judgement *j, bool known,
                             double limit, etho_rows *rows, etho_row *row) {
  double largest = 0;
  for (size_t i = 0; known && i < sample->n; i++) largest = fmax(largest, j->off[i]);
  set_group(row, sample);
  etho_row_text(row, "term", "group");
  if (known)
    etho_row_number(row, "n_outliers", (double)j->n_out);
  else
    etho_row_null(row, "n_outliers");
  etho_row_number(row, "statistic", known ? largest : unknown);
  etho_row_number(row, "center", j->center);
  etho_row_number(row, "scale", isfinite(j->scale) ? j->scale : unknown);
  if (!isnan(limit)) {
    etho_row_number(row, "limit_low", known ? j->center - limit * j->scale : unknown);
    etho_row_number(row, "limit_high", known ? j->center + limit * j->scale : unknown);
  }
  for (size_t i = 0; known && i < sample->n; i++) {
    if (!j->out[i]) continue;
    etho_row *outlier = etho_rows_add(rows);
    if (sample->label) etho_row_text(outlier, "group", sample->label);
    etho_row_text(outlier, "term", "outlier");
    etho_row_number(outlier, "statistic", j->off[i]);
    if (!isnan(j->p[i])) etho_row_number(outlier, "p_value", j->p[i]);
    set_value(outlier, at, i);
  }
}

/* Three values whose distances are numbers, or a note and false. */
static bool can_be_judged(const etho_sample *sample, etho_row *row) {
  etho_moments m = etho_moments_of(sample->value, sample->n);
  if (m.n < 3)
    etho_row_note(row, "at least 3 values are needed, %zu found", m.n);
  else if (isinf(m.max - m.min))
    etho_row_note_overflow(row);
  return m.n >= 3 && !isinf(m.max - m.min);
}

/* ---- ROUT --------------------------------------------------------------------------------------------- */

/* The 68.27th percentile of |value - center| (linear interpolation, type 7), times n / (n - 1). */
static double robust_sd(const etho_sample *sample, double center, double *scratch) {
  size_t n = sample->n;
  for (size_t i = 0; i < n; i++) scratch[i] = fabs(sample->value[i] - center);
  etho_sort(scratch, n);
  return etho_quantile_sorted(scratch, n, 0.6827, 7) * (double)n / ((double)n - 1);
}

/* The location with Lorentzian errors: reweighting from the median, the robust sd renewed at every step. */
static bool fit_location(const etho_sample *sample, judgement *j, double *scratch) {
  j->center = etho_median(sample->value, sample->n);
  for (int step = 0; step < 1000; step++) {
    double scale = robust_sd(sample, j->center, scratch), weights = 0, sum = 0, before = j->center;
    if (!(scale > 0)) return false;
    for (size_t i = 0; i < sample->n; i++) {
      double u = (sample->value[i] - before) / scale, w = 1 / (1 + u * u);
      weights += w;
      sum += w * sample->value[i];
    }
    j->center = sum / weights;
    if (fabs(j->center - before) <= 1e-13 * scale) break;
  }
  j->scale = robust_sd(sample, j->center, scratch);
  return j->scale > 0;
}

/* Values are fitted about their median, so that an offset costs no digits. */
static bool fit_shifted(const etho_sample *sample, judgement *j, double *scratch) {
  double shift = etho_median(sample->value, sample->n), *near = j->p;
  for (size_t i = 0; i < sample->n; i++) near[i] = sample->value[i] - shift;
  bool known = fit_location(&(etho_sample){NULL, near, sample->n}, j, scratch);
  for (size_t i = 0; known && i < sample->n; i++) j->off[i] = fabs(near[i] - j->center) / j->scale;
  j->center += shift;
  return known;
}

typedef struct ranked {
  double off;
  size_t index;
} ranked;

static int compare_ranked(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->off != y->off) return x->off < y->off ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* From the 70th percentile of the residuals outwards: the first whose p is below its share of Q, and all
 * beyond it. */
static void flag_by_discovery_rate(judgement *j, ranked *order, size_t n) {
  const double q = 0.01;
  for (size_t i = 0; i < n; i++) {
    order[i] = (ranked){j->off[i], i};
    j->p[i] = fmin(1, 2 * etho_t_upper(j->off[i], (double)n - 1));
  }
  qsort(order, n, sizeof *order, compare_ranked);
  bool beyond = false;
  for (size_t i = (size_t)(0.7 * (double)n); i < n; i++) {
    double share = q * (double)(n - i) / (double)n;
    beyond = beyond || j->p[order[i].index] < share;
    j->out[order[i].index] = beyond;
    j->n_out += beyond;
  }
}

static etho_status rout_group(const place *at, const etho_sample *sample, const etho_options *options,
                              etho_rows *rows, etho_error *error) {
  (void)options;
  size_t n = sample->n;
  etho_row *row = etho_rows_add(rows);
  judgement j;
  bool made = judgement_make(&j, n);
  ranked *order = malloc((n + 1) * sizeof *order);
  if (made && order) {
    bool fits = can_be_judged(sample, row), known = fits && fit_shifted(sample, &j, j.off);
    if (known)
      flag_by_discovery_rate(&j, order, n);
    else if (fits)
      etho_row_note(row, "two thirds of the values are equal: there is no robust scale");
    report_judgement(at, sample, &j, known, unknown, rows, row);
  }
  judgement_free(&j);
  free(order);
  return made && order ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

etho_status etho_rout(const etho_input *input, const etho_options *options, etho_rows *rows,
                      etho_error *error) {
  return each_group(input, options, rows, rout_group, error);
}

/* ---- median absolute deviation ---------------------------------------------------------------------------
 */

static etho_status mad_group(const place *at, const etho_sample *sample, const etho_options *options,
                             etho_rows *rows, etho_error *error) {
  size_t n = sample->n;
  double limit = 3;
  if (options->variant) etho_number_parse(options->variant, strlen(options->variant), '.', &limit);
  etho_row *row = etho_rows_add(rows);
  judgement j;
  bool made = judgement_make(&j, n);
  if (made) {
    j.center = etho_median(sample->value, n);
    for (size_t i = 0; i < n; i++) j.off[i] = fabs(sample->value[i] - j.center);
    j.scale = 1.4826 * etho_median(j.off, n);
    bool fits = can_be_judged(sample, row), known = fits && j.scale > 0;
    for (size_t i = 0; known && i < n; i++) {
      j.off[i] /= j.scale;
      j.out[i] = j.off[i] > limit;
      j.n_out += j.out[i];
    }
    if (fits && !known)
      etho_row_note(row, "half of the values are equal: the median absolute deviation is 0");
    report_judgement(at, sample, &j, known, limit, rows, row);
  }
  judgement_free(&j);
  return made ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

etho_status etho_mad(const etho_input *input, const etho_options *options, etho_rows *rows,
                     etho_error *error) {
  return each_group(input, options, rows, mad_group, error);
}
