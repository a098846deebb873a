/* import/format.h - what a format is made of. Internal.
 * Adding a format is one file with an etho_format and one line in registry.c. */
#ifndef ETHO_IMPORT_FORMAT_H
#define ETHO_IMPORT_FORMAT_H

#include "import/source.h"

struct etho_format {
  const char *name, *summary;
  /* Confidence 0..100 that the grid is of this format; sets source->evidence. NULL = looked for by its
   * columns only. */
  int (*detect)(etho_source *source);
  /* The same after the columns were mapped (tidy tables); NULL = found by detect. */
  int (*fits)(etho_source *source);
  /* Each sheet of a workbook may be a recording of its own. */
  bool sheets;
  /* Of a large file whose first records are source->grid: which of its n fields `read` looks at from record *first
   * on (marks keep). false: all, or there is something to tell. NULL = always all. */
  bool (*columns)(etho_source *source, bool *keep, size_t n, size_t *first);
  /* Rows into source->trials; problems are issues. */
  etho_status (*read)(etho_source *source, etho_error *error);
};

/* The format's registry row by name; NULL when unknown. */
const etho_format *etho_format_find(const char *name);
const etho_format *etho_format_at(size_t index);

/* The format of a file, and why in source->evidence: a lab's own layout is known from its grid; otherwise the
 * columns that etho_source_map has found decide. NULL: none fits. */
const etho_format *etho_format_by_grid(etho_source *source);
const etho_format *etho_format_by_columns(etho_source *source);

#endif
