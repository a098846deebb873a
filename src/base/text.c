#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static bool reserve(etho_text *text, size_t extra) {
  if (text->failed) return false;
  if (extra >= SIZE_MAX / 2 - text->length) return !(text->failed = true);
  size_t need = text->length + extra + 1;
  if (need <= text->capacity) return true;
  size_t capacity = text->capacity ? text->capacity : 64;
  while (capacity < need) capacity *= 2;
  char *data = realloc(text->data, capacity);
  if (!data) return !(text->failed = true);
  text->data = data;
  text->capacity = capacity;
  return true;
}

void etho_text_append_n(etho_text *text, const char *addition, size_t length) {
  if (!length || !reserve(text, length)) return;
  memcpy(text->data + text->length, addition, length);
  text->length += length;
  text->data[text->length] = '\0';
}

void etho_text_append(etho_text *text, const char *addition) {
  etho_text_append_n(text, addition, strlen(addition));
}

void etho_text_char(etho_text *text, char character) {
  etho_text_append_n(text, &character, 1);
}

void etho_text_vformat(etho_text *text, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  if (length < 0) {
    text->failed = true;
  } else if (reserve(text, (size_t)length)) {
    vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    text->length += etho_utf8_repair(text->data + text->length, (size_t)length);
  }
  va_end(again);
}

void etho_text_format(etho_text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(text, format, arguments);
  va_end(arguments);
}

void etho_text_number(etho_text *text, double value) {
  char buffer[ETHO_NUMBER_SIZE];
  etho_text_append_n(text, buffer, etho_number_print(buffer, value));
}

const char *etho_text_get(const etho_text *text) {
  return text->data ? text->data : "";
}

void etho_text_clear(etho_text *text) {
  text->length = 0;
  if (text->data) text->data[0] = '\0';
}

void etho_text_free(etho_text *text) {
  if (!text) return;
  free(text->data);
  *text = (etho_text){0};
}

static int fold(int c) {
  return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool etho_text_holds(const char *text, const char *part) {
  size_t n = strlen(part);
  for (; *text; text++) {
    size_t i = 0;
    while (i < n && (text[i] == part[i] || (text[i] >= 'A' && text[i] <= 'Z' && text[i] + 32 == part[i]))) i++;
    if (i == n) return true;
  }
  return n == 0;
}

bool etho_text_equal_fold(const char *a, const char *b) {
  for (; *a && *b; a++, b++)
    if (fold((unsigned char)*a) != fold((unsigned char)*b)) return false;
  return *a == *b;
}

enum { NAME_LIMIT = 63 };

/* Optimal string alignment distance over the first NAME_LIMIT bytes, three rolling rows. */
static size_t edit_distance(const char *a, const char *b) {
  size_t row[3][NAME_LIMIT + 1];
  size_t na = strlen(a), nb = strlen(b);
  if (na > NAME_LIMIT) na = NAME_LIMIT;
  if (nb > NAME_LIMIT) nb = NAME_LIMIT;
  for (size_t j = 0; j <= nb; j++) row[0][j] = j;
  for (size_t i = 1; i <= na; i++) {
    size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; j <= nb; j++) {
      int ca = fold((unsigned char)a[i - 1]), cb = fold((unsigned char)b[j - 1]);
      size_t best = last[j - 1] + (ca != cb);
      if (last[j] + 1 < best) best = last[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      bool swapped = i > 1 && j > 1 && ca == fold((unsigned char)b[j - 2]) && cb == fold((unsigned char)a[i - 2]);
      if (swapped && before[j - 2] + 1 < best) best = before[j - 2] + 1;
      now[j] = best;
    }
  }
  return row[na % 3][nb];
}

/* Near: a third of the letters may differ, or one name stands whole inside the other. */
static size_t nearness(const char *wanted, const char *name) {
  size_t distance = edit_distance(wanted, name), length = strlen(wanted);
  if (length > strlen(name)) length = strlen(name);
  if (length >= 3 && (strstr(wanted, name) || strstr(name, wanted))) return distance < 2 ? distance : 2;
  return distance <= 1 + strlen(wanted) / 3 && distance < strlen(wanted) ? distance : SIZE_MAX;
}

void etho_nearest_names(etho_text *out, const char *wanted, const char *const *names, size_t n) {
  enum { SHOWN = 3 };
  const char *best[SHOWN] = {NULL};
  size_t score[SHOWN] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
  for (size_t i = 0; i < n; i++) {
    size_t s = names[i] ? nearness(wanted, names[i]) : SIZE_MAX;
    const char *name = names[i];
    for (size_t k = 0; k < SHOWN && s != SIZE_MAX; k++) {
      if (best[k] && strcmp(best[k], name) == 0) break;
      if (s >= score[k]) continue;
      size_t s_old = score[k];
      const char *name_old = best[k];
      score[k] = s, best[k] = name;
      s = s_old, name = name_old;
    }
  }
  size_t count = 0;
  while (count < SHOWN && best[count]) count++;
  for (size_t k = 0; k < count; k++)
    etho_text_format(out, "%s'%.80s'", k == 0 ? "" : k + 1 == count ? " or " : ", ", best[k]);
}

bool etho_suggest(char *buffer, size_t size, const char *wanted, const char *const *names, size_t n) {
  etho_text near = {0};
  etho_nearest_names(&near, wanted, names, n);
  snprintf(buffer, size, "%s", etho_text_get(&near));
  etho_text_free(&near);
  return buffer[0] != '\0';
}
