/* BORIS: aggregated events (a row per bout) and tabular events (a row per START, STOP or POINT). */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

/* Fields of a record by their names over the years; ETHO_NOT_FOUND = not there. */
typedef struct layout {
  size_t header; /* record; ETHO_NOT_FOUND = the export has no header */
  size_t recording, subject, behavior, modifier, type, start, stop, length;
  bool many_modifiers; /* Modifier #1, #2 ... stand in a row from `modifier` on */
} layout;

static size_t find_record(const etho_grid *grid, const char *first, const char *second) {
  for (size_t r = 0; r < grid->n_records && r < 200; r++)
    if (etho_field_of(grid, r, first) != ETHO_NOT_FOUND && etho_field_of(grid, r, second) != ETHO_NOT_FOUND)
      return r;
  return ETHO_NOT_FOUND;
}

static const char start_names[] = "Start (s)|Start|Start time|Start time (s)",
                  stop_names[] = "Stop (s)|Stop|Stop time|Stop time (s)";
static const char behavior_names[] = "Behavior|Behaviour",
                  status_names[] = "Status|Behavior type|Behaviour type";

static layout layout_of_header(const etho_grid *grid, size_t record) {
  layout l = {.header = record};
  l.recording = etho_field_of(grid, record, "Observation id");
  l.subject = etho_field_of(grid, record, "Subject");
  l.behavior = etho_field_of(grid, record, behavior_names);
  l.modifier = etho_field_of(grid, record, "Modifiers|Modifier|Modifier #1|Modifier 1");
  l.many_modifiers = l.modifier != ETHO_NOT_FOUND && strchr(etho_grid_text(grid, record, l.modifier), '1');
  l.type = etho_field_of(grid, record, status_names);
  l.start = etho_field_of(grid, record, start_names);
  if (l.start == ETHO_NOT_FOUND) l.start = etho_field_of(grid, record, "Time|Time (s)");
  l.stop = etho_field_of(grid, record, stop_names);
  l.length = etho_field_of(
      grid, record,
      "Media duration (s)|Total length|Total length (s)|Observation duration|Observation duration (s)");
  return l;
}

static bool is_seconds(const char *text) {
  double value;
  return etho_number_parse(text, strlen(text), '.', &value) && value >= 0;
}

/* Exports without a header: observation ... subject, behavior, category, modifiers, STATE|POINT, start, stop,
 * duration, comment, comment. */
static bool layout_without_header(const etho_grid *grid, layout *l) {
  for (size_t f = 5; f + 3 < grid->record[0].count; f++) {
    const char *type = etho_grid_text(grid, 0, f);
    if (strcmp(type, "STATE") != 0 && strcmp(type, "POINT") != 0) continue;
    if (!is_seconds(etho_grid_text(grid, 0, f + 1)) || !is_seconds(etho_grid_text(grid, 0, f + 2)))
      return false;
    size_t none = ETHO_NOT_FOUND;
    *l = (layout){none, 0, f - 4, f - 3, f - 1, f, f + 1, f + 2, none, false};
    return true;
  }
  return false;
}

static int detect_aggregated(etho_source *source) {
  const etho_grid *grid = source->grid;
  layout l;
  size_t header = find_record(grid, start_names, stop_names);
  bool boris = header != ETHO_NOT_FOUND && etho_field_of(grid, header, behavior_names) != ETHO_NOT_FOUND &&
               etho_field_of(grid, header, "Observation id|Subject") != ETHO_NOT_FOUND;
  if (boris) return source->evidence = "the columns Behavior, Start (s) and Stop (s) of BORIS", 95;
  if (layout_without_header(grid, &l))
    return source->evidence = "STATE or POINT, then start, stop and duration: BORIS without a header", 80;
  return 0;
}

static bool holds_status(const etho_grid *grid, size_t header, size_t field) {
  for (size_t r = header + 1; r < grid->n_records && r < header + 20; r++) {
    const char *text = etho_grid_text(grid, r, field);
    if (etho_text_equal_fold(text, "START") || etho_text_equal_fold(text, "STOP") ||
        etho_text_equal_fold(text, "POINT"))
      return true;
  }
  return header + 1 >= grid->n_records;
}

static int detect_tabular(etho_source *source) {
  const etho_grid *grid = source->grid;
  size_t header = find_record(grid, "Time|Time (s)", status_names);
  if (header == ETHO_NOT_FOUND || etho_field_of(grid, header, behavior_names) == ETHO_NOT_FOUND) return 0;
  if (etho_field_of(grid, header, stop_names) != ETHO_NOT_FOUND) return 0;
  if (!holds_status(grid, header, etho_field_of(grid, header, status_names))) return 0;
  return source->evidence = "the columns Time, Behavior and Status of BORIS", 94;
}

static const char *text_at(const etho_grid *grid, size_t record, size_t field) {
  return field == ETHO_NOT_FOUND ? "" : etho_grid_text(grid, record, field);
}

/* ---- independent variables ---- */

static bool begins(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

/* A column of BORIS itself, rather than an independent variable of the user. */
static bool is_own(const char *header) {
  static const char *const names[] = {"Description",  "Source",    "Subject",  "Time",         "Status",
                                      "Total length", "Start (s)", "Stop (s)", "Duration (s)", "Start",
                                      "Stop",         "Duration",  "FPS",      "FPS (frame/s)"};
  static const char *const beginnings[] = {"Observation ", "Media ",       "Modifier",   "Behavior",
                                           "Behaviour",    "Image ",       "Comment",    "Time offset",
                                           "Coding ",      "Total length", "Start time", "Stop time"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (etho_text_equal_fold(header, names[i])) return true;
  for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
    if (begins(header, beginnings[i])) return true;
  return header[0] == '\0';
}

/* What a variable means: declared, or by its words where it describes the animal or the trial. */
static const etho_role_info *role_of_variable(const etho_source *source, const char *name) {
  static const char *const design[] = {"animal",     "arm",          "sex",      "cage",
                                       "phase",      "session",      "day",      "trial",
                                       "novel_side", "novel_object", "object_a", "object_b"};
  const etho_import_options *options = source->options;
  for (size_t i = 0; i < options->n_columns; i++)
    if (strcmp(options->columns[i].value, name) == 0) return etho_role_find(options->columns[i].name);
  const etho_role_info *role = etho_header_parse(name, true).role;
  for (size_t i = 0; role && i < sizeof design / sizeof *design; i++)
    if (strcmp(role->name, design[i]) == 0) return role;
  return NULL;
}

static bool has_role(const etho_source *source, const etho_role_info *role) {
  for (size_t i = 0; i < source->n_bindings; i++)
    if (source->binding[i].role == role) return true;
  return false;
}

static etho_status bind_variables(etho_source *source, const layout *l, bool many_subjects,
                                  etho_error *error) {
  if (l->header == ETHO_NOT_FOUND) return ETHO_OK;
  etho_status status = etho_source_table(source, source->grid->record[l->header].line, error);
  if (status != ETHO_OK) return status;
  size_t n = etho_table_columns(source->table);
  source->binding = ETHO_NEW(source->arena, etho_binding, n);
  if (!source->binding) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t c = 0; c < n; c++) {
    const char *header = etho_table_header(source->table, c);
    if (is_own(header)) continue;
    const etho_role_info *role = role_of_variable(source, header);
    bool taken = !role || has_role(source, role) || (many_subjects && strcmp(role->name, "animal") == 0);
    if (taken) {
      etho_source_ignored(source, header);
      continue;
    }
    source->binding[source->n_bindings++] =
        (etho_binding){.column = c, .role = role, .factor = 1, .bin = (double)NAN};
    etho_source_mapped(source, role->name, header);
  }
  return ETHO_OK;
}

/* Older tabular exports say them above the events: a line `independent variables`, then name and value. */
static void preamble_variables(etho_source *source, size_t header, size_t first_row, bool many_subjects) {
  const etho_grid *grid = source->grid;
  size_t r = 0;
  while (r < header && !etho_text_equal_fold(etho_grid_text(grid, r, 0), "independent variables")) r++;
  for (r++; r < header; r++) {
    const char *name = etho_grid_text(grid, r, 0), *value = etho_grid_text(grid, r, 1);
    const etho_role_info *role = name[0] ? role_of_variable(source, name) : NULL;
    if (!role || etho_text_missing(value) || (many_subjects && strcmp(role->name, "animal") == 0)) continue;
    double number;
    for (size_t row = first_row; row < etho_trials_rows(source->trials); row++)
      if (strcmp(role->kind, "text") == 0)
        etho_source_text(source, row, role->name, value);
      else if (etho_number_parse(value, strlen(value), '.', &number))
        etho_source_number(source, row, role->name, number);
    etho_source_mapped(source, role->name, name);
  }
}

static bool is_focal(const char *subject) {
  return subject[0] && !etho_text_equal_fold(subject, "No focal subject");
}

/* Are several animals observed at once? Then the subject names them, and no variable. */
static bool has_many_subjects(const etho_grid *grid, const layout *l, size_t first) {
  const char *recording = "", *subject = "";
  for (size_t r = first; r < grid->n_records; r++) {
    const char *now = text_at(grid, r, l->recording), *who = text_at(grid, r, l->subject);
    if (!is_focal(who)) continue;
    if (subject[0] && strcmp(now, recording) == 0 && strcmp(who, subject) != 0) return true;
    recording = now, subject = who;
  }
  return false;
}

/* ---- events ---- */

static double seconds_at(etho_source *source, size_t record, size_t field, bool tell) {
  const char *text = text_at(source->grid, record, field);
  double value = (double)NAN;
  if (etho_text_missing(text)) return value;
  if (!etho_time_parse(text, etho_grid_decimal(source->grid, 0, NULL), &value) && tell)
    etho_issues_add(source->issues, "E-CELL-TEXT", source->path, source->grid->record[record].line, field + 1,
                    "export the times in seconds", "'%.60s' is not a time", text);
  return value;
}

static void append_modifier(etho_text *out, const char *text) {
  while (*text) {
    size_t n = strcspn(text, "|"), end = n, begin = 0;
    while (begin < end && text[begin] == ' ') begin++;
    while (end > begin && text[end - 1] == ' ') end--;
    bool none = end == begin || (end - begin == 4 && strncmp(text + begin, "None", 4) == 0);
    if (!none) {
      if (out->length) etho_text_append(out, " + ");
      etho_text_append_n(out, text + begin, end - begin);
    }
    text += n + (text[n] == '|');
  }
}

/* All modifiers of a row; those that are None are left out. */
static const char *modifier_at(const etho_source *source, const layout *l, size_t record) {
  const etho_grid *grid = source->grid;
  const char *text = text_at(grid, record, l->modifier);
  if (!l->many_modifiers && (!text[0] || strcmp(text, "None") == 0)) return NULL;
  etho_text all = {0};
  append_modifier(&all, text);
  for (size_t f = l->modifier + 1;
       l->many_modifiers && begins(etho_grid_text(grid, l->header, f), "Modifier"); f++)
    append_modifier(&all, etho_grid_text(grid, record, f));
  const char *kept = all.length ? etho_arena_text(source->arena, etho_text_get(&all)) : NULL;
  etho_text_free(&all);
  return kept;
}

/* Rows of the table and records of the grid come in one order; rows that were skipped have no record here. */
static etho_event event_at(etho_source *source, const layout *l, size_t record, size_t table_row) {
  const etho_grid *grid = source->grid;
  return (etho_event){.recording = text_at(grid, record, l->recording),
                      .subject = text_at(grid, record, l->subject),
                      .label = text_at(grid, record, l->behavior),
                      .modifier = modifier_at(source, l, record),
                      .start = seconds_at(source, record, l->start, true),
                      .stop = seconds_at(source, record, l->stop, true),
                      .duration_s = seconds_at(source, record, l->length, false),
                      .line = grid->record[record].line,
                      .table_row = table_row};
}

/* Observations of pictures count images, not seconds. */
static bool has_time(etho_source *source, const etho_event *e) {
  if (!isnan(e->start)) return true;
  etho_issues_add(source->issues, "E-EVENT-TIME", source->path, e->line, 0,
                  "code the video rather than its pictures, or write the time in seconds",
                  "'%.60s' has no time", e->label);
  return false;
}

static void add_bout(etho_source *source, etho_events *events, etho_event e, const char *type) {
  if (!has_time(source, &e)) return;
  bool point = etho_text_equal_fold(type, "POINT");
  if (isnan(e.stop) && !point)
    etho_issues_add(source->issues, "E-EVENT-UNPAIRED", source->path, e.line, 0,
                    "add the missing STOP, and export again", "'%.60s' starts at %g s and never stops",
                    e.label, e.start);
  else if (!isnan(e.stop) && e.stop < e.start)
    etho_issues_add(source->issues, "E-EVENT-ORDER", source->path, e.line, 0, "correct the times",
                    "'%.60s' stops at %g s, before it started (%g s)", e.label, e.stop, e.start);
  if (isnan(e.stop) || e.stop < e.start) e.nothing = !point, e.stop = e.start;
  etho_events_add(source, events, e);
}

static void add_mark(etho_source *source, etho_events *events, etho_event e, const char *status) {
  if (!has_time(source, &e)) return;
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

static void read_rows(etho_source *source, const layout *l, bool marks, etho_events *events) {
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
      add_mark(source, events, e, text_at(source->grid, r, l->type));
    else
      add_bout(source, events, e, text_at(source->grid, r, l->type));
  }
}

static etho_status read_events(etho_source *source, const layout *l, bool marks, etho_error *error) {
  etho_events events = {0};
  size_t first = l->header == ETHO_NOT_FOUND ? 0 : l->header + 1, before = etho_trials_rows(source->trials);
  bool many = has_many_subjects(source->grid, l, first);
  etho_status status = bind_variables(source, l, many, error);
  if (status != ETHO_OK) return status;
  read_rows(source, l, marks, &events);
  status = etho_events_trials(source, &events, error);
  if (l->header != ETHO_NOT_FOUND) preamble_variables(source, l->header, before, many);
  return status;
}

static etho_status read_aggregated(etho_source *source, etho_error *error) {
  layout l;
  size_t header = find_record(source->grid, start_names, stop_names);
  if (header != ETHO_NOT_FOUND)
    l = layout_of_header(source->grid, header);
  else if (!layout_without_header(source->grid, &l))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has no columns Start (s) and Stop (s)", source->path);
  return read_events(source, &l, false, error);
}

static etho_status read_tabular(etho_source *source, etho_error *error) {
  size_t header = find_record(source->grid, "Time|Time (s)", status_names);
  if (header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' has no columns Time and Status", source->path);
  layout l = layout_of_header(source->grid, header);
  l.stop = ETHO_NOT_FOUND;
  return read_events(source, &l, true, error);
}

const etho_format etho_format_boris_aggregated = {
    .sheets = true,
    .name = "boris-aggregated",
    .summary = "BORIS aggregated events: a row per bout with start and stop",
    .detect = detect_aggregated,
    .read = read_aggregated,
};

const etho_format etho_format_boris_tabular = {
    .sheets = true,
    .name = "boris-tabular",
    .summary = "BORIS tabular events: a row per START, STOP or POINT",
    .detect = detect_tabular,
    .read = read_tabular,
};
