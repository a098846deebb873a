/* import/large.h - files that are too large to be kept whole. Internal. */
#ifndef ETHO_IMPORT_LARGE_H
#define ETHO_IMPORT_LARGE_H

#include "import/source.h"

/* Read a large file without keeping what is not needed, where its format allows it. A file of
 * options->sum_from bytes and more that is alone (its trials need not be compared with others') may be
 * summed: *done is true then, and its rows are in source->trials. Of a wide file source->grid may hold some
 * columns. Otherwise the file must be read as a whole; nothing has been told then. */
etho_status etho_large_read(etho_source *source, bool alone, bool *done, etho_error *error);

#endif
