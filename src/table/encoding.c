#include "table/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

typedef struct magic {
  const char *bytes;
  size_t length;
  const char *what, *hint;
} magic;

static const magic magics[] = {
    {"\xD0\xCF\x11\xE0", 4, "an old Excel workbook (.xls) or one with a password", "save the sheet as CSV (UTF-8) and read that"},
    {"\x89PNG", 4, "a picture (PNG)", "give the data file instead"},
    {"\xFF\xD8\xFF", 3, "a picture (JPEG)", "give the data file instead"},
    {"GIF8", 4, "a picture (GIF)", "give the data file instead"},
    {"%PDF", 4, "a PDF document", "export the table as CSV"},
    {"\x1F\x8B", 2, "a gzip-compressed file",
     "unpack it first: gunzip FILE, or gunzip -c FILE | ethostat ... -"},
    {"\x89HDF", 4, "an HDF5 file", "export it as CSV (SLEAP and DeepLabCut can both write CSV)"},
    {"\x7F"
     "ELF",
     4, "a program", "give the data file instead"},
    {"SQLite format 3", 15, "a database (SQLite)", "export the table as CSV"},
};

static etho_status refuse(const char *name, const char *code, const char *what, const char *hint,
                          etho_issues *issues, etho_error *error) {
  etho_issues_add(issues, code, name, 0, 0, hint, "%s", what);
  etho_error_set(error, ETHO_ERR_DATA, "'%s': %s", name, what);
  etho_error_hint(error, "%s", hint);
  return ETHO_ERR_DATA;
}

static etho_status refuse_magic(const char *name, const char *data, size_t length, etho_issues *issues,
                                etho_error *error) {
  for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
    const magic *m = &magics[i];
    if (length < m->length || memcmp(data, m->bytes, m->length) != 0) continue;
    etho_text what = {0};
    etho_text_format(&what, "this is %s, not a text table", m->what);
    refuse(name, "E-FILE-BINARY", etho_text_get(&what), m->hint, issues, error);
    etho_text_free(&what);
    return ETHO_ERR_DATA;
  }
  return ETHO_OK;
}

/* Control characters that text does not hold. */
static bool looks_binary(const char *data, size_t length) {
  size_t n = length < 4096 ? length : 4096, odd = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)data[i];
    odd += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1A;
  }
  return odd > 1 && odd * 10 > n;
}

/* "UTF-16LE" or "UTF-16BE" when nearly every second byte is zero on one side only. */
static const char *guess_utf16(const char *data, size_t length) {
  size_t n = length < 4096 ? length & ~(size_t)1 : 4096, zero[2] = {0, 0};
  for (size_t i = 0; i < n; i++) zero[i & 1] += data[i] == '\0';
  if (n < 4) return NULL;
  if (zero[1] * 4 > n && zero[0] * 20 < n) return "UTF-16LE";
  if (zero[0] * 4 > n && zero[1] * 20 < n) return "UTF-16BE";
  return NULL;
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
    if (c >= 0xC0 && i + 1 < length && is_continuation(p[i + 1])) return false;
  }
  return true;
}

static size_t line_at(const char *data, size_t offset) {
  size_t line = 1;
  for (size_t i = 0; i < offset; i++) line += data[i] == '\n' || (data[i] == '\r' && data[i + 1] != '\n');
  return line;
}

enum { SHOWN = 10 };

/* Copy UTF-8, putting U+FFFD for NUL and invalid bytes; each is an issue (the first ten, then a count). */
static void copy_utf8(const char *name, const char *data, size_t length, etho_text *out,
                      etho_issues *issues) {
  size_t bad = 0;
  for (size_t i = 0; i < length;) {
    size_t valid = etho_utf8_valid_prefix(data + i, length - i);
    const char *zero = memchr(data + i, '\0', valid);
    if (zero) valid = (size_t)(zero - (data + i));
    etho_text_append_n(out, data + i, valid);
    i += valid;
    if (i >= length) break;
    unsigned char byte = (unsigned char)data[i];
    etho_text_append(out, replacement);
    if (++bad <= SHOWN && byte == 0)
      etho_issues_add(issues, "E-FILE-NUL", name, line_at(data, i), 0,
                      "the file is damaged or was not saved as text: export it again",
                      "a zero byte at offset %zu (byte %zu of the file)", i, i + 1);
    else if (bad <= SHOWN)
      etho_issues_add(issues, "E-FILE-ENCODING", name, line_at(data, i), 0,
                      "save the file as UTF-8, or name its encoding: --encoding Windows-1252, CP932, ...",
                      "the byte 0x%02X at offset %zu is not valid UTF-8", byte, i);
    i++;
  }
  if (bad > SHOWN)
    etho_issues_add(issues, "E-FILE-ENCODING", name, 0, 0, "name the file's encoding with --encoding",
                    "%zu more bytes of the file are not valid UTF-8 text", bad - SHOWN);
}

static etho_status convert(const char *name, const char *data, size_t length, const char *encoding,
                           etho_text *out, etho_issues *issues, etho_error *error) {
  iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == (iconv_t)-1) {
    etho_error_set(error, ETHO_ERR_USAGE, "the encoding '%s' is not known here", encoding);
    etho_error_hint(error,
                    "use a name that `iconv -l` lists, such as UTF-8, UTF-16LE, Windows-1252 or CP932");
    return ETHO_ERR_USAGE;
  }
  char buffer[4096];
  char *in = (char *)(uintptr_t)data; /* iconv's interface lacks const; it does not write */
  size_t left = length, bad = 0;
  while (left) {
    char *to = buffer;
    size_t room = sizeof buffer;
    size_t result = iconv(converter, &in, &left, &to, &room);
    etho_text_append_n(out, buffer, sizeof buffer - room);
    if (result != (size_t)-1 || errno == E2BIG) continue;
    etho_text_append(out, replacement);
    if (++bad <= SHOWN)
      etho_issues_add(issues, "E-FILE-ENCODING", name, 0, 0, "is the encoding right? name it with --encoding",
                      "the byte 0x%02X at offset %zu is not valid %s", (unsigned)(unsigned char)*in,
                      length - left, encoding);
    if (errno == EINVAL) break;
    in++, left--;
  }
  iconv_close(converter);
  return ETHO_OK;
}

/* What the file is written in; *skip is the length of its byte order mark. */
static const char *detect(const char *name, const char *data, size_t length, size_t *skip,
                          etho_issues *issues) {
  *skip = 0;
  if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) return *skip = 3, "UTF-8";
  if (length >= 2 && memcmp(data, "\xFF\xFE", 2) == 0) return *skip = 2, "UTF-16LE";
  if (length >= 2 && memcmp(data, "\xFE\xFF", 2) == 0) return *skip = 2, "UTF-16BE";
  const char *wide = guess_utf16(data, length);
  if (wide) return wide;
  size_t valid = etho_utf8_valid_prefix(data, length);
  if (valid == length || !plausible_1252(data, length)) return "UTF-8";
  etho_issues_add(issues, "W-FILE-ENCODING", name, line_at(data, valid), 0,
                  "if letters look wrong, name the encoding with --encoding, or save the file as UTF-8",
                  "the file is not UTF-8 (byte 0x%02X at offset %zu): read as Windows-1252",
                  (unsigned)(unsigned char)data[valid], valid);
  return "Windows-1252";
}

static bool is_utf8_name(const char *encoding) {
  return etho_text_equal_fold(encoding, "UTF-8") || etho_text_equal_fold(encoding, "UTF8");
}

/* A declared encoding may still come with its byte order mark. */
static size_t mark_of(const char *encoding, const char *data, size_t length) {
  if (is_utf8_name(encoding)) return length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  bool little = etho_text_equal_fold(encoding, "UTF-16LE"), big = etho_text_equal_fold(encoding, "UTF-16BE");
  if (little) return length >= 2 && memcmp(data, "\xFF\xFE", 2) == 0 ? 2 : 0;
  if (big) return length >= 2 && memcmp(data, "\xFE\xFF", 2) == 0 ? 2 : 0;
  return 0;
}

etho_status etho_decode(const char *name, const char *data, size_t length, const char *encoding, char **text,
                        size_t *text_length, const char **used, etho_issues *issues, etho_error *error) {
  if (!length)
    return refuse(name, "E-FILE-EMPTY", "the file is empty", "export it again, or give another file", issues,
                  error);
  etho_status status = refuse_magic(name, data, length, issues, error);
  if (status != ETHO_OK) return status;
  size_t skip = 0;
  if (encoding)
    skip = mark_of(encoding, data, length);
  else
    encoding = detect(name, data, length, &skip, issues);
  bool narrow = is_utf8_name(encoding);
  if (narrow && looks_binary(data, length))
    return refuse(name, "E-FILE-BINARY", "this is not a text file", "export the table as CSV and read that",
                  issues, error);
  etho_text out = {0};
  while (length > skip && data[length - 1] == 0x1A) length--; /* DOS end-of-file mark */
  if (narrow)
    copy_utf8(name, data + skip, length - skip, &out, issues);
  else
    status = convert(name, data + skip, length - skip, encoding, &out, issues, error);
  etho_text_append_n(&out, "", 0);
  if (status == ETHO_OK && out.failed)
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory reading '%s'", name);
  if (status == ETHO_OK && !out.length)
    status = refuse(name, "E-FILE-EMPTY", "the file is empty", "export it again, or give another file",
                    issues, error);
  if (status != ETHO_OK) {
    etho_text_free(&out);
    return status;
  }
  *text = out.data;
  *text_length = out.length;
  *used = encoding;
  return ETHO_OK;
}
