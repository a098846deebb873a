/* A header, word by word: "Time exploring novel object (ms)" is novel_s in milliseconds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "import/vocabulary.h"

enum { MOST_WORDS = 16, WORD_SIZE = 24, KEY_SIZE = 128 };

typedef struct words {
  char word[MOST_WORDS][WORD_SIZE];
  size_t n;
  double factor;
  bool percent, too_long, unit;
} words;

static bool is_one_of(const char *word, const char *list) {
  size_t n = strlen(word);
  for (const char *p = list; n && (p = strstr(p, word)); p += n) {
    bool begins = p == list || p[-1] == ' ', ends = p[n] == ' ' || !p[n];
    if (begins && ends) return true;
  }
  return false;
}

static double unit_factor(const char *word) {
  if (is_one_of(word, "s sec secs second seconds sek")) return 1;
  if (is_one_of(word, "ms msec msecs millisecond milliseconds")) return 0.001;
  if (is_one_of(word, "min mins minute minutes")) return 60;
  return 0;
}

static bool is_word_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool is_digit(unsigned char c) {
  return c >= '0' && c <= '9';
}

static bool is_upper(unsigned char c) {
  return c >= 'A' && c <= 'Z';
}

/* A word ends at punctuation, where digits begin or end, and in the middle of camelCase. */
static bool breaks(const char *text, size_t i, size_t start) {
  unsigned char before = (unsigned char)text[i - 1], c = (unsigned char)text[i];
  if (i == start) return false;
  if (is_digit(before) != is_digit(c)) return true;
  if (!is_upper(before) && is_upper(c)) return true;
  return i - start >= 2 && is_upper(before) && !is_upper(c) && is_upper((unsigned char)text[i - 2]) &&
         c >= 'a' && c <= 'z' && text[i + 1];
}

static void add_word(words *w, const char *text, size_t length) {
  if (w->n == MOST_WORDS || length >= WORD_SIZE) {
    w->too_long = true;
    return;
  }
  char *word = w->word[w->n++];
  for (size_t i = 0; i < length; i++)
    word[i] = is_upper((unsigned char)text[i]) ? (char)(text[i] + 32) : text[i];
  word[length] = '\0';
}

static words split(const char *header) {
  words w = {.factor = 1};
  for (size_t i = 0; header[i];) {
    w.percent = w.percent || header[i] == '%';
    if (!is_word_byte((unsigned char)header[i])) {
      i++;
      continue;
    }
    size_t start = i++;
    while (is_word_byte((unsigned char)header[i]) && !breaks(header, i, start)) i++;
    bool bracket =
        start && (header[start - 1] == '(' || header[start - 1] == '[' || header[start - 1] == '{');
    bool closed = header[i] == ')' || header[i] == ']' || header[i] == '}';
    add_word(&w, header + start, i - start);
    double factor = bracket && closed && w.n > 1 ? unit_factor(w.word[w.n - 1]) : 0;
    if (factor > 0) w.factor = factor, w.unit = true, w.n--;
  }
  double factor = w.n > 1 ? unit_factor(w.word[w.n - 1]) : 0;
  if (factor > 0) w.factor = factor, w.unit = true, w.n--;
  if (w.n > 1 && strcmp(w.word[w.n - 1], "in") == 0) w.n--;
  return w;
}

static void join(const words *w, char key[KEY_SIZE]) {
  size_t n = 0;
  for (size_t i = 0; i < w->n; i++)
    for (const char *c = w->word[i]; *c && n < KEY_SIZE - 1; c++) key[n++] = *c;
  key[n] = '\0';
}

/* The first letter of a spelling stays in its key: most spellings need no splitting. */
static bool may_be(const char *key, const char *spelling) {
  while (*spelling && !is_word_byte((unsigned char)*spelling)) spelling++;
  return (is_upper((unsigned char)*spelling) ? (char)(*spelling + 32) : *spelling) == key[0];
}

/* Position of the spelling in the role's list; -1 = not there. */
static int listed(const char *key, const etho_role_info *role) {
  int index = 0;
  for (const char *p = role->synonyms; *p; index++) {
    const char *end = strchr(p, ',');
    if (!end) end = p + strlen(p);
    if (!may_be(key, p)) {
      p = *end ? end + 1 : end;
      continue;
    }
    char spelling[KEY_SIZE];
    size_t n = end - p < KEY_SIZE - 1 ? (size_t)(end - p) : KEY_SIZE - 1;
    memcpy(spelling, p, n);
    spelling[n] = '\0';
    char wanted[KEY_SIZE];
    words w = split(spelling);
    join(&w, wanted);
    if (strcmp(key, wanted) == 0) return index;
    p = *end ? end + 1 : end;
  }
  return -1;
}

/* "Choice (L/R)", "Correct (1=yes)": what is in brackets lists the values, and names nothing. false: there is
 * nothing of the kind. */
static bool without_values(const char *header, char *out, size_t size) {
  size_t open = strcspn(header, "([{"), close = open + strcspn(header + open, ")]}");
  if (!open || !header[close] || strlen(header) >= size) return false;
  char inside[KEY_SIZE];
  size_t n = close - open - 1;
  if (n >= sizeof inside) return false;
  memcpy(inside, header + open + 1, n);
  inside[n] = '\0';
  words w = split(inside);
  for (size_t i = 0; i < w.n; i++)
    if (!is_one_of(w.word[i], "0 1 2 a b c l r y n t f yes no true false left right correct incorrect error "
                              "wrong success failure novel familiar or and arm id no"))
      return false;
  memcpy(out, header, open);
  snprintf(out + open, size - open, " %s", header + close + 1);
  return w.n > 0;
}

/* ---- exploration columns, word by word ---- */

typedef struct sense {
  bool novel, familiar, left, right, a, b, total, object, place, arm;
  bool bouts, latency, timed, unknown;
  const char *phase;
  double bin;
} sense;

static const char time_words[] =
    "time times duration exploration explore explored exploring exp explor expl investigation investigating "
    "investigated interaction interacting contact sniffing sniff spent s sec zeit temps tiempo erkundung "
    "erkundungszeit exploracion exploración";

/* What a word says, wherever it stands. false: nothing that is known. */
static bool read_plain(const char *word, sense *s) {
  const struct {
    const char *list;
    bool *said;
  } plain[] = {
      {"novel new nov neu neues neuem nouveau nouvel nuevo novedoso unfamiliar moved move displaced "
       "relocated "
       "moving novelty",
       &s->novel},
      {"familiar fam old known bekannt bekanntes bekanntem altes familier stayed stationary unmoved fixed "
       "static nondisplaced",
       &s->familiar},
      {"left links linkes linkem gauche izquierda izquierdo", &s->left},
      {"right rechts rechtes rechtem droite droit derecha derecho", &s->right},
      {"object objects obj objekt objet objeto", &s->object},
      {"position location side place", &s->place},
      {"total", &s->total},
      {"arm arms", &s->arm},
      {"bouts bout visits visit entries entry approaches contacts frequency freq number count counts no n",
       &s->bouts},
      {"latency lat", &s->latency},
      {time_words, &s->timed},
      {"the of at with on in to for that will first was t bin am beim de del du des d la le el al", NULL}};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
    if (!is_one_of(word, plain[i].list)) continue;
    if (plain[i].said) *plain[i].said = true;
    return true;
  }
  return false;
}

static void read_word(const words *w, size_t i, sense *s) {
  static const char objects[] = "object obj objekt objet objeto";
  const char *word = w->word[i], *next = i + 1 < w->n ? w->word[i + 1] : "";
  bool number = is_digit((unsigned char)word[0]);
  const char *last = i ? w->word[i - 1] : "";
  if (number && is_one_of(last, objects))
    *(strcmp(word, "1") == 0 ? &s->a : strcmp(word, "2") == 0 ? &s->b : &s->unknown) = true;
  else if (number && is_one_of(last, "min minute bin") && strlen(word) < 4)
    s->bin = word[1] ? (word[0] - '0') * 10 + (word[1] - '0') : word[0] - '0';
  else if (number && is_one_of(last, "t") && (strcmp(word, "1") == 0 || strcmp(word, "2") == 0))
    s->phase = word[0] == '1' ? "training" : "test";
  else if (is_one_of(word, "a one") && is_one_of(last, objects))
    s->a = true;
  else if (is_one_of(word, "b two") && is_one_of(last, objects))
    s->b = true;
  else if (is_one_of(word, "training train tr familiarization familiarisation acquisition sample"))
    s->phase = "training";
  else if (is_one_of(word, "test testing ts choice retention recall probe"))
    s->phase = "test";
  else if (is_one_of(word, "habituation hab"))
    s->phase = "habituation";
  else if (is_one_of(word, "pre baseline"))
    s->phase = word[0] == 'p' ? "pre" : "baseline";
  else if (is_one_of(word, "post"))
    s->phase = "post";
  else if (!(is_one_of(word, "min minute bin t") && is_digit((unsigned char)next[0])) && !read_plain(word, s))
    s->unknown = true;
}

static const char *const time_role[] = {"novel_s", "familiar_s", "left_s",
                                        "right_s", "object_a_s", "object_b_s"};
static const char *const bouts_role[] = {"novel_bouts", "familiar_bouts", "left_bouts",
                                         "right_bouts", "object_a_bouts", "object_b_bouts"};
static const char *const latency_role[] = {"novel_latency_s", "familiar_latency_s", "left_latency_s",
                                           "right_latency_s", "object_a_latency_s", "object_b_latency_s"};

/* Novelty says more than the side, the side more than the object's letter; two of a kind say nothing. */
static int target_of(const sense *s) {
  if (s->novel != s->familiar) return s->novel ? 0 : 1;
  if (s->novel) return -1;
  if (s->left != s->right) return s->left ? 2 : 3;
  if (s->left) return -1;
  if (s->a != s->b) return s->a ? 4 : 5;
  return -1;
}

static const char *exploration_role(const sense *s, bool text_values) {
  int target = target_of(s);
  bool arm_time =
      s->timed || s->bouts || s->latency; /* "novel arm duration"; the novel arm alone is a place */
  if (s->unknown || (s->arm && !arm_time)) return NULL;
  if (target < 0) return s->total && !text_values && !s->bouts && !s->latency ? "total_s" : NULL;
  static const char *const text_role[] = {NULL, NULL, "left_object", "right_object", "object_a", "object_b"};
  if (text_values && target) return text_role[target];
  if (text_values) return s->place || !s->object ? "novel_side" : "novel_object";
  if (s->total) return NULL;
  return s->latency ? latency_role[target] : s->bouts ? bouts_role[target] : time_role[target];
}

static sense sense_of(const words *w) {
  sense s = {.bin = (double)NAN};
  for (size_t i = 0; i < w->n; i++) read_word(w, i, &s);
  return s;
}

static bool role_is_text(const etho_role_info *role) {
  return strcmp(role->kind, "text") == 0;
}

/* "L" and "R", "A" and "B", "N" and "F" alone, or beside words of time; target and control beside them. */
static bool is_letter_of(const words *w, size_t i, sense *s) {
  const char *word = w->word[i];
  bool alone = w->n == 1 && !w->unit;
  if (!alone && is_one_of(word, "trgt target tgt")) return s->novel = true;
  if (!alone && is_one_of(word, "cntl ctrl control")) return s->familiar = true;
  if (word[1] || !word[0]) return false;
  switch (word[0]) {
  case 'l':
    return s->left = true;
  case 'r':
    return s->right = true;
  case 'a':
    return s->a = true;
  case 'b':
    return s->b = true;
  case 'n':
    return s->novel = true;
  case 'f':
    return s->familiar = true;
  default:
    return false;
  }
}

static etho_header_sense letter_sense(const words *w, etho_header_sense out) {
  sense s = {.bin = (double)NAN};
  size_t letters = 0;
  for (size_t i = 0; i < w->n; i++)
    if (is_letter_of(w, i, &s))
      letters++;
    else
      read_word(w, i, &s);
  const char *role = letters == 1 ? exploration_role(&s, false) : NULL;
  if (!role) return out;
  out.role = etho_role_find(role);
  out.rank = ETHO_RANK_LETTER;
  out.phase = s.phase;
  out.bin = s.bin;
  return out;
}

/* The role that lists the spelling best. either_only: among those of which a text and a time role exist. */
static void find_listed(const words *w, const char *key, bool text_values, bool either_only,
                        etho_header_sense *out) {
  for (size_t i = 0; i < etho_role_count() && out->rank != 0; i++) {
    const etho_role_info *role = etho_role_at(i);
    if (w->percent && !role_is_text(role)) continue;
    /* "Novel object", "Object A": a time, or which one it is */
    bool either = strncmp(role->name, "novel_", 6) == 0 || strncmp(role->name, "object_a", 8) == 0 ||
                  strncmp(role->name, "object_b", 8) == 0 || strncmp(role->name, "left_", 5) == 0 ||
                  strncmp(role->name, "right_", 6) == 0;
    if (either ? role_is_text(role) != text_values : either_only) continue;
    int rank = listed(key, role);
    if (rank >= 0 && (out->rank < 0 || rank < out->rank)) out->role = role, out->rank = rank;
  }
}

static etho_header_sense parse(const char *header, bool text_values) {
  etho_header_sense out = {.rank = -1, .factor = 1, .bin = (double)NAN};
  words w = split(header);
  if (!w.n || w.too_long) return out;
  char key[KEY_SIZE];
  join(&w, key);
  out.factor = w.factor;
  out.timed = w.unit;
  for (size_t i = 0; i < w.n; i++) out.timed = out.timed || is_one_of(w.word[i], time_words);
  text_values = text_values && !w.unit; /* what has a unit is a time, whatever its cells hold */
  find_listed(&w, key, text_values, false, &out);
  if (!out.role && !text_values) find_listed(&w, key, true, true, &out);
  if (out.role || w.percent) return out;
  sense s = sense_of(&w);
  const char *role = exploration_role(&s, text_values);
  if (!role) return text_values ? out : letter_sense(&w, out);
  out.role = etho_role_find(role);
  out.rank = 100;
  out.phase = s.phase;
  out.bin = s.bin;
  return out;
}

/* Where "(out of 10)", "out of 10" or "/10" begins; NULL = nowhere. */
static const char *total_in(const char *header, double *total) {
  static const char *const begin[] = {"out of ", "/ ", "/"};
  for (size_t i = 0; i < sizeof begin / sizeof *begin; i++) {
    const char *at = strstr(header, begin[i]);
    const char *number = at ? at + strlen(begin[i]) : NULL;
    size_t digits = number ? strspn(number, "0123456789") : 0;
    const char *rest = digits ? number + digits : "x";
    if (!digits || digits > 4 || rest[strspn(rest, ") ]")] || at == header) continue;
    for (*total = 0; digits--; number++) *total = *total * 10 + (*number - '0');
    return at;
  }
  return NULL;
}

bool etho_header_total(const char *header, double *total) {
  return total_in(header, total) && *total > 0;
}

etho_header_sense etho_header_parse(const char *header, bool text_values) {
  char bare[2 * KEY_SIZE];
  double total;
  etho_header_sense found = parse(header, text_values);
  const char *end = found.role ? NULL : total_in(header, &total);
  if (end && (size_t)(end - header) < sizeof bare) {
    snprintf(bare, sizeof bare, "%.*s", (int)(end - header), header);
    bare[strcspn(bare, "([")] = '\0';
    found = parse(bare, text_values);
  }
  return !found.role && without_values(header, bare, sizeof bare) ? parse(bare, text_values) : found;
}
