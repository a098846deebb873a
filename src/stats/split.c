#include "stats/split.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stats/order.h"

static etho_status no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static int level_index(const etho_factor *factor, const char *name) {
  for (size_t i = 0; i < factor->n_levels; i++)
    if (strcmp(factor->level[i], name) == 0) return (int)i;
  return -1;
}

static etho_status unknown_level(const etho_factor *factor, const char *name, etho_error *error) {
  etho_text near = {0};
  etho_nearest_names(&near, name, factor->level, factor->n_levels);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no group '%s' in column '%s'", name,
                 factor->name ? factor->name : "by");
  if (near.length) etho_error_hint(error, "did you mean %s?", etho_text_get(&near));
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

/* order[k] = old index of the k-th level to keep. */
static etho_status choose_levels(const etho_factor *by, const etho_options *options, int *order, size_t *n,
                                 etho_error *error) {
  *n = 0;
  for (size_t i = 0; i < options->n_groups; i++) {
    int level = level_index(by, options->groups[i]);
    if (level < 0) return unknown_level(by, options->groups[i], error);
    for (size_t k = 0; k < *n; k++)
      if (order[k] == level)
        return etho_error_set(error, ETHO_ERR_USAGE, "group '%s' is named twice", options->groups[i]);
    order[(*n)++] = level;
  }
  if (!options->n_groups)
    for (size_t i = 0; i < by->n_levels; i++) order[(*n)++] = (int)i;
  if (!options->control) return ETHO_OK;
  int control = level_index(by, options->control);
  if (control < 0) return unknown_level(by, options->control, error);
  size_t at = 0;
  while (at < *n && order[at] != control) at++;
  if (at == *n) order[(*n)++] = control; /* the control belongs to every selection */
  for (; at > 0; at--) order[at] = order[at - 1];
  order[0] = control;
  return ETHO_OK;
}

static etho_status reorder(const etho_factor *by, const int *order, size_t n_levels, size_t n,
                           etho_arena *arena, etho_factor *out, etho_error *error) {
  int *code = ETHO_NEW(arena, int, n), *new_index = ETHO_NEW(arena, int, by->n_levels + 1);
  const char **level = ETHO_NEW(arena, const char *, n_levels + 1);
  if (!code || !new_index || !level) return no_memory(error);
  for (size_t i = 0; i < by->n_levels; i++) new_index[i] = -2; /* not asked for: dropped without a note */
  for (size_t k = 0; k < n_levels; k++) {
    new_index[order[k]] = (int)k;
    level[k] = by->level[order[k]];
  }
  for (size_t i = 0; i < n; i++) code[i] = by->code[i] < 0 ? -1 : new_index[by->code[i]];
  *out = (etho_factor){.name = by->name, .level = level, .n_levels = n_levels, .code = code};
  return ETHO_OK;
}

etho_status etho_input_select(const etho_input *input, const etho_options *options, etho_arena *arena,
                              etho_input *selected, etho_error *error) {
  *selected = *input;
  if (!input->by.code) {
    if (options->n_groups || options->control)
      return etho_error_set(error, ETHO_ERR_USAGE, "--groups and --control need --by");
    return ETHO_OK;
  }
  if (!options->n_groups && !options->control) return ETHO_OK;
  int *order = ETHO_NEW(arena, int, input->by.n_levels + options->n_groups + 1);
  size_t n = 0;
  if (!order) return no_memory(error);
  etho_status status = choose_levels(&input->by, options, order, &n, error);
  if (status != ETHO_OK) return status;
  return reorder(&input->by, order, n, input->n, arena, &selected->by, error);
}

static void note_missing(const etho_input *input, const size_t *missing, size_t no_group, etho_rows *rows) {
  size_t k = input->by.code ? input->by.n_levels : 1;
  for (size_t g = 0; g < k; g++)
    if (missing[g])
      etho_rows_note(rows, "%zu missing value%s dropped%s%s", missing[g], missing[g] == 1 ? "" : "s",
                     input->by.code ? " in " : "", input->by.code ? input->by.level[g] : "");
  if (no_group) etho_rows_note(rows, "%zu row%s without a group dropped", no_group, no_group == 1 ? "" : "s");
}

/* Values near the ends of a double's range: figures that need their differences or squares may be null. */
static void note_range(const etho_split *split, etho_rows *rows) {
  double low = (double)INFINITY, high = -(double)INFINITY;
  for (size_t g = 0; g < split->n_groups; g++)
    for (size_t i = 0; i < split->group[g].n; i++) {
      low = fmin(low, split->group[g].value[i]);
      high = fmax(high, split->group[g].value[i]);
    }
  if (low <= high && isinf(high - low))
    etho_rows_note(rows, "the values are too far apart for a double: what needs their differences is null");
  double largest = fmax(fabs(low), fabs(high));
  if (largest > 0 && largest < 1e-290)
    etho_rows_note(rows, "values this close to 0 have few digits in a double: figures may be rough or null");
}

static bool allocate(const etho_input *input, etho_arena *arena, etho_split *split, const size_t *count,
                     double **value) {
  split->group = ETHO_NEW(arena, etho_sample, split->n_groups + 1);
  split->subject = input->subject.code ? ETHO_NEW(arena, int *, split->n_groups + 1) : NULL;
  split->row = ETHO_NEW(arena, size_t *, split->n_groups + 1);
  if (!split->group || !split->row || (input->subject.code && !split->subject)) return false;
  for (size_t g = 0; g < split->n_groups; g++) {
    value[g] = ETHO_NEW(arena, double, count[g] + 1);
    split->row[g] = ETHO_NEW(arena, size_t, count[g] + 1);
    if (!value[g] || !split->row[g]) return false;
    split->group[g] = (etho_sample){input->by.code ? input->by.level[g] : NULL, value[g], 0};
    if (split->subject && !(split->subject[g] = ETHO_NEW(arena, int, count[g] + 1))) return false;
  }
  return true;
}

static etho_status find_duplicates(const etho_input *input, etho_arena *arena, etho_split *split,
                                   etho_error *error) {
  split->n_subjects = input->subject.n_levels;
  size_t *seen = ETHO_NEW(arena, size_t, split->n_subjects + 1);
  if (!seen) return no_memory(error);
  for (size_t g = 0; g < split->n_groups; g++)
    for (size_t i = 0; i < split->group[g].n; i++) {
      int s = split->subject[g][i];
      if (s >= 0 && seen[s] == g + 1 && !split->duplicates) {
        split->duplicates = true;
        split->duplicate_subject = input->subject.level[s];
        split->duplicate_group = split->group[g].label ? split->group[g].label : "the column";
      }
      if (s >= 0) seen[s] = g + 1;
    }
  return ETHO_OK;
}

etho_status etho_split_make(const etho_input *input, etho_arena *arena, etho_split *split, etho_rows *rows,
                            etho_error *error) {
  *split = (etho_split){.n_groups = input->by.code ? input->by.n_levels : 1};
  size_t *count = ETHO_NEW(arena, size_t, split->n_groups + 1),
         *missing = ETHO_NEW(arena, size_t, split->n_groups + 1);
  double **value = ETHO_NEW(arena, double *, split->n_groups + 1);
  if (!count || !missing || !value) return no_memory(error);
  size_t no_group = 0;
  for (size_t i = 0; i < input->n; i++) {
    int g = input->by.code ? input->by.code[i] : 0;
    if (g >= 0) count[g]++;
  }
  if (!allocate(input, arena, split, count, value)) return no_memory(error);
  split->value = value;
  for (size_t i = 0; i < input->n; i++) {
    int g = input->by.code ? input->by.code[i] : 0;
    bool known = isfinite(input->value[i]);
    if (g < 0) {
      no_group += known && g == -1;
    } else if (!known) {
      missing[g]++;
    } else {
      size_t at = split->group[g].n++;
      value[g][at] = input->value[i];
      split->row[g][at] = i;
      if (split->subject) split->subject[g][at] = input->subject.code[i];
    }
  }
  note_missing(input, missing, no_group, rows);
  note_range(split, rows);
  return split->subject ? find_duplicates(input, arena, split, error) : ETHO_OK;
}

void etho_split_sort(etho_split *split) {
  for (size_t g = 0; g < split->n_groups; g++) etho_sort(split->value[g], split->group[g].n);
  split->row = NULL;
  split->subject = NULL;
}

bool etho_split_pair(const etho_split *split, size_t a, size_t b, etho_arena *arena, etho_sample *group1,
                     etho_sample *group2) {
  size_t *where = ETHO_NEW(arena, size_t, split->n_subjects + 1);
  double *v1 = ETHO_NEW(arena, double, split->n_subjects + 1),
         *v2 = ETHO_NEW(arena, double, split->n_subjects + 1);
  double *partner = ETHO_NEW(arena, double, split->n_subjects + 1);
  bool *has = ETHO_NEW(arena, bool, split->n_subjects + 1);
  if (!where || !v1 || !v2 || !partner || !has) return false;
  for (size_t i = 0; i < split->group[a].n; i++) {
    int s = split->subject[a][i];
    if (s >= 0) where[s] = i + 1;
  }
  const etho_sample *second = &split->group[b];
  for (size_t i = 0; i < second->n; i++) {
    int s = split->subject[b][i];
    if (s >= 0) partner[s] = second->value[i], has[s] = true;
  }
  size_t n = 0;
  for (size_t s = 0; s < split->n_subjects; s++)
    if (where[s] && has[s]) {
      v1[n] = split->group[a].value[where[s] - 1];
      v2[n++] = partner[s];
    }
  *group1 = (etho_sample){split->group[a].label, v1, n};
  *group2 = (etho_sample){split->group[b].label, v2, n};
  return true;
}
