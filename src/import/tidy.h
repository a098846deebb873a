/* import/tidy.h - what the tables with a row per trial share. Internal. */
#ifndef ETHO_IMPORT_TIDY_H
#define ETHO_IMPORT_TIDY_H

#include "import/source.h"

/* A trial for a table row, with the animal "row N" where no column names it. ETHO_NOT_FOUND: the row has no
 * animal. */
size_t etho_tidy_row(etho_source *source, size_t table_row);
/* Record what was mapped and what was ignored; a table without an animal column is told. */
void etho_tidy_tell(etho_source *source);
/* All bound columns into trials. */
etho_status etho_tidy_read(etho_source *source, etho_error *error);

#endif
