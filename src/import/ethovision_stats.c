/* EthoVision's statistics: three or more stacked header rows (what is measured, zone and body point,
 * statistic, unit), a row per trial. The words may be of any language that EthoVision speaks; the layout is
 * always the same. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"
#include "import/zones.h"

enum { MOST_HEADER_ROWS = 10 };

static size_t stacked_rows(const etho_grid *grid) {
  size_t r = 0;
  while (r < grid->n_records && r < MOST_HEADER_ROWS) {
    bool any = false, number = false;
    for (size_t f = 0; f < grid->record[r].count; f++) {
      double value;
      const char *text = etho_grid_text(grid, r, f);
      number = number || etho_number_parse(text, strlen(text), '.', &value) ||
               etho_number_parse(text, strlen(text), ',', &value);
      any = any || text[0];
    }
    if (number || !any) break;
    r++;
  }
  return r;
}

static bool holds_any(const char *text, const char *const *parts) {
  for (; *parts; parts++) {
    size_t n = strlen(*parts);
    for (const char *p = text; *p; p++) {
      size_t i = 0;
      while (i < n && ((p[i] >= 'A' && p[i] <= 'Z' ? p[i] | 0x20 : p[i]) == (*parts)[i])) i++;
      if (i == n) return true;
    }
  }
  return false;
}

/* "s", "bouts" or "latency_s" of a statistic; NULL for others (mean, last, per cent, distance). */
static const char *measure_of(const char *statistic) {
  static const char *const others[] = {"mean",  "mittel", "moyen", "gemidd", "media",  "medio", "minim",
                                       "maxim", "last",   "letzt", "derni",  "laatst", "últim", "ultim",
                                       "%",     "stand",  "varia", "error",  NULL};
  static const char *const times[] = {"durat", "dauer", "durée", "duree", "duur", "durac", NULL};
  static const char *const counts[] = {"frequ", "häufig", "haeufig", "frecu", "fréqu", NULL};
  static const char *const latencies[] = {"laten", NULL};
  if (holds_any(statistic, others)) return NULL;
  if (holds_any(statistic, latencies)) return "latency_s";
  if (holds_any(statistic, counts)) return "bouts";
  return holds_any(statistic, times) ? "s" : NULL;
}

/* "object 1 / nose-point": the last slash parts the zone from the body point. NULL = no zone. */
static const char *slash_of(const char *text) {
  const char *last = NULL;
  for (const char *p = text; (p = strstr(p, " / ")); p += 3) last = p;
  return last && last != text ? last : NULL;
}

/* The stacked names of a column. */
typedef struct stat_head {
  const char *zone, *part, *measure, *name; /* NULL = not said; name: of an independent variable */
} stat_head;

static stat_head head_of(const etho_source *source, size_t rows, size_t field) {
  const etho_grid *grid = source->grid;
  stat_head h = {0};
  const char *top = etho_grid_text(grid, 0, field);
  for (size_t r = 0; r < rows; r++) {
    const char *text = etho_grid_text(grid, r, field), *slash = r ? slash_of(text) : NULL;
    if (slash && !h.zone) {
      h.zone = etho_arena_text_n(source->arena, text, (size_t)(slash - text));
      h.part = slash + 3;
    } else if (h.zone && !h.measure) {
      h.measure = measure_of(text);
    }
    if (text[0] && (r + 1 < rows || rows == 3)) h.name = text;
  }
  bool variable = !h.zone && (strcmp(top, etho_grid_text(grid, 1, field)) == 0 || !top[0]);
  if (!variable) h.name = NULL;
  return h;
}

static int detect_stats(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t n = stacked_rows(grid), width = grid->n_records ? grid->record[0].count : 0;
  if (n < 3 || n >= grid->n_records || width < 2 || width > 20000) return 0;
  for (size_t f = 0; f < width; f++)
    if (strstr(etho_grid_text(grid, 0, f), "Independent Variable"))
      return source->evidence = "stacked headers with Independent Variable, as EthoVision's statistics have",
             93;
  for (size_t f = 0; f < width; f++)
    if (head_of(source, n, f).measure)
      return source->evidence = "stacked headers of zone / body point and statistic, as EthoVision's have",
             88;
  return 0;
}

typedef struct stat_column {
  size_t field;
  const char *role, *part;
  bool text;
} stat_column;

static const char *measure_role(const etho_source *source, int target, const char *measure) {
  etho_text role = {0};
  etho_text_format(&role, "%s_%s", etho_target_name[target], measure);
  const char *kept = etho_arena_text(source->arena, etho_text_get(&role));
  etho_text_free(&role);
  return kept;
}

/* Which role a column stands for; NULL = none. */
static const char *role_of(const etho_source *source, const stat_head *h, bool *text) {
  *text = true;
  if (h->name) {
    for (size_t i = 0; i < source->options->n_columns; i++)
      if (strcmp(source->options->columns[i].value, h->name) == 0) return source->options->columns[i].name;
    etho_header_sense sense = etho_header_parse(h->name, true);
    if (sense.role) *text = strcmp(sense.role->kind, "text") == 0;
    if (!sense.role && etho_name_alike(h->name, "test")) return "phase";
    return sense.role ? sense.role->name : NULL;
  }
  int target = h->zone && h->measure ? etho_target_of(source, h->zone) : -1;
  *text = false;
  return target < 0 ? NULL : measure_role(source, target, h->measure);
}

static stat_column *column_of(stat_column *list, size_t n, const char *role) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(list[i].role, role) == 0) return &list[i];
  return NULL;
}

static void tell_column(etho_source *source, size_t rows, size_t field, const char *role) {
  etho_text header = {0};
  for (size_t r = 0; r < rows && r < 3; r++)
    etho_text_format(&header, "%s%s", r ? " " : "", etho_grid_text(source->grid, r, field));
  if (role)
    etho_source_mapped(source, role, etho_text_get(&header));
  else if (header.length > 2)
    etho_source_ignored(source, etho_text_get(&header));
  etho_text_free(&header);
}

/* One column for each role; of several body points the fittest. */
static size_t find_columns(etho_source *source, size_t rows, stat_column *list, size_t width,
                           bool *measures) {
  const char *asked = etho_source_setting(source, "point");
  size_t n = 0;
  for (size_t f = 0; f < width; f++) {
    bool text;
    stat_head h = head_of(source, rows, f);
    const char *role = role_of(source, &h, &text);
    stat_column *taken = role ? column_of(list, n, role) : NULL;
    stat_column made = {f, role, h.part ? h.part : "", text};
    if (role && !taken)
      list[n++] = made;
    else if (taken &&
             etho_zone_fitness(made.part, asked, false) > etho_zone_fitness(taken->part, asked, false))
      *taken = made;
    else
      tell_column(source, rows, f, NULL);
  }
  for (size_t i = 0; i < n; i++) {
    tell_column(source, rows, list[i].field, list[i].role);
    *measures = *measures || !list[i].text;
  }
  return n;
}

static void need_zones(etho_source *source, size_t rows, size_t width) {
  etho_text zones = {0};
  const char *first = NULL, *second = NULL;
  for (size_t f = 0; f < width; f++) {
    stat_head h = head_of(source, rows, f);
    if (!h.zone || !h.measure) continue;
    if (!first) first = h.zone;
    if (!second && strcmp(first, h.zone) != 0) second = h.zone;
    if (zones.length && strstr(etho_text_get(&zones), h.zone)) continue;
    if (zones.length < 300) etho_text_format(&zones, "%s'%.60s'", zones.length ? ", " : "", h.zone);
  }
  if (first)
    etho_labels_need(source, "zone", etho_text_get(&zones), first, second ? second : first);
  else
    etho_issues_add(
        source->issues, "E-COLUMN-MISSING", source->path, source->grid->record[0].line, 0,
        "export the statistics of the zones (In zone: cumulative duration, frequency, latency to first)",
        "the file has no statistics of zones");
  etho_text_free(&zones);
}

/* The column without a name beside the first independent variable holds the trial's. */
static size_t trial_names(const etho_grid *grid, size_t rows, size_t width) {
  size_t found = ETHO_NOT_FOUND;
  for (size_t f = 0; f < width && f < 4; f++) {
    bool named = false;
    for (size_t r = 0; r < rows; r++) named = named || etho_grid_text(grid, r, f)[0];
    if (named) break;
    if (etho_grid_text(grid, rows, f)[0]) found = f;
  }
  return found;
}

static void tell_unknown_zones(etho_source *source, const stat_column *list, size_t n, size_t rows,
                               size_t width) {
  for (int t = 0; t < ETHO_TARGETS; t++) {
    const char *declared = etho_target_setting(source, t);
    bool found = !declared;
    for (size_t i = 0; i < n && !found; i++)
      found = strncmp(list[i].role, etho_target_name[t], strlen(etho_target_name[t])) == 0;
    if (found) continue;
    etho_text there = {0};
    for (size_t f = 0; f < width && there.length < 300; f++) {
      stat_head h = head_of(source, rows, f);
      if (h.zone && !strstr(etho_text_get(&there), h.zone))
        etho_text_format(&there, "%s'%.60s'", there.length ? ", " : "correct the setting; there are ",
                         h.zone);
    }
    etho_issues_add(source->issues, "E-SETTING-LABEL", source->path, 0, 0, etho_text_get(&there),
                    "the setting '%s' is '%.60s', which is not in the file", etho_target_name[t], declared);
    etho_text_free(&there);
  }
}

static void read_row(etho_source *source, size_t record, const stat_column *list, size_t n, size_t trial) {
  size_t row = etho_trials_add(source->trials, source->path, source->grid->record[record].line);
  if (trial != ETHO_NOT_FOUND) {
    const char *name = etho_grid_text(source->grid, record, trial);
    etho_source_text(source, row, "recording", name);
    etho_source_pattern(source, row, name);
  }
  for (size_t i = 0; i < n; i++) {
    const char *cell = etho_grid_text(source->grid, record, list[i].field);
    if (etho_text_missing(cell)) continue;
    if (list[i].text)
      etho_source_text(source, row, list[i].role, cell);
    else
      etho_source_number(source, row, list[i].role, etho_field_seconds(source, record, list[i].field));
  }
}

static etho_status read_stats(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t rows = stacked_rows(grid), width = 0;
  bool measures = false;
  if (rows < 3 || rows >= grid->n_records)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' does not have three header rows above its data",
                          source->path);
  for (size_t r = 0; r < rows; r++)
    if (grid->record[r].count > width) width = grid->record[r].count;
  stat_column *list = ETHO_NEW(source->arena, stat_column, width);
  if (!list) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  etho_grid_decimal(source->grid, rows, source->issues);
  size_t n = find_columns(source, rows, list, width, &measures);
  if (!measures && !etho_targets_declared(source)) {
    need_zones(source, rows, width);
    return ETHO_OK;
  }
  tell_unknown_zones(source, list, n, rows, width);
  size_t trial = trial_names(grid, rows, width);
  for (size_t r = rows; r < grid->n_records; r++) read_row(source, r, list, n, trial);
  return ETHO_OK;
}

const etho_format etho_format_ethovision_stats = {
    .name = "ethovision-stats",
    .summary = "EthoVision statistics: stacked headers, a row per trial",
    .sheets = true,
    .detect = detect_stats,
    .read = read_stats};
