/* assay/sequence.h - arm sequences as small numbers. Internal. */
#ifndef ETHO_ASSAY_SEQUENCE_H
#define ETHO_ASSAY_SEQUENCE_H

#include "assay/session.h"

typedef struct etho_sequence {
  unsigned char *arm; /* n entries, numbered in the byte order of the arms' names */
  size_t n;
  size_t n_reentries; /* immediate ones, before merging */
  bool given;         /* the cell is not missing */
} etho_sequence;

typedef struct etho_sequences {
  etho_sequence *sequence; /* one per row of the trials */
  size_t n_rows;
  size_t n_arms;      /* of the maze: the arms that occur, at least 3; 2 where only left and right do */
  size_t n_reentries; /* in all rows */
} etho_sequences;

/* Read the column `sequence`: one letter or digit an entry ("ABCAC"), or names between separators ("A,B,C",
 * "left right"). Case does not matter. What is no arm is an issue (E-SEQUENCE). NULL: out of memory. */
etho_sequences *etho_sequences_read(etho_batch *batch);

/* An immediate re-entry and the visit before it become one entry. */
void etho_sequences_merge(etho_sequences *all);

#endif
