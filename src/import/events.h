/* import/events.h - bouts of behaviour to trials. Internal.
 *
 *   add (events.c) -> what the labels stand for (labels.c) -> trials (event_trials.c)
 *
 * A label stands for an object by a setting (novel, familiar, left, right, object_a, object_b = label;
 * several labels are separated by |) or by its words ("Novel object"). A label with a modifier is called
 * "label: modifier"; the label alone means it with any modifier, and the modifier alone means it with any
 * label. Each object gets seconds, bouts and the latency of its first bout, all on the file's own clock.
 * Settings: min_bout_s (bouts shorter than this do not count), bin_s (a trial per time bin), from_s and to_s
 * (a part of the recording), first_s (bouts until so many seconds of exploration are reached), arms = "A|B|C"
 * (a sequence of arm entries instead). A bout counts in the bin where it begins, its seconds in the bins
 * where they pass. */
#ifndef ETHO_IMPORT_EVENTS_H
#define ETHO_IMPORT_EVENTS_H

#include "import/source.h"

enum { ETHO_TARGETS = 6 };
extern const char
    *const etho_target_name[ETHO_TARGETS]; /* novel, familiar, left, right, object_a, object_b */

typedef struct etho_event {
  const char *recording, *subject, *label, *modifier; /* NULL or "" = not given */
  double start, stop;                                 /* seconds; equal for a point event; stop NaN = open */
  double length_s; /* as the file states it, when `stated`; else it is stop - start */
  bool stated;
  double rate;       /* frames per second, where the recording counts frames; 0 = it has times */
  double duration_s; /* of the whole recording; NaN = not known */
  double end_s;      /* where the recording ends on its clock; 0 = at duration_s */
  size_t line;
  size_t table_row; /* for the other columns bound in source; ETHO_NOT_FOUND = none */
  bool nothing;     /* no bout: only says that the recording is a trial */
  size_t group;     /* same for the same label and modifier; set by etho_events_trials */
} etho_event;

typedef struct etho_events {
  etho_event *event;
  size_t n, capacity;
  size_t *open; /* indices of events that have not stopped yet */
  size_t n_open, open_capacity;
  const char *arms; /* labels that are arms of a maze, when the format knows them; NULL = the setting */
  const char *const *known; /* labels that the recording watched, whether they occur or not; NULL = unknown */
  size_t n_known;
  bool letters; /* labels of one letter (L, R) may stand for an object by themselves */
} etho_events;

/* false: out of memory. */
bool etho_events_add(etho_source *source, etho_events *events, etho_event event);
/* START and STOP of one label: pairs them; an open one is kept in the list with stop = NaN until closed. A
 * STOP without modifier closes a START with one. */
void etho_events_start(etho_source *source, etho_events *events, etho_event event);
void etho_events_stop(etho_source *source, etho_events *events, etho_event event);
/* Runs of a 0/1 column into bouts: call with each sample in order, then with flag = false at the end. `open`
 * keeps the start of the bout that is running (NaN = none). */
void etho_events_flag(etho_source *source, etho_events *events, const etho_event *like, double *open,
                      bool flag, double time_s);
/* Trials of all events, one per recording and subject (and time bin). */
etho_status etho_events_trials(etho_source *source, etho_events *events, etho_error *error);

/* ---- labels ---- */

/* The object a label stands for: index into etho_target_name; -1 = none. */
int etho_target_of(const etho_source *source, const char *label);
/* The setting of an object; NULL = none. "novel": "right" without a label for the familiar object says where
 * the novel object stands (or which of A and B it is): it is no label. */
const char *etho_target_setting(const etho_source *source, int target);
/* Is any object declared by a setting? */
bool etho_targets_declared(const etho_source *source);
/* Is the text one of the values of a setting separated by | or ,? */
bool etho_setting_lists(const char *setting, const char *text);
/* Ask for the labels of the objects: `labels` are the ones that there are ("'a', 'b'"), `first` and `second`
 * serve as examples. what: "behaviour", "zone". */
void etho_labels_need(etho_source *source, const char *what, const char *labels, const char *first,
                      const char *second);

/* What the labels of all events stand for. */
typedef struct etho_labels {
  bool used[ETHO_TARGETS]; /* objects that the trials have */
  int *target;             /* of each group */
  bool *arm;               /* is the group an arm of the maze? */
  const char **name;       /* of each group, with its modifier */
  size_t n;
  const char *arms; /* NULL = objects */
} etho_labels;
/* Numbers the groups of the events. false: no label stands for anything (told), or out of memory. */
bool etho_labels_find(etho_source *source, etho_events *events, etho_labels *labels);

#endif
