#include "import/pattern_check.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "import/vocabulary.h"

enum { DEEPEST = 40, MOST_GROUPS = 39, MOST_PARTS = 16, LONGEST_NAME = 40 };

typedef struct checker {
  const char *pattern, *at;
  const char *open[DEEPEST]; /* groups that are not closed yet */
  size_t n_open, n_groups, n_parts;
  bool nothing;  /* before at there is nothing to repeat */
  bool repeated; /* before at stands a * + ? or {} */
  bool roles;
  etho_pattern_mistake *mistake;
} checker;

static size_t characters(const char *from, const char *to) {
  size_t n = 0;
  for (; from < to; from++) n += ((unsigned char)*from & 0xC0) != 0x80;
  return n;
}

static bool wrong(checker *c, const char *at, const char *hint, const char *format, ...) ETHO_PRINTF(4, 5);

static bool wrong(checker *c, const char *at, const char *hint, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(c->mistake->message, sizeof c->mistake->message, format, arguments);
  va_end(arguments);
  snprintf(c->mistake->hint, sizeof c->mistake->hint, "%s", hint);
  c->mistake->at = characters(c->pattern, at) + 1;
  return false;
}

/* ---- named parts ---- */

static bool check_name(checker *c, const char *name, size_t n) {
  char text[LONGEST_NAME], near[160], hint[200];
  const char *names[128];
  size_t known = 0;
  if (!n || n >= sizeof text ||
      strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") < n)
    return wrong(c, name, "letters, digits and _, such as (?<animal>...)", "this is no name for a part");
  memcpy(text, name, n);
  text[n] = '\0';
  if (++c->n_parts > MOST_PARTS)
    return wrong(c, name, "leave some parts unnamed", "there are more than %d named parts", MOST_PARTS);
  if (!c->roles || etho_role_find(text)) return true;
  for (; known < etho_role_count() && known < 128; known++) names[known] = etho_role_at(known)->name;
  if (etho_suggest(near, sizeof near, text, names, known))
    snprintf(hint, sizeof hint, "did you mean %s?", near);
  else
    snprintf(hint, sizeof hint, "such as animal, arm, phase, day, session, trial, sex, cage, novel_side");
  return wrong(c, name, hint, "a part cannot be called '%s'", text);
}

/* After "(": a named part, a plain group, or what POSIX does not have. */
static bool open_group(checker *c) {
  const char *open = c->at++;
  if (c->n_open == DEEPEST || ++c->n_groups > MOST_GROUPS)
    return wrong(c, open, "write it with fewer groups", "there are too many groups");
  c->open[c->n_open++] = open;
  c->nothing = true, c->repeated = false;
  if (*c->at != '?') return true;
  if (strncmp(c->at, "?:", 2) == 0) return c->at += 2, true;
  if (strncmp(c->at, "?=", 2) == 0 || strncmp(c->at, "?!", 2) == 0 || strncmp(c->at, "?<=", 3) == 0 ||
      strncmp(c->at, "?<!", 3) == 0)
    return wrong(c, open, "write what stands there, and name only the part you want",
                 "POSIX patterns do not look ahead or behind");
  size_t skip = strncmp(c->at, "?<", 2) == 0 ? 2 : strncmp(c->at, "?P<", 3) == 0 ? 3 : 0;
  if (!skip)
    return wrong(c, open, "(?<name>...) names a part, (?:...) only groups", "this group is not understood");
  const char *name = c->at + skip, *end = strchr(name, '>');
  if (!end) return wrong(c, open, "close the name with >", "the name of this part has no end");
  if (!check_name(c, name, (size_t)(end - name))) return false;
  c->at = end + 1;
  return true;
}

/* ---- brackets, repeats, escapes ---- */

static bool check_bracket(checker *c) {
  const char *open = c->at++;
  if (*c->at == '^') c->at++;
  if (*c->at == ']') c->at++;
  for (; *c->at && *c->at != ']'; c->at++) {
    if (*c->at == '[' && c->at[1] == ':') {
      const char *end = strstr(c->at + 2, ":]");
      if (!end) return wrong(c, c->at, "such as [[:alpha:]]", "this class has no end");
      c->at = end + 1;
    } else if (*c->at == '\\' && c->at[1]) {
      c->at++;
      if (strchr("DWS", *c->at))
        return wrong(c, c->at - 1, "write [^...] instead", "\\%c cannot stand within [ ]", *c->at);
    }
  }
  if (!*c->at)
    return wrong(c, open, "close it with ], or write \\[ for the sign itself", "the [ is not closed");
  c->at++;
  c->nothing = c->repeated = false;
  return true;
}

static bool check_repeat(checker *c) {
  const char *sign = c->at;
  if (c->nothing)
    return wrong(c, sign, "write \\ before it for the sign itself", "there is nothing before '%c' to repeat",
                 *sign);
  if (c->repeated && *sign == '?')
    return wrong(c, sign, "say what must not be in it: [^_]+ instead of .+?",
                 "POSIX repeats take as much as they can: '?' after them means nothing");
  if (c->repeated) return wrong(c, sign, "one of * + ? {n,m}", "two repeats follow each other");
  if (*sign == '{') {
    const char *end = strchr(sign, '}');
    if (!end || strspn(sign + 1, "0123456789,") != (size_t)(end - sign) - 1 || end == sign + 1)
      return wrong(c, sign, "such as {2} or {1,3}; write \\{ for the sign itself",
                   "the repeat is not understood");
    c->at = end;
  }
  c->at++;
  c->repeated = true;
  return true;
}

/* A letter of any length in bytes. */
static void pass_letter(checker *c) {
  c->at++;
  while (((unsigned char)*c->at & 0xC0) == 0x80) c->at++;
  c->nothing = c->repeated = false;
}

static bool check_one(checker *c) {
  switch (*c->at) {
  case '(':
    return open_group(c);
  case ')':
    if (!c->n_open)
      return wrong(c, c->at, "remove it, or write \\) for the sign itself", "this ) closes nothing");
    c->n_open--, c->at++;
    c->nothing = c->repeated = false;
    return true;
  case '[':
    return check_bracket(c);
  case '*':
  case '+':
  case '?':
  case '{':
    return check_repeat(c);
  case '|':
  case '^':
    c->at++;
    c->nothing = true, c->repeated = false;
    return true;
  case '\\':
    if (!c->at[1])
      return wrong(c, c->at, "write \\\\ for the sign itself", "the pattern ends in a single backslash");
    c->at++;
    pass_letter(c);
    return true;
  default:
    pass_letter(c);
    return true;
  }
}

bool etho_pattern_check(const char *pattern, bool roles, etho_pattern_mistake *mistake) {
  checker c = {.pattern = pattern, .at = pattern, .nothing = true, .roles = roles, .mistake = mistake};
  while (*c.at)
    if (!check_one(&c)) return false;
  if (c.n_open)
    return wrong(&c, c.open[c.n_open - 1], "close it with ), or write \\( for the sign itself",
                 "the ( is not closed");
  if (!c.n_parts)
    return wrong(&c, pattern, "name what you want: (?<animal>m\\d+)", "the pattern names no part");
  return true;
}
