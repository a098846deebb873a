/* EthoVision's statistics: three or more stacked header rows, a row per trial. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

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
  etho_text there = {0};
  const char *first = NULL, *second = NULL;
  for (size_t f = 0; f < width && there.length < 300; f++) {
    const char *zone = etho_grid_text(source->grid, 1, f), *slash = strstr(zone, " / ");
    if (strncmp(etho_grid_text(source->grid, 0, f), "In zone", 7) != 0) continue;
    zone = etho_arena_text_n(source->arena, zone, slash ? (size_t)(slash - zone) : strlen(zone));
    if (!zone || (second && strcmp(zone, second) == 0) || (first && strcmp(zone, first) == 0)) continue;
    etho_text_format(&there, "%s'%.60s'", there.length ? ", " : "", zone);
    if (!first)
      first = zone;
    else if (!second)
      second = zone;
  }
  etho_labels_need(source, "zone", there.length ? etho_text_get(&there) : "none",
                   first ? first : "the zone of the novel object",
                   second ? second : "the zone of the familiar object");
  etho_text_free(&there);
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

const etho_format etho_format_ethovision_stats = {
    .name = "ethovision-stats",
    .summary = "EthoVision statistics: stacked headers, a row per trial",
    .detect = detect_stats,
    .read = read_stats};
