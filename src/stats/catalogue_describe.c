#include "stats/registry.h"

const etho_procedure etho_catalogue_describe[] = {
    {0},
};
