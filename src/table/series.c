#include "table/series.h"

#include <stdalign.h>
#include <stdlib.h>

enum { SLAB = 1 << 20, MOST = 1 << 15 };

/* Chunks are cut from slabs, so that a hundred thousand sessions cost no more than their trials. */
typedef struct etho_series_slab {
  struct etho_series_slab *next;
  size_t used;
  alignas(etho_series_chunk) unsigned char data[];
} slab;

etho_series_store *etho_series_store_new(void) {
  etho_series_store *store = calloc(1, sizeof *store);
  if (store) store->users = 1;
  return store;
}

etho_series_store *etho_series_store_retain(etho_series_store *store) {
  store->users++;
  return store;
}

void etho_series_store_release(etho_series_store *store) {
  if (!store || --store->users) return;
  for (slab *s = store->slab, *next; s; s = next) {
    next = s->next;
    free(s);
  }
  free(store->series);
  free(store->other);
  free(store);
}

etho_series_chunk *etho_series_store_chunk(etho_series_store *store, size_t n, size_t coming) {
  size_t room = n / 16 > coming ? n / 16 : coming;
  if (room > MOST) room = MOST;
  room += room % 2;
  size_t size = sizeof(etho_series_chunk) + room * sizeof(uint32_t);
  slab *s = store->slab;
  if (!s || s->used + size > SLAB - sizeof *s) {
    s = malloc(SLAB);
    if (!s) return NULL;
    *s = (slab){.next = store->slab};
    store->slab = s;
  }
  etho_series_chunk *chunk = (void *)(s->data + s->used);
  *chunk = (etho_series_chunk){.room = (uint32_t)room};
  s->used += size;
  return chunk;
}
