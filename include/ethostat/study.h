/* ethostat/study.h - study.json and the whole job: read, check, measure, exclude, test, report, draw.
 *
 *   etho_study *study;
 *   const char *paths[] = {"study.json"};
 *   etho_study_open(paths, 1, NULL, &study, issues, &error);       declared, or assumed for plain files
 *   etho_study_import(study, issues, &error);                      -> trials
 *   etho_study_measure(study, issues, &error);                     -> measures, exclusions
 *   etho_study_analyze(study, issues, &error);                     -> results
 *   etho_study_write(study, "results", "svg", issues, &error);     -> report, tables, figures
 *   etho_study_free(study);
 *
 * A stage needs the one before it and stops with ETHO_ERR_DATA when issues hold a problem. */
#ifndef ETHOSTAT_STUDY_H
#define ETHOSTAT_STUDY_H

#include "ethostat/analysis.h"
#include "ethostat/figure.h"
#include "ethostat/import.h"
#include "ethostat/report.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct etho_study etho_study;

/* What a command line adds to a study file, or says in place of one. NULL, 0 and NaN mean "not given". Borrowed. */
typedef struct etho_study_options {
  const char *assay;    /* registry name; else declared, else detected */
  const char *from;     /* import format */
  etho_dialect dialect;
  const char *const *animals; /* files that are joined by animal id */
  size_t n_animals;
  const char *control, *response, *phase, *primary, *pairwise;
  double conf_level, cutoff_s, chance, equivalence;
  size_t resamples;
  uint64_t seed;
  bool seed_given;
  const char *reentries; /* "merge" or "keep" */
  /* figures: see etho_figure_options */
  const char *theme, *palette, *error_bar, *labels, *order, *charts;
  double width_mm;
  bool hide_ns;
  const char *command;   /* the command line, for the provenance */
  bool strict;           /* warnings count as problems */
  int threads;
  etho_progress progress; /* told of every file that is read; NULL = nobody */
  void *progress_context;
} etho_study_options;

etho_study_options etho_study_options_default(void);

/* One study.json; or data files and folders; or the report.json of an earlier run, which is then made again from the
 * options and inputs that it records (of options only threads is heeded). Inputs that have changed since are issues
 * (E-INPUT-CHANGED) and ETHO_ERR_DATA. */
etho_status etho_study_open(const char *const *paths, size_t n_paths, const etho_study_options *options,
                            etho_study **study, etho_issues *issues, etho_error *error);
void etho_study_free(etho_study *study);
/* Of a study opened from a report.json: which figures that report had ("svg,pdf", "none"). NULL = no re-run. */
const char *etho_study_figures(const etho_study *study);

/* Before the import: of a single input file of so many bytes and more only what the measures need is kept
 * (etho_import_options.sum_from); its single trials cannot be had then. */
void etho_study_sum_from(etho_study *study, size_t bytes);

etho_status etho_study_import(etho_study *study, etho_issues *issues, etho_error *error);
etho_status etho_study_measure(etho_study *study, etho_issues *issues, etho_error *error);
etho_status etho_study_analyze(etho_study *study, etho_issues *issues, etho_error *error);
/* After etho_study_measure: would etho_study_analyze refuse? *error says why. Of a study file it is an issue too
 * (W-DESIGN; E-DESIGN for names that are not in the data), with what is to be said of the arms; data files alone may be
 * meant for other things. */
etho_status etho_study_check_design(const etho_study *study, etho_issues *issues, etho_error *error);

/* What was imported, file by file; and all trials of all assays together. */
size_t etho_study_file_count(const etho_study *study);
const etho_import_file *etho_study_file(const etho_study *study, size_t index);
etho_status etho_study_trials(const etho_study *study, etho_trials **trials, etho_error *error);

/* How its figures look: the standard, what the study file declares, what the options say. formats is left alone. */
void etho_study_style(const etho_study *study, etho_figure_options *figures);

/* One per assay. */
size_t etho_study_assay_count(const etho_study *study);
const etho_measures *etho_study_measures(const etho_study *study, size_t index); /* NULL before etho_study_measure */
const etho_analysis *etho_study_analysis(const etho_study *study, size_t index); /* NULL before etho_study_analyze */

/* Agreement of two measured studies of the same trials: two raters, or two formats. Rows of an animal and session are
 * matched by animal, phase, session and day (one that only one of them states is passed over where that leaves one
 * candidate). rows: `table` = "agreement", a row per measure with n, icc (two-way random, absolute agreement, one rater:
 * ICC2 of Shrout & Fleiss 1979), icc_low, icc_high, icc_consistency (ICC3), ccc (Lin 1989) with ccc_low and ccc_high,
 * bias = mean of second - first with bias_low and bias_high, loa_lower, loa_upper (Bland & Altman 1986),
 * largest_difference; then `table` = "animals", for each measure and animal n sessions, first and second = its means,
 * difference, largest_difference; then `table` = "trials", the ten rows of each measure that differ most: animal, session, first,
 * second, difference, line_first, line_second. Rows without counterpart (W-AGAINST-ALONE) and values missing on one side
 * (W-AGAINST-MISSING) are issues, and so are animals in two arms (W-AGAINST-ARM) and times that look like another unit
 * (W-AGAINST-UNIT). ETHO_ERR_USAGE: not of one and the same assay; ETHO_ERR_DATA: nothing in common. */
etho_status etho_study_compare(const etho_study *first, const etho_study *second, const etho_options *options,
                               etho_rows *rows, etho_issues *issues, etho_error *error);

/* The report as text in a renderer's format, or its few lines for a terminal (format "summary"). malloc'd. */
etho_status etho_study_render(const etho_study *study, const char *format, const etho_issues *issues, char **text,
                              size_t *length, etho_error *error);

/* report.json, report.md, report.txt, report.html, tables/ and figures/ into directory; all files appear whole or none
 * does. plotter NULL: no figures. The status of drawing is *drawn (the rest is written all the same). */
etho_status etho_study_write(etho_study *study, const char *directory, etho_plotter *plotter,
                             const etho_figure_options *figures, const etho_issues *issues, etho_error *drawn,
                             etho_error *error);

/* Read the files of a study for a proposed study file, instead of the stages above: what a file does not say becomes a
 * gap of the proposal. issues: what no answer mends (a ragged row, a damaged id). */
etho_status etho_study_draft(etho_study *study, etho_issues *issues, etho_error *error);
/* The proposed study.json: inputs with format, assay, columns, recodes and settings; arms, aliases, control. What only a
 * person can say is "FILL IN: ...", with what the files offer. Paths are relative to the folder where it will stand
 * (NULL = as they were given). malloc'd. Needs etho_study_draft. */
etho_status etho_study_propose(const etho_study *study, const char *folder, char **json, size_t *length, etho_error *error);
/* The same into a file, whole or not at all. ETHO_ERR_USAGE when it exists, unless replace. */
etho_status etho_study_propose_to(const etho_study *study, const char *path, bool replace, etho_error *error);

/* ---- a report.json as data ------------------------------------------------------------------------------ */

/* The rows of a report that a chart is drawn from. */
typedef enum etho_report_part {
  ETHO_REPORT_ANIMALS,     /* measures, a row per animal and session; excluded animals are left out */
  ETHO_REPORT_COMPARISONS, /* the planned comparisons, else all pairs */
  ETHO_REPORT_PAIRS,
  ETHO_REPORT_ARMS         /* animals, excluded, missing, analysed */
} etho_report_part;

/* The columns that the report's own analysis used; NULL where there is none. */
typedef struct etho_report_defaults { const char *value, *by, *subject, *control; } etho_report_defaults;

typedef struct etho_report_data etho_report_data; /* owns the table and the defaults */

/* assay NULL: the report's first. all_sessions: else only the session that was compared, where rows name it.
 * ETHO_ERR_DATA: no report, or nothing of that part in it; ETHO_ERR_USAGE: no such assay. */
etho_status etho_report_data_read(const char *path, etho_report_part part, const char *assay, bool all_sessions,
                                  etho_report_data **data, etho_issues *issues, etho_error *error);
void etho_report_data_free(etho_report_data *data);
etho_table *etho_report_data_table(etho_report_data *data); /* borrowed; may be filtered */
const etho_report_defaults *etho_report_data_defaults(const etho_report_data *data);

/* ---- an earlier report, for planning ------------------------------------------------------------------- */

/* What a report observed of one response. NaN = not in the report. */
typedef struct etho_observed {
  double sd;  /* within arms, pooled */
  double df;  /* sum of n - 1 over the arms */
  size_t n_arms;
  double icc; /* of the cages, from the mixed model */
} etho_observed;

/* Read a report.json. response NULL: the primary one of the first analysis. ETHO_ERR_DATA: no report, or no such response. */
etho_status etho_report_observed(const char *path, const char *response, etho_observed *observed, etho_error *error);

#ifdef __cplusplus
}
#endif
#endif
