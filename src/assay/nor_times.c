/* Seconds at the two objects, from whichever columns the file has. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "assay/nor.h"
#include "base/text.h"

static double number_of(const etho_batch *batch, size_t row, const char *column) {
  return etho_cell_number(batch->trials, row, etho_trials_find(batch->trials, column));
}

/* 0 = A, 1 = B, -1 = not said: "A", "object B", "obj_b", "1", "2". */
static int object_of(const char *text) {
  if (!text || !text[0]) return -1;
  char last = text[strlen(text) - 1];
  if (last == 'a' || last == 'A' || last == '1') return 0;
  return last == 'b' || last == 'B' || last == '2' ? 1 : -1;
}

static int novel_place(const etho_batch *batch, size_t row) {
  return etho_side_of(
      etho_cell_text(batch->trials, row, etho_trials_find(batch->trials, "novel_side"), batch->arena));
}

static int novel_object(const etho_batch *batch, size_t row) {
  return object_of(
      etho_cell_text(batch->trials, row, etho_trials_find(batch->trials, "novel_object"), batch->arena));
}

/* (novel, familiar) from a pair of columns and which of the two is novel. */
static bool from_pair(double zero, double one, int novel_is, double *novel, double *familiar) {
  if (novel_is < 0 || (!isfinite(zero) && !isfinite(one))) return false;
  *novel = novel_is == 0 ? zero : one;
  *familiar = novel_is == 0 ? one : zero;
  return true;
}

/* The row's values of novel_KIND and familiar_KIND, or left/right_KIND with novel_side, or object_a/b_KIND
 * with novel_object. */
static void novel_pair(const etho_batch *batch, size_t row, const char *kind, double *novel,
                       double *familiar) {
  static const char *const stems[] = {"novel", "familiar", "left", "right", "object_a", "object_b"};
  double v[6];
  for (size_t i = 0; i < 6; i++) {
    char column[40];
    snprintf(column, sizeof column, "%s_%s", stems[i], kind);
    v[i] = number_of(batch, row, column);
  }
  *novel = v[0], *familiar = v[1];
  if (isfinite(v[0]) || isfinite(v[1])) return;
  if (!from_pair(v[2], v[3], novel_place(batch, row), novel, familiar))
    from_pair(v[4], v[5], novel_object(batch, row), novel, familiar);
}

void etho_nor_novel(const etho_batch *batch, size_t row, double *novel, double *familiar) {
  novel_pair(batch, row, "s", novel, familiar);
}

static void gather(double v, bool first, double *gathered) {
  if (!isfinite(v)) return;
  if (!isfinite(*gathered))
    *gathered = v;
  else
    *gathered = first ? fmin(*gathered, v) : *gathered + v;
}

void etho_nor_gather(const etho_batch *batch, const etho_session *session, const char *kind, double *novel,
                     double *familiar) {
  bool first = strcmp(kind, "latency_s") == 0;
  for (size_t i = 0; i < session->n_trials; i++) {
    double at_novel, at_familiar;
    novel_pair(batch, session->trial[i], kind, &at_novel, &at_familiar);
    gather(at_novel, first, novel);
    gather(at_familiar, first, familiar);
  }
}

void etho_nor_pair(const etho_batch *batch, size_t row, double *first, double *second) {
  static const char *const pairs[][2] = {
      {"novel_s", "familiar_s"}, {"left_s", "right_s"}, {"object_a_s", "object_b_s"}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    *first = number_of(batch, row, pairs[i][0]);
    *second = number_of(batch, row, pairs[i][1]);
    if (isfinite(*first) || isfinite(*second)) return;
  }
}

typedef struct pair_sum {
  double a, b;
  bool any;
} pair_sum;

static void add_pair(pair_sum *sum, double a, double b) {
  if (!isfinite(a) && !isfinite(b)) return;
  sum->a += a;
  sum->b += b;
  sum->any = true;
}

static void get_pair(const pair_sum *sum, double *a, double *b) {
  *a = sum->any ? sum->a : (double)NAN;
  *b = sum->any ? sum->b : (double)NAN;
}

etho_nor_times etho_nor_sum(const etho_batch *batch, const etho_session *session) {
  pair_sum novel = {0}, side = {0}, pair = {0};
  for (size_t i = 0; i < session->n_trials; i++) {
    size_t row = session->trial[i];
    double a, b;
    etho_nor_novel(batch, row, &a, &b);
    add_pair(&novel, a, b);
    etho_nor_pair(batch, row, &a, &b);
    add_pair(&pair, a, b);
    add_pair(&side, number_of(batch, row, "left_s"), number_of(batch, row, "right_s"));
  }
  etho_nor_times times;
  get_pair(&novel, &times.novel, &times.familiar);
  get_pair(&side, &times.left, &times.right);
  get_pair(&pair, &times.first, &times.second);
  return times;
}

static double share(double part, double other) {
  return part + other > 0 ? part / (part + other) : (double)NAN;
}

/* Where the novel object will lie, from the animal's first test session that says it. */
static int coming_place(const etho_batch *batch, const etho_session *session) {
  const etho_animal *animal = &batch->animal[session->animal];
  for (size_t s = animal->first; s < animal->first + animal->n_sessions; s++) {
    const etho_session *other = &batch->session[s];
    if (other->kind == ETHO_PHASE_TEST && novel_place(batch, other->trial[0]) >= 0)
      return novel_place(batch, other->trial[0]);
  }
  return -1;
}

double etho_nor_object_bias(const etho_batch *batch, const etho_session *session, const etho_nor_times *t) {
  if (isfinite(t->novel) && isfinite(t->familiar)) return share(t->novel, t->familiar);
  if (isfinite(t->left) && isfinite(t->right)) {
    int place = coming_place(batch, session);
    if (place >= 0) return place == 0 ? share(t->left, t->right) : share(t->right, t->left);
  }
  bool objects =
      etho_column_filled(batch->trials, "object_a_s") && etho_column_filled(batch->trials, "object_b_s");
  return objects ? share(t->first, t->second) : (double)NAN;
}
