/* import/large.h - files that are too large to be kept whole. Internal. */
#ifndef ETHO_IMPORT_LARGE_H
#define ETHO_IMPORT_LARGE_H

#include "import/source.h"

/* Read a file of options->sum_from bytes and more without keeping its rows, where its format allows it.
 * *done is false where the file is smaller, or must be read as a whole: nothing has been told then. */
etho_status etho_large_read(etho_source *source, bool *done, etho_error *error);

#endif
