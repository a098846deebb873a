/* Pose files: DeepLabCut (one and several animals), SLEAP, and flat tables (SimBA and others). */
#include <string.h>

#include "base/number.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/points.h"

/* ---- a trial for each animal ---- */

static etho_status read_points(etho_source *source, const etho_points *points, etho_track t,
                               etho_error *error) {
  etho_points chosen;
  double rate;
  if (!etho_points_choose(source, points, &chosen))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  bool declared = etho_positions_declared(source, t.units_per_cm);
  bool timed = etho_track_timed(source, t.clock != ETHO_NOT_FOUND, &rate);
  etho_status status = ETHO_OK;
  if (!declared || !timed) return status;
  for (size_t i = 0; i < chosen.n && status == ETHO_OK; i++) {
    t.animal = t.animal ? t.animal : chosen.point[i].animal;
    t.x = chosen.point[i].x, t.y = chosen.point[i].y, t.likelihood = chosen.point[i].likelihood;
    status = etho_track_trial(source, &t, rate, error);
    t.animal = NULL;
  }
  return status;
}

static bool is_one_of(const char *text, const char *names) {
  size_t n = strlen(text);
  for (const char *p = names; n && *p;) {
    size_t length = strcspn(p, "|");
    if (length == n && strncmp(p, text, n) == 0) return true;
    p += length + (p[length] == '|');
  }
  return false;
}

static const char certainty[] = "likelihood|score|p|conf|confidence|probability|visibility|c";

/* A coordinate of a point that was begun by its x. */
static void add_coordinate(const etho_source *source, etho_points *points, const char *animal,
                           const char *part, const char *coordinate, size_t field) {
  if (strcmp(coordinate, "x") == 0) {
    etho_points_add(source, points, (etho_point){animal, part, field, ETHO_NOT_FOUND, ETHO_NOT_FOUND});
    return;
  }
  etho_point *last = points->n ? &points->point[points->n - 1] : NULL;
  if (!last || strcmp(last->part, part) != 0 ||
      strcmp(last->animal ? last->animal : "", animal ? animal : "") != 0)
    return;
  if (strcmp(coordinate, "y") == 0 && last->y == ETHO_NOT_FOUND)
    last->y = field;
  else if (is_one_of(coordinate, certainty) && last->likelihood == ETHO_NOT_FOUND)
    last->likelihood = field;
}

static void drop_without_y(etho_points *points) {
  size_t kept = 0;
  for (size_t i = 0; i < points->n; i++)
    if (points->point[i].y != ETHO_NOT_FOUND) points->point[kept++] = points->point[i];
  points->n = kept;
}

/* ---- DeepLabCut ---- */

typedef struct stack { /* records of the header */
  size_t individuals, bodyparts, coords, first_field;
} stack;

static bool is_coords(const etho_grid *grid, size_t record, size_t *first_field) {
  size_t n = record < grid->n_records ? grid->record[record].count : 0, x = 0, y = 0;
  *first_field = 0;
  for (size_t f = 1; f < n; f++) {
    const char *text = etho_grid_text(grid, record, f);
    if (!text[0] && !*first_field) continue; /* columns of the index */
    if (!*first_field) *first_field = f;
    x += strcmp(text, "x") == 0, y += strcmp(text, "y") == 0;
    if (strlen(text) > 24 ||
        (text[0] && text[0] != 'x' && text[0] != 'y' && text[0] != 'z' && !is_one_of(text, certainty)))
      return false;
  }
  return x && y;
}

static bool find_stack(const etho_grid *grid, stack *s) {
  for (size_t c = 1; c <= 3; c++) {
    if (!is_coords(grid, c, &s->first_field)) continue;
    bool named = strcmp(etho_grid_text(grid, c, 0), "coords") == 0 ||
                 strcmp(etho_grid_text(grid, c - 1, 0), "bodyparts") == 0;
    bool many = c >= 2 && (strcmp(etho_grid_text(grid, c - 2, 0), "individuals") == 0 || c == 3);
    s->coords = c, s->bodyparts = c - 1, s->individuals = many ? c - 2 : ETHO_NOT_FOUND;
    return named || c >= 2;
  }
  return false;
}

static int detect_stacked(etho_source *source, bool multi, const char *evidence) {
  stack s;
  if (!find_stack(source->grid, &s) || (s.individuals != ETHO_NOT_FOUND) != multi) return 0;
  return source->evidence = evidence, 97;
}

static int detect_dlc(etho_source *source) {
  return detect_stacked(source, false, "the header rows scorer, bodyparts, coords of DeepLabCut");
}

static int detect_dlc_multi(etho_source *source) {
  return detect_stacked(source, true, "the header rows scorer, individuals, bodyparts, coords of DeepLabCut");
}

static bool is_image(const char *text) {
  static const char *const endings[] = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"};
  const char *dot = strrchr(text, '.');
  for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
    if (etho_text_equal_fold(dot, endings[i])) return true;
  return false;
}

/* Labels drawn by hand: rows are pictures from anywhere in the videos, so they have no time. */
static bool is_hand_labelled(etho_source *source, const stack *s) {
  const etho_grid *grid = source->grid;
  bool image =
      s->coords + 1 < grid->n_records && is_image(etho_grid_text(grid, s->coords + 1, s->first_field - 1));
  if (image)
    etho_issues_add(
        source->issues, "E-POSE-LABELS", source->path, grid->record[s->coords + 1].line, 1,
        "let the trained network analyse the video, and read the CSV file that this writes",
        "these are single pictures that were labelled by hand to train a network, not a tracked video");
  return image;
}

static bool is_number(const char *text) {
  double value;
  return etho_number_parse(text, strlen(text), '.', &value);
}

static const char *carried(const etho_grid *grid, size_t record, size_t field, const char *last) {
  const char *text = record == ETHO_NOT_FOUND ? "" : etho_grid_text(grid, record, field);
  return text[0] ? text : last;
}

static bool is_counted(const etho_grid *grid, size_t first) {
  return first < grid->n_records && is_number(etho_grid_text(grid, first, 0));
}

static etho_points dlc_points(const etho_source *source, const stack *s) {
  const etho_grid *grid = source->grid;
  etho_points points = {0};
  const char *animal = NULL, *part = "";
  for (size_t f = s->first_field; f < grid->record[s->coords].count; f++) {
    animal = carried(grid, s->individuals, f, animal), part = carried(grid, s->bodyparts, f, part);
    if (animal && etho_name_alike(animal, "single")) continue; /* landmarks, not an animal's */
    add_coordinate(source, &points, animal, part, etho_grid_text(grid, s->coords, f), f);
  }
  drop_without_y(&points);
  return points;
}

/* The fields of the points that are followed. */
static bool keep_points(etho_source *source, const etho_points *points, bool *keep, size_t n) {
  etho_points chosen;
  if (!etho_points_choose(source, points, &chosen)) return false;
  for (size_t i = 0; i < chosen.n; i++) {
    size_t field[] = {chosen.point[i].x, chosen.point[i].y, chosen.point[i].likelihood};
    for (size_t k = 0; k < sizeof field / sizeof *field; k++)
      if (field[k] < n) keep[field[k]] = true;
  }
  return chosen.n > 0;
}

static bool dlc_columns(etho_source *source, bool *keep, size_t n, size_t *first) {
  stack s;
  if (!find_stack(source->grid, &s) || is_hand_labelled(source, &s)) return false;
  etho_points points = dlc_points(source, &s);
  *first = s.coords + 1;
  for (size_t f = 0; f < s.first_field && f < n; f++) keep[f] = true;
  return keep_points(source, &points, keep, n);
}

static etho_status read_dlc(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  stack s;
  if (!find_stack(grid, &s))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the header rows of DeepLabCut", source->path);
  if (is_hand_labelled(source, &s)) return ETHO_OK;
  if (grid->dialect.delimiter != ',') etho_grid_decimal(source->grid, s.coords + 1, source->issues);
  etho_points points = dlc_points(source, &s);
  size_t none = ETHO_NOT_FOUND, first = s.coords + 1, frame = is_counted(grid, first) ? 0 : none;
  return read_points(source, &points,
                     (etho_track){.first = first, .clock = none, .frame = frame, .from_one = true}, error);
}

/* ---- flat tables: nose.x, nose_x ---- */

/* The separator before x, y or the certainty; NULL when the header is not of a coordinate. */
static const char *split_header(const char *header) {
  size_t n = strlen(header);
  for (size_t i = n; i-- > 1;)
    if (header[i] == '.' || header[i] == '_' || header[i] == ' ')
      return is_one_of(header + i + 1, "x|y") || is_one_of(header + i + 1, certainty) ? header + i : NULL;
  return NULL;
}

static bool flat_points(const etho_source *source, size_t record, etho_points *points) {
  const etho_grid *grid = source->grid;
  for (size_t f = 0; f < grid->record[record].count; f++) {
    const char *header = etho_grid_text(grid, record, f), *end = split_header(header);
    const char *part = end ? etho_arena_text_n(source->arena, header, (size_t)(end - header)) : NULL;
    if (part) add_coordinate(source, points, NULL, part, end + 1, f);
  }
  drop_without_y(points);
  return points->n > 0;
}

static const char *const sleap[] = {"track", "frame_idx", "instance.score"};

static int detect_sleap(etho_source *source) {
  if (etho_record_with(source->grid, sleap, 3) != 0) return 0;
  return source->evidence = "the columns track, frame_idx, instance.score of SLEAP", 97;
}

static etho_status read_sleap(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  etho_points points = {0}, chosen;
  etho_rows *rows;
  size_t n = 0, none = ETHO_NOT_FOUND, field[2] = {etho_field_of(grid, 0, "track"), none};
  double rate;
  flat_points(source, 0, &points);
  for (size_t i = 0; i < points.n;) /* instance.score is no point */
    if (strcmp(points.point[i].part, "instance") == 0)
      points.point[i] = points.point[--points.n];
    else
      i++;
  etho_grid_decimal(source->grid, 1, source->issues);
  if (!etho_points_choose(source, &points, &chosen))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  bool declared = etho_positions_declared(source, 0), timed = etho_track_timed(source, false, &rate);
  if (!chosen.n || !declared || !timed || !etho_tracks_group(source, 1, field, &rows, &n)) return ETHO_OK;
  etho_status status = ETHO_OK;
  for (size_t i = 0; i < n && status == ETHO_OK; i++) {
    const char *name = rows[i].key[0];
    etho_track t = {.animal = etho_text_missing(name) ? NULL : name,
                    .clock = none,
                    .frame = etho_field_of(grid, 0, "frame_idx"),
                    .x = chosen.point[0].x,
                    .y = chosen.point[0].y,
                    .likelihood = chosen.point[0].likelihood,
                    .row = rows[i].row,
                    .n_rows = rows[i].n};
    status = etho_track_trial(source, &t, rate, error);
  }
  return status;
}

static bool numbers_below(const etho_grid *grid, size_t header, size_t field) {
  for (size_t r = header + 1; r < grid->n_records && r < header + 50; r++) {
    const char *text = etho_grid_text(grid, r, field);
    double value;
    if (!etho_text_missing(text) && !etho_number_parse(text, strlen(text), '.', &value) &&
        !etho_number_parse(text, strlen(text), ',', &value))
      return false;
  }
  return true;
}

/* The record of the names: the first, or the third where SimBA says IMPORTED_POSE twice above them. */
static size_t flat_header(const etho_source *source, etho_points *points) {
  const etho_grid *grid = source->grid;
  bool imported = grid->n_records > 3 && strcmp(etho_grid_text(grid, 0, 1), "IMPORTED_POSE") == 0;
  size_t header = imported ? 2 : 0;
  return grid->n_records > header && flat_points(source, header, points) ? header : ETHO_NOT_FOUND;
}

static int detect_flat(etho_source *source) {
  const etho_grid *grid = source->grid;
  etho_points points = {0};
  size_t header = flat_header(source, &points), sure = 0;
  if (header == ETHO_NOT_FOUND || grid->n_records < header + 3) return 0;
  for (size_t i = 0; i < points.n; i++) {
    if (!numbers_below(grid, header, points.point[i].x) || !numbers_below(grid, header, points.point[i].y))
      return 0;
    sure += points.point[i].likelihood != ETHO_NOT_FOUND;
  }
  if (!sure && points.n < 2) return 0;
  return source->evidence = "columns of x, y (and certainty) for body points: a row per frame", 75;
}

/* The columns that say when; ETHO_NOT_FOUND = none. */
static void flat_clock(const etho_grid *grid, size_t header, size_t *frame, size_t *clock) {
  *frame = etho_field_of(grid, header, "frame|frame_idx|frames|frame number|frame id|image index");
  *clock = etho_field_of(grid, header, "time_s|time (s)|time|timestamp (s)|seconds");
  if (*frame == ETHO_NOT_FOUND && !etho_grid_text(grid, header, 0)[0] && is_counted(grid, header + 1))
    *frame = 0;
}

static bool flat_columns(etho_source *source, bool *keep, size_t n, size_t *first) {
  etho_points points = {0};
  size_t frame, clock, header = flat_header(source, &points);
  if (header == ETHO_NOT_FOUND) return false;
  flat_clock(source->grid, header, &frame, &clock);
  if (frame < n) keep[frame] = true;
  if (clock < n) keep[clock] = true;
  *first = header + 1;
  return keep_points(source, &points, keep, n);
}

static etho_status read_flat(etho_source *source, etho_error *error) {
  etho_points points = {0};
  size_t frame, clock, header = flat_header(source, &points);
  if (header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has no columns such as nose_x and nose_y",
                          source->path);
  etho_grid_decimal(source->grid, header + 1, source->issues);
  flat_clock(source->grid, header, &frame, &clock);
  return read_points(source, &points,
                     (etho_track){.first = header + 1, .clock = clock, .frame = frame, .from_one = true},
                     error);
}

const etho_format etho_format_deeplabcut = {
    .name = "deeplabcut",
    .summary = "DeepLabCut, one animal: positions of body points; a file is a trial",
    .detect = detect_dlc,
    .columns = dlc_columns,
    .read = read_dlc};
const etho_format etho_format_deeplabcut_multi = {.name = "deeplabcut-multi",
                                                  .summary = "DeepLabCut, several animals in a file",
                                                  .detect = detect_dlc_multi,
                                                  .columns = dlc_columns,
                                                  .read = read_dlc};
const etho_format etho_format_sleap_analysis = {.name = "sleap-analysis",
                                                .summary = "SLEAP analysis CSV: a row per track and frame",
                                                .detect = detect_sleap,
                                                .read = read_sleap};
const etho_format etho_format_pose_table = {
    .name = "pose-table",
    .summary = "columns nose_x, nose_y, nose_p for body points (SimBA and others); a file is a trial",
    .detect = detect_flat,
    .columns = flat_columns,
    .read = read_flat};
