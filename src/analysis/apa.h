/* analysis/apa.h - numbers and results as a paper prints them (APA 7). Internal. */
#ifndef ETHO_ANALYSIS_APA_H
#define ETHO_ANALYSIS_APA_H

#include "base/text.h"
#include "ethostat/analysis.h"

/* Two decimals, more for small values, true minus sign; "NA" when not finite. */
void etho_apa_value(etho_text *out, double value);
/* ".17": two decimals without the leading zero, for what cannot exceed 1. */
void etho_apa_share(etho_text *out, double value);
/* "0.31, 95% CI [0.10, 0.52]", all with the same decimals; an open end is an infinity sign; no interval when
 * both ends are missing. */
void etho_apa_estimate(etho_text *out, double estimate, double level, double low, double high);
/* ".41, 95% CI [.06, .62]": the same for what cannot exceed 1 (shares of variance, correlations). */
void etho_apa_share_estimate(etho_text *out, double estimate, double level, double low, double high);
/* p_adjusted of the row when it has one ("adjusted p = .02"), else p_value. */
void etho_apa_row_p(etho_text *out, const etho_row *row);
/* "CAR-T vs control": the difference is the first minus the second. */
void etho_apa_pair(etho_text *out, const etho_row *row);
/* Is there a finite p_value? */
bool etho_row_has_p(const etho_row *row);

#endif
