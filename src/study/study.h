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
  const char *command;
  bool strict;
  etho_import_result **imported; /* one per source */
  size_t n_imported;
  study_group *group;
  size_t n_groups;
  etho_report_input study_input; /* the study file itself, for the provenance */
};

/* Fill study from a study.json. */
etho_status study_read_json(etho_study *study, const char *path, etho_issues *issues, etho_error *error);
#endif
