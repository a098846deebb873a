/* Cells and records into a grid, whatever they were read from. */
#include <stdlib.h>
#include <string.h>

#include "table/grid.h"

/* Grow a plain array; false when out of memory. */
static bool grow(void **array, size_t *capacity, size_t need, size_t size) {
  if (need <= *capacity) return true;
  size_t wanted = *capacity ? *capacity : 256;
  while (wanted < need && wanted <= SIZE_MAX / 4) wanted *= 2;
  if (wanted < need || wanted > SIZE_MAX / 2 / size) return false;
  void *moved = realloc(*array, wanted * size);
  if (!moved) return false;
  *array = moved;
  *capacity = wanted;
  return true;
}

/* Spaces of all kinds, line separators, and what cannot be seen: no part of a cell at its ends. */
static bool is_blank_at(const char *text, size_t length, size_t *step) {
  const unsigned char *p = (const unsigned char *)text;
  if (p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r')) return *step = 1, true;
  if (p[0] < 0xC2 || length < 2) return false;
  if (p[0] == 0xC2) return *step = 2, p[1] == 0xA0 || p[1] == 0xAD || p[1] == 0x85;
  if (length < 3) return false;
  *step = 3;
  if (p[0] == 0xE2 && p[1] == 0x80) return p[2] <= 0x8F || (p[2] >= 0xA8 && p[2] <= 0xAF);
  if (p[0] == 0xE2 && p[1] == 0x81) return p[2] >= 0x9F && p[2] <= 0xA9;
  return (p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80) || (p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF);
}

static void trim(const char **text, size_t *length) {
  size_t step;
  while (*length && is_blank_at(*text, *length, &step)) *text += step, *length -= step;
  while (*length) {
    size_t n = *length;
    const char *t = *text;
    if (is_blank_at(t + n - 1, 1, &step))
      *length -= 1;
    else if (n >= 2 && is_blank_at(t + n - 2, 2, &step) && step == 2)
      *length -= 2;
    else if (n >= 3 && is_blank_at(t + n - 3, 3, &step) && step == 3)
      *length -= 3;
    else
      break;
  }
}

bool etho_grid_add_cell(etho_grid *grid, const char *text, size_t length) {
  if (length) trim(&text, &length);
  void *pool = grid->pool, *cell = grid->cell;
  bool room = grow(&pool, &grid->pool_capacity, grid->pool_length + length + 1, 1);
  grid->pool = pool;
  room = room && grow(&cell, &grid->cell_capacity, grid->n_cells + 1, sizeof *grid->cell);
  grid->cell = cell;
  if (!room) return false;
  grid->cell[grid->n_cells++] = grid->pool_length;
  if (length) memcpy(grid->pool + grid->pool_length, text, length);
  grid->pool[grid->pool_length + length] = '\0';
  grid->pool_length += length + 1;
  return true;
}

bool etho_grid_add_record(etho_grid *grid, etho_record record) {
  void *list = grid->record;
  if (!grow(&list, &grid->record_capacity, grid->n_records + 1, sizeof *grid->record)) return false;
  grid->record = list;
  grid->record[grid->n_records++] = record;
  return true;
}
