/* Cells of trials whatever their kind, and the words for phases and sides. */
#include <math.h>
#include <string.h>

#include "assay/session.h"
#include "base/number.h"
#include "base/text.h"

const char *etho_cell_text(const etho_trials *trials, size_t row, size_t column, etho_arena *arena) {
  if (column == ETHO_NOT_FOUND) return NULL;
  if (etho_trials_is_text(trials, column)) return etho_trials_text(trials, row, column);
  double value = etho_trials_number(trials, row, column);
  if (!isfinite(value)) return NULL;
  char buffer[ETHO_NUMBER_SIZE];
  etho_number_print(buffer, value);
  return etho_arena_text(arena, buffer);
}

double etho_cell_number(const etho_trials *trials, size_t row, size_t column) {
  if (column == ETHO_NOT_FOUND) return (double)NAN;
  if (!etho_trials_is_text(trials, column)) return etho_trials_number(trials, row, column);
  const char *text = etho_trials_text(trials, row, column);
  double value = (double)NAN;
  if (text) etho_number_parse(text, strlen(text), '.', &value);
  return value;
}

bool etho_column_filled(const etho_trials *trials, const char *name) {
  size_t column = etho_trials_find(trials, name);
  if (column == ETHO_NOT_FOUND) return false;
  bool is_text = etho_trials_is_text(trials, column);
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    if (is_text ? etho_trials_text(trials, r, column) != NULL
                : isfinite(etho_trials_number(trials, r, column)))
      return true;
  }
  return false;
}

static bool starts_with_fold(const char *text, const char *prefix) {
  for (; *prefix; text++, prefix++) {
    char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
    if (c != *prefix) return false;
  }
  return true;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does a word of the text begin so? */
static bool has_word(const char *text, const char *prefix) {
  for (const char *p = text; *p; p++)
    if ((p == text || !is_letter(p[-1])) && starts_with_fold(p, prefix)) return true;
  return false;
}

etho_phase_kind etho_phase_kind_of(const char *phase, bool maze) {
  static const char *const prefix[] = {"train", "forced", "sampl", "famil", "acqui", "encod", "learn"};
  static const char *const whole[] = {"tr", "t1", "acq", "fam"};
  size_t n_prefix = maze ? 2 : sizeof prefix / sizeof *prefix,
         n_whole = maze ? 1 : sizeof whole / sizeof *whole;
  if (!phase || has_word(phase, "test")) return ETHO_PHASE_TEST;
  if (has_word(phase, "hab")) return ETHO_PHASE_HABITUATION;
  for (size_t i = 0; i < n_whole; i++)
    if (etho_text_equal_fold(phase, whole[i])) return ETHO_PHASE_TRAINING;
  for (size_t i = 0; i < n_prefix; i++)
    if (has_word(phase, prefix[i])) return ETHO_PHASE_TRAINING;
  return ETHO_PHASE_TEST;
}

bool etho_text_same(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

int etho_text_order(const char *a, const char *b) {
  double x, y;
  if (!a || !b) return (a != NULL) - (b != NULL);
  bool a_number = etho_number_parse(a, strlen(a), '.', &x),
       b_number = etho_number_parse(b, strlen(b), '.', &y);
  if (a_number && b_number) return x < y ? -1 : x > y ? 1 : strcmp(a, b);
  if (a_number != b_number) return a_number ? -1 : 1;
  return etho_text_natural(a, b);
}

int etho_side_of(const char *text) {
  static const char *const left[] = {"l", "left", "1", "left arm", "left_arm"};
  static const char *const right[] = {"r", "right", "2", "right arm", "right_arm"};
  for (size_t i = 0; text && i < sizeof left / sizeof *left; i++) {
    if (etho_text_equal_fold(text, left[i])) return 0;
    if (etho_text_equal_fold(text, right[i])) return 1;
  }
  return -1;
}
