/* analysis/analysis.h - the stage object of the analysis layer. Internal. */
#ifndef ETHO_ANALYSIS_ANALYSIS_H
#define ETHO_ANALYSIS_ANALYSIS_H

#include "base/arena.h"
#include "ethostat/analysis.h"

/* An animal that is compared: in an arm, not excluded. */
typedef struct etho_member {
  const etho_subject_row *row; /* NULL = not in the session that is compared */
  const char *animal;
  size_t first_row; /* its rows stand together in the measures */
  size_t n_rows;
  int arm;
} etho_member;

struct etho_analysis {
  etho_arena *arena;
  const etho_measures *measures;
  etho_design design; /* every default filled in; owns its text */
  const etho_measure *response;
  size_t response_index;
  const char *session;
  etho_arm_counts *arm;
  const char **arm_name;
  size_t n_arms;
  etho_member *member;
  size_t n_members;
  etho_sample *sample;  /* [measure * n_arms + arm] */
  const char ***animal; /* the animals of each sample */
  etho_result *result;
  etho_rows **rows; /* of result[i], not const */
  size_t n_results, capacity, rows_capacity;
  const char **method;
  size_t n_methods, method_capacity;
  etho_issues *issues;
};

/* ---- building blocks (each returns the status of the first failure) ---------------------------------- */

/* Arms, members, counts, samples; the refusals of a design that cannot be compared. */
etho_status etho_analysis_prepare(etho_analysis *analysis, const etho_design *design, etho_error *error);

/* The animals of the measures, as runs of rows. */
etho_status etho_members_find(etho_analysis *analysis, etho_error *error);
/* The animal's first row: arm and exclusion are the same in all of them. */
const etho_subject_row *etho_member_row(const etho_analysis *analysis, const etho_member *member);
/* Which row speaks for each animal; a phase that no row has is ETHO_ERR_USAGE. */
etho_status etho_members_choose(etho_analysis *analysis, const char *phase, etho_error *error);
etho_status etho_members_count(etho_analysis *analysis, etho_error *error);
etho_status etho_members_sample(etho_analysis *analysis, etho_error *error);
/* ETHO_ERR_DATA with the reason where no two arms can be compared; warnings for arms that are thin. */
etho_status etho_arms_check(etho_analysis *analysis, etho_error *error);

/* The members' values of a measure, by arm. */
etho_status etho_analysis_input(etho_analysis *analysis, size_t measure, etho_input *input,
                                etho_error *error);

/* The animals and cages (NULL = not given) behind an input, in its order. */
etho_status etho_analysis_keys(etho_analysis *analysis, const char ***animal, const char ***cage,
                               etho_error *error);

/* What could not be run on these data becomes a row with the reason as its note; only want of memory is
 * passed on. */
etho_status etho_analysis_refusal(etho_analysis *analysis, size_t result, etho_status status,
                                  const etho_error *why, etho_error *error);

/* Run a procedure of the catalogue on an input and keep the result. What the procedure refuses becomes a row
 * with the reason as its note. *index is where the result stands. */
etho_status etho_analysis_test(etho_analysis *analysis, etho_part part, const char *procedure,
                               const etho_input *input, const etho_options *options, const char *response,
                               const char *purpose, size_t *index, etho_error *error);

/* A result without rows yet, for steps that fill their own. */
etho_status etho_analysis_add(etho_analysis *analysis, etho_part part, const char *test, const char *method,
                              const char *response, const char *purpose, size_t *index, etho_error *error);

/* Two groups of the response by a two-sample procedure: group1, group2, n1, n2 and its fields in a new row.
 */
etho_status etho_analysis_pair(etho_analysis *analysis, const char *procedure, size_t arm1, size_t arm2,
                               const etho_options *options, size_t result, const char *term,
                               etho_error *error);

/* A sentence for the methods section. */
etho_status etho_analysis_method(etho_analysis *analysis, etho_error *error, const char *format, ...)
    ETHO_PRINTF(3, 4);
/* The first sentences: response, unit, session, exclusions by rule. */
etho_status etho_methods_open(etho_analysis *analysis, etho_error *error);
/* The method of a result as it stands in the middle of a sentence: "the Games-Howell test", "one-way analysis
 * of variance". */
const char *etho_methods_name(etho_analysis *analysis, size_t result);
/* The sentence of a result. */
etho_status etho_analysis_sentence(etho_analysis *analysis, size_t result, const char *sentence,
                                   etho_error *error);

/* Index of an arm; -1 when there is none of this name (or name is NULL). */
int etho_analysis_arm_index(const etho_analysis *analysis, const char *name);
/* The test that answers "do the arms differ?" for this number of arms: the declared primary, or its
 * two-sample form. */
const char *etho_analysis_omnibus(const char *primary, size_t n_arms);
/* The title of a measure. */
const char *etho_analysis_title(const etho_analysis *analysis, const char *measure);

/* ---- steps, in the order in which they run ------------------------------------------------------------- */

etho_status etho_step_describe(etho_analysis *analysis, etho_error *error);
etho_status etho_step_primary(etho_analysis *analysis, etho_error *error);
etho_status etho_step_planned(etho_analysis *analysis, etho_error *error);
etho_status etho_step_pairwise(etho_analysis *analysis, etho_error *error);
etho_status etho_step_effect(etho_analysis *analysis, etho_error *error);
etho_status etho_step_chance(etho_analysis *analysis, etho_error *error);
etho_status etho_step_binomial(etho_analysis *analysis, etho_error *error);
etho_status etho_step_diagnostic(etho_analysis *analysis, etho_error *error);
etho_status etho_step_sensitivity(etho_analysis *analysis, etho_error *error);
etho_status etho_step_cage(etho_analysis *analysis, etho_error *error);
etho_status etho_step_trials(etho_analysis *analysis, etho_error *error);
etho_status etho_step_secondary(etho_analysis *analysis, etho_error *error);

#endif
