/* assay/session.h - trials sorted into animals and sessions. Internal. */
#ifndef ETHO_ASSAY_SESSION_H
#define ETHO_ASSAY_SESSION_H

#include "base/arena.h"
#include "ethostat/assay.h"

typedef enum etho_phase_kind { ETHO_PHASE_HABITUATION, ETHO_PHASE_TRAINING, ETHO_PHASE_TEST } etho_phase_kind;

/* The trials of one animal in one phase, session and day, in the order of their trial numbers. */
typedef struct etho_session {
  size_t animal;                     /* index into etho_batch.animal */
  const char *phase, *session, *day; /* NULL = not given */
  etho_phase_kind kind;
  size_t rank; /* of the phase: in the order in which the file brings them */
  const char *label;
  const size_t *trial; /* rows of the trials */
  size_t n_trials;
  const size_t *piece; /* for pooled sessions: where each trial came from; NULL = all from one */
} etho_session;

typedef struct etho_animal {
  const char *name, *arm, *sex, *cage;
  size_t first, n_sessions; /* its sessions stand together: session[first .. first + n_sessions) */
} etho_animal;

/* row is an index into etho_batch.session. */
typedef struct etho_bins {
  etho_bin_row *row;
  size_t n, capacity;
} etho_bins;

/* Everything an assay works on. */
typedef struct etho_batch {
  const etho_trials *trials;
  const etho_assay_options *options;
  etho_arena *arena;
  etho_issues *issues;
  size_t n_known; /* issues that were there before: the import looks for some of ours too */
  etho_animal *animal;
  size_t n_animals;
  etho_session *session;
  size_t n_sessions;
  bool maze;                 /* acquisition is what is measured, not a training for it */
  void *own;                 /* of the assay: set by prepare */
  const etho_measure *extra; /* measures that depend on the file (time bins): set by prepare */
  size_t n_extra;
  double chance;          /* that follows from what the study declares: set by prepare; NaN = none */
  struct etho_bins *bins; /* exploration by time bin, as the sessions are computed */
} etho_batch;

/* Sort the rows into animals (in order of appearance) and sessions (habituation, training, test; then day,
 * session). Rows without an animal are issues (E-NO-ANIMAL) and left out. false: out of memory. */
bool etho_batch_sort(etho_batch *batch);

/* The animal's test sessions of one phase (NULL matches NULL) as one, in their order. false: out of memory.
 * n_trials is 0 where there are none. */
bool etho_session_pool(const etho_batch *batch, size_t animal, const char *phase, etho_session *pooled);

/* Trials that the session's rows stand for. */
size_t etho_session_trials(const etho_batch *batch, const etho_session *session);

/* Training, T1, sample, familiarisation...: training. Habituation, hab: habituation. All else, and none:
 * test. */
etho_phase_kind etho_phase_kind_of(const char *phase, bool maze);

/* Equal, NULL equals NULL only. */
bool etho_text_same(const char *a, const char *b);
/* Order of days and sessions: numbers by value, before texts by bytes; NULL first. */
int etho_text_order(const char *a, const char *b);

/* A cell as text whatever the column's kind (numbers in shortest form); NULL = missing or no such column.
 * Text from a number is kept in the arena. */
const char *etho_cell_text(const etho_trials *trials, size_t row, size_t column, etho_arena *arena);
/* A number whatever the column's kind; NaN = missing, no such column, or not a number. */
double etho_cell_number(const etho_trials *trials, size_t row, size_t column);
/* Is there a column of this name with a value in any row? */
bool etho_column_filled(const etho_trials *trials, const char *name);

/* 0 = left, 1 = right (L, left, 1; R, right, 2; any case), -1 = neither. */
int etho_side_of(const char *text);

/* An issue at a row of the trials, unless the import has told it already (same code and line). */
void etho_batch_issue(const etho_batch *batch, size_t row, const char *code, const char *hint,
                      const char *format, ...) ETHO_PRINTF(5, 6);

/* Append to batch->bins. false: out of memory. */
bool etho_batch_keep_bins(const etho_batch *batch, const etho_bin_row *row, size_t n);

#endif
