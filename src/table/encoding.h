/* table/encoding.h - the bytes of a file to UTF-8 text. */
#ifndef ETHO_TABLE_ENCODING_H
#define ETHO_TABLE_ENCODING_H

#include "ethostat/base.h"

/* Turn data[0..length) into malloc'd UTF-8 (*text, *text_length, a NUL after the end). encoding: a name iconv
 * knows, or NULL to detect: byte order marks, UTF-16 by its zero bytes, UTF-8, else Windows-1252 when every
 * odd byte reads as a Western letter. *used is a static name or `encoding` itself. NUL and invalid bytes
 * become U+FFFD and issues with the offset. ETHO_ERR_DATA for empty and binary files (also added to issues),
 * ETHO_ERR_USAGE for an unknown encoding. */
etho_status etho_decode(const char *name, const char *data, size_t length, const char *encoding, char **text,
                        size_t *text_length, const char **used, etho_issues *issues, etho_error *error);

#endif
