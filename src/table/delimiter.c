/* Which character separates the fields: the one whose count per line is the steadiest. */
#include <string.h>

#include "table/grid.h"

enum { SAMPLE_LINES = 200, WORDS = 4 };

static const char candidate[WORDS] = {'\t', ';', ',', '|'};

typedef struct counts {
  unsigned count[WORDS + 1][SAMPLE_LINES]; /* of each candidate, and of words between spaces */
  size_t n_lines;
  bool other_commas; /* below the first line, a comma that is no decimal mark */
} counts;

/* A quote opens at the beginning of a field only: 5" box is no beginning. */
static bool opens(const char *text, size_t i) {
  while (i && text[i - 1] == ' ') i--;
  return !i || strchr("\t;,|\n\r", text[i - 1]);
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* Count candidates outside quotes, per logical line. Blank lines do not count. */
static void count_candidates(const char *text, size_t length, counts *out) {
  bool quoted = false, blank = true, in_word = false;
  out->n_lines = 0;
  out->other_commas = false;
  for (int k = 0; k <= WORDS; k++) out->count[k][0] = 0;
  for (size_t i = 0; i < length && out->n_lines < SAMPLE_LINES; i++) {
    char c = text[i];
    if (c == '"') quoted = !quoted && opens(text, i);
    bool end = !quoted && (c == '\n' || c == '\r');
    if (!end) {
      bool space = c == ' ' || c == '\t';
      blank = blank && space;
      out->count[WORDS][out->n_lines] += !space && !in_word;
      in_word = !space || quoted;
      for (int k = 0; k < WORDS; k++) out->count[k][out->n_lines] += !quoted && c == candidate[k];
      bool decimal = i && i + 1 < length && is_digit(text[i - 1]) && is_digit(text[i + 1]);
      if (c == ',' && !quoted && out->n_lines && !decimal) out->other_commas = true;
      if (i + 1 < length) continue;
    }
    if (!blank) out->n_lines++;
    blank = true, in_word = false;
    for (int k = 0; k <= WORDS && out->n_lines < SAMPLE_LINES; k++) out->count[k][out->n_lines] = 0;
  }
}

/* Lines that have the most common count above zero. */
static size_t steadiness(const unsigned *count, size_t n, unsigned *mode) {
  size_t best = 0;
  *mode = 0;
  for (size_t i = 0; i < n; i++) {
    if (!count[i]) continue;
    size_t same = 0;
    for (size_t j = 0; j < n; j++) same += count[j] == count[i];
    if (same > best || (same == best && count[i] > *mode)) best = same, *mode = count[i];
  }
  return best;
}

static bool is_sep(const char *text) {
  return (text[0] | 32) == 's' && (text[1] | 32) == 'e' && (text[2] | 32) == 'p' && text[3] == '=';
}

static bool separator_line(const char *text, size_t length, char *delimiter, size_t *skip) {
  size_t quote = length && text[0] == '"';
  if (length < quote + 5 || !is_sep(text + quote)) return false;
  char c = text[quote + 4];
  size_t i = quote + 5;
  while (i < length && (text[i] == '"' || text[i] == ' ')) i++;
  if (i < length && text[i] != '\n' && text[i] != '\r') return false;
  if (!c || !strchr("\t;,|", c)) return false;
  if (i < length && text[i] == '\r') i++;
  if (i < length && text[i] == '\n') i++;
  *delimiter = c;
  *skip = i;
  return true;
}

/* Of equally steady ones the more frequent, but a decimal comma does not win over its delimiter. */
static bool is_better(const counts *c, int k, unsigned mode, int best, unsigned best_mode) {
  if (candidate[best] == ';' && candidate[k] == ',' && !c->other_commas) return false;
  return mode > best_mode;
}

char etho_delimiter_detect(const char *text, size_t length, size_t *skip) {
  *skip = 0;
  char declared;
  if (separator_line(text, length, &declared, skip)) return declared;
  counts c;
  count_candidates(text, length, &c);
  size_t most = 0;
  unsigned mode, best_mode = 0;
  int best = -1;
  for (int k = 0; k < WORDS; k++) {
    size_t steady = steadiness(c.count[k], c.n_lines, &mode);
    if (steady > most || (steady && steady == most && is_better(&c, k, mode, best, best_mode)))
      most = steady, best = k, best_mode = mode;
  }
  if (best >= 0) return candidate[best];
  return steadiness(c.count[WORDS], c.n_lines, &mode) * 2 > c.n_lines && mode > 1 ? ' ' : '\0';
}
