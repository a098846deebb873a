/* The trials of a session, whether the rows are trials or stand for series of them. */
#include <math.h>

#include "assay/tmaze.h"

static signed char part_of(uint32_t trial, unsigned shift) {
  uint32_t bits = trial >> shift & ETHO_SERIES_NONE;
  return bits == ETHO_SERIES_NONE ? -1 : (signed char)bits;
}

etho_tmaze_trial etho_tmaze_unpack(const etho_series *series, size_t i) {
  uint32_t packed = series->trial[i];
  etho_tmaze_trial t = {.choice = part_of(packed, 0),
                        .sample = part_of(packed, ETHO_SERIES_SAMPLE),
                        .correct = part_of(packed, ETHO_SERIES_CORRECT),
                        .latency_s = series->level ? series->level[packed >> ETHO_SERIES_LEVEL] : (double)NAN,
                        .n_correct = (double)NAN,
                        .n_trials = (double)NAN};
  return t;
}

bool etho_tmaze_follows(const etho_tmaze_series *series, size_t i) {
  return i > 0 && series->sitting[i] == series->sitting[i - 1];
}

static bool make_room(etho_arena *arena, etho_tmaze_series *series, size_t n) {
  if (n <= series->room) return true;
  size_t room = series->room, again = series->room;
  etho_tmaze_trial *trial = etho_arena_grow(arena, series->trial, &room, n, sizeof *trial);
  size_t *sitting = etho_arena_grow(arena, series->sitting, &again, n, sizeof *sitting);
  if (!trial || !sitting) return false;
  *series = (etho_tmaze_series){trial, sitting, 0, room};
  return true;
}

bool etho_tmaze_gather(const etho_batch *batch, const etho_session *session, etho_tmaze_series *to) {
  const etho_tmaze *maze = batch->own;
  size_t n = 0;
  for (size_t k = 0; k < session->n_trials; k++) {
    const etho_series *series = etho_trials_series(batch->trials, session->trial[k]);
    n += series ? series->n : 1;
  }
  if (!make_room(batch->arena, to, n)) return false;
  to->n = 0;
  for (size_t k = 0; k < session->n_trials; k++) {
    const etho_series *series = etho_trials_series(batch->trials, session->trial[k]);
    size_t sitting = session->piece ? session->piece[k] : 0;
    for (size_t i = 0; i < (series ? series->n : 1); i++, to->n++) {
      etho_tmaze_trial *t = &to->trial[to->n];
      *t = series ? etho_tmaze_unpack(series, i) : maze->trial[session->trial[k]];
      if (!maze->outcomes && t->choice >= 0 && t->sample >= 0) t->correct = t->choice != t->sample;
      to->sitting[to->n] = sitting;
    }
  }
  return true;
}
