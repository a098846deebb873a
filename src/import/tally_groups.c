/* Rows of the pieces to groups, in the order of the file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "import/tally.h"

static bool grow(void **array, size_t *room, size_t need, size_t size) {
  if (need <= *room) return true;
  size_t wanted = *room + *room / 4 + 16;
  if (wanted < need) wanted = need;
  void *moved = realloc(*array, wanted * size);
  if (!moved) return false;
  *array = moved;
  *room = wanted;
  return true;
}

/* ---- groups and sessions --------------------------------------------------------------------------------
 */

static size_t keys_of(const etho_tally *tally, const etho_tally_group *group, const bool *wanted, char *to) {
  size_t n = 0;
  const char *from = group->text;
  for (size_t k = 0; k < tally->n_keys; k++) {
    size_t length = (size_t)from[0] + 1;
    if (wanted[k]) {
      memcpy(to + n, from, length);
      n += length;
    }
    from += length;
  }
  return n;
}

/* Rows of one session may differ in where the novel object stood, in nothing else. */
static bool find_session(etho_tally *tally, etho_tally_group *group, size_t index) {
  char text[ETHO_TALLY_KEYS * ETHO_TALLY_KEY], own[ETHO_TALLY_KEYS * ETHO_TALLY_KEY],
      other[ETHO_TALLY_KEYS * ETHO_TALLY_KEY];
  bool same[ETHO_TALLY_KEYS], made;
  size_t length = keys_of(tally, group, tally->session_key, text);
  etho_tally_group *session = etho_tally_name(&tally->sessions, text, length, &made);
  if (!session) return false;
  group->session = (size_t)(session - tally->sessions.group);
  if (made) {
    session->line = index; /* its first group */
    return (session->text = etho_arena_text_n(tally->source->arena, text, length)) != NULL;
  }
  for (size_t k = 0; k < tally->n_keys; k++) same[k] = !tally->novel_key[k];
  length = keys_of(tally, group, same, own);
  return tally->trial && keys_of(tally, &tally->groups.group[session->line], same, other) == length &&
         memcmp(own, other, length) == 0;
}

static bool names_animal(const etho_tally *tally, const etho_tally_group *group) {
  const char *at = group->text;
  for (size_t k = 0; k < tally->n_keys; at += at[0] + 1, k++) {
    char text[ETHO_TALLY_KEY] = "";
    memcpy(text, at + 1, (size_t)at[0]);
    if (strcmp(tally->key[k]->role->name, "animal") == 0) return !etho_text_missing(text);
  }
  return false;
}

static bool find_groups(etho_tally *tally, const etho_tally_piece *piece) {
  void *known = tally->known;
  bool room = grow(&known, &tally->known_room, piece->groups.n, sizeof *tally->known);
  tally->known = known;
  for (size_t i = 0; room && i < piece->groups.n; i++) {
    const etho_tally_group *local = &piece->groups.group[i];
    bool made;
    etho_tally_group *group = etho_tally_name(&tally->groups, local->text, local->length, &made);
    if (!group) return false;
    tally->known[i] = (uint32_t)(group - tally->groups.group);
    if (!made) continue;
    group->text = etho_arena_text_n(tally->source->arena, local->text, local->length);
    group->line = piece->base.first_line + local->line;
    if (!group->text || !names_animal(tally, group) || !find_session(tally, group, tally->known[i]))
      return false;
  }
  return room;
}

/* ---- latencies ------------------------------------------------------------------------------------------
 */

static size_t slot_of(double value, size_t n_slots) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  bits *= UINT64_C(0x9E3779B97F4A7C15);
  return (size_t)(bits >> 32) & (n_slots - 1);
}

static bool grow_slots(etho_tally *tally) {
  size_t n = tally->n_other_slots ? tally->n_other_slots * 2 : 1 << 12;
  uint32_t *slot = calloc(n, sizeof *slot);
  if (!slot) return false;
  for (size_t i = 1; i < tally->n_others; i++) {
    size_t at = slot_of(tally->other[i], n);
    while (slot[at]) at = (at + 1) & (n - 1);
    slot[at] = (uint32_t)i;
  }
  free(tally->other_slot);
  tally->other_slot = slot;
  tally->n_other_slots = n;
  return true;
}

/* Index of a latency among those that are no short decimals; 0 = missing. false: out of memory or of bits. */
static bool find_other(etho_tally *tally, double value, uint32_t *index) {
  *index = 0;
  if (tally->n_others * 2 >= tally->n_other_slots && !grow_slots(tally)) return false;
  size_t at = slot_of(value, tally->n_other_slots);
  for (; (*index = tally->other_slot[at]); at = (at + 1) & (tally->n_other_slots - 1))
    if (memcmp(&tally->other[*index], &value, sizeof value) == 0) return true;
  void *list = tally->other;
  if (!tally->n_others) tally->n_others = 1;
  if (tally->n_others >= ETHO_SERIES_MOST ||
      !grow(&list, &tally->other_room, tally->n_others + 1, sizeof *tally->other))
    return false;
  tally->other = list;
  tally->other[0] = (double)NAN;
  tally->other[tally->n_others] = value;
  tally->other_slot[at] = *index = (uint32_t)tally->n_others++;
  return true;
}

/* ---- rows -----------------------------------------------------------------------------------------------
 */

static void keep_longest(etho_run longest[2], const etho_run *ended) {
  bool none = ended->whole && ended->step == 0;
  if (!none && ended->n > longest[ended->whole].n) longest[ended->whole] = *ended;
}

/* What would be told of a column: series that were dragged; one value throughout. */
static void watch(etho_tally *tally, size_t v, double value) {
  etho_run ended;
  if (isnan(value)) {
    etho_run_end(&tally->run[v], &ended);
    keep_longest(tally->longest[v], &ended);
    return;
  }
  if (etho_run_next(&tally->run[v], value, 1, &ended) && ended.n > 2) keep_longest(tally->longest[v], &ended);
  if (!tally->n_values[v]++) tally->first[v] = value;
  tally->varies[v] = tally->varies[v] || value < tally->first[v] || value > tally->first[v];
}

bool etho_tally_is_told(const etho_tally *tally) {
  for (size_t v = 0; v < 2; v++) {
    if (tally->value[v] && tally->n_values[v] && !tally->varies[v]) return true;
    if (etho_run_is_long(&tally->run[v], tally->rows)) return true;
    for (size_t whole = 0; whole < 2; whole++)
      if (etho_run_is_long(&tally->longest[v][whole], tally->rows)) return true;
  }
  return false;
}

/* coming: trials of the group that the piece still holds, with this one. */
static bool add_trial(etho_tally *tally, etho_tally_group *group, const etho_tally_row *row, size_t coming) {
  uint32_t bits = row->bits, index = 0;
  if ((bits >> ETHO_SERIES_PLACES & ETHO_SERIES_OTHER) == ETHO_SERIES_OTHER) {
    if (!isnan(row->value[0]) && !find_other(tally, row->value[0], &index)) return false;
    bits |= index << ETHO_SERIES_DIGITS;
  }
  etho_series_chunk *last = group->last_trial;
  if (!last || last->n == last->room) {
    etho_series_chunk *chunk = etho_series_store_chunk(tally->store, group->n, coming);
    if (!chunk) return false;
    *(last ? &last->next : &group->trial) = chunk;
    group->last_trial = last = chunk;
  }
  last->trial[last->n++] = bits;
  group->n++;
  return true;
}

/* A row without both of its times leaves the sum unknown, unless both are missing. */
static void add_times(etho_tally_group *group, const etho_tally_row *row, size_t line) {
  group->n++;
  double total = row->value[0] + row->value[1];
  if (isnan(row->value[0]) && isnan(row->value[1])) return;
  group->sum[0] += row->value[0];
  group->sum[1] += row->value[1];
  group->any = true;
  if (!(total > group->most_s)) return;
  group->most_s = total;
  group->most_line = line;
}

/* Trials in another order than their numbers would have to be sorted; one number twice is told. */
static bool follows(const etho_tally *tally, const etho_tally_group *group, etho_tally_group *session,
                    uint32_t trial) {
  bool next = tally->trial ? !session->any || trial > session->n : tally->maze || !group->n;
  session->any = true;
  session->n = trial;
  return next;
}

bool etho_tally_take(void *context, etho_piece *base) {
  etho_tally *tally = context;
  etho_tally_piece *piece = (etho_tally_piece *)base;
  if (!find_groups(tally, piece)) return false;
  bool first = tally->value[0], second = tally->value[1], maze = tally->maze;
  etho_tally_group *group = NULL, *session = NULL;
  for (size_t r = 0; r < piece->n_rows; r++) {
    const etho_tally_row *row = &piece->row[r];
    if (!r || row->group != row[-1].group) {
      group = &tally->groups.group[tally->known[row->group]];
      session = &tally->sessions.group[group->session];
    }
    if (!follows(tally, group, session, row->trial)) return false;
    if (first) watch(tally, 0, row->value[0]);
    if (second) watch(tally, 1, row->value[1]);
    if (!maze)
      add_times(group, row, base->first_line + r);
    else if (!add_trial(tally, group, row, piece->groups.group[row->group].n--))
      return false;
  }
  tally->rows += piece->n_rows;
  return true;
}
