/* ethostat/assay.h - trials to measures: one registry row per assay (nor, tmaze, ymaze). */
#ifndef ETHOSTAT_ASSAY_H
#define ETHOSTAT_ASSAY_H

#include "ethostat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- registry -------------------------------------------------------------------------------------- */

typedef struct etho_measure {
  const char *name;       /* "discrimination_index" */
  const char *title;      /* "Discrimination index (DI)" */
  const char *unit;       /* "", "s", "%", ... */
  const char *definition; /* "(N - F) / (N + F)" */
  const char *source;     /* reference */
  bool has_chance;        /* compared with chance */
  double chance;          /* 0 for DI, 0.5 for a rate; meaningful when has_chance */
  double low, high;       /* possible range (axis limits); NaN = open */
  bool primary;           /* the assay's default response */
  const char *phase;      /* "training": read from the training session; NULL: from the session that is compared */
  bool secondary;         /* compared across arms beside the primary response */
  bool takes_chance;      /* etho_assay_options.chance is of this measure */
} etho_measure;

typedef struct etho_assay etho_assay;
size_t etho_assay_count(void);
const etho_assay *etho_assay_at(size_t index);
const etho_assay *etho_assay_find(const char *name);
/* The assay whose columns the trials have; NULL when none or several fit equally (error says what is missing). */
const etho_assay *etho_assay_detect(const etho_trials *trials, etho_error *error);
const char *etho_assay_name(const etho_assay *assay);
const char *etho_assay_summary(const etho_assay *assay);
const char *etho_assay_needs(const etho_assay *assay); /* the columns it takes, one line */
size_t etho_assay_measure_count(const etho_assay *assay);
const etho_measure *etho_assay_measure_at(const etho_assay *assay, size_t index);

/* ---- rules and options (from study.json or the command line) ---------------------------------------- */

typedef struct etho_rule {
  const char *name;    /* registry name of the rule: "min_total_exploration_s", ... */
  double threshold;    /* one number, or low */
  double threshold_high; /* for ranges; NaN otherwise */
  const char *phase;   /* NULL = where the rule makes sense (test) */
  const char *animal;  /* for the rule "declared": exclude this animal, with reason */
  const char *reason;
  bool apriori;        /* declared before the data were seen, as the study file states */
  bool excludes;       /* false: only flags */
} etho_rule;

typedef struct etho_assay_options {
  const etho_rule *rules; /* declared rules; none: the assay's flags only */
  size_t n_rules;
  double cutoff_s;        /* latency cut-off; NaN = none */
  double trial_length_s;  /* NaN = unknown */
  double chance;          /* NaN = the assay's default where one exists; continuous mazes: declared, never assumed */
  const char *reentries;  /* arm sequences: "merge" or "keep" same-arm re-entries */
  size_t criterion_correct, criterion_of; /* trials to criterion: 8 of 10 */
  double first_s;         /* first-X-seconds-of-exploration; NaN = off */
} etho_assay_options;

/* The options' defaults (NaN where nothing is declared). */
etho_assay_options etho_assay_options_default(void);
/* Names and one-line meanings of the exclusion rules that an assay knows. */
size_t etho_assay_rule_count(const etho_assay *assay);
const char *etho_assay_rule_name(const etho_assay *assay, size_t index);
const char *etho_assay_rule_summary(const etho_assay *assay, size_t index);
/* The rule with its usual thresholds and phase (what the flag uses, what `init` proposes); false past the end.
 * A study's rules are for all its assays: etho_assay_measure passes over those of another assay, and refuses one that no
 * assay has. */
bool etho_assay_rule_default(const etho_assay *assay, size_t index, etho_rule *rule);

/* ---- measures ---------------------------------------------------------------------------------------- */

/* One row per animal and session (phase, day). */
typedef struct etho_subject_row {
  const char *animal, *arm, *sex, *cage, *phase, *session, *day; /* NULL = the data have no such column */
  const double *value;     /* one per measure; NaN = missing */
  bool excluded;
  const char *flags;       /* comma-separated rule names, "" for none */
  const char *file;        /* of the first trial */
  size_t line;
  size_t n_trials;
  const char *label;       /* the session in words: "test", "test, day 2"; "all" in a pooled row */
  bool training;           /* a training (sample, familiarisation) or habituation session: nothing novel in it */
  bool compared;           /* the row that speaks for its animal when arms are compared and no session is named */
} etho_subject_row;

/* An exclusion (or flag) as it goes into the ledger. */
typedef struct etho_exclusion {
  const char *animal, *arm, *phase, *session;
  const char *rule;
  double value, threshold, threshold_high; /* NaN where the rule has none */
  const char *reason;
  bool apriori;
  bool excluded; /* false: flagged only, the animal stays in */
} etho_exclusion;

typedef struct etho_measures etho_measures; /* owns all of it */

/* Check the trials (issues), compute every measure the columns allow, apply rules. */
etho_status etho_assay_measure(const etho_assay *assay, const etho_trials *trials, const etho_assay_options *options,
                               etho_measures **measures, etho_issues *issues, etho_error *error);
void etho_measures_free(etho_measures *measures);
const etho_assay *etho_measures_assay(const etho_measures *measures);
size_t etho_measures_count(const etho_measures *measures);                       /* measures that could be computed */
const etho_measure *etho_measures_info(const etho_measures *measures, size_t m);
size_t etho_measures_find(const etho_measures *measures, const char *name);
size_t etho_measures_rows(const etho_measures *measures);
const etho_subject_row *etho_measures_row(const etho_measures *measures, size_t r);
size_t etho_measures_exclusion_count(const etho_measures *measures);
const etho_exclusion *etho_measures_exclusion(const etho_measures *measures, size_t index);
/* Which session is the one that is compared across arms ("test", the last day, ...), and why; NULL = there is only one. */
const char *etho_measures_test_phase(const etho_measures *measures);
/* Why that session: one sentence for the report; NULL = there is only one. */
const char *etho_measures_test_reason(const etho_measures *measures);
/* One row per animal with all its test sessions taken together (maze trials over days); none where there is one session. */
size_t etho_measures_pooled_rows(const etho_measures *measures);
const etho_subject_row *etho_measures_pooled_row(const etho_measures *measures, size_t r);

/* Exploration by time bin, where the file has a bin (minute) column: one row per animal, session and bin. */
typedef struct etho_bin_row {
  size_t row;                /* index for etho_measures_row */
  double bin;                /* the file's bin number or start */
  double novel_s, familiar_s;
  double index, cumulative_index; /* discrimination index of this bin, and of all bins up to it; NaN = no exploration */
} etho_bin_row;
size_t etho_measures_bin_count(const etho_measures *measures);
const etho_bin_row *etho_measures_bin(const etho_measures *measures, size_t index);

/* As rows: design columns carried along, a column per measure, then `excluded` and `flags`. */
void etho_measures_to_rows(const etho_measures *measures, etho_rows *rows);
/* The same of rows first .. first + n - 1, with the columns of all. */
void etho_measures_some_rows(const etho_measures *measures, size_t first, size_t n, etho_rows *rows);

#ifdef __cplusplus
}
#endif
#endif
