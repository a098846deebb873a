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
        !(last && parse_plain(text + start, i - start, '.', &field)))
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

bool etho_time_parse(const char *text, char decimal, double *seconds) {
  static const struct {
    const char *unit;
    double factor;
  } units[] = {{"msec", 0.001}, {"ms", 0.001}, {"seconds", 1}, {"sec", 1},
               {"minutes", 60}, {"min", 60},   {"s", 1}};
  size_t n = strlen(text);
  if (parse_plain(text, n, decimal, seconds)) return true;
  if (strchr(text, ':')) return parse_clock(text, n, decimal, seconds);
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    size_t u = strlen(units[i].unit);
    if (n <= u || !etho_text_equal_fold(text + n - u, units[i].unit)) continue;
    double value;
    if (!parse_plain(text, n - u, decimal, &value)) return false;
    *seconds = value * units[i].factor;
    return true;
  }
  return false;
}
