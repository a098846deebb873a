#include "assay/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "table/series.h"

/* A row of the trials with what it is sorted by. */
typedef struct entry {
  size_t row, animal;
  const char *name, *phase, *session, *day;
  etho_phase_kind kind;
  size_t phase_rank; /* phases of one kind stay in the order in which the file brings them */
  double trial;      /* NaN = none */
} entry;

typedef struct sorter {
  etho_batch *batch;
  entry *entry;
  size_t n;
} sorter;

static void read_entries(sorter *s) {
  const etho_trials *trials = s->batch->trials;
  etho_arena *arena = s->batch->arena;
  size_t animal = etho_trials_find(trials, "animal"), phase = etho_trials_find(trials, "phase");
  size_t session = etho_trials_find(trials, "session"), day = etho_trials_find(trials, "day");
  size_t trial = etho_trials_find(trials, "trial");
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    const char *name = etho_cell_text(trials, r, animal, arena);
    if (!name) {
      etho_batch_issue(s->batch, r, "E-NO-ANIMAL", "every row needs the animal's id; delete summary rows",
                       "this row names no animal");
      continue;
    }
    entry *e = &s->entry[s->n++];
    *e = (entry){.row = r, .name = name};
    e->phase = etho_cell_text(trials, r, phase, arena);
    e->session = etho_cell_text(trials, r, session, arena);
    e->day = etho_cell_text(trials, r, day, arena);
    e->trial = etho_cell_number(trials, r, trial);
    e->kind = etho_phase_kind_of(e->phase, s->batch->maze);
  }
}

/* Where nothing is called a test, what is called training is what there is to measure. */
static void settle_kinds(sorter *s) {
  bool any_test = false;
  for (size_t i = 0; i < s->n; i++) any_test = any_test || s->entry[i].kind == ETHO_PHASE_TEST;
  for (size_t i = 0; i < s->n && !any_test; i++)
    if (s->entry[i].kind == ETHO_PHASE_TRAINING) s->entry[i].kind = ETHO_PHASE_TEST;
}

/* Distinct phases are few: a linear search over them is enough. */
static bool rank_phases(sorter *s) {
  const char **seen = ETHO_NEW(s->batch->arena, const char *, s->n + 1);
  size_t n_seen = 0;
  if (!seen) return false;
  for (size_t i = 0; i < s->n; i++) {
    size_t k = 0;
    while (k < n_seen && !etho_text_same(seen[k], s->entry[i].phase)) k++;
    if (k == n_seen) seen[n_seen++] = s->entry[i].phase;
    s->entry[i].phase_rank = k;
  }
  return true;
}

static int by_name(const void *a, const void *b) {
  const entry *x = *(const entry *const *)a, *y = *(const entry *const *)b;
  int order = strcmp(x->name, y->name);
  return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static int by_row(const void *a, const void *b) {
  const entry *x = *(const entry *const *)a, *y = *(const entry *const *)b;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* Number the animals in the order in which they first appear. */
static bool number_animals(sorter *s) {
  entry **by = ETHO_NEW(s->batch->arena, entry *, s->n + 1),
        **first = ETHO_NEW(s->batch->arena, entry *, s->n + 1);
  if (!by || !first) return false;
  for (size_t i = 0; i < s->n; i++) by[i] = &s->entry[i];
  if (s->n) qsort(by, s->n, sizeof *by, by_name);
  size_t n = 0;
  for (size_t i = 0; i < s->n; i++)
    if (!i || strcmp(by[i]->name, by[i - 1]->name) != 0) first[n++] = by[i];
  if (n) qsort(first, n, sizeof *first, by_row);
  for (size_t k = 0; k < n; k++) first[k]->animal = k;
  for (size_t i = 1; i < s->n; i++)
    if (strcmp(by[i]->name, by[i - 1]->name) == 0) by[i]->animal = by[i - 1]->animal;
  s->batch->n_animals = n;
  s->batch->animal = ETHO_NEW(s->batch->arena, etho_animal, n + 1);
  if (!s->batch->animal) return false;
  for (size_t k = 0; k < n; k++) s->batch->animal[k].name = first[k]->name;
  return true;
}

static int session_order(const entry *x, const entry *y) {
  if (x->animal != y->animal) return x->animal < y->animal ? -1 : 1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  if (x->phase_rank != y->phase_rank) return x->phase_rank < y->phase_rank ? -1 : 1;
  int order = etho_text_order(x->day, y->day);
  return order ? order : etho_text_order(x->session, y->session);
}

static int by_session(const void *a, const void *b) {
  const entry *x = a, *y = b;
  int order = session_order(x, y);
  if (order) return order;
  if (isfinite(x->trial) && isfinite(y->trial) && x->trial < y->trial) return -1;
  if (isfinite(x->trial) && isfinite(y->trial) && x->trial > y->trial) return 1;
  if (isfinite(x->trial) != isfinite(y->trial)) return isfinite(x->trial) ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static const char *label_of(etho_arena *arena, const entry *e) {
  etho_text text = {0};
  if (e->phase) etho_text_append(&text, e->phase);
  if (e->day) etho_text_format(&text, "%sday %s", text.length ? ", " : "", e->day);
  if (e->session) etho_text_format(&text, "%ssession %s", text.length ? ", " : "", e->session);
  const char *label = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
  etho_text_free(&text);
  return label;
}

static bool cut_sessions(sorter *s) {
  etho_batch *batch = s->batch;
  batch->session = ETHO_NEW(batch->arena, etho_session, s->n + 1);
  size_t *row = ETHO_NEW(batch->arena, size_t, s->n + 1);
  if (!batch->session || !row) return false;
  for (size_t i = 0; i < s->n; i++) {
    const entry *e = &s->entry[i];
    row[i] = e->row;
    if (!i || session_order(&s->entry[i - 1], e) != 0) {
      etho_animal *animal = &batch->animal[e->animal];
      if (!animal->n_sessions++) animal->first = batch->n_sessions;
      etho_session *session = &batch->session[batch->n_sessions++];
      *session = (etho_session){.animal = e->animal,
                                .phase = e->phase,
                                .session = e->session,
                                .day = e->day,

                                .kind = e->kind,
                                .rank = e->phase_rank,
                                .trial = &row[i],
                                .label = label_of(batch->arena, e)};
      if (!session->label) return false;
    }
    batch->session[batch->n_sessions - 1].n_trials++;
  }
  return true;
}

bool etho_batch_sort(etho_batch *batch) {
  sorter s = {.batch = batch};
  s.entry = ETHO_NEW(batch->arena, entry, etho_trials_rows(batch->trials) + 1);
  if (!s.entry) return false;
  read_entries(&s);
  settle_kinds(&s);
  if (!rank_phases(&s) || !number_animals(&s)) return false;
  if (s.n) qsort(s.entry, s.n, sizeof *s.entry, by_session);
  return cut_sessions(&s);
}

size_t etho_session_trials(const etho_batch *batch, const etho_session *session) {
  size_t n = 0;
  for (size_t i = 0; i < session->n_trials; i++) {
    const etho_series *series = etho_trials_series(batch->trials, session->trial[i]);
    n += series ? series->n : 1;
  }
  return n;
}

static bool belongs(const etho_session *session, const char *phase) {
  return session->kind == ETHO_PHASE_TEST && etho_text_same(session->phase, phase);
}

bool etho_session_pool(const etho_batch *batch, size_t animal, const char *phase, etho_session *pooled) {
  const etho_animal *a = &batch->animal[animal];
  size_t n = 0, at = 0;
  for (size_t s = a->first; s < a->first + a->n_sessions; s++)
    if (belongs(&batch->session[s], phase)) n += batch->session[s].n_trials;
  size_t *trial = ETHO_NEW(batch->arena, size_t, n + 1), *piece = ETHO_NEW(batch->arena, size_t, n + 1);
  if (!trial || !piece) return false;
  for (size_t s = a->first; s < a->first + a->n_sessions; s++)
    for (size_t i = 0; belongs(&batch->session[s], phase) && i < batch->session[s].n_trials; i++, at++) {
      trial[at] = batch->session[s].trial[i];
      piece[at] = s;
    }
  *pooled = (etho_session){.animal = animal,
                           .phase = phase,
                           .kind = ETHO_PHASE_TEST,
                           .label = "all sessions",
                           .trial = trial,
                           .n_trials = n,
                           .piece = piece};
  return true;
}

bool etho_batch_keep_bins(const etho_batch *batch, const etho_bin_row *row, size_t n) {
  etho_bins *bins = batch->bins;
  etho_bin_row *list = etho_arena_grow(batch->arena, bins->row, &bins->capacity, bins->n + n, sizeof *list);
  if (!list) return false;
  bins->row = list;
  for (size_t i = 0; i < n; i++) list[bins->n++] = row[i];
  return true;
}

static bool is_known(const etho_batch *batch, const char *code, const char *file, size_t line) {
  for (size_t i = 0; i < batch->n_known; i++) {
    const etho_issue *issue = etho_issues_at(batch->issues, i);
    bool here = issue->line == line && etho_text_same(issue->file, file);
    if (here && strcmp(issue->code, code) == 0) return true;
  }
  return false;
}

void etho_batch_issue(const etho_batch *batch, size_t row, const char *code, const char *hint,
                      const char *format, ...) {
  const char *file = etho_trials_file(batch->trials, row);
  size_t line = etho_trials_line(batch->trials, row);
  if (!batch->issues || is_known(batch, code, file, line)) return;
  etho_text text = {0};
  va_list arguments;
  va_start(arguments, format);
  etho_text_vformat(&text, format, arguments);
  va_end(arguments);
  etho_issues_add(batch->issues, code, file, line, 0, hint, "%s", etho_text_get(&text));
  etho_text_free(&text);
}
