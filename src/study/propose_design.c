/* Of a proposed study.json: arms, their spellings, the control, and what else the files tell. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "import/resolve.h"
#include "study/propose.h"

enum { MOST_ARMS = 200, MOST_SEEN = 12 };

/* ---- arms ---- */

static bool count_arm(proposal *p, const char *name) {
  for (size_t i = 0; i < p->n_arms; i++)
    if (strcmp(p->arm[i].name, name) == 0) return p->arm[i].n++, true;
  if (p->n_arms == MOST_ARMS) return true;
  proposed_arm *grown = etho_arena_grow(p->arena, p->arm, &p->arm_capacity, p->n_arms + 1, sizeof *grown);
  if (!grown) return false;
  p->arm = grown;
  grown[p->n_arms++] = (proposed_arm){etho_arena_text(p->arena, name), 1, 0};
  return grown[p->n_arms - 1].name != NULL;
}

static int by_name(const void *a, const void *b) {
  return etho_text_natural(((const proposed_arm *)a)->name, ((const proposed_arm *)b)->name);
}

/* The spelling that most trials have stands for all that are alike. */
static void find_spellings(proposal *p) {
  for (size_t i = 0; i < p->n_arms; i++) {
    size_t best = i;
    for (size_t k = 0; k < p->n_arms; k++)
      if (etho_arms_alike(p->arm[k].name, p->arm[i].name) && (p->arm[k].n > p->arm[best].n || (p->arm[k].n == p->arm[best].n && k < best)))
        best = k;
    p->arm[i].same_as = best;
  }
}

bool propose_find_arms(proposal *p) {
  const struct study_draft *draft = p->study->draft;
  for (size_t i = 0; i < draft->n_inputs; i++) {
    const etho_trials *trials = etho_import_trials(draft->input[i].result);
    size_t column = etho_trials_find(trials, "arm");
    for (size_t r = 0; column != ETHO_NOT_FOUND && r < etho_trials_rows(trials); r++) {
      const char *arm = etho_trials_text(trials, r, column);
      if (arm && !count_arm(p, arm)) return false;
    }
  }
  if (p->n_arms) qsort(p->arm, p->n_arms, sizeof *p->arm, by_name);
  find_spellings(p);
  return true;
}

static void propose_aliases(proposal *p, cJSON *design) {
  cJSON *aliases = cJSON_AddObjectToObject(design, "aliases");
  for (size_t i = 0; i < p->n_arms; i++) {
    size_t stands = p->arm[i].same_as;
    if (stands == i) continue;
    cJSON *list = cJSON_GetObjectItemCaseSensitive(aliases, p->arm[stands].name);
    if (!list) list = cJSON_AddArrayToObject(aliases, p->arm[stands].name);
    propose_element(p, list, p->arm[i].name);
  }
}

/* ---- the control ---- */

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Is one of the words a whole word of the arm's name? */
static bool names_control(const char *arm) {
  static const char *const words[] = {"control", "controls", "ctrl", "ctl", "con", "vehicle", "veh", "sham", "saline", "pbs", "wt", "wildtype",
                                      "wild", "mock", "placebo", "untreated", "naive", "baseline", "kontrolle", "2n"};
  for (const char *p = arm; *p;) {
    size_t n = 0;
    while (is_letter(p[n]) || (p[n] >= '0' && p[n] <= '9')) n++;
    for (size_t i = 0; n && i < sizeof words / sizeof *words; i++) {
      char word[16];
      if (n >= sizeof word) break;
      memcpy(word, p, n);
      word[n] = '\0';
      if (etho_text_equal_fold(word, words[i])) return true;
    }
    p += n ? n : 1;
  }
  return false;
}

static void propose_control(proposal *p, cJSON *design) {
  const char *found = NULL;
  size_t n = 0, arms = 0;
  etho_text list = {0};
  for (size_t i = 0; i < p->n_arms; i++) {
    if (p->arm[i].same_as != i) continue;
    arms++;
    etho_text_format(&list, "%s'%s'", list.length ? ", " : "", p->arm[i].name);
    if (names_control(p->arm[i].name)) found = p->arm[i].name, n++;
  }
  if (p->study->design.control) {
    propose_text(p, design, "control", p->study->design.control);
  } else if (n == 1) {
    propose_text(p, design, "control", found);
    propose_text(p, design, "_control", "proposed by its name: correct it, or delete both lines");
  } else if (arms > 1) {
    etho_text question = {0};
    etho_text_format(&question, "the control arm, one of %s; or delete this line", etho_text_get(&list));
    propose_gap(p, design, "control", etho_text_get(&question));
    etho_text_free(&question);
  }
  etho_text_free(&list);
}

void propose_design(proposal *p, cJSON *root) {
  cJSON *design = cJSON_AddObjectToObject(root, "design");
  cJSON *arms = p->n_arms ? cJSON_AddArrayToObject(design, "arms") : NULL;
  for (size_t i = 0; i < p->n_arms; i++)
    if (p->arm[i].same_as == i) propose_element(p, arms, p->arm[i].name);
  propose_control(p, design);
  propose_text(p, design, "_impaired", "the arm expected to be impaired: remove the underscore to declare it");
  propose_text(p, design, "_treatments", "the arms meant to rescue it: remove the underscore to declare them, as a list");
  propose_number(p, design, "equivalence", p->study->design.equivalence);
  propose_aliases(p, design);
}

/* ---- what was seen ---- */

static void propose_values(proposal *p, const etho_trials *trials, const char *column, const char *name, cJSON *item) {
  size_t c = etho_trials_find(trials, column), n = 0;
  const char *seen[MOST_SEEN];
  if (c == ETHO_NOT_FOUND || !etho_trials_is_text(trials, c)) return;
  for (size_t r = 0; r < etho_trials_rows(trials) && n < MOST_SEEN; r++) {
    const char *value = etho_trials_text(trials, r, c);
    bool again = !value;
    for (size_t i = 0; i < n && !again; i++) again = strcmp(seen[i], value) == 0;
    if (!again) seen[n++] = value;
  }
  cJSON *list = n ? cJSON_AddArrayToObject(item, name) : NULL;
  for (size_t i = 0; i < n; i++) propose_element(p, list, seen[i]);
}

/* The arms of a maze: the signs of sequences, or the arms that were chosen. */
static void propose_maze(proposal *p, const etho_trials *trials, cJSON *item) {
  size_t c = etho_trials_find(trials, "sequence"), n = 0;
  const char *seen[MOST_SEEN];
  for (size_t r = 0; c != ETHO_NOT_FOUND && r < etho_trials_rows(trials); r++) {
    const char *text = etho_trials_text(trials, r, c);
    bool words = text && strpbrk(text, " ,;|>-");
    for (const char *at = text; at && *at && n < MOST_SEEN;) {
      size_t length = words ? strcspn(at, " ,;|>-") : 1;
      const char *sign = etho_arena_text_n(p->arena, at, length);
      bool again = !sign || !length;
      for (size_t i = 0; i < n && !again; i++) again = strcmp(seen[i], sign) == 0;
      if (!again) seen[n++] = sign;
      at += length + (at[length] != '\0' && words);
      if (!length && !words) break;
    }
  }
  cJSON *list = n ? cJSON_AddArrayToObject(item, "_maze_arms_seen") : NULL;
  for (size_t i = 0; i < n; i++) propose_element(p, list, seen[i]);
  propose_values(p, trials, "choice", "_choices_seen", item);
}

void propose_seen(proposal *p, const draft_input *input, cJSON *item) {
  const etho_trials *trials = etho_import_trials(input->result);
  propose_values(p, trials, "phase", "_phases_seen", item);
  propose_values(p, trials, "day", "_days_seen", item);
  propose_values(p, trials, "session", "_sessions_seen", item);
  propose_maze(p, trials, item);
  if (input->candidates) propose_text(p, item, "_labels_seen", input->candidates);
  if (input->file->points && input->file->points[0]) propose_text(p, item, "_points_seen", input->file->points);
  if (input->file->n_ignored && !input->n_settings && strncmp(input->format, "wide", 4) != 0) {
    cJSON *list = cJSON_AddArrayToObject(item, "_not_used");
    for (size_t i = 0; i < input->file->n_ignored && i < 40; i++) propose_element(p, list, input->file->ignored[i]);
  }
}

double propose_trial_length(const proposal *p) {
  double length = (double)NAN;
  for (size_t i = 0; i < p->study->draft->n_inputs; i++) {
    const draft_input *input = &p->study->draft->input[i];
    const etho_trials *trials = etho_import_trials(input->result);
    size_t c = etho_trials_find(trials, "duration_s");
    for (size_t g = 0; g < input->n_gaps; g++)
      if (strcmp(input->gap[g].name, "frame_rate") == 0) return (double)NAN; /* the seconds are not known yet */
    for (size_t r = 0; c != ETHO_NOT_FOUND && r < etho_trials_rows(trials); r++) {
      double value = etho_trials_number(trials, r, c);
      if (isnan(value) || (!isnan(length) && fabs(value - length) > 0)) return (double)NAN;
      length = value;
    }
  }
  return length > 0 ? length : (double)NAN;
}

/* ---- paths ---- */

/* From one folder to a file, both absolute. */
static const char *relative(proposal *p, const char *folder, const char *file) {
  size_t common = 0, i = 0;
  etho_text path = {0};
  if (strcmp(folder, file) == 0) return ".";
  for (; folder[i] && folder[i] == file[i]; i++)
    if (file[i] == '/') common = i + 1;
  if (!folder[i] && file[i] == '/') common = i + 1;
  for (const char *at = folder + (common <= strlen(folder) ? common : strlen(folder)); *at; at++)
    if (*at == '/' || !at[1]) etho_text_append(&path, "../");
  etho_text_append(&path, file + common);
  const char *kept = etho_arena_text(p->arena, etho_text_get(&path));
  etho_text_free(&path);
  return kept;
}

/* realpath of the folder of a path (which may end in a pattern), then its last part. */
static const char *absolute(proposal *p, const char *path) {
  char real[PATH_MAX];
  const char *slash = strrchr(path, '/');
  const char *folder = slash ? etho_arena_text_n(p->arena, path, (size_t)(slash - path) + 1) : ".";
  if (!folder || !realpath(folder, real)) return NULL;
  etho_text whole = {0};
  etho_text_format(&whole, "%s%s%s", real, strcmp(real, "/") == 0 ? "" : "/", slash ? slash + 1 : path);
  const char *kept = etho_arena_text(p->arena, etho_text_get(&whole));
  etho_text_free(&whole);
  return kept;
}

const char *propose_path(proposal *p, const char *path) {
  char folder[PATH_MAX];
  if (!p->folder || strcmp(path, "-") == 0) return path;
  const char *whole = absolute(p, path);
  if (!whole || !realpath(p->folder[0] ? p->folder : ".", folder)) return path;
  const char *found = relative(p, folder, whole);
  if (!found) p->failed = true;
  bool above = found && strncmp(found, "../", 3) == 0;
  return !found || (above && path[0] == '/') ? path : found;
}

const char *propose_title(proposal *p) {
  if (p->study->title) return p->study->title;
  const char *path = p->study->run.n_paths ? p->study->run.path[0] : "study";
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') n--;
  const char *slash = path, *name = path;
  while ((slash = memchr(name, '/', n - (size_t)(name - path)))) name = slash + 1;
  const char *kept = etho_arena_text_n(p->arena, name, n - (size_t)(name - path));
  return kept && kept[0] && strcmp(kept, "-") != 0 && strcmp(kept, ".") != 0 ? kept : "Behaviour study";
}
