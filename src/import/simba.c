/* SimBA's summaries: by classifier and by region of interest, a row per measurement or (transposed) per
 * video. */
#include <math.h>
#include <string.h>

#include "import/events.h"
#include "import/fields.h"
#include "import/format.h"

static const char *const aggregate[] = {"Video|Video name", "Classifier|Classifiers", "Measurement|Measure",
                                        "Value"};
static const char *const roi[] = {"Video|Video name", "Shape|Shape name|ROI|ROI name", "Measurement|Measure",
                                  "Value"};

static size_t record_with(const etho_grid *grid, const char *const names[4]) {
  return etho_record_with(grid, names, 4);
}

/* ---- what a measurement is ---- */

/* "s", "bouts" or "latency_s" of a measurement's name; "duration_s" of the video's length; NULL for others
 * (velocity, mean bout, ...). */
static const char *measure_of(const char *measurement) {
  static const char *const others[] = {"mean",     "median", "average", "velocity", "distance",    "movement",
                                       "interval", "%",      "last",    "frame",    "acceleration"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (etho_text_holds(measurement, others[i])) return NULL;
  if (etho_text_holds(measurement, "video length")) return "duration_s";
  if (etho_text_holds(measurement, "first") || etho_text_holds(measurement, "latency")) return "latency_s";
  if (etho_text_holds(measurement, "entries") || etho_text_holds(measurement, "count") || etho_text_holds(measurement, "occurrence") ||
      etho_text_holds(measurement, "bouts"))
    return "bouts";
  return etho_text_holds(measurement, "duration") || etho_text_holds(measurement, "time") ? "s" : NULL;
}

/* "Attack - Total event duration (s)": the classifier and the measurement of a transposed summary. */
static const char *measurement_in(const char *header) {
  const char *last = NULL;
  for (const char *p = header; (p = strstr(p, " - ")); p += 3) last = p;
  return last && measure_of(last + 3) ? last : NULL;
}

static size_t transposed_columns(const etho_grid *grid) {
  size_t n = 0;
  for (size_t f = 1; f < grid->record[0].count; f++) n += measurement_in(etho_grid_text(grid, 0, f)) != NULL;
  return n;
}

static int detect_aggregate(etho_source *source) {
  const etho_grid *grid = source->grid;
  if (record_with(grid, aggregate) != ETHO_NOT_FOUND)
    return source->evidence = "the columns VIDEO, CLASSIFIER, MEASUREMENT, VALUE of SimBA", 95;
  if (etho_field_of(grid, 0, aggregate[0]) == 0 && transposed_columns(grid))
    return source->evidence = "a row per VIDEO and columns CLASSIFIER - MEASUREMENT of SimBA", 92;
  return 0;
}

static int detect_roi(etho_source *source) {
  if (record_with(source->grid, roi) == ETHO_NOT_FOUND) return 0;
  return source->evidence = "the columns VIDEO, SHAPE, MEASUREMENT, VALUE of SimBA", 95;
}

/* ---- trials by name ---- */

/* Where a video's trial is: slot = row + 1, open addressing, a power of two of slots. */
typedef struct videos {
  size_t *slot, size;
  const char **name; /* of each slot: video, animal, bin */
} videos;

typedef struct work {
  etho_source *source;
  videos v;
  bool many_animals;
  const char *part; /* the body part that counts; NULL = all */
  bool seen[ETHO_TARGETS];
  etho_text labels; /* those that there are */
  const char *label[2];
  size_t never;
} work;

static size_t hash(const char *text) {
  size_t h = 2166136261u;
  for (; *text; text++) h = (h ^ (unsigned char)*text) * 16777619u;
  return h;
}

static bool make_videos(const etho_source *source, size_t most, videos *v) {
  for (v->size = 64; v->size < 2 * most;) v->size *= 2;
  v->slot = ETHO_NEW(source->arena, size_t, v->size);
  v->name = ETHO_NEW(source->arena, const char *, v->size);
  return v->slot && v->name;
}

/* One cell of a summary. */
typedef struct cell {
  const char *video, *animal, *bin, *label, *measurement;
  size_t record, field;
} cell;

static size_t new_trial(const work *k, const cell *c, const char *recording) {
  etho_source *source = k->source;
  size_t row = etho_trials_add(source->trials, source->path, source->grid->record[c->record].line);
  if (row == ETHO_NOT_FOUND) return row;
  etho_source_text(source, row, "recording", recording);
  etho_source_pattern(source, row, recording);
  double bin;
  if (c->bin && etho_time_parse(c->bin, '.', &bin)) etho_source_number(source, row, "bin", bin);
  return row;
}

/* The trial of a video (animal, bin), made when new. Rows of one video may be anywhere in the file. */
static size_t trial_of(work *k, const cell *c) {
  etho_text key = {0};
  etho_text_append(&key, c->video);
  if (k->many_animals && c->animal) etho_text_format(&key, " %s", c->animal);
  size_t length = key.length;
  etho_text_format(&key, "\x1F%s", c->bin ? c->bin : "");
  const char *name = etho_arena_text(k->source->arena, etho_text_get(&key));
  const char *recording = etho_arena_text_n(k->source->arena, etho_text_get(&key), length);
  etho_text_free(&key);
  if (!name || !recording) return ETHO_NOT_FOUND;
  size_t i = hash(name) & (k->v.size - 1);
  for (; k->v.slot[i]; i = (i + 1) & (k->v.size - 1))
    if (strcmp(k->v.name[i], name) == 0) return k->v.slot[i] - 1;
  size_t row = new_trial(k, c, recording);
  if (row == ETHO_NOT_FOUND) return row;
  k->v.name[i] = name;
  k->v.slot[i] = row + 1;
  return row;
}

/* ---- cells ---- */

static void set_once(work *k, size_t row, const cell *c, const char *role, double value) {
  etho_source *source = k->source;
  size_t column = etho_trials_find(source->trials, role);
  if (column == ETHO_NOT_FOUND || isnan(etho_trials_number(source->trials, row, column)))
    etho_source_number(source, row, role, value);
  else if (strcmp(role, "duration_s") != 0)
    etho_issues_add(source->issues, "E-ANIMAL-TWICE", source->path, source->grid->record[c->record].line,
                    c->field + 1, "keep one row per video, label and measurement (one body part)",
                    "the video '%.80s' has a second value for '%s'", c->video, role);
}

/* A behaviour that never occurs has no duration in SimBA's summaries: 0 s. */
static double value_of(work *k, const cell *c, const char *measure) {
  const char *text = etho_grid_text(k->source->grid, c->record, c->field);
  bool none = etho_text_missing(text) || strcmp(text, "None") == 0;
  if (!none) return etho_field_seconds(k->source, c->record, c->field);
  if (strcmp(measure, "s") == 0) k->never++;
  return strcmp(measure, "latency_s") == 0 || strcmp(measure, "duration_s") == 0 ? (double)NAN : 0;
}

static void note_label(work *k, const char *label) {
  for (int i = 0; i < 2; i++) {
    if (!k->label[i]) k->label[i] = label;
    if (strcmp(k->label[i], label) == 0) break;
  }
  etho_text quoted = {0};
  etho_text_format(&quoted, "'%.40s'", label);
  if (k->labels.length < 300 && !strstr(etho_text_get(&k->labels), etho_text_get(&quoted)))
    etho_text_format(&k->labels, "%s%s", k->labels.length ? ", " : "", etho_text_get(&quoted));
  etho_text_free(&quoted);
}

static void add_cell(work *k, const cell *c) {
  etho_source *source = k->source;
  const char *measure = measure_of(c->measurement);
  if (!measure) return;
  bool length = strcmp(measure, "duration_s") == 0;
  int target = length ? -1 : etho_target_of(source, c->label);
  if (!length) note_label(k, c->label);
  if (!length && target < 0) return;
  if (!c->video[0]) {
    etho_issues_add(source->issues, "E-NO-ANIMAL", source->path, source->grid->record[c->record].line, 1,
                    "name the video in every row", "this row names no video");
    return;
  }
  if (!length && !k->seen[target]) etho_source_mapped(source, etho_target_name[target], c->label);
  if (!length) k->seen[target] = true;
  etho_text role = {0};
  etho_text_format(&role, "%s%s%s", length ? "" : etho_target_name[target], length ? "" : "_", measure);
  size_t row = trial_of(k, c);
  if (row != ETHO_NOT_FOUND) set_once(k, row, c, etho_text_get(&role), value_of(k, c, measure));
  etho_text_free(&role);
}

/* ---- layouts ---- */

static bool differs(const etho_grid *grid, size_t header, size_t field, const char **first) {
  *first = NULL;
  for (size_t r = header + 1; field != ETHO_NOT_FOUND && r < grid->n_records; r++) {
    const char *text = etho_grid_text(grid, r, field);
    if (!*first) *first = text;
    if (strcmp(*first, text) != 0) return true;
  }
  return false;
}

/* Which body part counts, where there are several. false: the user must say (told). */
static bool choose_part(work *k, size_t header, size_t field) {
  const char *first;
  if (!differs(k->source->grid, header, field, &first)) return true;
  k->part = etho_source_setting(k->source, "point");
  if (!k->part)
    etho_source_need(k->source, "point", first, "there are several body parts: which one explores?");
  return k->part != NULL;
}

static void read_long(work *k, const char *const names[4], size_t header) {
  const etho_grid *grid = k->source->grid;
  size_t field[4], animal = etho_field_of(grid, header, "Animal|Animal name"),
                   part = etho_field_of(grid, header, "Body part|Bodypart|Body part name"),
                   bin = etho_field_of(grid, header, "Time bin|Time bin #|Time bin no|Bin");
  const char *first;
  for (int i = 0; i < 4; i++) field[i] = etho_field_of(grid, header, names[i]);
  k->many_animals = differs(grid, header, animal, &first);
  if (!choose_part(k, header, part)) return;
  for (size_t r = header + 1; r < grid->n_records; r++) {
    if (k->part && !etho_name_alike(k->part, etho_grid_text(grid, r, part))) continue;
    cell c = {.video = etho_grid_text(grid, r, field[0]),
              .animal = animal == ETHO_NOT_FOUND ? NULL : etho_grid_text(grid, r, animal),
              .bin = bin == ETHO_NOT_FOUND ? NULL : etho_grid_text(grid, r, bin),
              .label = etho_grid_text(grid, r, field[1]),
              .measurement = etho_grid_text(grid, r, field[2]),
              .record = r,
              .field = field[3]};
    add_cell(k, &c);
  }
}

static void read_transposed(work *k) {
  const etho_grid *grid = k->source->grid;
  for (size_t f = 1; f < grid->record[0].count; f++) {
    const char *header = etho_grid_text(grid, 0, f), *dash = measurement_in(header);
    const char *label = dash ? etho_arena_text_n(k->source->arena, header, (size_t)(dash - header)) : NULL;
    for (size_t r = 1; label && r < grid->n_records; r++) {
      cell c = {.video = etho_grid_text(grid, r, 0),
                .label = label,
                .measurement = dash + 3,
                .record = r,
                .field = f};
      add_cell(k, &c);
    }
  }
}

static void tell_labels(work *k) {
  etho_source *source = k->source;
  bool any = false;
  for (int t = 0; t < ETHO_TARGETS; t++) {
    const char *declared = etho_target_setting(source, t);
    any = any || k->seen[t] || declared;
    if (!declared || k->seen[t]) continue;
    etho_text hint = {0};
    etho_text_format(&hint, "correct the setting; there are %s", etho_text_get(&k->labels));
    etho_issues_add(source->issues, "E-SETTING-LABEL", source->path, 0, 0, etho_text_get(&hint),
                    "the setting '%s' is '%.60s', which is not in the file", etho_target_name[t], declared);
    etho_text_free(&hint);
  }
  if (!any && k->label[0])
    etho_labels_need(source, "label", etho_text_get(&k->labels), k->label[0],
                     k->label[1] ? k->label[1] : k->label[0]);
  if (k->never)
    etho_issues_add(
        source->issues, "W-EVENT-NEVER", source->path, 0, 0,
        "nothing to do, if the animal did not do it; else run the classifier on these videos",
        "%zu cells of durations are empty, as SimBA writes them where there is no bout: taken as 0 s",
        k->never);
}

static etho_status read_values(etho_source *source, const char *const names[4], etho_error *error) {
  const etho_grid *grid = source->grid;
  size_t header = record_with(grid, names);
  work k = {.source = source};
  if (header == ETHO_NOT_FOUND && !transposed_columns(grid))
    return etho_error_set(error, ETHO_ERR_DATA, "'%s' lacks the columns of this format", source->path);
  if (!make_videos(source, grid->n_records, &k.v))
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (header != ETHO_NOT_FOUND)
    read_long(&k, names, header);
  else
    read_transposed(&k);
  tell_labels(&k);
  etho_text_free(&k.labels);
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

const etho_format etho_format_simba_aggregate = {.name = "simba-aggregate",
                                                 .summary =
                                                     "SimBA: a row per video, classifier and measurement",
                                                 .detect = detect_aggregate,
                                                 .read = read_aggregate};
const etho_format etho_format_simba_roi = {.name = "simba-roi",
                                           .summary = "SimBA: a row per video, region and measurement",
                                           .detect = detect_roi,
                                           .read = read_roi};
