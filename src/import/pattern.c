/* Named patterns over file, video and observation names: POSIX extended expressions with (?<name>...) parts.
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "import/pattern.h"

enum { MOST_GROUPS = 40 };

struct etho_pattern {
  regex_t regex;
  const char *text;
  const char *part[ETHO_PATTERN_PARTS]; /* names, from left to right */
  size_t group[ETHO_PATTERN_PARTS];     /* the group of each part */
  size_t n_parts;
};

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

static void translate(etho_source *source, const char *text, etho_text *out, etho_pattern *p) {
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
    groups++;
    if (name && p->n_parts < ETHO_PATTERN_PARTS && groups < MOST_GROUPS) {
      p->part[p->n_parts] = name;
      p->group[p->n_parts++] = groups;
    }
    if (skip) text += skip - 1;
  }
}

etho_pattern *etho_pattern_new(etho_source *source, const char *text) {
  etho_text posix = {0};
  etho_pattern *p = calloc(1, sizeof *p);
  if (!p) return NULL;
  p->text = text;
  translate(source, text, &posix, p);
  int code = posix.failed ? REG_ESPACE : regcomp(&p->regex, etho_text_get(&posix), REG_EXTENDED);
  etho_text_free(&posix);
  if (code == 0) return p;
  char why[200];
  regerror(code, &p->regex, why, sizeof why);
  etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                  "write a POSIX expression with named parts: (?<animal>rat[0-9]+)_(?<phase>[A-Z]+)",
                  "the pattern '%.120s' cannot be read: %s", text, why);
  free(p);
  return NULL;
}

void etho_pattern_free(etho_pattern *pattern) {
  if (!pattern) return;
  regfree(&pattern->regex);
  free(pattern);
}

size_t etho_pattern_parts(const etho_pattern *pattern) {
  return pattern->n_parts;
}

const char *etho_pattern_part(const etho_pattern *pattern, size_t index) {
  return index < pattern->n_parts ? pattern->part[index] : NULL;
}

bool etho_pattern_match(const etho_pattern *pattern, etho_arena *arena, const char *text,
                        const char **value) {
  regmatch_t match[MOST_GROUPS];
  if (regexec(&pattern->regex, text, MOST_GROUPS, match, 0) != 0) return false;
  for (size_t i = 0; i < pattern->n_parts; i++) {
    const regmatch_t *m = &match[pattern->group[i]];
    value[i] = m->rm_so < 0 ? NULL : etho_arena_text_n(arena, text + m->rm_so, (size_t)(m->rm_eo - m->rm_so));
  }
  return true;
}

bool etho_pattern_looks(const char *text) {
  return strstr(text, "(?<") || strstr(text, "(?P<");
}

static void set_part(etho_source *source, size_t row, const char *role, const char *value) {
  const etho_role_info *info = etho_role_find(role);
  if (!info) {
    etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                    "name the parts by roles: animal, arm, phase, day, session, trial, sex, cage, novel_side",
                    "the pattern's part '%.60s' is not a role", role);
  } else if (strcmp(info->kind, "text") == 0) {
    etho_source_text(source, row, role, value);
  } else {
    double number;
    if (etho_time_parse(value, '.', &number))
      etho_source_number(source, row, role, number);
    else if (value[0])
      etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                      "let the part take the digits only: trial(?<trial>[0-9]+)",
                      "the pattern takes '%.60s' as the %s, which is a number", value, role);
  }
}

/* The name as it is given; of a file also with its ending, and with the folders that lead to it. */
static bool match_name(const etho_source *source, const etho_pattern *p, const char *name, const char **value) {
  if (etho_pattern_match(p, source->arena, name, value)) return true;
  const char *base = etho_source_base(source), *slash = strrchr(source->path, '/');
  if (!base || strcmp(base, name) != 0) return false;
  return etho_pattern_match(p, source->arena, slash ? slash + 1 : source->path, value) ||
         etho_pattern_match(p, source->arena, source->path, value);
}

/* Does the pattern fit when capitals are small letters? */
static bool fits_folded(const char *text, const char *name) {
  etho_text posix = {0};
  etho_pattern p = {0};
  etho_arena *arena = etho_arena_new();
  etho_source none = {.arena = arena};
  bool fits = false;
  if (arena) translate(&none, text, &posix, &p);
  if (arena && !posix.failed && regcomp(&p.regex, etho_text_get(&posix), REG_EXTENDED | REG_ICASE) == 0) {
    fits = regexec(&p.regex, name, 0, NULL, 0) == 0;
    regfree(&p.regex);
  }
  etho_text_free(&posix);
  etho_arena_free(arena);
  return fits;
}

/* Compiled once for a file; the pattern is freed with the source. */
static const etho_pattern *name_pattern(etho_source *source) {
  if (!source->name_pattern && !source->name_pattern_failed) {
    source->name_pattern = etho_pattern_new(source, source->options->pattern);
    source->name_pattern_failed = !source->name_pattern;
  }
  return source->name_pattern;
}

bool etho_source_pattern_names(etho_source *source, const char *role) {
  const etho_pattern *p = source->options->pattern ? name_pattern(source) : NULL;
  for (size_t i = 0; p && i < p->n_parts; i++)
    if (strcmp(p->part[i], role) == 0) return true;
  return false;
}

bool etho_source_pattern(etho_source *source, size_t row, const char *name) {
  const char *text = source->options->pattern, *value[ETHO_PATTERN_PARTS];
  if (!text) return true;
  const etho_pattern *p = name_pattern(source);
  if (!p) return false;
  bool matches = match_name(source, p, name, value);
  for (size_t i = 0; matches && i < p->n_parts; i++)
    if (value[i]) set_part(source, row, p->part[i], value[i]);
  bool told = source->name_told && strcmp(source->name_told, name) == 0;
  if (!matches) source->name_told = etho_arena_text(source->arena, name);
  if (!matches && !told)
    etho_issues_add(source->issues, "E-PATTERN", source->path, 0, 0,
                    fits_folded(text, name)
                        ? "it would fit but for capital and small letters: write [Mm] for both"
                        : "correct the pattern, or rename the recording",
                    "the name '%.120s' does not fit the pattern '%.120s'", name, text);
  return matches;
}

void etho_source_name_animal(etho_source *source, size_t row) {
  const char *base = etho_source_base(source);
  if (!base) return;
  etho_source_text(source, row, "recording", base);
  etho_source_pattern(source, row, base);
}
