#include "stats/survival_steps.h"

#include <math.h>
#include <stdlib.h>

size_t etho_survival_steps(const etho_times *group, etho_step *step) {
  size_t n = 0;
  double survival = 1, greenwood = 0;
  for (size_t i = 0; i < group->n;) {
    double time = group->time[i], at_risk = (double)(group->n - i), events = 0;
    size_t first = i;
    for (; i < group->n && group->time[i] == time; i++) events += group->event[i];
    survival *= (at_risk - events) / at_risk;
    greenwood += events > 0 ? events / (at_risk * (at_risk - events)) : 0;
    step[n++] = (etho_step){time, at_risk, events, (double)(i - first) - events, survival, greenwood};
  }
  return n;
}

typedef struct observation {
  double time, event;
} observation;

static int compare(const void *a, const void *b) {
  const observation *x = a, *y = b;
  if (x->time != y->time) return x->time < y->time ? -1 : 1;
  return (x->event < y->event) - (x->event > y->event);
}

static etho_status check(const etho_input *input, size_t i, etho_error *error) {
  double time = input->time[i], event = input->event[i];
  if (time < 0) {
    etho_error_set(error, ETHO_ERR_DATA, "row %zu: a time of %g is negative", i + 1, time);
    return ETHO_ERR_DATA;
  }
  if (event == 0 || event == 1) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_DATA, "row %zu: event is %g, neither 0 nor 1", i + 1, event);
  etho_error_hint(error, "1: it happened at that time; 0: it had not happened when the watch stopped");
  return ETHO_ERR_DATA;
}

static etho_status collect(const etho_input *input, observation **list, size_t *count, etho_rows *rows,
                           etho_error *error) {
  size_t missing = 0;
  for (size_t i = 0; i < input->n; i++) {
    int g = input->by.code ? input->by.code[i] : 0;
    if (g == -2) continue;
    if (g < 0 || !isfinite(input->time[i]) || isnan(input->event[i])) {
      missing++;
      continue;
    }
    etho_status status = check(input, i, error);
    if (status != ETHO_OK) return status;
    list[g][count[g]++] = (observation){input->time[i], input->event[i]};
  }
  if (missing)
    etho_rows_note(rows, "%zu row%s with a missing value dropped", missing, missing == 1 ? "" : "s");
  return ETHO_OK;
}

static bool arrange(observation *list, size_t n, const char *label, etho_arena *arena, etho_times *group) {
  double *time = ETHO_NEW(arena, double, n + 1), *event = ETHO_NEW(arena, double, n + 1);
  if (!time || !event) return false;
  qsort(list, n, sizeof *list, compare);
  for (size_t i = 0; i < n; i++) time[i] = list[i].time, event[i] = list[i].event;
  *group = (etho_times){label, time, event, n};
  return true;
}

etho_status etho_times_make(const etho_input *input, etho_arena *arena, etho_times **group, size_t *k,
                            etho_rows *rows, etho_error *error) {
  *k = input->by.code ? input->by.n_levels : 1;
  size_t *count = ETHO_NEW(arena, size_t, *k + 1), *size = ETHO_NEW(arena, size_t, *k + 1);
  observation **list = ETHO_NEW(arena, observation *, *k + 1);
  *group = ETHO_NEW(arena, etho_times, *k + 1);
  bool fine = count && size && list && *group;
  for (size_t i = 0; fine && i < input->n; i++) {
    int g = input->by.code ? input->by.code[i] : 0;
    if (g >= 0) size[g]++;
  }
  for (size_t g = 0; fine && g < *k; g++)
    fine = (list[g] = ETHO_NEW(arena, observation, size[g] + 1)) != NULL;
  if (!fine) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_status status = collect(input, list, count, rows, error);
  if (status != ETHO_OK) return status;
  for (size_t g = 0; fine && g < *k; g++)
    fine = arrange(list[g], count[g], input->by.code ? input->by.level[g] : NULL, arena, &(*group)[g]);
  return fine ? ETHO_OK : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
