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

typedef struct etho_frame etho_frame; /* owns the arrays that its input borrows */
/* Text in a numeric column, infinities and NaN words are issues with line and column. */
etho_status etho_frame_new(const etho_table *table, const etho_selection *selection, etho_frame **frame,
                           etho_issues *issues, etho_error *error);
const etho_input *etho_frame_input(const etho_frame *frame);
void etho_frame_free(etho_frame *frame);

/* ---- the design -------------------------------------------------------------------------------------- */

typedef struct etho_design {
  const char *const *arms;      /* order of presentation; NULL = control first, then sorted */
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
  ETHO_PART_CHANCE, ETHO_PART_DIAGNOSTIC, ETHO_PART_SECONDARY
} etho_part;

typedef struct etho_result {
  etho_part part;
  const char *test;      /* registry name */
  const char *method;    /* text */
  const char *response;  /* measure */
  const char *by;        /* "arm" */
  const char *sentence;  /* APA-style sentence of the result, plain text; NULL = none */
  const etho_rows *rows;
} etho_result;

typedef struct etho_arm_counts { const char *arm; size_t animals, excluded, missing, analysed; } etho_arm_counts;

typedef struct etho_analysis etho_analysis; /* owns its results; borrows the measures */

etho_status etho_analysis_run(const etho_measures *measures, const etho_design *design, etho_analysis **analysis,
                              etho_issues *issues, etho_error *error);
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

/* "p = .011", "p < .001"; "F(3, 44) = 4.21, p = .011": APA 7 strings from a row. buffer has size bytes. */
void etho_apa_p(char *buffer, size_t size, double p);
void etho_apa_statistic(char *buffer, size_t size, const etho_row *row);

#ifdef __cplusplus
}
#endif
#endif
