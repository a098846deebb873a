/* import/tidy.h - what the tables with a row per trial share. Internal. */
#ifndef ETHO_IMPORT_TIDY_H
#define ETHO_IMPORT_TIDY_H

#include "import/source.h"

/* A trial for a table row, with the animal "row N" where no column names it. ETHO_NOT_FOUND: the row has no
 * animal. */
size_t etho_tidy_row(etho_source *source, size_t table_row);
/* Record what was mapped and what was ignored. */
void etho_tidy_map(etho_source *source);
/* The same; a table without an animal column is told, and so is damage in the columns. */
void etho_tidy_tell(etho_source *source);
/* Roles of tables with a row per object say nothing where a row is a trial ("Time" is a clock's, "Position"
 * the cage's). */
void etho_tidy_drop_foreign(etho_source *source);
/* Rows of one animal and session: W-ROWS-APART names the column that tells them apart. */
void etho_tidy_apart(etho_source *source);
/* Is it the name of an index that a laboratory works out (DI, "% alternation")? */
bool etho_index_header(const char *header);
/* An index beside the times: N-INDEX-AGREES with its formula, or W-INDEX-DIFFERS at the rows that have another. */
void etho_tidy_index(etho_source *source);
/* Remarks and marks that ask for an animal to be left out: W-REMARK-EXCLUDED. */
void etho_tidy_remarks(etho_source *source);
/* Does a cell ask for its row to be left out; is a column there to say so? */
bool etho_remark_asks(const char *text);
bool etho_remark_header(const char *header);
/* All bound columns into trials. */
etho_status etho_tidy_read(etho_source *source, etho_error *error);

#endif
