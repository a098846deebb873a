/* SimBA's lists of bouts: of classifiers, of regions, and of the arms of a maze. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

typedef struct layout {
  size_t header, video, animal, label, start, stop, first_frame, last_frame, length;
  bool sequence; /* the labels are arms */
} layout;

static layout layout_of(const etho_grid *grid, size_t record) {
  layout l = {.header = record};
  l.video = etho_field_of(grid, record, "Video|Video name");
  l.animal = etho_field_of(grid, record, "Animal|Animal name");
  l.label = etho_field_of(grid, record, "Event|Behavior|Behaviour|Classifier|Shape|Shape name|ROI|ROI name");
  if (l.label == ETHO_NOT_FOUND) {
    l.label = etho_field_of(grid, record, "Arm entry sequence|Arm|Arm name|Arm entry");
    l.sequence = l.label != ETHO_NOT_FOUND;
  }
  l.start = etho_field_of(
      grid, record,
      "Start time|Start time (s)|Start (s)|Entry time|Entry time (s)|Enter time (s)|Enter time");
  l.stop = etho_field_of(grid, record,
                         "End time|End time (s)|End (s)|Stop time|Stop time (s)|Exit time|Exit time (s)");
  l.first_frame = etho_field_of(grid, record, "Start frame|Entry frame|Entry frames|Enter frame");
  l.last_frame = etho_field_of(grid, record, "End frame|Exit frame|Exit frames|Stop frame");
  l.length = etho_field_of(
      grid, record,
      "Bout time|Bout time (s)|Bout length|Bout length (s)|Bout duration|Bout duration (s)|Duration (s)");
  return l;
}

static bool is_timed(const layout *l) {
  return l->start != ETHO_NOT_FOUND && l->stop != ETHO_NOT_FOUND;
}

static bool is_complete(const layout *l) {
  bool framed = l->first_frame != ETHO_NOT_FOUND && l->last_frame != ETHO_NOT_FOUND;
  bool simba = l->video != ETHO_NOT_FOUND || framed || l->length != ETHO_NOT_FOUND;
  return l->label != ETHO_NOT_FOUND && (is_timed(l) || framed) && simba;
}

static bool find_layout(const etho_grid *grid, layout *l) {
  for (size_t r = 0; r < grid->n_records && r < 20; r++) {
    *l = layout_of(grid, r);
    if (is_complete(l)) return true;
  }
  return false;
}

static int detect_bouts(etho_source *source) {
  layout l;
  if (!find_layout(source->grid, &l)) return 0;
  return source->evidence = "a bout per row with event, start and end, as SimBA lists them", 90;
}

static bool has_many_animals(const etho_grid *grid, const layout *l) {
  for (size_t r = l->header + 2; l->animal != ETHO_NOT_FOUND && r < grid->n_records; r++)
    if (strcmp(etho_grid_text(grid, r, l->animal), etho_grid_text(grid, l->header + 1, l->animal)) != 0)
      return true;
  return false;
}

static const char *recording_of(const etho_source *source, const layout *l, size_t record, bool many) {
  const char *video = l->video == ETHO_NOT_FOUND ? "" : etho_grid_text(source->grid, record, l->video);
  if (!many) return video;
  etho_text name = {0};
  etho_text_format(&name, "%s %s", video[0] ? video : etho_source_base(source),
                   etho_grid_text(source->grid, record, l->animal));
  const char *kept = etho_arena_text(source->arena, etho_text_get(&name));
  etho_text_free(&name);
  return kept;
}

/* The last frame of a bout belongs to it. */
static void set_times(etho_source *source, const layout *l, size_t record, double frame_s, etho_event *e) {
  if (is_timed(l)) {
    e->start = etho_field_seconds(source, record, l->start);
    e->stop = etho_field_seconds(source, record, l->stop);
  } else {
    e->start = etho_field_seconds(source, record, l->first_frame) * frame_s;
    e->stop = (etho_field_seconds(source, record, l->last_frame) + 1) * frame_s;
  }
  if (l->length == ETHO_NOT_FOUND || !is_timed(l)) return;
  e->length_s = etho_field_seconds(source, record, l->length);
  e->stated = e->length_s >= 0;
}

static void check_length(etho_source *source, const etho_event *e, size_t field, size_t *told) {
  double span = e->stop - e->start;
  if (!e->stated || fabs(e->length_s - span) <= 0.1 + 0.01 * span || ++*told > 20) return;
  etho_issues_add(source->issues, "W-EVENT-LENGTH", source->path, e->line, field + 1,
                  "check the frame rate of the video in SimBA; the stated length is used",
                  "the bout of '%.60s' lasts %g s as stated, but %g s from start to end", e->label,
                  e->length_s, span);
}

static bool add_row(etho_source *source, const layout *l, etho_events *events, etho_event e) {
  if (isnan(e.start) || isnan(e.stop) || e.stop < e.start) {
    etho_issues_add(source->issues, "E-EVENT-ORDER", source->path, e.line,
                    l->stop == ETHO_NOT_FOUND ? 0 : l->stop + 1, "correct the times of the bout",
                    "the bout of '%.60s' has no valid start and end", e.label);
    return true;
  }
  if (l->video != ETHO_NOT_FOUND && !e.recording[0]) {
    etho_issues_add(source->issues, "E-NO-ANIMAL", source->path, e.line, l->video + 1,
                    "name the video in every row", "this row names no video");
    return true;
  }
  return etho_events_add(source, events, e);
}

/* All labels, as arms. */
static const char *arms_of(etho_source *source, const layout *l) {
  etho_text arms = {0};
  const etho_grid *grid = source->grid;
  for (size_t r = l->header + 1; r < grid->n_records && arms.length < 500; r++) {
    const char *label = etho_grid_text(grid, r, l->label);
    if (label[0] && !etho_setting_lists(etho_text_get(&arms), label))
      etho_text_format(&arms, "%s%s", arms.length ? "|" : "", label);
  }
  const char *kept = etho_arena_text(source->arena, etho_text_get(&arms));
  etho_text_free(&arms);
  return kept;
}

static etho_status read_bouts(etho_source *source, etho_error *error) {
  const etho_grid *grid = source->grid;
  etho_events events = {0};
  layout l;
  double frame_s = 1, rate;
  size_t told = 0;
  if (!find_layout(grid, &l))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  if (!is_timed(&l)) {
    if (!etho_source_setting_number(source, "frame_rate", &rate) || rate <= 0) {
      etho_source_need(source, "frame_rate", "25", "the bouts are counted in frames, not seconds");
      return ETHO_OK;
    }
    frame_s = 1 / rate;
  }
  etho_grid_decimal(source->grid, l.header + 1, source->issues);
  bool many = has_many_animals(grid, &l);
  for (size_t r = l.header + 1; r < grid->n_records; r++) {
    etho_event e = {.label = etho_grid_text(grid, r, l.label),
                    .recording = recording_of(source, &l, r, many),
                    .duration_s = (double)NAN,
                    .line = grid->record[r].line,
                    .table_row = ETHO_NOT_FOUND};
    set_times(source, &l, r, frame_s, &e);
    check_length(source, &e, l.length, &told);
    if (!e.recording || !add_row(source, &l, &events, e))
      return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  if (l.sequence) events.arms = arms_of(source, &l);
  return etho_events_trials(source, &events, error);
}

const etho_format etho_format_simba_bouts = {.name = "simba-bouts",
                                             .summary =
                                                 "SimBA: a row per bout with event, start, end and video",
                                             .detect = detect_bouts,
                                             .read = read_bouts};
