/* Arm labels: declared aliases, and spellings that look like one arm. */
#include <string.h>

#include "base/text.h"
#include "import/resolve.h"

enum { KEY_SIZE = 256, MOST_ARMS = 200 };

const char *etho_arm_alias(const etho_import_options *options, const char *arm) {
  for (size_t i = 0; i < options->n_arm_aliases; i++)
    if (strcmp(options->arm_aliases[i].name, arm) == 0) return options->arm_aliases[i].value;
  for (size_t i = 0; i < options->n_arm_aliases; i++)
    if (etho_text_equal_fold(options->arm_aliases[i].name, arm)) return options->arm_aliases[i].value;
  return NULL;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (unsigned char)c >= 0x80;
}

/* Lower case without spaces, underscores and dots; a hyphen counts only where it is not between letters
 * (+/-). */
static void key_of(const char *arm, char key[KEY_SIZE]) {
  size_t n = 0;
  for (size_t i = 0; arm[i] && n < KEY_SIZE - 1; i++) {
    char c = arm[i];
    if (c == ' ' || c == '_' || c == '.') continue;
    if (c == '-' && i && is_letter(arm[i - 1]) && is_letter(arm[i + 1])) continue;
    key[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  key[n] = '\0';
}

bool etho_arms_alike(const char *a, const char *b) {
  char x[KEY_SIZE], y[KEY_SIZE];
  key_of(a, x);
  key_of(b, y);
  return strcmp(x, y) == 0;
}

typedef struct arm {
  const char *name, *file;
  size_t line;
  char key[KEY_SIZE];
} arm;

static void compare_arms(const arm *list, size_t n, etho_issues *issues) {
  for (size_t i = 1; i < n; i++)
    for (size_t k = 0; k < i; k++) {
      if (strcmp(list[i].key, list[k].key) != 0) continue;
      etho_text hint = {0};
      etho_text_format(&hint, "if they are one arm, declare the alias: \"%.80s\": \"%.80s\"", list[i].name,
                       list[k].name);
      etho_issues_add(issues, "W-ARM-SPELLING", list[i].file, list[i].line, 0, etho_text_get(&hint),
                      "the arms '%.80s' and '%.80s' differ only in spelling: they are kept apart",
                      list[k].name, list[i].name);
      etho_text_free(&hint);
      break;
    }
}

void etho_trials_arms(etho_trials *trials, const etho_import_options *options, etho_arena *arena,
                      etho_issues *issues) {
  size_t column = etho_trials_find(trials, "arm"), n = 0;
  arm *list = ETHO_NEW(arena, arm, MOST_ARMS);
  if (column == ETHO_NOT_FOUND || !list) return;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *name = etho_trials_text(trials, r, column);
    if (!name) continue;
    const char *alias = etho_arm_alias(options, name);
    if (alias) etho_trials_set_text(trials, r, column, name = alias);
    bool seen = false;
    for (size_t i = 0; i < n && !seen; i++) seen = strcmp(list[i].name, name) == 0;
    if (seen || n == MOST_ARMS) continue;
    list[n] = (arm){.name = etho_arena_text(arena, name),
                    .file = etho_trials_file(trials, r),
                    .line = etho_trials_line(trials, r)};
    if (!list[n].name) return;
    key_of(name, list[n++].key);
  }
  compare_arms(list, n, issues);
}
