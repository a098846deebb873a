/* EthoVision: raw tracks (a file is a trial, with a header of key and value lines) and statistics (stacked
 * headers). */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/positions.h"

enum { MOST_HEADER_LINES = 500 };

/* ---- raw ---- */

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

/* The user's own rows stand below EthoVision's and win, because they are read last. */
static void read_keys(etho_source *source, size_t row, size_t names) {
  const etho_grid *grid = source->grid;
  for (size_t r = 1; r < names; r++) {
    const char *key = etho_grid_text(grid, r, 0), *value = etho_grid_text(grid, r, 1);
    if (etho_text_missing(value)) continue;
    if (etho_name_alike(key, "Trial duration") || etho_name_alike(key, "Recording duration")) {
      etho_source_number(source, row, "duration_s", duration_of(value));
      continue;
    }
    if (etho_name_alike(key, "Subject ID") || etho_name_alike(key, "Trial ID") ||
        etho_name_alike(key, "Video file"))
      continue;
    etho_header_sense sense = etho_header_parse(key, true);
    if (!sense.role || strcmp(sense.role->name, "recording") == 0) continue;
    double number;
    if (strcmp(sense.role->kind, "text") == 0)
      etho_source_text(source, row, sense.role->name, value);
    else if (etho_number_parse(value, strlen(value), '.', &number))
      etho_source_number(source, row, sense.role->name, number);
    else
      continue;
    etho_source_mapped(source, sense.role->name, key);
  }
}

/* "In zone(object 1 / nose-point)" -> "object 1"; "" when the header is not of a zone. */
static const char *zone_of(etho_source *source, const char *header) {
  const char *open = strchr(header, '('), *end;
  if (!open || strncmp(header, "In zone", 7) != 0) return "";
  end = strstr(open, " / ");
  if (!end) end = strchr(open, ')');
  const char *zone = end ? etho_arena_text_n(source->arena, open + 1, (size_t)(end - open - 1)) : NULL;
  return zone ? zone : "";
}

static bool add_zone(etho_source *source, etho_events *events, size_t names, size_t field, size_t first,
                     const char *zone) {
  const etho_grid *grid = source->grid;
  double open = (double)NAN, time_s = 0, step = 0, last = (double)NAN;
  etho_event like = {.label = zone,
                     .duration_s = (double)NAN,
                     .line = grid->record[names].line,
                     .table_row = ETHO_NOT_FOUND};
  for (size_t r = first; r < grid->n_records; r++) {
    const char *text = etho_grid_text(grid, r, field);
    time_s = etho_field_seconds(source, r, 0);
    if (!etho_time_goes_on(source, r, 0, last, time_s)) return false;
    if (!isnan(last)) step = time_s - last;
    last = time_s;
    if (isnan(open)) like.line = grid->record[r].line;
    etho_events_flag(source, events, &like, &open, strcmp(text, "1") == 0, time_s);
  }
  etho_events_flag(source, events, &like, &open, false, time_s + step);
  return true;
}

/* The events' trials carry the keys: they are read into a trial of their own and copied. */
static void copy_keys(etho_source *source, size_t first_row, size_t names) {
  for (size_t row = first_row; row < etho_trials_rows(source->trials); row++) read_keys(source, row, names);
}

static etho_status read_raw(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t lines = header_lines(grid), names, first;
  if (!lines)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' does not begin with 'Number of header lines:'",
                          source->path);
  names = record_at(grid, lines - 1), first = record_at(grid, lines + 1);
  if (first >= grid->n_records || !grid->record[names].count)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' ends within its %zu header lines", source->path, lines);
  etho_grid_decimal(source->grid, first, source->issues);
  etho_events events = {0};
  size_t before = etho_trials_rows(source->trials);
  for (size_t f = 1; f < grid->record[names].count; f++) {
    const char *zone = zone_of(source, etho_grid_text(grid, names, f));
    if (zone[0] && !add_zone(source, &events, names, f, first, zone)) return ETHO_OK;
    if (!zone[0]) etho_source_ignored(source, etho_grid_text(grid, names, f));
  }
  etho_status status;
  if (events.n)
    status = etho_events_trials(source, &events, error);
  else
    status = etho_positions_ethovision(source, names, first, error);
  copy_keys(source, before, names);
  return status;
}

/* ---- statistics ---- */

static size_t stacked_rows(const etho_grid *grid) {
  size_t r = 0;
  while (r < grid->n_records && r < 8) {
    bool zone = false, number = false;
    for (size_t f = 0; f < grid->record[r].count; f++) {
      double value;
      const char *text = etho_grid_text(grid, r, f);
      number = number || etho_number_parse(text, strlen(text), '.', &value) ||
               etho_number_parse(text, strlen(text), ',', &value);
      zone = zone || text[0];
    }
    if (number || !zone) break;
    r++;
  }
  return r;
}

static bool record_holds(const etho_grid *grid, size_t record, const char *part) {
  for (size_t f = 0; f < grid->record[record].count; f++)
    if (strstr(etho_grid_text(grid, record, f), part)) return true;
  return false;
}

static int detect_stats(etho_source *source) {
  size_t n = stacked_rows(source->grid);
  if (n < 3 || n >= source->grid->n_records) return 0;
  if (record_holds(source->grid, 0, "Independent Variable"))
    return source->evidence = "stacked headers with Independent Variable, as EthoVision's statistics have",
           93;
  if (record_holds(source->grid, 0, "In zone") && record_holds(source->grid, 1, "/"))
    return source->evidence = "stacked headers with In zone, body point and statistic of EthoVision", 88;
  return 0;
}

typedef struct stat_column {
  size_t field;
  const char *role;
  bool text;
  double factor;
} stat_column;

/* Which role a column's stacked names stand for; NULL = none. */
static const char *role_of(etho_source *source, size_t rows, size_t field, bool *text) {
  const etho_grid *grid = source->grid;
  const char *top = etho_grid_text(grid, 0, field), *middle = etho_grid_text(grid, 1, field),
             *low = etho_grid_text(grid, 2, field);
  *text = false;
  if (strcmp(top, "Independent Variable") == 0 || !top[0]) {
    const char *name = low[0] ? low : etho_grid_text(grid, rows - 1, field);
    etho_header_sense sense = etho_header_parse(name, true);
    if (sense.role) *text = strcmp(sense.role->kind, "text") == 0;
    if (!sense.role && etho_name_alike(name, "test")) return *text = true, "phase";
    return sense.role ? sense.role->name : NULL;
  }
  if (strncmp(top, "In zone", 7) != 0) return NULL;
  const char *slash = strstr(middle, " / ");
  const char *zone =
      etho_arena_text_n(source->arena, middle, slash ? (size_t)(slash - middle) : strlen(middle));
  int target = zone ? etho_target_of(source, zone) : -1;
  const char *suffix = strstr(low, "Duration") && !strstr(low, "Mean") ? "s"
                       : strstr(low, "Frequency")                      ? "bouts"
                       : strstr(low, "Latency")                        ? "latency_s"
                                                                       : NULL;
  if (target < 0 || !suffix) return NULL;
  etho_text role = {0};
  etho_text_format(&role, "%s_%s", etho_target_name[target], suffix);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&role));
  etho_text_free(&role);
  return kept;
}

static bool is_taken(const stat_column *list, size_t n, const char *role) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(list[i].role, role) == 0) return true;
  return false;
}

static size_t find_columns(etho_source *source, size_t rows, stat_column *list, size_t width,
                           bool *measures) {
  size_t n = 0;
  for (size_t f = 0; f < width; f++) {
    bool text;
    const char *role = role_of(source, rows, f, &text);
    etho_text header = {0};
    etho_text_format(&header, "%s %s %s", etho_grid_text(source->grid, 0, f),
                     etho_grid_text(source->grid, 1, f), etho_grid_text(source->grid, 2, f));
    if (role && !is_taken(list, n, role)) {
      list[n++] = (stat_column){f, role, text, 1};
      *measures = *measures || !text;
      etho_source_mapped(source, role, etho_text_get(&header));
    } else if (header.length > 2) {
      etho_source_ignored(source, etho_text_get(&header));
    }
    etho_text_free(&header);
  }
  return n;
}

static void need_zones(etho_source *source, size_t width) {
  etho_text why = {0};
  const char *last = "";
  etho_text_append(&why, "which zone is which object? There are ");
  for (size_t f = 0; f < width && why.length < 300; f++) {
    const char *zone = etho_grid_text(source->grid, 1, f);
    if (strncmp(etho_grid_text(source->grid, 0, f), "In zone", 7) != 0 || strcmp(zone, last) == 0) continue;
    etho_text_format(&why, "'%.60s' ", zone);
    last = zone;
  }
  etho_source_need(source, "novel", "the zone of the novel object", etho_text_get(&why));
  etho_source_need(source, "familiar", "the zone of the familiar object", "the same for the familiar object");
  etho_text_free(&why);
}

static etho_status read_stats(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t rows = stacked_rows(grid), width = 0;
  bool measures = false;
  if (rows < 3)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' does not have three header rows", source->path);
  for (size_t r = 0; r < rows; r++)
    if (grid->record[r].count > width) width = grid->record[r].count;
  stat_column *list = ETHO_NEW(source->arena, stat_column, width);
  if (!list) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_grid_decimal(source->grid, rows, source->issues);
  size_t n = find_columns(source, rows, list, width, &measures);
  if (!measures) {
    need_zones(source, width);
    return ETHO_OK;
  }
  for (size_t r = rows; r < grid->n_records; r++) {
    size_t row = etho_trials_add(source->trials, source->path, grid->record[r].line);
    for (size_t i = 0; i < n; i++) {
      const char *cell = etho_grid_text(grid, r, list[i].field);
      if (etho_text_missing(cell)) continue;
      if (list[i].text)
        etho_source_text(source, row, list[i].role, cell);
      else
        etho_source_number(source, row, list[i].role, etho_field_seconds(source, r, list[i].field));
    }
  }
  return ETHO_OK;
}

const etho_format etho_format_ethovision_raw = {
    .name = "ethovision-raw",
    .summary = "EthoVision raw track with its header of key and value lines; a file is a trial",
    .detect = detect_raw,
    .read = read_raw};
const etho_format etho_format_ethovision_stats = {
    .name = "ethovision-stats",
    .summary = "EthoVision statistics: stacked headers, a row per trial",
    .detect = detect_stats,
    .read = read_stats};
