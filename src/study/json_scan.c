#include "study/json_scan.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { DEEPEST = 200 };

typedef struct scanner {
  const char *text, *at, *end;
  etho_arena *arena;
  json_places *places;
  json_mistake *mistake;
  int depth;
  bool no_memory;
} scanner;

/* ---- places and mistakes ---- */

static json_place place_of(const scanner *s, const char *at) {
  json_place place = {1, 1};
  for (const char *p = s->text; p < at; p++) {
    bool end = *p == '\n' || (*p == '\r' && (p + 1 == s->end || p[1] != '\n'));
    if (end)
      place.line++, place.column = 1;
    else if (((unsigned char)*p & 0xC0) != 0x80 && *p != '\r')
      place.column++;
  }
  return place;
}

static bool wrong(scanner *s, const char *at, const char *hint, const char *format, ...) ETHO_PRINTF(4, 5);

static bool wrong(scanner *s, const char *at, const char *hint, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(s->mistake->message, sizeof s->mistake->message, format, arguments);
  va_end(arguments);
  snprintf(s->mistake->hint, sizeof s->mistake->hint, "%s", hint);
  s->mistake->place = place_of(s, at);
  return false;
}

/* Places are counted on from the last one: one pass over the text in all. */
static bool keep_place(scanner *s, const char *from, json_place *last) {
  for (const char *p = from; p < s->at; p++) {
    bool end = *p == '\n' || (*p == '\r' && (p + 1 == s->end || p[1] != '\n'));
    if (end)
      last->line++, last->column = 1;
    else if (((unsigned char)*p & 0xC0) != 0x80 && *p != '\r')
      last->column++;
  }
  json_places *places = s->places;
  json_place *grown =
      etho_arena_grow(s->arena, places->place, &places->capacity, places->n + 1, sizeof *grown);
  if (!grown) return !(s->no_memory = true);
  places->place = grown;
  grown[places->n++] = *last;
  return true;
}

/* ---- tokens ---- */

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool starts(const scanner *s, const char *word) {
  size_t n = strlen(word);
  return (size_t)(s->end - s->at) >= n && strncmp(s->at, word, n) == 0;
}

static bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* What people write that JSON does not have. */
static bool odd(scanner *s, const char *wanted) {
  int word = 0;
  while (s->at + word < s->end && word < 40 && is_word_byte(s->at[word])) word++;
  if (s->at == s->end)
    return wrong(s, s->at, "close every { with } and every [ with ]; was the file cut off?",
                 "the file ends where %s is expected", wanted);
  if (starts(s, "//") || starts(s, "/*") || *s->at == '#')
    return wrong(s, s->at, "write it as a member whose name begins with _, such as \"_note\": \"...\"",
                 "JSON has no comments");
  if (*s->at == '\'' || *s->at == '`')
    return wrong(s, s->at, "write \" on both sides", "JSON text stands in double quotes, not in %c", *s->at);
  if (starts(s, "\xE2\x80\x9C") || starts(s, "\xE2\x80\x9D") || starts(s, "\xE2\x80\x9E"))
    return wrong(s, s->at, "write \" on both sides; word processors change quotes, text editors do not",
                 "curly quotes are no quotes in JSON");
  if (starts(s, "True") || starts(s, "False") || starts(s, "TRUE") || starts(s, "FALSE"))
    return wrong(s, s->at, "true or false", "true and false are written in small letters");
  if (starts(s, "NaN") || starts(s, "Infinity") || starts(s, "None") || starts(s, "NULL") || starts(s, "NA"))
    return wrong(s, s->at, "write null, or leave the line out", "'%.*s' is no value in JSON", word, s->at);
  if (*s->at == '+' || *s->at == '.')
    return wrong(s, s->at, "such as 0.5", "a number begins with a digit or a minus");
  if (word)
    return wrong(s, s->at, "write it in double quotes", "'%.*s' stands where %s is expected", word, s->at,
                 wanted);
  return wrong(s, s->at, "look for a missing or extra comma, quote or bracket just before this place",
               "'%c' stands where %s is expected",
               (unsigned char)*s->at < 0x20 || (unsigned char)*s->at > 0x7E ? '?' : *s->at, wanted);
}

static void skip_space(scanner *s) {
  while (s->at < s->end && is_space(*s->at)) s->at++;
}

static int hex_digits(const scanner *s, const char *at) {
  int n = 0;
  while (n < 4 && at + n < s->end && at[n] && strchr("0123456789abcdefABCDEF", at[n])) n++;
  return n;
}

static bool scan_string(scanner *s) {
  const char *open = s->at++;
  for (; s->at < s->end && *s->at != '"'; s->at++) {
    if (*s->at == '\n' || *s->at == '\r')
      return wrong(s, open, "close it with \" on its line",
                   "a text begins here and does not end on its line");
    if ((unsigned char)*s->at < 0x20)
      return wrong(s, s->at, "write a tab as \\t, or use spaces", "a control character stands within a text");
    if (*s->at != '\\') continue;
    const char *escape = s->at++;
    bool unicode = s->at < s->end && *s->at == 'u' && hex_digits(s, s->at + 1) == 4;
    if (s->at == s->end || (!unicode && !strchr("\"\\/bfnrt", *s->at)))
      return wrong(s, escape, "write it twice: \\\\d; in paths write / instead",
                   "a single backslash in JSON is not itself");
  }
  if (s->at == s->end) return wrong(s, open, "close it with \"", "a text begins here and never ends");
  s->at++;
  return true;
}

static bool scan_digits(scanner *s) {
  const char *first = s->at;
  while (s->at < s->end && *s->at >= '0' && *s->at <= '9') s->at++;
  return s->at > first;
}

static bool scan_number(scanner *s) {
  const char *first = s->at;
  if (*s->at == '-') s->at++;
  const char *whole = s->at;
  bool good = scan_digits(s);
  if (good && *whole == '0' && s->at - whole > 1)
    return wrong(s, first, "write it without leading zeros, or in double quotes if it is an id",
                 "a number does not begin with 0");
  if (good && s->at < s->end && *s->at == '.') s->at++, good = scan_digits(s);
  if (good && s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
    s->at++;
    if (s->at < s->end && (*s->at == '+' || *s->at == '-')) s->at++;
    good = scan_digits(s);
  }
  if (good && (s->at == s->end || !is_word_byte(*s->at))) return true;
  return wrong(s, first, "write a plain number such as 0.5, or text in double quotes",
               "this is neither a number nor text");
}

/* ---- values ---- */

static bool scan_value(scanner *s, const char **counted, json_place *last);

/* After a member or element: a comma and another, or the closing bracket. false: the end was reached or a
 * mistake. */
static bool next_item(scanner *s, const char *open, char close, bool *good) {
  skip_space(s);
  if (s->at < s->end && *s->at == close) {
    s->at++;
    return false;
  }
  if (s->at < s->end && *s->at == ',') {
    const char *comma = s->at++;
    skip_space(s);
    if (s->at == s->end || *s->at != close) return true;
    *good = wrong(s, comma, "remove it", "the comma before %c is one too many", close);
    return false;
  }
  char wanted[80];
  json_place begun = place_of(s, open);
  snprintf(wanted, sizeof wanted, "a comma, or the %c of line %zu,", close, begun.line);
  *good = s->at < s->end && (*s->at == '"' || *s->at == '{' || *s->at == '[')
              ? wrong(s, s->at, "write a comma between two members", "a comma is missing before this")
              : odd(s, wanted);
  return false;
}

static bool scan_member(scanner *s, const char **counted, json_place *last) {
  skip_space(s);
  if (s->at == s->end || *s->at != '"') return odd(s, "a name in double quotes");
  if (!scan_string(s)) return false;
  skip_space(s);
  if (s->at == s->end || *s->at != ':')
    return wrong(s, s->at, "\"name\": value", "a colon is expected after a name");
  s->at++;
  return scan_value(s, counted, last);
}

static bool scan_items(scanner *s, char close, const char **counted, json_place *last) {
  const char *open = s->at++;
  bool good = true;
  skip_space(s);
  if (s->at < s->end && *s->at == close) return s->at++, true;
  do good = close == '}' ? scan_member(s, counted, last) : scan_value(s, counted, last);
  while (good && next_item(s, open, close, &good));
  return good;
}

static bool scan_word(scanner *s) {
  static const char *const words[] = {"true", "false", "null"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t n = strlen(words[i]);
    if (!starts(s, words[i]) || (s->at + n < s->end && is_word_byte(s->at[n]))) continue;
    s->at += n;
    return true;
  }
  return odd(s, "a value");
}

/* *counted and *last: how far lines are counted, and the place of that. */
static bool scan_value(scanner *s, const char **counted, json_place *last) {
  skip_space(s);
  if (s->at == s->end) return odd(s, "a value");
  if (!keep_place(s, *counted, last)) return false;
  *counted = s->at;
  if (s->depth == DEEPEST)
    return wrong(s, s->at, "a study file needs four levels", "the brackets are nested too deeply");
  char c = *s->at;
  s->depth++;
  bool good = c == '{'                             ? scan_items(s, '}', counted, last)
              : c == '['                           ? scan_items(s, ']', counted, last)
              : c == '"'                           ? scan_string(s)
              : c == '-' || (c >= '0' && c <= '9') ? scan_number(s)
                                                   : scan_word(s);
  s->depth--;
  return good;
}

static bool scan_all(scanner *s) {
  size_t length = (size_t)(s->end - s->text), valid = etho_utf8_valid_prefix(s->text, length);
  if (length > 1 && (memcmp(s->text, "\xFF\xFE", 2) == 0 || memcmp(s->text, "\xFE\xFF", 2) == 0))
    return wrong(s, s->at, "save it as UTF-8", "the file is UTF-16");
  if (valid < length) return wrong(s, s->text + valid, "save it as UTF-8", "a letter here is not UTF-8");
  json_place last = {1, 1};
  const char *counted = s->text;
  if (!scan_value(s, &counted, &last)) return false;
  skip_space(s);
  if (s->at == s->end) return true;
  return starts(s, "//") || starts(s, "/*") || *s->at == '#'
             ? odd(s, "the end")
             : wrong(s, s->at, "remove it", "something follows after the end of the JSON");
}

etho_status json_scan(const char *text, size_t length, etho_arena *arena, json_places *places,
                      json_mistake *mistake) {
  scanner s = {
      .text = text, .at = text, .end = text + length, .arena = arena, .places = places, .mistake = mistake};
  if (scan_all(&s)) return ETHO_OK;
  return s.no_memory ? ETHO_ERR_MEMORY : ETHO_ERR_DATA;
}
