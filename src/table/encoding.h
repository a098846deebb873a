/* table/encoding.h - the bytes of a file to UTF-8 text. */
#ifndef ETHO_TABLE_ENCODING_H
#define ETHO_TABLE_ENCODING_H

#include "ethostat/base.h"

/* Stand in the text for a byte that is no letter of the encoding, and for a zero byte: noncharacters, so that
 * no file means them. etho_grid_tell_bytes makes U+FFFD of them once it has told their cells. */
#define ETHO_MARK_BAD "\xEF\xB7\x90"  /* U+FDD0 */
#define ETHO_MARK_ZERO "\xEF\xB7\x91" /* U+FDD1 */

enum { ETHO_BAD_KEPT = 64 };

typedef struct etho_decoded {
  char *text; /* malloc'd, a NUL after the end */
  size_t length;
  const char *encoding; /* a static name, or the one that was declared */
  bool guessed;         /* Windows-1252, because it is not UTF-8 */
  size_t n_bad;         /* marks in the text; the first of them as they were in the file */
  struct {
    size_t offset; /* SIZE_MAX = not known */
    unsigned char byte;
  } bad[ETHO_BAD_KEPT];
} etho_decoded;

/* Turn data[0..length) into UTF-8. encoding: a name iconv knows, or NULL to detect: byte order marks, UTF-16
 * and UTF-32 by their zero bytes, UTF-8, else Windows-1252 when every odd byte reads as a Western letter.
 * Byte order marks are left out, also where files were put together. ETHO_ERR_DATA for empty and binary files
 * (also added to issues), ETHO_ERR_USAGE for an unknown encoding. */
etho_status etho_decode(const char *name, const char *data, size_t length, const char *encoding,
                        etho_decoded *decoded, etho_issues *issues, etho_error *error);

/* Refuse the file as a whole: an issue on its line (0 = none) and the error with one text. */
etho_status etho_file_refuse(const char *name, const char *code, size_t line, const char *what,
                             const char *hint, etho_issues *issues, etho_error *error);
/* Bytes that begin like a workbook, a picture, an archive, a program: E-FILE-BINARY. */
etho_status etho_refuse_binary(const char *name, const char *data, size_t length, etho_issues *issues,
                               etho_error *error);
/* Text that is no table: a web page, XML, JSON, rich text: E-FILE-KIND. */
etho_status etho_refuse_kind(const char *name, const char *text, size_t length, etho_issues *issues,
                             etho_error *error);

#endif
