#include "import/zones.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/fields.h"

enum { SHOWN = 20, MOST_PLACES = 64 };

bool etho_zones_add(const etho_source *source, etho_zones *zones, etho_zone zone) {
  etho_zone *list = etho_arena_grow(source->arena, zones->zone, &zones->capacity, zones->n + 1, sizeof *list);
  if (!list) return false;
  zones->zone = list;
  list[zones->n++] = zone;
  return true;
}

double *etho_zones_times(etho_source *source, size_t first, size_t field, double frame_rate) {
  const etho_grid *grid = source->grid;
  size_t n = grid->n_records - first;
  bool frames = frame_rate > 0;
  double *time_s = ETHO_NEW(source->arena, double, n + 1), one = 0;
  for (size_t i = 0; time_s && i < n; i++) {
    double value = field == ETHO_NOT_FOUND ? (double)i : etho_field_seconds(source, first + i, field);
    if (frames && !i && value == 1) one = 1;
    time_s[i] = frames ? (value - one) / frame_rate : value;
    if (!etho_time_goes_on(source, first + i, field, i ? time_s[i - 1] : (double)NAN, time_s[i])) return NULL;
  }
  if (!time_s) return NULL;
  double last_step = n > 1 ? time_s[n - 1] - time_s[n - 2] : 0;
  time_s[n] = !n       ? 0
              : frames ? floor(time_s[n - 1] * frame_rate + 1.5) / frame_rate
                       : time_s[n - 1] + last_step;
  return time_s;
}

/* ---- which zones count ---- */

static bool holds_any(const char *text, const char *const *parts) {
  for (; *parts; parts++)
    if (etho_text_holds(text, *parts)) return true;
  return false;
}

int etho_zone_fitness(const char *part, const char *asked, bool maze) {
  static const char *const nose[] = {"nose", "snout", "nase", "nez", "neus", "naso", "nariz", "hocico", NULL};
  static const char *const head[] = {"head", "kopf", "cabeza", "testa", NULL};
  static const char *const centre[] = {"cent", "zentr", "mittel", "midden", "body", "mitte", NULL};
  if (asked)
    return etho_name_alike(asked, part) || holds_any(part, (const char *const[]){asked, NULL}) ? 9 : 0;
  if (holds_any(part, maze ? centre : nose)) return 4;
  if (!maze && holds_any(part, head)) return 3;
  if (!part[0]) return 2;
  return holds_any(part, maze ? nose : centre) ? 1 : 0;
}

/* Of the zones of one label the fittest stays. */
static void keep_fittest(etho_source *source, etho_zones *zones, bool maze) {
  const char *asked = etho_source_setting(source, "point");
  size_t kept = 0;
  for (size_t i = 0; i < zones->n; i++) {
    etho_zone z = zones->zone[i];
    size_t k = 0;
    while (k < kept && strcmp(zones->zone[k].label, z.label) != 0) k++;
    bool better = k == kept || etho_zone_fitness(z.part, asked, maze) >
                                   etho_zone_fitness(zones->zone[k].part, asked, maze);
    if (better) zones->zone[k] = z;
    kept += k == kept;
  }
  zones->n = kept;
}

static bool is_center(const char *zone) {
  static const char *const names[] = {"center",       "centre",        "middle",  "hub",
                                      "junction",     "center zone",   "central", "centro",
                                      "choice point", "decision zone", "zentrum", "center area"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (etho_name_alike(zone, names[i])) return true;
  return false;
}

const char *etho_zones_arms(etho_source *source, const etho_zones *zones) {
  static const char *const object[] = {"object", "obj", "novel", "familiar", NULL};
  etho_text arms = {0};
  bool objects = etho_targets_declared(source);
  for (size_t i = 0; i < zones->n && !objects; i++) {
    const char *label = zones->zone[i].label;
    objects = holds_any(label, object);
    if (!is_center(label)) etho_text_format(&arms, "%s%s", arms.length ? "|" : "", label);
  }
  const char *kept = arms.length && !objects ? etho_arena_text(source->arena, etho_text_get(&arms)) : NULL;
  etho_text_free(&arms);
  return kept;
}

/* ---- samples to bouts ---- */

/* 1 in the zone, 0 outside, -1 not known. */
static int flag_at(etho_source *source, const etho_zones *zones, size_t record, size_t field, size_t *n_bad) {
  const char *text = etho_grid_text(source->grid, record, field);
  double value;
  if (text[0] == '0' && !text[1]) return 0;
  if (text[0] == '1' && !text[1]) return 1;
  if (etho_text_missing(text)) return -1;
  if (etho_number_parse(text, strlen(text), etho_grid_decimal(source->grid, 0, NULL), &value))
    return value > zones->threshold;
  int truth = etho_truth_word(text);
  if (truth < 0 && ++*n_bad <= SHOWN)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, source->grid->record[record].line, field + 1,
                    "the flag is 0 or 1", "'%.60s' is neither 0 nor 1", text);
  return truth;
}

/* Unknown samples between two in the zone count as in it where the gap is short. */
static void bridge(int *flag, const double *time_s, size_t n, double gap_s) {
  for (size_t i = 0; i < n;) {
    size_t end = i;
    while (end < n && flag[end] < 0) end++;
    bool both = end > i && i && end < n && flag[i - 1] == 1 && flag[end] == 1;
    for (size_t k = i; k < end; k++) flag[k] = both && time_s[end] - time_s[i - 1] <= gap_s + 1e-9;
    i = end > i ? end : i + 1;
  }
}

static etho_event sample_event(const etho_source *source, const etho_zones *zones, size_t n) {
  return (etho_event){.recording = zones->recording,
                      .line = source->grid->record[zones->first].line,
                      .table_row = ETHO_NOT_FOUND,
                      .nothing = true,
                      .rate = zones->rate,
                      .duration_s = zones->time_s[n] - zones->time_s[0],
                      .end_s = zones->time_s[n]};
}

static void add_zone(etho_source *source, etho_events *events, const etho_zones *zones, const etho_zone *zone,
                     int *flag, size_t n, bool *lost) {
  double open = (double)NAN, gap_s = 0.2;
  size_t n_bad = 0;
  etho_event like = sample_event(source, zones, n);
  like.label = zone->label, like.nothing = false;
  etho_source_setting_number(source, "gap_s", &gap_s);
  for (size_t i = 0; i < n; i++) {
    flag[i] = flag_at(source, zones, zones->first + i, zone->field, &n_bad);
    lost[i] = lost[i] || flag[i] < 0;
  }
  bridge(flag, zones->time_s, n, gap_s);
  for (size_t i = 0; i < n; i++) {
    if (isnan(open)) like.line = source->grid->record[zones->first + i].line;
    etho_events_flag(source, events, &like, &open, flag[i] == 1, zones->time_s[i]);
  }
  etho_events_flag(source, events, &like, &open, false, zones->time_s[n]);
  if (n_bad > SHOWN)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, 0, zone->field + 1,
                    "see the first ones above", "%zu more cells are neither 0 nor 1", n_bad - SHOWN);
}

static bool is_outside(const etho_zones *zones, const char *name) {
  return etho_text_missing(name) || (zones->outside && etho_setting_lists(zones->outside, name));
}

/* A column that names the zone: runs of one name are bouts. */
static size_t add_places(etho_source *source, etho_events *events, const etho_zones *zones, size_t n,
                         const char **known) {
  size_t n_known = 0, begin = 0;
  for (size_t i = 1; i <= n; i++) {
    const char *name = etho_grid_text(source->grid, zones->first + begin, zones->place);
    if (i < n && strcmp(name, etho_grid_text(source->grid, zones->first + i, zones->place)) == 0) continue;
    if (!is_outside(zones, name)) {
      etho_event e = sample_event(source, zones, n);
      e.label = name, e.nothing = false, e.line = source->grid->record[zones->first + begin].line;
      e.start = zones->time_s[begin], e.stop = zones->time_s[i];
      etho_events_add(source, events, e);
      bool seen = n_known == MOST_PLACES;
      for (size_t k = 0; k < n_known && !seen; k++) seen = strcmp(known[k], name) == 0;
      if (!seen) known[n_known++] = name;
    }
    begin = i;
  }
  return n_known;
}

etho_status etho_zones_trial(etho_source *source, etho_zones *zones, etho_error *error) {
  size_t n = source->grid->n_records - zones->first, n_lost = 0, before = etho_trials_rows(source->trials);
  const char *arms = etho_source_setting(source, "arms");
  if (!n) {
    etho_issues_add(source->issues, "E-FILE-NO-ROWS", source->path, 0, 0, "export it again, with the data",
                    "the file holds no samples");
    return ETHO_OK;
  }
  keep_fittest(source, zones, arms || zones->arms);
  size_t n_known = zones->n > MOST_PLACES ? zones->n : MOST_PLACES;
  const char **known = ETHO_NEW(source->arena, const char *, n_known);
  int *flag = ETHO_NEW(source->arena, int, n);
  bool *lost = ETHO_NEW(source->arena, bool, n);
  if (!known || !flag || !lost) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_events events = {.arms = zones->arms, .letters = zones->letters, .known = known, .n_known = zones->n};
  etho_events_add(source, &events, sample_event(source, zones, n));
  for (size_t i = 0; i < zones->n; i++) {
    known[i] = zones->zone[i].label;
    add_zone(source, &events, zones, &zones->zone[i], flag, n, lost);
  }
  if (zones->place != ETHO_NOT_FOUND) events.n_known = add_places(source, &events, zones, n, known);
  for (size_t i = 0; i < n; i++) n_lost += lost[i];
  etho_status status = etho_events_trials(source, &events, error);
  double share = n ? (double)n_lost / (double)n : 0;
  for (size_t r = before; (share > 0 || zones->tracked) && r < etho_trials_rows(source->trials); r++)
    etho_source_number(source, r, "frames_lost", share);
  if (share > 0.2)
    etho_issues_add(source->issues, "W-FRAMES-LOST", source->path, 0, 0, "check the tracking",
                    "%.1f %% of the samples do not say where the animal is", share * 100);
  return status;
}
