/* Groups of a chart: values cut by arm, in the order asked for, with what their bars show. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/chart.h"

etho_status chart_no_memory(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory while drawing");
}

const char *chart_value_title(const chart_job *job) {
  const chart_source *s = job->source;
  return s->value_title ? s->value_title : s->input && s->input->response ? s->input->response : "value";
}

const char *chart_unit(const chart_job *job, size_t n) {
  const char *unit = job->source->unit;
  if (unit) return unit;
  bool animals = job->source->input && job->source->input->subject.code;
  if (animals) return n == 1 ? "animal" : "animals";
  return n == 1 ? "value" : "values";
}

const char *chart_subject(const chart_job *job, size_t row) {
  const etho_factor *subject = &job->source->input->subject;
  if (!subject->code || subject->code[row] < 0) return "";
  return subject->level[subject->code[row]];
}

const char *chart_short(chart_job *job, const char *text) {
  const char *printable = etho_text_printable(job->arena, text);
  if (!printable) return NULL;
  char *flat = etho_arena_text(job->arena, printable);
  for (char *p = flat; p && *p; p++)
    if (*p == '\n') *p = ' ';
  return flat ? etho_text_shorten(job->arena, flat, 10, 110) : NULL;
}

size_t chart_group_find(const chart_groups *groups, const char *label) {
  size_t g = 0;
  while (g < groups->n && !(label && groups->group[g].label && strcmp(groups->group[g].label, label) == 0))
    g++;
  return g;
}

/* ---- cutting ---- */

static size_t level_count(const etho_input *input) {
  return input->by.code ? input->by.n_levels : 1;
}

static int level_of(const etho_input *input, size_t row) {
  return input->by.code ? input->by.code[row] : 0;
}

static etho_status cut(chart_job *job, chart_groups *groups, etho_error *error) {
  const etho_input *input = job->source->input;
  size_t levels = level_count(input), total = 0;
  chart_group *group = ETHO_NEW(job->arena, chart_group, levels + 1);
  if (!group) return chart_no_memory(error);
  for (size_t i = 0; i < input->n; i++)
    if (level_of(input, i) >= 0 && isfinite(input->value[i])) group[level_of(input, i)].n++, total++;
  if (!total) {
    etho_error_set(error, ETHO_ERR_DATA, "there is nothing to draw: no value in any group");
    etho_error_hint(error, "look at the columns that were chosen with --value and --by");
    return ETHO_ERR_DATA;
  }
  for (size_t g = 0; g < levels; g++) {
    group[g].label = input->by.code ? input->by.level[g] : "all";
    group[g].value = ETHO_NEW(job->arena, double, group[g].n);
    group[g].row = ETHO_NEW(job->arena, size_t, group[g].n);
    group[g].centre = group[g].low = group[g].high = (double)NAN;
    if (!group[g].value || !group[g].row) return chart_no_memory(error);
    group[g].n = 0;
  }
  for (size_t i = 0; i < input->n; i++) {
    int g = level_of(input, i);
    if (g < 0 || !isfinite(input->value[i])) continue;
    group[g].row[group[g].n] = i;
    group[g].value[group[g].n++] = input->value[i];
  }
  groups->group = group;
  groups->n = levels;
  return ETHO_OK;
}

/* ---- order ---- */

static void move_to(chart_groups *groups, size_t from, size_t to) {
  chart_group moved = groups->group[from];
  for (size_t i = from; i > to; i--) groups->group[i] = groups->group[i - 1];
  groups->group[to] = moved;
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const chart_group *)a)->label, ((const chart_group *)b)->label);
}

static double mean_of(const chart_group *g) {
  double sum = 0;
  for (size_t i = 0; i < g->n; i++) sum += g->value[i] / (double)g->n;
  return sum;
}

static int by_mean(const void *a, const void *b) {
  double l = mean_of(a), r = mean_of(b);
  return l > r ? -1 : l < r ? 1 : by_name(a, b);
}

/* "CAR-T,control": those first, in that order. */
static etho_status order_by_list(chart_groups *groups, const char *list, etho_error *error) {
  size_t placed = 0;
  for (const char *p = list; *p;) {
    size_t length = strcspn(p, ",");
    size_t g = 0;
    while (g < groups->n &&
           !(strlen(groups->group[g].label) == length && strncmp(groups->group[g].label, p, length) == 0))
      g++;
    if (g == groups->n) {
      etho_error_set(error, ETHO_ERR_USAGE, "the order names a group '%.*s' that does not exist",
                     (int)(length < 100 ? length : 100), p);
      etho_error_hint(error, "use the labels of the groups, or one of: data, name, mean");
      return ETHO_ERR_USAGE;
    }
    if (g >= placed) move_to(groups, g, placed++);
    p += length + (p[length] == ',');
  }
  return ETHO_OK;
}

static etho_status arrange(chart_job *job, chart_groups *groups, etho_error *error) {
  const etho_options *o = job->source->options;
  const char *order = job->options->order ? job->options->order : "data";
  size_t kept = 0;
  for (size_t i = 0; i < groups->n; i++)
    if (groups->group[i].n) groups->group[kept++] = groups->group[i];
  groups->n = kept;
  for (size_t i = 0, to = 0; o && i < o->n_groups; i++) {
    size_t g = chart_group_find(groups, o->groups[i]);
    if (g < groups->n) move_to(groups, g, to++);
    if (i + 1 == o->n_groups && to) groups->n = to;
  }
  if (strcmp(order, "name") == 0)
    qsort(groups->group, groups->n, sizeof *groups->group, by_name);
  else if (strcmp(order, "mean") == 0)
    qsort(groups->group, groups->n, sizeof *groups->group, by_mean);
  else if (strcmp(order, "data") != 0)
    return order_by_list(groups, order, error);
  else if (o && o->control) {
    size_t control = chart_group_find(groups, o->control);
    if (control < groups->n) move_to(groups, control, 0);
  }
  return ETHO_OK;
}

/* ---- bars ---- */

static void set_bar(chart_bar *bar, const etho_row *row, const char *kind) {
  double mean = etho_row_get_number(row, "mean"), sd = etho_row_get_number(row, "sd"),
         sem = etho_row_get_number(row, "sem");
  *bar = (chart_bar){mean, (double)NAN, (double)NAN};
  if (strcmp(kind, "sd") == 0)
    *bar = (chart_bar){mean, mean - sd, mean + sd};
  else if (strcmp(kind, "sem") == 0)
    *bar = (chart_bar){mean, mean - sem, mean + sem};
  else if (strcmp(kind, "iqr") == 0)
    *bar = (chart_bar){etho_row_get_number(row, "median"), etho_row_get_number(row, "q1"),
                       etho_row_get_number(row, "q3")};
  else if (strcmp(kind, "ci") == 0)
    *bar = (chart_bar){mean, etho_row_get_number(row, "conf_low"), etho_row_get_number(row, "conf_high")};
}

static const char *bar_kind(const chart_job *job) {
  return job->options->error_bar ? job->options->error_bar : "ci";
}

etho_status chart_describe(chart_job *job, const etho_sample *sample, chart_bar *bar, etho_error *error) {
  const etho_procedure *procedure = etho_procedure_find("describe");
  etho_options options = job->source->options ? *job->source->options : etho_options_default();
  etho_rows *rows = etho_rows_new();
  etho_row *row = etho_rows_add(rows);
  etho_status status = rows && row ? procedure->one(sample, &options, row, error) : chart_no_memory(error);
  if (status == ETHO_OK) set_bar(bar, row, bar_kind(job));
  etho_rows_free(rows);
  return status;
}

const char *chart_bar_text(chart_job *job) {
  const char *kind = bar_kind(job);
  if (strcmp(kind, "sd") == 0) return "mean \xC2\xB1 SD";
  if (strcmp(kind, "sem") == 0) return "mean \xC2\xB1 SEM";
  if (strcmp(kind, "iqr") == 0) return "median and quartiles";
  if (strcmp(kind, "none") == 0) return "mean";
  char text[64];
  snprintf(text, sizeof text, "mean and %g%% CI (t)",
           100 * (job->source->options ? job->source->options->conf_level : 0.95));
  return etho_arena_text(job->arena, text);
}

etho_input chart_input_for(const etho_procedure *procedure, const etho_input *all) {
  unsigned takes = procedure ? procedure->roles | procedure->optional : 0;
  etho_input in = {.n = all->n, .response = all->response};
  if (takes & ETHO_ROLE_VALUE) in.value = all->value;
  if (takes & ETHO_ROLE_BY) in.by = all->by;
  if (takes & ETHO_ROLE_SUBJECT && procedure->roles & ETHO_ROLE_SUBJECT) in.subject = all->subject;
  if (takes & ETHO_ROLE_COUNT) in.count = all->count;
  if (takes & ETHO_ROLE_TOTAL) in.total = all->total;
  if (takes & ETHO_ROLE_TIME) in.time = all->time;
  if (takes & ETHO_ROLE_EVENT) in.event = all->event;
  if (takes & ETHO_ROLE_XY) in.x = all->x, in.y = all->y;
  return in;
}

etho_status chart_check_bar(const chart_job *job, etho_error *error) {
  static const char *const kinds[] = {"ci", "sem", "sd", "iqr", "none"};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strcmp(bar_kind(job), kinds[i]) == 0) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_USAGE, "there is no error bar '%.60s'", bar_kind(job));
  etho_error_hint(error, "use ci, sem, sd, iqr or none");
  return ETHO_ERR_USAGE;
}

static etho_status describe(chart_job *job, chart_groups *groups, etho_error *error) {
  etho_status status = chart_check_bar(job, error);
  groups->bar = chart_bar_text(job);
  if (!groups->bar) return chart_no_memory(error);
  for (size_t g = 0; g < groups->n && status == ETHO_OK; g++) {
    chart_group *group = &groups->group[g];
    chart_bar bar = {0};
    status = chart_describe(job, &(etho_sample){group->label, group->value, group->n}, &bar, error);
    group->centre = bar.centre, group->low = bar.low, group->high = bar.high;
  }
  return status;
}

static void find_range(chart_groups *groups) {
  groups->min = HUGE_VAL, groups->max = -HUGE_VAL;
  for (size_t g = 0; g < groups->n; g++) {
    const chart_group *group = &groups->group[g];
    for (size_t i = 0; i < group->n; i++) {
      groups->min = fmin(groups->min, group->value[i]);
      groups->max = fmax(groups->max, group->value[i]);
    }
    groups->min = fmin(groups->min, group->low); /* fmin and fmax pass over NaN */
    groups->max = fmax(groups->max, group->high);
  }
}

etho_status chart_groups_make(chart_job *job, chart_groups *groups, etho_error *error) {
  *groups = (chart_groups){0};
  etho_status status = cut(job, groups, error);
  if (status == ETHO_OK) status = arrange(job, groups, error);
  if (status == ETHO_OK) status = describe(job, groups, error);
  if (status != ETHO_OK) return status;
  find_range(groups);
  for (size_t g = 0; g < groups->n; g++) {
    groups->group[g].colour = job->palette->colour[g % 12];
    groups->group[g].mark = etho_mark(g);
  }
  return ETHO_OK;
}
