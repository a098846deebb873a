/* EthoVision's raw tracks: a header of key and value lines, names, units, samples; a file is a trial. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/points.h"
#include "import/zones.h"

enum { MOST_HEADER_LINES = 500 };

/* "Number of header lines:" in any language: a text that ends in a colon, then a whole number. 0 = no. */
static size_t header_lines(const etho_grid *grid) {
  const char *label = etho_grid_text(grid, 0, 0), *text = etho_grid_text(grid, 0, 1);
  size_t n = strlen(label);
  double lines;
  if (n < 6 || label[n - 1] != ':' || grid->record[0].line != 1) return 0;
  if (!etho_number_parse(text, strlen(text), '.', &lines) || lines < 4 || lines > MOST_HEADER_LINES) return 0;
  return (size_t)lines;
}

static size_t record_at(const etho_grid *grid, size_t line) {
  size_t r = 0;
  while (r < grid->n_records && grid->record[r].line < line) r++;
  return r;
}

static int detect_raw(etho_source *source) {
  size_t lines = header_lines(source->grid);
  if (!lines || record_at(source->grid, lines + 1) >= source->grid->n_records) return 0;
  return source->evidence = "the first line 'Number of header lines:' of EthoVision", 97;
}

/* "+ 00:05:00.040" */
static double duration_of(const char *text) {
  double value;
  while (*text == '+' || *text == ' ') text++;
  return etho_time_parse(text, '.', &value) || etho_time_parse(text, ',', &value) ? value : (double)NAN;
}

static void set_key(etho_source *source, size_t first_row, const char *role, bool text, const char *value,
                    double number) {
  for (size_t row = first_row; row < etho_trials_rows(source->trials); row++)
    if (text)
      etho_source_text(source, row, role, value);
    else
      etho_source_number(source, row, role, number);
}

/* Into every trial from first_row on. The user's own rows stand below EthoVision's and win, because they are
 * read last. */
static void read_keys(etho_source *source, size_t first_row, size_t names) {
  const etho_grid *grid = source->grid;
  for (size_t r = 1; r < names && first_row < etho_trials_rows(source->trials); r++) {
    const char *key = etho_grid_text(grid, r, 0), *value = etho_grid_text(grid, r, 1);
    if (etho_text_missing(value)) continue;
    if (etho_name_alike(key, "Trial duration") || etho_name_alike(key, "Recording duration")) {
      set_key(source, first_row, "duration_s", false, NULL, duration_of(value));
      continue;
    }
    if (etho_name_alike(key, "Subject ID") || etho_name_alike(key, "Trial ID") ||
        etho_name_alike(key, "Video file"))
      continue;
    etho_header_sense sense = etho_header_parse(key, true);
    if (!sense.role || strcmp(sense.role->name, "recording") == 0) continue;
    bool text = strcmp(sense.role->kind, "text") == 0;
    double number = (double)NAN;
    if (!text && !etho_number_parse(value, strlen(value), '.', &number)) continue;
    set_key(source, first_row, sense.role->name, text, value, number);
    etho_source_mapped(source, sense.role->name, key);
  }
}

/* ---- zones ---- */

/* "In zone(object 1 / nose-point)" in any language: words, then the zone and the body point in brackets. */
static bool zone_of(const etho_source *source, const char *header, etho_zone *zone) {
  const char *open = strchr(header, '('), *close = strrchr(header, ')');
  if (!open || !close || close < open || close[1] || open == header) return false;
  const char *slash = NULL;
  for (const char *p = open; (p = strstr(p + 1, " / ")) && p < close;) slash = p;
  bool in_zone = strncmp(header, "In zone", 7) == 0;
  if (!slash && !in_zone) return false;
  const char *end = slash ? slash : close;
  zone->label = etho_arena_text_n(source->arena, open + 1, (size_t)(end - open - 1));
  zone->part = slash ? etho_arena_text_n(source->arena, slash + 3, (size_t)(close - slash - 3)) : "";
  return zone->label && zone->part && zone->label[0];
}

static bool all_flags(const etho_grid *grid, size_t first, size_t field) {
  for (size_t r = first; r < grid->n_records && r < first + 500; r++) {
    const char *text = etho_grid_text(grid, r, field);
    if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0 && !etho_text_missing(text)) return false;
  }
  return true;
}

/* EthoVision counts latencies from the start of the recording, which may be later than the trial's. */
static size_t clock_field(const etho_grid *grid, size_t names) {
  size_t f = etho_field_of(grid, names,
                           "Recording time|Aufnahmezeit|Aufzeichnungszeit|Opnametijd|Tiempo de grabación");
  return f == ETHO_NOT_FOUND ? 0 : f;
}

static void find_zones(etho_source *source, etho_zones *zones, size_t names) {
  const etho_grid *grid = source->grid;
  for (size_t f = 1; f < grid->record[names].count; f++) {
    const char *header = etho_grid_text(grid, names, f);
    etho_zone zone = {.field = f};
    if (zone_of(source, header, &zone) && all_flags(grid, zones->first, f))
      etho_zones_add(source, zones, zone);
    else if (header[0] && f != clock_field(grid, names) && !source->sheet)
      etho_source_ignored(source, header);
  }
}

/* ---- positions ---- */

static bool begins_with(const char *text, const char *word) {
  size_t i = 0;
  while (word[i] && (text[i] | 0x20) == word[i]) i++;
  return !word[i];
}

/* "X nose", "X Nase", "X centre" ...: the column of an axis whose point begins with one of the words. */
static size_t axis_field(const etho_grid *grid, size_t names, char axis, const char *const *words) {
  for (; *words; words++)
    for (size_t f = 1; f < grid->record[names].count; f++) {
      const char *text = etho_grid_text(grid, names, f);
      if ((text[0] & ~0x20) == axis && (text[1] == ' ' || text[1] == '-') && begins_with(text + 2, *words))
        return f;
    }
  return ETHO_NOT_FOUND;
}

static bool find_axes(const etho_source *source, size_t names, size_t *x, size_t *y) {
  static const char *const nose[] = {"nose", "nase", "nez", "neus", "naso", "nariz", "hocico", "snout", NULL};
  static const char *const centre[] = {"cent", "zentr", "mitte", "midden", "barycent", NULL};
  const char *asked[] = {etho_source_setting(source, "point"), NULL};
  bool maze = etho_positions_maze(source);
  const char *const *words = asked[0] ? asked : maze ? centre : nose;
  *x = axis_field(source->grid, names, 'X', words), *y = axis_field(source->grid, names, 'Y', words);
  return *x != ETHO_NOT_FOUND && *y != ETHO_NOT_FOUND;
}

static void need_axes(etho_source *source, size_t names) {
  etho_text why = {0};
  const etho_grid *grid = source->grid;
  const char *example = NULL;
  for (size_t f = 1; f < grid->record[names].count && why.length < 300; f++) {
    const char *text = etho_grid_text(grid, names, f);
    if ((text[0] & ~0x20) != 'X' || text[1] != ' ') continue;
    if (!example) example = text + 2;
    etho_text_format(&why, "%s'%.40s'", why.length ? ", " : "which body point? There are ", text + 2);
  }
  if (example)
    etho_source_need(source, "point", example, etho_text_get(&why));
  else
    etho_issues_add(source->issues, "E-COLUMN-MISSING", source->path, grid->record[names].line, 0,
                    "export the zone columns (In zone) or the positions (X nose, Y nose) too",
                    "the file has neither zones nor positions");
  etho_text_free(&why);
}

/* What the row of units says an x is measured in. */
static double units_per_cm(const char *unit) {
  static const struct {
    const char *name;
    double per_cm;
  } known[] = {{"cm", 1}, {"mm", 10}, {"m", 0.01}, {"in", 1 / 2.54}, {"inch", 1 / 2.54}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(unit, known[i].name) == 0) return known[i].per_cm;
  return 0;
}

static etho_status read_positions(etho_source *source, size_t names, size_t first, const char *recording,
                                  etho_error *error) {
  etho_track t = {.recording = recording,
                  .first = first,
                  .clock = clock_field(source->grid, names),
                  .frame = ETHO_NOT_FOUND,
                  .likelihood = ETHO_NOT_FOUND};
  if (!find_axes(source, names, &t.x, &t.y)) {
    need_axes(source, names);
    return ETHO_OK;
  }
  t.units_per_cm = units_per_cm(etho_grid_text(source->grid, names + 1, t.x));
  if (!etho_positions_declared(source, t.units_per_cm)) return ETHO_OK;
  return etho_track_trial(source, &t, 0, error);
}

/* ---- the file ---- */

static etho_status read_raw(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t lines = header_lines(grid), names, before = etho_trials_rows(source->trials);
  etho_zones zones = {.threshold = 0.5, .place = ETHO_NOT_FOUND, .tracked = true};
  if (!lines)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' does not begin with 'Number of header lines:'",
                          source->path);
  names = record_at(grid, lines - 1), zones.first = record_at(grid, lines + 1);
  if (zones.first >= grid->n_records || !grid->record[names].count)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' ends within its %zu header lines", source->path, lines);
  etho_grid_decimal(source->grid, zones.first, source->issues);
  find_zones(source, &zones, names);
  etho_status status = ETHO_OK;
  if (!zones.n || etho_positions_placed(source)) {
    status = read_positions(source, names, zones.first, NULL, error);
  } else {
    zones.time_s = etho_zones_times(source, zones.first, clock_field(grid, names), 0);
    if (zones.time_s) status = etho_zones_trial(source, &zones, error);
  }
  read_keys(source, before, names);
  return status;
}

const etho_format etho_format_ethovision_raw = {
    .sheets = true,
    .name = "ethovision-raw",
    .summary = "EthoVision raw track with its header of key and value lines; a file is a trial",
    .detect = detect_raw,
    .read = read_raw};
