#include <math.h>
#include <string.h>

#include "stats/bootstrap_resample.h"
#include "stats/moments.h"
#include "stats/order.h"
#include "stats/resample_range.h"
#include "stats/split.h"

typedef struct plan {
  const etho_statistic *statistic;
  etho_bootstrap_kind kind;
  const char *kind_name;
  bool clusters, matched;
} plan;

static const struct {
  const char *name, *shown;
} kinds[] = {
    [ETHO_BCA] = {"bca", "BCa"},
    [ETHO_PERCENTILE] = {"percentile", "percentile"},
    [ETHO_BASIC] = {"basic", "basic"},
    [ETHO_STUDENTIZED] = {"studentized", "studentized"},
};

static etho_status choose(const etho_input *input, const etho_options *options, plan *p, etho_error *error) {
  bool grouped = input->by.code && input->by.n_levels > 1;
  const char *name = options->statistic ? options->statistic : grouped ? "mean_difference" : "mean";
  *p = (plan){.statistic = etho_statistic_find(name),
              .clusters = input->cluster.code,
              .matched = input->subject.code};
  if (!p->statistic) {
    etho_error_set(error, ETHO_ERR_USAGE, "bootstrap knows no statistic '%s'", name);
    etho_error_hint(error, "mean, median, mean_difference, median_difference, hedges_g or cliffs_delta");
    return ETHO_ERR_USAGE;
  }
  const char *kind = options->variant ? options->variant : kinds[ETHO_BCA].name;
  size_t k = 0;
  while (k < sizeof kinds / sizeof *kinds && strcmp(kinds[k].name, kind) != 0) k++;
  if (k == sizeof kinds / sizeof *kinds)
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "--variant is bca, percentile, basic or studentized, not '%s'", kind);
  p->kind = (etho_bootstrap_kind)k;
  p->kind_name = kinds[k].shown;
  if (p->kind == ETHO_STUDENTIZED && (!p->statistic->has_error || p->clusters))
    return etho_error_set(error, ETHO_ERR_USAGE, "there is no standard error of the %s%s to studentize with",
                          name, p->clusters ? " with clusters" : "");
  if (p->statistic->groups == 2 && !input->by.code)
    return etho_error_set(error, ETHO_ERR_USAGE, "%s compares two groups: it needs --by", name);
  if (p->matched && (p->clusters || strcmp(name, "mean_difference") != 0 || !input->by.code))
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "--subject goes with --by and mean_difference, without --cluster");
  if (options->resamples < 1) return etho_error_set(error, ETHO_ERR_USAGE, "--resamples must be at least 1");
  return ETHO_OK;
}

/* Values and clusters of one group; rows without a cluster are left out. */
static bool collect(const etho_split *split, size_t g, bool clusters, etho_arena *arena,
                    etho_bootstrap_data *data, etho_row *row) {
  const etho_sample *from = &split->group[g];
  double *value = ETHO_NEW(arena, double, from->n + 1);
  int *unit = ETHO_NEW(arena, int, from->n + 1);
  if (!value || !unit) return false;
  size_t n = 0;
  for (size_t i = 0; i < from->n; i++) {
    if (clusters && split->subject[g][i] < 0) continue;
    value[n] = from->value[i];
    unit[n++] = clusters ? split->subject[g][i] : 0;
  }
  if (n < from->n)
    etho_row_note(row, "%zu value%s without a cluster left out", from->n - n, from->n - n == 1 ? "" : "s");
  if (!clusters) etho_sort(value, n); /* the same resamples whatever the order of the rows */
  data->group[data->n_groups] = (etho_sample){from->label, value, n};
  data->unit[data->n_groups++] = clusters ? unit : NULL;
  return true;
}

static const char *refusal(const etho_bootstrap_data *data) {
  bool spread = false;
  const char *why = etho_resample_refusal(data->group, data->n_groups);
  if (why) return why;
  for (size_t g = 0; g < data->n_groups; g++) {
    if (data->group[g].n < 2)
      return data->n_groups > 1 ? "each group needs at least two values" : "two values are needed";
    spread |= !etho_moments_of(data->group[g].value, data->group[g].n).constant;
  }
  return spread ? NULL : "the values do not vary: there is nothing to resample";
}

static void write_result(const plan *p, const etho_bootstrap *r, const etho_options *options, etho_row *row) {
  double unknown = (double)NAN;
  etho_row_format(row, "method", "Bootstrap (%s)", p->kind_name);
  etho_row_text(row, "term", p->statistic->name);
  etho_row_number(row, "estimate", r->estimate);
  etho_row_number(row, "std_error", r->std_error);
  etho_row_number(row, "conf_low", r->known ? r->conf_low : unknown);
  etho_row_number(row, "conf_high", r->known ? r->conf_high : unknown);
  etho_row_number(row, "conf_level", options->conf_level);
  etho_row_number(row, "bias", r->bias);
  if (p->kind == ETHO_BCA) etho_row_number(row, "z0", r->z0);
  if (p->kind == ETHO_BCA) etho_row_number(row, "acceleration", r->acceleration);
  etho_row_number(row, "resamples", (double)options->resamples);
  etho_row_number(row, "seed", (double)options->seed);
  if (!r->known)
    etho_row_note(row, "%s", r->why);
  else if (r->used < options->resamples)
    etho_row_note(row, "%zu resamples in which the %s does not exist left out", options->resamples - r->used,
                  p->statistic->name);
}

/* No interval, but the statistic itself may exist. */
static etho_status estimate_only(const etho_statistic *statistic, const etho_bootstrap_data *data,
                                 const etho_options *options, etho_bootstrap *r, etho_error *error) {
  etho_options least = *options;
  etho_bootstrap found;
  size_t n_units;
  least.resamples = 1;
  etho_status status = etho_bootstrap_any(data, statistic, ETHO_PERCENTILE, &least, &found, &n_units, error);
  if (status == ETHO_OK) r->estimate = found.estimate;
  return status;
}

static etho_status bootstrap_row(const plan *p, const etho_bootstrap_data *data, const etho_options *options,
                                 etho_row *row, etho_error *error) {
  double unknown = (double)NAN;
  etho_bootstrap r = {unknown, unknown, unknown, unknown, unknown, unknown, unknown, 0, false, refusal(data)},
                 other;
  size_t n_units = 0;
  etho_status status = ETHO_OK;
  bool g = strcmp(p->statistic->name, "hedges_g") == 0,
       difference = strcmp(p->statistic->name, "mean_difference") == 0;
  const etho_statistic *statistic = p->matched ? etho_statistic_find("mean") : p->statistic;
  if (etho_resample_refusal(data->group, data->n_groups)) {
    ; /* not even the statistic */
  } else if (r.why) {
    status = estimate_only(statistic, data, options, &r, error);
  } else if (p->kind == ETHO_BCA && !p->clusters && data->n_groups == 2 && (g || difference)) {
    status = etho_bootstrap_two(&data->group[0], &data->group[1], options, g ? &other : &r, g ? &r : &other,
                                NULL, NULL, error);
  } else {
    status = etho_bootstrap_any(data, statistic, p->kind, options, &r, &n_units, error);
  }
  if (status != ETHO_OK) return status;
  write_result(p, &r, options, row);
  if (p->clusters) etho_row_number(row, "n_clusters", (double)n_units);
  if (p->clusters && n_units < 20)
    etho_row_note(row,
                  "only %zu clusters: a cluster bootstrap of fewer than about 20 gives too narrow intervals",
                  n_units);
  return ETHO_OK;
}

static etho_status run_group(const plan *p, const etho_split *split, size_t g, const etho_options *options,
                             etho_arena *arena, etho_rows *rows, etho_error *error) {
  etho_row *row = etho_rows_add(rows);
  etho_bootstrap_data data = {0};
  if (split->group[g].label) etho_row_text(row, "group", split->group[g].label);
  if (!collect(split, g, p->clusters, arena, &data, row))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_row_number(row, "n", (double)data.group[0].n);
  return bootstrap_row(p, &data, options, row, error);
}

static bool collect_matched(const etho_split *split, size_t a, size_t b, etho_arena *arena,
                            etho_bootstrap_data *data) {
  etho_sample first, second;
  if (!etho_split_pair(split, a, b, arena, &first, &second)) return false;
  double *difference = ETHO_NEW(arena, double, first.n + 1);
  if (!difference) return false;
  for (size_t i = 0; i < first.n; i++) difference[i] = second.value[i] - first.value[i];
  data->group[0] = (etho_sample){NULL, difference, first.n};
  data->n_groups = 1;
  return true;
}

static etho_status run_pair(const plan *p, const etho_split *split, size_t a, size_t b,
                            const etho_options *options, etho_arena *arena, etho_rows *rows,
                            etho_error *error) {
  etho_row *row = etho_rows_add(rows);
  etho_bootstrap_data data = {0};
  etho_row_text(row, "group1", split->group[a].label);
  etho_row_text(row, "group2", split->group[b].label);
  bool done = p->matched ? collect_matched(split, a, b, arena, &data)
                         : collect(split, a, p->clusters, arena, &data, row) &&
                               collect(split, b, p->clusters, arena, &data, row);
  if (!done) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (p->matched) {
    etho_row_number(row, "n", (double)data.group[0].n);
  } else {
    etho_row_number(row, "n1", (double)data.group[0].n);
    etho_row_number(row, "n2", (double)data.group[1].n);
  }
  return bootstrap_row(p, &data, options, row, error);
}

static etho_status run_all(const plan *p, const etho_split *split, const etho_options *options,
                           etho_arena *arena, etho_rows *rows, etho_error *error) {
  etho_status status = ETHO_OK;
  size_t bases = p->statistic->groups == 1 || !options->control ? split->n_groups : 1;
  if (p->statistic->groups == 2 && split->n_groups < 2) {
    etho_row *row = etho_rows_add(rows);
    etho_row_null(row, "estimate");
    etho_row_note(row, "two groups are needed, %zu found", split->n_groups);
    return ETHO_OK;
  }
  for (size_t a = 0; a < bases && status == ETHO_OK; a++) {
    if (p->statistic->groups == 1) status = run_group(p, split, a, options, arena, rows, error);
    for (size_t b = a + 1; p->statistic->groups == 2 && b < split->n_groups && status == ETHO_OK; b++)
      status = run_pair(p, split, a, b, options, arena, rows, error);
  }
  return status;
}

etho_status etho_bootstrap_frame(const etho_input *input, const etho_options *options, etho_rows *rows,
                                 etho_error *error) {
  plan p;
  etho_status status = choose(input, options, &p, error);
  if (status != ETHO_OK) return status;
  etho_arena *arena = etho_arena_new();
  if (!arena) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_input units = *input;
  if (p.clusters) units.subject = input->cluster; /* the split keeps one code a value: here the cluster's */
  etho_split split;
  status = etho_split_make(&units, arena, &split, rows, error);
  if (status == ETHO_OK && p.matched && split.duplicates)
    status = etho_error_set(error, ETHO_ERR_DATA, "subject '%s' has more than one value in '%s'",
                            split.duplicate_subject, split.duplicate_group);
  if (status == ETHO_OK) status = run_all(&p, &split, options, arena, rows, error);
  etho_arena_free(arena);
  return status;
}
