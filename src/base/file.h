/* base/file.h - whole files in, whole files out. */
#ifndef ETHO_BASE_FILE_H
#define ETHO_BASE_FILE_H

#include <stdio.h>

#include "ethostat/base.h"

/* Read all of a file ("-" is stdin) into malloc'd memory with a NUL after the last byte (not counted in *length).
 * Refuses directories and files over `limit` bytes (0 = no limit). */
etho_status etho_file_read(const char *path, size_t limit, char **data, size_t *length, etho_error *error);

/* Write a file whole or not at all: to a temporary name beside it, flushed and checked, then renamed into place.
 * path "-" writes to stdout. */
etho_status etho_file_write(const char *path, const char *data, size_t length, etho_error *error);

/* Write a new file in a folder of one's own, where nobody can see it half written: no temporary name. */
etho_status etho_file_create(const char *path, const char *data, size_t length, etho_error *error);

/* Make a directory and its parents; fine when it exists. ETHO_ERR_IO when it cannot be written into. */
etho_status etho_directory_make(const char *path, etho_error *error);

/* SHA-256 as 64 lower-case hex digits and a NUL. */
void etho_sha256(const void *data, size_t length, char hex[65]);
/* The same of a file's bytes, whatever its size. */
etho_status etho_file_sha256(const char *path, char hex[65], etho_error *error);

#endif
