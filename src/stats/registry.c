#include "stats/registry.h"

#include <math.h>
#include <string.h>

static const etho_procedure *const families[] = {
    etho_catalogue_describe,    etho_catalogue_shapiro,  etho_catalogue_t_test,    etho_catalogue_rank,
    etho_catalogue_resample,    etho_catalogue_anova,    etho_catalogue_repeated,  etho_catalogue_posthoc,
    etho_catalogue_adjust,
    etho_catalogue_association, etho_catalogue_blocks, etho_catalogue_survival, etho_catalogue_agreement,
    etho_catalogue_correlation,
};

enum { N_FAMILIES = sizeof families / sizeof *families };

size_t etho_procedure_count(void) {
  size_t count = 0;
  for (size_t f = 0; f < N_FAMILIES; f++)
    for (const etho_procedure *p = families[f]; p->name; p++) count++;
  return count;
}

const etho_procedure *etho_procedure_at(size_t index) {
  for (size_t f = 0; f < N_FAMILIES; f++)
    for (const etho_procedure *p = families[f]; p->name; p++)
      if (index-- == 0) return p;
  return NULL;
}

const etho_procedure *etho_procedure_find(const char *name) {
  for (size_t f = 0; f < N_FAMILIES; f++)
    for (const etho_procedure *p = families[f]; p->name; p++)
      if (strcmp(p->name, name) == 0) return p;
  return NULL;
}

etho_options etho_options_default(void) {
  return (etho_options){.conf_level = 0.95,
                        .zeros = "wilcox",
                        .quantile_type = 7,
                        .moment_type = 3,
                        .trim = 0.2,
                        .resamples = 5000,
                        .seed = 20240229,
                        .bound_low = (double)NAN,
                        .bound_high = (double)NAN};
}

const etho_options *etho_options_or_default(const etho_options *options, etho_options *defaults) {
  if (options) return options;
  *defaults = etho_options_default();
  return defaults;
}
