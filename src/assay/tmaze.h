/* assay/tmaze.h - the parts of the discrete-trial T-maze assay. Internal. */
#ifndef ETHO_ASSAY_TMAZE_H
#define ETHO_ASSAY_TMAZE_H

#include "assay/measures.h"
#include "table/series.h"

enum {
  ETHO_TMAZE_SUCCESS,
  ETHO_TMAZE_FAILURE,
  ETHO_TMAZE_ALTERNATION,
  ETHO_TMAZE_TRIALS,
  ETHO_TMAZE_CORRECT,
  ETHO_TMAZE_LATENCY_MEAN,
  ETHO_TMAZE_LATENCY_MEDIAN,
  ETHO_TMAZE_CENSORED,
  ETHO_TMAZE_SIDE_BIAS,
  ETHO_TMAZE_SIDE_BIAS_P,
  ETHO_TMAZE_WIN_SHIFT,
  ETHO_TMAZE_LOSE_SHIFT,
  ETHO_TMAZE_LONGEST_RUN,
  ETHO_TMAZE_LONGEST_SIDE_RUN,
  ETHO_TMAZE_TO_CRITERION,
  ETHO_TMAZE_SESSIONS_TO_CRITERION,
  ETHO_TMAZE_SLOPE,
  ETHO_TMAZE_SESSION_SLOPE,
  ETHO_TMAZE_MEASURES
};

/* What each row of the trials says, as numbers. */
typedef struct etho_tmaze_trial {
  signed char choice, sample; /* 0 left (or the first arm), 1 right, -1 not known */
  signed char correct;        /* 0, 1, -1 not known */
  double latency_s;           /* NaN = missing */
  double n_correct, n_trials; /* of a summary row; NaN = this row is a trial */
} etho_tmaze_trial;

/* Trials one after the other: of a session, or of an animal's sessions in one phase. */
typedef struct etho_tmaze_series {
  etho_tmaze_trial *trial;
  size_t *sitting; /* the session that a trial belongs to */
  size_t n, room;
} etho_tmaze_series;

/* What is learnt over all sessions of a phase is the same for each of them. */
typedef struct etho_tmaze_learnt {
  bool known;
  size_t animal;
  const char *phase;
  double to_criterion, sessions_to_criterion, slope, session_slope;
} etho_tmaze_learnt;

typedef struct etho_tmaze {
  etho_tmaze_trial *trial; /* by row */
  bool samples;  /* the file has sample arms: alternation is against the sample, not the trial before */
  bool outcomes; /* the file says which trials were correct */
  etho_tmaze_series session, phase; /* used again for each */
  etho_tmaze_learnt learnt;
  double *latency; /* room for those of a session */
  size_t latency_room;
} etho_tmaze;

/* Read and check all rows (E-CHOICE-ARM, E-CORRECT, E-COUNT, ...). */
bool etho_tmaze_prepare(etho_batch *batch);

/* Trial i of a series. */
etho_tmaze_trial etho_tmaze_unpack(const etho_series *series, size_t i);
/* The trials of a session, from rows that are trials and rows that are series of them. */
bool etho_tmaze_gather(const etho_batch *batch, const etho_session *session, etho_tmaze_series *series);

/* Latency with the cut-off; side preference with its exact p. */
bool etho_tmaze_latency(const etho_batch *batch, const etho_tmaze_series *series, double *value);
void etho_tmaze_side(const etho_tmaze_series *series, double *value);
/* Win-shift, lose-shift, runs. */
void etho_tmaze_sequence(const etho_tmaze_series *series, double *value);
/* Criterion and slopes over all the animal's sessions of the phase. */
bool etho_tmaze_learning(const etho_batch *batch, const etho_session *session, double *value);

/* Did trial i follow the one before it in the same sitting? */
bool etho_tmaze_follows(const etho_tmaze_series *series, size_t i);

#endif
