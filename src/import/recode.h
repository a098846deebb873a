/* import/recode.h - declared other words for values: "phase:TS" -> "test". Internal. */
#ifndef ETHO_IMPORT_RECODE_H
#define ETHO_IMPORT_RECODE_H

#include "ethostat/import.h"

/* The declared word for a value in the column of a role or header; NULL = none is declared. A recode names
 * its column before a colon ("phase:TS"); one without a column holds for all but ids (animal, cage,
 * recording). */
const char *etho_recode_of(const etho_import_options *options, const char *column, const char *value);
/* All text cells of trials, each once: two recodes may exchange two words. */
void etho_recode_texts(etho_trials *trials, const etho_import_options *options, etho_issues *issues);

#endif
