/* import/reshape.h - what a study file declares about the shape of a table, before its columns are mapped.
 * Internal. */
#ifndef ETHO_IMPORT_RESHAPE_H
#define ETHO_IMPORT_RESHAPE_H

#include "import/pattern.h"

/* In this order: patterns over cells become columns, columns become rows (longer), names and values become
 * columns (wider); a condition on rows holds from when its column exists. Issues: E-PATTERN, E-WHERE,
 * E-COLUMN-DECLARED, E-WIDER-TWICE. Without declarations nothing happens. */
etho_status etho_source_reshape(etho_source *source, etho_error *error);

/* The steps: *table is replaced. */
etho_status etho_table_split(etho_source *source, etho_table **table, const etho_pair *pattern,
                             etho_error *error);
etho_status etho_table_longer(etho_source *source, etho_table **table, const char *pattern,
                              const char *values, etho_error *error);
etho_status etho_table_wider(etho_source *source, etho_table **table, const char *names, const char *values,
                             etho_error *error);
/* The same without declarations where cells say themselves how they are packed ("Duration/time:1/phase:Test"): N-PACKED. */
etho_status etho_table_unpack(etho_source *source, etho_table **table, etho_error *error);
/* Without declarations as well: variables down and animals across (N-TRANSPOSED), phases above the header (N-STACKED). */
etho_status etho_table_transpose(etho_source *source, etho_table **table, etho_error *error);
etho_status etho_table_unstack(etho_source *source, etho_table **table, etho_error *error);
/* Remember a pattern's parts: columns of their names have those roles. false: out of memory. */
bool etho_source_keep_parts(etho_source *source, const etho_pattern *pattern);
/* The column of that header; ETHO_NOT_FOUND with E-COLUMN-DECLARED (what = "wider", ...). */
size_t etho_source_column(etho_source *source, const etho_table *table, const char *header, const char *what);

#endif
