#include "stats/registry.h"

const etho_procedure etho_catalogue_anova[] = {
    {0},
};
