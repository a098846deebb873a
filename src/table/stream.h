/* table/stream.h - a large delimited file piece by piece: libcsv on several threads, in constant memory.
 *
 * The file is cut at line ends outside quotes. Each thread parses a piece with a libcsv of its own and hands
 * fields and records to the job; pieces are then taken over one by one in the order of the file, so that the
 * outcome does not depend on the number of threads.
 * Only plain files are read so: UTF-8, a line per record, no blank lines, quotes where they belong. Anything
 * else is left to the reader of whole files (grid.h), which can say what is wrong and where. */
#ifndef ETHO_TABLE_STREAM_H
#define ETHO_TABLE_STREAM_H

#include "ethostat/base.h"

enum { ETHO_STREAM_PIECE = 1 << 19 }; /* bytes that a piece has at most */

/* What every piece begins with. The job's own state follows in the same allocation. */
typedef struct etho_piece {
  size_t n_records;  /* counted by the job's record callback */
  bool irregular;    /* set by the job: this file is none for a stream */
  bool quotes;       /* the text holds quotes: cells may hold the delimiter */
  size_t first_line; /* of the file, 1-based: set before the piece is taken over */
} etho_piece;

typedef struct etho_stream_job {
  void *context;
  etho_piece *(*piece_new)(void *context); /* one for each thread; NULL = out of memory */
  void (*piece_free)(etho_piece *piece);
  void (*piece_begin)(etho_piece *piece);
  /* libcsv's callbacks; the last argument is the piece. */
  void (*field)(void *text, size_t length, void *piece);
  void (*record)(int terminator, void *piece);
  /* In the order of the file, one piece at a time. false = stop: irregular. */
  bool (*take)(void *context, etho_piece *piece);
} etho_stream_job;

/* Read path from its line `line` on (1-based). threads 0 = as many as there are processors.
 * *regular is false where the file is not plain or the job said so; what was taken so far is then void.
 * ETHO_ERR_IO: cannot be read; ETHO_ERR_MEMORY. */
etho_status etho_stream_run(const char *path, size_t line, char delimiter, size_t threads,
                            const etho_stream_job *job, bool *regular, etho_error *error);

#endif
