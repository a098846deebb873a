/* ethostat.h - the whole public API: statistics of novel object recognition and maze trials. */
#ifndef ETHOSTAT_H
#define ETHOSTAT_H

#include "ethostat/analysis.h"
#include "ethostat/assay.h"
#include "ethostat/base.h"
#include "ethostat/figure.h"
#include "ethostat/import.h"
#include "ethostat/model.h"
#include "ethostat/report.h"
#include "ethostat/stats.h"
#include "ethostat/study.h"
#include "ethostat/table.h"

#endif
