/* The formats, in the order in which ties are decided. */
#include <string.h>

#include "import/format.h"

extern const etho_format etho_format_tidy_nor, etho_format_long_nor, etho_format_tidy_tmaze,
    etho_format_arm_sequence, etho_format_wide_tmaze, etho_format_boris_aggregated, etho_format_boris_tabular,
    etho_format_anymaze, etho_format_anymaze_track, etho_format_ethovision_raw, etho_format_ethovision_stats,
    etho_format_simba_aggregate, etho_format_simba_roi, etho_format_simba_bouts, etho_format_deeplabcut,
    etho_format_deeplabcut_multi, etho_format_sleap_analysis, etho_format_pose_table,
    etho_format_eztrack_location, etho_format_toxtrac, etho_format_rtrack, etho_format_frame_labels,
    etho_format_chronotate, etho_format_jwatcher, etho_format_prism_wide, etho_format_outcome_table,
    etho_format_companion, etho_format_arm_entries;

static const etho_format *const formats[] = {
    &etho_format_tidy_nor,         &etho_format_long_nor,         &etho_format_tidy_tmaze,
    &etho_format_arm_sequence,     &etho_format_wide_tmaze,       &etho_format_boris_aggregated,
    &etho_format_boris_tabular,    &etho_format_anymaze,          &etho_format_anymaze_track,
    &etho_format_ethovision_raw,   &etho_format_ethovision_stats, &etho_format_simba_aggregate,
    &etho_format_simba_roi,        &etho_format_simba_bouts,      &etho_format_deeplabcut,
    &etho_format_deeplabcut_multi, &etho_format_sleap_analysis,   &etho_format_pose_table,
    &etho_format_eztrack_location, &etho_format_toxtrac,          &etho_format_rtrack,
    &etho_format_frame_labels,     &etho_format_chronotate,       &etho_format_jwatcher,
    &etho_format_prism_wide,       &etho_format_outcome_table,    &etho_format_arm_entries,
    &etho_format_companion,
};

size_t etho_format_count(void) {
  return sizeof formats / sizeof *formats;
}

const etho_format *etho_format_at(size_t index) {
  return index < etho_format_count() ? formats[index] : NULL;
}

const char *etho_format_name(size_t index) {
  return index < etho_format_count() ? formats[index]->name : NULL;
}

const char *etho_format_summary(size_t index) {
  return index < etho_format_count() ? formats[index]->summary : NULL;
}

const etho_format *etho_format_find(const char *name) {
  for (size_t i = 0; i < etho_format_count(); i++)
    if (strcmp(formats[i]->name, name) == 0) return formats[i];
  return NULL;
}
