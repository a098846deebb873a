/* A pattern over names of recordings: m12_test, m13_test -> ^(?<animal>m\d+)_(?<phase>[A-Za-z]+). */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/vocabulary.h"
#include "study/draft.h"

enum { MOST_PARTS = 16, LONGEST = 64 };

/* A name cut at everything that is neither letter nor digit. */
typedef struct parts {
  char text[MOST_PARTS][LONGEST];
  char separator[MOST_PARTS][8]; /* after each part */
  size_t n;
} parts;

typedef struct column {
  const char *role; /* NULL = says nothing that we know */
  bool same, digits, letters, prefixed; /* prefixed: one word, then digits, in all names */
  char prefix[LONGEST];
} column;

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool cut(const char *name, parts *p) {
  *p = (parts){0};
  while (*name) {
    size_t n = 0, gap = 0;
    while (is_digit(name[n]) || is_letter(name[n])) n++;
    while (name[n + gap] && !is_digit(name[n + gap]) && !is_letter(name[n + gap])) gap++;
    if (p->n == MOST_PARTS || n >= LONGEST || gap >= sizeof p->separator[0]) return false;
    memcpy(p->text[p->n], name, n);
    memcpy(p->separator[p->n++], name + n, gap);
    name += n + gap;
  }
  return p->n > 0;
}

/* ---- what a part says ---- */

static bool all_phases(const parts *list, size_t n, size_t k) {
  for (size_t i = 0; i < n; i++)
    if (!etho_phase_word(list[i].text[k])) return false;
  return true;
}

static const char *role_of_prefix(const char *prefix) {
  static const char *const words[][2] = {{"day", "day"}, {"d", "day"}, {"tag", "day"}, {"session", "session"}, {"sess", "session"},
                                         {"trial", "trial"}, {"run", "trial"}, {"cage", "cage"}, {"m", "animal"},
                                         {"mouse", "animal"}, {"ms", "animal"}, {"maus", "animal"}, {"rat", "animal"}, {"r", "animal"},
                                         {"animal", "animal"}, {"subject", "animal"}, {"subj", "animal"}, {"id", "animal"}, {"a", "animal"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (etho_text_equal_fold(words[i][0], prefix)) return words[i][1];
  return NULL;
}

static column look_at(const parts *list, size_t n, size_t k) {
  column c = {.same = true, .digits = true, .letters = true, .prefixed = true};
  for (size_t i = 0; i < n; i++) {
    const char *text = list[i].text[k];
    size_t word = 0, length = strlen(text);
    while (is_letter(text[word])) word++;
    c.same = c.same && strcmp(text, list[0].text[k]) == 0;
    c.digits = c.digits && length && strspn(text, "0123456789") == length;
    c.letters = c.letters && word == length;
    c.prefixed = c.prefixed && word && word < length && strspn(text + word, "0123456789") == length - word &&
                 strncmp(text, list[0].text[k], word) == 0;
    if (!i && word < LONGEST) memcpy(c.prefix, text, word);
    if (strlen(c.prefix) != word) c.prefixed = false;
  }
  if (all_phases(list, n, k)) c.role = "phase";
  else if (c.prefixed) c.role = role_of_prefix(c.prefix);
  return c;
}

/* ---- which part is the animal ---- */

static bool tells_apart(const column *c) {
  return c->role && strcmp(c->role, "animal") != 0;
}

/* Each name another, by this part and by those that tell sessions of an animal apart. */
static bool is_key(const parts *list, size_t n, const column *columns, size_t n_columns, size_t k) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) {
      bool differ = strcmp(list[i].text[k], list[j].text[k]) != 0;
      for (size_t c = 0; c < n_columns && !differ; c++)
        differ = tells_apart(&columns[c]) && strcmp(list[i].text[c], list[j].text[c]) != 0;
      if (!differ) return false;
    }
  return true;
}

static bool has_digit(const char *text) {
  return text[strcspn(text, "0123456789")] != '\0';
}

/* ETHO_NOT_FOUND: none, or more than one. */
static size_t find_animal(const parts *list, size_t n, const column *columns, size_t n_columns) {
  size_t found = ETHO_NOT_FOUND, named = 0, candidates = 0, last = 0;
  for (size_t k = 0; k < n_columns; k++) {
    bool animal = columns[k].role && strcmp(columns[k].role, "animal") == 0;
    if (tells_apart(&columns[k]) || !has_digit(list[0].text[k]) || (n > 1 && columns[k].same)) continue;
    if (!is_key(list, n, columns, n_columns, k)) continue;
    if (animal) found = k, named++;
    candidates++, last = k;
  }
  if (named == 1) return found;
  return named == 0 && candidates == 1 && n > 1 ? last : ETHO_NOT_FOUND;
}

/* ---- the pattern ---- */

static void append_literal(etho_text *out, const char *text) {
  for (; *text; text++) {
    if (strchr("\\^$.[]|()*+?{}", *text)) etho_text_char(out, '\\');
    etho_text_char(out, *text);
  }
}

static void append_class(etho_text *out, const column *c) {
  if (c->digits) etho_text_append(out, "\\d+");
  else if (c->letters) etho_text_append(out, "[A-Za-z]+");
  else etho_text_append(out, "[A-Za-z0-9]+");
}

static void append_part(etho_text *out, const column *c, const char *text) {
  bool id = c->role && (strcmp(c->role, "animal") == 0 || strcmp(c->role, "cage") == 0);
  if (!c->role && c->same) append_literal(out, text);
  else if (!c->role) append_class(out, c);
  else if (c->prefixed && id) etho_text_format(out, "(?<%s>%s\\d+)", c->role, c->prefix);
  else if (c->prefixed && strcmp(c->role, "phase") != 0) etho_text_format(out, "%s(?<%s>\\d+)", c->prefix, c->role);
  else {
    etho_text_format(out, "(?<%s>", c->role);
    append_class(out, c);
    etho_text_char(out, ')');
  }
}

static const char *write_pattern(etho_arena *arena, const parts *first, const column *columns) {
  etho_text out = {0};
  size_t last = 0;
  for (size_t k = 0; k < first->n; k++)
    if (columns[k].role) last = k;
  etho_text_char(&out, '^');
  for (size_t k = 0; k <= last; k++) {
    append_part(&out, &columns[k], first->text[k]);
    if (k < last) append_literal(&out, first->separator[k]);
  }
  const char *kept = out.failed ? NULL : etho_arena_text(arena, etho_text_get(&out));
  etho_text_free(&out);
  return kept;
}

static bool ask(etho_arena *arena, const char *const *name, size_t n, const char **question) {
  etho_text text = {0};
  etho_text_append(&text, "a pattern over the names with the animal as a part, such as (?<animal>m\\d+)_(?<phase>[a-z]+); the names are ");
  for (size_t i = 0; i < n && i < 4; i++) etho_text_format(&text, "%s'%.80s'", i ? ", " : "", name[i]);
  etho_text_format(&text, "%s; or delete this line: each animal is then called like its recording", n > 4 ? " ..." : "");
  *question = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return false;
}

bool draft_pattern(etho_arena *arena, const char *const *name, size_t n, const char **pattern, const char **question) {
  parts *list = ETHO_NEW(arena, parts, n + 1);
  column columns[MOST_PARTS];
  bool alike = list && n && n <= 5000;
  *pattern = *question = NULL;
  if (!list) return false;
  for (size_t i = 0; i < n && alike; i++) {
    alike = cut(name[i], &list[i]) && list[i].n == list[0].n;
    for (size_t k = 0; k < list[i].n && alike; k++) alike = strcmp(list[i].separator[k], list[0].separator[k]) == 0;
  }
  if (!alike) return ask(arena, name, n, question);
  for (size_t k = 0; k < list[0].n; k++) columns[k] = look_at(list, n, k);
  size_t animal = find_animal(list, n, columns, list[0].n);
  if (animal == ETHO_NOT_FOUND) return ask(arena, name, n, question);
  for (size_t k = 0; k < list[0].n; k++)
    if (k != animal && columns[k].role && strcmp(columns[k].role, "animal") == 0) columns[k].role = NULL;
  columns[animal].role = "animal";
  *pattern = write_pattern(arena, &list[0], columns);
  return *pattern != NULL;
}
