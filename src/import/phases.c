/* Phases in one spelling: what the words of a file mean by themselves, and beside each other. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "import/resolve.h"
#include "import/vocabulary.h"

/* Phrases that name a phase ("Session 2 (test)"): at most one spelling of each is taken for it, since "test
 * 1 h" and "test 24 h" are two phases. */
typedef struct phrase {
  const char *word, *spelling;
  bool many;
} phrase;

typedef struct phases {
  phrase list[3];
  const char *apart[3]; /* phases of which an animal has two under their own names ("Hab 1", "Hab 2") */
  size_t n_apart;
  bool numbered; /* T1, T2, T3: numbers of trials, not training and test */
} phases;

static phrase *phrase_of(phrase list[3], const char *word) {
  for (size_t i = 0; word && i < 3; i++)
    if (!list[i].word || strcmp(list[i].word, word) == 0) return list[i].word = word, &list[i];
  return NULL;
}

/* The number of "T3", "t 3"; 0 for other texts. */
static int t_number(const char *text) {
  if ((text[0] | 0x20) != 't') return 0;
  text += 1 + strspn(text + 1, " -_");
  size_t digits = strspn(text, "0123456789");
  double number;
  bool whole = digits && digits < 4 && !text[digits] && etho_number_parse(text, digits, '.', &number);
  return whole ? (int)number : 0;
}

static void find_phrases(const etho_trials *trials, size_t column, phases *p) {
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *value = etho_trials_text(trials, r, column);
    phrase *one = value ? phrase_of(p->list, etho_phase_sense(value)) : NULL;
    p->numbered = p->numbered || (value && t_number(value) > 2);
    if (!one) continue;
    if (etho_phase_word(value)) value = one->word;
    if (!one->spelling) one->spelling = value;
    one->many = one->many || !etho_text_equal_fold(one->spelling, value);
  }
}

typedef struct named {
  const char *animal, *value, *word;
} named;

static int by_animal(const void *a, const void *b) {
  const named *x = a, *y = b;
  int order = strcmp(x->animal, y->animal);
  return order ? order : strcmp(x->word, y->word);
}

/* An animal with two names of one phase has been there twice: the names stay. false: out of memory. */
static bool find_apart(const etho_trials *trials, size_t column, phases *p) {
  size_t animal = etho_trials_find(trials, "animal"), n = 0, rows = etho_trials_rows(trials);
  if (animal == ETHO_NOT_FOUND || !rows) return true;
  named *list = calloc(rows, sizeof *list);
  if (!list) return false;
  for (size_t r = 0; r < rows; r++) {
    const char *value = etho_trials_text(trials, r, column), *who = etho_trials_text(trials, r, animal);
    const char *word = value ? etho_phase_word(value) : NULL;
    if (word && who) list[n++] = (named){who, value, word};
  }
  if (n) qsort(list, n, sizeof *list, by_animal);
  for (size_t i = 1; i < n; i++) {
    bool again =
        by_animal(&list[i - 1], &list[i]) == 0 && !etho_text_equal_fold(list[i - 1].value, list[i].value);
    for (size_t k = 0; again && k < p->n_apart; k++) again = strcmp(p->apart[k], list[i].word) != 0;
    if (again && p->n_apart < 3) p->apart[p->n_apart++] = list[i].word;
  }
  free(list);
  return true;
}

static const char *phase_of(phases *p, const char *value) {
  const char *word = etho_phase_word(value);
  if (p->numbered && t_number(value)) return NULL;
  for (size_t k = 0; word && k < p->n_apart; k++)
    if (strcmp(p->apart[k], word) == 0) return NULL;
  phrase *one = word ? NULL : phrase_of(p->list, etho_phase_sense(value));
  return word ? word : one && !one->many ? one->word : NULL;
}

static void keep_seen(etho_recodes_seen *seen, const char *value, const char *word) {
  etho_text name = {0};
  etho_text_format(&name, "phase:%s", value);
  etho_pair *grown = etho_arena_grow(seen->arena, seen->pair, &seen->capacity, seen->n + 1, sizeof *grown);
  const char *kept = etho_arena_text(seen->arena, etho_text_get(&name));
  etho_text_free(&name);
  if (!grown || !kept) return;
  seen->pair = grown;
  grown[seen->n++] = (etho_pair){kept, word};
}

bool etho_trials_phases(etho_trials *trials, etho_recodes_seen *recodes, etho_issues *issues) {
  size_t column = etho_trials_find(trials, "phase"), n_told = 0;
  if (column == ETHO_NOT_FOUND) return true;
  const char *told[16];
  phases p = {0};
  find_phrases(trials, column, &p);
  if (!find_apart(trials, column, &p)) return false;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *value = etho_trials_text(trials, r, column);
    const char *word = value ? phase_of(&p, value) : NULL;
    if (!word || strcmp(word, value) == 0) continue;
    bool seen = n_told == sizeof told / sizeof *told || etho_text_equal_fold(word, value);
    for (size_t i = 0; i < n_told && !seen; i++) seen = strcmp(told[i], value) == 0;
    if (!seen) {
      told[n_told++] = value;
      keep_seen(recodes, value, word);
      etho_issues_add(issues, "N-PHASE", etho_trials_file(trials, r), etho_trials_line(trials, r), 0,
                      "declare a recode if that is wrong", "the phase '%.60s' is taken as %s", value, word);
    }
    etho_trials_set_text(trials, r, column, word);
  }
  return true;
}
