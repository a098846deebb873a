/* table/series.h - a row of the trials that stands for a series of them. Internal to table, import and assay.
 *
 * Of a file with millions of trials only what the measures need is kept: a row for each animal and session
 * with the sums of its times, or four bytes for each trial of a maze. */
#ifndef ETHO_TABLE_SERIES_H
#define ETHO_TABLE_SERIES_H

#include <stdint.h>

#include "ethostat/table.h"

/* A trial of a maze: two bits each for choice, sample and correct (0, 1, or ETHO_SERIES_NONE), above them the
 * index of its latency among the store's levels. */
enum { ETHO_SERIES_NONE = 3, ETHO_SERIES_SAMPLE = 2, ETHO_SERIES_CORRECT = 4, ETHO_SERIES_LEVEL = 6 };

typedef struct etho_series {
  size_t n;              /* trials, in their order */
  const uint32_t *trial; /* n of a maze; NULL = the row's numbers are sums over n trials */
  const double *level;   /* latencies in seconds; level[0] is NaN: missing */
  double most_s;         /* of sums: the longest exploration in one trial, and its line */
  size_t most_line;
  bool samples, outcomes, choices; /* which of them any trial of the file has */
} etho_series;

/* What the series of one file live in; shared by all trials that hold rows of it. */
typedef struct etho_series_store {
  size_t users;
  etho_series *series;
  size_t n_series;
  double *level;
} etho_series_store;

/* With one user; the arrays come from malloc and are freed with it, series[i].trial too. NULL: no memory. */
etho_series_store *etho_series_store_new(void);
etho_series_store *etho_series_store_retain(etho_series_store *store);
void etho_series_store_release(etho_series_store *store);

/* The trials keep the store as long as they live. */
void etho_trials_share(etho_trials *trials, etho_series_store *store);
void etho_trials_set_series(etho_trials *trials, size_t row, const etho_series *series);
/* NULL: the row is one trial. */
const etho_series *etho_trials_series(const etho_trials *trials, size_t row);
bool etho_trials_have_series(const etho_trials *trials);

#endif
