/* assay/nor.h - the parts of the novel object recognition assay. Internal. */
#ifndef ETHO_ASSAY_NOR_H
#define ETHO_ASSAY_NOR_H

#include "assay/measures.h"
#include "table/series.h"

enum {
  ETHO_NOR_INDEX,
  ETHO_NOR_RECOGNITION,
  ETHO_NOR_DIFFERENCE,
  ETHO_NOR_TOTAL,
  ETHO_NOR_NOVEL,
  ETHO_NOR_FAMILIAR,
  ETHO_NOR_OBJECT_BIAS,
  ETHO_NOR_SIDE_BIAS,
  ETHO_NOR_LEAST,
  ETHO_NOR_HABITUATION,
  ETHO_NOR_FIRST,
  ETHO_NOR_NOVEL_LATENCY,
  ETHO_NOR_FAMILIAR_LATENCY,
  ETHO_NOR_NOVEL_BOUTS,
  ETHO_NOR_FAMILIAR_BOUTS,
  ETHO_NOR_MEASURES
};

/* Times of a session; NaN = the file does not say. */
typedef struct etho_nor_times {
  double novel, familiar;
  double left, right;
  double first, second; /* the pair that the file gives, whatever it calls it */
} etho_nor_times;

/* Sums over the session's rows. A row without both times of a pair leaves that pair unknown, unless both are
 * missing. */
etho_nor_times etho_nor_sum(const etho_batch *batch, const etho_session *session);
/* Novel and familiar time of one row: from their columns, or left/right with novel_side, or A/B with
 * novel_object. */
void etho_nor_novel(const etho_batch *batch, size_t row, double *novel, double *familiar);
/* The two objects' times of one row. */
void etho_nor_pair(const etho_batch *batch, size_t row, double *first, double *second);
/* Over the session's rows: the first of "latency_s", the sum of "bouts", at the novel and the familiar
 * object. Both come in as NaN and stay so where the file has none. */
void etho_nor_gather(const etho_batch *batch, const etho_session *session, const char *kind, double *novel,
                     double *familiar);
/* Training: share at the object or place that the animal's test makes novel. */
double etho_nor_object_bias(const etho_batch *batch, const etho_session *session,
                            const etho_nor_times *times);

/* Time bins: the column that numbers them ("minute" or "bin"); NULL = none. */
const char *etho_nor_bin_column(const etho_trials *trials);
bool etho_nor_bins_prepare(etho_batch *batch);
bool etho_nor_bins_compute(const etho_batch *batch, const etho_session *session, double *value);

#endif
