/* Files that accompany recordings and hold no trials: said which file to give instead. */
#include <string.h>

#include "import/fields.h"
#include "import/format.h"

/* A kind of file is known by a cell of its first records, or by columns. */
typedef struct companion {
  const char *what, *remedy;
  const char *cell;       /* a cell of the first 12 records begins so; NULL = by columns */
  const char *columns[4]; /* names in one record, each with its spellings; NULL ends */
  const char *not_column; /* and this is not there; NULL = any */
} companion;

static const companion kinds[] = {
    {"ToxTrac's statistics of a video",
     "give the tracking file (Tracking_RealSpace_1.txt)",
     "Video Resolution :",
     {NULL},
     NULL},
    {"ToxTrac's map of explored areas",
     "give the tracking file (Tracking_RealSpace_1.txt)",
     "Frame Count",
     {NULL},
     NULL},
    {"Rtrack's description of an arena",
     "give the track files (columns Time, X and Y); places are declared in the study file",
     "arena.bounds",
     {NULL},
     NULL},
    {"BORIS's list of observations",
     "export the events: Observations > Export events > Aggregated events",
     NULL,
     {"Observation id", "Subjects", "Media files/Live observation|Media files|Media file(s)"},
     NULL},
    {"SimBA's log of movement: distance and velocity, and no time at any object",
     "give the regions (ROI_descriptive_statistics), the summary of classifiers (data_summary) or the list "
     "of bouts",
     NULL,
     {"VIDEO", "MEASUREMENT|MEASURE", "VALUE"},
     "CLASSIFIER|SHAPE|ROI|SHAPE NAME"},
    {"a list of the zones of DLCAnalyzer",
     "give the tracked positions; arms are declared in the study file",
     NULL,
     {"arena", "center|centre"},
     "animal"},
    {"a list of the points of DLCAnalyzer",
     "give the tracked positions",
     NULL,
     {"PointName", "PointType"},
     NULL},
    {"SimBA's list of videos (frame rate, pixels per mm)",
     "give the results; the frame rate and scale are declared in the study file",
     NULL,
     {"Video", "fps", "Resolution_width|Resolution width", "pixels/mm|pixels mm|pixel mm"},
     NULL},
};

static bool begins(const etho_grid *grid, const char *with) {
  for (size_t r = 0; r < grid->n_records && r < 12; r++)
    if (strncmp(etho_grid_text(grid, r, 0), with, strlen(with)) == 0) return true;
  return false;
}

static bool has_columns(const etho_grid *grid, const companion *kind) {
  size_t n = 0;
  while (n < 4 && kind->columns[n]) n++;
  return etho_record_with(grid, kind->columns, n) == 0 &&
         (!kind->not_column || etho_field_of(grid, 0, kind->not_column) == ETHO_NOT_FOUND);
}

/* The lists of DLCAnalyzer hold names only. */
static bool all_words(const etho_grid *grid) {
  for (size_t r = 1; r < grid->n_records && r < 50; r++)
    for (size_t f = 0; f < grid->record[r].count; f++)
      if (strpbrk(etho_grid_text(grid, r, f), "0123456789")) return false;
  return true;
}

static const companion *kind_of(const etho_grid *grid) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (kinds[i].cell ? !begins(grid, kinds[i].cell) : !has_columns(grid, &kinds[i])) continue;
    if (strstr(kinds[i].what, "DLCAnalyzer") && !all_words(grid)) continue;
    return &kinds[i];
  }
  return NULL;
}

static int detect(etho_source *source) {
  const companion *kind = kind_of(source->grid);
  return kind ? (source->evidence = kind->what, 86) : 0;
}

static etho_status read(etho_source *source, etho_error *error) {
  const companion *kind = kind_of(source->grid);
  if (!kind) return etho_error_set(error, ETHO_ERR_DATA, "'%s' is no such file", source->path);
  etho_issues_add(source->issues, "W-FILE-COMPANION", source->path, 0, 0, kind->remedy,
                  "this is %s: it holds no trials and is passed over", kind->what);
  return ETHO_OK;
}

const etho_format etho_format_companion = {
    .name = "companion",
    .summary =
        "a file that accompanies recordings (statistics, lists, arenas): no trials, said which file to give",
    .detect = detect,
    .read = read};
