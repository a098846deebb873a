/* base/arena.h - memory that lives and dies together.
 * A stage object owns one arena; everything it points to is allocated there and freed at once. */
#ifndef ETHO_BASE_ARENA_H
#define ETHO_BASE_ARENA_H

#include <stddef.h>

typedef struct etho_arena etho_arena;

/* NULL when out of memory. */
etho_arena *etho_arena_new(void);
void etho_arena_free(etho_arena *arena);
/* Zeroed, aligned for any type; NULL when out of memory (or count * size overflows). Size 0 gives a valid pointer. */
void *etho_arena_alloc(etho_arena *arena, size_t count, size_t size);
/* Copies; NULL when out of memory or text is NULL. */
char *etho_arena_text(etho_arena *arena, const char *text);
char *etho_arena_text_n(etho_arena *arena, const char *text, size_t length);
/* Grow an array that lives in the arena: if *capacity < need, moves it to a block of at least twice the size.
 * Returns the (possibly moved) array, NULL when out of memory (the old array stays valid). */
void *etho_arena_grow(etho_arena *arena, void *array, size_t *capacity, size_t need, size_t size);

#define ETHO_NEW(arena, type, count) ((type *)etho_arena_alloc((arena), (count), sizeof(type)))

#endif
