/* Hand coding with key presses: Chronotate markers and JWatcher files. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

static const char *const chronotate[] = {"marker_time", "marker_type", "object_id"};

static int detect_chronotate(etho_source *source) {
  if (etho_record_with(source->grid, chronotate, 3) == ETHO_NOT_FOUND) return 0;
  return source->evidence = "the columns marker_time, marker_type and object_id of Chronotate", 95;
}

static etho_status read_chronotate(etho_source *source, etho_error *error) {
  etho_events events = {0};
  size_t header = etho_record_with(source->grid, chronotate, 3), field[3];
  if (header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  for (int i = 0; i < 3; i++) field[i] = etho_field_of(source->grid, header, chronotate[i]);
  for (size_t r = header + 1; r < source->grid->n_records; r++) {
    const char *type = etho_grid_text(source->grid, r, field[1]),
               *object = etho_grid_text(source->grid, r, field[2]);
    double time_s = etho_field_seconds(source, r, field[0]);
    const char *word = etho_object_word(object);
    etho_text label = {0};
    etho_text_format(&label, word ? "Object %s" : "%s", word ? word : object);
    etho_event e = {.label = etho_arena_text(source->arena, etho_text_get(&label)),
                    .start = time_s,
                    .stop = time_s,
                    .duration_s = (double)NAN,
                    .line = source->grid->record[r].line,
                    .table_row = ETHO_NOT_FOUND};
    if (etho_source_setting(source, "novel")) e.label = object;
    etho_text_free(&label);
    if (isnan(time_s) || !e.label) continue;
    if (etho_name_alike(type, "start"))
      etho_events_start(source, &events, e);
    else if (etho_name_alike(type, "stop") || etho_name_alike(type, "end"))
      etho_events_stop(source, &events, e);
    else
      etho_issues_add(source->issues, "E-EVENT-STATUS", source->path, e.line, field[1] + 1,
                      "the marker is start or stop", "'%.60s' is neither start nor stop", type);
  }
  return etho_events_trials(source, &events, error);
}

static size_t first_data_line(const etho_grid *grid) {
  const char *text = etho_grid_text(grid, 0, 0);
  double line;
  if (strncmp(text, "FirstLineOfData=", 16) != 0) return 0;
  return etho_number_parse(text + 16, strlen(text + 16), '.', &line) && line >= 1 && line < 100000
             ? (size_t)line
             : 0;
}

static int detect_jwatcher(etho_source *source) {
  if (!first_data_line(source->grid)) return 0;
  return source->evidence = "the first line FirstLineOfData= of JWatcher", 97;
}

/* A state lasts until the next key; EOF ends the last one. */
static etho_status read_jwatcher(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  etho_events events = {0};
  etho_event open = {0};
  size_t first = first_data_line(grid), r = 0;
  while (r < grid->n_records && grid->record[r].line < first) r++;
  for (; r < grid->n_records; r++) {
    const char *text = etho_grid_text(grid, r, 0), *key = etho_grid_text(grid, r, 1);
    double ms;
    if (text[0] == '#') continue;
    if (!etho_number_parse(text, strlen(text), '.', &ms)) {
      etho_issues_add(source->issues, "E-CELL-TEXT", source->path, grid->record[r].line, 1,
                      "data lines are: milliseconds, key", "'%.60s' is not a time in milliseconds", text);
      continue;
    }
    if (open.label) open.stop = ms / 1000, etho_events_add(source, &events, open);
    open = (etho_event){.label = strcmp(key, "EOF") == 0 ? NULL : key,
                        .start = ms / 1000,
                        .duration_s = (double)NAN,
                        .line = grid->record[r].line,
                        .table_row = ETHO_NOT_FOUND};
  }
  for (size_t i = 0; i < events.n; i++) events.event[i].duration_s = open.start;
  return etho_events_trials(source, &events, error);
}

const etho_format etho_format_chronotate = {
    .name = "chronotate",
    .summary = "Chronotate markers: start and stop per object; a file is a trial",
    .detect = detect_chronotate,
    .read = read_chronotate};
const etho_format etho_format_jwatcher = {.name = "jwatcher",
                                          .summary = "JWatcher data: milliseconds and key; a file is a trial",
                                          .detect = detect_jwatcher,
                                          .read = read_jwatcher};
