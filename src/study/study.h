/* study/study.h - a study in memory. Internal. */
#ifndef ETHO_STUDY_STUDY_H
#define ETHO_STUDY_STUDY_H

#include "base/arena.h"
#include "ethostat/study.h"

/* One entry of "inputs": files that are read alike. */
typedef struct study_source {
  const char **path;
  size_t n_paths;
  const char *assay, *response;
  etho_import_options import;
} study_source;

/* Everything of one assay. */
typedef struct study_group {
  const etho_assay *assay;
  const char *response;
  etho_trials *trials;
  etho_measures *measures;
  etho_analysis *analysis;
} study_group;

struct etho_study {
  etho_arena *arena;
  const char *file;   /* study.json; NULL for plain files */
  const char *title;
  study_source *source;
  size_t n_sources;
  etho_design design;
  etho_assay_options assay;
  etho_report_fact *declared;
  size_t n_declared;
  etho_figure_options style; /* formats are given when writing */
  const char *command;
  bool strict;
  bool narrowed; /* --assay leaves inputs of the study file out */
  etho_progress progress;
  void *progress_context;
  etho_import_result **imported; /* one per source */
  size_t n_imported;
  study_group *group;
  size_t n_groups;
  etho_report_input study_input; /* the study file itself, for the provenance */
  etho_report_input *joined;     /* files joined by animal */
  size_t n_joined;
  etho_report_run run;
  const char **named; /* members that the study file's "design" and "analysis" give */
  size_t n_named, named_capacity;
  const char *figures; /* of the report that is run again; NULL = this is no re-run */
  size_t n_recorded;   /* inputs of that report */
  struct study_draft *draft; /* of etho_study_draft; NULL = none */
};

/* A report.json that is to be made again. */
typedef struct study_rerun {
  bool is_report;
  const char **path;
  size_t n_paths, n_inputs;
  etho_study_options options;
  const char *study, *figures;
} study_rerun;

/* Put imported trials into the groups of their assays, file by file where they are of several. error NULL: problems are
 * told already, so that what fits no assay is no matter. */
etho_status study_group_trials(etho_study *study, const study_source *source, const etho_import_result *result,
                               etho_error *error);
/* Nothing was imported but values: no assay fits, and that is said as of trials. */
etho_status study_require_assay(const etho_study *study, etho_error *error);
/* Keep what the run was started with. false: out of memory. */
bool study_record_run(etho_study *study, const char *const *paths, size_t n_paths, const etho_study_options *options);
/* Is text a report? Then fill rerun; inputs that have changed or are gone are issues and ETHO_ERR_DATA. */
etho_status study_read_rerun(etho_study *study, const char *path, const char *text, size_t length, study_rerun *rerun,
                             etho_issues *issues, etho_error *error);
/* Every option in force, given or assumed. NULL: out of memory. */
etho_report_fact *study_option_facts(const etho_study *study, etho_arena *arena, const etho_figure_options *figures,
                                     size_t *n);

/* Fill study from the text of a study.json; path is what it is called and where its inputs stand. */
etho_status study_read_json(etho_study *study, const char *path, const char *text, size_t length, etho_issues *issues,
                            etho_error *error);
/* Columns of issues that assays and joins told by line alone. */
void study_place_issues(const etho_study *study, etho_issues *issues);

#endif
