/* table/series.h - a row of the trials that stands for a series of them. Internal to table, import and assay.
 *
 * Of a file with millions of trials only what the measures need is kept: a row for each animal and session
 * with the sums of its times, or four bytes for each trial of a maze. */
#ifndef ETHO_TABLE_SERIES_H
#define ETHO_TABLE_SERIES_H

#include <stdint.h>

#include "ethostat/table.h"

/* A trial of a maze: two bits each for choice, sample and correct (0, 1, or ETHO_SERIES_NONE), above them its
 * latency. A short decimal is kept as its digits and the number of those behind the point, which gives back
 * the same double (Clinger 1990); the index of another stands in place of the digits, 0 = missing. */
enum {
  ETHO_SERIES_NONE = 3,
  ETHO_SERIES_SAMPLE = 2,
  ETHO_SERIES_CORRECT = 4,
  ETHO_SERIES_PLACES = 6,
  ETHO_SERIES_OTHER = 7, /* places: an index */
  ETHO_SERIES_DIGITS = 9,
  ETHO_SERIES_MOST = 1 << 23 /* digits stay below */
};

/* Some of the trials of a series. */
typedef struct etho_series_chunk {
  struct etho_series_chunk *next;
  uint32_t n, room;
  uint32_t trial[];
} etho_series_chunk;

typedef struct etho_series {
  size_t n;                       /* trials, in their order */
  const etho_series_chunk *trial; /* of a maze; NULL = the row's numbers are sums over n trials */
  const double *other;            /* latencies that are no short decimals; other[0] is NaN: missing */
  double factor;                  /* from the file's unit to seconds, for short decimals */
  double most_s;                  /* of sums: the longest exploration in one trial, and its line */
  size_t most_line;
  bool samples, outcomes; /* which of them any trial of the file has */
} etho_series;

/* What the series of one file live in; shared by all trials that hold rows of it. */
typedef struct etho_series_store {
  size_t users;
  etho_series *series; /* from malloc, as is other */
  double *other;
  struct etho_series_slab *slab;
} etho_series_store;

/* With one user. NULL: no memory. */
etho_series_store *etho_series_store_new(void);
etho_series_store *etho_series_store_retain(etho_series_store *store);
void etho_series_store_release(etho_series_store *store);
/* Room for trials that come after n others, at least for so many as are known to come; it lives as long as
 * the store. NULL: no memory. */
etho_series_chunk *etho_series_store_chunk(etho_series_store *store, size_t n, size_t coming);

/* Latency in seconds of a packed trial; NaN = missing. */
static inline double etho_series_latency(const etho_series *series, uint32_t trial) {
  static const double power[ETHO_SERIES_OTHER] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  uint32_t digits = trial >> ETHO_SERIES_DIGITS, places = trial >> ETHO_SERIES_PLACES & ETHO_SERIES_OTHER;
  if (places == ETHO_SERIES_OTHER) return series->other[digits];
  return (double)digits / power[places] * series->factor;
}

/* The trials keep the store as long as they live. */
void etho_trials_share(etho_trials *trials, etho_series_store *store);
void etho_trials_set_series(etho_trials *trials, size_t row, const etho_series *series);
/* NULL: the row is one trial. */
const etho_series *etho_trials_series(const etho_trials *trials, size_t row);
bool etho_trials_have_series(const etho_trials *trials);

#endif
