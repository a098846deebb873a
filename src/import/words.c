/* The values of cells: phases, sides, truth, times. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "import/vocabulary.h"

enum { KEY_SIZE = 48 };

/* Lower case, without spaces, hyphens, underscores and dots. */
static void key_of(const char *text, char key[KEY_SIZE]) {
  size_t n = 0;
  for (; *text && n < KEY_SIZE - 1; text++) {
    if (strchr(" -_.", *text)) continue;
    key[n++] = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
  }
  key[n] = '\0';
}

static bool is_in(const char *key, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(key, list[i]) == 0) return true;
  return false;
}

#define IS_IN(key, list) is_in(key, list, sizeof(list) / sizeof *(list))

const char *etho_phase_word(const char *text) {
  static const char *const training[] = {"training",
                                         "train",
                                         "trained",
                                         "tr",
                                         "t1",
                                         "sample",
                                         "samplephase",
                                         "familiarization",
                                         "familiarisation",
                                         "familiarizationphase",
                                         "acquisition",
                                         "acq",
                                         "encoding",
                                         "learning",
                                         "study",
                                         "trainingphase",
                                         "trainingtrial",
                                         "trainingsession",
                                         "fam",
                                         "sampling",
                                         "exposure"};
  static const char *const test[] = {
      "test",          "testing", "ts",          "t2",        "choice",    "choicephase",
      "retention",     "recall",  "probe",       "testphase", "testtrial", "testsession",
      "retentiontest", "nor",     "novelobject", "retrieval", "novel"};
  static const char *const habituation[] = {"habituation", "hab",  "habit", "habituationphase",
                                            "hab1",        "hab2", "hab3"};
  char key[KEY_SIZE];
  key_of(text, key);
  if (IS_IN(key, training)) return "training";
  if (IS_IN(key, test)) return "test";
  return IS_IN(key, habituation) ? "habituation" : NULL;
}

/* Bits of the phases that the words of a text name: 1 training, 2 test, 4 habituation. */
static int phases_named(const char *text) {
  static const char *const word[] = {"train",       "training",  "familiarization", "familiarisation",
                                     "acquisition", "sample",    "encoding",        "test",
                                     "testing",     "retention", "recall",          "probe",
                                     "retrieval",   "choice",    "habituation"};
  enum { TRAINING_WORDS = 7, HABITUATION_WORD = 14 };
  int named = 0;
  for (size_t n; *text; text += n + !n) {
    n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    char one[KEY_SIZE] = "";
    if (n && n < KEY_SIZE) memcpy(one, text, n);
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
      if (etho_text_equal_fold(one, word[i])) named |= i < TRAINING_WORDS ? 1 : i < HABITUATION_WORD ? 2 : 4;
  }
  return named;
}

const char *etho_phase_sense(const char *text) {
  const char *word = etho_phase_word(text);
  if (word) return word;
  switch (phases_named(text)) {
  case 1:
    return "training";
  case 2:
    return "test";
  case 4:
    return "habituation";
  default:
    return NULL;
  }
}

const char *etho_side_word(const char *text, bool digits) {
  static const char *const left[] = {"l",      "left",      "le",      "lt",      "links",
                                     "gauche", "izquierda", "leftarm", "leftside"};
  static const char *const right[] = {"r",      "right",   "ri",       "rt",       "rechts",
                                      "droite", "derecha", "rightarm", "rightside"};
  char key[KEY_SIZE];
  key_of(text, key);
  if (IS_IN(key, left) || (digits && strcmp(key, "1") == 0)) return "left";
  return IS_IN(key, right) || (digits && strcmp(key, "2") == 0) ? "right" : NULL;
}

const char *etho_object_word(const char *text) {
  static const char *const a[] = {"a", "1", "objecta", "object1", "obja", "obj1", "o1", "oa", "object#1"};
  static const char *const b[] = {"b", "2", "objectb", "object2", "objb", "obj2", "o2", "ob", "object#2"};
  char key[KEY_SIZE];
  key_of(text, key);
  return IS_IN(key, a) ? "A" : IS_IN(key, b) ? "B" : NULL;
}

char etho_novelty_word(const char *text) {
  static const char *const novel[] = {"n",          "nov",       "novel", "new",      "novelobject",
                                      "unfamiliar", "displaced", "moved", "newobject"};
  static const char *const familiar[] = {
      "f",          "fam",   "familiar", "old",      "known", "familiarobject",
      "stationary", "fixed", "unmoved",  "oldobject"};
  char key[KEY_SIZE];
  key_of(text, key);
  return IS_IN(key, novel) ? 'n' : IS_IN(key, familiar) ? 'f' : 0;
}

int etho_truth_word(const char *text) {
  static const char *const yes[] = {"1", "true",    "t",    "yes",   "y",  "correct",
                                    "c", "success", "pass", "right", "ja", "hit"};
  static const char *const no[] = {"0",     "false",   "f",    "no",    "n",    "incorrect", "i",
                                   "wrong", "failure", "fail", "error", "nein", "miss",      "failed"};
  char key[KEY_SIZE];
  if (strcmp(text, "1.0") == 0 || strcmp(text, "0.0") == 0) return text[0] == '1';
  key_of(text, key);
  return IS_IN(key, yes) ? 1 : IS_IN(key, no) ? 0 : -1;
}

static bool parse_plain(const char *text, size_t n, char decimal, double *value) {
  return etho_number_parse(text, n, decimal, value);
}

/* Two or three fields between colons; all but the last are whole, and all but the first are below 60. */
static bool parse_clock(const char *text, size_t n, char decimal, double *seconds) {
  double total = 0, field;
  int fields = 0;
  bool negative = n && text[0] == '-';
  for (size_t start = negative, i = start; i <= n; i++) {
    if (i < n && text[i] != ':') continue;
    bool last = i == n;
    if (i == start || text[start] < '0' || text[start] > '9') return false;
    if (!parse_plain(text + start, i - start, decimal, &field) &&
        !(last && parse_plain(text + start, i - start, decimal == '.' ? ',' : '.', &field)))
      return false;
    if ((!last && floor(field) != field) || (fields && field >= 60)) return false;
    total = total * 60 + field;
    fields++;
    start = i + 1;
  }
  if (fields < 2 || fields > 3) return false;
  *seconds = negative ? -total : total;
  return true;
}

/* Seconds of the unit that n bytes of text name; 0 = none. "m" is minutes beside other units only. */
static double unit_seconds(const char *text, size_t n, bool beside) {
  static const struct {
    const char *names;
    double factor;
  } units[] = {{"ms msec msecs", 0.001},
               {"s sec secs second seconds", 1},
               {"min mins minute minutes", 60},
               {"h hr hrs hour hours", 3600}};
  char word[KEY_SIZE] = "";
  if (!n || n >= 12) return 0;
  for (size_t i = 0; i < n; i++) word[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
  if (beside && strcmp(word, "m") == 0) return 60;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    for (const char *p = units[i].names; (p = strstr(p, word)); p += n)
      if ((p == units[i].names || p[-1] == ' ') && (p[n] == ' ' || !p[n])) return units[i].factor;
  return 0;
}

/* "12 s", "350 ms", "1m 5s", "1 h 2 min 3.5 sec.": units from large to small. */
static bool parse_units(const char *text, char decimal, double *seconds) {
  double total = 0, last = (double)INFINITY;
  bool negative = text[0] == '-';
  if (negative) text++;
  for (size_t parts = 0; *text; parts++) {
    size_t n = strspn(text, "0123456789.,eE+-");
    while (n && strchr("eE", text[n - 1])) n--;
    const char *unit = text + n + strspn(text + n, " ");
    size_t letters = strspn(unit, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const char *end = unit + letters + (unit[letters] == '.');
    end += strspn(end, " ");
    double value, factor = unit_seconds(unit, letters, parts || *end);
    if (!n || text[0] == '-' || !parse_plain(text, n, decimal, &value) || !(factor > 0) || factor >= last)
      return false;
    total += value * factor;
    last = factor;
    text = end;
  }
  *seconds = negative ? -total : total;
  return last < (double)INFINITY;
}

bool etho_time_parse(const char *text, char decimal, double *seconds) {
  size_t n = strlen(text);
  if (parse_plain(text, n, decimal, seconds)) return true;
  return strchr(text, ':') ? parse_clock(text, n, decimal, seconds) : parse_units(text, decimal, seconds);
}

bool etho_measure_parse(const char *text, char decimal, double *value) {
  size_t n = strlen(text);
  if (!n || text[n - 1] != '%') return etho_time_parse(text, decimal, value);
  n--;
  while (n && text[n - 1] == ' ') n--;
  return etho_number_parse(text, n, decimal, value);
}
