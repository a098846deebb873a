/* import/positions.h - positions of body points to trials. Internal.
 * Settings: frame_rate (frames per second; not needed where the file has times); scale (pixels per cm, or
 * file units per cm; 1 = none), objects as points: novel, familiar, left, right, object_a, object_b = "x,y"
 * in the file's units, radius_cm (exploration: the nose nearer than this), on_radius_cm (nearer than this it
 * stands on the object: not counted), likelihood (least that counts: 0.6), gap_s (longest gap that is bridged
 * by a straight line: 0.2), point (name of the body point: nose), min_bout_s; mazes: arm_NAME = "x1,y1 x2,y2
 * x3,y3 ..." polygons (two corners: a rectangle). */
#ifndef ETHO_IMPORT_POSITIONS_H
#define ETHO_IMPORT_POSITIONS_H

#include "import/source.h"

/* A path of one body point: n samples; missing positions are NaN. */
typedef struct etho_path {
  const char *animal;                  /* of multi-animal files; NULL */
  double *time_s, *x, *y, *likelihood; /* likelihood NULL = all certain */
  size_t n;
  size_t line; /* of the first sample */
} etho_path;

/* Does any setting say where objects or arms are? When not, tells which are needed. */
bool etho_positions_declared(etho_source *source);
/* One trial from a path. */
etho_status etho_positions_trial(etho_source *source, etho_path *path, etho_error *error);
/* The nose (or centre) columns of an EthoVision raw file. */
etho_status etho_positions_ethovision(etho_source *source, size_t names, size_t first, etho_error *error);

#endif
