/* import/vocabulary.h - the words of trial files: canonical columns, header spellings, values.
 *
 * Canonical columns of etho_trials (what an assay may look for; missing columns are simply absent):
 *   animal, arm, sex, cage            text; arm after aliases
 *   phase                             text: "training", "test", "habituation" or the file's own word
 *   session, day                      text
 *   trial, bin                        numbers; a row per time bin when bin is there (bin 1, 2, ...: the bin's
 * own times) novel_s, familiar_s               seconds; also made from left_s/right_s + novel_side and from
 *                                     object_a_s/object_b_s + novel_object wherever the phase is not training
 *   left_s, right_s, object_a_s, object_b_s   seconds, kept as in the file
 *   novel_side                        text "left" or "right"; novel_object text "A" or "B"
 *   total_s, duration_s               seconds: all exploration; length of the trial
 *   novel_bouts, familiar_bouts, left_bouts, right_bouts, object_a_bouts, object_b_bouts    counts
 *   novel_latency_s, familiar_latency_s, left_latency_s, ...   seconds to the first bout; missing = never
 *   choice, sample                    text: "L"/"R" for sides, else the file's own word for the maze arm
 *   correct                           number 0 or 1
 *   latency_s                         seconds
 *   sequence                          text: maze arms in the order of entry: "ABCACB" or separated by spaces
 *   n_correct, n_trials               counts (summary rows)
 *   recording                         text: file, video or observation, where trials come from recordings
 *   frames_lost                       share of frames without a usable position
 * All other columns of a file are told as ignored. */
#ifndef ETHO_IMPORT_VOCABULARY_H
#define ETHO_IMPORT_VOCABULARY_H

#include "ethostat/import.h"

/* kind of etho_role_info: "text", "number" (a plain number), "count" (a whole number), "time" (seconds) or
 * "truth". */

/* The role of that name; NULL when there is none. */
const etho_role_info *etho_role_find(const char *name);

/* Rank of a header that says its target by one letter ("L (s)"): believed only beside the other one. */
enum { ETHO_RANK_LETTER = 150 };

/* What a header says. */
typedef struct etho_header_sense {
  const etho_role_info *role; /* NULL = nothing known */
  int rank;                   /* 0 = best spelling of the role; larger = weaker */
  double factor;              /* to seconds, for times: 1, 0.001 (ms), 60 (min) */
  const char *phase;          /* "training" or "test" when the header names one, else NULL */
  double bin;                 /* time bin when the header names one, else NaN */
  bool timed;                 /* a word of time or exploration, or a unit, is in it */
} etho_header_sense;

/* text_values: the column holds words rather than numbers ("novel" may be a time or say which object it is).
 */
etho_header_sense etho_header_parse(const char *header, bool text_values);

/* "Correct choices (out of 10)", "Score /10": the 10. */
bool etho_header_total(const char *header, double *total);

/* ---- values ---- */

/* "training", "test" or "habituation" for the usual words; NULL for others. */
const char *etho_phase_word(const char *text);
/* The same where exactly one phase is named among other words: "Session 2 (test)", "24h test". */
const char *etho_phase_sense(const char *text);
/* "left" or "right"; NULL for others. Digits 1 and 2 count only when `digits`. */
const char *etho_side_word(const char *text, bool digits);
/* "A" or "B" for A/B, 1/2, "Object A", "obj2"; NULL for others. */
const char *etho_object_word(const char *text);
/* 'n' for novel (or displaced), 'f' for familiar, 0 for others. */
char etho_novelty_word(const char *text);
/* 0 or 1 for 0/1, TRUE/FALSE, yes/no, correct/incorrect, success/failure; -1 for others. */
int etho_truth_word(const char *text);
/* 12.3, m:ss, mm:ss.ff, H:MM:SS.ss, and with a unit behind it (s, sec, ms, min). false: not a time. */
bool etho_time_parse(const char *text, char decimal, double *seconds);
/* The same, or per cent ("65 %" is 65). */
bool etho_measure_parse(const char *text, char decimal, double *value);

#endif
