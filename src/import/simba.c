/* SimBA: aggregates by classifier, by region of interest, and lists of bouts. */
#include <math.h>
#include <string.h>

#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

static const char *const aggregate[] = {"VIDEO", "CLASSIFIER", "MEASUREMENT", "VALUE"};
static const char *const roi[] = {"VIDEO", "SHAPE", "MEASUREMENT", "VALUE"};
static const char *const bouts[] = {"Event|Behavior|Classifier", "Start Time|Start time (s)|Start (s)",
                                    "End Time|Stop Time|End time (s)|End (s)", "Video|Video name"};

static int detect_aggregate(etho_source *source) {
  if (etho_record_with(source->grid, aggregate, 4) == ETHO_NOT_FOUND) return 0;
  return source->evidence = "the columns VIDEO, CLASSIFIER, MEASUREMENT, VALUE of SimBA", 95;
}

static int detect_roi(etho_source *source) {
  if (etho_record_with(source->grid, roi, 4) == ETHO_NOT_FOUND) return 0;
  return source->evidence = "the columns VIDEO, SHAPE, MEASUREMENT, VALUE of SimBA", 95;
}

static int detect_bouts(etho_source *source) {
  if (etho_record_with(source->grid, bouts, 4) == ETHO_NOT_FOUND) return 0;
  return source->evidence = "a bout per row with event, start, end and video, as SimBA lists them", 90;
}

static bool holds(const char *text, const char *part) {
  size_t n = strlen(part);
  for (; *text; text++) {
    size_t i = 0;
    while (i < n && (text[i] | 0x20) == part[i]) i++;
    if (i == n) return true;
  }
  return false;
}

/* "s", "bouts" or "latency_s" of a measurement's name; NULL for others (velocity, mean bout, ...). */
static const char *measure_of(const char *measurement) {
  if (holds(measurement, "mean") || holds(measurement, "median") || holds(measurement, "velocity") ||
      holds(measurement, "distance") || holds(measurement, "interval") || holds(measurement, "%"))
    return NULL;
  if (holds(measurement, "first occur") || holds(measurement, "latency")) return "latency_s";
  if (holds(measurement, "entries") || holds(measurement, "count") || holds(measurement, "occurrence"))
    return "bouts";
  return holds(measurement, "duration") || holds(measurement, "time") ? "s" : NULL;
}

/* Where a video's trial is: slot = row + 1, open addressing, a power of two of slots. */
typedef struct videos {
  size_t *slot, size;
} videos;

static size_t hash(const char *text) {
  size_t h = 2166136261u;
  for (; *text; text++) h = (h ^ (unsigned char)*text) * 16777619u;
  return h;
}

static bool make_videos(const etho_source *source, videos *v) {
  for (v->size = 64; v->size < 2 * source->grid->n_records;) v->size *= 2;
  v->slot = ETHO_NEW(source->arena, size_t, v->size);
  for (size_t i = 0; v->slot && i < v->size; i++) v->slot[i] = 0;
  return v->slot != NULL;
}

/* The trial of a video, made when new. Rows of one video may be anywhere in the file. */
static size_t trial_of(etho_source *source, videos *v, const char *video, size_t line) {
  size_t column = etho_trials_column(source->trials, "recording", true), i = hash(video) & (v->size - 1);
  for (; v->slot[i]; i = (i + 1) & (v->size - 1)) {
    const char *name = etho_trials_text(source->trials, v->slot[i] - 1, column);
    if (name && strcmp(name, video) == 0) return v->slot[i] - 1;
  }
  size_t row = etho_trials_add(source->trials, source->path, line);
  if (row == ETHO_NOT_FOUND) return row;
  etho_source_text(source, row, "recording", video);
  etho_source_pattern(source, row, video);
  v->slot[i] = row + 1;
  return row;
}

typedef struct layout {
  size_t header, video, label, measurement, value;
} layout;

static void need_labels(etho_source *source, const layout *l) {
  etho_text why = {0};
  const char *last = "";
  for (size_t r = l->header + 1; r < source->grid->n_records && why.length < 300; r++) {
    const char *label = etho_grid_text(source->grid, r, l->label);
    if (strstr(etho_text_get(&why), label) || strcmp(label, last) == 0) continue;
    etho_text_format(&why, "%s'%.40s'", why.length ? ", " : "which one is which object? There are ", label);
    last = label;
  }
  etho_source_need(source, "novel", "the label of the novel object", etho_text_get(&why));
  etho_source_need(source, "familiar", "the label of the familiar object",
                   "the same for the familiar object");
  etho_text_free(&why);
}

static void set_value(etho_source *source, videos *v, const layout *l, size_t record, int target,
                      const char *measure) {
  etho_text name = {0};
  const char *video = etho_grid_text(source->grid, record, l->video);
  double value = etho_field_seconds(source, record, l->value);
  size_t row = video[0] ? trial_of(source, v, video, source->grid->record[record].line) : ETHO_NOT_FOUND;
  etho_text_format(&name, "%s_%s", etho_target_name[target], measure);
  size_t column = etho_trials_find(source->trials, etho_text_get(&name));
  bool again = row != ETHO_NOT_FOUND && column != ETHO_NOT_FOUND &&
               !isnan(etho_trials_number(source->trials, row, column));
  if (row == ETHO_NOT_FOUND)
    etho_issues_add(source->issues, "E-NO-ANIMAL", source->path, source->grid->record[record].line,
                    l->video + 1, "name the video in every row", "this row names no video");
  else if (again)
    etho_issues_add(source->issues, "E-ANIMAL-TWICE", source->path, source->grid->record[record].line,
                    l->label + 1, "keep one row per video, label and measurement (one body part)",
                    "the video '%.80s' has a second value for '%s'", video, etho_text_get(&name));
  else
    etho_source_number(source, row, etho_text_get(&name), value);
  etho_text_free(&name);
}

static etho_status read_values(etho_source *source, const char *const names[4], etho_error *error) {
  layout l = {.header = etho_record_with(source->grid, names, 4)};
  if (l.header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  l.video = etho_field_of(source->grid, l.header, names[0]),
  l.label = etho_field_of(source->grid, l.header, names[1]);
  l.measurement = etho_field_of(source->grid, l.header, names[2]),
  l.value = etho_field_of(source->grid, l.header, names[3]);
  bool any = false;
  videos v;
  if (!make_videos(source, &v)) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  for (size_t r = l.header + 1; r < source->grid->n_records; r++) {
    const char *label = etho_grid_text(source->grid, r, l.label);
    const char *measure = measure_of(etho_grid_text(source->grid, r, l.measurement));
    int target = etho_target_of(source, label);
    if (target < 0 || !measure) continue;
    if (!any) etho_source_mapped(source, etho_target_name[target], label);
    any = true;
    set_value(source, &v, &l, r, target, measure);
  }
  if (!any) need_labels(source, &l);
  return etho_trials_status(source->trials) == ETHO_OK
             ? ETHO_OK
             : etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
}

static etho_status read_aggregate(etho_source *source, etho_error *error) {
  return read_values(source, aggregate, error);
}

static etho_status read_roi(etho_source *source, etho_error *error) {
  return read_values(source, roi, error);
}

static etho_status read_bouts(etho_source *source, etho_error *error) {
  etho_events events = {0};
  size_t header = etho_record_with(source->grid, bouts, 4), field[4];
  if (header == ETHO_NOT_FOUND)
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  for (int i = 0; i < 4; i++) field[i] = etho_field_of(source->grid, header, bouts[i]);
  for (size_t r = header + 1; r < source->grid->n_records; r++) {
    etho_event e = {.label = etho_grid_text(source->grid, r, field[0]),
                    .recording = etho_grid_text(source->grid, r, field[3]),
                    .start = etho_field_seconds(source, r, field[1]),
                    .stop = etho_field_seconds(source, r, field[2]),
                    .duration_s = (double)NAN,
                    .line = source->grid->record[r].line,
                    .table_row = ETHO_NOT_FOUND};
    if (isnan(e.start) || isnan(e.stop) || e.stop < e.start)
      etho_issues_add(source->issues, "E-EVENT-ORDER", source->path, e.line, field[2] + 1,
                      "correct the times of the bout", "the bout of '%.60s' has no valid start and end",
                      e.label);
    else
      etho_events_add(source, &events, e);
  }
  return etho_events_trials(source, &events, error);
}

const etho_format etho_format_simba_aggregate = {.name = "simba-aggregate",
                                                 .summary =
                                                     "SimBA: a row per video, classifier and measurement",
                                                 .detect = detect_aggregate,
                                                 .read = read_aggregate};
const etho_format etho_format_simba_roi = {.name = "simba-roi",
                                           .summary = "SimBA: a row per video, region and measurement",
                                           .detect = detect_roi,
                                           .read = read_roi};
const etho_format etho_format_simba_bouts = {.name = "simba-bouts",
                                             .summary =
                                                 "SimBA: a row per bout with event, start, end and video",
                                             .detect = detect_bouts,
                                             .read = read_bouts};
