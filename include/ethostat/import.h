/* ethostat/import.h - lab exports to tidy trials. One registry row per format. */
#ifndef ETHOSTAT_IMPORT_H
#define ETHOSTAT_IMPORT_H

#include "ethostat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A pair of names: role <- column header, alias <- label, ... */
typedef struct etho_pair { const char *name, *value; } etho_pair;

/* How one animals or key file is joined; zero and NULL mean "detect" or "none". Borrowed. */
typedef struct etho_join_options {
  const etho_pair *by;         /* role -> column header in the key file (NULL = found by its header); none = by
                                  recording or animal, and by phase, session, day and trial where both have them */
  size_t n_by;
  const etho_pair *columns;    /* role -> column header in the key file */
  size_t n_columns;
  etho_dialect dialect;
} etho_join_options;

/* What a study file declares about its inputs; zero means "detect" or "none". All borrowed. */
typedef struct etho_import_options {
  const char *from;            /* format name; NULL = detect by content */
  etho_dialect dialect;
  const etho_pair *columns;    /* role -> column header ("novel_s" -> "Novel obj (sec)") */
  size_t n_columns;
  const etho_pair *recodes;    /* "phase:TS" -> "test" */
  size_t n_recodes;
  const etho_pair *arm_aliases; /* spelling -> arm */
  size_t n_arm_aliases;
  const etho_pair *settings;   /* of one format: "frame_rate" -> "30", "novel" -> "Object B", ... */
  size_t n_settings;
  const char *pattern;         /* over the file, video or observation name, with (?<animal>...) groups; NULL = none */
  const etho_pair *patterns;   /* column header -> pattern over its cells; each named part becomes a column */
  size_t n_patterns;
  const char *const *where;    /* conditions on rows ("Task=Schema"), as etho_table_filter takes them */
  size_t n_where;
  const char *longer, *longer_values; /* pattern over headers: each such cell becomes a row, its value in longer_values */
  const char *wider_names, *wider_values; /* columns of name and value: each name becomes a column */
  const char *const *joins;    /* animals/key files, joined by animal id */
  size_t n_joins;
  const etho_join_options *join_options; /* one for each of joins; NULL = nothing is declared */
  etho_progress progress;      /* told of every file; NULL = nobody */
  void *progress_context;
  /* Of a file of so many bytes and more with a row per trial, only what the measures need is kept: sums, or a few
   * bytes of each trial. 0 = every trial is kept. */
  size_t sum_from;
} etho_import_options;

/* Something that only a person can say: a setting or a column of a file. */
typedef struct etho_gap {
  const char *object;   /* "settings" or "columns" */
  const char *name;     /* "novel", "frame_rate"; a role */
  const char *example;  /* a value that could be meant */
  const char *question; /* what is asked, with what the file has to offer */
} etho_gap;

/* What was found out about one file: told by `check`, recorded in report.json. */
typedef struct etho_import_file {
  const char *path;
  const char *sha256;          /* NULL: not known yet, as the file was too large to be read at once */
  const char *format;          /* registry name */
  const char *evidence;        /* why this format, one line */
  const etho_pair *mapped;     /* role <- header */
  const size_t *mapped_field;  /* where the header stands, from 1; 0 = not known */
  size_t n_mapped;
  const char *const *ignored;  /* headers that no role took */
  size_t n_ignored;
  const char *const *groups;   /* of the ignored headers those whose cells look like arms: a few words that repeat */
  size_t n_groups;
  size_t rows;                 /* data rows */
  etho_dialect dialect;
  const etho_gap *gaps;        /* what it does not say */
  size_t n_gaps;
  const char *candidates;      /* its labels of zones, behaviours or objects: "'A', 'B'"; NULL = none were needed */
  const char *points;          /* body points of a pose file: "'nose', 'tail'"; NULL = none */
  size_t first_trial, n_trials; /* its rows among the trials of the result */
} etho_import_file;

typedef struct etho_import_result etho_import_result; /* trials and files; owns them */

/* Read files (a folder stands for the data files in it, a pattern such as data/m*.csv for those that fit), join, recode, check what can be checked without knowing the
 * assay. Issues are collected. ETHO_ERR_IO: a file cannot be opened. ETHO_ERR_DATA: nothing readable.
 * ETHO_ERR_USAGE: unknown format. The result is set whenever the status is ETHO_OK, even when issues hold problems. */
etho_status etho_import_files(const char *const *paths, size_t n_paths, const etho_import_options *options,
                              etho_import_result **result, etho_issues *issues, etho_error *error);
void etho_import_free(etho_import_result *result);
etho_trials *etho_import_trials(const etho_import_result *result);
size_t etho_import_file_count(const etho_import_result *result);
const etho_import_file *etho_import_file_at(const etho_import_result *result, size_t index);
/* Values that were understood as others without being declared: "phase:TS" -> "test". */
const etho_pair *etho_import_recodes(const etho_import_result *result, size_t *n);
/* Values that were understood as others: "phase:TS" -> "test". */
const etho_pair *etho_import_recodes(const etho_import_result *result, size_t *n);

/* Tidy trials as CSV, one row per trial, that reads back to the same trials. text is malloc'd. */
etho_status etho_trials_csv(const etho_trials *trials, char **text, size_t *length, etho_error *error);

/* ---- registry ---- */
typedef struct etho_format etho_format; /* internal behaviour in src/import/format.h */
size_t etho_format_count(void);
const char *etho_format_name(size_t index);
const char *etho_format_summary(size_t index);
/* The canonical roles with kind, unit and the header spellings that are recognised. */
typedef struct etho_role_info { const char *name, *kind, *meaning, *synonyms; } etho_role_info;
size_t etho_role_count(void);
const etho_role_info *etho_role_at(size_t index);
/* What a study file's "settings" may hold. kind is "text" or "number"; a * in a name stands for any text. */
typedef struct etho_setting_info { const char *name, *kind, *meaning; } etho_setting_info;
size_t etho_setting_count(void);
const etho_setting_info *etho_setting_at(size_t index);
const etho_setting_info *etho_setting_find(const char *name); /* NULL when there is none */

#ifdef __cplusplus
}
#endif
#endif
