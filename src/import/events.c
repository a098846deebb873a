#include "import/events.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool same(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "") == 0;
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
static size_t find_open(const etho_events *events, const etho_event *like, bool any_modifier) {
  for (size_t i = events->n_open; i-- > 0;) {
    const etho_event *e = &events->event[events->open[i]];
    if (same(e->label, like->label) && same(e->subject, like->subject) &&
        same(e->recording, like->recording) && (any_modifier || same(e->modifier, like->modifier)))
      return i;
  }
  return events->n_open;
}

void etho_events_start(etho_source *source, etho_events *events, etho_event event) {
  size_t at = find_open(events, &event, false);
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
  size_t at = find_open(events, &event, false);
  if (at == events->n_open && same(event.modifier, NULL)) at = find_open(events, &event, true);
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
  double frames = (e.stop - e.start) * e.rate, whole = floor(frames + 0.5);
  e.stated = e.rate > 0 && fabs(frames - whole) < 1e-3;
  if (e.stated) e.length_s = whole / e.rate; /* without the rounding of two times */
  *open = (double)NAN;
  etho_events_add(source, events, e);
}
