/* Hand coding with key presses: Chronotate markers and JWatcher files. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

/* ---- Chronotate ---- */

static const char *const chronotate[] = {"marker_time|time|marker_time_s", "marker_type|type",
                                         "object_id|object"};

static size_t chronotate_header(const etho_grid *grid) {
  return etho_record_with(grid, chronotate, 3);
}

static int detect_chronotate(etho_source *source) {
  size_t header = chronotate_header(source->grid);
  if (header == ETHO_NOT_FOUND ||
      etho_field_of(source->grid, header, "marker_time|marker_time_s|marker_type") == ETHO_NOT_FOUND)
    return 0;
  return source->evidence = "the columns marker_time, marker_type and object_id of Chronotate", 95;
}

/* The object's own name where the study declares it, else object A or B of 1 and 2. */
static const char *object_label(const etho_source *source, const char *object) {
  const char *word = etho_targets_declared(source) ? NULL : etho_object_word(object);
  if (!word) return object;
  etho_text label = {0};
  etho_text_format(&label, "Object %s", word);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&label));
  etho_text_free(&label);
  return kept;
}

static void add_marker(etho_source *source, etho_events *events, etho_event e, const char *type,
                       size_t field) {
  static const char *const starts[] = {"start", "begin", "on", "in"}, *const stops[] = {"stop", "end", "off",
                                                                                        "out"};
  bool start = false, stop = false;
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
    start = start || etho_name_alike(type, starts[i]);
    stop = stop || etho_name_alike(type, stops[i]);
  }
  if (start)
    etho_events_start(source, events, e);
  else if (stop)
    etho_events_stop(source, events, e);
  else
    etho_issues_add(source->issues, "E-EVENT-STATUS", source->path, e.line, field + 1,
                    "the marker is start or stop", "'%.60s' is neither start nor stop", type);
}

static etho_status read_chronotate(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  etho_events events = {0};
  size_t header = chronotate_header(grid), field[3];
  if (header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  for (int i = 0; i < 3; i++) field[i] = etho_field_of(grid, header, chronotate[i]);
  etho_grid_decimal(source->grid, header + 1, source->issues);
  for (size_t r = header + 1; r < grid->n_records; r++) {
    double time_s = etho_field_seconds(source, r, field[0]);
    etho_event e = {.label = object_label(source, etho_grid_text(grid, r, field[2])),
                    .start = time_s,
                    .stop = time_s,
                    .duration_s = (double)NAN,
                    .line = grid->record[r].line,
                    .table_row = ETHO_NOT_FOUND};
    if (!e.label) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
    if (isnan(time_s))
      etho_issues_add(source->issues, "E-EVENT-TIME", source->path, e.line, field[0] + 1,
                      "write the time of the marker in seconds", "a marker of '%.60s' has no time", e.label);
    else
      add_marker(source, &events, e, etho_grid_text(grid, r, field[1]), field[1]);
  }
  return etho_events_trials(source, &events, error);
}

/* ---- JWatcher ---- */

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

/* "StartTime=..." in milliseconds; NaN where it is not said. */
static double header_ms(const etho_grid *grid, const char *name) {
  size_t n = strlen(name);
  double ms = (double)NAN;
  for (size_t r = 0; r < grid->n_records && r < 100; r++) {
    const char *text = etho_grid_text(grid, r, 0);
    if (strncmp(text, name, n) == 0) etho_number_parse(text + n, strlen(text + n), '.', &ms);
  }
  return ms;
}

/* A key lasts until the next; EOF ends the last one, else the end of the observation. */
static void read_keys(etho_source *source, size_t r, etho_events *events, double *end_s) {
  const etho_grid *grid = source->grid;
  etho_event open = {0};
  for (; r < grid->n_records; r++) {
    const char *text = etho_grid_text(grid, r, 0), *key = etho_grid_text(grid, r, 1);
    double ms;
    if (text[0] == '#') continue;
    if (!etho_number_parse(text, strlen(text), '.', &ms)) {
      etho_issues_add(source->issues, "E-CELL-TEXT", source->path, grid->record[r].line, 1,
                      "data lines are: milliseconds, key", "'%.60s' is not a time in milliseconds", text);
      continue;
    }
    if (ms / 1000 < *end_s) {
      etho_issues_add(source->issues, "E-TIME-ORDER", source->path, grid->record[r].line, 1,
                      "sort the lines by time", "the times go back: %g ms", ms);
      continue;
    }
    *end_s = ms / 1000;
    if (open.label) open.stop = *end_s, etho_events_add(source, events, open);
    open = (etho_event){.label = strcmp(key, "EOF") == 0 ? NULL : key,
                        .start = *end_s,
                        .duration_s = (double)NAN,
                        .line = grid->record[r].line,
                        .table_row = ETHO_NOT_FOUND};
  }
  double length_s = (header_ms(grid, "StopTime=") - header_ms(grid, "StartTime=")) / 1000;
  if (!open.label) return;
  if (length_s > *end_s) *end_s = length_s;
  open.stop = *end_s;
  etho_events_add(source, events, open);
}

/* "Answer.2=Osmia": what the observer answered before the session. The study file says which answer is which
 * role: "columns": {"animal": "Answer.1"}. */
static void read_answers(etho_source *source, size_t before, size_t first_line) {
  const etho_grid *grid = source->grid;
  for (size_t r = 0; r < grid->n_records && grid->record[r].line < first_line; r++) {
    const char *text = etho_grid_text(grid, r, 0), *equal = strchr(text, '=');
    if (!equal || !equal[1]) continue;
    for (size_t i = 0; i < source->options->n_columns; i++) {
      const etho_pair *c = &source->options->columns[i];
      if (strlen(c->value) != (size_t)(equal - text) || strncmp(c->value, text, (size_t)(equal - text)) != 0)
        continue;
      for (size_t row = before; row < etho_trials_rows(source->trials); row++)
        etho_source_text(source, row, c->name, equal + 1);
      etho_source_mapped(source, c->name, c->value);
    }
  }
}

static etho_status read_jwatcher(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  etho_events events = {0};
  double end_s = 0;
  size_t first = first_data_line(grid), r = 0, before = etho_trials_rows(source->trials);
  while (r < grid->n_records && grid->record[r].line < first) r++;
  read_keys(source, r, &events, &end_s);
  for (size_t i = 0; i < events.n; i++) events.event[i].duration_s = end_s;
  etho_status status = etho_events_trials(source, &events, error);
  read_answers(source, before, first);
  return status;
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
