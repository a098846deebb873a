/* Recordings with a 0/1 column per zone or behaviour: ANY-maze tracks (In ...), frame-by-frame labels. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/points.h"
#include "import/zones.h"

enum { SAMPLE = 500 };

static const char clock_names[] = "Time|Time (s)|Test time|Time s|Seconds|Time (sec)|Timestamp (s)";

/* ---- which columns are flags ---- */

static bool is_share(const etho_grid *grid, size_t record, size_t field) {
  const char *text = etho_grid_text(grid, record, field);
  double value;
  if (etho_text_missing(text)) return true;
  if (etho_number_parse(text, strlen(text), '.', &value) ||
      etho_number_parse(text, strlen(text), ',', &value))
    return value >= 0 && value <= 1;
  return etho_truth_word(text) >= 0;
}

static bool all_shares(const etho_grid *grid, size_t field) {
  for (size_t r = 1; r < grid->n_records && r < SAMPLE; r++)
    if (!is_share(grid, r, field)) return false;
  return true;
}

static bool begins(const char *text, const char *with) {
  size_t i = 0;
  while (with[i] && (text[i] | 0x20) == (with[i] | 0x20)) i++;
  return !with[i];
}

/* "In left" -> "left", "Head in zone Object 1" -> "Object 1" with its body point; false: no zone column. */
static bool zone_of(const char *header, etho_zone *zone) {
  static const char *const before[][2] = {{"In zone ", ""},          {"In ", ""},
                                          {"Head in zone ", "head"}, {"Head in ", "head"},
                                          {"Nose in ", "nose"},      {"Centre in ", "centre"},
                                          {"Center in ", "centre"},  {"Tail in ", "tail"}};
  for (size_t i = 0; i < sizeof before / sizeof *before; i++)
    if (begins(header, before[i][0]) && header[strlen(before[i][0])])
      return zone->label = header + strlen(before[i][0]), zone->part = before[i][1], true;
  return false;
}

static bool position_fields(const etho_grid *grid, bool maze, size_t *x, size_t *y) {
  static const char head_x[] = "Head posn X|Head position X|Head X|Nose X|X nose";
  static const char head_y[] = "Head posn Y|Head position Y|Head Y|Nose Y|Y nose";
  static const char centre_x[] =
      "Centre posn X|Centre position X|Center position X|Center posn X|Centre X|X centre";
  static const char centre_y[] =
      "Centre posn Y|Centre position Y|Center position Y|Center posn Y|Centre Y|Y centre";
  *x = etho_field_of(grid, 0, maze ? centre_x : head_x),
  *y = etho_field_of(grid, 0, maze ? centre_y : head_y);
  if (*x == ETHO_NOT_FOUND) *x = etho_field_of(grid, 0, maze ? head_x : centre_x);
  if (*y == ETHO_NOT_FOUND) *y = etho_field_of(grid, 0, maze ? head_y : centre_y);
  return *x != ETHO_NOT_FOUND && *y != ETHO_NOT_FOUND;
}

/* ---- ANY-maze ---- */

static int detect_track(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t zones = 0, x, y;
  etho_zone zone;
  if (etho_field_of(grid, 0, clock_names) != 0) return 0;
  for (size_t f = 1; f < grid->record[0].count; f++)
    zones += zone_of(etho_grid_text(grid, 0, f), &zone) && all_shares(grid, f);
  if (zones) return source->evidence = "the columns Time and In ZONE (0/1) of an ANY-maze track", 93;
  if (!position_fields(grid, false, &x, &y)) return 0;
  return source->evidence = "the columns Time and Centre posn X of an ANY-maze track", 93;
}

static etho_status read_positions(etho_source *source, etho_error *error) {
  etho_track t = {.first = 1, .clock = 0, .frame = ETHO_NOT_FOUND, .likelihood = ETHO_NOT_FOUND};
  if (!position_fields(source->grid, etho_positions_maze(source), &t.x, &t.y))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has neither zones (In ...) nor positions",
                          source->path);
  if (!etho_positions_declared(source, 0)) return ETHO_OK;
  return etho_track_trial(source, &t, 0, error);
}

static etho_status read_track(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  etho_zones zones = {.first = 1, .threshold = 0.5, .place = ETHO_NOT_FOUND};
  etho_grid_decimal(source->grid, 1, source->issues);
  for (size_t f = 1; f < grid->record[0].count; f++) {
    etho_zone zone = {.field = f};
    if (zone_of(etho_grid_text(grid, 0, f), &zone) && all_shares(grid, f))
      etho_zones_add(source, &zones, zone);
    else if (etho_grid_text(grid, 0, f)[0])
      etho_source_ignored(source, etho_grid_text(grid, 0, f));
  }
  if (!zones.n || etho_positions_maze(source)) return read_positions(source, error);
  zones.time_s = etho_zones_times(source, 1, 0, 0);
  if (!zones.time_s) return ETHO_OK;
  zones.arms = etho_zones_arms(source, &zones);
  return etho_zones_trial(source, &zones, error);
}

/* ---- labels ---- */

static const char frame_names[] =
    "Frame|Frames|Frame number|Frame no|Frame idx|Frame index|Frame id|Image|Image index";

/* The first column counts frames or seconds, or has no name and counts rows. */
static bool counts(const etho_grid *grid, bool *frames) {
  const char *name = etho_grid_text(grid, 0, 0);
  *frames = etho_field_of(grid, 0, frame_names) == 0;
  if (*frames || etho_field_of(grid, 0, clock_names) == 0) return true;
  double a, b;
  const char *first = etho_grid_text(grid, 1, 0), *second = etho_grid_text(grid, 2, 0);
  *frames = !name[0] && etho_number_parse(first, strlen(first), '.', &a) &&
            etho_number_parse(second, strlen(second), '.', &b) && b == a + 1 && (a == 0 || a == 1);
  return *frames;
}

static int detect_labels(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t n = grid->record[0].count, flags = 0;
  bool frames;
  if (n < 2 || n > 40 || grid->n_records < 3 || !counts(grid, &frames)) return 0;
  for (size_t f = 1; f < n; f++) {
    if (!etho_grid_text(grid, 0, f)[0]) continue;
    if (!all_shares(grid, f)) return 0;
    flags++;
  }
  if (!flags) return 0;
  source->evidence = "a row per frame with 0/1 (or a probability) per object";
  return etho_grid_text(grid, 0, 0)[0] ? 92 : 80;
}

static etho_status read_labels(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  double rate = 0;
  bool frames;
  etho_zones zones = {.first = 1, .threshold = 0.5, .place = ETHO_NOT_FOUND, .letters = true};
  if (!counts(grid, &frames)) frames = true;
  if (grid->n_records < 2)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has no rows of frames", source->path);
  if (!etho_track_timed(source, !frames, &rate)) return ETHO_OK;
  etho_grid_decimal(source->grid, 1, source->issues);
  etho_source_setting_number(source, "threshold", &zones.threshold);
  for (size_t f = 1; f < grid->record[0].count; f++) {
    const char *header = etho_grid_text(grid, 0, f);
    if (header[0]) etho_zones_add(source, &zones, (etho_zone){header, "", f});
  }
  zones.rate = rate;
  zones.time_s = etho_zones_times(source, 1, 0, rate);
  return zones.time_s ? etho_zones_trial(source, &zones, error) : ETHO_OK;
}

const etho_format etho_format_anymaze_track = {
    .name = "anymaze-track",
    .summary = "ANY-maze track: Time and In ZONE columns, or positions; a file is a trial",
    .detect = detect_track,
    .read = read_track};
const etho_format etho_format_frame_labels = {
    .name = "frame-labels",
    .summary = "a row per frame with 0/1 or a probability per object; a file is a trial",
    .detect = detect_labels,
    .read = read_labels};
