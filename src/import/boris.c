/* BORIS: aggregated events (a row per bout) and tabular events (a row per START, STOP or POINT). */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/format.h"

/* Fields of a record by their names over the years; ETHO_NOT_FOUND = not there. */
typedef struct layout {
  size_t header; /* record; ETHO_NOT_FOUND = the export has no header */
  size_t recording, subject, behavior, type, start, stop, length, first_variable, last_variable;
} layout;

static size_t field_of(const etho_grid *grid, size_t record, const char *names) {
  for (size_t f = 0; f < grid->record[record].count; f++)
    if (etho_setting_lists(names, etho_grid_text(grid, record, f))) return f;
  return ETHO_NOT_FOUND;
}

static size_t find_record(const etho_grid *grid, const char *first, const char *second) {
  for (size_t r = 0; r < grid->n_records && r < 60; r++)
    if (field_of(grid, r, first) != ETHO_NOT_FOUND && field_of(grid, r, second) != ETHO_NOT_FOUND) return r;
  return ETHO_NOT_FOUND;
}

static layout layout_of_header(const etho_grid *grid, size_t record) {
  layout l = {.header = record};
  l.recording = field_of(grid, record, "Observation id");
  l.subject = field_of(grid, record, "Subject");
  l.behavior = field_of(grid, record, "Behavior|Behaviour");
  l.type = field_of(grid, record, "Behavior type|Behaviour type|Status");
  l.start = field_of(grid, record, "Start (s)|Start|Time");
  l.stop = field_of(grid, record, "Stop (s)|Stop");
  l.length = field_of(grid, record, "Media duration (s)|Total length|Observation duration");
  size_t fps = field_of(grid, record, "FPS|FPS (frame/s)");
  l.first_variable = fps == ETHO_NOT_FOUND ? l.subject : fps + 1;
  l.last_variable = l.subject;
  return l;
}

static bool is_seconds(const char *text) {
  double value;
  return etho_number_parse(text, strlen(text), '.', &value) && value >= 0;
}

/* Exports without a header: ... STATE|POINT, start, stop, duration, comment, comment. */
static bool layout_without_header(const etho_grid *grid, layout *l) {
  for (size_t f = 5; f + 3 < grid->record[0].count; f++) {
    const char *type = etho_grid_text(grid, 0, f);
    if (strcmp(type, "STATE") != 0 && strcmp(type, "POINT") != 0) continue;
    if (!is_seconds(etho_grid_text(grid, 0, f + 1)) || !is_seconds(etho_grid_text(grid, 0, f + 2)))
      return false;
    size_t none = ETHO_NOT_FOUND;
    *l = (layout){none, 0, f - 4, f - 3, f, f + 1, f + 2, none, none, none};
    return true;
  }
  return false;
}

static int detect_aggregated(etho_source *source) {
  layout l;
  size_t header = find_record(source->grid, "Start (s)|Start", "Stop (s)|Stop");
  bool boris = header != ETHO_NOT_FOUND &&
               field_of(source->grid, header, "Behavior|Behaviour") != ETHO_NOT_FOUND &&
               field_of(source->grid, header, "Observation id|Subject") != ETHO_NOT_FOUND;
  if (boris) return source->evidence = "the columns Behavior, Start (s) and Stop (s) of BORIS", 95;
  if (layout_without_header(source->grid, &l))
    return source->evidence = "STATE or POINT, then start, stop and duration: BORIS without a header", 80;
  return 0;
}

static int detect_tabular(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t header = find_record(grid, "Time", "Status|Behavior type");
  if (header == ETHO_NOT_FOUND || field_of(grid, header, "Behavior|Behaviour") == ETHO_NOT_FOUND) return 0;
  if (field_of(grid, header, "Stop (s)|Stop") != ETHO_NOT_FOUND) return 0;
  return source->evidence = "the columns Time, Behavior and Status of BORIS", 94;
}

static const char *text_at(const etho_grid *grid, size_t record, size_t field) {
  return field == ETHO_NOT_FOUND ? "" : etho_grid_text(grid, record, field);
}

static double seconds_at(etho_source *source, size_t record, size_t field, const char *what) {
  const char *text = text_at(source->grid, record, field);
  double value = (double)NAN;
  if (etho_text_missing(text)) return value;
  if (!etho_time_parse(text, etho_grid_decimal(source->grid, 0, NULL), &value) && what)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, source->grid->record[record].line, field + 1,
                    "export the times in seconds", "'%.60s' is not a time (%s)", text, what);
  return value;
}

/* Independent variables that mean something to us (Treatment, Sex, ...) are bound like columns of a table. */
static etho_status bind_variables(etho_source *source, const layout *l, etho_error *error) {
  if (l->header == ETHO_NOT_FOUND) return ETHO_OK;
  etho_status status = etho_source_table(source, source->grid->record[l->header].line, error);
  if (status != ETHO_OK) return status;
  etho_issues *issues = source->issues; /* rivals among BORIS's own columns are no matter */
  if (!source->options->n_columns) source->issues = NULL;
  status = etho_source_map(source, error);
  source->issues = issues;
  if (status != ETHO_OK) return status;
  size_t kept = 0;
  for (size_t i = 0; i < source->n_bindings; i++) {
    const etho_binding *b = &source->binding[i];
    bool variable = b->column >= l->first_variable && b->column < l->last_variable && b->column != l->length;
    if (!variable || strcmp(b->role->name, "recording") == 0) continue;
    source->binding[kept++] = *b;
    etho_source_mapped(source, b->role->name, etho_table_header(source->table, b->column));
  }
  source->n_bindings = kept;
  return ETHO_OK;
}

/* Rows of the table and records of the grid come in one order; rows that were skipped have no record here. */
static etho_event event_at(etho_source *source, const layout *l, size_t record, size_t table_row) {
  const etho_grid *grid = source->grid;
  return (etho_event){.recording = text_at(grid, record, l->recording),
                      .subject = text_at(grid, record, l->subject),
                      .label = text_at(grid, record, l->behavior),
                      .start = seconds_at(source, record, l->start, "start"),
                      .stop = seconds_at(source, record, l->stop, "stop"),
                      .duration_s = seconds_at(source, record, l->length, NULL),
                      .line = grid->record[record].line,
                      .table_row = table_row};
}

static void add_bout(etho_source *source, etho_events *events, etho_event e) {
  if (isnan(e.start)) return; /* told already */
  if (isnan(e.stop)) e.stop = e.start;
  if (e.stop < e.start)
    etho_issues_add(source->issues, "E-EVENT-ORDER", source->path, e.line, 0, "correct the times",
                    "'%.60s' stops at %g s, before it started (%g s)", e.label, e.stop, e.start);
  else
    etho_events_add(source, events, e);
}

static void add_mark(etho_source *source, etho_events *events, etho_event e, const char *status) {
  if (isnan(e.start)) return;
  e.stop = e.start;
  if (etho_text_equal_fold(status, "START"))
    etho_events_start(source, events, e);
  else if (etho_text_equal_fold(status, "STOP"))
    etho_events_stop(source, events, e);
  else if (etho_text_equal_fold(status, "POINT"))
    etho_events_add(source, events, e);
  else
    etho_issues_add(source->issues, "E-EVENT-STATUS", source->path, e.line, 0,
                    "the status is START, STOP or POINT", "'%.60s' is not a status of an event", status);
}

/* The preamble of older tabular exports names the observation. */
static const char *preamble_value(const etho_grid *grid, size_t header, const char *name) {
  for (size_t r = 0; r < header; r++)
    if (strcmp(etho_grid_text(grid, r, 0), name) == 0) return etho_grid_text(grid, r, 1);
  return "";
}

static etho_status read_events(etho_source *source, const layout *l, bool marks, etho_error *error) {
  etho_events events = {0};
  etho_status status = bind_variables(source, l, error);
  if (status != ETHO_OK) return status;
  size_t first = l->header == ETHO_NOT_FOUND ? 0 : l->header + 1, n = source->grid->n_records, row = 0;
  const char *observation = marks && l->recording == ETHO_NOT_FOUND
                                ? preamble_value(source->grid, l->header, "Observation id")
                                : "";
  for (size_t r = first; r < n; r++) {
    size_t line = source->grid->record[r].line;
    while (source->table && row < etho_table_rows(source->table) &&
           etho_table_line(source->table, row) < line)
      row++;
    bool known =
        source->table && row < etho_table_rows(source->table) && etho_table_line(source->table, row) == line;
    if (source->table && !known) continue;
    etho_event e = event_at(source, l, r, known ? row : ETHO_NOT_FOUND);
    if (!e.recording[0]) e.recording = observation;
    if (marks)
      add_mark(source, &events, e, text_at(source->grid, r, l->type));
    else
      add_bout(source, &events, e);
  }
  return etho_events_trials(source, &events, error);
}

static etho_status read_aggregated(etho_source *source, etho_error *error) {
  layout l;
  size_t header = find_record(source->grid, "Start (s)|Start", "Stop (s)|Stop");
  if (header != ETHO_NOT_FOUND)
    l = layout_of_header(source->grid, header);
  else if (!layout_without_header(source->grid, &l))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has no columns Start (s) and Stop (s)", source->path);
  return read_events(source, &l, false, error);
}

static etho_status read_tabular(etho_source *source, etho_error *error) {
  size_t header = find_record(source->grid, "Time", "Status|Behavior type");
  if (header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has no columns Time and Status", source->path);
  layout l = layout_of_header(source->grid, header);
  l.stop = ETHO_NOT_FOUND;
  return read_events(source, &l, true, error);
}

const etho_format etho_format_boris_aggregated = {
    .name = "boris-aggregated",
    .summary = "BORIS aggregated events: a row per bout with start and stop",
    .detect = detect_aggregated,
    .read = read_aggregated,
};

const etho_format etho_format_boris_tabular = {
    .name = "boris-tabular",
    .summary = "BORIS tabular events: a row per START, STOP or POINT",
    .detect = detect_tabular,
    .read = read_tabular,
};
