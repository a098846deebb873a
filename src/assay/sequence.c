#include "assay/sequence.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ARMS = 8, NAME_SIZE = 24 };

typedef struct arm_list {
  char name[MOST_ARMS][NAME_SIZE];
  size_t n;
} arm_list;

static bool is_separator(char c) {
  return c == ',' || c == ';' || c == ' ' || c == '-' || c == '>' || c == '/' || c == '|' || c == '\t' ||
         c == '.';
}

static bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static char upper(char c) {
  return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* The next entry of the text, in upper case; false at the end. *bad is set at a character that is no arm. */
static bool next_entry(const char **at, bool separated, char *name, bool *bad) {
  while (is_separator(**at)) (*at)++;
  size_t n = 0;
  while (is_word(**at) && n + 1 < NAME_SIZE && (separated || n < 1)) name[n++] = upper(*(*at)++);
  name[n] = '\0';
  *bad = n == 0 && **at;
  return n > 0;
}

/* Names longer than a letter are told by separators between them: "left,right", but "AB CA" is letters. */
static bool is_separated(const char *text) {
  size_t words = 0, longest = 0;
  for (const char *at = text; *at;) {
    while (is_separator(*at)) at++;
    size_t n = 0;
    while (is_word(*at)) at++, n++;
    words += n > 0;
    if (n > longest) longest = n;
    if (!n && *at) break;
  }
  bool spelled = strstr(text, "eft") || strstr(text, "EFT") || strstr(text, "ight") || strstr(text, "IGHT");
  return words > 1 && (longest == 1 || spelled || strpbrk(text, ",;|>") != NULL);
}

static void add_name(arm_list *arms, const char *name) {
  for (size_t k = 0; k < arms->n; k++)
    if (strcmp(arms->name[k], name) == 0) return;
  if (arms->n < MOST_ARMS) memcpy(arms->name[arms->n++], name, strlen(name) + 1);
}

static int by_name(const void *a, const void *b) {
  return strcmp(a, b);
}

static void report_bad(etho_batch *batch, size_t row, const char *at) {
  etho_batch_issue(batch, row, "E-SEQUENCE", "one letter or digit an entry (ABCAC), or names with commas",
                   "the arm sequence is not readable from '%.20s' on", at);
}

static void collect_names(etho_batch *batch, size_t column, arm_list *arms) {
  for (size_t r = 0; r < etho_trials_rows(batch->trials); r++) {
    const char *text = etho_cell_text(batch->trials, r, column, batch->arena);
    if (!text) continue;
    bool separated = is_separated(text), bad;
    char name[NAME_SIZE];
    while (next_entry(&text, separated, name, &bad)) add_name(arms, name);
    if (bad) report_bad(batch, r, text);
  }
  qsort(arms->name, arms->n, sizeof arms->name[0], by_name);
}

static bool read_sequence(const etho_batch *batch, const char *text, const arm_list *arms, etho_sequence *s) {
  bool separated = is_separated(text), bad;
  char name[NAME_SIZE];
  s->arm = ETHO_NEW(batch->arena, unsigned char, strlen(text) + 1);
  s->given = true;
  if (!s->arm) return false;
  while (next_entry(&text, separated, name, &bad)) {
    unsigned char k = 0;
    while (k < arms->n && strcmp(arms->name[k], name) != 0) k++;
    s->n_reentries += s->n && s->arm[s->n - 1] == k;
    s->arm[s->n++] = k;
  }
  return true;
}

static bool only_sides(const arm_list *arms) {
  for (size_t k = 0; k < arms->n; k++)
    if (strcmp(arms->name[k], "L") != 0 && strcmp(arms->name[k], "R") != 0 &&
        strcmp(arms->name[k], "LEFT") != 0 && strcmp(arms->name[k], "RIGHT") != 0)
      return false;
  return arms->n > 0;
}

static void check_arms(etho_batch *batch, const arm_list *arms) {
  if (arms->n > 4)
    etho_issues_add(batch->issues, "E-SEQUENCE-ARMS", etho_trials_file(batch->trials, 0), 0, 0,
                    "look for a mistyped letter", "the sequences name %zu%s arms: %s, %s, %s, %s, %s...",
                    arms->n, arms->n == MOST_ARMS ? " or more" : "", arms->name[0], arms->name[1],
                    arms->name[2], arms->name[3], arms->name[4]);
  else if (arms->n == 4)
    etho_issues_add(
        batch->issues, "W-SEQUENCE-ARMS", etho_trials_file(batch->trials, 0), 0, 0,
        "right for a plus maze: alternation is over four entries; in a Y-maze look for a mistyped letter",
        "the sequences name four arms: %s, %s, %s, %s", arms->name[0], arms->name[1], arms->name[2],
        arms->name[3]);
}

etho_sequences *etho_sequences_read(etho_batch *batch) {
  etho_sequences *all = ETHO_NEW(batch->arena, etho_sequences, 1);
  size_t column = etho_trials_find(batch->trials, "sequence");
  arm_list arms = {.n = 0};
  if (!all) return NULL;
  all->n_rows = etho_trials_rows(batch->trials);
  all->sequence = ETHO_NEW(batch->arena, etho_sequence, all->n_rows + 1);
  if (!all->sequence) return NULL;
  collect_names(batch, column, &arms);
  check_arms(batch, &arms);
  for (size_t r = 0; r < all->n_rows; r++) {
    const char *text = etho_cell_text(batch->trials, r, column, batch->arena);
    if (text && !read_sequence(batch, text, &arms, &all->sequence[r])) return NULL;
    all->n_reentries += all->sequence[r].n_reentries;
  }
  all->n_arms = only_sides(&arms) ? 2 : arms.n < 3 ? 3 : arms.n;
  return all;
}

void etho_sequences_merge(etho_sequences *all) {
  for (size_t r = 0; r < all->n_rows; r++) {
    etho_sequence *s = &all->sequence[r];
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++)
      if (!kept || s->arm[kept - 1] != s->arm[i]) s->arm[kept++] = s->arm[i];
    s->n = kept;
  }
}
