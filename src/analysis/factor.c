#include "analysis/factor.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

typedef struct level {
  const char *text;
  double number;
  size_t found; /* order of first appearance */
} level;

typedef struct level_set {
  etho_arena *arena;
  level *item;
  size_t n, capacity;
  size_t *slot; /* hash table of 1 + index; 0 = free; a power of two in size */
  size_t n_slots;
} level_set;

/* FNV-1a */
static uint64_t hash(const char *text) {
  uint64_t h = UINT64_C(14695981039346656037);
  for (; *text; text++) h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
  return h ^ (h >> 29);
}

static size_t *find_slot(const level_set *set, const char *text) {
  size_t at = (size_t)hash(text) & (set->n_slots - 1);
  while (set->slot[at] && strcmp(set->item[set->slot[at] - 1].text, text) != 0)
    at = (at + 1) & (set->n_slots - 1);
  return &set->slot[at];
}

static bool enlarge(level_set *set) {
  size_t n_slots = set->n_slots ? 2 * set->n_slots : 64;
  size_t *slot = ETHO_NEW(set->arena, size_t, n_slots);
  if (!slot) return false;
  set->slot = slot, set->n_slots = n_slots;
  for (size_t i = 0; i < set->n; i++) *find_slot(set, set->item[i].text) = i + 1;
  return true;
}

/* Index of the text's level in order of appearance; false: out of memory. */
static bool intern(level_set *set, const char *text, int *index) {
  if (2 * (set->n + 1) > set->n_slots && !enlarge(set)) return false;
  size_t *slot = find_slot(set, text);
  if (!*slot) {
    level *item = etho_arena_grow(set->arena, set->item, &set->capacity, set->n + 1, sizeof *item);
    const char *copy = etho_arena_text(set->arena, text);
    if (!item || !copy) return false;
    set->item = item;
    item[set->n] = (level){copy, 0, set->n};
    *slot = ++set->n;
  }
  *index = (int)(*slot - 1);
  return true;
}

static int by_text(const void *a, const void *b) {
  return etho_text_natural(((const level *)a)->text, ((const level *)b)->text);
}

static int by_number(const void *a, const void *b) {
  double x = ((const level *)a)->number, y = ((const level *)b)->number;
  return x < y ? -1 : x > y ? 1 : by_text(a, b);
}

static void sort_levels(level_set *set, char decimal) {
  bool numeric = true;
  for (size_t i = 0; i < set->n && numeric; i++)
    numeric = etho_number_parse(set->item[i].text, strlen(set->item[i].text), decimal, &set->item[i].number);
  if (set->n) qsort(set->item, set->n, sizeof *set->item, numeric ? by_number : by_text);
}

bool etho_factor_make(etho_arena *arena, const char *name, const char *const *text, size_t n, char decimal,
                      etho_factor *factor) {
  level_set set = {.arena = arena};
  int *code = ETHO_NEW(arena, int, n + 1);
  if (!code) return false;
  for (size_t i = 0; i < n; i++) {
    code[i] = -1;
    if (text[i] && !intern(&set, text[i], &code[i])) return false;
  }
  sort_levels(&set, decimal);
  int *rank = ETHO_NEW(arena, int, set.n + 1);
  const char **names = ETHO_NEW(arena, const char *, set.n + 1);
  if (!rank || !names) return false;
  for (size_t k = 0; k < set.n; k++) {
    rank[set.item[k].found] = (int)k;
    names[k] = set.item[k].text;
  }
  for (size_t i = 0; i < n; i++)
    if (code[i] >= 0) code[i] = rank[code[i]];
  *factor =
      (etho_factor){.name = etho_arena_text(arena, name), .level = names, .n_levels = set.n, .code = code};
  return !name || factor->name;
}
