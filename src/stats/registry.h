/* stats/registry.h - the families of the catalogue. A family is an array of rows in src/stats/catalogue_*.c
 * that ends with a row whose name is NULL. Adding a procedure is one row there; adding a family is one line
 * in registry.c. */
#ifndef ETHO_STATS_REGISTRY_H
#define ETHO_STATS_REGISTRY_H

#include "ethostat/stats.h"

extern const etho_procedure etho_catalogue_describe[];
extern const etho_procedure etho_catalogue_shapiro[];
extern const etho_procedure etho_catalogue_t_test[];
extern const etho_procedure etho_catalogue_rank[];
extern const etho_procedure etho_catalogue_resample[];
extern const etho_procedure etho_catalogue_anova[];
extern const etho_procedure etho_catalogue_repeated[];
extern const etho_procedure etho_catalogue_posthoc[];
extern const etho_procedure etho_catalogue_adjust[];
extern const etho_procedure etho_catalogue_association[];
extern const etho_procedure etho_catalogue_blocks[];
extern const etho_procedure etho_catalogue_correlation[];
extern const etho_procedure etho_catalogue_survival[];
extern const etho_procedure etho_catalogue_agreement[];

/* options, or *defaults filled with etho_options_default() when NULL. */
const etho_options *etho_options_or_default(const etho_options *options, etho_options *defaults);

#endif
