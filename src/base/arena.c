#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BLOCK_SIZE = 16 * 1024, LARGE_PAGE = 2 * 1024 * 1024, LARGE_ARENA = 8 * 1024 * 1024 };

typedef struct block {
  struct block *next;
  size_t size, used;
  alignas(max_align_t) unsigned char data[];
} block;

struct etho_arena {
  block *first;
  size_t next_size, total;
};

etho_arena *etho_arena_new(void) {
  etho_arena *arena = calloc(1, sizeof *arena);
  if (arena) arena->next_size = BLOCK_SIZE;
  return arena;
}

void etho_arena_free(etho_arena *arena) {
  if (!arena) return;
  for (block *b = arena->first; b;) {
    block *next = b->next;
    free(b);
    b = next;
  }
  free(arena);
}

/* Whole large pages, asked for as such: one fault of the processor instead of 512. */
static block *large_block(size_t *size) {
  if (*size > SIZE_MAX - sizeof(block) - LARGE_PAGE) return NULL;
  size_t bytes = (sizeof(block) + *size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  block *b = aligned_alloc(LARGE_PAGE, bytes);
  *size = bytes - sizeof *b;
#ifdef MADV_HUGEPAGE
  if (b) (void)madvise(b, bytes, MADV_HUGEPAGE);
#endif
  return b;
}

/* Blocks double up to 2 MiB, so that large tables need few of them; whole pages are for arenas that fill them. */
static block *block_add(etho_arena *arena, size_t need) {
  bool large = arena->total >= LARGE_ARENA || need >= LARGE_PAGE;
  size_t usual = large ? LARGE_PAGE - sizeof(block) : arena->next_size, size = need > usual ? need : usual;
  block *b = large ? large_block(&size) : malloc(sizeof *b + size);
  if (!b) return NULL;
  if (arena->next_size < LARGE_PAGE / 2) arena->next_size *= 2;
  *b = (block){.next = arena->first, .size = size, .used = 0};
  arena->first = b;
  arena->total += size;
  return b;
}

static void *take(etho_arena *arena, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
  block *b = arena->first;
  if (!b || b->size - b->used < size) b = block_add(arena, size);
  if (!b) return NULL;
  void *memory = b->data + b->used;
  b->used += size;
  return memory;
}

void *etho_arena_alloc(etho_arena *arena, size_t count, size_t size) {
  if (!arena || (size && count > SIZE_MAX / 2 / size)) return NULL;
  void *memory = take(arena, count * size);
  if (memory) memset(memory, 0, count * size);
  return memory;
}

char *etho_arena_text_n(etho_arena *arena, const char *text, size_t length) {
  if (!arena || !text) return NULL;
  char *copy = take(arena, length + 1);
  if (!copy) return NULL;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

char *etho_arena_text(etho_arena *arena, const char *text) {
  return text ? etho_arena_text_n(arena, text, strlen(text)) : NULL;
}

void *etho_arena_grow(etho_arena *arena, void *array, size_t *capacity, size_t need, size_t size) {
  if (need <= *capacity) return array;
  size_t wanted = *capacity < 8 ? 8 : *capacity;
  while (wanted < need && wanted <= SIZE_MAX / 4) wanted *= 2;
  if (wanted < need) return NULL;
  void *moved = etho_arena_alloc(arena, wanted, size);
  if (!moved) return NULL;
  if (array && *capacity) memcpy(moved, array, *capacity * size);
  *capacity = wanted;
  return moved;
}
