/* study/draft.h - what files tell of themselves, and what only a person can say: the ground of a proposed study.json.
 * Internal. */
#ifndef ETHO_STUDY_DRAFT_H
#define ETHO_STUDY_DRAFT_H

#include "study/study.h"

/* Files that are read alike. */
typedef struct draft_input {
  const char **path;
  size_t n_paths;
  const char *format, *assay;  /* assay NULL = none fits */
  bool table;                  /* known by its columns */
  const etho_import_file *file; /* the first of them: mapping, points */
  const etho_pair *recode;
  size_t n_recodes;
  etho_pair *setting;          /* taken for the trial run: examples of the gaps */
  size_t n_settings, setting_capacity;
  etho_gap *gap;
  size_t n_gaps, gap_capacity;
  const char *candidates, *pattern, *pattern_gap; /* pattern_gap: the question, when the names do not tell */
  etho_import_result *result;
  etho_issues *issues; /* of its last reading */
} draft_input;

typedef struct draft_key { const char *path, *question; } draft_key;

struct study_draft {
  draft_input *input;
  size_t n_inputs;
  draft_key *key; /* files that look like animals files */
  size_t n_keys, key_capacity;
  bool reentries; /* arms are entered twice in a row */
  bool whole;     /* the inputs are all files that were named, so that folders and patterns may stay */
};

/* A pattern over names, each a recording of one animal. false: the names do not tell; *question is then what to ask
 * (NULL = out of memory). */
bool draft_pattern(etho_arena *arena, const char *const *name, size_t n, const char **pattern, const char **question);

/* Files beside the inputs, or among those that fit no format, that name animals of the trials and their arm, sex... */
etho_status draft_keys(etho_study *study, etho_error *error);
#endif
