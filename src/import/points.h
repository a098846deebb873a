/* import/points.h - the body points of a table of poses, and the one that is followed. Internal.
 * Whatever the layout says (DeepLabCut's stacked header, SLEAP's nose.x, SimBA's Nose_1_x), a point has a
 * name, perhaps an animal, and fields of x, y and likelihood. */
#ifndef ETHO_IMPORT_POINTS_H
#define ETHO_IMPORT_POINTS_H

#include "import/positions.h"

typedef struct etho_point {
  const char *animal, *part; /* animal NULL: not said */
  size_t x, y, likelihood;   /* fields; likelihood ETHO_NOT_FOUND = none */
} etho_point;

typedef struct etho_points {
  etho_point *point;
  size_t n, capacity;
} etho_points;

bool etho_points_add(const etho_source *source, etho_points *points, etho_point point);
/* The points that are followed, one for each animal: those called as the setting `point` says, else by the
 * usual words (nose for objects, body centre for mazes). Where no point has such a name, but several have it
 * behind a prefix (B_Nose, W_Nose) or before a number (Nose_1, Nose_2), those are the animals. None (told):
 * the user must say. false: out of memory. */
bool etho_points_choose(etho_source *source, const etho_points *points, etho_points *chosen);

/* How the rows of a recording are read into a path. Fields are ETHO_NOT_FOUND when absent. */
typedef struct etho_track {
  const char *animal, *recording;
  size_t first; /* record */
  size_t clock, frame, x, y, likelihood;
  bool from_one;       /* the frames may be counted from 1 */
  double units_per_cm; /* 0 = not known */
  const size_t *row;   /* records that belong; NULL = all from first */
  size_t n_rows;
} etho_track;

/* The records of one track, in order. */
typedef struct etho_rows {
  const char *key[2];
  size_t *row;
  size_t n, capacity;
} etho_rows;
/* Records from `first` on by the texts of two fields (ETHO_NOT_FOUND: does not count), in order of
 * appearance. false: more tracks than any recording has (told), or out of memory. */
bool etho_tracks_group(etho_source *source, size_t first, const size_t field[2], etho_rows **list, size_t *n);

/* Is frame_rate declared or not needed? Tells when it is missing. *rate: frames per second; 0 = the file has
 * times. */
bool etho_track_timed(etho_source *source, bool has_clock, double *rate);
/* One trial of a track. Cells that are no numbers are issues. */
etho_status etho_track_trial(etho_source *source, const etho_track *track, double rate, etho_error *error);

#endif
