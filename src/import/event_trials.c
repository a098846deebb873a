/* Bouts to trials: seconds, bouts and latencies per object, time bins, sequences of arms. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/events.h"

enum { MOST_BINS = 100000, SHOWN = 20 };

typedef struct window {
  double from, to, bin, first_s; /* first_s and bin NaN: not wanted */
} window;

typedef struct tally {
  double s, carry, latency_s;
  size_t bouts;
} tally;

typedef struct work {
  etho_source *source;
  etho_labels labels;
  window w;
  tally *bin; /* ETHO_TARGETS for each time bin */
  size_t capacity;
  const etho_event **last; /* of each object and group: the bout that stops last so far */
  size_t n_overlaps;
} work;

static bool same(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "") == 0;
}

static double length_of(const etho_event *e) {
  return e->stated ? e->length_s : e->stop - e->start;
}

/* ---- what does not count ---- */

/* Bouts without an end have no length: told. Their recording stays a trial. */
static void drop_open(etho_source *source, etho_events *events) {
  for (size_t i = 0; i < events->n; i++) {
    etho_event *e = &events->event[i];
    if (e->nothing || !isnan(e->stop)) continue;
    etho_issues_add(source->issues, "E-EVENT-UNPAIRED", source->path, e->line, 0, "add the missing STOP",
                    "'%.60s' starts at %g s and never stops", e->label, e->start);
    e->nothing = true;
  }
}

/* Point events have no length that could be too short. */
static void drop_short(etho_source *source, etho_events *events) {
  double least;
  if (!etho_source_setting_number(source, "min_bout_s", &least)) return;
  for (size_t i = 0; i < events->n; i++) {
    etho_event *e = &events->event[i];
    if (!e->nothing && e->stop > e->start && length_of(e) < least - 1e-9) e->nothing = true;
  }
}

/* Bouts until the objects were explored for first_s; the one that reaches it is cut. */
static void limit_exploration(const work *k, etho_event *list, size_t n) {
  double left = k->w.first_s;
  for (size_t i = 0; i < n && !isnan(k->w.first_s); i++) {
    etho_event *e = &list[i];
    if (e->nothing || k->labels.target[e->group] < 0 || e->start < k->w.from || e->start >= k->w.to) continue;
    double length = length_of(e);
    if (left <= 0) {
      e->nothing = true;
    } else if (length > left) {
      e->stop = e->start + left;
      e->length_s = left, e->stated = true;
    }
    left -= length;
  }
}

static void check_overlap(work *k, const etho_event *list, size_t n) {
  for (size_t i = 0; i < ETHO_TARGETS + k->labels.n; i++) k->last[i] = NULL;
  for (size_t i = 0; i < n; i++) {
    const etho_event *e = &list[i];
    if (e->nothing) continue;
    int target = k->labels.target[e->group];
    if (target < 0 && !k->labels.arm[e->group]) continue;
    const etho_event **last = &k->last[target >= 0 ? (size_t)target : ETHO_TARGETS + e->group];
    if (*last && e->start < (*last)->stop && e->start < e->stop && ++k->n_overlaps <= SHOWN)
      etho_issues_add(
          k->source->issues, "W-EVENT-OVERLAP", k->source->path, e->line, 0, "correct the times of the bouts",
          "the bout of '%.60s' from %g to %g s overlaps the one from %g to %g s: both are counted", e->label,
          e->start, e->stop, (*last)->start, (*last)->stop);
    if (!*last || e->stop > (*last)->stop) *last = e;
  }
}

/* ---- one trial ---- */

static size_t new_trial(const work *k, const etho_event *e, double bin, double duration_s) {
  etho_source *source = k->source;
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
  if (!isnan(duration_s)) etho_source_number(source, row, "duration_s", duration_s);
  if (!isnan(bin)) etho_source_number(source, row, "bin", bin);
  return row;
}

/* What objects A and B are called, for a key file that names the novel one. */
static void name_objects(const work *k, size_t row) {
  static const char *const role[] = {"object_a", "object_b"};
  for (int i = 0; i < 2; i++) {
    const char *label = etho_source_setting(k->source, role[i]);
    if (label && k->labels.used[4 + i]) etho_source_text(k->source, row, role[i], label);
  }
}

/* Compensated: a sum of many bouts keeps its last digits. */
static void add_seconds(tally *t, double value) {
  double sum = t->s + value;
  t->carry += fabs(t->s) >= fabs(value) ? (t->s - sum) + value : (value - sum) + t->s;
  t->s = sum;
}

static void add_bout(tally *t, const etho_event *e, double from, double to) {
  bool whole = e->start >= from && e->stop <= to;
  double low = e->start > from ? e->start : from, high = e->stop < to ? e->stop : to;
  if (whole || high > low) add_seconds(t, whole ? length_of(e) : high - low);
  if (e->start < from || e->start >= to) return;
  t->bouts++;
  double latency = e->start - (isinf(from) ? 0 : from);
  if (isnan(t->latency_s) || latency < t->latency_s) t->latency_s = latency;
}

static void set_tallies(const work *k, size_t row, const tally *list) {
  for (int t = 0; t < ETHO_TARGETS; t++) {
    if (!k->labels.used[t]) continue;
    const double value[] = {list[t].s + list[t].carry, (double)list[t].bouts, list[t].latency_s};
    static const char *const measure[] = {"s", "bouts", "latency_s"};
    for (int m = 0; m < 3; m++) {
      char name[40];
      snprintf(name, sizeof name, "%s_%s", etho_target_name[t], measure[m]);
      etho_source_number(k->source, row, name, value[m]);
    }
  }
}

static void set_sequence(const work *k, size_t row, const etho_event *list, size_t n) {
  etho_text sequence = {0};
  for (size_t i = 0; i < n; i++)
    if (!list[i].nothing && k->labels.arm[list[i].group] && list[i].start >= k->w.from &&
        list[i].start < k->w.to)
      etho_text_format(&sequence, "%s%s", sequence.length ? " " : "", list[i].label);
  etho_source_text(k->source, row, "sequence", etho_text_get(&sequence));
  etho_text_free(&sequence);
}

/* Where the recording ends on its clock; NaN = not known. */
static double end_of(const etho_event *list, size_t n) {
  double end = list[0].end_s > 0 ? list[0].end_s : list[0].duration_s;
  for (size_t i = 0; i < n && isnan(list[0].duration_s); i++)
    if (!list[i].nothing && !(list[i].stop <= end)) end = list[i].stop;
  return end;
}

/* Length of the part of a recording that a window keeps. */
static double part_of(const window *w, const etho_event *e) {
  if (isnan(e->duration_s) || (isinf(w->from) && isinf(w->to))) return e->duration_s;
  double end = e->end_s > 0 ? e->end_s : e->duration_s;
  double from = fmax(w->from, end - e->duration_s), to = fmin(w->to, end);
  return to > from ? to - from : 0;
}

static tally *empty_tallies(work *k, size_t bins) {
  tally *list = etho_arena_grow(k->source->arena, k->bin, &k->capacity, bins * ETHO_TARGETS, sizeof *list);
  if (list) k->bin = list;
  for (size_t i = 0; list && i < bins * ETHO_TARGETS; i++) list[i] = (tally){0, 0, (double)NAN, 0};
  return list;
}

static void whole_trial(work *k, const etho_event *list, size_t n) {
  tally *sum = empty_tallies(k, 1);
  size_t row = new_trial(k, list, (double)NAN, part_of(&k->w, list));
  for (size_t i = 0; i < n && sum; i++) {
    int t = list[i].nothing ? -1 : k->labels.target[list[i].group];
    if (t >= 0) add_bout(&sum[t], &list[i], k->w.from, k->w.to);
  }
  if (sum) set_tallies(k, row, sum);
  name_objects(k, row);
}

static void binned_trial(work *k, const etho_event *list, size_t n) {
  double end = end_of(list, n), from = isinf(k->w.from) ? 0 : k->w.from;
  if (isfinite(k->w.to) && !(k->w.to > end)) end = k->w.to;
  double many = ceil((end - from) / k->w.bin - 1e-6);
  size_t bins = many >= 1 && many <= MOST_BINS ? (size_t)many : 0;
  if (many > MOST_BINS)
    etho_issues_add(k->source->issues, "E-SETTING", k->source->path, list[0].line, 0,
                    "give longer bins, or the part that counts: from_s and to_s; look for a clock that jumps",
                    "bins of %g s make %g bins of this recording", k->w.bin, many);
  tally *sum = empty_tallies(k, bins);
  for (size_t i = 0; i < n && sum && bins; i++) {
    int t = list[i].nothing ? -1 : k->labels.target[list[i].group];
    double first = floor((list[i].start - from) / k->w.bin) - 1; /* one early: rounding */
    if (t < 0 || first >= (double)bins) continue;
    for (size_t b = first > 0 ? (size_t)first : 0; b < bins; b++) {
      double low = from + (double)b * k->w.bin,
             high = b + 1 == bins ? end : from + (double)(b + 1) * k->w.bin;
      if (low > list[i].stop) break;
      if (list[i].start < high && (list[i].stop > low || list[i].start >= low))
        add_bout(&sum[b * ETHO_TARGETS + (size_t)t], &list[i], low, high);
    }
  }
  for (size_t b = 0; b < bins && sum; b++) {
    size_t row = new_trial(k, list, (double)(b + 1), list[0].duration_s);
    set_tallies(k, row, sum + b * ETHO_TARGETS);
    name_objects(k, row);
  }
}

static void one_trial(work *k, etho_event *list, size_t n) {
  check_overlap(k, list, n);
  limit_exploration(k, list, n);
  if (k->labels.arms)
    set_sequence(k, new_trial(k, list, (double)NAN, part_of(&k->w, list)), list, n);
  else if (isnan(k->w.bin))
    whole_trial(k, list, n);
  else
    binned_trial(k, list, n);
}

/* ---- all trials ---- */

static int by_trial_and_time(const void *a, const void *b) {
  const etho_event *x = a, *y = b;
  int order = strcmp(x->recording ? x->recording : "", y->recording ? y->recording : "");
  if (!order) order = strcmp(x->subject ? x->subject : "", y->subject ? y->subject : "");
  if (!order) order = (x->start > y->start) - (x->start < y->start);
  return order ? order : (x->line > y->line) - (x->line < y->line);
}

static double positive(etho_source *source, const char *name) {
  double value = (double)NAN;
  if (!etho_source_setting_number(source, name, &value) || value > 0) return value;
  etho_issues_add(source->issues, "E-SETTING", source->path, 0, 0, "write a number of seconds above 0",
                  "the setting '%s' is %g", name, value);
  return (double)NAN;
}

static window read_window(etho_source *source) {
  window w = {-HUGE_VAL, HUGE_VAL, positive(source, "bin_s"), positive(source, "first_s")};
  etho_source_setting_number(source, "from_s", &w.from);
  etho_source_setting_number(source, "to_s", &w.to);
  if (w.from >= w.to)
    etho_issues_add(source->issues, "E-SETTING", source->path, 0, 0, "from_s lies before to_s",
                    "the settings from_s (%g) and to_s (%g) leave nothing of the recording", w.from, w.to);
  return w;
}

static void tell_more(const work *k) {
  if (k->n_overlaps > SHOWN)
    etho_issues_add(k->source->issues, "W-EVENT-OVERLAP", k->source->path, 0, 0, "see the first ones above",
                    "%zu more bouts overlap another one", k->n_overlaps - SHOWN);
}

etho_status etho_events_trials(etho_source *source, etho_events *events, etho_error *error) {
  work k = {.source = source};
  drop_open(source, events);
  drop_short(source, events);
  if (!events->n) {
    etho_issues_add(source->issues, "E-FILE-NO-ROWS", source->path, 0, 0, "export it again, with the events",
                    "the file holds no events");
    return ETHO_OK;
  }
  qsort(events->event, events->n, sizeof *events->event, by_trial_and_time);
  if (!etho_labels_find(source, events, &k.labels)) return ETHO_OK;
  k.w = read_window(source);
  k.last = ETHO_NEW(source->arena, const etho_event *, ETHO_TARGETS + k.labels.n);
  if (!k.last) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0, first = 0; i < events->n; i++) {
    const etho_event *e = &events->event[i], *next = i + 1 < events->n ? e + 1 : NULL;
    if (next && same(e->recording, next->recording) && same(e->subject, next->subject)) continue;
    one_trial(&k, events->event + first, i + 1 - first);
    first = i + 1;
  }
  tell_more(&k);
  return etho_trials_status(source->trials) == ETHO_OK
             ? ETHO_OK
             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}
