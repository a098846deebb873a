/* Animals whose names differ only in spelling: perhaps one animal. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/resolve.h"

enum { KEY_SIZE = 64, SHOWN = 20 };

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* Lower case; without spaces, hyphens and underscores, but for those between digits; without leading zeros
 * and a ".0" at the end: "M 007", "m-7" and "m7" are one. */
static void key_of(const char *name, char key[KEY_SIZE]) {
  size_t n = 0;
  for (size_t i = 0; name[i] && n < KEY_SIZE - 1; i++) {
    char c = name[i], before = i ? name[i - 1] : '\0';
    bool joint = c == ' ' || c == '_' || c == '-';
    if (joint && !(is_digit(before) && is_digit(name[i + 1]))) continue;
    if (c == '0' && !is_digit(before) && before != '.' && is_digit(name[i + 1])) {
      while (name[i + 1] == '0' && is_digit(name[i + 2])) i++;
      continue;
    }
    if (strcmp(name + i, ".0") == 0 && is_digit(before)) break;
    key[n++] = joint ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  key[n] = '\0';
}

typedef struct animal {
  const char *name;
  size_t row; /* where it is first */
  char key[KEY_SIZE];
} animal;

static int by_name(const void *a, const void *b) {
  const animal *x = a, *y = b;
  int order = strcmp(x->name, y->name);
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_key(const void *a, const void *b) {
  const animal *x = a, *y = b;
  int order = strcmp(x->key, y->key);
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* Each name once. */
static size_t find_animals(const etho_trials *trials, size_t column, animal *list) {
  size_t n = 0, kept = 0;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *name = etho_trials_text(trials, r, column);
    if (name && !(n && strcmp(list[n - 1].name, name) == 0)) list[n++] = (animal){.name = name, .row = r};
  }
  if (n) qsort(list, n, sizeof *list, by_name);
  for (size_t i = 0; i < n; i++) {
    if (kept && strcmp(list[kept - 1].name, list[i].name) == 0) continue;
    list[kept] = list[i];
    key_of(list[kept].name, list[kept].key);
    kept++;
  }
  return kept;
}

void etho_trials_animals(const etho_trials *trials, etho_issues *issues) {
  size_t column = etho_trials_find(trials, "animal"), told = 0;
  if (column == ETHO_NOT_FOUND || !etho_trials_rows(trials)) return;
  animal *list = calloc(etho_trials_rows(trials), sizeof *list);
  size_t n = list ? find_animals(trials, column, list) : 0;
  if (n) qsort(list, n, sizeof *list, by_key);
  for (size_t i = 1; i < n; i++) {
    if (!list[i].key[0] || strcmp(list[i].key, list[i - 1].key) != 0 || ++told > SHOWN) continue;
    etho_issues_add(issues, "W-ANIMAL-SPELLING", etho_trials_file(trials, list[i].row),
                    etho_trials_line(trials, list[i].row), 0,
                    "if they are one animal, write its id alike in all rows",
                    "the animals '%.60s' and '%.60s' differ only in spelling: they are kept apart",
                    list[i - 1].name, list[i].name);
  }
  if (told > SHOWN)
    etho_issues_add(issues, "W-ANIMAL-SPELLING", NULL, 0, 0, "see the first ones above",
                    "%zu more animals differ from others only in spelling", told - SHOWN);
  free(list);
}
