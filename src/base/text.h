/* base/text.h - a growing string, and small questions about text. */
#ifndef ETHO_BASE_TEXT_H
#define ETHO_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "ethostat/base.h"

/* A growing, always NUL-terminated string. Start with {0}; failures stick in `failed` and leave the text whole,
 * so that a writer checks once at the end. */
typedef struct etho_text {
  char *data; /* NULL while empty: use etho_text_get */
  size_t length, capacity;
  bool failed;
} etho_text;

void etho_text_append(etho_text *text, const char *addition);
void etho_text_append_n(etho_text *text, const char *addition, size_t length);
void etho_text_char(etho_text *text, char character);
/* What is formatted is valid UTF-8, whatever a precision cuts off (etho_utf8_repair). */
void etho_text_format(etho_text *text, const char *format, ...) ETHO_PRINTF(2, 3);
void etho_text_vformat(etho_text *text, const char *format, va_list arguments) ETHO_PRINTF(2, 0);
/* Shortest decimal that reads back to the same double; "NA" is never written here: non-finite is the caller's matter. */
void etho_text_number(etho_text *text, double value);
const char *etho_text_get(const etho_text *text); /* "" while empty */
void etho_text_clear(etho_text *text);            /* keeps the memory */
void etho_text_free(etho_text *text);

/* ASCII-only, locale-free. */
bool etho_text_equal_fold(const char *a, const char *b);
/* Is part, in small letters, somewhere in text, whatever its case? */
bool etho_text_holds(const char *text, const char *part);
/* Order for people: numbers within the text by value (arm 2 before arm 10, 0.25 mg before 0.5 mg), other bytes as
 * they are. 0 only for equal texts. */
int etho_text_natural(const char *a, const char *b);
/* Append text with U+FFFD for every byte that is not valid UTF-8 (names of files may hold any). */
void etho_text_append_utf8(etho_text *text, const char *addition);
/* Length of the longest valid UTF-8 prefix of text[0..length). */
size_t etho_utf8_valid_prefix(const char *text, size_t length);
/* Make text[0..length), which has room for a NUL, valid in place: a character that "%.40s" cut short is dropped, other stray
 * bytes become '?'. Returns the new length. */
size_t etho_utf8_repair(char *text, size_t length);
/* Columns a terminal gives to a UTF-8 text (combining marks 0, CJK 2). */
size_t etho_utf8_width(const char *text);

/* The names nearest to `wanted` by edit distance (case-insensitive, Damerau-Levenshtein), best first, as
 * "'a', 'b' or 'c'" (at most 3; empty when none is near). names: n entries, NULL entries are skipped. */
void etho_nearest_names(etho_text *out, const char *wanted, const char *const *names, size_t n);

#endif
