/* What the labels of bouts stand for: objects, or arms of a maze. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/events.h"

const char *const etho_target_name[ETHO_TARGETS] = {"novel", "familiar", "left",
                                                    "right", "object_a", "object_b"};

static bool is_same(const char *a, size_t n, const char *b, size_t m, bool fold) {
  if (n != m) return false;
  for (size_t i = 0; i < n; i++) {
    char x = a[i], y = b[i];
    if (fold && x >= 'A' && x <= 'Z') x = (char)(x + 32);
    if (fold && y >= 'A' && y <= 'Z') y = (char)(y + 32);
    if (x != y) return false;
  }
  return true;
}

static bool lists(const char *setting, const char *text, bool fold) {
  size_t n = strlen(text);
  for (const char *p = setting; p && *p;) {
    while (*p == ' ') p++;
    const char *end = p + strcspn(p, "|,");
    size_t length = (size_t)(end - p);
    while (length && p[length - 1] == ' ') length--;
    if (is_same(p, length, text, n, fold)) return true;
    p = *end ? end + 1 : end;
  }
  return setting && is_same(setting, strlen(setting), text, n, fold);
}

bool etho_setting_lists(const char *setting, const char *text) {
  return lists(setting, text, false);
}

const char *etho_target_setting(const etho_source *source, int target) {
  const char *text = etho_source_setting(source, etho_target_name[target]);
  bool place = text && target == 0 && !etho_source_setting(source, "familiar") &&
               (etho_side_word(text, false) || etho_object_word(text));
  return place ? NULL : text;
}

bool etho_targets_declared(const etho_source *source) {
  for (int t = 0; t < ETHO_TARGETS; t++)
    if (etho_target_setting(source, t)) return true;
  return false;
}

static int declared_target(const etho_source *source, const char *label) {
  for (int fold = 0; fold < 2; fold++)
    for (int t = 0; t < ETHO_TARGETS; t++)
      if (lists(etho_target_setting(source, t), label, fold)) return t;
  return -1;
}

/* "Object 1 zone" is about object 1. */
static void without_place(const char *label, char bare[64]) {
  static const char *const places[] = {" zone", " area", " region", " roi",
                                       "_zone", "_area", "_region", "_roi"};
  size_t n = strlen(label);
  if (n > 63) n = 63;
  memcpy(bare, label, n);
  bare[n] = '\0';
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    size_t length = strlen(places[i]);
    if (n > length && is_same(bare + n - length, length, places[i], length, true)) bare[n - length] = '\0';
  }
}

static int target_by_words(const char *label, bool letters) {
  char bare[64];
  if (label[0] && !label[1]) /* one letter says little: o may be anything */
    return !letters ? -1 : strchr("Ll", label[0]) ? 2 : strchr("Rr", label[0]) ? 3 : -1;
  without_place(label, bare);
  etho_header_sense sense = etho_header_parse(strlen(label) < 64 ? bare : label, false);
  for (int t = 0; t < ETHO_TARGETS && sense.role; t++) {
    char name[40];
    snprintf(name, sizeof name, "%s_s", etho_target_name[t]);
    if (strcmp(sense.role->name, name) == 0) return t;
  }
  return -1;
}

static int target_of(const etho_source *source, const char *label, bool letters) {
  for (int t = 0; t < ETHO_TARGETS; t++)
    if (strcmp(label, etho_target_name[t]) == 0) return t;
  return etho_targets_declared(source) ? declared_target(source, label) : target_by_words(label, letters);
}

int etho_target_of(const etho_source *source, const char *label) {
  return target_of(source, label, true);
}

void etho_labels_need(etho_source *source, const char *what, const char *labels, const char *first,
                      const char *second) {
  etho_text why = {0};
  source->file->candidates = etho_arena_text(source->arena, labels);
  etho_text_format(
      &why,
      "which %s is which object? There are %s. Where the novel object changes from recording to "
      "recording, declare left and right (or object_a and object_b) in the same way and join a key "
      "file with the columns recording (or animal) and novel_side (or novel_object). For a maze declare its "
      "arms instead: \"arms\": \"A|B|C\"",
      what, labels);
  etho_source_need(source, "novel", first, etho_text_get(&why));
  etho_source_need(source, "familiar", second, "the same for the familiar object");
  etho_text_free(&why);
}

static const char *text_or_empty(const char *text) {
  return text ? text : "";
}

static int by_name(const etho_event *x, const etho_event *y) {
  int order = (x->nothing > y->nothing) - (x->nothing < y->nothing);
  if (!order) order = strcmp(text_or_empty(x->label), text_or_empty(y->label));
  return order ? order : strcmp(text_or_empty(x->modifier), text_or_empty(y->modifier));
}

static int by_name_and_place(const void *a, const void *b) {
  const etho_event *x = *(const etho_event *const *)a, *y = *(const etho_event *const *)b;
  int order = by_name(x, y);
  return order ? order : (x > y) - (x < y);
}

static int by_place(const void *a, const void *b) {
  const etho_event *x = *(const etho_event *const *)a, *y = *(const etho_event *const *)b;
  return (x > y) - (x < y);
}

static const char *full_name(const etho_source *source, const etho_event *e) {
  if (!e->modifier || !e->modifier[0]) return e->label;
  etho_text name = {0};
  etho_text_format(&name, "%s: %s", e->label, e->modifier);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&name));
  etho_text_free(&name);
  return kept ? kept : e->label;
}

static int target_of_event(const etho_source *source, const etho_event *e, const char *name, bool letters) {
  bool modified = e->modifier && e->modifier[0];
  int t = modified && etho_targets_declared(source) ? declared_target(source, name) : -1;
  if (t < 0) t = target_of(source, e->label, letters);
  return t < 0 && modified ? target_of(source, e->modifier, false) : t;
}

/* Numbers the groups and returns the first event of each, in the order of the events. */
static etho_event **number_groups(const etho_source *source, etho_events *events, size_t *n) {
  etho_event **list = ETHO_NEW(source->arena, etho_event *, events->n ? events->n : 1);
  if (!list) return NULL;
  for (size_t i = 0; i < events->n; i++) list[i] = &events->event[i];
  qsort(list, events->n, sizeof *list, by_name_and_place);
  *n = 0;
  for (size_t i = 0; i < events->n; i++) {
    if (list[i]->nothing) continue;
    if (!*n || by_name(list[*n - 1], list[i]) != 0) list[(*n)++] = list[i];
    list[i]->group = *n - 1;
  }
  /* groups in the order of the file */
  size_t *place = ETHO_NEW(source->arena, size_t, *n ? *n : 1);
  if (!place) return NULL;
  qsort(list, *n, sizeof *list, by_place);
  for (size_t i = 0; i < *n; i++) place[list[i]->group] = i;
  for (size_t i = 0; i < events->n; i++)
    if (!events->event[i].nothing) events->event[i].group = place[events->event[i].group];
  return list;
}

static void append_label(etho_text *out, const char *label) {
  if (out->length < 300) etho_text_format(out, "%s'%.40s'", out->length ? ", " : "", label);
}

static void all_labels(const etho_events *events, const etho_labels *labels, etho_text *out) {
  for (size_t i = 0; i < (events->known ? events->n_known : labels->n); i++)
    append_label(out, events->known ? events->known[i] : labels->name[i]);
}

static bool occurs(const etho_source *source, const etho_events *events, const etho_labels *labels,
                   int target) {
  for (size_t i = 0; i < labels->n; i++)
    if (labels->target[i] == target) return true;
  for (size_t i = 0; i < events->n_known; i++)
    if (target_of(source, events->known[i], events->letters) == target) return true;
  return false;
}

static const char *declared_label(const etho_source *source, int target) {
  const char *setting = etho_source_setting(source, etho_target_name[target]);
  return setting ? setting : etho_target_name[target];
}

/* A declared object whose label is nowhere: a wrong label where all labels are known, else never explored. */
static void tell_absent(etho_source *source, const etho_events *events, const etho_labels *labels,
                        int target) {
  etho_text hint = {0}, there = {0};
  all_labels(events, labels, &there);
  if (events->known) {
    etho_text_format(&hint, "correct the setting; there are %s", etho_text_get(&there));
    etho_issues_add(source->issues, "E-SETTING-LABEL", source->path, 0, 0, etho_text_get(&hint),
                    "the setting '%s' is '%.60s', which is not in the file", etho_target_name[target],
                    declared_label(source, target));
  } else {
    etho_text_format(&hint,
                     "declare the label of this object, if it has another name; the recorded ones are %s",
                     there.length ? etho_text_get(&there) : "none");
    etho_issues_add(source->issues, "W-EVENT-NEVER", source->path, 0, 0, etho_text_get(&hint),
                    "no bout at '%.60s' (%s) is recorded: taken as never explored (0 s)",
                    declared_label(source, target), etho_target_name[target]);
  }
  etho_text_free(&there);
  etho_text_free(&hint);
}

static void find_used(etho_source *source, const etho_events *events, etho_labels *labels) {
  for (int t = 0; t < ETHO_TARGETS; t++) {
    bool there = occurs(source, events, labels, t);
    labels->used[t] = there || etho_target_setting(source, t);
    if (!there && labels->used[t]) tell_absent(source, events, labels, t);
  }
  for (int pair = 0; pair < ETHO_TARGETS; pair += 2)
    if (labels->used[pair] != labels->used[pair + 1]) {
      int never = labels->used[pair] ? pair + 1 : pair;
      labels->used[never] = true;
      tell_absent(source, &(etho_events){0}, labels, never);
    }
}

static void tell_mapped(etho_source *source, const etho_labels *labels) {
  for (size_t i = 0; i < labels->n; i++)
    if (labels->arm[i])
      etho_source_mapped(source, "sequence", labels->name[i]);
    else if (labels->target[i] >= 0)
      etho_source_mapped(source, etho_target_name[labels->target[i]], labels->name[i]);
    else
      etho_source_ignored(source, labels->name[i]);
}

static void need_labels(etho_source *source, const etho_events *events, const etho_labels *labels) {
  etho_text there = {0};
  all_labels(events, labels, &there);
  size_t n = events->known ? events->n_known : labels->n;
  const char *const *name = events->known ? events->known : labels->name;
  etho_labels_need(source, events->known ? "zone" : "behaviour", etho_text_get(&there),
                   n ? name[0] : "the behaviour at the novel object",
                   n > 1 ? name[1] : "the behaviour at the familiar object");
  etho_text_free(&there);
}

bool etho_labels_find(etho_source *source, etho_events *events, etho_labels *labels) {
  const char *arms = etho_source_setting(source, "arms");
  *labels = (etho_labels){.arms = arms ? arms : events->arms};
  etho_event **first = number_groups(source, events, &labels->n);
  size_t room = labels->n ? labels->n : 1;
  labels->target = ETHO_NEW(source->arena, int, room);
  labels->arm = ETHO_NEW(source->arena, bool, room);
  labels->name = ETHO_NEW(source->arena, const char *, room);
  if (!first || !labels->target || !labels->arm || !labels->name) return false;
  bool any = labels->arms || etho_targets_declared(source);
  for (size_t i = 0; i < labels->n; i++) {
    labels->name[i] = full_name(source, first[i]);
    labels->arm[i] = labels->arms && etho_setting_lists(labels->arms, first[i]->label);
    labels->target[i] =
        labels->arms ? -1 : target_of_event(source, first[i], labels->name[i], events->letters);
    any = any || labels->target[i] >= 0;
  }
  for (size_t i = 0; i < events->n_known && !any; i++)
    any = target_of(source, events->known[i], events->letters) >= 0;
  if (!any) {
    need_labels(source, events, labels);
    return false;
  }
  tell_mapped(source, labels);
  if (!labels->arms) find_used(source, events, labels);
  return true;
}
