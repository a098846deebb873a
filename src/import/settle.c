/* What columns mean beside each other. */
#include <math.h>
#include <string.h>

#include "import/candidate.h"

bool etho_candidate_is(const etho_candidate *c, const char *name) {
  return c->sense.role && strcmp(c->sense.role->name, name) == 0;
}

void etho_candidate_recast(etho_candidate *c, const char *name) {
  c->sense.role = etho_role_find(name);
}

/* An "arm" of sides is the arm of the maze when another column names a group. */
static void settle_arm(etho_candidate *list, size_t n) {
  etho_candidate *arm = NULL, *other = NULL;
  bool choice = false;
  for (size_t c = 0; c < n; c++) {
    choice = choice || etho_candidate_is(&list[c], "choice");
    if (!etho_candidate_is(&list[c], "arm")) continue;
    bool sides = list[c].content.filled && list[c].content.sides == list[c].content.filled;
    if (sides && list[c].sense.rank == 0)
      arm = &list[c];
    else
      other = &list[c];
  }
  if (arm && other && !choice) etho_candidate_recast(arm, "choice");
}

static bool ones_and_twos(const etho_table *table, size_t column) {
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    const char *text = etho_table_text(table, r, column);
    if (!etho_text_missing(text) && strcmp(text, "1") != 0 && strcmp(text, "2") != 0) return false;
  }
  return true;
}

/* "Novel object" of 1 and 2 beside no time for the familiar one says which object it is. */
static void settle_novel(const etho_table *table, etho_candidate *list, size_t n) {
  etho_candidate *novel = NULL;
  for (size_t c = 0; c < n; c++) {
    if (etho_candidate_is(&list[c], "familiar_s")) return;
    if (etho_candidate_is(&list[c], "novel_s") && !list[c].taken) novel = &list[c];
  }
  if (novel && novel->content.filled && ones_and_twos(table, (size_t)(novel - list)))
    etho_candidate_recast(novel, "novel_object");
}

enum { FEW_NAMES = 8, MANY_ROWS = 10 };

/* Whole numbers of which few are different: numbers that objects have, not seconds. */
static bool few_numbers(const etho_table *table, size_t column) {
  double seen[FEW_NAMES], value;
  size_t n_seen = 0, filled = 0;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    size_t k = 0;
    if (etho_table_missing(table, r, column)) continue;
    if (!etho_table_number(table, r, column, &value) || floor(value) < value || value <= 0) return false;
    while (k < n_seen && (seen[k] < value || seen[k] > value)) k++;
    if (k == FEW_NAMES) return false;
    if (k == n_seen) seen[n_seen++] = value;
    filled++;
  }
  return filled >= MANY_ROWS && n_seen * 4 <= filled;
}

/* "Familiar_Object" 5, "Unfamiliar_Object" 7: which objects they were. */
static void settle_object_numbers(const etho_table *table, etho_candidate *list, size_t n) {
  etho_candidate *pair[2] = {NULL};
  for (size_t c = 0; c < n; c++)
    for (int k = 0; k < 2; k++)
      if (etho_candidate_is(&list[c], k ? "familiar_s" : "novel_s") && !list[c].taken &&
          !list[c].sense.timed && isnan(list[c].sense.bin))
        pair[k] = &list[c];
  for (int k = 0; k < 2; k++)
    if (!pair[k] || !few_numbers(table, (size_t)(pair[k] - list))) return;
  pair[0]->sense.role = pair[1]->sense.role = NULL;
}

/* A letter is believed beside its pair ("L" and "R"), and where nothing else tells the two. */
static void settle_letters(etho_candidate *list, size_t n) {
  static const char *const pair[][2] = {
      {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}};
  for (size_t c = 0; c < n; c++) {
    if (list[c].sense.rank != ETHO_RANK_LETTER || list[c].taken) continue;
    bool paired = false;
    for (size_t p = 0; p < sizeof pair / sizeof *pair; p++)
      for (size_t d = 0; d < n; d++)
        for (int k = 0; k < 2; k++)
          paired = paired ||
                   (etho_candidate_is(&list[c], pair[p][k]) && etho_candidate_is(&list[d], pair[p][!k]) &&
                    list[d].sense.rank == ETHO_RANK_LETTER && list[d].content.times && list[c].content.times);
    if (!paired) list[c].sense.rank = ETHO_RANK_LETTER + 1; /* dropped below, so that its pair goes too */
  }
  for (size_t c = 0; c < n; c++)
    if (list[c].sense.rank == ETHO_RANK_LETTER + 1) list[c].sense.role = NULL;
}

/* "Hab", "T1", "Retest", "T4_C1": words, not the numbers of trials; they say what a phase says. */
static void settle_trial_words(const etho_table *table, etho_candidate *list, size_t n) {
  etho_candidate *trial = NULL;
  bool phase = false;
  for (size_t c = 0; c < n; c++) {
    phase = phase || etho_candidate_is(&list[c], "phase");
    if (etho_candidate_is(&list[c], "trial") && !list[c].taken &&
        (!trial || list[c].sense.rank < trial->sense.rank))
      trial = &list[c];
  }
  if (!trial || trial->content.words * 2 <= trial->content.filled) return;
  size_t column = (size_t)(trial - list), stem = ETHO_NOT_FOUND;
  const char *first = NULL;
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    const char *text = etho_table_text(table, r, column);
    if (etho_text_missing(text)) continue;
    size_t n_stem = strcspn(text, "0123456789"), digits = strspn(text + n_stem, "0123456789");
    bool numbered =
        digits && !text[n_stem + digits] && (!first || (n_stem == stem && strncmp(first, text, stem) == 0));
    if (!first) first = text, stem = n_stem;
    if (numbered) continue;
    trial->sense.role = phase ? NULL : etho_role_find("phase");
    return;
  }
}

/* "Total" beside the number of correct trials is a number of trials. */
static void settle_total(etho_candidate *list, size_t n) {
  etho_candidate *total = NULL;
  bool correct = false;
  for (size_t c = 0; c < n; c++) {
    correct = correct || etho_candidate_is(&list[c], "n_correct");
    if (etho_candidate_is(&list[c], "n_trials")) return;
    if (etho_candidate_is(&list[c], "total_s") && !list[c].taken) total = &list[c];
  }
  if (total && correct) etho_candidate_recast(total, "n_trials");
}

/* A column of "novel" and "familiar" says which of the two objects its row is about. */
static void settle_novelty(etho_candidate *list, size_t n) {
  etho_candidate *type = NULL;
  for (size_t c = 0; c < n; c++) {
    const etho_content *k = &list[c].content;
    if (etho_candidate_is(&list[c], "object_type")) return;
    bool words = k->novels && k->familiars && (k->novels + k->familiars) * 4 >= k->filled * 3;
    if (words && !list[c].taken && (!list[c].sense.role || etho_candidate_is(&list[c], "object")))
      type = &list[c];
  }
  if (type) etho_candidate_recast(type, "object_type");
}

void etho_candidates_settle(const etho_table *table, etho_candidate *list, size_t n) {
  settle_arm(list, n);
  settle_novel(table, list, n);
  settle_trial_words(table, list, n);
  settle_novelty(list, n);
  settle_object_numbers(table, list, n);
  settle_letters(list, n);
  settle_total(list, n);
}
