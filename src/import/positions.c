#include "import/positions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"

enum { MOST_CORNERS = 64, MOST_ARMS = 12 };

typedef struct point {
  double x, y;
} point;
typedef struct arm {
  const char *name;
  point corner[MOST_CORNERS];
  size_t n;
} arm;
typedef struct arena_map {
  point object[6];
  bool has_object[6];
  bool objects;
  arm arm[MOST_ARMS];
  size_t n_arms;
  double radius, on_radius;
} arena_map;

/* "x,y x,y ..." separated by spaces or semicolons. */
static size_t read_points(const char *text, point *list, size_t most) {
  size_t n = 0;
  while (n < most) {
    text += strspn(text, " ;");
    size_t x = strcspn(text, ", ;");
    if (!x || text[x] != ',') break;
    size_t y = strcspn(text + x + 1, ", ;");
    if (!etho_number_parse(text, x, '.', &list[n].x) || !etho_number_parse(text + x + 1, y, '.', &list[n].y))
      return 0;
    n++;
    text += x + 1 + y;
  }
  return *text ? 0 : n;
}

static void bad_points(etho_source *source, const char *name, const char *value) {
  etho_issues_add(source->issues, "E-SETTING", source->path, 0, 0,
                  "write points as x,y and separate them by spaces: 10,20 30,20 30,40",
                  "the setting '%.60s' is '%.80s', which is not a list of points", name, value);
}

static void read_arms(etho_source *source, arena_map *map) {
  const etho_import_options *options = source->options;
  for (size_t i = 0; i < options->n_settings && map->n_arms < MOST_ARMS; i++) {
    const etho_pair *s = &options->settings[i];
    if (strncmp(s->name, "arm_", 4) != 0) continue;
    arm *a = &map->arm[map->n_arms];
    a->name = s->name + 4;
    a->n = read_points(s->value, a->corner, MOST_CORNERS);
    if (a->n == 2) { /* a rectangle */
      point p = a->corner[0], q = a->corner[1];
      a->corner[1] = (point){q.x, p.y}, a->corner[2] = q, a->corner[3] = (point){p.x, q.y};
      a->n = 4;
    }
    if (a->n >= 3)
      map->n_arms++;
    else
      bad_points(source, s->name, s->value);
  }
}

static bool read_map(etho_source *source, arena_map *map) {
  *map = (arena_map){.radius = 2, .on_radius = 0};
  double scale = 1;
  etho_source_setting_number(source, "scale", &scale);
  etho_source_setting_number(source, "radius_cm", &map->radius);
  etho_source_setting_number(source, "on_radius_cm", &map->on_radius);
  map->radius *= scale, map->on_radius *= scale;
  for (int t = 0; t < 6; t++) {
    const char *text = etho_source_setting(source, etho_target_name[t]);
    if (!text) continue;
    map->has_object[t] = read_points(text, &map->object[t], 1) == 1;
    map->objects = map->objects || map->has_object[t];
    if (!map->has_object[t]) bad_points(source, etho_target_name[t], text);
  }
  read_arms(source, map);
  return map->objects || map->n_arms;
}

bool etho_positions_declared(etho_source *source) {
  arena_map map;
  bool known = read_map(source, &map);
  if (!known) {
    etho_source_need(
        source, "novel", "310,220",
        "where does the novel object stand (x,y in the file's units)? For a maze declare its arms: arm_A, "
        "arm_B ... as lists of corners");
    etho_source_need(source, "familiar", "120,220", "where does the familiar object stand?");
  }
  if (map.n_arms) return known;
  bool radius = etho_source_setting(source, "radius_cm"), scale = etho_source_setting(source, "scale");
  if (!radius) etho_source_need(source, "radius_cm", "2", "how near to the object must the nose be?");
  if (!scale)
    etho_source_need(source, "scale", "12.5", "how many pixels (or units of the file) are one centimetre?");
  return known && radius && scale;
}

static bool inside(const arm *a, double x, double y) {
  bool in = false;
  for (size_t i = 0, j = a->n - 1; i < a->n; j = i++) {
    const point *p = &a->corner[i], *q = &a->corner[j];
    if ((p->y > y) != (q->y > y) && x < (q->x - p->x) * (y - p->y) / (q->y - p->y) + p->x) in = !in;
  }
  return in;
}

/* Uncertain positions are lost; gaps up to gap_s are bridged by straight lines. Returns the share still lost.
 */
static double clean(etho_source *source, etho_path *p) {
  double least = 0.6, gap_s = 0.2;
  size_t lost = 0;
  etho_source_setting_number(source, "likelihood", &least);
  etho_source_setting_number(source, "gap_s", &gap_s);
  for (size_t i = 0; i < p->n; i++)
    if (p->likelihood && !(p->likelihood[i] >= least)) p->x[i] = p->y[i] = (double)NAN;
  for (size_t i = 0; i < p->n;) {
    size_t end = i;
    while (end < p->n && (isnan(p->x[end]) || isnan(p->y[end]))) end++;
    bool bridge = end > i && i > 0 && end < p->n && p->time_s[end] - p->time_s[i - 1] <= gap_s + 1e-9;
    for (size_t k = i; k < end && bridge; k++) {
      double span = p->time_s[end] - p->time_s[i - 1], part = span > 0 ? (p->time_s[k] - p->time_s[i - 1]) / span : 0;
      p->x[k] = p->x[i - 1] + part * (p->x[end] - p->x[i - 1]);
      p->y[k] = p->y[i - 1] + part * (p->y[end] - p->y[i - 1]);
    }
    lost += bridge ? 0 : end - i;
    i = end > i ? end : i + 1;
  }
  return p->n ? (double)lost / (double)p->n : 0;
}

static bool at_object(const arena_map *map, int target, double x, double y) {
  double distance = hypot(x - map->object[target].x, y - map->object[target].y);
  return distance <= map->radius && distance >= map->on_radius; /* false for NaN */
}

static void add_runs(etho_source *source, etho_events *events, const etho_path *p, const arena_map *map,
                     int target, const arm *a) {
  double open = (double)NAN, step = p->n > 1 ? p->time_s[p->n - 1] - p->time_s[p->n - 2] : 0;
  etho_event like = {.label = a ? a->name : etho_target_name[target],
                     .subject = p->animal,
                     .line = p->line,
                     .table_row = ETHO_NOT_FOUND,
                     .duration_s = p->n ? p->time_s[p->n - 1] + step - p->time_s[0] : (double)NAN};
  for (size_t i = 0; i < p->n; i++) {
    bool flag = a ? inside(a, p->x[i], p->y[i]) : at_object(map, target, p->x[i], p->y[i]);
    etho_events_flag(source, events, &like, &open, flag, p->time_s[i]);
  }
  etho_events_flag(source, events, &like, &open, false, p->n ? p->time_s[p->n - 1] + step : 0);
}

static const char *arm_names(etho_source *source, const arena_map *map) {
  etho_text names = {0};
  for (size_t i = 0; i < map->n_arms; i++) etho_text_format(&names, "%s%s", i ? "|" : "", map->arm[i].name);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&names));
  etho_text_free(&names);
  return kept;
}

/* An animal that never came near any object is a trial of zeros, not a file without events. */
static void add_nothing(etho_source *source, const etho_path *p, const arena_map *map) {
  size_t row = etho_trials_add(source->trials, source->path, p->line);
  etho_source_name_animal(source, row);
  if (p->animal) etho_source_text(source, row, "animal", p->animal);
  for (int t = 0; t < 6; t++) {
    char name[40];
    if (!map->has_object[t]) continue;
    snprintf(name, sizeof name, "%s_s", etho_target_name[t]);
    etho_source_number(source, row, name, 0);
  }
}

etho_status etho_positions_trial(etho_source *source, etho_path *path, etho_error *error) {
  arena_map map;
  if (!read_map(source, &map)) return ETHO_OK;
  double lost = clean(source, path);
  size_t before = etho_trials_rows(source->trials);
  etho_events events = {.arms = map.n_arms ? arm_names(source, &map) : NULL};
  for (size_t i = 0; i < map.n_arms; i++) add_runs(source, &events, path, &map, 0, &map.arm[i]);
  for (int t = 0; t < 6 && !map.n_arms; t++)
    if (map.has_object[t]) add_runs(source, &events, path, &map, t, NULL);
  etho_status status = ETHO_OK;
  if (events.n)
    status = etho_events_trials(source, &events, error);
  else
    add_nothing(source, path, &map);
  for (size_t r = before; r < etho_trials_rows(source->trials); r++)
    etho_source_number(source, r, "frames_lost", lost);
  if (lost > 0.2)
    etho_issues_add(source->issues, "W-FRAMES-LOST", source->path, path->line, 0,
                    "check the tracking, or the likelihood cut-off",
                    "%.1f %% of the frames have no usable position%s%s", lost * 100,
                    path->animal ? " for " : "", path->animal ? path->animal : "");
  return status;
}

etho_status etho_positions_ethovision(etho_source *source, size_t names, size_t first, etho_error *error) {
  const etho_grid *grid = source->grid;
  bool maze = false;
  for (size_t i = 0; i < source->options->n_settings; i++)
    maze = maze || strncmp(source->options->settings[i].name, "arm_", 4) == 0;
  size_t x = etho_field_of(grid, names, maze ? "X center|X nose" : "X nose|X center");
  size_t y = etho_field_of(grid, names, maze ? "Y center|Y nose" : "Y nose|Y center"),
         n = grid->n_records - first;
  if (x == ETHO_NOT_FOUND || y == ETHO_NOT_FOUND) {
    etho_issues_add(source->issues, "E-COLUMN-MISSING", source->path, grid->record[names].line, 0,
                    "export the zone columns (In zone) or the positions (X nose, Y nose) too",
                    "the file has neither zones nor positions");
    return ETHO_OK;
  }
  if (!etho_positions_declared(source)) return ETHO_OK;
  etho_path p = {.time_s = ETHO_NEW(source->arena, double, n),
                 .x = ETHO_NEW(source->arena, double, n),
                 .y = ETHO_NEW(source->arena, double, n),
                 .n = n,
                 .line = grid->record[first].line};
  if (!p.time_s || !p.x || !p.y) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t i = 0; i < n; i++) {
    p.time_s[i] = etho_field_seconds(source, first + i, 0);
    if (!etho_time_goes_on(source, first + i, 0, i ? p.time_s[i - 1] : (double)NAN, p.time_s[i])) return ETHO_OK;
    p.x[i] = etho_field_seconds(source, first + i, x);
    p.y[i] = etho_field_seconds(source, first + i, y);
  }
  return etho_positions_trial(source, &p, error);
}
