#include "import/events.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const etho_target_name[6] = {"novel", "familiar", "left", "right", "object_a", "object_b"};

enum { TARGETS = 6, MOST_BINS = 10000 };

static bool same(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "") == 0;
}

bool etho_setting_lists(const char *setting, const char *text) {
  size_t n = strlen(text);
  for (const char *p = setting; p && *p;) {
    while (*p == ' ') p++;
    const char *end = p + strcspn(p, "|,");
    size_t length = (size_t)(end - p);
    while (length && p[length - 1] == ' ') length--;
    if (length == n && strncmp(p, text, n) == 0) return true;
    p = *end ? end + 1 : end;
  }
  return setting && strcmp(setting, text) == 0;
}

int etho_target_of(const etho_source *source, const char *label) {
  bool declared = false;
  for (int t = 0; t < TARGETS; t++)
    if (strcmp(label, etho_target_name[t]) == 0) return t;
  for (int t = 0; t < TARGETS; t++) {
    const char *setting = etho_source_setting(source, etho_target_name[t]);
    declared = declared || setting;
    if (setting && etho_setting_lists(setting, label)) return t;
  }
  if (declared) return -1;
  etho_header_sense sense = etho_header_parse(label, false);
  for (int t = 0; t < TARGETS && sense.role; t++) {
    char name[40];
    snprintf(name, sizeof name, "%s_s", etho_target_name[t]);
    if (strcmp(sense.role->name, name) == 0) return t;
  }
  return -1;
}

bool etho_events_add(etho_source *source, etho_events *events, etho_event event) {
  etho_event *list =
      etho_arena_grow(source->arena, events->event, &events->capacity, events->n + 1, sizeof *list);
  if (!list) return false;
  events->event = list;
  list[events->n++] = event;
  return true;
}

/* Place in the list of open events; n_open = none of this label, subject and recording is open. */
static size_t find_open(const etho_events *events, const etho_event *like) {
  for (size_t i = events->n_open; i-- > 0;) {
    const etho_event *e = &events->event[events->open[i]];
    if (same(e->label, like->label) && same(e->subject, like->subject) && same(e->recording, like->recording))
      return i;
  }
  return events->n_open;
}

void etho_events_start(etho_source *source, etho_events *events, etho_event event) {
  size_t at = find_open(events, &event);
  if (at < events->n_open) {
    const etho_event *open = &events->event[events->open[at]];
    etho_issues_add(source->issues, "E-EVENT-OVERLAP", source->path, event.line, 0,
                    "add the missing STOP, or delete one START",
                    "'%.60s' starts again at %g s before it stopped (it started at %g s, line %zu)",
                    event.label, event.start, open->start, open->line);
    return;
  }
  size_t *list =
      etho_arena_grow(source->arena, events->open, &events->open_capacity, events->n_open + 1, sizeof *list);
  event.stop = (double)NAN;
  if (list) events->open = list;
  if (list && etho_events_add(source, events, event)) list[events->n_open++] = events->n - 1;
}

void etho_events_stop(etho_source *source, etho_events *events, etho_event event) {
  size_t at = find_open(events, &event);
  if (at == events->n_open) {
    etho_issues_add(source->issues, "E-EVENT-UNPAIRED", source->path, event.line, 0,
                    "add the missing START, or delete the STOP",
                    "'%.60s' stops at %g s without having started", event.label, event.stop);
    return;
  }
  etho_event *open = &events->event[events->open[at]];
  if (event.stop < open->start)
    etho_issues_add(source->issues, "E-EVENT-ORDER", source->path, event.line, 0,
                    "sort the events by time, or correct the time",
                    "'%.60s' stops at %g s, before it started (%g s)", event.label, event.stop, open->start);
  open->stop = event.stop < open->start ? open->start : event.stop;
  events->open[at] = events->open[--events->n_open];
}

void etho_events_flag(etho_source *source, etho_events *events, const etho_event *like, double *open,
                      bool flag, double time_s) {
  if (flag && isnan(*open)) *open = time_s;
  if (flag || isnan(*open)) return;
  etho_event e = *like;
  e.start = *open;
  e.stop = time_s;
  *open = (double)NAN;
  etho_events_add(source, events, e);
}

static void drop_short(etho_source *source, etho_events *events) {
  double least;
  if (!etho_source_setting_number(source, "min_bout_s", &least)) return;
  size_t kept = 0;
  for (size_t i = 0; i < events->n; i++)
    if (events->event[i].stop - events->event[i].start >= least) events->event[kept++] = events->event[i];
  events->n = kept;
}

/* Open events have no length: told and left out. */
static void drop_open(etho_source *source, etho_events *events) {
  size_t kept = 0;
  for (size_t i = 0; i < events->n; i++) {
    const etho_event *e = &events->event[i];
    if (isnan(e->stop))
      etho_issues_add(source->issues, "E-EVENT-UNPAIRED", source->path, e->line, 0, "add the missing STOP",
                      "'%.60s' starts at %g s and never stops", e->label, e->start);
    else
      events->event[kept++] = *e;
  }
  events->n = kept;
}

static int by_trial_and_time(const void *a, const void *b) {
  const etho_event *x = a, *y = b;
  int order = strcmp(x->recording ? x->recording : "", y->recording ? y->recording : "");
  if (!order) order = strcmp(x->subject ? x->subject : "", y->subject ? y->subject : "");
  if (!order) order = (x->start > y->start) - (x->start < y->start);
  return order ? order : (x->line > y->line) - (x->line < y->line);
}

typedef struct window {
  double from, to, bin;
} window;

static size_t new_trial(etho_source *source, const etho_event *e, double bin) {
  size_t row = etho_trials_add(source->trials, source->path, e->line);
  if (e->recording && e->recording[0]) {
    etho_source_text(source, row, "recording", e->recording);
    etho_source_pattern(source, row, e->recording);
  } else {
    etho_source_name_animal(source, row);
  }
  if (e->subject && e->subject[0] && !etho_text_equal_fold(e->subject, "No focal subject"))
    etho_source_text(source, row, "animal", e->subject);
  for (size_t i = 0; i < source->n_bindings && e->table_row != ETHO_NOT_FOUND; i++)
    etho_source_set(source, row, &source->binding[i], e->table_row);
  if (!isnan(e->duration_s)) etho_source_number(source, row, "duration_s", e->duration_s);
  if (!isnan(bin)) etho_source_number(source, row, "bin", bin);
  return row;
}

static double clip(double value, double low, double high) {
  return value < low ? low : value > high ? high : value;
}

static void set_targets(etho_source *source, size_t row, const etho_event *list, size_t n,
                        const bool used[TARGETS], double from, double to) {
  static const char *const measure[] = {"s", "bouts", "latency_s"};
  for (int t = 0; t < TARGETS; t++) {
    if (!used[t]) continue;
    double value[3] = {0, 0, (double)NAN};
    for (size_t i = 0; i < n; i++) {
      if (etho_target_of(source, list[i].label) != t || list[i].stop < from || list[i].start >= to) continue;
      value[0] += clip(list[i].stop, from, to) - clip(list[i].start, from, to);
      value[1] += list[i].start >= from;
      if (isnan(value[2]) && list[i].start >= from) value[2] = list[i].start - (isinf(from) ? 0 : from);
    }
    for (int m = 0; m < 3; m++) {
      char name[40];
      snprintf(name, sizeof name, "%s_%s", etho_target_name[t], measure[m]);
      etho_source_number(source, row, name, value[m]);
    }
  }
}

static void check_overlap(etho_source *source, const etho_event *list, size_t n) {
  for (size_t i = 1; i < n; i++)
    for (size_t k = i; k-- > 0 && i - k < 20;) {
      if (!same(list[i].label, list[k].label) || list[i].start >= list[k].stop ||
          list[i].start == list[i].stop)
        continue;
      etho_issues_add(
          source->issues, "W-EVENT-OVERLAP", source->path, list[i].line, 0, "correct the times of the bouts",
          "two bouts of '%.60s' overlap (from %g s, and %g to %g s on line %zu): both are counted",
          list[i].label, list[i].start, list[k].start, list[k].stop, list[k].line);
      break;
    }
}

static void set_sequence(etho_source *source, size_t row, const etho_event *list, size_t n,
                         const char *arms) {
  etho_text sequence = {0};
  for (size_t i = 0; i < n; i++)
    if (etho_setting_lists(arms, list[i].label))
      etho_text_format(&sequence, "%s%s", sequence.length ? " " : "", list[i].label);
  etho_source_text(source, row, "sequence", etho_text_get(&sequence));
  etho_text_free(&sequence);
}

static void one_trial(etho_source *source, const etho_event *list, size_t n, const bool used[TARGETS],
                      const window *w, const char *arms) {
  check_overlap(source, list, n);
  if (arms) {
    set_sequence(source, new_trial(source, list, (double)NAN), list, n, arms);
    return;
  }
  if (isnan(w->bin)) {
    set_targets(source, new_trial(source, list, (double)NAN), list, n, used, w->from, w->to);
    return;
  }
  double end = isfinite(w->to) ? w->to : isnan(list[0].duration_s) ? list[n - 1].stop : list[0].duration_s;
  double begin = isfinite(w->from) ? w->from : 0;
  for (int bin = 1; begin < end && bin <= MOST_BINS; bin++, begin += w->bin)
    set_targets(source, new_trial(source, list, bin), list, n, used, begin, fmin(begin + w->bin, end));
}

static window read_window(etho_source *source) {
  window w = {-HUGE_VAL, HUGE_VAL, (double)NAN};
  etho_source_setting_number(source, "from_s", &w.from);
  etho_source_setting_number(source, "to_s", &w.to);
  if (etho_source_setting_number(source, "bin_s", &w.bin) && w.bin <= 0) w.bin = (double)NAN;
  return w;
}

static int by_label_and_place(const void *a, const void *b) {
  const etho_event *x = *(const etho_event *const *)a, *y = *(const etho_event *const *)b;
  int order = strcmp(x->label ? x->label : "", y->label ? y->label : "");
  return order ? order : (x > y) - (x < y);
}

static int by_place(const void *a, const void *b) {
  const etho_event *x = *(const etho_event *const *)a, *y = *(const etho_event *const *)b;
  return (x > y) - (x < y);
}

/* The first event of every label, in the order of the events. */
static const etho_event **first_of_labels(const etho_source *source, const etho_events *events, size_t *n) {
  const etho_event **list = ETHO_NEW(source->arena, const etho_event *, events->n);
  *n = 0;
  for (size_t i = 0; list && i < events->n; i++) list[i] = &events->event[i];
  if (!list) return NULL;
  qsort(list, events->n, sizeof *list, by_label_and_place);
  for (size_t i = 0; i < events->n; i++)
    if (!*n || !same(list[*n - 1]->label, list[i]->label)) list[(*n)++] = list[i];
  qsort(list, *n, sizeof *list, by_place);
  return list;
}

static const char *arms_of(const etho_source *source, const etho_events *events) {
  const char *arms = etho_source_setting(source, "arms");
  return arms ? arms : events->arms;
}

/* What the labels stand for; false: none stands for anything, and the user must say. */
static bool find_targets(etho_source *source, const etho_events *events, bool used[TARGETS]) {
  const char *arms = arms_of(source, events);
  etho_text labels = {0};
  bool any = arms != NULL;
  for (int t = 0; t < TARGETS; t++) used[t] = etho_source_setting(source, etho_target_name[t]) != NULL;
  size_t n;
  const etho_event **first = first_of_labels(source, events, &n);
  for (size_t i = 0; i < n; i++) {
    const char *label = first[i]->label;
    int t = arms ? -1 : etho_target_of(source, label);
    if (t >= 0) used[t] = any = true;
    if (t >= 0)
      etho_source_mapped(source, etho_target_name[t], label);
    else if (arms && etho_setting_lists(arms, label))
      etho_source_mapped(source, "sequence", label);
    else
      etho_source_ignored(source, label);
    if (labels.length < 300) etho_text_format(&labels, "%s'%.40s'", labels.length ? ", " : "", label);
  }
  if (!any) {
    etho_text why = {0};
    etho_text_format(&why, "which behaviour is which object? The recorded ones are %s",
                     etho_text_get(&labels));
    etho_source_need(source, "novel", "the behaviour at the novel object", etho_text_get(&why));
    etho_source_need(source, "familiar", "the behaviour at the familiar object",
                     "the same for the familiar object");
    etho_text_free(&why);
  }
  etho_text_free(&labels);
  for (int pair = 0; pair < TARGETS && any; pair += 2)
    if (used[pair] != used[pair + 1]) {
      int never = used[pair] ? pair + 1 : pair;
      used[never] = true;
      etho_issues_add(source->issues, "W-EVENT-NEVER", source->path, 0, 0,
                      "declare the label of this object, if it has another name",
                      "no bout at '%s' is recorded: taken as never explored (0 s)", etho_target_name[never]);
    }
  return any;
}

etho_status etho_events_trials(etho_source *source, etho_events *events, etho_error *error) {
  bool used[TARGETS];
  drop_open(source, events);
  drop_short(source, events);
  if (!events->n) {
    etho_issues_add(source->issues, "E-FILE-NO-ROWS", source->path, 0, 0, "export it again, with the events",
                    "the file holds no events");
    return ETHO_OK;
  }
  qsort(events->event, events->n, sizeof *events->event, by_trial_and_time);
  if (!find_targets(source, events, used)) return ETHO_OK;
  window w = read_window(source);
  for (size_t i = 0, first = 0; i < events->n; i++) {
    const etho_event *e = &events->event[i], *next = i + 1 < events->n ? e + 1 : NULL;
    if (next && same(e->recording, next->recording) && same(e->subject, next->subject)) continue;
    one_trial(source, events->event + first, i + 1 - first, used, &w, arms_of(source, events));
    first = i + 1;
  }
  return etho_trials_status(source->trials) == ETHO_OK
             ? ETHO_OK
             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
