/* Rows of positions to the path of one body point. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/fields.h"
#include "import/points.h"

enum { SHOWN = 20, MOST_TRACKS = 256 };

bool etho_track_timed(etho_source *source, bool has_clock, double *rate) {
  *rate = 0;
  if (has_clock) return true;
  if (etho_source_setting_number(source, "frame_rate", rate)) {
    if (*rate > 0) return true;
    etho_issues_add(source->issues, "E-SETTING", source->path, 0, 0, "write frames per second, such as 30",
                    "the setting 'frame_rate' is %g", *rate);
    return false;
  }
  etho_source_need(source, "frame_rate", "30",
                   "how many frames a second has the video? The file counts frames, not seconds");
  return false;
}

/* A cell as a number; NaN when it is missing, and an issue when it is something else. */
static double number_at(etho_source *source, size_t record, size_t field, size_t *n_bad) {
  const etho_grid *grid = source->grid;
  double value = (double)NAN;
  const char *text = etho_grid_text(grid, record, field);
  if (etho_number_parse(text, strlen(text), grid->dialect.decimal ? grid->dialect.decimal : '.', &value))
    return isfinite(value) ? value : (double)NAN;
  if (!etho_text_missing(text) && ++*n_bad <= SHOWN)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, grid->record[record].line, field + 1,
                    "export the file again, or leave the cell empty where there is no position",
                    "'%.60s' is not a number", text);
  return (double)NAN;
}

static double time_at(etho_source *source, size_t record, size_t field, size_t *n_bad) {
  const etho_grid *grid = source->grid;
  double value = (double)NAN;
  const char *text = etho_grid_text(grid, record, field);
  if (etho_time_parse(text, grid->dialect.decimal ? grid->dialect.decimal : '.', &value)) return value;
  return number_at(source, record, field, n_bad);
}

/* ETHO_ERR_DATA: its times do not go on (told). */
static etho_status read_path(etho_source *source, const etho_track *t, double rate, etho_path *p) {
  const etho_grid *grid = source->grid;
  size_t n = t->row ? t->n_rows : grid->n_records - t->first, none = ETHO_NOT_FOUND, n_bad = 0;
  double one = 0;
  *p = (etho_path){.animal = t->animal, .recording = t->recording, .rate = t->clock == none ? rate : 0};
  if (!etho_path_new(source, p, n)) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < n; i++) {
    size_t r = t->row ? t->row[i] : t->first + i;
    if (!i) p->line = grid->record[r].line;
    if (t->clock != none) {
      p->time_s[i] = time_at(source, r, t->clock, &n_bad);
    } else {
      double frame = t->frame != none ? number_at(source, r, t->frame, &n_bad) : (double)i;
      if (!i && t->from_one && frame == 1) one = 1;
      p->time_s[i] = (frame - one) / rate;
    }
    size_t field = t->clock != none ? t->clock : t->frame;
    if (!etho_time_goes_on(source, r, field, i ? p->time_s[i - 1] : (double)NAN, p->time_s[i]))
      return ETHO_ERR_DATA;
    p->x[i] = number_at(source, r, t->x, &n_bad), p->y[i] = number_at(source, r, t->y, &n_bad);
    double sure = t->likelihood == none ? 1 : number_at(source, r, t->likelihood, &n_bad);
    p->likelihood[i] = isnan(sure) ? 1 : sure; /* placed by hand: a position without certainty */
  }
  if (n_bad > SHOWN)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, p->line, 0, "see the first ones above",
                    "%zu more cells are not numbers", n_bad - SHOWN);
  return ETHO_OK;
}

etho_status etho_track_trial(etho_source *source, const etho_track *t, double rate, etho_error *error) {
  etho_path path;
  if (!t->row && t->first >= source->grid->n_records) {
    etho_issues_add(source->issues, "E-FILE-NO-ROWS", source->path, 0, 0, "export it again, with the data",
                    "the file holds no frames");
    return ETHO_OK;
  }
  etho_status status = read_path(source, t, rate, &path);
  if (status == ETHO_ERR_MEMORY) return etho_error_set(error, status, "out of memory");
  return status == ETHO_OK ? etho_positions_trial(source, &path, t->units_per_cm, error) : ETHO_OK;
}

static bool same_key(const etho_rows *rows, const char *const key[2]) {
  return strcmp(rows->key[0], key[0]) == 0 && strcmp(rows->key[1], key[1]) == 0;
}

static bool add_row(const etho_source *source, etho_rows *rows, size_t record) {
  size_t *list = etho_arena_grow(source->arena, rows->row, &rows->capacity, rows->n + 1, sizeof *list);
  if (!list) return false;
  rows->row = list;
  list[rows->n++] = record;
  return true;
}

/* A line that names no track, though the first one does, is of no animal: cut off, or a body that was not
 * followed. */
static bool is_nobody(etho_source *source, size_t record, const char *const key[2], const etho_rows *first,
                      size_t *n_told) {
  bool nobody = (!key[0][0] && first->key[0][0]) || (!key[1][0] && first->key[1][0]);
  if (nobody && ++*n_told <= SHOWN)
    etho_issues_add(source->issues, "W-TRACK-NONE", source->path, source->grid->record[record].line, 0,
                    "export the file again if the line is cut off; a body that was not followed can stay out",
                    "this line names no track: it is left out");
  return nobody;
}

bool etho_tracks_group(etho_source *source, size_t first, const size_t field[2], etho_rows **list,
                       size_t *n) {
  const etho_grid *grid = source->grid;
  size_t last = 0, n_told = 0;
  *n = 0;
  *list = ETHO_NEW(source->arena, etho_rows, MOST_TRACKS);
  for (size_t r = first; *list && r < grid->n_records; r++) {
    const char *key[2];
    for (int k = 0; k < 2; k++) key[k] = field[k] == ETHO_NOT_FOUND ? "" : etho_grid_text(grid, r, field[k]);
    if (*n && is_nobody(source, r, key, &(*list)[0], &n_told)) continue;
    if (!*n || !same_key(&(*list)[last], key))
      for (last = 0; last < *n && !same_key(&(*list)[last], key);) last++;
    if (last == MOST_TRACKS) {
      etho_issues_add(source->issues, "E-TRACK-MANY", source->path, grid->record[r].line, field[0] + 1,
                      "join the pieces of each animal's track in the tracking program, and export again",
                      "there are more than %d tracks: they are pieces, not animals", MOST_TRACKS);
      return false;
    }
    if (last == *n) (*list)[(*n)++] = (etho_rows){.key = {key[0], key[1]}};
    if (!add_row(source, &(*list)[last], r)) return false;
  }
  if (n_told > SHOWN)
    etho_issues_add(source->issues, "W-TRACK-NONE", source->path, 0, 0, "see the first ones above",
                    "%zu more lines name no track: they are left out", n_told - SHOWN);
  return *list != NULL;
}
