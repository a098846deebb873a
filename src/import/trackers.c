/* Trackers of one point: ezTrack, ToxTrac, Rtrack. */
#include <math.h>
#include <string.h>

#include "import/fields.h"
#include "import/format.h"
#include "import/points.h"
#include "import/zones.h"

/* ---- ezTrack ---- */

static const char *const eztrack[] = {"Location_Thresh", "Frame", "X", "Y"};

static int detect_eztrack(etho_source *source) {
  if (etho_record_with(source->grid, eztrack, 4) != 0) return 0;
  return source->evidence = "the columns Location_Thresh, Frame, X, Y of ezTrack", 97;
}

static bool is_truth(const etho_grid *grid, size_t field) {
  for (size_t r = 1; r < grid->n_records && r < 100; r++) {
    const char *text = etho_grid_text(grid, r, field);
    if (!etho_text_equal_fold(text, "True") && !etho_text_equal_fold(text, "False")) return false;
  }
  return true;
}

/* A True/False column for each region, or ROI_location with its name. */
static bool find_regions(etho_source *source, etho_zones *zones) {
  const etho_grid *grid = source->grid;
  size_t y = etho_field_of(grid, 0, "Y");
  zones->place = etho_field_of(grid, 0, "ROI_location");
  zones->outside = "non_roi";
  for (size_t f = y + 1; f < grid->record[0].count; f++) {
    const char *header = etho_grid_text(grid, 0, f);
    if (header[0] && !etho_name_alike(header, "ROI_transition") && is_truth(grid, f))
      etho_zones_add(source, zones, (etho_zone){header, "", f});
  }
  if (zones->n) zones->place = ETHO_NOT_FOUND;
  return zones->n || zones->place != ETHO_NOT_FOUND;
}

static etho_status read_eztrack(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  double rate;
  etho_zones zones = {.first = 1, .threshold = 0.5, .place = ETHO_NOT_FOUND, .tracked = true};
  if (etho_record_with(grid, eztrack, 4) != 0)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of ezTrack", source->path);
  etho_grid_decimal(source->grid, 1, source->issues);
  bool regions = find_regions(source, &zones) && !etho_positions_placed(source);
  bool declared = regions || etho_positions_declared(source, 0);
  if (!etho_track_timed(source, false, &rate) || !declared) return ETHO_OK;
  size_t frame = etho_field_of(grid, 0, "Frame");
  if (regions) {
    zones.rate = rate;
    zones.time_s = etho_zones_times(source, 1, frame, rate);
    if (!zones.time_s) return ETHO_OK;
    zones.arms = etho_source_setting(source, "arms");
    return etho_zones_trial(source, &zones, error);
  }
  etho_track t = {.first = 1,
                  .clock = ETHO_NOT_FOUND,
                  .frame = frame,
                  .from_one = true,
                  .x = etho_field_of(grid, 0, "X"),
                  .y = etho_field_of(grid, 0, "Y"),
                  .likelihood = ETHO_NOT_FOUND};
  return etho_track_trial(source, &t, rate, error);
}

/* ---- ToxTrac: the rows of a track, times in seconds, or frames and pixels ---- */

static const char toxtrac_clock[] = "Time (sec)|Time (s)|Time", toxtrac_frame[] = "Frame|Frame number";
static const char toxtrac_x[] = "Pos. X (mm)|Pos. X (pixels)|Pos. X (px)|Pos. X (cm)|Pos. X";
static const char toxtrac_y[] = "Pos. Y (mm)|Pos. Y (pixels)|Pos. Y (px)|Pos. Y (cm)|Pos. Y";

static bool is_toxtrac(const etho_grid *grid) {
  return etho_field_of(grid, 0, toxtrac_x) != ETHO_NOT_FOUND &&
         etho_field_of(grid, 0, toxtrac_y) != ETHO_NOT_FOUND &&
         etho_field_of(grid, 0, "Track|Arena") != ETHO_NOT_FOUND;
}

static int detect_toxtrac(etho_source *source) {
  if (!is_toxtrac(source->grid)) return 0;
  return source->evidence = "the columns Track, Pos. X, Pos. Y of ToxTrac", 97;
}

/* One track is called like the file; several by their arena and track. */
static const char *track_name(const etho_source *source, const etho_rows *rows, size_t n) {
  etho_text name = {0};
  if (n == 1) return NULL;
  etho_text_format(&name, "%s arena %s track %s", etho_source_base(source), rows->key[0], rows->key[1]);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&name));
  etho_text_free(&name);
  return kept;
}

static etho_status read_toxtrac(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t n = 0, none = ETHO_NOT_FOUND,
         field[2] = {etho_field_of(grid, 0, "Arena"), etho_field_of(grid, 0, "Track")};
  etho_rows *rows;
  double rate;
  if (!is_toxtrac(grid))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of ToxTrac", source->path);
  etho_grid_decimal(source->grid, 1, source->issues);
  etho_track t = {.clock = etho_field_of(grid, 0, toxtrac_clock),
                  .frame = etho_field_of(grid, 0, toxtrac_frame),
                  .x = etho_field_of(grid, 0, toxtrac_x),
                  .y = etho_field_of(grid, 0, toxtrac_y),
                  .likelihood = none,
                  .units_per_cm = 0};
  if (strstr(etho_grid_text(grid, 0, t.x), "(mm)")) t.units_per_cm = 10;
  bool declared = etho_positions_declared(source, t.units_per_cm),
       timed = etho_track_timed(source, t.clock != none, &rate);
  if (!declared || !timed || !etho_tracks_group(source, 1, field, &rows, &n)) return ETHO_OK;
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < n && status == ETHO_OK; i++) {
    t.row = rows[i].row, t.n_rows = rows[i].n;
    t.recording = track_name(source, &rows[i], n);
    status = etho_track_trial(source, &t, rate, error);
  }
  return status;
}

/* ---- Rtrack ---- */

static const char *const rtrack[] = {"X|X (cm)|X (mm)|X (px)|X cm|X mm|X px",
                                     "Y|Y (cm)|Y (mm)|Y (px)|Y cm|Y mm|Y px"};
static const char track_clock[] = "Time|T|Time (s)|Time s|Time (sec)|Seconds|Timestamp (s)";
static const char track_frame[] = "Frame|Frames|Frame number|Frame no|Frame idx|Frame index";

static bool is_track(const etho_grid *grid) {
  bool timed = etho_field_of(grid, 0, track_clock) != ETHO_NOT_FOUND ||
               etho_field_of(grid, 0, track_frame) != ETHO_NOT_FOUND;
  return timed && etho_record_with(grid, rtrack, 2) == 0;
}

static int detect_rtrack(etho_source *source) {
  if (source->grid->record[0].count > 6 || source->grid->n_records < 3 || !is_track(source->grid)) return 0;
  return source->evidence = "the columns Time (or Frame), X, Y of a track (Rtrack)", 85;
}

static double track_units(const char *header) {
  return strstr(header, "cm") ? 1 : strstr(header, "mm") ? 10 : 0;
}

static etho_status read_rtrack(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  double rate;
  if (!is_track(grid))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns Time (or Frame), X and Y",
                          source->path);
  etho_grid_decimal(source->grid, 1, source->issues);
  etho_track t = {.first = 1,
                  .clock = etho_field_of(grid, 0, track_clock),
                  .frame = etho_field_of(grid, 0, track_frame),
                  .from_one = true,
                  .x = etho_field_of(grid, 0, rtrack[0]),
                  .y = etho_field_of(grid, 0, rtrack[1]),
                  .likelihood = ETHO_NOT_FOUND};
  t.units_per_cm = track_units(etho_grid_text(grid, 0, t.x));
  bool declared = etho_positions_declared(source, t.units_per_cm),
       timed = etho_track_timed(source, t.clock != ETHO_NOT_FOUND, &rate);
  return declared && timed ? etho_track_trial(source, &t, rate, error) : ETHO_OK;
}

const etho_format etho_format_eztrack_location = {
    .name = "eztrack-location",
    .summary = "ezTrack location output: positions or regions (ROI); a file is a trial",
    .detect = detect_eztrack,
    .read = read_eztrack};
const etho_format etho_format_toxtrac = {.name = "toxtrac",
                                         .summary = "ToxTrac tracking; a track is a trial",
                                         .detect = detect_toxtrac,
                                         .read = read_toxtrac};
const etho_format etho_format_rtrack = {
    .name = "rtrack",
    .summary = "a track of Time (or Frame), X, Y (Rtrack and others); a file is a trial",
    .detect = detect_rtrack,
    .read = read_rtrack};
