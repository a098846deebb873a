#include "figure/letters.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

typedef struct columns {
  etho_arena *arena;
  uint64_t *set; /* bit g: group g has this letter */
  size_t n, capacity;
} columns;

static bool append(columns *c, uint64_t set) {
  uint64_t *grown = etho_arena_grow(c->arena, c->set, &c->capacity, c->n + 1, sizeof *grown);
  if (!grown) return false;
  c->set = grown;
  c->set[c->n++] = set;
  return true;
}

/* Drop empty columns and those contained in another. */
static void absorb(columns *c) {
  size_t kept = 0;
  for (size_t i = 0; i < c->n; i++) {
    bool contained = c->set[i] == 0;
    for (size_t k = 0; k < c->n && !contained; k++)
      contained = k != i && (c->set[i] & ~c->set[k]) == 0 && (c->set[i] != c->set[k] || k < i);
    if (contained)
      c->set[i] = 0;
    else
      kept++;
  }
  size_t at = 0;
  for (size_t i = 0; i < c->n; i++)
    if (c->set[i]) c->set[at++] = c->set[i];
  c->n = kept;
}

static bool insert(columns *c, size_t a, size_t b) {
  uint64_t both = UINT64_C(1) << a | UINT64_C(1) << b;
  size_t n = c->n;
  for (size_t i = 0; i < n; i++) {
    if ((c->set[i] & both) != both) continue;
    if (!append(c, c->set[i] & ~(UINT64_C(1) << a))) return false;
    c->set[i] &= ~(UINT64_C(1) << b);
  }
  absorb(c);
  return true;
}

static int by_first_group(const void *a, const void *b) {
  uint64_t l = *(const uint64_t *)a, r = *(const uint64_t *)b;
  while (l && r) {
    uint64_t low_l = l & (~l + 1), low_r = r & (~r + 1);
    if (low_l != low_r) return low_l < low_r ? -1 : 1;
    l ^= low_l, r ^= low_r;
  }
  return l ? -1 : r ? 1 : 0;
}

etho_status etho_letters(const bool *differ, size_t n, etho_arena *arena, const char **letters) {
  if (n > ETHO_LETTER_GROUPS) return ETHO_ERR_USAGE;
  columns c = {.arena = arena};
  if (!append(&c, n == 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1)) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < n; i++)
    for (size_t j = i + 1; j < n; j++)
      if (differ[i * n + j] && !insert(&c, i, j)) return ETHO_ERR_MEMORY;
  qsort(c.set, c.n, sizeof *c.set, by_first_group);
  for (size_t g = 0; g < n; g++) {
    etho_text text = {0};
    for (size_t k = 0; k < c.n; k++) {
      if (!(c.set[k] >> g & 1)) continue;
      etho_text_char(&text, (char)('a' + k % 26));
      if (k >= 26) etho_text_format(&text, "%zu", k / 26);
    }
    letters[g] = text.failed ? NULL : etho_arena_text(arena, etho_text_get(&text));
    etho_text_free(&text);
    if (!letters[g]) return ETHO_ERR_MEMORY;
  }
  return ETHO_OK;
}
