#include "stats/registry.h"

const etho_procedure etho_catalogue_t_test[] = {
    {0},
};
