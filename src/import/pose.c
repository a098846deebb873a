/* Pose and tracker files: DeepLabCut (one and several animals), SLEAP, ezTrack, ToxTrac, Rtrack. A file is a
 * trial. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/positions.h"

enum { MOST_TRACKS = 64 };

/* Where the numbers of one body point stand. Fields are ETHO_NOT_FOUND when absent. */
typedef struct track {
  const char *animal;
  size_t first, time, frame, x, y, likelihood;
  const char *key; /* rows belong when field key_field holds this; NULL = all */
  size_t key_field;
} track;

static double number_at(const etho_grid *grid, size_t record, size_t field) {
  double value = (double)NAN;
  const char *text = etho_grid_text(grid, record, field);
  etho_number_parse(text, strlen(text), grid->dialect.decimal ? grid->dialect.decimal : '.', &value);
  return value;
}

/* Times from the file, or frames by frame_rate (told when it is needed and not declared). */
static bool frame_length(etho_source *source, const track *t, double *seconds) {
  double rate;
  *seconds = 1;
  if (t->time != ETHO_NOT_FOUND) return true;
  if (etho_source_setting_number(source, "frame_rate", &rate) && rate > 0) return *seconds = 1 / rate, true;
  etho_source_need(source, "frame_rate", "30", "the file counts frames, not seconds");
  return false;
}

/* ETHO_ERR_DATA: its times do not go on (told). */
static etho_status read_path(etho_source *source, const track *t, double frame_s, etho_path *p) {
  const etho_grid *grid = source->grid;
  size_t room = grid->n_records;
  *p = (etho_path){.animal = t->animal, .line = grid->record[t->first].line};
  p->time_s = ETHO_NEW(source->arena, double, room);
  p->x = ETHO_NEW(source->arena, double, room), p->y = ETHO_NEW(source->arena, double, room);
  p->likelihood = ETHO_NEW(source->arena, double, room);
  if (!p->time_s || !p->x || !p->y || !p->likelihood) return ETHO_ERR_MEMORY;
  size_t clock = t->time != ETHO_NOT_FOUND ? t->time : t->frame;
  for (size_t r = t->first; r < grid->n_records; r++) {
    if (t->key && strcmp(etho_grid_text(grid, r, t->key_field), t->key) != 0) continue;
    size_t i = p->n++;
    p->time_s[i] = clock != ETHO_NOT_FOUND ? number_at(grid, r, clock) * frame_s : (double)i * frame_s;
    if (!etho_time_goes_on(source, r, clock, i ? p->time_s[i - 1] : (double)NAN, p->time_s[i])) return ETHO_ERR_DATA;
    p->x[i] = number_at(grid, r, t->x), p->y[i] = number_at(grid, r, t->y);
    p->likelihood[i] = t->likelihood == ETHO_NOT_FOUND ? 1 : number_at(grid, r, t->likelihood);
  }
  return ETHO_OK;
}

static etho_status add_track(etho_source *source, const track *t, etho_error *error) {
  double frame_s;
  etho_path path;
  bool declared = etho_positions_declared(source), timed = frame_length(source, t, &frame_s);
  if (t->first >= source->grid->n_records)
    etho_issues_add(source->issues, "E-FILE-NO-ROWS", source->path, 0, 0, "export it again, with the data",
                    "the file holds no frames");
  if (!declared || !timed || t->first >= source->grid->n_records) return ETHO_OK;
  etho_status status = read_path(source, t, frame_s, &path);
  if (status == ETHO_ERR_MEMORY) return etho_error_set(error, status, "out of memory");
  return status == ETHO_OK ? etho_positions_trial(source, &path, error) : ETHO_OK; /* told */
}

static const char *wanted_point(const etho_source *source) {
  const char *point = etho_source_setting(source, "point");
  return point ? point : "nose|snout|nosetip|nose tip|head|center|centre|bodycentre|body";
}

/* ---- DeepLabCut ---- */

static bool is_first(const etho_grid *grid, size_t record, const char *text) {
  return record < grid->n_records && strcmp(etho_grid_text(grid, record, 0), text) == 0;
}

static bool is_multi(const etho_grid *grid) {
  return is_first(grid, 1, "individuals");
}

static bool is_dlc(const etho_grid *grid) {
  size_t bodyparts = is_multi(grid) ? 2 : 1;
  return is_first(grid, 0, "scorer") && is_first(grid, bodyparts, "bodyparts") &&
         is_first(grid, bodyparts + 1, "coords");
}

static int detect_dlc(etho_source *source) {
  if (!is_dlc(source->grid) || is_multi(source->grid)) return 0;
  return source->evidence = "the header rows scorer, bodyparts, coords of DeepLabCut", 97;
}

static int detect_dlc_multi(etho_source *source) {
  if (!is_dlc(source->grid) || !is_multi(source->grid)) return 0;
  return source->evidence = "the header rows scorer, individuals, bodyparts, coords of DeepLabCut", 97;
}

static bool is_listed(const char *names, const char *text) {
  for (const char *p = names; *p;) {
    size_t n = strcspn(p, "|");
    char name[64];
    size_t kept = n < sizeof name ? n : sizeof name - 1;
    memcpy(name, p, kept);
    name[kept] = '\0';
    if (etho_name_alike(name, text)) return true;
    p += n + (p[n] == '|');
  }
  return false;
}

/* The first of the wanted names that the individual has. */
static size_t find_point(const etho_grid *grid, size_t bodyparts, const char *names, const char *individual) {
  for (const char *p = names; *p;) {
    size_t n = strcspn(p, "|");
    char name[64];
    size_t kept = n < sizeof name ? n : sizeof name - 1;
    memcpy(name, p, kept);
    name[kept] = '\0';
    for (size_t f = 1; f < grid->record[bodyparts].count; f++) {
      bool own = !individual || strcmp(etho_grid_text(grid, 1, f), individual) == 0;
      if (own && etho_name_alike(name, etho_grid_text(grid, bodyparts, f)) &&
          strcmp(etho_grid_text(grid, bodyparts + 1, f), "x") == 0)
        return f;
    }
    p += n + (p[n] == '|');
  }
  return ETHO_NOT_FOUND;
}

static void need_point(etho_source *source, size_t record) {
  etho_text why = {0};
  const etho_grid *grid = source->grid;
  etho_text_append(&why, "no body point is called nose or snout; there are");
  const char *last = "";
  for (size_t f = 1; f < grid->record[record].count && why.length < 300; f++) {
    const char *name = etho_grid_text(grid, record, f);
    if (name[0] && strcmp(name, last) != 0 && strcmp(name, "likelihood") != 0)
      etho_text_format(&why, " '%.40s'", name);
    last = name;
  }
  etho_source_need(source, "point", "nose", etho_text_get(&why));
  etho_text_free(&why);
}

static etho_status dlc_individual(etho_source *source, size_t bodyparts, const char *individual,
                                  etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t x = find_point(grid, bodyparts, wanted_point(source), individual), none = ETHO_NOT_FOUND;
  if (x == none) {
    need_point(source, bodyparts);
    return ETHO_OK;
  }
  bool certain = strcmp(etho_grid_text(grid, bodyparts + 1, x + 2), "likelihood") != 0;
  track t = {individual, bodyparts + 2, none, none, x, x + 1, certain ? none : x + 2, NULL, 0};
  return add_track(source, &t, error);
}

static etho_status read_dlc(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  if (!is_dlc(grid))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the header rows of DeepLabCut", source->path);
  if (!is_multi(grid)) return dlc_individual(source, 1, NULL, error);
  const char *last = "";
  etho_status status = ETHO_OK;
  for (size_t f = 1; f < grid->record[1].count && status == ETHO_OK; f++) {
    const char *individual = etho_grid_text(grid, 1, f);
    if (!individual[0] || strcmp(individual, last) == 0 || etho_name_alike(individual, "single")) continue;
    status = dlc_individual(source, 2, last = individual, error);
  }
  return status;
}

/* ---- SLEAP ---- */

static const char *const sleap[] = {"track", "frame_idx", "instance.score"};

static int detect_sleap(etho_source *source) {
  if (etho_record_with(source->grid, sleap, 3) != 0) return 0;
  return source->evidence = "the columns track, frame_idx, instance.score of SLEAP", 97;
}

/* The x column "nose.x" of a wanted point; else, when only `point` may say, nothing. */
static size_t sleap_point(const etho_source *source) {
  const etho_grid *grid = source->grid;
  for (size_t f = 0; f < grid->record[0].count; f++) {
    const char *name = etho_grid_text(grid, 0, f);
    size_t n = strlen(name);
    char base[64];
    if (n < 3 || n > sizeof base || strcmp(name + n - 2, ".x") != 0) continue;
    memcpy(base, name, n - 2);
    base[n - 2] = '\0';
    if (is_listed(wanted_point(source), base)) return f;
  }
  return ETHO_NOT_FOUND;
}

static etho_status read_sleap(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t x = sleap_point(source), none = ETHO_NOT_FOUND, frame = etho_field_of(grid, 0, "frame_idx");
  etho_grid_decimal(source->grid, 1, source->issues);
  if (x == none) {
    need_point(source, 0);
    return ETHO_OK;
  }
  etho_status status = ETHO_OK;
  size_t tracks = etho_field_of(grid, 0, "track");
  const char *seen[MOST_TRACKS];
  size_t n_seen = 0;
  for (size_t r = 1; r < grid->n_records && status == ETHO_OK && n_seen < MOST_TRACKS; r++) {
    const char *name = etho_grid_text(grid, r, tracks);
    bool known = false;
    for (size_t k = 0; k < n_seen && !known; k++) known = strcmp(seen[k], name) == 0;
    if (known) continue;
    seen[n_seen++] = name;
    track t = {name[0] ? name : NULL, 1, none, frame, x, x + 1, x + 2, name, tracks};
    status = add_track(source, &t, error);
    if (!etho_trials_rows(source->trials)) break; /* a setting is missing: told once */
  }
  return status;
}

/* ---- trackers of one point ---- */

static const char *const eztrack[] = {"Location_Thresh", "Frame", "X", "Y"};
static const char *const toxtrac[] = {"Time (sec)", "Track", "Pos. X (mm)", "Pos. Y (mm)"};
static const char *const rtrack[] = {"Time", "X", "Y"};

static int detect_eztrack(etho_source *source) {
  if (etho_record_with(source->grid, eztrack, 4) != 0) return 0;
  return source->evidence = "the columns Location_Thresh, Frame, X, Y of ezTrack", 97;
}

static int detect_toxtrac(etho_source *source) {
  if (etho_record_with(source->grid, toxtrac, 4) != 0) return 0;
  return source->evidence = "the columns Time (sec), Track, Pos. X (mm) of ToxTrac", 97;
}

static int detect_rtrack(etho_source *source) {
  if (source->grid->record[0].count > 4 || etho_record_with(source->grid, rtrack, 3) != 0) return 0;
  return source->evidence = "the columns Time, X, Y of a track (Rtrack)", 85;
}

static etho_status read_point(etho_source *source, const char *const *names, size_t n, bool timed,
                              etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t none = ETHO_NOT_FOUND;
  if (etho_record_with(grid, names, n) != 0)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  etho_grid_decimal(source->grid, 1, source->issues);
  size_t clock = timed ? etho_field_of(grid, 0, names[0]) : none,
         frame = timed ? none : etho_field_of(grid, 0, "Frame");
  track t = {
      NULL, 1,    clock, frame, etho_field_of(grid, 0, names[n - 2]), etho_field_of(grid, 0, names[n - 1]),
      none, NULL, 0};
  return add_track(source, &t, error);
}

static etho_status read_eztrack(etho_source *source, etho_error *error) {
  return read_point(source, eztrack, 4, false, error);
}

static etho_status read_toxtrac(etho_source *source, etho_error *error) {
  return read_point(source, toxtrac, 4, true, error);
}

static etho_status read_rtrack(etho_source *source, etho_error *error) {
  return read_point(source, rtrack, 3, true, error);
}

const etho_format etho_format_deeplabcut = {
    .name = "deeplabcut",
    .summary = "DeepLabCut, one animal: positions of body points; a file is a trial",
    .detect = detect_dlc,
    .read = read_dlc};
const etho_format etho_format_deeplabcut_multi = {.name = "deeplabcut-multi",
                                                  .summary = "DeepLabCut, several animals in a file",
                                                  .detect = detect_dlc_multi,
                                                  .read = read_dlc};
const etho_format etho_format_sleap_analysis = {.name = "sleap-analysis",
                                                .summary = "SLEAP analysis CSV: a row per track and frame",
                                                .detect = detect_sleap,
                                                .read = read_sleap};
const etho_format etho_format_eztrack_location = {.name = "eztrack-location",
                                                  .summary = "ezTrack location output; a file is a trial",
                                                  .detect = detect_eztrack,
                                                  .read = read_eztrack};
const etho_format etho_format_toxtrac = {.name = "toxtrac",
                                         .summary = "ToxTrac tracking in real space; a file is a trial",
                                         .detect = detect_toxtrac,
                                         .read = read_toxtrac};
const etho_format etho_format_rtrack = {.name = "rtrack",
                                        .summary = "a track of Time, X, Y (Rtrack); a file is a trial",
                                        .detect = detect_rtrack,
                                        .read = read_rtrack};
