/* UTF-8: validity (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF) and display width. */
#include "base/text.h"

#include <stdint.h>
#include <string.h>

/* Decode one character; returns its length in bytes, 0 when the bytes are not valid UTF-8. */
static size_t decode(const unsigned char *p, size_t length, uint32_t *code) {
  if (p[0] < 0x80) return *code = p[0], 1;
  size_t n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
  if (p[0] < 0xC2 || p[0] > 0xF4 || n > length) return 0;
  uint32_t c = p[0] & (0xFFu >> (n + 1));
  for (size_t i = 1; i < n; i++) {
    if ((p[i] & 0xC0) != 0x80) return 0;
    c = c << 6 | (p[i] & 0x3Fu);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0;
  *code = c;
  return n;
}

size_t etho_utf8_valid_prefix(const char *text, size_t length) {
  const unsigned char *p = (const unsigned char *)text;
  size_t i = 0;
  while (i < length) {
    if (p[i] - 1u < 0x7F) { /* most bytes of most files */
      i++;
      continue;
    }
    uint32_t code;
    size_t n = decode(p + i, length - i, &code);
    if (!n) break;
    i += n;
  }
  return i;
}

size_t etho_utf8_repair(char *text, size_t length) {
  size_t kept = 0;
  for (size_t i = 0; i < length;) {
    size_t n = etho_utf8_valid_prefix(text + i, length - i);
    memmove(text + kept, text + i, n);
    kept += n, i += n;
    if (i == length) break;
    unsigned char first = (unsigned char)text[i++];
    while (i < length && ((unsigned char)text[i] & 0xC0) == 0x80) i++;
    if (first < 0xC2 || first > 0xF4) text[kept++] = '?';
  }
  text[kept] = '\0';
  return kept;
}

void etho_text_append_utf8(etho_text *text, const char *addition) {
  for (size_t left = strlen(addition); left;) {
    size_t n = etho_utf8_valid_prefix(addition, left);
    etho_text_append_n(text, addition, n);
    addition += n, left -= n;
    if (!left) return;
    etho_text_append(text, "\xEF\xBF\xBD");
    addition++, left--;
  }
}

static size_t width_of(uint32_t c) {
  static const struct { uint32_t first, last; } zero[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
      {0x0610, 0x061A}, {0x064B, 0x065F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},
      {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}},
    wide[] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
      {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  if (c < 0x20 || c == 0x7F) return 0;
  for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
    if (c >= zero[i].first && c <= zero[i].last) return 0;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    if (c >= wide[i].first && c <= wide[i].last) return 2;
  return 1;
}

size_t etho_utf8_width(const char *text) {
  const unsigned char *p = (const unsigned char *)text;
  size_t length = strlen(text), width = 0;
  for (size_t i = 0; i < length;) {
    uint32_t code = '?';
    size_t n = decode(p + i, length - i, &code);
    i += n ? n : 1;
    width += width_of(code);
  }
  return width;
}
