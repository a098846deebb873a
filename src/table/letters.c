/* Letters of cells that a reader of the file does not see, or that are not what they were. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "table/grid.h"

enum { SHOWN = 20 };

/* Where a message stands. */
typedef struct place {
  size_t line, column;
} place;

static char *cell_at(const etho_grid *grid, size_t record, size_t field) {
  return grid->pool + grid->cell[grid->record[record].first + field];
}

/* ---- bytes that are no letters ---- */

typedef struct marks {
  size_t n, seen; /* in this cell, in the cells before it */
  size_t zeros;
  size_t n_cells;
} marks;

/* Marks become U+FFFD. */
static void replace_marks(char *text, marks *m) {
  m->n = m->zeros = 0;
  for (char *p = text; (p = strchr(p, ETHO_MARK_BAD[0])); p++) {
    bool bad = strncmp(p, ETHO_MARK_BAD, 3) == 0, zero = strncmp(p, ETHO_MARK_ZERO, 3) == 0;
    if (!bad && !zero) continue;
    memcpy(p, "\xEF\xBF\xBD", 3);
    m->n++, m->zeros += zero;
  }
}

static void tell_marks(const etho_grid *grid, const etho_decoded *decoded, const marks *m, place at,
                       etho_issues *issues) {
  etho_text where = {0}, what = {0};
  bool known = m->seen < ETHO_BAD_KEPT && decoded->bad[m->seen].offset != SIZE_MAX;
  if (known) etho_text_format(&where, " at offset %zu", decoded->bad[m->seen].offset);
  if (m->n > 1) etho_text_format(&what, " (and %zu more in this cell)", m->n - 1);
  if (m->zeros)
    etho_issues_add(issues, "E-FILE-NUL", grid->name, at.line, at.column,
                    "the file is damaged or was not saved as text: export it again", "a zero byte%s%s",
                    etho_text_get(&where), etho_text_get(&what));
  else if (known)
    etho_issues_add(issues, "E-FILE-ENCODING", grid->name, at.line, at.column,
                    "save the file as UTF-8, or name its encoding: --encoding Windows-1252, CP932, ...",
                    "the byte 0x%02X%s is not valid %s%s", decoded->bad[m->seen].byte, etho_text_get(&where),
                    decoded->encoding, etho_text_get(&what));
  else
    etho_issues_add(issues, "E-FILE-ENCODING", grid->name, at.line, at.column,
                    "save the file as UTF-8, or name its encoding: --encoding Windows-1252, CP932, ...",
                    "%zu byte%s of this cell %s not valid %s", m->n, m->n == 1 ? "" : "s",
                    m->n == 1 ? "is" : "are", decoded->encoding);
  etho_text_free(&where);
  etho_text_free(&what);
}

static bool has_high_byte(const char *text) {
  for (; *text; text++)
    if ((unsigned char)*text >= 0x80) return true;
  return false;
}

static void tell_guess(const etho_grid *grid, const etho_decoded *decoded, etho_issues *issues) {
  place at = {0};
  for (size_t r = 0; r < grid->n_records && !at.line; r++)
    for (size_t f = 0; f < grid->record[r].count && !at.line; f++)
      if (has_high_byte(cell_at(grid, r, f))) at = (place){grid->record[r].line, f + 1};
  etho_issues_add(issues, "W-FILE-ENCODING", grid->name, at.line, at.column,
                  "if letters look wrong, name the encoding with --encoding, or save the file as UTF-8",
                  "the file is not UTF-8: read as %s", decoded->encoding);
}

void etho_grid_tell_bytes(etho_grid *grid, const etho_decoded *decoded, etho_issues *issues) {
  marks m = {0};
  if (decoded->guessed) tell_guess(grid, decoded, issues);
  if (!decoded->n_bad) return;
  for (size_t r = 0; r < grid->n_records; r++)
    for (size_t f = 0; f < grid->record[r].count; f++) {
      replace_marks(cell_at(grid, r, f), &m);
      if (m.n && m.n_cells++ < SHOWN)
        tell_marks(grid, decoded, &m, (place){grid->record[r].line, f + 1}, issues);
      m.seen += m.n;
    }
  if (m.n_cells > SHOWN)
    etho_issues_add(issues, "E-FILE-ENCODING", grid->name, 0, 0, "name the file's encoding with --encoding",
                    "%zu more cells hold bytes that are not valid %s", m.n_cells - SHOWN, decoded->encoding);
  if (!m.n_cells)
    etho_issues_add(issues, "E-FILE-ENCODING", grid->name, 0, 0, "name the file's encoding with --encoding",
                    "%zu bytes of the file are not valid %s", decoded->n_bad, decoded->encoding);
}

/* ---- letters that cannot be seen ---- */

/* What a letter is for the reader of a table. */
typedef enum look { LOOK_LETTER, LOOK_NOTHING, LOOK_SPACE, LOOK_LOST, LOOK_MINUS } look;

static look look_of(const unsigned char *p, size_t *length) {
  *length = p[0] == 0xC2 ? 2 : 3;
  if (p[0] == 0xC2)
    return p[1] == 0xAD ? LOOK_NOTHING : p[1] == 0xA0 || p[1] == 0x85 ? LOOK_SPACE : LOOK_LETTER;
  if (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) return LOOK_NOTHING; /* byte order mark */
  if (p[0] == 0xEF && p[1] == 0xBF && p[2] == 0xBD) return LOOK_LOST;
  if (p[0] != 0xE2) return LOOK_LETTER;
  if (p[1] == 0x80) {
    if (p[2] <= 0x8A || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF) return LOOK_SPACE;
    /* U+200B and marks of direction; the joiners U+200C and U+200D change how letters look */
    if (p[2] == 0x8B || p[2] == 0x8E || p[2] == 0x8F || (p[2] >= 0xAA && p[2] <= 0xAE)) return LOOK_NOTHING;
  }
  if (p[1] == 0x81 && p[2] == 0x9F) return LOOK_SPACE;
  if (p[1] == 0x81 && p[2] >= 0xA0 && p[2] <= 0xA9) return LOOK_NOTHING;
  return p[1] == 0x88 && p[2] == 0x92 ? LOOK_MINUS : LOOK_LETTER;
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* Rewrite a cell in place; which looks it held. A space between digits stays: it may group thousands. */
static unsigned clean(char *text) {
  unsigned held = 0;
  char *to = text;
  for (const char *p = text; *p;) {
    unsigned char c = (unsigned char)*p;
    size_t n = 1;
    look l = c == 0xC2 || c == 0xE2 || c == 0xEF ? look_of((const unsigned char *)p, &n) : LOOK_LETTER;
    bool grouping = l == LOOK_SPACE && p > text && is_digit(p[-1]) && is_digit(p[n]);
    if (l == LOOK_LETTER || l == LOOK_LOST || grouping) {
      held |= grouping ? 0 : 1u << l;
      if (l == LOOK_LETTER) n = 1;
      memmove(to, p, n);
      to += n;
    } else if (l == LOOK_MINUS) {
      bool number = p == text && (is_digit(p[3]) || p[3] == '.' || p[3] == ',');
      if (number)
        *to++ = '-';
      else
        memmove(to, p, n), to += n;
    } else {
      held |= 1u << l;
      if (l == LOOK_SPACE) *to++ = ' ';
    }
    p += n;
  }
  *to = '\0';
  return held;
}

bool etho_letters_are_plain(const char *text, size_t length) {
  static const unsigned char lead[] = {0xC2, 0xE2, 0xEF};
  for (size_t i = 0; i < sizeof lead; i++)
    for (const char *p = text, *end = text + length; p < end && (p = memchr(p, lead[i], (size_t)(end - p)));
         p++) {
      size_t n;
      if (end - p < 3 || look_of((const unsigned char *)p, &n) != LOOK_LETTER) return false;
    }
  for (const char *p = text; (p = memchr(p, 0xE3, length - (size_t)(p - text))); p++)
    if (length - (size_t)(p - text) >= 3 && memcmp(p, "\xE3\x80\x80", 3) == 0) return false;
  return true;
}

static void tell_look(const etho_grid *grid, unsigned held, place at, const char *text, etho_issues *issues) {
  if (held & 1u << LOOK_LOST)
    etho_issues_add(issues, "W-CELL-LOST", grid->name, at.line, at.column,
                    "look the cell up in the original: a program before this one could not write its letters",
                    "'%.60s' holds the sign for letters that were lost", text);
  else
    etho_issues_add(issues, "W-CELL-INVISIBLE", grid->name, at.line, at.column,
                    "type the cell again if that is not what it should hold",
                    held & 1u << LOOK_NOTHING ? "'%.60s' held characters that cannot be seen: left out"
                                              : "'%.60s' held a special space: read as a plain one",
                    text);
}

void etho_grid_clean_letters(etho_grid *grid, etho_issues *issues) {
  size_t n = 0;
  if (!grid->pool_length || etho_letters_are_plain(grid->pool, grid->pool_length)) return;
  for (size_t r = 0; r < grid->n_records; r++)
    for (size_t f = 0; f < grid->record[r].count; f++) {
      char *text = cell_at(grid, r, f);
      unsigned held = clean(text) & ~(1u << LOOK_LETTER);
      if (held && n++ < SHOWN) tell_look(grid, held, (place){grid->record[r].line, f + 1}, text, issues);
    }
  if (n > SHOWN)
    etho_issues_add(issues, "W-CELL-INVISIBLE", grid->name, 0, 0, "see the first ones above",
                    "%zu more cells held characters that cannot be seen or were lost", n - SHOWN);
}
