/* Some columns of a wide file: what a tracker's export of a hundred numbers a frame is read for are three of
 * them. */
#include <stdlib.h>
#include <string.h>

#include "table/stream.h"
#include "table/grid.h"

typedef struct job {
  etho_grid *grid;
  const bool *keep;
  size_t n_fields, n_kept;
} job;

typedef struct piece {
  etho_piece base;
  const job *job;
  size_t field;
  char *text; /* kept cells, one after the other */
  size_t n_text;
  size_t *length; /* of each */
  size_t n_cells, room;
} piece;

static void piece_free(etho_piece *base) {
  piece *p = (piece *)base;
  free(p->text);
  free(p->length);
  free(p);
}

static etho_piece *piece_new(void *context) {
  piece *p = calloc(1, sizeof *p);
  if (!p) return NULL;
  p->job = context;
  p->room = 1024;
  p->text = malloc(ETHO_STREAM_PIECE);
  p->length = malloc(p->room * sizeof *p->length);
  if (p->text && p->length) return &p->base;
  piece_free(&p->base);
  return NULL;
}

static void piece_begin(etho_piece *base) {
  piece *p = (piece *)base;
  p->field = p->n_text = p->n_cells = 0;
}

static bool room_for_cell(piece *p) {
  if (p->n_cells < p->room) return true;
  size_t *moved = realloc(p->length, p->room * 2 * sizeof *moved);
  if (!moved) return false;
  p->length = moved;
  p->room *= 2;
  return true;
}

static void take_field(void *text, size_t length, void *base) {
  piece *p = base;
  size_t f = p->field++;
  if (f >= p->job->n_fields || !p->job->keep[f]) return;
  if (p->n_text + length > ETHO_STREAM_PIECE || !room_for_cell(p)) {
    p->base.irregular = true;
    return;
  }
  if (length) memcpy(p->text + p->n_text, text, length);
  p->n_text += length;
  p->length[p->n_cells++] = length;
}

static void take_record(int terminator, void *base) {
  (void)terminator;
  piece *p = base;
  p->base.irregular = p->base.irregular || p->field != p->job->n_fields;
  p->base.n_records++;
  p->field = 0;
}

static bool take(void *context, etho_piece *base) {
  job *j = context;
  const piece *p = (const piece *)base;
  const char *text = p->text;
  for (size_t r = 0, cell = 0; r < base->n_records; r++) {
    etho_record record = {j->grid->n_cells, j->n_fields, base->first_line + r};
    for (size_t k = 0; k < j->n_kept; k++, cell++) {
      if (!etho_grid_add_cell(j->grid, text, p->length[cell])) return false;
      text += p->length[cell];
    }
    if (!etho_grid_add_record(j->grid, record)) return false;
  }
  return true;
}

/* The records of the header as they are. */
static bool copy_head(etho_grid *grid, const etho_grid *head, size_t first) {
  grid->name = strdup(head->name);
  grid->encoding = strdup(head->encoding);
  grid->dialect = head->dialect;
  grid->dialect.encoding = grid->encoding;
  grid->dialect.sheet = NULL;
  for (size_t r = 0; r < first; r++) {
    etho_record record = head->record[r];
    record.first = grid->n_cells;
    for (size_t f = 0; f < record.count; f++) {
      const char *text = etho_grid_text(head, r, f);
      if (!etho_grid_add_cell(grid, text, strlen(text))) return false;
    }
    if (!etho_grid_add_record(grid, record)) return false;
  }
  return grid->name && grid->encoding;
}

static bool place_columns(etho_grid *grid, const bool *keep, size_t n, size_t *n_kept) {
  grid->place = malloc((n + 1) * sizeof *grid->place);
  for (size_t f = 0; grid->place && f < n; f++) grid->place[f] = keep[f] ? (*n_kept)++ : ETHO_NOT_FOUND;
  grid->kept_from = grid->n_records;
  return grid->place != NULL;
}

etho_status etho_grid_read_columns(const char *path, const etho_grid *head, size_t first, const bool *keep,
                                   size_t n, etho_grid **grid, etho_error *error) {
  etho_grid *g = calloc(1, sizeof *g);
  job j = {.grid = g, .keep = keep, .n_fields = n};
  *grid = NULL;
  if (!g || !copy_head(g, head, first) || !place_columns(g, keep, n, &j.n_kept)) {
    etho_grid_free(g);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory while reading '%s'", path);
  }
  bool regular = false;
  const etho_stream_job stream = {&j, piece_new, piece_free, piece_begin, take_field, take_record, take};
  etho_status status =
      etho_stream_run(path, head->record[first].line, head->dialect.delimiter, 0, &stream, &regular, error);
  if (status == ETHO_OK && regular)
    *grid = g;
  else
    etho_grid_free(g);
  return status;
}
