/* ethostat/study.h - study.json and the whole job: read, check, measure, exclude, test, report, draw. */
#ifndef ETHOSTAT_STUDY_H
#define ETHOSTAT_STUDY_H

#include "ethostat/analysis.h"
#include "ethostat/figure.h"
#include "ethostat/import.h"
#include "ethostat/report.h"

#ifdef __cplusplus
extern "C" {
#endif


#ifdef __cplusplus
}
#endif
#endif
