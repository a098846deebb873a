/* import/positions.h - positions of a body point to trials. Internal.
 *
 * Settings: frame_rate (frames per second; not needed where the file has times); scale (pixels, or units of
 * the file, per cm; not needed where the file says its unit); objects as points: novel, familiar, left,
 * right, object_a, object_b = "x,y" in the file's units; radius_cm (exploration: the point is at most this
 * far away), on_radius_cm (nearer than this it stands on the object: not counted), likelihood (least that
 * counts: 0.6), gap_s (longest gap that is bridged by a straight line: 0.2), point (name of the body point),
 * min_bout_s; mazes: arm_NAME = "x1,y1 x2,y2 x3,y3 ..." polygons (two corners: a rectangle), edges belong to
 * the arm.
 *
 * A sample holds until the next one, and the last one as long as the usual step between samples. Samples that
 * a file leaves out of a steady rate are frames without a position. */
#ifndef ETHO_IMPORT_POSITIONS_H
#define ETHO_IMPORT_POSITIONS_H

#include "import/source.h"

/* A path of one body point: n samples; missing positions are NaN. */
typedef struct etho_path {
  const char *animal;                  /* of multi-animal files; NULL */
  const char *recording;               /* where a file holds several; NULL = the file's name */
  double *time_s, *x, *y, *likelihood; /* likelihood NULL = all certain */
  size_t n;
  double rate;   /* frames per second of a recording of frames; 0 = it has times */
  double step_s; /* usual time between samples: set by etho_path_steady */
  size_t line;   /* of the first sample */
} etho_path;

/* Are arms declared as polygons (arm_NAME)? */
bool etho_positions_maze(const etho_source *source);
/* Do the settings say places (x,y) or polygons, rather than labels? */
bool etho_positions_placed(const etho_source *source);
/* Does any setting say where objects or arms are? When not, tells which are needed. units_per_cm: what the
 * file says; 0 = nothing. */
bool etho_positions_declared(etho_source *source, double units_per_cm);
/* One trial from a path. */
etho_status etho_positions_trial(etho_source *source, etho_path *path, double units_per_cm,
                                 etho_error *error);

/* ---- paths (path.c) ---- */

/* Room for n samples; false: out of memory. */
bool etho_path_new(const etho_source *source, etho_path *path, size_t n);
/* Checks the order of times and puts in the samples that were left out. false: told (or out of memory). */
bool etho_path_steady(etho_source *source, etho_path *path);
/* Uncertain positions are lost; gaps up to gap_s are bridged by straight lines. Returns the share still lost.
 */
double etho_path_clean(etho_source *source, etho_path *path);

#endif
