/* The driver of the catalogue: cuts an input to the shape a procedure wants, drops what is missing and says
 * so, runs the procedure, and adjusts the family. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ethostat/stats/adjust.h"
#include "stats/split.h"

enum { MAX_PAIRED_GROUPS = 400 }; /* 80,000 pairs: a column of so many values is no grouping */

static const struct {
  unsigned role;
  const char *option;
} role_names[] = {
    {ETHO_ROLE_VALUE, "--value"},     {ETHO_ROLE_BY, "--by"},
    {ETHO_ROLE_SUBJECT, "--subject"}, {ETHO_ROLE_CLUSTER, "--cluster"},
    {ETHO_ROLE_WITHIN, "--within"},   {ETHO_ROLE_BETWEEN, "--between"},
    {ETHO_ROLE_RATER, "--rater"},     {ETHO_ROLE_CATEGORY, "--category"},
    {ETHO_ROLE_XY, "--x and --y"},    {ETHO_ROLE_COUNT, "--count"},
    {ETHO_ROLE_TOTAL, "--total"},     {ETHO_ROLE_TIME, "--time"},
    {ETHO_ROLE_EVENT, "--event"},     {ETHO_ROLE_P, "--p"},
    {ETHO_ROLE_WEIGHT, "--weight"},
};

static unsigned roles_given(const etho_input *in) {
  unsigned r = 0;
  if (in->value) r |= ETHO_ROLE_VALUE;
  if (in->by.code) r |= ETHO_ROLE_BY;
  if (in->subject.code) r |= ETHO_ROLE_SUBJECT;
  if (in->cluster.code) r |= ETHO_ROLE_CLUSTER;
  if (in->n_within) r |= ETHO_ROLE_WITHIN;
  if (in->n_between) r |= ETHO_ROLE_BETWEEN;
  if (in->rater.code) r |= ETHO_ROLE_RATER;
  if (in->category.code) r |= ETHO_ROLE_CATEGORY;
  if (in->x && in->y) r |= ETHO_ROLE_XY;
  if (in->count) r |= ETHO_ROLE_COUNT;
  if (in->total) r |= ETHO_ROLE_TOTAL;
  if (in->time) r |= ETHO_ROLE_TIME;
  if (in->event) r |= ETHO_ROLE_EVENT;
  if (in->p) r |= ETHO_ROLE_P;
  if (in->weight) r |= ETHO_ROLE_WEIGHT;
  return r;
}

static etho_status check_roles(const etho_procedure *procedure, const etho_input *input, etho_error *error) {
  unsigned given = roles_given(input), missing = procedure->roles & ~given;
  unsigned unused = given & ~(procedure->roles | procedure->optional);
  for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++) {
    if (missing & role_names[i].role) {
      etho_error_set(error, ETHO_ERR_USAGE, "%s needs %s", procedure->name, role_names[i].option);
      etho_error_hint(error, "its data: %s", procedure->shape);
      return ETHO_ERR_USAGE;
    }
    if (unused & role_names[i].role) {
      etho_error_set(error, ETHO_ERR_USAGE, "%s does not use %s", procedure->name, role_names[i].option);
      etho_error_hint(error, "its data: %s", procedure->shape);
      return ETHO_ERR_USAGE;
    }
  }
  return ETHO_OK;
}

/* Is `name` one of a comma-separated list? */
static bool is_listed(const char *list, const char *name) {
  size_t length = strlen(name);
  for (const char *at = list; length && at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
    if (strncmp(at, name, length) == 0 && (at[length] == ',' || !at[length])) return true;
  return false;
}

static etho_status check_choice(const etho_procedure *procedure, const char *option, const char *list,
                                const char *given, etho_error *error) {
  if (!given || (list && is_listed(list, given))) return ETHO_OK;
  if (!list) return etho_error_set(error, ETHO_ERR_USAGE, "%s does not use %s", procedure->name, option);
  etho_error_set(error, ETHO_ERR_USAGE, "%s has no %s '%s'", procedure->name, option, given);
  etho_error_hint(error, "one of: %s", list);
  return ETHO_ERR_USAGE;
}

/* Options outside their range would give figures that mean nothing. */
static etho_status check_options(const etho_procedure *procedure, const etho_options *o, etho_error *error) {
  if (!(o->conf_level > 0 && o->conf_level < 1))
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "the confidence level is a share between 0 and 1, such as 0.95, not %g",
                          o->conf_level);
  if (!isfinite(o->mu)) return etho_error_set(error, ETHO_ERR_USAGE, "--mu must be a number");
  if (o->quantile_type < 1 || o->quantile_type > 9)
    return etho_error_set(error, ETHO_ERR_USAGE, "quantile types are 1 to 9, not %d", o->quantile_type);
  if (o->moment_type < 1 || o->moment_type > 3)
    return etho_error_set(error, ETHO_ERR_USAGE, "skewness and kurtosis have types 1 to 3, not %d",
                          o->moment_type);
  if (!(o->trim >= 0 && o->trim <= 0.5))
    return etho_error_set(error, ETHO_ERR_USAGE,
                          "the share trimmed from each end is between 0 and 0.5, not %g", o->trim);
  etho_status status = check_choice(procedure, "--variant", procedure->variants, o->variant, error);
  if (status == ETHO_OK)
    status = check_choice(procedure, "--statistic", procedure->statistics, o->statistic, error);
  bool own = o->adjust && procedure->own_adjust && is_listed(procedure->own_adjust, o->adjust);
  if (status == ETHO_OK && o->adjust && !own) status = etho_adjust(NULL, 0, o->adjust, NULL, error);
  return status;
}

static etho_row *row_begin(const etho_procedure *procedure, etho_rows *rows) {
  etho_row *row = etho_rows_add(rows);
  if (procedure->method) etho_row_text(row, "method", procedure->method);
  return row;
}

/* The rows from first on are one family of tests; rows without p-values (effect sizes) are none. */
static etho_status adjust_family(etho_rows *rows, size_t first, const char *method, etho_error *error) {
  bool tested = false;
  for (size_t i = first; i < etho_rows_count(rows); i++)
    tested = tested || etho_row_find(etho_rows_at(rows, i), "p_value") != NULL;
  return tested ? etho_adjust_rows(rows, first, method, error) : ETHO_OK;
}

/* Each group is a question of its own: adjusted only when asked for. */
static etho_status run_one(const etho_procedure *procedure, const etho_split *split,
                           const etho_options *options, etho_rows *rows, etho_error *error) {
  size_t first = etho_rows_count(rows);
  for (size_t g = 0; g < split->n_groups; g++) {
    etho_row *row = row_begin(procedure, rows);
    if (split->group[g].label) etho_row_text(row, "group", split->group[g].label);
    etho_row_number(row, "n", (double)split->group[g].n);
    etho_status status = procedure->one(&split->group[g], options, row, error);
    if (status != ETHO_OK) return status;
  }
  return options->adjust ? adjust_family(rows, first, options->adjust, error) : ETHO_OK;
}

static etho_status run_matched(const etho_procedure *procedure, const etho_split *split, size_t a, size_t b,
                               const etho_options *options, etho_row *row, etho_error *error) {
  etho_sample group1, group2;
  etho_arena *scratch = etho_arena_new();
  if (!scratch || !etho_split_pair(split, a, b, scratch, &group1, &group2)) {
    etho_arena_free(scratch);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  etho_row_number(row, "n", (double)group1.n);
  size_t unpaired = split->group[a].n + split->group[b].n - 2 * group1.n;
  if (unpaired)
    etho_row_note(row, "%zu value%s without a partner left out", unpaired, unpaired == 1 ? "" : "s");
  etho_status status = procedure->paired(&group1, &group2, options, row, error);
  etho_arena_free(scratch);
  return status;
}

static etho_status run_pair(const etho_procedure *procedure, const etho_split *split, size_t a, size_t b,
                            const etho_options *options, etho_rows *rows, etho_error *error) {
  etho_row *row = row_begin(procedure, rows);
  etho_row_text(row, "group1", split->group[a].label);
  etho_row_text(row, "group2", split->group[b].label);
  if (procedure->paired && split->subject) return run_matched(procedure, split, a, b, options, row, error);
  etho_row_number(row, "n1", (double)split->group[a].n);
  etho_row_number(row, "n2", (double)split->group[b].n);
  return procedure->two(&split->group[a], &split->group[b], options, row, error);
}

/* All pairs, or all against the control, which the split has put first. */
static etho_status run_pairs(const etho_procedure *procedure, const etho_split *split,
                             const etho_options *options, etho_rows *rows, etho_error *error) {
  if (split->n_groups < 2) {
    etho_row *row = row_begin(procedure, rows);
    if (split->n_groups == 1) {
      etho_row_text(row, "group1", split->group[0].label);
      etho_row_number(row, "n1", (double)split->group[0].n);
    }
    etho_row_null(row, "estimate");
    etho_row_null(row, "statistic");
    etho_row_null(row, "p_value");
    etho_row_note(row, "two groups are needed, %zu found", split->n_groups);
    return ETHO_OK;
  }
  if (split->n_groups > MAX_PAIRED_GROUPS) {
    etho_error_set(error, ETHO_ERR_USAGE, "%zu groups make too many pairs", split->n_groups);
    etho_error_hint(error, "choose some with --groups A,B,..., or name another column with --by");
    return ETHO_ERR_USAGE;
  }
  size_t first = etho_rows_count(rows), last_base = options->control ? 1 : split->n_groups;
  for (size_t a = 0; a < last_base; a++)
    for (size_t b = a + 1; b < split->n_groups; b++) {
      etho_status status = run_pair(procedure, split, a, b, options, rows, error);
      if (status != ETHO_OK) return status;
    }
  const char *method = options->adjust ? options->adjust : procedure->adjust ? procedure->adjust : "holm";
  if (etho_rows_count(rows) - first > 1 || options->adjust) return adjust_family(rows, first, method, error);
  return ETHO_OK;
}

static etho_status run_split(const etho_procedure *procedure, const etho_input *selected,
                             const etho_options *options, etho_arena *arena, etho_rows *rows,
                             etho_error *error) {
  etho_split split;
  etho_status status = etho_split_make(selected, arena, &split, rows, error);
  if (status != ETHO_OK) return status;
  bool grouped = selected->by.code != NULL, matched = grouped && split.subject && procedure->paired;
  if (procedure->paired && split.duplicates)
    return etho_error_set(error, ETHO_ERR_DATA, "subject '%s' has more than one value in '%s'",
                          split.duplicate_subject, split.duplicate_group);
  if (!matched) etho_split_sort(&split);
  if (procedure->many) return procedure->many(split.group, split.n_groups, options, rows, error);
  bool alone = procedure->one && !matched && !(grouped && procedure->two);
  if (alone) return run_one(procedure, &split, options, rows, error);
  return run_pairs(procedure, &split, options, rows, error);
}

static bool is_open_side(const char *field, const etho_options *options) {
  size_t length = strlen(field);
  return options->alternative != ETHO_TWO_SIDED && ((length > 4 && strcmp(field + length - 4, "_low") == 0) ||
                                                    (length > 5 && strcmp(field + length - 5, "_high") == 0));
}

/* No null without a word, but for the open side of a one-sided interval. */
static void note_unknown(const etho_options *options, etho_row *row) {
  etho_text names = {0};
  for (size_t i = 0; i < etho_row_count(row); i++) {
    const etho_field *field = etho_row_at(row, i);
    if (field->kind == ETHO_NULL && !is_open_side(field->name, options))
      etho_text_format(&names, "%s%s", names.length ? ", " : "", field->name);
  }
  if (names.length) etho_row_note(row, "not defined for these data: %s", etho_text_get(&names));
  etho_text_free(&names);
}

/* The method's name and the level of an interval where the procedure gave none; and no p of 0 without a word.
 */
static void finish_row(const etho_procedure *procedure, const etho_options *options, etho_row *row) {
  if (etho_row_find(row, "conf_low") && !etho_row_find(row, "conf_level"))
    etho_row_number(row, "conf_level", options->conf_level);
  if (procedure->method && !etho_row_find(row, "method")) etho_row_text(row, "method", procedure->method);
  bool computed = !(procedure->roles & ETHO_ROLE_P);
  if (computed && etho_row_get_number(row, "p_value") == 0)
    etho_row_note(row, "p_value is below 1e-300, less than a double can hold");
  if (!etho_row_find(row, "note")) note_unknown(options, row);
}

static etho_status dispatch(const etho_procedure *procedure, const etho_input *input,
                            const etho_options *options, etho_rows *rows, etho_error *error) {
  size_t first = etho_rows_count(rows);
  etho_arena *arena = etho_arena_new();
  if (!arena) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_input selected;
  etho_status status = etho_input_select(input, options, arena, &selected, error);
  if (status == ETHO_OK && procedure->frame)
    status = procedure->frame(&selected, options, rows, error);
  else if (status == ETHO_OK)
    status = run_split(procedure, &selected, options, arena, rows, error);
  for (size_t i = first; i < etho_rows_count(rows); i++)
    finish_row(procedure, options, etho_rows_at(rows, i));
  etho_arena_free(arena);
  return status;
}

etho_status etho_procedure_run(const etho_procedure *procedure, const etho_input *input,
                               const etho_options *options, etho_rows *rows, etho_error *error) {
  etho_options defaults = etho_options_default();
  size_t first = etho_rows_count(rows);
  if (!options) options = &defaults;
  etho_status status = check_roles(procedure, input, error);
  if (status == ETHO_OK) status = check_options(procedure, options, error);
  if (status == ETHO_OK) status = dispatch(procedure, input, options, rows, error);
  if (status == ETHO_OK && etho_rows_status(rows) != ETHO_OK)
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status != ETHO_OK) etho_rows_truncate(rows, first);
  return status;
}
