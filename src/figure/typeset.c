#include "figure/typeset.h"

#include <math.h>
#include <string.h>

/* Advance widths of DejaVu Sans for U+0020...U+007E in thousandths of the size. */
static const short ascii_width[] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};

static size_t character_length(const char *p) {
  unsigned char c = (unsigned char)*p;
  size_t n = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
  for (size_t i = 1; i < n; i++)
    if (((unsigned char)p[i] & 0xC0) != 0x80) return i;
  return n;
}

static double character_width(const char *p, size_t length) {
  unsigned char c = (unsigned char)*p;
  if (c >= 0x20 && c < 0x7F) return ascii_width[c - 0x20] / 1000.0;
  char one[8] = {0};
  memcpy(one, p, length < 7 ? length : 7);
  size_t cells = etho_utf8_width(one);
  if (c >= 0xE2 && cells == 1) return 1.0; /* arrows, mathematics, pictures of controls */
  return cells == 2 ? 1.05 : cells == 1 ? 0.8 : 0;
}

double etho_text_width_mm(const char *text, double size_pt) {
  double width = 0;
  for (size_t n; *text; text += n) {
    n = character_length(text);
    width += character_width(text, n);
  }
  return width * size_pt * ETHO_MM_PER_POINT;
}

double etho_line_height_mm(double size_pt) {
  return 1.22 * size_pt * ETHO_MM_PER_POINT;
}

static void append_control(etho_text *out, unsigned char c) {
  if (c == '\n')
    etho_text_char(out, '\n');
  else if (c == 0x7F)
    etho_text_append(out, "\xE2\x90\xA1");
  else {
    const char picture[] = {(char)0xE2, (char)0x90, (char)(0x80 + c), '\0'};
    etho_text_append(out, picture);
  }
}

/* C1 controls (U+0080...U+009F) and the marks that reverse the order of text would disturb the rest of a
 * figure. */
static bool is_unprintable(const char *p) {
  unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
  if (a == 0xC2) return b < 0xA0;
  if (a != 0xE2) return false;
  unsigned char c = (unsigned char)p[2];
  return (b == 0x80 && (c == 0xA8 || c == 0xA9 || (c >= 0xAA && c <= 0xAE))) ||
         (b == 0x81 && c >= 0xA6 && c <= 0xA9);
}

const char *etho_text_printable(etho_arena *arena, const char *text) {
  etho_text out = {0};
  size_t left = text ? strlen(text) : 0;
  for (const char *p = text; left;) {
    size_t valid = etho_utf8_valid_prefix(p, left);
    for (size_t i = 0; i < valid;) {
      size_t n = character_length(p + i);
      unsigned char c = (unsigned char)p[i];
      if (c == '\r' && p[i + 1] == '\n')
        n = 1;
      else if (c < 0x20 || c == 0x7F)
        append_control(&out, c);
      else if (is_unprintable(p + i))
        etho_text_append(&out, "\xEF\xBF\xBD");
      else
        etho_text_append_n(&out, p + i, n);
      i += n;
    }
    p += valid, left -= valid;
    if (!left) break;
    etho_text_append(&out, "\xEF\xBF\xBD");
    p++, left--;
  }
  const char *copy = out.failed ? NULL : etho_arena_text(arena, etho_text_get(&out));
  etho_text_free(&out);
  return copy;
}

/* Bytes of text[0..length) that fit into width_mm. */
static size_t fitting(const char *text, size_t length, double size_pt, double width_mm) {
  double width = 0;
  size_t at = 0;
  while (at < length) {
    size_t n = character_length(text + at);
    width += character_width(text + at, n) * size_pt * ETHO_MM_PER_POINT;
    if (width > width_mm) break;
    at += n;
  }
  return at;
}

/* Where the longest end of text[from..length) begins that is no wider than width_mm. */
static size_t tail_start(const char *text, size_t from, size_t length, double size_pt, double width_mm) {
  double width = 0;
  for (size_t at = from; at < length; at += character_length(text + at))
    width += character_width(text + at, character_length(text + at)) * size_pt * ETHO_MM_PER_POINT;
  size_t at = from;
  while (at < length && width > width_mm) {
    size_t n = character_length(text + at);
    width -= character_width(text + at, n) * size_pt * ETHO_MM_PER_POINT;
    at += n;
  }
  return at;
}

static const char ellipsis[] = "\xE2\x80\xA6";

static const char *shorten_n(etho_arena *arena, const char *text, size_t length, double size_pt,
                             double width_mm, bool more) {
  if (!more && fitting(text, length, size_pt, width_mm) == length)
    return etho_arena_text_n(arena, text, length);
  double room = fmax(0, width_mm - etho_text_width_mm(ellipsis, size_pt));
  /* Labels of one study often differ at the end only: the middle is what can go. */
  size_t keep = fitting(text, length, size_pt, more ? room : 0.6 * room);
  size_t tail = more ? length : tail_start(text, keep, length, size_pt, 0.4 * room);
  char *out = ETHO_NEW(arena, char, keep + length - tail + sizeof ellipsis);
  if (!out) return NULL;
  memcpy(out, text, keep);
  memcpy(out + keep, ellipsis, sizeof ellipsis - 1);
  memcpy(out + keep + sizeof ellipsis - 1, text + tail, length - tail);
  return out;
}

const char *etho_text_shorten(etho_arena *arena, const char *text, double size_pt, double width_mm) {
  return shorten_n(arena, text, strlen(text), size_pt, width_mm, false);
}

/* Where text[0..length) may be broken so that the first part fits: after the last space or joining mark in
 * the part that fits; 0 when there is none. */
static size_t break_point(const char *text, size_t length, size_t fit) {
  if (fit == length) return length;
  if (text[fit] == ' ') return fit;
  for (size_t i = fit; i > 0; i--) {
    if (strchr(" -/_+,;", text[i - 1]) && text[i - 1]) return i;
    if ((unsigned char)text[i] >= 0xE3 && character_width(text + i, character_length(text + i)) > 1) return i;
  }
  return 0;
}

etho_status etho_text_wrap(etho_arena *arena, const char *text, double size_pt, double width_mm,
                           size_t max_lines, etho_lines *lines) {
  *lines = (etho_lines){ETHO_NEW(arena, const char *, max_lines), 0, false};
  if (!lines->line) return ETHO_ERR_MEMORY;
  while (lines->n < max_lines) {
    while (*text == ' ') text++;
    size_t length = strcspn(text, "\n");
    size_t fit = fitting(text, length, size_pt, width_mm);
    size_t cut = break_point(text, length, fit);
    bool last = lines->n + 1 == max_lines, broken = cut == 0 && length > 0;
    if (broken) cut = fit ? fit : character_length(text);
    size_t end = cut;
    while (end > 0 && text[end - 1] == ' ') end--;
    const char *rest = text + cut + (text[cut] == '\n');
    bool more = last && *rest;
    if (more) end = length;
    lines->line[lines->n] = shorten_n(arena, text, end, size_pt, width_mm, more || (broken && last));
    if (!lines->line[lines->n++]) return ETHO_ERR_MEMORY;
    lines->cut = lines->cut || more || broken;
    if (!*rest) break;
    text = rest;
  }
  return ETHO_OK;
}
