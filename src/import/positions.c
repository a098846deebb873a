#include "import/positions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"

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
  bool objects, bad; /* bad: a setting cannot be read (told) */
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

static void bad_points(etho_source *source, arena_map *map, const char *name, const char *value) {
  map->bad = true;
  etho_issues_add(source->issues, "E-SETTING", source->path, 0, 0,
                  "write points as x,y and separate them by spaces: 10,20 30,20 30,40",
                  "the setting '%.60s' is '%.80s', which is not a list of points", name, value);
}

bool etho_positions_maze(const etho_source *source) {
  for (size_t i = 0; i < source->options->n_settings; i++)
    if (strncmp(source->options->settings[i].name, "arm_", 4) == 0) return true;
  return false;
}

bool etho_positions_placed(const etho_source *source) {
  point place;
  for (int t = 0; t < ETHO_TARGETS; t++) {
    const char *text = etho_target_setting(source, t);
    if (text && read_points(text, &place, 1) == 1) return true;
  }
  return etho_positions_maze(source);
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
      bad_points(source, map, s->name, s->value);
  }
}

static bool read_map(etho_source *source, arena_map *map, double units_per_cm) {
  *map = (arena_map){.radius = 2, .on_radius = 0};
  double scale = units_per_cm > 0 ? units_per_cm : 1;
  etho_source_setting_number(source, "scale", &scale);
  etho_source_setting_number(source, "radius_cm", &map->radius);
  etho_source_setting_number(source, "on_radius_cm", &map->on_radius);
  map->radius *= scale, map->on_radius *= scale;
  for (int t = 0; t < ETHO_TARGETS; t++) {
    const char *text = etho_target_setting(source, t);
    if (!text) continue;
    map->has_object[t] = read_points(text, &map->object[t], 1) == 1;
    map->objects = map->objects || map->has_object[t];
    if (!map->has_object[t]) bad_points(source, map, etho_target_name[t], text);
  }
  read_arms(source, map);
  return map->objects || map->n_arms;
}

bool etho_positions_declared(etho_source *source, double units_per_cm) {
  arena_map map;
  bool known = read_map(source, &map, units_per_cm);
  if (!known && !map.bad) {
    etho_source_need(
        source, "novel", "310,220",
        "where does the novel object stand (x,y in the file's units)? Where it changes from recording to "
        "recording declare left and right, and join a key file with the columns recording (or animal) and "
        "novel_side. For a maze declare its arms instead: arm_A, arm_B ... as lists of corners, such as "
        "\"100,80 160,80 160,240 100,240\"");
    etho_source_need(source, "familiar", "120,220", "where does the familiar object stand?");
  }
  if (map.n_arms) return known && !map.bad;
  bool radius = etho_source_setting(source, "radius_cm");
  bool scale = units_per_cm > 0 || etho_source_setting(source, "scale");
  if (!radius) etho_source_need(source, "radius_cm", "2", "how near to the object must the nose be?");
  if (!scale)
    etho_source_need(source, "scale", "12.5", "how many pixels (or units of the file) are one centimetre?");
  return known && radius && scale && !map.bad;
}

static bool on_edge(point p, point q, double x, double y) {
  bool beside =
      (x >= p.x || x >= q.x) && (x <= p.x || x <= q.x) && (y >= p.y || y >= q.y) && (y <= p.y || y <= q.y);
  return beside && (q.x - p.x) * (y - p.y) == (q.y - p.y) * (x - p.x);
}

static bool inside(const arm *a, double x, double y) {
  bool in = false;
  for (size_t i = 0, j = a->n - 1; i < a->n; j = i++) {
    const point *p = &a->corner[i], *q = &a->corner[j];
    if (on_edge(*p, *q, x, y)) return true;
    if ((p->y > y) != (q->y > y) && x < (q->x - p->x) * (y - p->y) / (q->y - p->y) + p->x) in = !in;
  }
  return in;
}

static bool at_object(const arena_map *map, int target, double x, double y) {
  double distance = hypot(x - map->object[target].x, y - map->object[target].y);
  return distance <= map->radius && distance >= map->on_radius; /* false for NaN */
}

static void add_runs(etho_source *source, etho_events *events, const etho_path *p, const arena_map *map,
                     const etho_event *trial, int target, const arm *a) {
  double open = (double)NAN;
  etho_event like = *trial;
  like.label = a ? a->name : etho_target_name[target];
  like.nothing = false;
  for (size_t i = 0; i < p->n; i++) {
    bool flag = a ? inside(a, p->x[i], p->y[i]) : at_object(map, target, p->x[i], p->y[i]);
    etho_events_flag(source, events, &like, &open, flag, p->time_s[i]);
  }
  etho_events_flag(source, events, &like, &open, false, trial->end_s);
}

/* The labels that are watched, and the arms as a list. */
static const char *labels_of(etho_source *source, const arena_map *map, const char **known, size_t *n) {
  etho_text names = {0};
  for (size_t i = 0; i < map->n_arms; i++) {
    etho_text_format(&names, "%s%s", i ? "|" : "", map->arm[i].name);
    known[(*n)++] = map->arm[i].name;
  }
  for (int t = 0; t < ETHO_TARGETS && !map->n_arms; t++)
    if (map->has_object[t]) known[(*n)++] = etho_target_name[t];
  const char *kept = names.length ? etho_arena_text(source->arena, etho_text_get(&names)) : NULL;
  etho_text_free(&names);
  return kept;
}

etho_status etho_positions_trial(etho_source *source, etho_path *path, double units_per_cm,
                                 etho_error *error) {
  arena_map map;
  const char *known[MOST_ARMS + ETHO_TARGETS];
  if (!read_map(source, &map, units_per_cm) || !path->n || !etho_path_steady(source, path)) return ETHO_OK;
  double lost = etho_path_clean(source, path);
  size_t before = etho_trials_rows(source->trials);
  etho_events events = {.known = known};
  events.arms = labels_of(source, &map, known, &events.n_known);
  double end_s = path->rate > 0 ? floor(path->time_s[path->n - 1] * path->rate + 1.5) / path->rate
                                : path->time_s[path->n - 1] + path->step_s;
  /* A trial without any bout is one of zeros. */
  etho_event trial = {.recording = path->recording,
                      .subject = path->animal,
                      .line = path->line,
                      .table_row = ETHO_NOT_FOUND,
                      .nothing = true,
                      .rate = path->rate,
                      .duration_s = end_s - path->time_s[0],
                      .end_s = end_s};
  etho_events_add(source, &events, trial);
  for (size_t i = 0; i < map.n_arms; i++) add_runs(source, &events, path, &map, &trial, 0, &map.arm[i]);
  for (int t = 0; t < ETHO_TARGETS && !map.n_arms; t++)
    if (map.has_object[t]) add_runs(source, &events, path, &map, &trial, t, NULL);
  etho_status status = etho_events_trials(source, &events, error);
  for (size_t r = before; r < etho_trials_rows(source->trials); r++)
    etho_source_number(source, r, "frames_lost", lost);
  if (lost > 0.2)
    etho_issues_add(source->issues, "W-FRAMES-LOST", source->path, path->line, 0,
                    "check the tracking, or the likelihood cut-off",
                    "%.1f %% of the frames have no usable position%s%s", lost * 100,
                    path->animal ? " for " : "", path->animal ? path->animal : "");
  return status;
}
