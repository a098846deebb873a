/* import/source.h - one file on its way to trials, and what formats share. Internal. */
#ifndef ETHO_IMPORT_SOURCE_H
#define ETHO_IMPORT_SOURCE_H

#include "base/arena.h"
#include "base/text.h"
#include "import/vocabulary.h"
#include "table/grid.h"

/* One column of the table in the role it plays. */
typedef struct etho_binding {
  size_t column;
  const etho_role_info *role;
  double factor;     /* times to seconds */
  const char *phase; /* of a column that belongs to one phase; NULL */
  double bin;        /* of a column that belongs to one time bin; NaN */
  bool declared;     /* by the study file, not found by its header */
} etho_binding;

/* Cells that are left out. */
typedef struct etho_blank {
  size_t column, row, n;
} etho_blank;

/* Cells of a column that cannot be used. */
typedef struct etho_told {
  size_t n;
  const char *code; /* of the last */
} etho_told;

typedef struct etho_source {
  const char *path;
  const char *sheet; /* of a workbook where each sheet is a recording; NULL = the file is one */
  const etho_import_options *options; /* never NULL */
  etho_issues *issues;
  etho_arena *arena;   /* lives as long as the result */
  etho_grid *grid;     /* owned by table once that is made */
  etho_table *table;   /* NULL until etho_source_table */
  etho_trials *trials; /* where rows go */
  etho_import_file *file;
  etho_binding *binding; /* of etho_source_map */
  size_t n_bindings;
  const char *evidence;
  bool arm_signs;        /* arms are genotypes such as +/- and -: a dash is no missing one */
  bool truth_signs; /* '-' beside '+' is a wrong choice */
  const char *name_told; /* the name that does not fit the pattern was told */
  etho_blank *blank;
  size_t n_blanks, blank_capacity;
  const char *packed; /* header of the column that was taken apart by itself */
  etho_told *told; /* per column of the table; NULL = nothing so far */
  size_t raw_rows;
  etho_table *raw;   /* the table before it was reshaped; NULL when it was not */
  const char **part; /* columns that patterns made: those named like a role have it */
  size_t n_parts;
  struct etho_pattern *name_pattern; /* options->pattern, compiled when first needed */
  bool name_pattern_failed;
} etho_source;

/* The grid as a table with a header (made once; structural issues are told then). header_line 0 = detect. */
etho_status etho_source_table(etho_source *source, size_t header_line, etho_error *error);

/* Find the role of every column: declared ones first, then by header and content. Fills source->binding. */
etho_status etho_source_map(etho_source *source, etho_error *error);
/* The binding of a role without phase and bin; NULL when there is none. */
const etho_binding *etho_source_bound(const etho_source *source, const char *role);
bool etho_source_has(const etho_source *source, const char *role); /* in any phase or bin */
/* Record header -> role as mapped; all columns that are not recorded are told as ignored. */
void etho_source_mapped(etho_source *source, const char *role, const char *header);
void etho_source_ignored(etho_source *source, const char *header);
/* An ignored header whose column may hold the arms. */
void etho_source_group(etho_source *source, const char *header);

/* A setting of the study file ("frame_rate"); NULL when not given. */
const char *etho_source_setting(const etho_source *source, const char *name);
/* As a number; false when not given or not a number (which is an issue). */
bool etho_source_setting_number(etho_source *source, const char *name, double *value);
/* Tell that a setting is needed: E-SETTING-MISSING. */
void etho_source_need(etho_source *source, const char *name, const char *example, const char *why);

/* Record what only a person can say of a file, for a proposed study file; nothing is told. */
void etho_source_gap(etho_source *source, etho_gap gap);

/* Cells to trials, with their issues (text in a numeric column, negative times). */
void etho_source_set(etho_source *source, size_t row, const etho_binding *binding, size_t table_row);
/* Counts a cell of a column that cannot be used; true while it is worth a message of its own. */
bool etho_source_shows(etho_source *source, size_t column, const char *code);
/* After all cells: how many more could not be used than were told. */
void etho_source_tell_rest(etho_source *source);
/* Leave out n cells of a column from a row on: they are missing. */
void etho_source_blank(etho_source *source, size_t column, size_t row, size_t n);
/* Set a text or number cell of a trial by column name. */
void etho_source_text(etho_source *source, size_t row, const char *name, const char *value);
void etho_source_number(etho_source *source, size_t row, const char *name, double value);

/* Animal, phase... of a file, video or observation name by the declared pattern. false: a pattern is declared
 * and does not match (an issue). Without a pattern nothing is set and the return is true. */
bool etho_source_pattern(etho_source *source, size_t row, const char *name);
/* Does the declared pattern over names have a part of this role? */
bool etho_source_pattern_names(etho_source *source, const char *role);
/* For files that are one trial: the recording is the file's name, and the pattern reads it. Where no pattern
 * and no key file names the animal, etho_trials_resolve calls it like the recording (a warning). */
void etho_source_name_animal(etho_source *source, size_t row);
/* Damage in bound columns: ids from floats and dates, drag-filled runs. */
void etho_source_check_columns(etho_source *source);
/* '-' beside '+' is taken as incorrect: W-TRUTH-SIGN. */
void etho_source_tell_signs(etho_source *source, size_t table_row, size_t column, size_t n);
/* Rows whose cells slid by one column: E-ROW-SHIFTED. */
void etho_source_check_shifts(etho_source *source);
/* Keeps the trials that the study's conditions (where) allow: for exports, whose trials are made and not read. */
etho_status etho_source_keep(etho_source *source, etho_error *error);
/* Where every sheet of a workbook may be a recording: reads the sheets of this format that follow the first. */
etho_status etho_source_other_sheets(etho_source *source, const struct etho_format *format, etho_error *error);
/* The file's name without folders and extension, and the sheet's behind it where sheets are recordings. */
const char *etho_source_base(const etho_source *source);

#endif
