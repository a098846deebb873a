/* assay/measures.h - the stage object of the assay layer. Internal. */
#ifndef ETHO_ASSAY_MEASURES_H
#define ETHO_ASSAY_MEASURES_H

#include "assay/assay.h"

/* Before they are trimmed, values stand in the order of the assay's measures and the batch's extra ones. */
struct etho_measures {
  etho_arena *arena;
  const etho_assay *assay;
  etho_measure *info;
  size_t n_info;
  etho_subject_row *row;
  size_t n_rows;
  etho_subject_row *pooled;
  size_t n_pooled;
  etho_exclusion *exclusion;
  size_t n_exclusions, exclusion_capacity;
  etho_bin_row *bin;
  size_t n_bins;
  const char *test_phase, *test_reason;
};

/* What can be checked in any assay: an animal in two arms, without an arm, without training, ...; also gives
 * every animal its arm, sex and cage. false: out of memory. */
bool etho_batch_check(etho_batch *batch);
/* Two rows that claim to be the same session (or the same trial of it). Called by assays that know what a row
 * is. */
bool etho_batch_check_twice(etho_batch *batch, const char *distinct);
/* A numeric column: negative values are E-TIME-NEGATIVE, one value throughout is W-CONSTANT. */
void etho_batch_check_column(etho_batch *batch, const char *name);

/* ETHO_ERR_USAGE for a rule that the assay does not have. */
etho_status etho_rules_check(const etho_assay *assay, const etho_assay_options *options, etho_error *error);
/* Apply the declared rules, and the assay's flags where nothing is declared, to the ledger and the rows. */
bool etho_rules_apply(etho_measures *measures, const etho_assay_options *options, etho_issues *issues);

/* Which session is compared; fills pooled rows, test_phase and test_reason. */
bool etho_measures_choose(etho_measures *measures, const etho_batch *batch);

#endif
