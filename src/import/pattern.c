/* Named patterns over file, video and observation names: POSIX extended expressions with (?<name>...) parts.
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "import/source.h"

enum { MOST_GROUPS = 20 };

typedef struct pattern {
  regex_t regex;
  const char *role[MOST_GROUPS]; /* of each group; NULL = unnamed */
} pattern;

/* \d, \w, \s and their like as POSIX classes. */
static const char *class_of(char letter, bool inside) {
  switch (letter) {
  case 'd':
    return inside ? "0-9" : "[0-9]";
  case 'w':
    return inside ? "[:alnum:]_" : "[[:alnum:]_]";
  case 's':
    return inside ? "[:space:]" : "[[:space:]]";
  case 'D':
    return inside ? NULL : "[^0-9]";
  case 'W':
    return inside ? NULL : "[^[:alnum:]_]";
  case 'S':
    return inside ? NULL : "[^[:space:]]";
  default:
    return NULL;
  }
}

/* "(?<name>" or "(?P<name>": length of the opening and the name; 0 = a plain group. */
static size_t group_name(etho_arena *arena, const char *text, const char **name) {
  size_t skip = strncmp(text, "(?<", 3) == 0 ? 3 : strncmp(text, "(?P<", 4) == 0 ? 4 : 0;
  *name = NULL;
  if (!skip) return strncmp(text, "(?:", 3) == 0 ? 3 : 0;
  const char *end = strchr(text + skip, '>');
  if (!end) return 0;
  *name = etho_arena_text_n(arena, text + skip, (size_t)(end - text) - skip);
  return (size_t)(end - text) + 1;
}

static void translate(etho_source *source, const char *text, etho_text *out, pattern *p) {
  size_t groups = 0;
  bool inside = false;
  for (; *text; text++) {
    if (*text == '\\' && text[1]) {
      const char *posix = class_of(text[1], inside);
      if (posix)
        etho_text_append(out, posix);
      else if (inside)
        etho_text_char(out, text[1]);
      else
        etho_text_append_n(out, text, 2);
      text++;
      continue;
    }
    if (*text == '[' && !inside) {
      inside = true;
      etho_text_char(out, *text);
      if (text[1] == '^') etho_text_char(out, *++text);
      if (text[1] == ']') etho_text_char(out, *++text);
      continue;
    }
    if (inside && *text == '[' && text[1] == ':') {
      const char *end = strstr(text + 2, ":]");
      if (end) {
        etho_text_append_n(out, text, (size_t)(end + 2 - text));
        text = end + 1;
        continue;
      }
    }
    if (*text == ']') inside = false;
    etho_text_char(out, *text);
    if (*text != '(' || inside) continue;
    const char *name;
    size_t skip = group_name(source->arena, text, &name);
    if (++groups < MOST_GROUPS) p->role[groups] = name;
    if (skip) text += skip - 1;
  }
}

static bool pattern_compile(etho_source *source, const char *text, pattern *p) {
  etho_text posix = {0};
  *p = (pattern){0};
  translate(source, text, &posix, p);
  int code = posix.failed ? REG_ESPACE : regcomp(&p->regex, etho_text_get(&posix), REG_EXTENDED);
  etho_text_free(&posix);
  if (code == 0) return true;
  char why[200];
  regerror(code, &p->regex, why, sizeof why);
  etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                  "write a POSIX expression with named parts: (?<animal>rat[0-9]+)_(?<phase>[A-Z]+)",
                  "the pattern '%.120s' cannot be read: %s", text, why);
  return false;
}

static void set_group(etho_source *source, size_t row, const char *role, const char *text, size_t length) {
  char *value = etho_arena_text_n(source->arena, text, length);
  const etho_role_info *info = etho_role_find(role);
  if (!value) return;
  if (!info) {
    etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                    "name the parts by roles: animal, arm, phase, day, session, trial, sex, cage, novel_side",
                    "the pattern's part '%.60s' is not a role", role);
  } else if (strcmp(info->kind, "text") == 0) {
    etho_source_text(source, row, role, value);
  } else {
    double number;
    if (etho_time_parse(value, '.', &number)) etho_source_number(source, row, role, number);
  }
}

bool etho_source_pattern(etho_source *source, size_t row, const char *name) {
  const char *text = source->options->pattern;
  if (!text) return true;
  pattern p;
  if (!pattern_compile(source, text, &p)) return false;
  regmatch_t match[MOST_GROUPS];
  bool matches = regexec(&p.regex, name, MOST_GROUPS, match, 0) == 0;
  for (size_t g = 1; matches && g < MOST_GROUPS; g++)
    if (p.role[g] && match[g].rm_so >= 0)
      set_group(source, row, p.role[g], name + match[g].rm_so, (size_t)(match[g].rm_eo - match[g].rm_so));
  regfree(&p.regex);
  if (!matches)
    etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                    "correct the pattern, or rename the recording",
                    "the name '%.120s' does not fit the pattern '%.120s'", name, text);
  return matches;
}

void etho_source_name_animal(etho_source *source, size_t row) {
  const char *base = etho_source_base(source);
  if (!base) return;
  etho_source_text(source, row, "recording", base);
  etho_source_pattern(source, row, base);
}
