/* import/events.h - bouts of behaviour to trials. Internal.
 * A label stands for an object by a setting (novel, familiar, left, right, object_a, object_b = label;
 * several labels are separated by |) or by its words ("Novel object"). Each object gets seconds, bouts and
 * the latency of its first bout. Bouts shorter than the setting min_bout_s are left out. The setting bin_s
 * cuts trials into time bins, from_s and to_s keep a part of the recording; arms = "A,B,C" makes arm
 * sequences of the labels A, B, C instead. */
#ifndef ETHO_IMPORT_EVENTS_H
#define ETHO_IMPORT_EVENTS_H

#include "import/source.h"

typedef struct etho_event {
  const char *recording, *subject, *label; /* NULL or "" = not given */
  double start, stop;                      /* seconds; equal for a point event */
  double duration_s;                       /* of the whole recording; NaN = not known */
  size_t line;
  size_t table_row; /* for the other columns bound in source; ETHO_NOT_FOUND = none */
} etho_event;

typedef struct etho_events {
  etho_event *event;
  size_t n, capacity;
  size_t *open; /* indices of events that have not stopped yet */
  size_t n_open, open_capacity;
  const char *arms; /* labels that are arms of a maze, when the format knows them; NULL = the setting */
} etho_events;

/* false: out of memory. */
bool etho_events_add(etho_source *source, etho_events *events, etho_event event);
/* START and STOP of one label: pairs them; an open one is kept in the list with stop = NaN until closed. */
void etho_events_start(etho_source *source, etho_events *events, etho_event event);
void etho_events_stop(etho_source *source, etho_events *events, etho_event event);
/* Runs of a 0/1 column into bouts: call with each sample in order, then with flag = false at the end. `open`
 * keeps the start of the bout that is running (NaN = none). */
void etho_events_flag(etho_source *source, etho_events *events, const etho_event *like, double *open,
                      bool flag, double time_s);
/* Trials of all events, one per recording and subject. */
etho_status etho_events_trials(etho_source *source, etho_events *events, etho_error *error);

/* The object a label stands for: index into novel, familiar, left, right, object_a, object_b; -1 = none. */
int etho_target_of(const etho_source *source, const char *label);
extern const char *const etho_target_name[6];
/* Is the text one of the values of a setting separated by | or ,? */
bool etho_setting_lists(const char *setting, const char *text);

#endif
