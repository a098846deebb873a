/* ANY-maze result sheets: a row per test, ZONE : measure columns. */
#include <math.h>
#include <string.h>

#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/tidy.h"

/* "Object1 : time investigating (s)", "Novel: head entries": where the measure begins; NULL = no such header.
 */
static const char *colon_of(const char *header) {
  const char *colon = strchr(header, ':');
  return colon && colon > header && colon[1] == ' ' && colon[2] ? colon : NULL;
}

/* The measure without its unit, "(s)". */
static void bare_measure(const char *text, char *out, size_t size) {
  while (*text == ' ') text++;
  size_t n = strcspn(text, "([");
  if (n >= size) n = size - 1;
  memcpy(out, text, n);
  while (n && out[n - 1] == ' ') n--;
  out[n] = '\0';
}

/* The suffix of the role that a zone's measure fills, and how well; NULL for distances, speeds... */
static const char *measure_of(const char *text, int *rank) {
  static const struct {
    const char *name, *suffix;
    int rank;
  } known[] = {{"time investigating", "s", 0},
               {"time investigated", "s", 0},
               {"investigation time", "s", 0},
               {"time exploring", "s", 0},
               {"exploration time", "s", 0},
               {"time sniffing", "s", 0},
               {"time interacting", "s", 0},
               {"total time investigating", "s", 0},
               {"time head in zone", "s", 1},
               {"time of head in zone", "s", 1},
               {"head time in zone", "s", 1},
               {"head time", "s", 1},
               {"time with head in zone", "s", 1},
               {"time", "s", 2},
               {"total time", "s", 2},
               {"time in zone", "s", 2},
               {"time in the zone", "s", 2},
               {"time spent", "s", 2},
               {"time spent in zone", "s", 2},
               {"duration", "s", 2},
               {"investigations", "bouts", 0},
               {"number of investigations", "bouts", 0},
               {"investigation bouts", "bouts", 0},
               {"exploration bouts", "bouts", 0},
               {"number of explorations", "bouts", 0},
               {"head entries", "bouts", 1},
               {"number of head entries", "bouts", 1},
               {"entries", "bouts", 2},
               {"number of entries", "bouts", 2},
               {"number of visits", "bouts", 2},
               {"visits", "bouts", 2},
               {"latency to first investigation", "latency_s", 0},
               {"latency to start investigating", "latency_s", 0},
               {"latency to first head entry", "latency_s", 1},
               {"latency to first entry", "latency_s", 2},
               {"latency to first entrance", "latency_s", 2},
               {"latency", "latency_s", 3}};
  char bare[64];
  bare_measure(text, bare, sizeof bare);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (etho_name_alike(bare, known[i].name)) return *rank = known[i].rank, known[i].suffix;
  return NULL;
}

/* Milliseconds and minutes say so in brackets. */
static double factor_of(const char *header) {
  etho_header_sense sense = etho_header_parse(header, false);
  return sense.factor > 0 ? sense.factor : 1;
}

static size_t zone_headers(const etho_grid *grid, size_t record) {
  size_t n = 0;
  int rank;
  for (size_t f = 0; f < grid->record[record].count; f++) {
    const char *colon = colon_of(etho_grid_text(grid, record, f));
    n += colon && measure_of(colon + 1, &rank);
  }
  return n;
}

/* The header's record: Animal, and ZONE : measure columns. */
static size_t header_record(const etho_grid *grid) {
  for (size_t r = 0; r < grid->n_records && r < 80; r++)
    if (zone_headers(grid, r) &&
        etho_field_of(grid, r, "Animal|Animal ID|Animal No.|Subject|Mouse|Rat") != ETHO_NOT_FOUND)
      return r;
  return ETHO_NOT_FOUND;
}

static int detect(etho_source *source) {
  if (header_record(source->grid) == ETHO_NOT_FOUND) return 0;
  return source->evidence = "the columns Animal and ZONE : measure of ANY-maze", 95;
}

static bool is_zone(const etho_source *source, const char *name) {
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    const char *header = etho_table_header(source->table, c), *colon = colon_of(header);
    size_t n = colon ? (size_t)(colon - header) : 0;
    while (n && header[n - 1] == ' ') n--;
    if (n && strlen(name) == n && strncmp(header, name, n) == 0) return true;
  }
  return false;
}

/* left, right, object A or B by the zone's own words; "novel": "B" says which of the two it is. */
static int object_of(const char *zone) {
  etho_header_sense sense = etho_header_parse(zone, false);
  for (int t = 2; t < 6 && sense.role; t++)
    if (strncmp(sense.role->name, etho_target_name[t], strlen(etho_target_name[t])) == 0) return t;
  return -1;
}

static bool zone_of(etho_source *source, const char *header, int *target, const char **suffix, int *rank) {
  const char *colon = colon_of(header);
  if (!colon) return false;
  size_t n = (size_t)(colon - header);
  while (n && header[n - 1] == ' ') n--;
  char *zone = etho_arena_text_n(source->arena, header, n);
  *suffix = measure_of(colon + 1, rank);
  char *timed =
      etho_arena_text_n(source->arena, header, n + 5); /* "Novel arm" is an object where it has a time */
  *target = zone ? etho_target_of(source, zone) : -1;
  if (*target >= 0 || !timed) return true;
  memcpy(timed + n, " time", 6);
  *target = etho_target_of(source, timed);
  const char *novel = etho_source_setting(source, "novel");
  bool letter = novel && (etho_object_word(novel) || etho_side_word(novel, false)) && !is_zone(source, novel);
  if (*target < 0 && letter && !etho_source_setting(source, "familiar")) *target = object_of(timed);
  return true;
}

static bool is_latency(const char *header) {
  return strstr(header, "latency") || strstr(header, "Latency");
}

/* No zone says that it is an object: either it is a test of another kind, or the zones must be told. */
static void need_zones(etho_source *source) {
  etho_text why = {0}, hint = {0};
  const char *last = "", *finished = NULL, *first = NULL, *second = NULL;
  for (size_t c = 0; c < etho_table_columns(source->table); c++) {
    const char *header = etho_table_header(source->table, c), *colon = colon_of(header);
    if (!colon) continue;
    if (!finished || (is_latency(header) && !is_latency(finished))) finished = header;
    size_t n = (size_t)(colon - header);
    while (n && header[n - 1] == ' ') n--;
    if (why.length > 300 || strncmp(header, last, n) == 0) continue;
    etho_text_format(&why, "%s'%.*s'", why.length ? ", " : "", (int)n, header);
    last = header;
    const char *zone = etho_arena_text_n(source->arena, header, n);
    if (!first)
      first = zone;
    else if (!second)
      second = zone;
  }
  source->file->candidates = etho_arena_text(source->arena, etho_text_get(&why));
  etho_source_gap(source,
                  (etho_gap){"settings", "novel", first ? first : "ZONE", "the zone of the novel object"});
  etho_source_gap(source, (etho_gap){"settings", "familiar", second ? second : "ZONE",
                                     "the zone of the familiar object"});
  etho_text_format(
      &hint,
      "name the zones of the two objects in the study file: \"settings\": {\"novel\": \"ZONE\", "
      "\"familiar\": "
      "\"ZONE\"}; in a test without objects compare a column as it is: ethostat analyze '%s' --assay outcome "
      "--response '%.80s'",
      source->path, finished ? finished : "COLUMN");
  etho_issues_add(source->issues, "E-SETTING-MISSING", source->path,
                  etho_table_dialect(source->table)->header_line, 0, etho_text_get(&hint),
                  "no zone is known as an object: the zones are %s", etho_text_get(&why));
  etho_text_free(&why);
  etho_text_free(&hint);
}

static bool is_bound(const etho_source *source, const etho_role_info *role) {
  for (size_t i = 0; i < source->n_bindings; i++)
    if (source->binding[i].role == role) return true;
  return false;
}

/* What the vocabulary made of zone columns is left, but what is declared stays. Returns the exploration
 * columns kept. */
static size_t keep_declared(etho_source *source, etho_binding *list) {
  size_t kept = 0, bound = 0;
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    if (!b->declared && colon_of(etho_table_header(source->table, b->column))) continue;
    bound += b->declared && strcmp(b->role->kind, "time") == 0;
    list[kept++] = *b;
  }
  source->binding = list;
  source->n_bindings = kept;
  return bound;
}

static void bind_zone(etho_source *source, size_t column, int target, const char *suffix, size_t *bound) {
  etho_text role = {0};
  etho_text_format(&role, "%s_%s", etho_target_name[target], suffix);
  const etho_role_info *info = etho_role_find(etho_text_get(&role));
  double factor = factor_of(etho_table_header(source->table, column));
  if (info && !is_bound(source, info)) {
    source->binding[source->n_bindings++] = (etho_binding){column, info, factor, NULL, (double)NAN, false};
    (*bound)++;
  }
  etho_text_free(&role);
}

/* Of each zone the best measure of each kind: time, visits, latency. */
static size_t bind_zones(etho_source *source) {
  size_t n = etho_table_columns(source->table);
  int best[6][3], rank = 99, target = -1;
  const char *suffix = NULL;
  etho_binding *list = ETHO_NEW(source->arena, etho_binding, source->n_bindings + n);
  if (!list) return 0;
  size_t bound = keep_declared(source, list);
  for (int t = 0; t < 6; t++)
    for (int m = 0; m < 3; m++) best[t][m] = 99;
  for (int pass = 0; pass < 2; pass++)
    for (size_t c = 0; c < n; c++) {
      bool zone = zone_of(source, etho_table_header(source->table, c), &target, &suffix, &rank);
      if (!zone || target < 0 || !suffix) continue;
      int *b = &best[target][suffix[0] == 's' ? 0 : suffix[0] == 'b' ? 1 : 2];
      if (pass == 0 && rank < *b) *b = rank;
      if (pass == 0 || rank != *b) continue;
      *b = -1; /* the first of equals */
      bind_zone(source, c, target, suffix, &bound);
    }
  return bound;
}

static etho_status read(etho_source *source, etho_error *error) {
  size_t r = header_record(source->grid);
  etho_status status =
      etho_source_table(source, r == ETHO_NOT_FOUND ? 0 : source->grid->record[r].line, error);
  if (status == ETHO_OK) status = etho_source_map(source, error);
  if (status != ETHO_OK) return status;
  if (bind_zones(source)) return etho_tidy_read(source, error);
  need_zones(source);
  return ETHO_OK;
}

const etho_format etho_format_anymaze = {.name = "anymaze",
                                         .summary =
                                             "ANY-maze result sheet: a row per test, ZONE : measure columns",
                                         .detect = detect,
                                         .read = read};
