/* What a study file may say of one format. */
#include <string.h>

#include "ethostat/import.h"

static const etho_setting_info settings[] = {
    {"novel", "text",
     "label of the novel object (several with |), or its place x,y where the file holds positions"},
    {"familiar", "text", "the same for the familiar object"},
    {"left", "text", "the same for the object on the left, where the novel side differs between animals"},
    {"right", "text", "the same for the object on the right"},
    {"object_a", "text", "the same for object A"},
    {"object_b", "text", "the same for object B"},
    {"arms", "text", "labels that are arms of a maze, several with commas or |"},
    {"arm_*", "text", "corners of a maze's arm, x,y x,y ...: arm_A, arm_B ..."},
    {"frame_rate", "number", "frames per second of the video"},
    {"scale", "number", "units of the file per cm"},
    {"radius_cm", "number", "the nose at most this far from the object explores it"},
    {"on_radius_cm", "number", "nearer than this it stands on the object, which does not count"},
    {"point", "text", "the body part that is followed, such as nose"},
    {"likelihood", "number", "least likelihood that counts"},
    {"gap_s", "number", "longest gap that a straight line bridges"},
    {"min_bout_s", "number", "bouts shorter than this are left out"},
    {"bin_s", "number", "length of time bins"},
    {"from_s", "number", "begin of the part of a recording that counts"},
    {"first_s", "number", "bouts count until so many seconds of exploration are reached"},
    {"to_s", "number", "end of the part of a recording that counts"},
    {"threshold", "number", "probability at which a frame counts"},
    {"trials_per_session", "number", "trials behind a cell of counts or per cent"},
    {"percent", "text", "cells are per cent of correct trials: yes"},
    {"runs", "text", "values that change by the same step row after row: missing (left out) or keep"},
    {"cutoff_s", "number", "finished measures: what a blank latency counts as"},
};

size_t etho_setting_count(void) {
  return sizeof settings / sizeof *settings;
}

const etho_setting_info *etho_setting_at(size_t index) {
  return index < etho_setting_count() ? &settings[index] : NULL;
}

const etho_setting_info *etho_setting_find(const char *name) {
  for (size_t i = 0; i < etho_setting_count(); i++) {
    const char *star = strchr(settings[i].name, '*');
    bool family = star && strncmp(settings[i].name, name, (size_t)(star - settings[i].name)) == 0;
    if (family || strcmp(settings[i].name, name) == 0) return &settings[i];
  }
  return NULL;
}
