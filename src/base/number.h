/* base/number.h - the one parser and the one printer of numbers are public: ethostat/base.h. */
#ifndef ETHO_BASE_NUMBER_H
#define ETHO_BASE_NUMBER_H

#include "ethostat/base.h"

#endif
