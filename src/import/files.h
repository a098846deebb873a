/* import/files.h - which files to read. Internal. */
#ifndef ETHO_IMPORT_FILES_H
#define ETHO_IMPORT_FILES_H

#include "base/arena.h"
#include "ethostat/base.h"

typedef struct etho_paths {
  const char **path;
  size_t n, capacity;
} etho_paths;

/* Folders become the data files in them and below, patterns (data/m*.csv) the files that fit, each in natural order;
 * other paths stay. A file that is named twice is read once (W-FILE-TWICE). */
etho_status etho_paths_expand(const char *const *paths, size_t n, etho_arena *arena, etho_paths *out,
                              etho_issues *issues, etho_error *error);

#endif
