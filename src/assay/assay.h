/* assay/assay.h - what an assay is made of. Internal.
 * Adding an assay is one file with an etho_assay and one line in registry.c. */
#ifndef ETHO_ASSAY_ASSAY_H
#define ETHO_ASSAY_ASSAY_H

#include "assay/session.h"
#include "ethostat/assay.h"

/* ---- exclusion rules as data ------------------------------------------------------------------------- */

typedef enum etho_relation {
  ETHO_BELOW,   /* caught when value < threshold */
  ETHO_AT_MOST, /* value <= threshold */
  ETHO_ABOVE,   /* value > threshold */
  ETHO_OUTSIDE, /* value < threshold or > threshold_high */
  ETHO_NAMED    /* the animal that the rule names */
} etho_relation;

typedef struct etho_rule_info {
  const char *name, *summary;
  const char *measure;   /* looked at; NULL for ETHO_NAMED */
  const char *otherwise; /* looked at where measure is missing; NULL = none */
  etho_relation relation;
  double threshold,
      threshold_high; /* what the flag uses, and what a declared rule without a threshold uses */
  bool training;      /* looks at training sessions, else at test sessions */
  bool flags;         /* applied as a flag when the study declares no such rule */
} etho_rule_info;

/* ---- assays -------------------------------------------------------------------------------------------- */

struct etho_assay {
  const char *name, *summary;
  const char *columns;         /* the columns it needs, for messages */
  const etho_measure *measure; /* n_measures rows */
  size_t n_measures;
  const etho_rule_info *rule;
  size_t n_rules;
  bool pools; /* several test sessions of an animal are one series of trials */
  /* Does it take these trials? 0 = no; higher = more specific. */
  int (*fits)(const etho_trials *trials);
  /* Once per file of trials, before compute: its own checks, and what compute needs of all trials (may be
   * NULL). */
  bool (*prepare)(etho_batch *batch);
  /* Fill value[n_measures], all NaN before, from one session. */
  bool (*compute)(const etho_batch *batch, const etho_session *session, double *value);
  /* After every session: what needs several sessions of an animal (may be NULL). value[s] belongs to session
   * s. */
  void (*relate)(const etho_batch *batch, double *const *value);
};

extern const etho_assay etho_assay_nor;
extern const etho_assay etho_assay_tmaze;
extern const etho_assay etho_assay_ymaze;
extern const etho_assay etho_assay_outcome;

/* ETHO_NOT_FOUND when the assay has no such measure. */
size_t etho_assay_measure_index(const etho_assay *assay, const char *name);

#endif
