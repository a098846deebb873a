/* Texts to numbers: an open hash table with linear probing (Knuth 1998, The Art of Computer Programming 3,
 * 6.4). */
#include <stdlib.h>
#include <string.h>

#include "import/tally.h"

/* Eight bytes at a time, each multiplied and folded (Steele, Lea & Flood 2014's mixing constants). */
static uint64_t hash_of(const char *text, size_t length) {
  uint64_t h = length, word;
  for (; length >= 8; text += 8, length -= 8) {
    memcpy(&word, text, 8);
    h = (h ^ word) * UINT64_C(0xBF58476D1CE4E5B9);
    h ^= h >> 32;
  }
  word = 0;
  memcpy(&word, text, length);
  h = (h ^ word) * UINT64_C(0x94D049BB133111EB);
  return h ^ (h >> 29);
}

static bool grow(etho_tally_names *names) {
  size_t n = names->n_slots ? names->n_slots * 2 : 256;
  uint32_t *slot = calloc(n, sizeof *slot);
  if (!slot) return false;
  for (size_t i = 0; i < names->n; i++) {
    size_t at = names->group[i].hash & (n - 1);
    while (slot[at]) at = (at + 1) & (n - 1);
    slot[at] = (uint32_t)(i + 1);
  }
  free(names->slot);
  names->slot = slot;
  names->n_slots = n;
  return true;
}

static etho_tally_group *add(etho_tally_names *names, size_t at) {
  if (names->n == names->room) {
    size_t room = names->room ? names->room * 2 : 128;
    etho_tally_group *moved = realloc(names->group, room * sizeof *moved);
    if (!moved) return NULL;
    names->group = moved;
    names->room = room;
  }
  names->slot[at] = (uint32_t)(names->n + 1);
  return &names->group[names->n++];
}

etho_tally_group *etho_tally_name(etho_tally_names *names, const char *text, size_t length, bool *made) {
  if (names->n * 2 >= names->n_slots && (names->n >= UINT32_MAX / 2 || !grow(names))) return NULL;
  uint64_t hash = hash_of(text, length);
  size_t at = hash & (names->n_slots - 1);
  for (; names->slot[at]; at = (at + 1) & (names->n_slots - 1)) {
    etho_tally_group *g = &names->group[names->slot[at] - 1];
    *made = false;
    if (g->hash == hash && g->length == length && memcmp(g->text, text, length) == 0) return g;
  }
  *made = true;
  etho_tally_group *g = add(names, at);
  if (g) *g = (etho_tally_group){.text = text, .length = length, .hash = hash};
  return g;
}

void etho_tally_names_clear(etho_tally_names *names) {
  names->n = 0;
  if (names->slot) memset(names->slot, 0, names->n_slots * sizeof *names->slot);
}
