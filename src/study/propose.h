/* study/propose.h - a proposed study.json in the making. Internal. */
#ifndef ETHO_STUDY_PROPOSE_H
#define ETHO_STUDY_PROPOSE_H

#include <cjson/cJSON.h>

#include "study/draft.h"

typedef struct proposed_arm {
  const char *name;
  size_t n;       /* trials */
  size_t same_as; /* index of the spelling that stands for it; its own index = itself */
} proposed_arm;

typedef struct proposal {
  const etho_study *study;
  const char *folder; /* where it will stand; NULL = paths as they were given */
  etho_arena *arena;
  proposed_arm *arm; /* in natural order */
  size_t n_arms, arm_capacity;
  bool failed; /* out of memory: sticks */
} proposal;

/* Members and elements; failure sticks. A gap is "FILL IN: question". */
void propose_text(proposal *p, cJSON *object, const char *name, const char *value);
void propose_number(proposal *p, cJSON *object, const char *name, double value);
void propose_gap(proposal *p, cJSON *object, const char *name, const char *question);
void propose_element(proposal *p, cJSON *array, const char *value);

/* The arms of all inputs, those that differ only in spelling as one. false: out of memory. */
bool propose_find_arms(proposal *p);
/* "design": arms, control, aliases. */
void propose_design(proposal *p, cJSON *root);
/* What was seen of one input and needs no declaration, as members that begin with _. */
void propose_seen(proposal *p, const draft_input *input, cJSON *item);
/* The length of all trials where the files tell one; NaN. */
double propose_trial_length(const proposal *p);
/* A path as it is written in the study file. */
const char *propose_path(proposal *p, const char *path);
/* The folder or file that the study is about. */
const char *propose_title(proposal *p);

#endif
