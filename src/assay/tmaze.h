/* assay/tmaze.h - the parts of the discrete-trial T-maze assay. Internal. */
#ifndef ETHO_ASSAY_TMAZE_H
#define ETHO_ASSAY_TMAZE_H

#include "assay/measures.h"

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

typedef struct etho_tmaze {
  etho_tmaze_trial *trial;
  bool samples; /* the file has sample arms: alternation is against the sample, not the trial before */
} etho_tmaze;

/* Read and check all rows (E-CHOICE-ARM, E-CORRECT, E-COUNT, ...). */
bool etho_tmaze_prepare(etho_batch *batch);

/* Latency with the cut-off; side preference with its exact p. */
bool etho_tmaze_latency(const etho_batch *batch, const etho_session *session, double *value);
void etho_tmaze_side(const etho_tmaze *maze, const etho_session *session, double *value);
/* Win-shift, lose-shift, runs. */
void etho_tmaze_sequence(const etho_tmaze *maze, const etho_session *session, double *value);
/* Criterion and slopes over all the animal's sessions of the phase. */
bool etho_tmaze_learning(const etho_batch *batch, const etho_session *session, double *value);

/* Did trial i of the session follow the one before it in the same sitting? */
bool etho_tmaze_follows(const etho_session *session, size_t i);

#endif
