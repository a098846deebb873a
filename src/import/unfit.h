/* import/unfit.h - what a table lacks, and exactly what to write so that it is read. Internal. */
#ifndef ETHO_IMPORT_UNFIT_H
#define ETHO_IMPORT_UNFIT_H

#include "import/source.h"

/* No format fits the mapped table: E-COLUMN-MISSING, E-FORMAT-UNKNOWN with remedies that work as they stand. */
void etho_source_unfit(etho_source *source);
/* Does the column hold a few words (or small numbers) that repeat, as arms do? n_groups: how many. */
bool etho_column_groups(const etho_table *table, size_t column, size_t *n_groups);

#endif
