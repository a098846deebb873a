/* Which character separates the fields: the one whose count per line is the steadiest. */
#include <string.h>

#include "table/grid.h"

enum { SAMPLE_LINES = 200, CANDIDATES = 4 };

/* In order of preference when two are equally steady: a decimal comma must not win over its delimiter. */
static const char candidate[CANDIDATES] = {'\t', ';', ',', '|'};

typedef struct counts {
  unsigned count[CANDIDATES][SAMPLE_LINES];
  size_t n_lines;
} counts;

/* Count candidates outside quotes, per logical line. Blank lines do not count. */
static void count_candidates(const char *text, size_t length, counts *out) {
  bool quoted = false, blank = true;
  out->n_lines = 0;
  for (int k = 0; k < CANDIDATES; k++) out->count[k][0] = 0;
  for (size_t i = 0; i < length && out->n_lines < SAMPLE_LINES; i++) {
    char c = text[i];
    if (c == '"') quoted = !quoted;
    bool end = !quoted && (c == '\n' || c == '\r');
    if (!end) {
      blank = blank && (c == ' ' || c == '\t');
      for (int k = 0; k < CANDIDATES; k++) out->count[k][out->n_lines] += !quoted && c == candidate[k];
      if (i + 1 < length) continue;
    }
    if (!blank) out->n_lines++;
    blank = true;
    for (int k = 0; k < CANDIDATES && out->n_lines < SAMPLE_LINES; k++) out->count[k][out->n_lines] = 0;
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

static bool separator_line(const char *text, size_t length, char *delimiter, size_t *skip) {
  size_t quote = length && text[0] == '"';
  if (length < quote + 5 || strncmp(text + quote, "sep=", 4) != 0) return false;
  char c = text[quote + 4];
  size_t i = quote + 5;
  while (i < length && (text[i] == '"' || text[i] == ' ')) i++;
  if (i < length && text[i] != '\n' && text[i] != '\r') return false;
  if (!strchr("\t;,|", c)) return false;
  if (i < length && text[i] == '\r') i++;
  if (i < length && text[i] == '\n') i++;
  *delimiter = c;
  *skip = i;
  return true;
}

char etho_delimiter_detect(const char *text, size_t length, size_t *skip) {
  *skip = 0;
  char declared;
  if (separator_line(text, length, &declared, skip)) return declared;
  counts c;
  count_candidates(text, length, &c);
  size_t best = 0;
  char delimiter = ',';
  for (int k = 0; k < CANDIDATES; k++) {
    unsigned mode;
    size_t steady = steadiness(c.count[k], c.n_lines, &mode);
    if (steady > best) best = steady, delimiter = candidate[k];
  }
  return delimiter;
}
