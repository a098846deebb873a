/* table/internal.h - what a table is: a grid, which of its records is the header, which are rows. */
#ifndef ETHO_TABLE_INTERNAL_H
#define ETHO_TABLE_INTERNAL_H

#include "base/arena.h"
#include "table/grid.h"

struct etho_table {
  etho_arena *arena;
  etho_grid *grid;     /* owned */
  const char **header; /* n_columns names */
  bool *named;         /* is it of the file, or column_3? NULL in derived tables */
  size_t n_columns;
  size_t *row;                 /* records that are rows */
  size_t n_rows, row_capacity; /* capacity: of derived tables, which grow */
  size_t *field;               /* of derived tables: the file's field of each column; NULL = in their order */
  size_t first_record;         /* where the data begins */
  bool groups_above;           /* the line above the header is part of the names */
  bool broken;                 /* told as no table: what its cells say is not worth a message */
};

/* Names of groups in the line above or below the header, and units below, become part of the names. *below:
 * lines under the header that were used. false: no memory. */
bool etho_table_stack_header(etho_table *table, size_t header_record, size_t *below, etho_issues *issues);
/* Structure of the rows: ragged rows, repeated headers, summary rows, gaps; leaves table->row with what is
 * data. */
void etho_table_check_width(etho_table *table, size_t header_fields, etho_issues *issues);
void etho_table_check_header(etho_table *table, size_t header_record, etho_issues *issues);
void etho_table_drop_repeated_headers(etho_table *table, size_t header_record, etho_issues *issues);
void etho_table_drop_summary_rows(etho_table *table, etho_issues *issues);
/* Comments and notes between and below the rows. */
void etho_table_drop_notes(etho_table *table, etho_issues *issues);
/* A header of other columns below the data: the rows from there on are cut off. */
void etho_table_cut_below(etho_table *table, etho_issues *issues);
/* Lines that are one quoted cell each: true, and the table is broken. */
bool etho_table_check_quoted_lines(etho_table *table, size_t header_record, etho_issues *issues);
void etho_table_check_cells(etho_table *table, etho_issues *issues);

#endif
