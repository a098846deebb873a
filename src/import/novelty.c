/* Which object was novel, where a key file says it by what stood where: "Left object: cup, Novel object:
 * cup", "Left: novel, Right: familiar", or by the label of the behaviour. */
#include <string.h>

#include "base/text.h"
#include "import/resolve.h"
#include "import/vocabulary.h"

typedef struct pair {
  const char *member[2];  /* columns that say what stands there */
  const char *setting[2]; /* settings that hold its label */
  const char *said;       /* column of the answer */
  const char *answer[2];
} pair;

static const pair pairs[] = {
    {{"left_object", "right_object"}, {"left", "right"}, "novel_side", {"left", "right"}},
    {{"object_a", "object_b"}, {"object_a", "object_b"}, "novel_object", {"A", "B"}},
};

static const char *text_of(const etho_trials *trials, size_t row, const char *name) {
  size_t column = etho_trials_find(trials, name);
  return column == ETHO_NOT_FOUND ? NULL : etho_trials_text(trials, row, column);
}

/* 0 or 1: the member whose own cell says novel, or whose pair's says familiar; -1 = not said. */
static int novel_by_words(const etho_trials *trials, size_t row, const pair *p) {
  char said[2];
  for (int k = 0; k < 2; k++) {
    const char *text = text_of(trials, row, p->member[k]);
    said[k] = text ? etho_novelty_word(text) : 0;
  }
  if (said[0] == said[1]) return -1;
  return said[0] == 'n' || said[1] == 'f' ? 0 : said[1] == 'n' || said[0] == 'f' ? 1 : -1;
}

static const char *setting_of(const etho_import_options *options, const char *name) {
  for (size_t i = 0; i < options->n_settings; i++)
    if (strcmp(options->settings[i].name, name) == 0) return options->settings[i].value;
  return NULL;
}

static bool is_label(const char *setting, const char *text) {
  size_t n = strlen(text);
  for (const char *p = setting; p && *p; p += strspn(p, "|, ")) {
    size_t length = strcspn(p, "|,");
    char label[128];
    if (length == n && n < sizeof label) {
      memcpy(label, p, n);
      label[n] = '\0';
      if (etho_text_equal_fold(label, text)) return true;
    }
    p += length;
  }
  return false;
}

/* The member that a name stands for: what stands there, its label, or the words of the name. */
static int member_of(const etho_trials *trials, size_t row, const pair *p, const etho_import_options *options,
                     const char *name) {
  for (int k = 0; k < 2; k++) {
    const char *there = text_of(trials, row, p->member[k]);
    if ((there && etho_text_equal_fold(there, name)) || is_label(setting_of(options, p->setting[k]), name))
      return k;
  }
  etho_header_sense sense = etho_header_parse(name, false);
  for (int k = 0; k < 2 && sense.role; k++) {
    size_t n = strlen(p->setting[k]);
    if (strncmp(sense.role->name, p->setting[k], n) == 0 && strcmp(sense.role->name + n, "_s") == 0) return k;
  }
  return -1;
}

void etho_trials_name_novel(etho_trials *trials, const etho_import_options *options) {
  for (size_t r = 0; r < etho_trials_rows(trials); r++)
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
      const pair *p = &pairs[i];
      const char *known = text_of(trials, r, p->said), *name = text_of(trials, r, "novel_object");
      bool plain = known && (i ? etho_object_word(known) != NULL : etho_side_word(known, true) != NULL);
      if (plain) continue;
      int k = novel_by_words(trials, r, p);
      if (k < 0 && known) k = member_of(trials, r, p, options, known);
      if (k < 0 && name) k = member_of(trials, r, p, options, name);
      if (k >= 0) etho_trials_set_text(trials, r, etho_trials_column(trials, p->said, true), p->answer[k]);
    }
}
