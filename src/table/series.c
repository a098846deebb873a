#include "table/series.h"

#include <stdlib.h>

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
  for (size_t i = 0; i < store->n_series; i++) {
    void *trial;
    trial = (void *)(uintptr_t)store->series[i].trial; /* const for readers only */
    free(trial);
  }
  free(store->series);
  free(store->level);
  free(store);
}
