#include "stats/registry.h"

const etho_procedure etho_catalogue_repeated[] = {
    {0},
};
