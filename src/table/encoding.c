#include "table/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Control characters that text does not hold. Zeros at the end are a file that was not written to its end. */
static bool looks_binary(const char *data, size_t length) {
  size_t n = length < 4096 ? length : 4096, odd = 0;
  while (n && data[n - 1] == '\0') n--;
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)data[i];
    odd += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1A;
  }
  return odd > 1 && odd * 10 > n;
}

/* A wide encoding when nearly all letters leave the same bytes of their unit zero. */
static const char *guess_wide(const char *data, size_t length) {
  size_t n = length < 4096 ? length & ~(size_t)3 : 4096, zero[4] = {0};
  for (size_t i = 0; i < n; i++) zero[i & 3] += data[i] == '\0';
  if (n >= 8 && zero[1] + zero[2] + zero[3] > n / 4 * 3 - n / 20 && zero[0] * 20 < n) return "UTF-32LE";
  if (n >= 8 && zero[0] + zero[1] + zero[2] > n / 4 * 3 - n / 20 && zero[3] * 20 < n) return "UTF-32BE";
  n = length < 4096 ? length & ~(size_t)1 : 4096;
  size_t even = 0, odd = 0;
  for (size_t i = 0; i < n; i++) *(i & 1 ? &odd : &even) += data[i] == '\0';
  if (n < 4) return NULL;
  if (odd * 4 > n && even * 20 < n) return "UTF-16LE";
  return even * 4 > n && odd * 20 < n ? "UTF-16BE" : NULL;
}

static bool is_continuation(unsigned char c) {
  return c >= 0x80 && c < 0xC0;
}

/* Not UTF-8: could every byte above 127 be a Western letter or sign? A lead byte followed by a continuation
 * byte speaks for broken UTF-8 instead, and so does any valid sequence elsewhere. */
static bool plausible_1252(const char *data, size_t length) {
  const unsigned char *p = (const unsigned char *)data;
  for (size_t i = 0; i < length; i++) {
    unsigned char c = p[i];
    if (c < 0x80) continue;
    if (c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D || c >= 0xFE) return false;
    bool high = i + 1 < length && p[i + 1] >= 0x80;
    if (c >= 0xC0 && high && is_continuation(p[i + 1])) return false;
    if (c == 0x83 || (c == 0x82 && high)) return false; /* kana of CP932 rather than a florin sign */
  }
  return true;
}

/* Keep what stood in the file at a mark. */
static void mark(etho_decoded *decoded, etho_text *out, size_t offset, unsigned char byte) {
  etho_text_append(out, byte ? ETHO_MARK_BAD : ETHO_MARK_ZERO);
  if (decoded->n_bad < ETHO_BAD_KEPT) {
    decoded->bad[decoded->n_bad].offset = offset;
    decoded->bad[decoded->n_bad].byte = byte;
  }
  decoded->n_bad++;
}

static void copy_utf8(const char *data, size_t length, size_t skip, etho_decoded *decoded, etho_text *out) {
  for (size_t i = skip; i < length;) {
    size_t valid = etho_utf8_valid_prefix(data + i, length - i);
    const char *zero = memchr(data + i, '\0', valid);
    if (zero) valid = (size_t)(zero - (data + i));
    etho_text_append_n(out, data + i, valid);
    i += valid;
    if (i >= length) return;
    mark(decoded, out, i, (unsigned char)data[i]);
    i++;
  }
}

/* Converted text, of which a zero would end a cell. */
static void append_converted(const char *text, size_t length, etho_decoded *decoded, etho_text *out) {
  while (length) {
    const char *zero = memchr(text, '\0', length);
    size_t n = zero ? (size_t)(zero - text) : length;
    etho_text_append_n(out, text, n);
    if (!zero) return;
    mark(decoded, out, SIZE_MAX, 0);
    text += n + 1, length -= n + 1;
  }
}

/* Bytes of one unit, by which an invalid one is passed over. */
static size_t unit_of(const char *encoding) {
  static const struct {
    const char *begin;
    size_t unit;
  } wide[] = {{"UTF-16", 2}, {"UTF16", 2}, {"UCS-2", 2}, {"UTF-32", 4}, {"UTF32", 4}, {"UCS-4", 4}};
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    char begin[8] = "";
    memcpy(begin, encoding, strnlen(encoding, strlen(wide[i].begin)));
    if (etho_text_equal_fold(begin, wide[i].begin)) return wide[i].unit;
  }
  return 1;
}

static etho_status convert(const char *data, size_t length, size_t skip, etho_decoded *decoded,
                           etho_text *out, etho_error *error) {
  iconv_t converter = iconv_open("UTF-8", decoded->encoding);
  if (converter == (iconv_t)-1) {
    etho_error_set(error, ETHO_ERR_USAGE, "the encoding '%s' is not known here", decoded->encoding);
    etho_error_hint(error,
                    "use a name that `iconv -l` lists, such as UTF-8, UTF-16LE, Windows-1252 or CP932");
    return ETHO_ERR_USAGE;
  }
  char buffer[4096];
  char *in = (char *)(uintptr_t)(data + skip); /* iconv's interface lacks const; it does not write */
  size_t left = length - skip, unit = unit_of(decoded->encoding);
  while (left) {
    char *to = buffer;
    size_t room = sizeof buffer;
    size_t result = iconv(converter, &in, &left, &to, &room);
    int code = errno;
    append_converted(buffer, sizeof buffer - room, decoded, out);
    if (result != (size_t)-1 || code == E2BIG) continue;
    unsigned char byte = (unsigned char)*in;
    mark(decoded, out, length - left, byte ? byte : 0xFF);
    size_t step = left < unit ? left : unit;
    in += step, left -= step;
  }
  iconv_close(converter);
  return ETHO_OK;
}

/* What the file is written in; *skip is the length of its byte order mark. */
static const char *detect(const char *data, size_t length, size_t *skip, bool *guessed) {
  *skip = 0;
  if (length >= 4 && memcmp(data, "\xFF\xFE\0\0", 4) == 0) return *skip = 4, "UTF-32LE";
  if (length >= 4 && memcmp(data, "\0\0\xFE\xFF", 4) == 0) return *skip = 4, "UTF-32BE";
  if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) return *skip = 3, "UTF-8";
  if (length >= 2 && memcmp(data, "\xFF\xFE", 2) == 0) return *skip = 2, "UTF-16LE";
  if (length >= 2 && memcmp(data, "\xFE\xFF", 2) == 0) return *skip = 2, "UTF-16BE";
  const char *wide = guess_wide(data, length);
  if (wide) return wide;
  size_t valid = etho_utf8_valid_prefix(data, length);
  if (valid == length || !plausible_1252(data, length)) return "UTF-8";
  *guessed = true;
  return "Windows-1252";
}

static bool is_utf8_name(const char *encoding) {
  return etho_text_equal_fold(encoding, "UTF-8") || etho_text_equal_fold(encoding, "UTF8");
}

/* Byte order marks at the beginning of the text and of its lines (of files that were put together) are no
 * text. */
static void drop_marks(char *text, size_t *length) {
  static const char bom[] = "\xEF\xBB\xBF";
  size_t n = *length, kept = 0, from = 0;
  for (const char *p = text; (p = memchr(p, bom[0], n - (size_t)(p - text))); p++) {
    size_t at = (size_t)(p - text);
    bool begins = at == from || text[at - 1] == '\n' || text[at - 1] == '\r';
    if (n - at < 3 || memcmp(p, bom, 3) != 0 || !begins) continue;
    memmove(text + kept, text + from, at - from);
    kept += at - from;
    from = at + 3;
  }
  if (from) memmove(text + kept, text + from, n - from);
  *length = kept + n - from;
  text[*length] = '\0';
}

static etho_status refuse_empty(const char *name, etho_issues *issues, etho_error *error) {
  return etho_file_refuse(name, "E-FILE-EMPTY", 0, "the file is empty",
                          "export it again, or give another file", issues, error);
}

etho_status etho_decode(const char *name, const char *data, size_t length, const char *encoding,
                        etho_decoded *decoded, etho_issues *issues, etho_error *error) {
  *decoded = (etho_decoded){.encoding = encoding};
  if (!length) return refuse_empty(name, issues, error);
  etho_status status = etho_refuse_binary(name, data, length, issues, error);
  if (status != ETHO_OK) return status;
  size_t skip = 0;
  if (!encoding) decoded->encoding = detect(data, length, &skip, &decoded->guessed);
  bool narrow = is_utf8_name(decoded->encoding);
  if (narrow && looks_binary(data, length))
    return etho_file_refuse(name, "E-FILE-BINARY", 0, "this is not a text file",
                            "export the table as CSV and read that", issues, error);
  etho_text out = {0};
  if (narrow)
    copy_utf8(data, length, skip, decoded, &out);
  else
    status = convert(data, length, skip, decoded, &out, error);
  if (status == ETHO_OK && out.failed)
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory reading '%s'", name);
  if (status == ETHO_OK && out.length) drop_marks(out.data, &out.length);
  while (out.length && out.data[out.length - 1] == 0x1A)
    out.data[--out.length] = '\0'; /* end of a DOS file */
  if (status == ETHO_OK && !out.length) status = refuse_empty(name, issues, error);
  if (status == ETHO_OK) status = etho_refuse_kind(name, out.data, out.length, issues, error);
  if (status != ETHO_OK) {
    etho_text_free(&out);
    return status;
  }
  decoded->text = out.data;
  decoded->length = out.length;
  return ETHO_OK;
}
