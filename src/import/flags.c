/* Recordings with a 0/1 column per zone or behaviour: ANY-maze tracks (In ...), frame-by-frame labels. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

enum { SAMPLE = 500 };

static bool is_share(const etho_grid *grid, size_t record, size_t field) {
  const char *text = etho_grid_text(grid, record, field);
  double value;
  return !text[0] || (etho_number_parse(text, strlen(text), '.', &value) && value >= 0 && value <= 1);
}

static bool all_shares(const etho_grid *grid, size_t field) {
  for (size_t r = 1; r < grid->n_records && r < SAMPLE; r++)
    if (!is_share(grid, r, field)) return false;
  return true;
}

static bool starts_in(const char *text) {
  return strncmp(text, "In ", 3) == 0;
}

static int detect_track(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t zones = 0;
  for (size_t f = 1; f < grid->record[0].count; f++)
    zones += starts_in(etho_grid_text(grid, 0, f)) && all_shares(grid, f);
  if (!zones || !etho_name_alike(etho_grid_text(grid, 0, 0), "Time")) return 0;
  return source->evidence = "the columns Time and In ZONE (0/1) of an ANY-maze track", 93;
}

static int detect_labels(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t n = grid->record[0].count;
  if (n < 2 || n > 40 || grid->n_records < 3 || !etho_name_alike(etho_grid_text(grid, 0, 0), "Frame"))
    return 0;
  for (size_t f = 1; f < n; f++)
    if (etho_grid_text(grid, 0, f)[0] && !all_shares(grid, f)) return 0;
  return source->evidence = "a row per frame with 0/1 (or a probability) per object", 92;
}

static bool is_center(const char *zone) {
  return etho_name_alike(zone, "center") || etho_name_alike(zone, "centre") ||
         etho_name_alike(zone, "middle") || etho_name_alike(zone, "hub") || etho_name_alike(zone, "junction");
}

/* Zones named novel, familiar or object are objects; others that are not the centre are arms of a maze, and
 * so is a zone named by one letter, unless a setting makes it an object. */
static const char *arms_of_zones(etho_source *source, size_t n) {
  etho_text arms = {0};
  for (size_t f = 1; f < n; f++) {
    const char *header = etho_grid_text(source->grid, 0, f);
    if (!starts_in(header) || is_center(header + 3)) continue;
    int target = etho_target_of(source, header + 3);
    bool letter = header[3] && !header[4];
    bool object = (target == 0 || target == 1 || target >= 4) &&
                  (!letter || etho_source_setting(source, etho_target_name[target]));
    if (object) return etho_text_free(&arms), NULL;
    etho_text_format(&arms, "%s%s", arms.length ? "|" : "", header + 3);
  }
  const char *kept = arms.length ? etho_arena_text(source->arena, etho_text_get(&arms)) : NULL;
  etho_text_free(&arms);
  return kept;
}

/* One column's runs above the threshold become bouts. time_s(record) comes from the first column. */
static void add_column(etho_source *source, etho_events *events, size_t field, const char *label,
                       const double *time_s, double threshold) {
  const etho_grid *grid = source->grid;
  double open = (double)NAN;
  size_t n = grid->n_records;
  etho_event like = {.label = label,
                     .duration_s = time_s[n] - time_s[1],
                     .line = grid->record[0].line,
                     .table_row = ETHO_NOT_FOUND};
  for (size_t r = 1; r < n; r++) {
    const char *text = etho_grid_text(grid, r, field);
    double value = 0;
    if (text[0] && !etho_number_parse(text, strlen(text), '.', &value) && !etho_text_missing(text))
      etho_issues_add(source->issues, "E-CELL-TEXT", source->path, grid->record[r].line, field + 1,
                      "the flag is 0 or 1", "'%.60s' in column '%.60s' is not a number", text,
                      etho_grid_text(grid, 0, field));
    if (isnan(open)) like.line = grid->record[r].line;
    etho_events_flag(source, events, &like, &open, value > threshold, time_s[r]);
  }
  etho_events_flag(source, events, &like, &open, false, time_s[n]);
}

/* time_s[r] of record r, and the end of the last one at time_s[n_records]. NULL: a time is missing (told) or
 * no memory. */
static double *read_times(etho_source *source, double frame_rate) {
  size_t n = source->grid->n_records;
  double *time_s = ETHO_NEW(source->arena, double, n + 1);
  for (size_t r = 1; time_s && r < n; r++) {
    time_s[r] = etho_field_seconds(source, r, 0);
    if (!isnan(frame_rate)) time_s[r] /= frame_rate;
    if (!etho_time_goes_on(source, r, 0, r > 1 ? time_s[r - 1] : (double)NAN, time_s[r])) return NULL;
  }
  if (!time_s) return NULL;
  double last_step = n > 2 ? time_s[n - 1] - time_s[n - 2] : 0;
  time_s[n] = time_s[n - 1] + (isnan(frame_rate) ? last_step : 1 / frame_rate);
  return time_s;
}

static etho_status read_flags(etho_source *source, bool track, double frame_rate, etho_error *error) {
  etho_events events = {0};
  double threshold = 0.5;
  size_t n = source->grid->record[0].count;
  const double *time_s = read_times(source, frame_rate);
  if (!time_s) return ETHO_OK;
  etho_source_setting_number(source, "threshold", &threshold);
  if (track) events.arms = arms_of_zones(source, n);
  for (size_t f = 1; f < n; f++) {
    const char *header = etho_grid_text(source->grid, 0, f);
    if (track ? starts_in(header) : header[0] != '\0')
      add_column(source, &events, f, track ? header + 3 : header, time_s, threshold);
    else if (header[0])
      etho_source_ignored(source, header);
  }
  return etho_events_trials(source, &events, error);
}

static etho_status read_track(etho_source *source, etho_error *error) {
  return read_flags(source, true, (double)NAN, error);
}

static etho_status read_labels(etho_source *source, etho_error *error) {
  double frame_rate = 0;
  if (!etho_source_setting_number(source, "frame_rate", &frame_rate) || frame_rate <= 0) {
    etho_source_need(source, "frame_rate", "25", "the file counts frames, not seconds");
    return ETHO_OK;
  }
  return read_flags(source, false, frame_rate, error);
}

const etho_format etho_format_anymaze_track = {
    .name = "anymaze-track",
    .summary = "ANY-maze track: Time and In ZONE columns; a file is a trial",
    .detect = detect_track,
    .read = read_track};
const etho_format etho_format_frame_labels = {
    .name = "frame-labels",
    .summary = "a row per frame with 0/1 or a probability per object; a file is a trial",
    .detect = detect_labels,
    .read = read_labels};
