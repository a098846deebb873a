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

/* What the trials of a session come to, or those of a phase's sessions one after the other. */
typedef struct etho_tmaze_counts {
  double known, correct; /* trials of known outcome, and correct ones; also of summary rows */
  size_t n_outcomes;     /* trials of known outcome, one by one */
  size_t n_chosen, n_right;
  size_t n_pairs, n_alternated; /* choices that can be held against a sample or the choice before */
  size_t n_after[2],
      n_shifted[2]; /* choices after a wrong and after a correct trial, and those that changed */
  size_t longest_run, longest_side_run;
  size_t latencies, censored;
  double latency_sum, latency_median;
} etho_tmaze_counts;

/* Learning over all sessions of a phase. */
typedef struct etho_tmaze_learnt {
  double to_criterion, sessions_to_criterion, slope, session_slope;
} etho_tmaze_learnt;

/* A phase of an animal: sessions first .. first + n - 1 of the batch. */
typedef struct etho_tmaze_phase {
  size_t first, n;
  etho_tmaze_counts counts;
  etho_tmaze_learnt learnt;
} etho_tmaze_phase;

typedef struct etho_tmaze {
  etho_tmaze_trial *trial; /* by row */
  bool samples;  /* the file has sample arms: alternation is against the sample, not the trial before */
  bool outcomes; /* the file says which trials were correct */
  etho_tmaze_counts *counts; /* by session */
  etho_tmaze_phase *phase;   /* of all animals */
  size_t n_phases;
  size_t *phase_of; /* by session */
} etho_tmaze;

/* Read and check all rows (E-CHOICE-ARM, E-CORRECT, E-COUNT, ...). */
bool etho_tmaze_prepare(etho_batch *batch);
/* Count and time all sessions and phases. */
bool etho_tmaze_count(etho_batch *batch);

/* A trial of a series. */
etho_tmaze_trial etho_tmaze_unpack(const etho_series *series, uint32_t packed);

#endif
