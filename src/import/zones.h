/* import/zones.h - recordings that say sample by sample which zone the animal is in. Internal.
 * ANY-maze tracks, EthoVision raw data, ezTrack regions, frame-by-frame labels. */
#ifndef ETHO_IMPORT_ZONES_H
#define ETHO_IMPORT_ZONES_H

#include "import/events.h"

typedef struct etho_zone {
  const char *label;
  const char *part; /* the body point that it is about ("nose-point"); "" = not said */
  size_t field;
} etho_zone;

typedef struct etho_zones {
  etho_zone *zone;
  size_t n, capacity;
  size_t first;          /* record of the first sample */
  double rate;           /* frames per second; 0 = the file has times */
  const double *time_s;  /* of record first + i; one more at the end */
  double threshold;      /* of probabilities: more than this is 1 */
  const char *arms;      /* labels that are arms; NULL = the setting says */
  size_t place;          /* a field that names the zone (then there are no flags); ETHO_NOT_FOUND = none */
  const char *outside;   /* what the place is called outside all zones, names separated by | */
  const char *recording; /* NULL = the file's name */
  bool letters;          /* labels L and R are sides */
  bool tracked;          /* share of samples without a flag is reported */
} etho_zones;

/* How well a body point fits: the one asked for, else nose (or head) for objects and body centre for mazes.
 */
int etho_zone_fitness(const char *part, const char *asked, bool maze);
bool etho_zones_add(const etho_source *source, etho_zones *zones, etho_zone zone);
/* Times of records first.. in seconds from a field (times, or frames at frame_rate; 0 = times), with the
 * end of the last sample behind them. Frames that are counted from 1 begin at 0 s. NULL: a time is missing or
 * goes back (told), or out of memory. */
double *etho_zones_times(etho_source *source, size_t first, size_t field, double frame_rate);
/* One trial. Zones of one label are told apart by the body point: the setting `point`, else the nose for
 * objects and the body centre for arms. Samples without a flag are lost; gaps up to gap_s between two samples
 * in the zone are bridged. */
etho_status etho_zones_trial(etho_source *source, etho_zones *zones, etho_error *error);
/* Zones of a maze: those that are not its centre. NULL when a zone is an object, by a setting or by its
 * words. */
const char *etho_zones_arms(etho_source *source, const etho_zones *zones);

#endif
