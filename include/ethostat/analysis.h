/* ethostat/analysis.h - the design of a study (arms, unit, planned contrasts) -> which procedures -> results. */
#ifndef ETHOSTAT_ANALYSIS_H
#define ETHOSTAT_ANALYSIS_H

#include "ethostat/assay.h"
#include "ethostat/stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- selection: a tidy table -> the input of a procedure -------------------------------------------- */

/* Which column plays which role, as `ethostat test` gives it. NULL = not given. */
typedef struct etho_selection {
  const char *value, *by, *subject, *cluster, *rater, *category, *x, *y, *count, *total, *time, *event, *p, *weight;
  const char *within[ETHO_MAX_FACTORS]; size_t n_within;
  const char *between[ETHO_MAX_FACTORS]; size_t n_between;
} etho_selection;

typedef struct etho_frame etho_frame; /* owns the arrays that its input borrows; the table may be freed before it */
/* Levels of a factor are sorted by value when all of them are numbers, else in natural order (arm 2 before arm 10); the missing tokens of a table are
 * missing here too; a numeric column of TRUE/FALSE or yes/no counts as 1/0. Every cell that is text or infinite where a
 * number belongs is an issue (E-CELL-TEXT, E-CELL-INFINITE) with file, line and column, and then the status is
 * ETHO_ERR_DATA. ETHO_ERR_USAGE: an unknown column, with the nearest headers in the hint. */
etho_status etho_frame_new(const etho_table *table, const etho_selection *selection, etho_frame **frame,
                           etho_issues *issues, etho_error *error);
const etho_input *etho_frame_input(const etho_frame *frame);
void etho_frame_free(etho_frame *frame);

/* ---- the experimental unit --------------------------------------------------------------------------- */

/* How often animals come back within a group, and what that does to a test that takes every row for an animal. */
typedef struct etho_replication {
  bool repeated;        /* some animal has more than one value in one group */
  const char *animal;   /* the first that has; borrowed from the input */
  const char *group;    /* where; NULL when there are no groups */
  size_t n_values, n_animals;
  double icc;           /* intraclass correlation of animals within groups, ICC(1) by one-way random effects; NaN = not
                         * computable; may be negative */
  double design_effect; /* 1 + (m - 1) max(icc, 0), m the size-weighted mean number of values of an animal */
} etho_replication;

/* subject and by of the input are read; finite values only. ICC: Shrout & Fleiss 1979, unequal n after Donner 1986.
 * Design effect: Kish 1965. false: out of memory. */
bool etho_replication_find(const etho_input *input, etho_replication *replication);

/* The column that names the animals (animal, animal_id, mouse, mouse_id, rat, rat_id, subject, subject_id; case, spaces
 * and '_' do not matter); ETHO_NOT_FOUND when there is none. */
size_t etho_table_find_animal(const etho_table *table);

/* The guard of `ethostat test`: a procedure that takes rows for animals (it does not use --subject) on a table in which
 * animals come back within a group is refused: ETHO_ERR_DATA with the ICC, the design effect and what to do.
 * selection->subject names the animals, else etho_table_find_animal; without either there is nothing to check.
 * On ETHO_OK selection->subject is cleared where the procedure does not take it. */
etho_status etho_replication_guard(const etho_procedure *procedure, const etho_table *table, etho_selection *selection,
                                   bool pseudoreplicate, etho_issues *issues, etho_error *error);

/* ---- the design -------------------------------------------------------------------------------------- */

typedef struct etho_design {
  const char *const *arms;      /* order of presentation; NULL = control first, then in natural order */
  size_t n_arms;
  const char *control;          /* NULL = none declared */
  const char *impaired;         /* the arm with the expected impairment (CAR-T); NULL = no planned family */
  const char *const *treatments; /* arms meant to rescue */
  size_t n_treatments;
  double equivalence;           /* normalisation bound, in units of the response; NaN = not declared, d = 0.5 then said */
  const char *response;         /* measure name; NULL = the assay's primary */
  const char *primary;          /* "anova_welch" (default), "anova_oneway", "kruskal_wallis" */
  const char *pairwise;         /* "games_howell" (default), "tukey", "dunnett" */
  const char *phase;            /* session that is compared; NULL = the assay's choice */
  bool pseudoreplicate;
  etho_options options;         /* conf_level, resamples, seed, alternative, ... */
} etho_design;

etho_design etho_design_default(void);

/* ---- results ----------------------------------------------------------------------------------------- */

/* What a result is for; the report orders by it. */
typedef enum etho_part {
  ETHO_PART_DESCRIPTIVE, ETHO_PART_PRIMARY, ETHO_PART_PLANNED, ETHO_PART_PAIRWISE, ETHO_PART_EFFECT,
  ETHO_PART_CHANCE, ETHO_PART_DIAGNOSTIC, ETHO_PART_SECONDARY,
  ETHO_PART_SENSITIVITY /* the same question under other assumptions; never replaces the primary */
} etho_part;

/* "descriptive", "primary", ... as report.json names the part. */
const char *etho_part_name(etho_part part);

typedef struct etho_result {
  etho_part part;
  const char *test;      /* registry name */
  const char *method;    /* text */
  const char *response;  /* measure */
  const char *by;        /* "arm" */
  const char *sentence;  /* APA-style sentence of the result, plain text; NULL = none */
  const etho_rows *rows;
  const char *purpose;   /* one phrase: what it answers, and which adjustment its p-values carry */
} etho_result;

typedef struct etho_arm_counts { const char *arm; size_t animals, excluded, missing, analysed; } etho_arm_counts;

typedef struct etho_analysis etho_analysis; /* owns its results; borrows the measures */

etho_status etho_analysis_run(const etho_measures *measures, const etho_design *design, etho_analysis **analysis,
                              etho_issues *issues, etho_error *error);
/* What etho_analysis_run would refuse before its first test: arms, control, response, session, animals per arm. */
etho_status etho_analysis_check(const etho_measures *measures, const etho_design *design, etho_issues *issues,
                                etho_error *error);
void etho_analysis_free(etho_analysis *analysis);
const etho_measures *etho_analysis_measures(const etho_analysis *analysis);
const etho_design *etho_analysis_design(const etho_analysis *analysis); /* every default filled in */
size_t etho_analysis_arm_count(const etho_analysis *analysis);
const etho_arm_counts *etho_analysis_arm(const etho_analysis *analysis, size_t index);
/* The values of one measure in one arm at the compared session, in the order of the animals; excluded left out. */
etho_sample etho_analysis_sample(const etho_analysis *analysis, size_t arm, const char *measure);
size_t etho_analysis_count(const etho_analysis *analysis);
const etho_result *etho_analysis_at(const etho_analysis *analysis, size_t index);
const etho_result *etho_analysis_find(const etho_analysis *analysis, etho_part part, const char *response);

/* Methods, one sentence for each step that was run, in order: measures, exclusions, tests, intervals. */
size_t etho_analysis_methods_count(const etho_analysis *analysis);
const char *etho_analysis_methods_at(const etho_analysis *analysis, size_t index);
/* The response that was compared (measure name), and how the session was chosen ("test", "day 3", "all sessions"). */
const char *etho_analysis_response(const etho_analysis *analysis);
const char *etho_analysis_session(const etho_analysis *analysis);
/* The animals behind etho_analysis_sample, in the same order. */
const char *const *etho_analysis_animals(const etho_analysis *analysis, size_t arm, const char *measure, size_t *n);

/* "p = .011", "p < .001"; "F(3, 44) = 4.21, p = .011": APA 7 strings from a row. buffer has size bytes. */
void etho_apa_p(char *buffer, size_t size, double p);
void etho_apa_statistic(char *buffer, size_t size, const etho_row *row);

#ifdef __cplusplus
}
#endif
#endif
