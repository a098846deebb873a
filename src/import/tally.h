/* import/tally.h - a large file with a row per trial, summed while it is read. Internal.
 *
 * The first part of the file is read as any other: it says which column plays which role. Then all of it goes
 * through a stream (table/stream.h), and only what the measures need is kept: a row for each animal, session
 * and whatever else names a row, with the sums of its times or a series of its choices (table/series.h).
 * A file that needs a word of explanation anywhere (a cell that is no number, a trial twice, a quote that is
 * not closed) is left to the reader of whole files, which says it. So what comes out is what that would give.
 */
#ifndef ETHO_IMPORT_TALLY_H
#define ETHO_IMPORT_TALLY_H

#include <stdint.h>

#include "import/run.h"
#include "import/source.h"
#include "table/series.h"
#include "table/stream.h"

enum {
  ETHO_TALLY_COLUMNS = 64,
  ETHO_TALLY_KEYS = 12,
  ETHO_TALLY_KEY = 64 /* bytes of a key's text, with its length before it */
};

typedef enum etho_tally_kind {
  ETHO_TALLY_IGNORED,
  ETHO_TALLY_NAMES, /* an ignored first column: a summary's label may stand there */
  ETHO_TALLY_TEXT,  /* a key: rows that agree in all keys are added up */
  ETHO_TALLY_TRIAL,
  ETHO_TALLY_CHOICE,
  ETHO_TALLY_SAMPLE,
  ETHO_TALLY_CORRECT,
  ETHO_TALLY_TIME /* the first or the second value of a row */
} etho_tally_kind;

typedef struct etho_tally_column {
  etho_tally_kind kind;
  unsigned index; /* of the key, or of the value (0, 1) */
  double factor;
} etho_tally_column;

/* What one row came to. The bits are a trial of etho_series_chunk. */
typedef struct etho_tally_row {
  uint32_t group, trial, bits;
  double value[2];
} etho_tally_row;

typedef struct etho_tally_group {
  const char *text; /* the keys, each after its length */
  size_t length;
  uint64_t hash;
  size_t line, session;
  size_t n;
  etho_series_chunk *trial, *last_trial;
  double sum[2], most_s;
  bool any;
  size_t most_line;
} etho_tally_group;

/* Texts to numbers, in the order in which they come. */
typedef struct etho_tally_names {
  etho_tally_group *group;
  size_t n, room;
  uint32_t *slot; /* of a hash table: index + 1 */
  size_t n_slots; /* a power of two */
} etho_tally_names;

/* Everything about the file. */
typedef struct etho_tally {
  etho_source *source;
  etho_tally_column column[ETHO_TALLY_COLUMNS];
  size_t n_columns;
  const etho_binding *key[ETHO_TALLY_KEYS], *value[2], *trial;
  bool session_key[ETHO_TALLY_KEYS], novel_key[ETHO_TALLY_KEYS];
  size_t n_keys;
  bool maze, has_sample, has_correct, has_choice;
  char decimal;
  etho_tally_names groups, sessions; /* a session's group holds its last trial in n */
  uint32_t *known;                   /* groups of a piece -> groups */
  size_t known_room;
  etho_series_store *store;
  double *other; /* latencies that are no short decimals, each once */
  size_t n_others, other_room;
  uint32_t *other_slot;
  size_t n_other_slots;
  etho_run run[2], longest[2][2]; /* series of equal steps: with fractions and of whole numbers */
  double first[2];                /* value of a column that has but one */
  size_t n_values[2];
  bool varies[2];
  size_t rows;
} etho_tally;

/* A piece of the file on its way. */
typedef struct etho_tally_piece {
  etho_piece base;
  const etho_tally *tally;
  size_t column, empty; /* fields of the record so far, and those without text */
  bool changed;         /* a key differs from the record before */
  char last[ETHO_TALLY_KEYS][ETHO_TALLY_KEY];
  char watched[ETHO_TALLY_KEY];
  etho_tally_row now;
  etho_tally_names groups;
  char *pool; /* texts of the groups: ETHO_STREAM_PIECE bytes */
  size_t n_pool;
  etho_tally_row *row;
  size_t n_rows, row_room;
} etho_tally_piece;

/* Finds out whether a file can be read so; false: leave it to others. */
bool etho_tally_plan(etho_tally *tally, etho_source *head);
/* The job of a stream over it; context is the etho_tally. */
extern const etho_stream_job etho_tally_job;
/* Take over the rows of a piece, in the order of the file. false: this file is none for a tally. */
bool etho_tally_take(void *context, etho_piece *piece);
/* Is there something to tell of the columns that needs their rows? */
bool etho_tally_is_told(const etho_tally *tally);
/* All groups as rows of source->trials. */
etho_status etho_tally_finish(etho_tally *tally, etho_error *error);
void etho_tally_clear(etho_tally *tally);

/* The group of a text, made when new (*made); NULL = out of memory. The text is the caller's to keep. */
etho_tally_group *etho_tally_name(etho_tally_names *names, const char *text, size_t length, bool *made);
void etho_tally_names_clear(etho_tally_names *names);

/* Read the file of `source` so; head has read its first bytes. *done is false where the file must be read as a
 * whole, and then nothing has been told. */
etho_status etho_tally_read(etho_source *source, etho_source *head, bool *done, etho_error *error);

#endif
